"""Who leads each unit: SIASN's PemimpinPnsId, once the people it names are known."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Refusal
from jenjang.organisation.imports.columns import Line, Table
from jenjang.organisation.imports.history import Fact
from jenjang.organisation.imports.plan import Plan, Values
from jenjang.organisation.models import Leadership
from jenjang.organisation.rules.life import IN_SERVICE, NotInService
from jenjang.organisation.rules.span import LaterFact, Span
from jenjang.organisation.rules.tree import check_unit_open
from jenjang.organisation.terms import LeadershipKind

PEOPLE = text(
    "SELECT e.siasn_id, e.id, e.state, max(p.valid_from) AS placed_on FROM employees e"
    " LEFT JOIN placements p ON p.tenant_id = e.tenant_id AND p.employee_id = e.id"
    " AND p.valid_from <= :today AND (p.valid_to IS NULL OR p.valid_to > :today)"
    " WHERE e.siasn_id = ANY(CAST(:people AS text[])) GROUP BY e.siasn_id, e.id, e.state"
)
LEADING = text(
    "SELECT DISTINCT ON (unit_id) unit_id, id, employee_id, valid_from, valid_to FROM leaderships"
    " WHERE kind = 'DEFINITIVE' ORDER BY unit_id, valid_from DESC"
)


class LeaderUnknown(BadUserInput):
    """Nobody has the PNS ID {found}. Bring the people in first, or leave this empty until then."""


class Person(NamedTuple):
    """Somebody a file names as a leader, and since when that person has been where they are."""

    id: UUID
    state: str
    placed_on: date | None


class Leading(NamedTuple):
    """Who leads a unit before the file, or led it last."""

    id: UUID
    employee_id: UUID
    begins: date
    ends: date | None


class Led(Protocol):
    """A row that may name a unit's leader."""

    @property
    def siasn_id(self) -> str: ...
    @property
    def leader(self) -> str | None: ...


R = TypeVar("R", bound=Led)


async def plan_leaders(
    context: Context,
    plan: Plan,
    table: Table[R],
    lines: Sequence[Line[R]],
    units: Mapping[str, UUID],
    versions: Mapping[UUID, Sequence[Fact]],
) -> None:
    """Appoint whom the rows name, from the day of their present placement; who led before leads no longer.

    Nobody leads before the unit opened, nor before another stopped. A row that names nobody leaves
    the unit's leader as it is.
    """
    named = [line for line in lines if line.value.leader]
    if not named:
        return
    people = await _people(context, [line.value.leader for line in named])
    leading = await _leading(context.session)
    for line in named:
        unit = units[line.value.siasn_id]
        try:
            opened = _opened(versions[unit], context.today)
            _appoint(plan, line, unit, people, leading.get(unit), opened, context.today)
        except Refusal as refusal:
            table.refuse(line.number, line.cells, "leader", refusal)


def _opened(versions: Sequence[Fact], today: date) -> date:
    """Since when the unit has been open without a break. Raises UnitNotOpen if it isn't for good."""
    last = versions[-1]
    if last.ends:
        check_unit_open((Span(each.begins, each.ends) for each in versions), Span(max(today, last.begins)))
    opened = last.begins
    for version in reversed(versions[:-1]):
        if version.ends != opened:
            break
        opened = version.begins
    return opened


def _appoint(
    plan: Plan,
    line: Line[R],
    unit: UUID,
    people: Mapping[str, Person],
    before: Leading | None,
    opened: date,
    today: date,
) -> None:
    person = people.get(line.value.leader or "")
    if person is None:
        raise LeaderUnknown(found=line.value.leader)
    over = before and before.ends and before.ends <= today
    if before and before.employee_id == person.id and not over:
        return
    if person.state not in IN_SERVICE:
        raise NotInService(on=today)
    begins = max(person.placed_on or today, opened)
    if before and before.ends and over:
        begins = max(begins, before.ends)
    elif before:
        begins = begins if begins > before.begins else today
        if begins <= before.begins:
            raise LaterFact(begins=before.begins)
        plan.changed[Leadership].append({"id": before.id, "valid_to": begins})
    plan.made[Leadership].append(_leadership(unit, person.id, begins))
    plan.changing.add(line.number)


def _leadership(unit: UUID, employee: UUID, begins: date) -> Values:
    return {
        "unit_id": unit,
        "employee_id": employee,
        "kind": str(LeadershipKind.DEFINITIVE),
        "valid_from": begins,
        "valid_to": None,
    }


async def _people(context: Context, wanted: Sequence[str | None]) -> dict[str, Person]:
    rows = await context.session.execute(PEOPLE, {"people": wanted, "today": context.today})
    return {siasn_id: Person(*rest) for siasn_id, *rest in rows}


async def _leading(session: AsyncSession) -> dict[UUID, Leading]:
    return {unit: Leading(*rest) for unit, *rest in await session.execute(LEADING)}
