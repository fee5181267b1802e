"""Where somebody can go: each position that the pattern leads to from the one held, and what it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import RowMapping

from jenjang.career.actions.candidates import Known, check_weighed, known
from jenjang.career.actions.goals import goals_of
from jenjang.career.actions.law import pattern_on, requirements_on
from jenjang.career.actions.reached import COUNTED, REACHED
from jenjang.career.rules.requirements import Candidate, Finding, Goal, Lacking
from jenjang.career.rules.standing import findings
from jenjang.career.terms import MoveKind
from jenjang.core.context import Context
from jenjang.organisation.terms import Standing

Place = tuple[str, UUID]
"""Where a position stands in the list: its name and its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which positions: of whom, by which move, with or without a vacancy, on a path, in a unit; or one."""

    employee_id: UUID
    move: MoveKind | None = None
    vacant: bool | None = None
    on_path: bool | None = None
    unit_id: UUID | None = None
    position_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A position that somebody can go to, how it stands to the own one, and each requirement."""

    position_id: UUID
    name: str
    level: str
    unit_id: UUID
    unit_name: str | None
    move: MoveKind
    vacancies: int
    on_path: bool
    findings: Sequence[Finding]

    @property
    def missing(self) -> int:
        """How many requirements aren't met."""
        return sum(one.standing is Standing.MISSING for one in self.findings)


@dataclass(frozen=True, slots=True)
class Found:
    """Some of the positions, how many there are in all (None: not counted), and whether more follow."""

    options: Sequence[Option]
    total: int | None
    more: bool


NOWHERE_TO_GO = Found((), 0, more=False)


async def options(
    context: Context, wanted: Wanted, first: int, after: Place | None, *, counted: bool = True
) -> Found:
    """The positions that the pattern leads to from the one held today, by name.

    The statements are as many for a thousand positions as for one, and one less where it isn't counted how
    many there are. Who holds no position goes nowhere from it. Raises NotFound, Forbidden, NoRuleInForce,
    LevelWithoutPattern.
    """
    await check_weighed(context, wanted.employee_id, "employeeId")
    who = await known(context, wanted.employee_id, context.today)
    if who.position is None:
        return NOWHERE_TO_GO
    moves = (await pattern_on(context, context.today)).reached_from(who.position.level)
    levels = [level for level, move in moves.items() if wanted.move in (None, move)]
    rows = await rows_of(context, wanted, who.position.id, levels, first + 1, after)
    judged = await _judged(context, who, rows[:first], moves)
    total = await _total(context, wanted, who.position.id, levels) if counted else None
    return Found(judged, total, len(rows) > first)


async def rows_of(
    context: Context, wanted: Wanted, held: UUID, levels: Sequence[str], most: int, after: Place | None
) -> Sequence[RowMapping]:
    """The positions themselves, as `REACHED` tells them."""
    name, key = after or (None, None)
    asked = {**_asked(context, wanted, held, levels), "name": name, "id": key, "most": most}
    return (await context.session.execute(REACHED, asked)).mappings().all()


async def _total(context: Context, wanted: Wanted, held: UUID, levels: Sequence[str]) -> int:
    """How many there are, before the cursor and after it."""
    found: int = (await context.session.scalars(COUNTED, _asked(context, wanted, held, levels))).one()
    return found


def _asked(context: Context, wanted: Wanted, held: UUID, levels: Sequence[str]) -> Mapping[str, object]:
    return {
        "tenant": context.tenant,
        "employee": wanted.employee_id,
        "on": context.today,
        "held": held,
        "levels": list(levels),
        "unit": wanted.unit_id,
        "position": wanted.position_id,
        "vacant": wanted.vacant,
        "on_path": wanted.on_path,
    }


async def _judged(
    context: Context, who: Known, rows: Sequence[RowMapping], moves: Mapping[str, MoveKind]
) -> Sequence[Option]:
    """Each position with how the person stands to what it asks."""
    rule = await requirements_on(context, context.today)
    made = []
    for row, goal in zip(rows, await goals_of(context, who, rows, moves), strict=True):
        found = findings(rule, goal, measured(who.candidate, row), context.today)
        made.append(_option(row, goal, found))
    return made


def measured(who: Candidate, row: RowMapping) -> Candidate:
    """Somebody as measured by the competencies that one of these positions asks for."""
    return replace(who, asked=row["asked"], lacking=[Lacking(*one) for one in row["lacking"]])


def _option(row: RowMapping, goal: Goal, found: Sequence[Finding]) -> Option:
    own = (row["id"], row["name"], goal.level, row["unit_id"], row["unit_name"])
    return Option(*own, goal.move, goal.vacancies, row["on_path"], found)
