"""Cycles: open one for a period, change until when people are to be evaluated in it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from jenjang.appraisal.actions.opening import fill
from jenjang.appraisal.actions.settings import settings_on
from jenjang.appraisal.actions.working_calendar import LONGEST, calendar_between
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.policy import DEADLINES, bounds
from jenjang.appraisal.rules.cycles import check_begun, check_due, check_not_covered, check_open
from jenjang.appraisal.rules.periods import Period, period
from jenjang.appraisal.rules.working_days import DAY, after_working_days
from jenjang.appraisal.terms import AppraisalState, CycleKind, CycleState
from jenjang.core.context import Context
from jenjang.core.errors import Forbidden
from jenjang.core.permission import Reach
from jenjang.organisation.actions.history import one_at_a_time, runs_on
from jenjang.organisation.actions.reach import check_reaches_unit
from jenjang.organisation.actions.versions import changed
from jenjang.organisation.models import Unit, UnitAncestry
from jenjang.rules.shelf import rule_in_force

MANAGE = "appraisal:manage"


class OnlySomeUnits(Forbidden):
    """You manage appraisals in some units only, not in the whole government: choose one of those units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCycle:
    """Which period, for which unit and all below it (none: all), and until when to evaluate."""

    kind: CycleKind
    year: int
    number: int
    unit_id: UUID | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCycle:
    """Until when people are to be evaluated in a cycle."""

    cycle_id: UUID
    due_on: date
    expected_version: int


@dataclass(frozen=True, slots=True)
class Deadlines:
    """When evaluations of a period are due, and between which days that may be set."""

    usual: date
    least: date
    most: date


async def open_cycle(context: Context, asked: OpenCycle) -> AppraisalCycle:
    """Open a cycle, with an appraisal of everybody who is placed in its units.

    They are as they stood on the last day of the period, or stand today while it runs. Raises
    OnlySomeUnits, PeriodNotBegun, CycleThere, CoveredAlready, PartCovered, DueOutOfBounds, NotFound, and what
    `period` raises.
    """
    appraised = period(asked.kind, asked.year, asked.number)
    if asked.unit_id:
        await context.get(Unit, asked.unit_id, field="unitId")
    check_manages(context, asked.unit_id, "unitId")
    check_begun(appraised, context.today)
    on = min(appraised.ends - DAY, context.today)
    await one_at_a_time(context, "cycles")
    await _check_not_covered(context, appraised, asked.unit_id, on)
    cycle = await _new(context, appraised, asked)
    await fill(context, cycle, on)
    return cycle


async def change_cycle(context: Context, asked: ChangeCycle) -> AppraisalCycle:
    """Change until when people are to be evaluated; who hasn't been is late from that day on.

    Raises OnlySomeUnits, CycleNotOpen, Stale, DueOutOfBounds, NotFound.
    """
    cycle = await cycle_to_change(context, asked.cycle_id)
    deadlines = await deadlines_of(context, cycle.begins, cycle.ends)
    check_due(asked.due_on, deadlines.least, deadlines.most)
    changed(cycle, asked.expected_version).due_on = asked.due_on
    waiting = (Appraisal.cycle_id == cycle.id, Appraisal.state == AppraisalState.OPEN)
    moved = {"due_on": asked.due_on, "version": Appraisal.version + 1}
    if asked.due_on >= context.today:
        moved |= {"escalated_to_employee_id": None, "escalated_at": None}
    await context.session.execute(update(Appraisal).where(*waiting).values(moved))
    return cycle


async def cycle_to_change(context: Context, cycle_id: UUID) -> AppraisalCycle:
    """The cycle, locked and open. Raises OnlySomeUnits, CycleNotOpen, NotFound."""
    cycle = await context.get(AppraisalCycle, cycle_id, lock=True, field="cycleId")
    check_manages(context, cycle.unit_id, "cycleId")
    check_open(CycleState(cycle.state))
    return cycle


async def open_cycle_of(context: Context, cycle_id: UUID, field: str = "cycleId") -> AppraisalCycle:
    """The cycle in which something is to be done, kept from being closed meanwhile. Raises CycleNotOpen."""
    of_id = select(AppraisalCycle).where(AppraisalCycle.id == cycle_id).with_for_update(read=True)
    cycle = (await context.session.scalars(of_id.execution_options(populate_existing=True))).one()
    check_open(CycleState(cycle.state), field)
    return cycle


def check_manages(context: Context, unit_id: UUID | None, field: str) -> None:
    """Refuse who doesn't manage appraisals in a unit (None: the whole government).

    Raises NotFound for a unit out of reach; OnlySomeUnits for the whole, which everybody knows of.
    """
    if unit_id:
        check_reaches_unit(context, MANAGE, unit_id, field)
    elif Reach.TENANT not in context.viewer.reach(MANAGE):
        raise OnlySomeUnits(field)


async def deadlines_of(context: Context, begins: date, ends: date) -> Deadlines:
    """By the settings when the period began; opened late, it has as long from today as by law it may have.

    Where the usual day has passed already, the same days count from today: nobody is late from the start.
    """
    last = ends - DAY
    days = (await settings_on(context, begins)).delivery_days
    law = bounds((await rule_in_force(context.session, DEADLINES, begins)).body)["delivery_days"]
    latest = max(last, context.today)
    calendar = await calendar_between(context, last, latest + LONGEST)
    usual = after_working_days(last, days, calendar)
    if usual < context.today:
        usual = after_working_days(latest, days, calendar)
    return Deadlines(usual, ends, after_working_days(latest, law.most, calendar))


async def _check_not_covered(context: Context, appraised: Period, unit_id: UUID | None, on: date) -> None:
    of_period = select(AppraisalCycle.unit_id).where(
        AppraisalCycle.kind == appraised.kind,
        AppraisalCycle.year == appraised.year,
        AppraisalCycle.number == appraised.number,
    )
    covered = (await context.session.scalars(of_period)).all()
    line = select(UnitAncestry.unit_id, UnitAncestry.ancestor_id).where(runs_on(UnitAncestry, on))
    above = (await context.session.execute(line.where(UnitAncestry.unit_id == unit_id))).all()
    below = (await context.session.execute(line.where(UnitAncestry.ancestor_id == unit_id))).all()
    check_not_covered(unit_id, covered, [one.ancestor_id for one in above], [one.unit_id for one in below])


async def _new(context: Context, appraised: Period, asked: OpenCycle) -> AppraisalCycle:
    settings = await settings_on(context, appraised.begins)
    deadlines = await deadlines_of(context, appraised.begins, appraised.ends)
    if asked.due_on:
        check_due(asked.due_on, deadlines.least, deadlines.most)
    cycle = AppraisalCycle(
        kind=appraised.kind,
        year=appraised.year,
        number=appraised.number,
        begins=appraised.begins,
        ends=appraised.ends,
        unit_id=asked.unit_id,
        due_on=asked.due_on or deadlines.usual,
        state=CycleState.OPEN,
        fewest_raters=settings.fewest_raters,
        escalation_days=settings.escalation_days,
        reminder_days=settings.reminder_days,
        opened_at=context.now,
    )
    context.session.add(cycle)
    await context.session.flush()
    return cycle
