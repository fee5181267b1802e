"""What counts of somebody's assessments, written anew whenever they change."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, select, tuple_

from jenjang.competence.models import CompetencyAssessment, CompetencyLevel
from jenjang.competence.rules.levels import Assessed, counted
from jenjang.competence.terms import AssessmentSource
from jenjang.core.context import Context
from jenjang.database.many import insertion

Pair = tuple[UUID, str]
"""A person and a subject."""


async def count_anew(context: Context, pairs: Iterable[Pair]) -> None:
    """Write the levels that count of these people and subjects, whose rows nobody else may be changing."""
    wanted = list(pairs)
    await context.session.flush()
    for_these = tuple_(CompetencyLevel.employee_id, CompetencyLevel.subject).in_(wanted)
    await context.session.execute(delete(CompetencyLevel).where(for_these))
    rows = [
        {
            "employee_id": employee_id,
            "subject": subject,
            "level": one.level,
            "assessment_id": one.key,
            "valid_from": one.begins,
            "valid_to": one.ends,
        }
        for (employee_id, subject), assessments in (await _standing(context, wanted)).items()
        for one in counted(assessments)
    ]
    if rows:
        await context.session.execute(insertion(CompetencyLevel, rows))


async def _standing(context: Context, pairs: list[Pair]) -> dict[Pair, list[Assessed]]:
    """The assessments that were not withdrawn."""
    named = tuple_(CompetencyAssessment.employee_id, CompetencyAssessment.subject).in_(pairs)
    standing = select(CompetencyAssessment).where(named, CompetencyAssessment.withdrawn_at.is_(None))
    found: dict[Pair, list[Assessed]] = defaultdict(list)
    for row in await context.session.scalars(standing):
        found[row.employee_id, row.subject].append(
            Assessed(row.id, row.level, AssessmentSource(row.source), row.assessed_on, row.expires_on)
        )
    return found
