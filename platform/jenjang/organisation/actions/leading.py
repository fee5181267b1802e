"""Leading: appoint who leads a unit, for good or acting; end it; and which units somebody leads."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jenjang.core.context import Context
from jenjang.organisation.actions.employees import check_in_service, employee_to_change
from jenjang.organisation.actions.history import facts, runs_after, time_of
from jenjang.organisation.models import Leadership, Unit, UnitVersion
from jenjang.organisation.rules.leading import check_acting, check_free, check_may_end
from jenjang.organisation.rules.span import span
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
    """Let somebody in service lead a unit: by appointment, or as Plt. or Plh. until a date."""
    time = span(appointment.on, appointment.until)
    check_acting(appointment.kind, time)
    employee = await employee_to_change(context, appointment.employee_id, None)
    await check_in_service(context, employee.id, time.begins)
    unit = await context.get(Unit, appointment.unit_id, lock=True, field="unitId")
    versions = await facts(context.session, UnitVersion, UnitVersion.unit_id == unit.id)
    check_unit_open(map(time_of, versions), time)
    same = (Leadership.unit_id == unit.id, Leadership.kind == appointment.kind)
    led = await facts(context.session, Leadership, runs_after(Leadership, time.begins), *same)
    check_free(appointment.kind, map(time_of, led), time)
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
    return leadership


async def end_leadership(context: Context, leadership_id: UUID, on: date) -> Leadership:
    """End a leadership on a date, earlier than it would end by itself."""
    leadership = await context.get(Leadership, leadership_id, lock=True, field="leadershipId")
    check_may_end(time_of(leadership), on)
    leadership.valid_to = on
    await context.session.flush()
    return leadership


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
