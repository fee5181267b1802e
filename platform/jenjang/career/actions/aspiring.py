"""Somebody states what the own career should come to, who may know of it, and takes that back."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from jenjang.career.aspirations import CareerAspiration
from jenjang.career.terms import Consent
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict, NotFound
from jenjang.core.texts import check_text
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.versions import changed, own_person
from jenjang.organisation.models import Position, Unit
from jenjang.reference.models import PositionLevel

LONGEST_SKILL = 200
"""Characters of what somebody would like to learn."""


class NothingWished(BadUserInput):
    """An aspiration names a position, a level, a unit or a skill."""


class AspirationIsThere(Conflict):
    """You have stated an aspiration on {on} already: change it, or take it back."""


class AspirationWithdrawn(Conflict):
    """This aspiration was taken back on {on}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What one wishes, and who may know of it."""

    consent: Consent
    is_mobile: bool
    position_id: UUID | None = None
    level: str | None = None
    unit_id: UUID | None = None
    skill: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(State):
    """The same anew, of an aspiration that was stated."""

    aspiration_id: UUID
    expected_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Which aspiration one takes back."""

    aspiration_id: UUID
    expected_version: int


async def state(context: Context, asked: State) -> CareerAspiration:
    """State an aspiration: one at a time.

    Raises NotAPerson, NothingWished, NotFound, AspirationIsThere, NoText, TextTooLong.
    """
    person = own_person(context)
    wish = await _wish(context, asked)
    await one_at_a_time(context, f"aspiration of {person}")
    of = CareerAspiration
    running = select(of.stated_on).where(of.employee_id == person, of.withdrawn_on.is_(None))
    if stated := await context.session.scalar(running):
        raise AspirationIsThere(on=stated)
    made = CareerAspiration(
        employee_id=person,
        consent=asked.consent,
        consented_at=context.now,
        stated_on=context.today,
        version=1,
        **wish,
    )
    context.session.add(made)
    await context.session.flush()
    return made


async def change(context: Context, asked: Change) -> CareerAspiration:
    """Say anew what one wishes and who may know of it; who may no longer doesn't from then on.

    Raises NotAPerson, NothingWished, NotFound, AspirationWithdrawn, Stale, NoText, TextTooLong.
    """
    wish = await _wish(context, asked)
    aspiration = await _own(context, asked.aspiration_id, asked.expected_version)
    for name, value in wish.items():
        setattr(aspiration, name, value)
    if aspiration.consent != asked.consent:
        aspiration.consent, aspiration.consented_at = asked.consent, context.now
    await context.session.flush()
    return aspiration


async def withdraw(context: Context, asked: Withdraw) -> CareerAspiration:
    """Take an aspiration back: nobody else knows of it from then on.

    Raises NotAPerson, NotFound, AspirationWithdrawn, Stale.
    """
    aspiration = await _own(context, asked.aspiration_id, asked.expected_version)
    aspiration.withdrawn_on = context.today
    await context.session.flush()
    return aspiration


async def _own(context: Context, aspiration_id: UUID, expected_version: int) -> CareerAspiration:
    """The own aspiration, as the next version."""
    person = own_person(context)
    found = await context.get(CareerAspiration, aspiration_id, lock=True, field="aspirationId")
    if found.employee_id != person:
        raise NotFound("aspirationId")
    if found.withdrawn_on:
        raise AspirationWithdrawn("aspirationId", on=found.withdrawn_on)
    return changed(found, expected_version)


async def _wish(context: Context, asked: State) -> dict[str, object]:
    """What is wished, if there is such a position, level and unit."""
    if not (asked.position_id or asked.level or asked.unit_id or asked.skill):
        raise NothingWished
    if asked.position_id:
        await context.get(Position, asked.position_id, field="positionId")
    if asked.unit_id:
        await context.get(Unit, asked.unit_id, field="unitId")
    if asked.level and not await context.session.get(PositionLevel, asked.level):
        raise NotFound("level")
    return {
        "position_id": asked.position_id,
        "level": asked.level or None,
        "unit_id": asked.unit_id,
        "skill": check_text(asked.skill, "skill", LONGEST_SKILL) if asked.skill else None,
        "is_mobile": asked.is_mobile,
        "words": check_text(asked.words, "words") if asked.words else None,
    }
