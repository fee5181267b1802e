"""Which competency a deed means: one of the nation's by code, or one of the government's own by id."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jenjang.competence.models import TechnicalCompetency
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, NotFound
from jenjang.organisation.rules.span import Span
from jenjang.reference.models import Competency

At = tuple[str, ...]


class NameOneCompetency(BadUserInput):
    """Name one competency: one of the nation's by its code, or one of your government's own by its id."""


class CompetencyOutOfUse(BadUserInput):
    """{code} isn't in use on {on}: name another competency, or another day."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A competency that exists, as the columns of a row name it."""

    competency: str | None
    technical_competency_id: UUID | None

    @property
    def key(self) -> str:
        """What standards and assessments are joined by."""
        return self.competency or str(self.technical_competency_id)

    @property
    def columns(self) -> dict[str, object]:
        return {
            "competency": self.competency,
            "technical_competency_id": self.technical_competency_id,
        }


async def subject(
    context: Context, code: str | None, technical: UUID | None, at: At = (), on: date | None = None
) -> Subject:
    """The competency named by one of the two; `on`: a day on which it has to be in use (None: whichever day).

    Raises NameOneCompetency, NotFound, CompetencyOutOfUse at the field.
    """
    if (code is None) == (technical is None):
        raise NameOneCompetency((*at, "competency"))
    if technical is None:
        field = (*at, "competency")
        found: Competency | TechnicalCompetency = await _of_the_nation(context, code or "", field)
    else:
        field = (*at, "technicalCompetencyId")
        found = await context.get(TechnicalCompetency, technical, field=field)
    if on and on not in Span(found.valid_from, found.valid_to):
        raise CompetencyOutOfUse(field, code=found.code, on=on)
    return Subject(code, technical)


async def _of_the_nation(context: Context, code: str, field: At) -> Competency:
    found = await context.session.get(Competency, code)
    if not found:
        raise NotFound(field)
    return found
