"""Which competency a deed means: one of the nation's by code, or one of the government's own by id."""

from dataclasses import dataclass
from uuid import UUID

from jenjang.competence.models import TechnicalCompetency
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, NotFound
from jenjang.reference.codes import codes_with
from jenjang.reference.models import Competency

At = tuple[str, ...]


class NameOneCompetency(BadUserInput):
    """Name one competency: one of the nation's by its code, or one of your government's own by its id."""


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


async def subject(context: Context, code: str | None, technical: UUID | None, at: At = ()) -> Subject:
    """The competency named by one of the two. Raises NameOneCompetency, NotFound at the field."""
    if (code is None) == (technical is None):
        raise NameOneCompetency((*at, "competency"))
    if code is not None and code not in await codes_with(context.session, Competency, code):
        raise NotFound((*at, "competency"))
    if technical is not None:
        await _check_known(context, technical, at)
    return Subject(code, technical)


async def _check_known(context: Context, technical: UUID, at: At) -> None:
    try:
        await context.get(TechnicalCompetency, technical)
    except NotFound as unknown:
        raise NotFound((*at, "technicalCompetencyId")) from unknown
