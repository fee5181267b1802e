"""Hours of a year: how many somebody has, and caps that a manager raises."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, text

from jenjang.core.context import Context
from jenjang.core.errors import Forbidden
from jenjang.core.texts import check_text
from jenjang.organisation.actions.law import in_force
from jenjang.organisation.models import Employee
from jenjang.organisation.rules.years import check_year
from jenjang.training.actions.seating import lock_people
from jenjang.training.models.enrolments import TrainingCapRaise
from jenjang.training.rules.hours import HoursRule, cap_of, check_cap, check_raised, hours_rule

HOURS = "training_hours"
HAD = text("""
    SELECT (SELECT coalesce(sum(c.hours), 0) FROM training_certificates c
             WHERE c.tenant_id = :tenant AND c.employee_id = :employee AND c.year = :year)
         + (SELECT coalesce(sum(s.hours), 0) FROM training_enrolments n
              JOIN training_events e ON e.tenant_id = :tenant AND e.id = n.event_id
              JOIN training_courses s ON s.tenant_id = :tenant AND s.id = e.course_id
             WHERE n.tenant_id = :tenant AND n.employee_id = :employee
               AND n.state IN ('REQUESTED', 'WAITING', 'SEATED')
               AND extract(year FROM e.ends_on) = :year)
""")
"""JP completed in a year, and those of what somebody is enrolled for."""


class NotOnesOwnCap(Forbidden):
    """Nobody raises the own cap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CapRaise:
    """Up to how many JP somebody may have in a year, beyond the law's cap, and why."""

    employee_id: UUID
    year: int
    hours: int
    reason: str


async def check_hours(context: Context, employee: Employee, on: date, more: int, field: str) -> None:
    """Refuse more JP in the year of a day, by the law of that day, than somebody may have.

    The person is locked. Raises OverTheCap, NoRuleInForce.
    """
    year = on.year
    cap = await _cap(context, employee, year, on)
    if cap is None:
        return
    asked = {"tenant": context.tenant, "employee": employee.id, "year": year}
    check_cap(cap, await context.session.scalar(HAD, asked) or 0, more, year, field)


async def raise_cap(context: Context, asked: CapRaise) -> TrainingCapRaise:
    """Let somebody else have more JP in a year than the law's cap; who, when and why stays on record.

    The law is that of the year's last day.

    Raises NotFound, NotOnesOwnCap, NoSuchYear, CapNotRaised, NoText, TextTooLong, NoRuleInForce.
    """
    employee = await context.get(Employee, asked.employee_id, field="employeeId")
    if employee.id == context.viewer.employee_id:
        raise NotOnesOwnCap("employeeId")
    check_year(asked.year)
    reason = check_text(asked.reason, "reason")
    await lock_people(context, [employee.id])
    cap = await _cap(context, employee, asked.year, date(asked.year, 12, 31))
    made = TrainingCapRaise(
        employee_id=employee.id,
        year=asked.year,
        hours=check_raised(cap, asked.hours, "hours"),
        reason=reason,
        by_employee_id=context.viewer.employee_id,
        made_at=context.now,
    )
    context.session.add(made)
    await context.session.flush()
    return made


async def _cap(context: Context, employee: Employee, year: int, on: date) -> int | None:
    """The cap of a year by the law of a day in it; None: there is none."""
    of = TrainingCapRaise
    rule: HoursRule = hours_rule((await in_force(context, HOURS, on)).body, employee.kind)
    raised = select(of.hours).where(of.employee_id == employee.id, of.year == year)
    highest = await context.session.scalar(raised.order_by(of.hours.desc()).limit(1))
    return cap_of(rule, highest)
