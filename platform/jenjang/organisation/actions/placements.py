"""Placements: who holds which position from when on, and whether they fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jenjang.core.context import Context
from jenjang.events.telling import Event, tell
from jenjang.organisation.actions.employees import check_in_service, employee_to_change, save
from jenjang.organisation.actions.history import facts, running, runs_after, runs_on, succeed, time_of
from jenjang.organisation.actions.law import cite, in_force, ranks
from jenjang.organisation.actions.leading import leave_unit
from jenjang.organisation.actions.superiors import tell_worker
from jenjang.organisation.models import Employee, Placement, Position, RankHolding, UnitVersion
from jenjang.organisation.rules.placement import (
    Fit,
    NotPlaced,
    SamePosition,
    check_open,
    check_seat,
    fit,
    span_demanded,
    span_of_rising,
    standard_span,
)
from jenjang.organisation.rules.retirement import retirement
from jenjang.organisation.rules.span import Span, span
from jenjang.organisation.rules.tree import check_unit_open
from jenjang.organisation.terms import EmployeeKind

PLACED = "organisation.placed"
"""Told of somebody who was given a position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which position somebody holds from a date on, by which decree and why."""

    employee_id: UUID
    position_id: UUID
    on: date
    until: date | None = None
    reason: str | None = None
    decree_number: str | None = None
    decree_date: date | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Which other position a placed person is moved to (mutasi), and why."""

    employee_id: UUID
    position_id: UUID
    on: date
    reason: str
    until: date | None = None
    decree_number: str | None = None
    decree_date: date | None = None
    expected_version: int | None = None


async def place_employee(context: Context, place: Place) -> Placement:
    """Give somebody a free seat of a position from a date on; a running placement ends that day.

    With the unit that is left, the leading of it ends.
    """
    employee = await employee_to_change(context, place.employee_id, place.expected_version)
    return await _seat(context, employee, place)


async def transfer_employee(context: Context, transfer: Transfer) -> Placement:
    """Move somebody who is placed to another position, in the same unit or another (mutasi)."""
    employee = await employee_to_change(context, transfer.employee_id, transfer.expected_version)
    if not await _held(context, employee, transfer.on):
        raise NotPlaced("employeeId", on=transfer.on)
    return await _seat(context, employee, transfer)


async def _seat(context: Context, employee: Employee, place: Place | Transfer) -> Placement:
    """Place the employee, when the position has a seat to give."""
    time = span(place.on, place.until)
    await check_in_service(context, employee.id, place.on)
    position = await context.get(Position, place.position_id, lock=True, field="positionId")
    held = await _held(context, employee, place.on)
    await _check_vacant(context, position, employee, held, time)
    retires = retirement(employee.birth_date, position.retirement_age, position.retirement_rule)
    fitting = await _fit(context, employee, position, held, retires.on, place.on)
    placement = Placement(
        employee_id=employee.id,
        position_id=position.id,
        unit_id=position.unit_id,
        reason=place.reason,
        decree_number=place.decree_number,
        decree_date=place.decree_date,
        fits=fitting.fits,
        misfit=", ".join(fitting.misfits) or None,
        fit_rule=fitting.rule,
        valid_from=time.begins,
        valid_to=time.ends,
    )
    await succeed(context.session, held, placement)
    if held and held.unit_id != placement.unit_id:
        await leave_unit(context, employee.id, time.begins, placement.unit_id)
    await tell_worker(context)
    employee.retires_on, employee.retirement_rule = retires.on, retires.rule
    await save(context, employee)
    await tell(context, Event(name=PLACED, about=("Employee", employee.id)))
    return placement


async def _held(context: Context, employee: Employee, on: date) -> Placement | None:
    return await running(context.session, Placement, on, Placement.employee_id == employee.id)


async def _check_vacant(
    context: Context, position: Position, employee: Employee, held: Placement | None, time: Span
) -> None:
    """Refuse a position that is shut, in a unit that is shut, full, or already the person's own."""
    check_open(Span(position.valid_from, position.valid_to), time)
    versions = await facts(context.session, UnitVersion, UnitVersion.unit_id == position.unit_id)
    check_unit_open(map(time_of, versions), time, "positionId")
    if held and held.position_id == position.id:
        raise SamePosition("positionId")
    check_seat(position.seats, await _taken(context, position, employee, time.begins), time)


async def _taken(context: Context, position: Position, employee: Employee, on: date) -> Sequence[Span]:
    """The times from a date on for which others hold the position."""
    others = await facts(
        context.session,
        Placement,
        Placement.position_id == position.id,
        Placement.employee_id != employee.id,
        runs_after(Placement, on),
    )
    return [time_of(placement) for placement in others]


async def _fit(
    context: Context,
    employee: Employee,
    position: Position,
    held: Placement | None,
    retires_on: date,
    on: date,
) -> Fit:
    """Whether the employee fits, by the position's own span of ranks or else the national one."""
    rule = await in_force(context, "rank_span", on)
    standard = standard_span(rule.body, position.level, position.echelon)
    own = (position.lowest_rank, position.highest_rank)
    demanded, source = span_demanded(own, standard, EmployeeKind(employee.kind), cite(rule))
    before = await context.get(Position, held.position_id) if held else None
    demanded = span_of_rising(rule.body, demanded, position.level, before.level if before else None)
    holdings = await facts(
        context.session, RankHolding, RankHolding.employee_id == employee.id, runs_on(RankHolding, on)
    )
    rank = holdings[0].rank if holdings else None
    known = await ranks(context, rank, *demanded)
    lowest, highest = (known.get(end) for end in demanded)
    context.cite(position.retirement_rule)
    rules = f"{source}, {position.retirement_rule}"
    return fit(known.get(rank), lowest, highest, on, retires_on, rules)
