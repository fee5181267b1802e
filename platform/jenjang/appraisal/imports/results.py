"""A file of results that SIASN holds, beside ours; one that its own ratings don't give is kept and told."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Text, Uuid, select, text

from jenjang.appraisal.actions.law import Cited, period_law_on, predicate_law_on
from jenjang.appraisal.actions.telling import tell_brought_in
from jenjang.appraisal.imports.asking import any_of
from jenjang.appraisal.imports.columns import COLUMNS, ResultRow
from jenjang.appraisal.models.credit import NationalResult
from jenjang.appraisal.rules.periods import MONTHS, Period, PeriodRule, period
from jenjang.appraisal.rules.predicate import PredicateRule
from jenjang.appraisal.rules.working_days import DAY
from jenjang.appraisal.terms import CycleKind, Predicate
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict
from jenjang.organisation.imports.batches import FileKind, register
from jenjang.organisation.imports.columns import Table, Trial
from jenjang.organisation.imports.plan import Plan, Values
from jenjang.organisation.models import Employee, EmployeeNumber
from jenjang.organisation.terms import ImportKind

OURS = text(
    "SELECT a.id, a.employee_id, c.kind, c.year, c.number FROM appraisals a"
    " JOIN appraisal_cycles c ON c.tenant_id = a.tenant_id AND c.id = a.cycle_id"
    " WHERE a.tenant_id = current_setting('app.tenant_id') AND a.employee_id = ANY(CAST(:people AS uuid[]))"
    " AND c.year = ANY(CAST(:years AS int2[])) ORDER BY a.id"
)


class WhoseResult(BadUserInput):
    """Whose result it is isn't said: fill in pnsDinilaiOrang (PNS ID) or nip."""


class NobodyOfThatId(BadUserInput):
    """Nobody has the PNS ID or number {found}. Bring the people in first."""


class OtherPersonsNumber(Conflict):
    """The PNS ID and the number {found} belong to two people. Correct one of them."""


class WhichMonth(BadUserInput):
    """The result is of a part of the year: fill in bulanMulaiPenilaian, the month in which it begins, 1 to 12."""  # noqa: E501  # The whole sentence is the message.


class ResultTwice(BadUserInput):
    """This person's result of that period is there twice, first in row {first}. Keep the one that counts."""


class RatingsGiveAnother(BadUserInput):
    """SIASN's own ratings give {follows}, not {found}. Ask BKN's service desk to correct it there."""


class Key(NamedTuple):
    """Whose result, of which period."""

    employee_id: UUID
    kind: CycleKind
    year: int
    number: int


@dataclass(frozen=True, slots=True)
class People:
    """Whom a file names, by SIASN's id and by number, also a former one."""

    by_siasn_id: Mapping[str, UUID]
    by_number: Mapping[str, UUID]

    def find(self, row: ResultRow) -> UUID:
        """Whose result a row is. Raises WhoseResult, NobodyOfThatId, OtherPersonsNumber."""
        if not (row.siasn_id or row.number):
            raise WhoseResult
        by_id = self.by_siasn_id.get(row.siasn_id or "")
        by_number = self.by_number.get(row.number or "")
        if by_id and by_number and by_id != by_number:
            raise OtherPersonsNumber(found=row.number)
        if found := by_id or by_number:
            return found
        raise NobodyOfThatId(found=row.siasn_id or row.number)


@dataclass(frozen=True, slots=True)
class Laws:
    """What a year's codes mean."""

    periods: PeriodRule
    predicates: Cited[PredicateRule]


async def plan(context: Context, table: Table[ResultRow]) -> Plan:
    """What the file would make and change; rows that can't be are refused in the table."""
    people = await _people(context, [line.value for line in table.lines])
    laws = {year: await _laws(context, year) for year in {line.value.year for line in table.lines}}
    read = dict(_read(table, people, laws))
    ours = await _ours(context, read)
    held = await _held(context, read)
    result = Plan()
    for key, (number, values) in read.items():
        _enter(result, number, held.get(key), {**key._asdict(), **values, "appraisal_id": ours.get(key)})
    return result


def _read(
    table: Table[ResultRow], people: People, laws: Mapping[int, Laws]
) -> Iterator[tuple[Key, tuple[int, Values]]]:
    """The rows that are sound, each period of a person once."""
    first: dict[Key, int] = {}
    for line in table.lines:
        trial, law = Trial(table, line), laws[line.value.year]
        person = trial.of("siasn_id", people.find, line.value)
        appraised = trial.of("kind", _period, law.periods, line.value)
        values = _values(trial, law)
        if not (person and appraised and values):
            continue
        key = Key(person, appraised.kind, appraised.year, appraised.number)
        if first.setdefault(key, line.number) != line.number:
            trial.refuse("siasn_id", ResultTwice(first=first[key]))
        else:
            yield key, (line.number, values)


def _period(rule: PeriodRule, row: ResultRow) -> Period:
    """Of which period a row is: a year's where no kind is said. Raises CodeUnknown, WhichMonth."""
    if row.kind is None:
        return period(CycleKind.ANNUAL, row.year, 1)
    kind = rule.kind_of_code(row.kind)
    if row.first_month is None or not 1 <= row.first_month <= MONTHS[CycleKind.ANNUAL]:
        raise WhichMonth
    return period(kind, row.year, (row.first_month - 1) // MONTHS[kind] + 1)


def _values(trial: Trial[ResultRow], law: Laws) -> Values | None:
    """What the codes mean, and what follows from SIASN's own ratings."""
    row, rule = trial.line.value, law.predicates.rule
    results = trial.of("results", rule.rating_of_code, row.results)
    behaviour = trial.of("behaviour", rule.rating_of_code, row.behaviour)
    predicate = trial.of("predicate", rule.predicate_of_code, row.predicate)
    if not (results and behaviour and predicate):
        return None
    follows = rule.of(results, behaviour)
    if follows != predicate:
        trial.warn(
            "predicate", RatingsGiveAnother(follows=_code(rule, follows), found=_code(rule, predicate))
        )
    return {
        "siasn_id": row.result_id,
        "results": results,
        "behaviour": behaviour,
        "predicate": predicate,
        "follows": follows,
        "rule": law.predicates.name,
    }


def _code(rule: PredicateRule, predicate: Predicate) -> str:
    return f"{rule.code_of_predicate(predicate)} ({rule.labels['id'].predicates[predicate]})"


def _enter(result: Plan, number: int, held: Values | None, values: Values) -> None:
    """Make the row, or change one that says otherwise."""
    if held is None:
        result.made[NationalResult].append(values)
        result.creating.add(number)
    elif any(held[name] != value for name, value in values.items() if name != "appraisal_id"):
        result.changed[NationalResult].append({"id": held["id"], **values})
        result.changing.add(number)


async def _laws(context: Context, year: int) -> Laws:
    """What SIASN's codes mean in a year. Raises NoRuleInForce."""
    last = period(CycleKind.ANNUAL, year, 1).ends - DAY
    return Laws((await period_law_on(context, last)).rule, await predicate_law_on(context, last))


async def _people(context: Context, rows: Sequence[ResultRow]) -> People:
    ids = [row.siasn_id for row in rows if row.siasn_id]
    numbers = [row.number for row in rows if row.number]
    by_id = select(Employee.siasn_id, Employee.id).where(Employee.siasn_id == any_of(ids, Text))
    borne = EmployeeNumber.number == any_of(numbers, Text)
    by_number = select(EmployeeNumber.number, EmployeeNumber.employee_id).where(borne)
    return People(
        {row.siasn_id or "": row.id for row in await context.session.execute(by_id)},
        {row.number: row.employee_id for row in await context.session.execute(by_number)},
    )


async def _held(context: Context, keys: Collection[Key]) -> Mapping[Key, Values]:
    """What is kept of those results already."""
    columns = NationalResult.__table__.c
    asked = select(*columns).where(columns.employee_id == any_of({key.employee_id for key in keys}, Uuid))
    rows = (await context.session.execute(asked)).mappings()
    return {_key(held := dict(row)): held for row in rows}


async def _ours(context: Context, keys: Collection[Key]) -> Mapping[Key, UUID]:
    """Our appraisals of the same people and periods."""
    asked = {"people": list({key.employee_id for key in keys}), "years": list({key.year for key in keys})}
    rows = (await context.session.execute(OURS, asked)).mappings()
    return {_key(dict(row)): row["id"] for row in rows}


def _key(row: Values) -> Key:
    return Key(row["employee_id"], CycleKind(row["kind"]), row["year"], row["number"])


async def _tell(context: Context, done: Plan) -> None:
    """Tell the other domains whose results are here now, or are others."""
    rows = (*done.made[NationalResult], *done.changed[NationalResult])
    await tell_brought_in(context, (row["employee_id"] for row in rows))


# A kind of file that this domain adds to those of the organisation.
register(ImportKind.RESULTS, FileKind(COLUMNS, ResultRow, plan, (NationalResult,), applied=_tell))
