"""What the results of SKPs that are brought in lead to: the evaluator's results, the objectives of units."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, select

from jenjang.appraisal.imports.asking import any_of
from jenjang.appraisal.imports.skp_forms import Form, FormResult, alike
from jenjang.appraisal.models.skp import Skp, SkpResult, UnitObjective
from jenjang.appraisal.terms import SkpState
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


async def lead(context: Context, made: Sequence[NewSkp]) -> Sequence[NewSkp]:
    """Find what the results lead to; the SKPs come back so that none goes before one to which it leads."""
    in_file = {one.person: one for one in made if one.columns["state"] == SkpState.ACKNOWLEDGED}
    agreed = await _agreed(context, {one.evaluator for one in made} - in_file.keys())
    objectives = await _objectives(context, made)
    for one in made:
        own = in_file.get(one.evaluator)
        above = _by_statement(own) if own else agreed.get(one.evaluator, {})
        for result_id, result in one.results:
            row = result.trial.line.value
            if row.above:
                _point(one.above, result_id, above.get(alike(row.above)), result, "above", LeadsNowhere)
            if row.objective:
                known = objectives[one.columns["unit_id"], one.form.year].get(alike(row.objective))
                _point(one.objectives, result_id, known, result, "objective", NoSuchObjective)
    return _in_order(made, in_file)


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


def _in_order(made: Sequence[NewSkp], in_file: Mapping[OfYear, NewSkp]) -> Sequence[NewSkp]:
    """None before one to which it leads; in a circle, each of it is refused."""
    leading = {one.id: {in_file[one.evaluator].id} for one in made if one.above and one.evaluator in in_file}
    by_id = {one.id: one for one in made}
    try:
        order = list(TopologicalSorter({one.id: leading.get(one.id, set()) for one in made}).static_order())
    except CycleError as circle:
        for each in set(circle.args[1]):
            by_id[each].form.first.refuse("evaluator", LeadToEachOther())
        return made
    return [by_id[each] for each in order]


async def _agreed(context: Context, evaluators: set[OfYear]) -> Mapping[OfYear, Statements]:
    """The results of SKPs that are agreed on already."""
    found: dict[OfYear, dict[str, UUID]] = defaultdict(dict)
    asked = (
        select(Skp.employee_id, Skp.year, SkpResult.statement, SkpResult.id)
        .join(SkpResult, (SkpResult.tenant_id == Skp.tenant_id) & (SkpResult.skp_id == Skp.id))
        .where(
            Skp.employee_id == any_of({person for person, _ in evaluators}, Uuid),
            Skp.state == SkpState.ACKNOWLEDGED,
        )
    )
    for person, year, statement, result_id in await context.session.execute(asked):
        found[person, year][alike(statement)] = result_id
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
