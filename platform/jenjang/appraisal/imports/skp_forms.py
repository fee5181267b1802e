"""SKPs as a file tells them: its rows put together, and what each says checked by the rules of a draft."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jenjang.appraisal.imports.skp_columns import BEHAVIOURS, SkpRow
from jenjang.appraisal.rules.skps import Indicator, check_agreed, check_kinds, check_result
from jenjang.appraisal.terms import ResultKind, SkpModel
from jenjang.core.errors import BadUserInput, Refusal
from jenjang.core.texts import check_text
from jenjang.organisation.imports.columns import Line, Table, Trial

TEXTS = ("reason", "resources", "accountability", "consequences", *(f"expects_{one}" for one in BEHAVIOURS))
FIRST_INDICATOR = "quantity_statement"
"""The column that is named where a result has no indicator at all."""


class RowsDisagree(BadUserInput):
    """Row {first} says otherwise of the same SKP. Let all its rows say the same, or leave this cell empty."""


class SameResultTwice(BadUserInput):
    """This SKP expects the same result in row {first}. Keep one of the two rows."""


class WhoseSkpUnknown(BadUserInput):
    """Nobody has the number {found}. Bring the people in first."""


@dataclass(frozen=True, slots=True)
class FormResult:
    """A result of an SKP, with its row, what it leads to in words, and how it is measured."""

    trial: Trial[SkpRow]
    kind: ResultKind
    statement: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One SKP on which two sides agreed outside, as its rows tell it."""

    trials: Sequence[Trial[SkpRow]]
    employee_id: UUID
    year: int
    agreed_on: date
    model: SkpModel
    evaluator: str | None
    texts: dict[str, str | None]
    """By the names of `TEXTS`."""
    results: Sequence[FormResult]

    @property
    def first(self) -> Trial[SkpRow]:
        """Its first row, at which is told what stands against the whole."""
        return self.trials[0]

    @property
    def rows(self) -> set[int]:
        """The numbers of its rows."""
        return {trial.line.number for trial in self.trials}


def forms(table: Table[SkpRow], people: dict[str, UUID], today: date) -> Iterator[Form]:
    """The SKPs of a file that are sound in themselves, in its order; faults are refused in the table."""
    together: dict[tuple[UUID, int, date], list[Line[SkpRow]]] = defaultdict(list)
    for line in table.lines:
        whose = Trial(table, line).of("number", _whose, line.value.number, people)
        if whose:
            together[whose, line.value.year, line.value.agreed_on].append(line)
    for (employee_id, *_), lines in together.items():
        if form := _form([Trial(table, line) for line in lines], employee_id, today):
            yield form


def _whose(number: str, people: dict[str, UUID]) -> UUID:
    """Who bears or bore the number. Raises WhoseSkpUnknown."""
    if number not in people:
        raise WhoseSkpUnknown(found=number)
    return people[number]


def _form(trials: Sequence[Trial[SkpRow]], employee_id: UUID, today: date) -> Form | None:
    row = trials[0].line.value
    _at_its_own_place(trials[0], check_agreed, row.year, row.agreed_on, today)
    model = _said(trials, "model")
    results = [one for trial in trials if (one := _result(trial, model))]
    _refuse_repeated(trials)
    _at_its_own_place(trials[0], check_kinds, [trial.line.value.kind for trial in trials])
    texts = {name: _text(trials, name) for name in TEXTS}
    evaluator = _said(trials, "evaluator")
    if not all(trial.sound for trial in trials):
        return None
    return Form(trials, employee_id, row.year, row.agreed_on, model, evaluator, texts, results)


def _said(trials: Sequence[Trial[SkpRow]], name: str) -> Any:  # Any: a text, or the model.
    """What the rows say of the whole, one as the other."""
    saying = [trial for trial in trials if trial.line.value.whole[name] is not None]
    for trial in saying[1:]:
        if trial.line.value.whole[name] != saying[0].line.value.whole[name]:
            trial.refuse(name, RowsDisagree(first=saying[0].line.number))
    return saying[0].line.value.whole[name] if saying else None


def _text(trials: Sequence[Trial[SkpRow]], name: str) -> str | None:
    said = _said(trials, name)
    return trials[0].of(name, check_text, said, name) if said else None


def _result(trial: Trial[SkpRow], model: SkpModel) -> FormResult | None:
    row = trial.line.value
    try:
        statement, indicators = check_result(model, row.statement, row.indicators, ())
    except Refusal as refusal:
        trial.refuse(_column(refusal.field, row), refusal)
        return None
    return FormResult(trial, row.kind, statement, indicators)


def _column(field: Sequence[str], row: SkpRow) -> str:
    """The attribute of the column that a refusal of a result names."""
    if len(field) == 1:
        return FIRST_INDICATOR if field[0] == "indicators" else field[0]
    _, index, part = field
    return f"{row.indicators[int(index)].aspect.lower()}_{part}"


def _refuse_repeated(trials: Sequence[Trial[SkpRow]]) -> None:
    first: dict[str, int] = {}
    for trial in trials:
        number = first.setdefault(alike(trial.line.value.statement), trial.line.number)
        if number != trial.line.number:
            trial.refuse("statement", SameResultTwice(first=number))


def alike(statement: str) -> str:
    """A statement without its case and blanks, by which the same one is known again."""
    return " ".join(statement.split()).casefold()


def _at_its_own_place(trial: Trial[SkpRow], check: Any, *given: object) -> None:  # Any: a rule of skps.py.
    """Ask a rule, and refuse at the column that its refusal names."""
    try:
        check(*given)
    except Refusal as refusal:
        trial.refuse({"results": "kind"}.get(refusal.field[0], refusal.field[0]), refusal)
