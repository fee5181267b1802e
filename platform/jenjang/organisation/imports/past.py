"""What files of histories share: several dated rows a person, joined to the history that is kept."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Protocol, TypeVar
from uuid import UUID

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput
from jenjang.organisation.imports.codes import Codes
from jenjang.organisation.imports.columns import Table, Trial
from jenjang.organisation.imports.drafting import ended_on
from jenjang.organisation.imports.history import Fact, Joined
from jenjang.organisation.imports.known_people import OF_SERVICE, Known, histories, known_people
from jenjang.organisation.imports.people_check import check_in_service_by, check_not_over
from jenjang.organisation.imports.plan import Plan, Values
from jenjang.organisation.models import Employee, ServicePeriod
from jenjang.organisation.rules.number import CivilServiceNumber, parse_number
from jenjang.organisation.rules.span import check_not_ahead
from jenjang.organisation.terms import EmployeeKind


class FactTwice(BadUserInput):
    """Row {first} tells of the same person and date."""


class Past(Protocol):
    """A row of a history: whose, and from when on."""

    @property
    def number(self) -> str: ...
    @property
    def begins(self) -> date: ...


P = TypeVar("P", bound=Past)


@dataclass(frozen=True, slots=True)
class Told:
    """What a file tells of one person: a fact a row, with the row's number."""

    known: Known
    rows: Sequence[tuple[int, Fact]]
    ended: date | None
    """The day on which the service ended, if it has."""

    @property
    def kind(self) -> EmployeeKind:
        return EmployeeKind(self.known.columns["kind"])

    @property
    def last_row(self) -> int:
        """The last row that tells of the person."""
        return max(row for row, _ in self.rows)

    @property
    def facts(self) -> list[Fact]:
        """The facts alone."""
        return [fact for _, fact in self.rows]


async def told(
    context: Context,
    table: Table[P],
    codes: Codes,
    content: Callable[[Trial[P], EmployeeKind], Values | None],
) -> list[Told]:
    """What the file tells, by person; `content` reads a row's fact. Rows with a fault are refused."""
    numbered = list(_numbered(context, table, codes))
    numbers = {trial.line.value.number for trial, _ in numbered}
    people = await known_people(context.session, context.seals, numbers)
    services = await histories(context.session, ServicePeriod, OF_SERVICE, people.ids())
    facts: dict[UUID, list[tuple[int, Fact]]] = defaultdict(list)
    whose: dict[UUID, Known] = {}
    first: dict[tuple[UUID, date], int] = {}
    for trial, number in numbered:
        row = trial.line.value
        known = trial.of("number", people.bearer, row.number)
        values = content(trial, number.kind)
        if known is None:
            continue
        trial.of("begins", check_in_service_by, row.begins, _service_began(known, row.number, number))
        trial.of("begins", check_not_over, row.begins, ended_on(services.get(known.id, ())))
        row_number = first.setdefault((known.id, row.begins), trial.line.number)
        if row_number != trial.line.number:
            trial.refuse("begins", FactTwice(first=row_number))
        if values is not None and trial.sound:
            whose[known.id] = known
            facts[known.id].append((trial.line.number, Fact(row.begins, None, values)))
    return [Told(whose[person], rows, ended_on(services.get(person, ()))) for person, rows in facts.items()]


def _numbered(
    context: Context, table: Table[P], codes: Codes
) -> Iterator[tuple[Trial[P], CivilServiceNumber]]:
    for line in table.lines:
        trial = Trial(table, line)
        trial.of("begins", check_not_ahead, line.value.begins, context.today)
        if number := trial.of("number", parse_number, line.value.number, codes.number_rule, context.today):
            yield trial, number


def _service_began(known: Known, digits: str, number: CivilServiceNumber) -> date:
    """When the service under that number began at the earliest; a former number is of an earlier service."""
    if digits == known.columns["number"]:
        began: date = known.columns["appointed_on"]
        return min(began, _first_day(number))
    return _first_day(number)


def _first_day(number: CivilServiceNumber) -> date:
    appointed = number.appointed
    return appointed if isinstance(appointed, date) else date(appointed, 1, 1)


def note_changes(plan: Plan, person: Told, kept: Sequence[Fact], joined: Joined) -> bool:
    """Which rows of the file bring a fact and which change one; whether any does."""
    begun = {fact.begins for fact in kept}
    changed = {fact.begins for fact in joined.changed}
    for row, fact in person.rows:
        if fact.begins not in begun:
            plan.creating.add(row)
        elif fact.begins in changed:
            plan.changing.add(row)
    return bool(joined.made or joined.changed)


def next_version(plan: Plan, known: Known, columns: Values = MappingProxyType({})) -> None:
    """Somebody's next version, as after a deed."""
    plan.changed[Employee].append({"id": known.id, "version": known.columns["version"] + 1, **columns})
