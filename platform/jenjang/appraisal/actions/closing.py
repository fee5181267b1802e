"""Closing a cycle: asked for in one deed, done batch by batch, each in a transaction of its own."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select, update

from jenjang.appraisal.actions.calibrated import check_latecomers, check_none_runs
from jenjang.appraisal.actions.cycles import cycle_to_change
from jenjang.appraisal.actions.publishing import publish
from jenjang.appraisal.models.calibration import Calibration
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.rules.cycles import check_missed, check_over
from jenjang.appraisal.terms import AppraisalState, CalibrationState, CycleState
from jenjang.core.context import Context
from jenjang.organisation.actions.versions import changed

CHANNEL = "jenjang_closing"
"""Where PostgreSQL tells the worker, once the deed is committed, which government has a cycle to close."""
BATCH = 1000
"""How many results are published in one transaction."""
MISSED_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCycle:
    """Which cycle is to be closed, and how many people may be missed by that (None: nobody)."""

    cycle_id: UUID
    missed: int | None = None
    expected_version: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the closing of a cycle is."""

    closed_so_far: int
    to_close: int
    done: bool


async def close_cycle(context: Context, asked: CloseCycle) -> AppraisalCycle:
    """Begin to close a cycle: nothing in it changes any more, and its results will be published.

    Raises OnlySomeUnits, CycleNotOpen, PeriodNotOver, CalibrationRuns, NotCalibrated, Stale, NotAllEvaluated,
    NotFound.
    """
    cycle = await cycle_to_change(context, asked.cycle_id)
    check_over(cycle.ends, context.today)
    open_in = (Calibration.cycle_id == cycle.id, Calibration.state == CalibrationState.OPEN)
    await check_none_runs(context, cycle, select(Calibration.id).where(*open_in))
    await check_latecomers(context, cycle, _in_state(cycle, AppraisalState.EVALUATED))
    changed(cycle, asked.expected_version)
    people = await people_in(context, cycle)
    check_missed(people.get(AppraisalState.OPEN, 0), sum(people.values()), asked.missed)
    cycle.to_close = people.get(AppraisalState.EVALUATED, 0)
    cycle.state = CycleState.CLOSING
    await context.session.execute(select(func.pg_notify(CHANNEL, context.tenant)))
    return cycle


async def people_in(context: Context, cycle: AppraisalCycle) -> dict[str, int]:
    """How many people's appraisals stand where."""
    states = select(Appraisal.state, func.count()).where(Appraisal.cycle_id == cycle.id)
    rows = await context.session.execute(states.group_by(Appraisal.state))
    return {state: count for state, count in rows}  # noqa: C416  # A row isn't typed as a pair.


async def close_batch(context: Context, cycle_id: UUID | None = None) -> Progress | None:
    """Do the next part of closing one cycle, of the government or that one; None: nothing is left to do.

    Whoever else is at that cycle is waited for, so that several do it in turn and nothing is done twice.
    """
    closing = select(AppraisalCycle).where(AppraisalCycle.state == CycleState.CLOSING)
    if cycle_id:
        closing = closing.where(AppraisalCycle.id == cycle_id)
    first = closing.order_by(AppraisalCycle.begins, AppraisalCycle.id).limit(1).with_for_update()
    cycle = await context.session.scalar(first.execution_options(populate_existing=True))
    if cycle is None:
        return None
    evaluated = (await context.session.scalars(_in_state(cycle, AppraisalState.EVALUATED).limit(BATCH))).all()
    if evaluated:
        cycle.closed_so_far += await publish(context, evaluated)
    elif not await _miss(context, cycle):
        cycle.state, cycle.closed_at = CycleState.CLOSED, context.now
        cycle.version += 1
    await context.session.flush()
    return Progress(cycle.closed_so_far, cycle.to_close or 0, cycle.state == CycleState.CLOSED)


async def _miss(context: Context, cycle: AppraisalCycle) -> bool:
    """Let appraisals of which nothing came be missed, many at once; whether there were any."""
    some = _in_state(cycle, AppraisalState.OPEN).limit(MISSED_AT_ONCE).scalar_subquery()
    missed = (
        update(Appraisal)
        .where(Appraisal.id.in_(some))
        .values(state=AppraisalState.MISSED, version=Appraisal.version + 1)
        .returning(Appraisal.id)
        .execution_options(synchronize_session=False)
    )
    return bool((await context.session.execute(missed)).all())


def _in_state(cycle: AppraisalCycle, state: AppraisalState) -> Select[UUID]:
    return select(Appraisal.id).where(Appraisal.cycle_id == cycle.id, Appraisal.state == state)
