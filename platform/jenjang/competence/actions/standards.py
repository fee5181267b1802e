"""What a position asks for, from a day on; whoever holds it and has another gap by that is told."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from jenjang.competence.actions.subjects import Subject, subject
from jenjang.competence.models import CompetencyLevel, CompetencyStandard
from jenjang.competence.rules.levels import check_level
from jenjang.competence.rules.standards import (
    AskedForTwice,
    Levels,
    NoCompetencyNamed,
    PositionNotThere,
    affected,
)
from jenjang.core.context import Context
from jenjang.core.errors import Stale
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.history import one_at_a_time, runs_on
from jenjang.organisation.actions.notices import tell_all_again
from jenjang.organisation.models import Employee, Placement, Position
from jenjang.organisation.rules.span import LaterFact, Span
from jenjang.organisation.terms import NoticeKind

STANDARDS = "competency standards"
"""What is done one at a time in a government."""
LONGEST_DECREE = 200
"""Characters of a decree's number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredLevel:
    """A competency and the level that is asked for, 1 to 5; None: it is asked for no more."""

    level: int | None = None
    competency: str | None = None
    technical_competency_id: UUID | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStandard:
    """What a position asks for from a day on; competencies that aren't named stay as they are."""

    position_id: UUID
    on: date
    levels: tuple[RequiredLevel, ...]
    reason: str
    decree_number: str | None = None


Asked = Mapping[str, tuple[Subject, int | None]]
"""By subject: the competency, and the level asked for."""


async def set_standard(context: Context, asking: SetStandard) -> tuple[Position, Sequence[UUID]]:
    """Set it, and say whose gap changes on that day, or today where it is past; in order of their names.

    Raises NotFound, NoCompetencyNamed, AskedForTwice, NameOneCompetency, CompetencyOutOfUse, NoSuchLevel,
    PositionNotThere,
    Stale, LaterFact, NoText, TextTooLong.
    """
    position = await context.get(Position, asking.position_id, field="positionId")
    if asking.on not in Span(position.valid_from, position.valid_to):
        raise PositionNotThere("on", on=asking.on)
    reason, decree = check_text(asking.reason, "reason"), check_decree(asking.decree_number)
    cleaned = replace(asking, reason=reason, decree_number=decree)
    wanted = await _wanted(context, cleaned.levels, cleaned.on)
    await one_at_a_time(context, STANDARDS)
    found = await _running(context, cleaned, wanted)
    _check_versions(cleaned, wanted, found)
    before = {row.subject: row.level for row in found.values()}
    for key, (of, level) in wanted.items():
        await _succeed(context, cleaned, found.get(key), of, level)
    after = {key: level for key, (_, level) in wanted.items() if level}
    day = max(cleaned.on, context.today)
    holders = await _holders(context, position.id, day, wanted)
    changed = set(affected(before, after, dict(holders)))
    told = [one for one, _ in holders if one in changed]
    about = Ref("Position", position.id)
    await tell_all_again(context, NoticeKind.STANDARD_CHANGED, [(one, about) for one in told])
    return position, told


def check_decree(number: str | None) -> str | None:
    """A decree's number without spaces around it, if there is one. Raises NoText, TextTooLong."""
    return None if number is None else check_text(number, "decreeNumber", LONGEST_DECREE)


async def _wanted(context: Context, levels: Sequence[RequiredLevel], on: date) -> Asked:
    if not levels:
        raise NoCompetencyNamed("levels")
    wanted: dict[str, tuple[Subject, int | None]] = {}
    for place, one in enumerate(levels):
        at = ("levels", str(place))
        # What is out of use may be asked for no more.
        day = on if one.level else None
        of = await subject(context, one.competency, one.technical_competency_id, at, day)
        if of.key in wanted:
            raise AskedForTwice(at)
        level = None if one.level is None else check_level(one.level, (*at, "level"))
        wanted[of.key] = (of, level)
    return wanted


async def _running(context: Context, asking: SetStandard, wanted: Asked) -> dict[str, CompetencyStandard]:
    """What the position asks for on the day of these competencies. Raises LaterFact."""
    one = CompetencyStandard
    rows = select(one).where(
        one.position_id == asking.position_id,
        one.subject.in_(wanted),
        or_(one.valid_to.is_(None), one.valid_to > asking.on),
    )
    found = (await context.session.scalars(rows.order_by(one.valid_from))).all()
    if later := next((row for row in found if row.valid_from > asking.on), None):
        raise LaterFact("on", begins=later.valid_from)
    return {row.subject: row for row in found}


async def _succeed(
    context: Context, asking: SetStandard, before: CompetencyStandard | None, of: Subject, level: int | None
) -> None:
    """End what was asked for and begin what is; what says the same goes on."""
    says = {"level": level, "reason": asking.reason, "decree_number": asking.decree_number}
    if before and all(getattr(before, name) == value for name, value in says.items()):
        return
    if before and before.valid_from == asking.on and level:
        for name, value in says.items():
            setattr(before, name, value)
        before.version += 1
        await context.session.flush()
        return
    if before and before.valid_from == asking.on:
        await context.session.delete(before)
    elif before:
        before.valid_to = asking.on
    # SQLAlchemy inserts before it updates and deletes, and the two would overlap.
    await context.session.flush()
    if level:
        named = {"position_id": asking.position_id, "valid_from": asking.on, **of.columns}
        # What follows another goes on counting, so that no version is seen twice.
        version = before.version + 1 if before else 1
        context.session.add(CompetencyStandard(version=version, **named, **says))
        await context.session.flush()


def _check_versions(asking: SetStandard, wanted: Asked, found: Mapping[str, CompetencyStandard]) -> None:
    """Refuse what others set since it was seen. Raises Stale."""
    for place, (one, key) in enumerate(zip(asking.levels, wanted, strict=True)):
        version = found[key].version if key in found else 0
        if one.expected_version not in (None, version):
            raise Stale(("levels", str(place), "expectedVersion"), current=version)


async def _holders(context: Context, position_id: UUID, on: date, wanted: Asked) -> list[tuple[UUID, Levels]]:
    """Who holds the position on a day, by name, with the levels of theirs that count then."""
    held = select(Employee.id).join(Placement, Placement.employee_id == Employee.id)
    held = held.where(Placement.position_id == position_id, runs_on(Placement, on))
    people = (await context.session.scalars(held.order_by(Employee.name, Employee.id))).all()
    one = CompetencyLevel
    counting = select(one.employee_id, one.subject, one.level).where(
        one.employee_id.in_(people),
        one.subject.in_(wanted),
        one.valid_from <= on,
        one.valid_to > on,
    )
    levels: dict[UUID, dict[str, int]] = defaultdict(dict)
    for employee_id, key, level in await context.session.execute(counting):
        levels[employee_id][key] = level
    return [(person, levels[person]) for person in people]
