"""What credit (angka kredit) a need takes yet, as appraisal counts it, and when it is there."""

from uuid import UUID

from sqlalchemy import and_, select

from jenjang.career.rules.ahead import CreditNeed
from jenjang.career.rules.requirements import Credit
from jenjang.core.context import Context
from jenjang.organisation.models import Position
from jenjang.organisation.terms import Predicate
from jenjang.organisation.windows import credit_expected, credit_needs

LEVEL, RANK = "LEVEL", "RANK"
"""The targets of credit: a further level, a further rank."""


async def credit_need(
    context: Context,
    employee_id: UUID,
    position: Position | None,
    target: str,
    expected: Predicate | None = None,
) -> CreditNeed | None:
    """What a need takes yet if years ahead have the expected predicate.

    None where no credit is counted at the level of the position: it is counted when results are published,
    and what was counted at another level tells nothing of this one.
    """
    if position is None:
        return None
    need, ahead = credit_needs.c, credit_expected.c
    same = and_(
        ahead.tenant_id == need.tenant_id,
        ahead.employee_id == need.employee_id,
        ahead.target == need.target,
        ahead.predicate == expected,
    )
    asked = (
        select(need.needed, need.gathered, need.counted_to, ahead.met_on)
        .outerjoin_from(credit_needs, credit_expected, same)
        .where(need.employee_id == employee_id, need.target == target, need.level == position.level)
    )
    found = (await context.session.execute(asked)).one_or_none()
    if found is None:
        return None
    needed, gathered, counted_to, met_on = found
    return CreditNeed(Credit(needed, gathered), met_on if gathered < needed else counted_to)
