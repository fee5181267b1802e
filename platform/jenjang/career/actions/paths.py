"""Career paths: which position leads to which, by the government's own decision and the law's pattern."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from jenjang.career.actions.law import PATTERN
from jenjang.career.models import CareerPath
from jenjang.career.rules.moves import career_pattern
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict, Stale
from jenjang.core.texts import check_text
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.law import cite, in_force
from jenjang.organisation.models import Position
from jenjang.organisation.rules.span import EndsBeforeItBegins, Span

PATHS = "career paths"
"""What is done one at a time in a government."""


class LeadsToItself(BadUserInput):
    """A career path leads from one position to another."""


class CareerPathIsThere(Conflict):
    """This path is there already, from {begins}; end it first."""


class CareerPathEnded(Conflict):
    """This path ends on {ends} already."""


class PositionClosed(Conflict):
    """{position} isn't open on {on}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPath:
    """From which position to which one, from a day on, and why."""

    from_position_id: UUID
    to_position_id: UUID
    on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPath:
    """Which path leads nowhere from a day on, and why."""

    path_id: UUID
    on: date
    reason: str
    expected_version: int | None = None


async def set_path(context: Context, asked: SetPath) -> CareerPath:
    """Let one position lead to another from a day on; which move that is, the pattern tells.

    Raises NotFound, LeadsToItself, PositionClosed, LowerPosition, TooManySteps, CareerPathIsThere, NoText,
    TextTooLong, NoRuleInForce.
    """
    if asked.from_position_id == asked.to_position_id:
        raise LeadsToItself("toPositionId")
    origin = await _open(context, asked.from_position_id, asked.on, "fromPositionId")
    goal = await _open(context, asked.to_position_id, asked.on, "toPositionId")
    rule = await in_force(context, PATTERN, asked.on)
    move = rule.read_by(career_pattern).move(origin.level, goal.level)
    reason = check_text(asked.reason, "reason")
    await one_at_a_time(context, PATHS)
    await _check_none(context, asked)
    made = CareerPath(
        from_position_id=origin.id,
        to_position_id=goal.id,
        move=move,
        rule=cite(rule),
        reason=reason,
        valid_from=asked.on,
    )
    context.session.add(made)
    await context.session.flush()
    return made


async def end_path(context: Context, asked: EndPath) -> CareerPath:
    """Let a path lead nowhere from a day on; that it was there stays on record.

    Where an end lies ahead still, an earlier day takes its place; a path that begins today or later and ends
    by then goes altogether. Raises NotFound, Stale, CareerPathEnded,
    EndsBeforeItBegins, NoText, TextTooLong.
    """
    check_text(asked.reason, "reason")
    path = await context.get(CareerPath, asked.path_id, lock=True, field="pathId")
    if asked.expected_version not in (None, path.version):
        raise Stale("expectedVersion", current=path.version)
    if path.valid_to and path.valid_to <= max(asked.on, context.today):
        raise CareerPathEnded("pathId", ends=path.valid_to)
    if asked.on <= path.valid_from and path.valid_from >= context.today:
        # It has led nowhere yet, or since today only: a mistake, of which the chain of deeds tells.
        await context.session.delete(path)
        await context.session.flush()
        return path
    if asked.on <= path.valid_from:
        raise EndsBeforeItBegins("on", begins=path.valid_from, ends=asked.on)
    path.valid_to, path.version = asked.on, path.version + 1
    return path


async def _open(context: Context, position_id: UUID, on: date, field: str) -> Position:
    position = await context.get(Position, position_id, field=field)
    if on not in Span(position.valid_from, position.valid_to):
        raise PositionClosed(field, position=position.name, on=on)
    return position


async def _check_none(context: Context, asked: SetPath) -> None:
    one = CareerPath
    running = select(one.valid_from).where(
        one.from_position_id == asked.from_position_id,
        one.to_position_id == asked.to_position_id,
        or_(one.valid_to.is_(None), one.valid_to > asked.on),
    )
    if begins := await context.session.scalar(running.limit(1)):
        raise CareerPathIsThere("toPositionId", begins=begins)
