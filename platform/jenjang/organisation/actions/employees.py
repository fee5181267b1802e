"""The person a deed is about: locked, of the version that was seen, in service."""

from datetime import date
from uuid import UUID

from jenjang.core.context import Context
from jenjang.core.errors import Stale
from jenjang.organisation.actions.history import facts, runs_on
from jenjang.organisation.models import Employee, ServicePeriod
from jenjang.organisation.rules.life import IN_SERVICE, NotInService, check_at_work
from jenjang.organisation.terms import ServiceState


async def employee_to_change(context: Context, employee_id: UUID, expected_version: int | None) -> Employee:
    """The employee, locked. Raises NotFound, and Stale when another version was expected."""
    employee = await context.get(Employee, employee_id, lock=True, field="employeeId")
    if expected_version not in (None, employee.version):
        raise Stale("expectedVersion", current=employee.version)
    return employee


async def check_in_service(context: Context, employee_id: UUID, on: date) -> None:
    """Refuse a deed for somebody who isn't in service on its date."""
    await _state_in_service(context, employee_id, on)


async def check_may_lead(context: Context, employee_id: UUID, on: date) -> None:
    """Refuse to let somebody lead who isn't in service on that date, or is away from any office."""
    check_at_work(await _state_in_service(context, employee_id, on), on)


async def _state_in_service(context: Context, employee_id: UUID, on: date) -> ServiceState:
    found = await facts(
        context.session, ServicePeriod, ServicePeriod.employee_id == employee_id, runs_on(ServicePeriod, on)
    )
    if not found or ServiceState(found[0].state) not in IN_SERVICE:
        raise NotInService("employeeId", on=on)
    return ServiceState(found[0].state)


async def save(context: Context, employee: Employee) -> None:
    """Keep what was changed of somebody, as the next version."""
    employee.version += 1
    await context.session.flush()
