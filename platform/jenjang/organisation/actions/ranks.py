"""Ranks: the change from one to the next (kenaikan pangkat), or down by sanction."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.events.telling import Event, tell
from jenjang.organisation.actions.employees import check_in_service, employee_to_change, save
from jenjang.organisation.actions.history import facts, running, succeed, time_of
from jenjang.organisation.actions.law import rank_rule_on, ranks
from jenjang.organisation.models import RankHolding, Sanction
from jenjang.organisation.rules.rank import check_bearer_of_rank, check_no_sanction, check_rank_change
from jenjang.organisation.terms import EmployeeKind

RANK_CHANGED = "organisation.rank_changed"
"""Told of somebody whose rank was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRank:
    """Which rank somebody holds from a date (TMT) on, and for which reason of the rule set."""

    employee_id: UUID
    rank: str
    reason: str
    on: date
    decree_number: str | None = None
    decree_date: date | None = None
    expected_version: int | None = None


async def change_rank(context: Context, change: ChangeRank) -> RankHolding:
    """Give somebody another rank from a date on; a first rank is held against no earlier one."""
    employee = await employee_to_change(context, change.employee_id, change.expected_version)
    await check_in_service(context, employee.id, change.on)
    held = await running(context.session, RankHolding, change.on, RankHolding.employee_id == employee.id)
    ladder = await ranks(context, change.rank, held.rank if held else None)
    if change.rank not in ladder:
        raise NotFound("rank")
    check_bearer_of_rank(ladder[change.rank], EmployeeKind(employee.kind))
    if held:
        rule = await rank_rule_on(context, change.on)
        check_rank_change(ladder[held.rank], ladder[change.rank], change.reason, change.on, rule)
        sanctions = await facts(context.session, Sanction, Sanction.employee_id == employee.id)
        check_no_sanction(change.reason, map(time_of, sanctions), change.on, rule)
    holding = RankHolding(
        employee_id=employee.id,
        rank=change.rank,
        reason=change.reason,
        decree_number=change.decree_number,
        decree_date=change.decree_date,
        valid_from=change.on,
    )
    await succeed(context.session, held, holding)
    await save(context, employee)
    await tell(context, Event(name=RANK_CHANGED, about=("Employee", employee.id)))
    return holding
