"""What SIASN holds as results stands beside our own of the same person and period."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update

from jenjang.appraisal.models.credit import NationalResult
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.core.context import Context


async def link_national(context: Context, appraisal_ids: Sequence[UUID]) -> None:
    """Put each of our appraisals beside what SIASN was found to hold of the same person and period."""
    ours = (
        select(
            Appraisal.id,
            Appraisal.employee_id,
            AppraisalCycle.kind,
            AppraisalCycle.year,
            AppraisalCycle.number,
        )
        .join(AppraisalCycle, AppraisalCycle.id == Appraisal.cycle_id)
        .where(Appraisal.id.in_(appraisal_ids))
        .subquery()
    )
    same = [
        NationalResult.__table__.c[name] == ours.c[name] for name in ("employee_id", "kind", "year", "number")
    ]
    beside = update(NationalResult).where(*same, NationalResult.appraisal_id.is_distinct_from(ours.c.id))
    await context.session.execute(beside.values(appraisal_id=ours.c.id))
