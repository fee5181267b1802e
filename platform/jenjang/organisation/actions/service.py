"""The life of service: leave and return, suspend, and end for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jenjang.core.context import Context
from jenjang.database.model import Dated
from jenjang.organisation.actions.employees import employee_to_change, save
from jenjang.organisation.actions.history import end, ending, running, succeed
from jenjang.organisation.actions.law import transitions_on
from jenjang.organisation.actions.leading import end_leaderships
from jenjang.organisation.models import Employee, Leadership, Placement, RankHolding, ServicePeriod
from jenjang.organisation.rules.life import AWAY, check_ends, check_serves_on, next_state
from jenjang.organisation.rules.span import check_not_ahead
from jenjang.organisation.terms import EmployeeKind, ServiceState


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeState:
    """Into which state of service somebody goes from a date on, and why."""

    employee_id: UUID
    state: ServiceState
    on: date
    reason: str | None = None
    decree_number: str | None = None
    expected_version: int | None = None


async def change_service_state(context: Context, change: ChangeState) -> Employee:
    """Let a candidate become a civil servant, somebody leave for a time, return, or be suspended.

    Whoever goes away from office leads no more; coming back, they are appointed anew. Raises
    LaterFact when a leadership began since that date.
    """
    check_serves_on(change.state)
    employee = await employee_to_change(context, change.employee_id, change.expected_version)
    led = await _led(context, employee, change.on) if change.state in AWAY else []
    await _enter(context, employee, change)
    await end_leaderships(context, led, change.on)
    await save(context, employee)
    return employee


async def end_service(context: Context, change: ChangeState) -> Employee:
    """Retire somebody, or end the service by another state that ends it.

    Placement, leadership and rank end on the same date; what is planned for later is dropped.
    Raises LaterFact when one of them began since that date.
    """
    check_ends(change.state)
    employee = await employee_to_change(context, change.employee_id, change.expected_version)
    held: list[Dated] = [
        *await ending(context, Placement, change.on, Placement.employee_id == employee.id),
        *await ending(context, RankHolding, change.on, RankHolding.employee_id == employee.id),
    ]
    led = await _led(context, employee, change.on)
    await _enter(context, employee, change)
    await end(context, held, change.on)
    await end_leaderships(context, led, change.on)
    retired = change.state is ServiceState.RETIRED
    employee.retires_on = change.on if retired else None
    employee.retirement_rule = employee.retirement_rule if retired else None
    await save(context, employee)
    return employee


async def _led(context: Context, employee: Employee, on: date) -> Sequence[Leadership]:
    """What somebody leads on a date or is to lead later."""
    return await ending(context, Leadership, on, Leadership.employee_id == employee.id)


async def _enter(context: Context, employee: Employee, change: ChangeState) -> None:
    """Put the new state behind the running one, if law lets it follow."""
    check_not_ahead(change.on, context.today)
    now_in = await running(
        context.session, ServicePeriod, change.on, ServicePeriod.employee_id == employee.id
    )
    current = ServiceState(now_in.state) if now_in else None
    transitions = await transitions_on(context, change.on)
    state = next_state(current, change.state, EmployeeKind(employee.kind), transitions)
    period = ServicePeriod(
        employee_id=employee.id,
        state=state,
        reason=change.reason,
        decree_number=change.decree_number,
        valid_from=change.on,
    )
    await succeed(context.session, now_in, period)
    employee.state = state
