"""Leading: appoint who leads a unit, for good or acting; end it; and which units somebody leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jenjang.core.context import Context
from jenjang.organisation.actions.employees import check_may_lead, employee_to_change
from jenjang.organisation.actions.history import end, ending, facts, runs_after, runs_on, time_of
from jenjang.organisation.actions.superiors import tell_worker
from jenjang.organisation.models import Leadership, Unit, UnitVersion
from jenjang.organisation.rules.leading import Led, check_acting, check_free, check_may_end
from jenjang.organisation.rules.span import Span, span
from jenjang.organisation.rules.tree import check_unit_open
from jenjang.organisation.terms import LeadershipKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Appoint:
    """Who leads a unit from a date on, how, and (always when acting) until when."""

    unit_id: UUID
    employee_id: UUID
    kind: LeadershipKind
    on: date
    until: date | None = None
    decree_number: str | None = None


async def appoint_leader(context: Context, appointment: Appoint) -> Leadership:
    """Let somebody in service lead a unit: by appointment, or as Plt. or Plh. until a date.

    Where a definitive leader begins, a Plt. ends: the unit is vacant no more.
    """
    time = span(appointment.on, appointment.until)
    check_acting(appointment.kind, time)
    employee = await employee_to_change(context, appointment.employee_id, None)
    await check_may_lead(context, employee.id, time.begins)
    unit = await context.get(Unit, appointment.unit_id, lock=True, field="unitId")
    versions = await facts(context.session, UnitVersion, UnitVersion.unit_id == unit.id)
    check_unit_open(map(time_of, versions), time)
    led = await facts(
        context.session, Leadership, Leadership.unit_id == unit.id, runs_after(Leadership, time.begins)
    )
    check_free(appointment.kind, [Led(LeadershipKind(each.kind), time_of(each)) for each in led], time)
    if appointment.kind is LeadershipKind.DEFINITIVE:
        await _end_vacancy(context, unit.id, time)
    leadership = Leadership(
        unit_id=unit.id,
        employee_id=employee.id,
        kind=appointment.kind,
        decree_number=appointment.decree_number,
        valid_from=time.begins,
        valid_to=time.ends,
    )
    context.session.add(leadership)
    await context.session.flush()
    await tell_worker(context)
    return leadership


async def end_leadership(context: Context, leadership_id: UUID, on: date) -> Leadership:
    """End a leadership on a date, earlier than it would end by itself."""
    leadership = await context.get(Leadership, leadership_id, lock=True, field="leadershipId")
    check_may_end(time_of(leadership), on)
    await end_leaderships(context, [leadership], on)
    return leadership


async def end_leaderships(context: Context, found: Sequence[Leadership], on: date) -> None:
    """End leaderships on a date; where no definitive leader is left, a Plh. has nobody to represent."""
    units = [each.unit_id for each in found if each.kind == LeadershipKind.DEFINITIVE]
    representing = await facts(
        context.session,
        Leadership,
        Leadership.unit_id.in_(units),
        Leadership.kind == LeadershipKind.PLH,
        Leadership.id.not_in([each.id for each in found]),
        runs_on(Leadership, on),
    )
    await end(context, [*found, *representing], on)
    if found:
        await tell_worker(context)


async def leave_unit(context: Context, employee_id: UUID, on: date, joined: UUID) -> None:
    """End, on the day that somebody joins another unit, what was led or acted for until then.

    A civil servant holds one office (PP 11/2017), and an order to act is given to who holds one
    (UU 30/2014 Ps. 14, SE BKN 1/SE/I/2021 [M]): with the office both end, also where the new unit
    stands below the one that was led. Leading the joined unit goes on; so does what begins on that day
    or later, which was given for the new office.
    """
    led = await facts(
        context.session,
        Leadership,
        Leadership.employee_id == employee_id,
        Leadership.unit_id != joined,
        Leadership.valid_from < on,
        runs_on(Leadership, on),
    )
    await end_leaderships(context, led, on)


async def _end_vacancy(context: Context, unit_id: UUID, time: Span) -> None:
    """End the orders to act in a vacancy that isn't one for that time."""
    during = [Leadership.valid_from < time.ends] if time.ends else []
    plt = (Leadership.unit_id == unit_id, Leadership.kind == LeadershipKind.PLT, *during)
    await end(context, await ending(context, Leadership, time.begins, *plt), time.begins)


LED_UNITS = """
    SELECT DISTINCT below.unit_id FROM leaderships lead
      JOIN unit_ancestry below
        ON below.tenant_id = {tenant} AND below.ancestor_id = lead.unit_id
       AND below.valid_from <= {on} AND (below.valid_to IS NULL OR below.valid_to > {on})
     WHERE lead.tenant_id = {tenant} AND lead.employee_id = {employee}
       AND lead.valid_from <= {on} AND (lead.valid_to IS NULL OR lead.valid_to > {on})
     ORDER BY below.unit_id
"""
"""SQL of all units that stand, on a date, below or at a unit that somebody leads or acts for then.
The gate asks it with all else it must know of a viewer, in one statement."""

UNITS_BELOW = """
    SELECT below.unit_id FROM unit_ancestry below
     WHERE below.tenant_id = {tenant} AND below.ancestor_id = {unit}
       AND below.valid_from <= {on} AND (below.valid_to IS NULL OR below.valid_to > {on})
     ORDER BY below.unit_id
"""
"""SQL of a unit and all units below it on a date."""
