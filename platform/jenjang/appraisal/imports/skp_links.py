"""What the results of SKPs that are brought in lead to: the evaluator's results, the objectives of units."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, select

from jenjang.appraisal.actions.skp_editions import AGREED
from jenjang.appraisal.imports.asking import any_of
from jenjang.appraisal.imports.skp_forms import Form, FormResult, alike
from jenjang.appraisal.models.skp import Skp, SkpResult, UnitObjective
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict
from jenjang.organisation.actions.history import runs_on
from jenjang.organisation.models import UnitAncestry

Statements = Mapping[str, UUID]
"""Results or objectives by their statement without case and blanks."""
OfYear = tuple[UUID, int]
"""A person or a unit, and a year."""


class LeadsNowhere(BadUserInput):
    """The SKP of the evaluator for {year} expects no such result: this one leads nowhere until the SKP is revised."""  # noqa: E501  # The whole sentence is the message.


class NoSuchObjective(BadUserInput):
    """Neither the unit nor one above has such an objective for {year}: this result leads nowhere until the SKP is revised."""  # noqa: E501  # The whole sentence is the message.


class LeadToEachOther(Conflict):
    """This person's results and the evaluator's lead to each other. Correct NIP PENILAI or HASIL KERJA PIMPINAN."""  # noqa: E501  # The whole sentence is the message.


@dataclass(slots=True)
class NewSkp:
    """An SKP that the file would make: its row, and the ids of its results, in their order."""

    form: Form
    id: UUID
    result_ids: Sequence[UUID]
    columns: dict[str, Any]  # Any: each column has a type of its own.
    above: dict[UUID, UUID] = field(default_factory=dict)
    """The evaluator's results to which results lead."""
    objectives: dict[UUID, UUID] = field(default_factory=dict)
    after: UUID | None = None
    """The SKP of this file to which results lead, which is made before."""

    @property
    def person(self) -> OfYear:
        return self.form.employee_id, self.form.year

    @property
    def evaluator(self) -> OfYear:
        return self.columns["evaluator_employee_id"], self.form.year

    @property
    def results(self) -> Sequence[tuple[UUID, FormResult]]:
        """Its results with their ids."""
        return list(zip(self.result_ids, self.form.results, strict=True))


@dataclass(frozen=True, slots=True)
class Leading:
    """An edition of an evaluator's SKP: from when it counts, and what results may lead to."""

    applies_from: date
    edition: int
    results: Statements
    made: UUID | None = None
    """Its id, where this file makes it."""


async def lead(context: Context, made: Sequence[NewSkp]) -> Sequence[NewSkp]:
    """Find what the results lead to; the SKPs come back so that none goes before one to which it leads."""
    editions = await _agreed(context, {one.evaluator for one in made})
    for one in made:
        columns = one.columns
        edition = Leading(columns["applies_from"], columns["edition"], _by_statement(one), one.id)
        editions[one.person].append(edition)
    objectives = await _objectives(context, made)
    for one in made:
        above = _at_the_time(editions[one.evaluator], one.columns["applies_from"])
        for result_id, result in one.results:
            row = result.trial.line.value
            if row.above:
                known = above.results.get(alike(row.above)) if above else None
                _point(one.above, result_id, known, result, "above", LeadsNowhere)
            if row.objective:
                known = objectives[one.columns["unit_id"], one.form.year].get(alike(row.objective))
                _point(one.objectives, result_id, known, result, "objective", NoSuchObjective)
        one.after = above.made if above and one.above else None
    return _in_order(made)


def _at_the_time(editions: Sequence[Leading], day: date) -> Leading | None:
    """The edition that counted on the day; where none did yet, the first that came to."""
    in_order = sorted(editions, key=lambda one: (one.applies_from, one.edition))
    counting = [one for one in in_order if one.applies_from <= day]
    return counting[-1] if counting else next(iter(in_order), None)


def _point(
    links: dict[UUID, UUID],
    result_id: UUID,
    known: UUID | None,
    result: FormResult,
    attribute: str,
    unknown: type[BadUserInput],
) -> None:
    """Note what a result leads to; told, but no obstacle, where there is no such thing."""
    if known:
        links[result_id] = known
    else:
        result.trial.warn(attribute, unknown(year=result.trial.line.value.year))


def _by_statement(one: NewSkp) -> Statements:
    return {alike(result.statement): result_id for result_id, result in one.results}


def _in_order(made: Sequence[NewSkp]) -> Sequence[NewSkp]:
    """None before one to which it leads; in a circle, each of it is refused."""
    by_id = {one.id: one for one in made}
    leading = {one.id: {one.after} if one.after else set() for one in made}
    try:
        order = list(TopologicalSorter(leading).static_order())
    except CycleError as circle:
        for each in set(circle.args[1]):
            by_id[each].form.first.refuse("evaluator", LeadToEachOther())
        return made
    return [by_id[each] for each in order]


async def _agreed(context: Context, evaluators: set[OfYear]) -> defaultdict[OfYear, list[Leading]]:
    """The editions that are agreed on already."""
    rows: dict[tuple[UUID, int, date, int], dict[str, UUID]] = defaultdict(dict)
    asked = (
        select(
            # Agreed ones are listed by the day from which they apply.
            *(Skp.employee_id, Skp.year, Skp.listed_on, Skp.edition),
            *(SkpResult.statement, SkpResult.id),
        )
        .join(SkpResult, (SkpResult.tenant_id == Skp.tenant_id) & (SkpResult.skp_id == Skp.id))
        .where(
            Skp.employee_id == any_of({person for person, _ in evaluators}, Uuid),
            Skp.state.in_(AGREED),
        )
    )
    for person, year, applies_from, number, statement, result_id in await context.session.execute(asked):
        rows[person, year, applies_from, number][alike(statement)] = result_id
    found: defaultdict[OfYear, list[Leading]] = defaultdict(list)
    for (person, year, applies_from, number), results in rows.items():
        found[person, year].append(Leading(applies_from, number, results))
    return found


async def _objectives(context: Context, made: Sequence[NewSkp]) -> Mapping[OfYear, Statements]:
    """By unit and year: the objectives of the unit and of those above it, the nearest unit's first."""
    units = {
        one.columns["unit_id"] for one in made if any(r.trial.line.value.objective for _, r in one.results)
    }
    found: dict[OfYear, dict[str, UUID]] = defaultdict(dict)
    # Nobody drops an objective while something comes to lead to it.
    asked = (
        select(UnitAncestry.unit_id, UnitObjective.year, UnitObjective.statement, UnitObjective.id)
        .join(UnitObjective, UnitObjective.unit_id == UnitAncestry.ancestor_id)
        .where(
            UnitAncestry.unit_id == any_of(units, Uuid),
            runs_on(UnitAncestry, context.today),
        )
        .order_by(UnitAncestry.depth.desc())
        .with_for_update(read=True, key_share=True, of=UnitObjective)
    )
    for unit, year, statement, objective in await context.session.execute(asked):
        found[unit, year][alike(statement)] = objective
    return found
