"""Rows of competencies with plausible values, as if they had been recorded long ago."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.competence.models import (
    CompetencyAssessment,
    CompetencyLevel,
    CompetencyStandard,
    TechnicalCompetency,
)
from jenjang.competence.terms import AssessmentSource

LONG_AGO = date(2020, 1, 1)
RULE = "competency_validity 2018"


async def a_technical_competency(
    session: AsyncSession, code: str = "T.01", *, name: str = "Pengelolaan Kurikulum", since: date = LONG_AGO
) -> TechnicalCompetency:
    made = TechnicalCompetency(code=code, name=name, definition="Menyusun kurikulum.", valid_from=since)
    session.add(made)
    await session.flush()
    return made


async def a_standard(
    session: AsyncSession,
    position_id: UUID,
    competency: str | TechnicalCompetency = "M.01",
    level: int = 3,
    *,
    since: date = LONG_AGO,
    until: date | None = None,
) -> CompetencyStandard:
    named = named_by(competency)
    made = CompetencyStandard(position_id=position_id, level=level, valid_from=since, valid_to=until, **named)
    session.add(made)
    await session.flush()
    return made


def named_by(competency: str | TechnicalCompetency) -> dict[str, str | UUID]:
    """The column that names one of the nation's competencies, or of the government's own."""
    if isinstance(competency, str):
        return {"competency": competency}
    return {"technical_competency_id": competency.id}


async def an_assessment(
    session: AsyncSession,
    employee_id: UUID,
    competency: str | TechnicalCompetency = "M.01",
    level: int = 2,
    *,
    on: date = date(2025, 3, 1),
    until: date = date(2028, 3, 1),
    by: UUID | None = None,
    source: AssessmentSource = AssessmentSource.ASSESSMENT_CENTRE,
) -> CompetencyAssessment:
    """An assessment that counts by itself for all its time."""
    made = CompetencyAssessment(
        employee_id=employee_id,
        **named_by(competency),
        level=level,
        source=source,
        assessed_on=on,
        expires_on=until,
        rule=RULE,
        by_employee_id=by,
    )
    session.add(made)
    await session.flush()
    counts = {"level": level, "assessment_id": made.id, "valid_from": on, "valid_to": until}
    session.add(CompetencyLevel(employee_id=employee_id, subject=made.subject, **counts))
    await session.flush()
    return made
