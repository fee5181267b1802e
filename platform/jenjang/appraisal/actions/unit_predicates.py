"""The predicate of a unit's own performance in a cycle, on which the rating of whoever heads it rests."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from jenjang.appraisal.actions.cycles import check_manages, open_cycle_of
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle, CycleUnit
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.rules.cycles import OwnUnit, PredicateInUse
from jenjang.appraisal.terms import OrganisationPredicate
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.core.texts import check_text


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPredicate:
    """Which predicate a unit's own performance has in a cycle, and on what that rests."""

    cycle_id: UUID
    unit_id: UUID
    predicate: OrganisationPredicate
    basis: str


async def set_unit_predicate(context: Context, asked: SetPredicate) -> CycleUnit:
    """Set the predicate of a unit, until an evaluation rests on it; its basis as long as the cycle is open.

    Raises CycleNotOpen, PredicateInUse, OwnUnit, NotFound, and what `check_text` raises.
    """
    basis = check_text(asked.basis, "basis")
    check_manages(context, asked.unit_id, "unitId")
    await context.get(AppraisalCycle, asked.cycle_id, field="cycleId")
    cycle = await open_cycle_of(context, asked.cycle_id)
    unit = await _unit_in(context, cycle.id, asked.unit_id)
    if await _rates_self(context, unit):
        raise OwnUnit("unitId")
    if unit.predicate != asked.predicate and await _rests_on(context, unit):
        raise PredicateInUse("predicate")
    unit.predicate, unit.basis, unit.set_at = asked.predicate, basis, context.now
    await context.session.flush()
    return unit


async def _unit_in(context: Context, cycle_id: UUID, unit_id: UUID) -> CycleUnit:
    """The unit in the cycle, locked. Raises NotFound."""
    of_both = select(CycleUnit).where(CycleUnit.cycle_id == cycle_id, CycleUnit.unit_id == unit_id)
    unit = await context.session.scalar(of_both.with_for_update().execution_options(populate_existing=True))
    if unit is None:
        raise NotFound("unitId")
    return unit


async def _rates_self(context: Context, unit: CycleUnit) -> bool:
    """Whether the viewer's own results would be rated by the unit's predicate."""
    own = (Appraisal.cycle_id == unit.cycle_id, Appraisal.employee_id == context.viewer.employee_id)
    headed = select(Appraisal.id).where(*own, Appraisal.headed_unit_id == unit.unit_id)
    return await context.session.scalar(headed) is not None


async def _rests_on(context: Context, unit: CycleUnit) -> bool:
    """Whether somebody was evaluated as the head of the unit."""
    resting = (
        select(Evaluation.id)
        .join(Appraisal, Appraisal.id == Evaluation.appraisal_id)
        .where(Appraisal.cycle_id == unit.cycle_id, Appraisal.headed_unit_id == unit.unit_id)
        .limit(1)
    )
    return await context.session.scalar(resting) is not None
