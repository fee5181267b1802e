"""Dated facts: the one that runs, the one that follows it, the end of them; and who waits for whom."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context
from jenjang.database.model import Dated
from jenjang.organisation.models import (
    EmployeeNumber,
    EvaluatorDelegation,
    Leadership,
    Placement,
    RankHolding,
    Sanction,
    ServicePeriod,
    UnitAncestry,
    UnitVersion,
)
from jenjang.organisation.rules.span import LaterFact, Span

Fact = TypeVar(
    "Fact",
    EmployeeNumber,
    EvaluatorDelegation,
    Leadership,
    Placement,
    RankHolding,
    Sanction,
    ServicePeriod,
    UnitVersion,
)
Dates = type[
    EmployeeNumber
    | EvaluatorDelegation
    | Leadership
    | Placement
    | RankHolding
    | Sanction
    | ServicePeriod
    | UnitAncestry
    | UnitVersion
]


def runs_on(model: Dates, on: date) -> ColumnElement[bool]:
    """The fact holds on that date."""
    return (model.valid_from <= on) & or_(model.valid_to.is_(None), model.valid_to > on)


def runs_after(model: Dates, on: date) -> ColumnElement[bool]:
    """The fact holds on that date or on a later one."""
    return or_(model.valid_to.is_(None), model.valid_to > on)


def time_of(fact: Fact) -> Span:
    """The time that a fact holds."""
    return Span(fact.valid_from, fact.valid_to)


async def facts(session: AsyncSession, model: type[Fact], *where: ColumnElement[bool]) -> Sequence[Fact]:
    """The facts of which that is true, the earliest first."""
    return (await session.scalars(select(model).where(*where).order_by(model.valid_from, model.id))).all()


async def running(
    session: AsyncSession, model: type[Fact], on: date, *where: ColumnElement[bool]
) -> Fact | None:
    """The fact that runs on a date; refused when another begins on that date or after it."""
    found = await facts(session, model, runs_after(model, on), *where)
    if later := next((fact for fact in found if fact.valid_from >= on), None):
        raise LaterFact("on", begins=later.valid_from)
    return found[0] if found else None


async def succeed(session: AsyncSession, before: Fact | None, after: Fact) -> Fact:
    """End the fact that runs when the new one begins, and keep the new one."""
    if before:
        before.valid_to = after.valid_from
        # SQLAlchemy inserts before it updates, and the two would overlap.
        await session.flush()
    session.add(after)
    await session.flush()
    return after


async def ending(
    context: Context, model: type[Fact], on: date, *where: ColumnElement[bool]
) -> Sequence[Fact]:
    """The facts that must end on a date, since they run then or later.

    Raises LaterFact for one that began since that date and has held for a day: it stands on record.
    """
    found = await facts(context.session, model, runs_after(model, on), *where)
    for fact in found:
        if on <= fact.valid_from < context.today:
            raise LaterFact("on", begins=fact.valid_from)
    return found


async def end(context: Context, found: Iterable[Dated], on: date) -> None:
    """End the facts on a date; what would have begun only then or later never was."""
    for fact in found:
        if fact.valid_from < on:
            fact.valid_to = on
        else:
            await context.session.delete(fact)
    await context.session.flush()


async def one_at_a_time(context: Context, what: str) -> None:
    """Wait until no other transaction of this government is at the same, and keep others waiting."""
    key = func.hashtextextended(f"{context.tenant}: {what}", 0)
    await context.session.execute(select(func.pg_advisory_xact_lock(key)))
