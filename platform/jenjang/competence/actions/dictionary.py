"""The government's own dictionary of technical competencies."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select

from jenjang.competence.models import TechnicalCompetency
from jenjang.core.context import Context
from jenjang.core.errors import Conflict
from jenjang.core.texts import check_text
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.versions import changed
from jenjang.organisation.rules.span import span
from jenjang.reference.codes import codes_with
from jenjang.reference.models import Competency

LONGEST_CODE, LONGEST_NAME = 40, 200
"""Characters."""
SHOWS = tuple(f"level_{level}" for level in range(1, 6))


class CodeOfTheNation(Conflict):
    """{code} is the code of one of the nation's competencies; choose another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTechnical:
    """A technical competency as it is to be known by its code: new, or in place of what the code meant."""

    code: str
    name: str
    definition: str
    valid_from: date
    valid_to: date | None = None
    level_1: str | None = None
    level_2: str | None = None
    level_3: str | None = None
    level_4: str | None = None
    level_5: str | None = None
    expected_version: int | None = None


async def set_technical(context: Context, asked: SetTechnical) -> TechnicalCompetency:
    """Write it, or write it anew where the code is known.

    `expected_version`: the one that was seen of what the code means; 0: none. Raises CodeOfTheNation,
    EndsBeforeItBegins, Stale, NoText, TextTooLong.
    """
    code = check_text(asked.code, "code", LONGEST_CODE)
    if code in await codes_with(context.session, Competency, code):
        raise CodeOfTheNation("code", code=code)
    span(asked.valid_from, asked.valid_to, "validTo")
    told = {name: value for name, value in asdict(asked).items() if name != "expected_version"} | {
        "code": code,
        "name": check_text(asked.name, "name", LONGEST_NAME),
        "definition": check_text(asked.definition, "definition"),
        **{one: _shown(getattr(asked, one), one) for one in SHOWS},
    }
    await one_at_a_time(context, "technical competencies")
    known = select(TechnicalCompetency).where(TechnicalCompetency.code == code)
    competency = await context.session.scalar(known) or TechnicalCompetency(version=0)
    changed(competency, asked.expected_version)
    for column, value in told.items():
        setattr(competency, column, value)
    context.session.add(competency)
    await context.session.flush()
    return competency


def _shown(text: str | None, field: str) -> str | None:
    return None if text is None else check_text(text, field.replace("_", ""))
