"""What follows where another comes to evaluate somebody: what waits goes there, and all sides are told."""

from uuid import UUID

from sqlalchemy import select

from jenjang.appraisal.actions.cycles import open_cycle_of
from jenjang.appraisal.actions.evaluators import evaluator_of
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.terms import AppraisalState, CycleState
from jenjang.core.context import Context
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_again
from jenjang.organisation.actions.superiors import Standing, standing_of
from jenjang.organisation.terms import NoticeKind


async def hand_over(context: Context, employee_id: UUID, before: UUID | None) -> None:
    """Let what waits to be evaluated of somebody wait for whoever evaluates from now on, and tell all sides.

    `before`: who evaluated until now. Told are that one, the person, and whoever evaluates now.
    """
    standing = await standing_of(context, employee_id, context.today)
    await _refresh(context, employee_id, standing)
    named = standing is not None and standing.is_delegated
    now = standing.superior_employee_id if standing else None
    sides = [one for one in dict.fromkeys((employee_id, before, now)) if one]
    kind = NoticeKind.EVALUATOR_NAMED if named else NoticeKind.EVALUATOR_WITHDRAWN
    await tell_again(context, kind, Ref("Employee", employee_id), *sides)


async def _refresh(context: Context, employee_id: UUID, standing: Standing | None) -> None:
    """Let what waits to be evaluated of somebody wait for whoever evaluates from now on.

    What went to a superior, being late, comes back: the next round finds who is above that one.
    """
    waiting = (
        select(Appraisal.id, Appraisal.cycle_id)
        .join(
            AppraisalCycle,
            (AppraisalCycle.tenant_id == Appraisal.tenant_id) & (AppraisalCycle.id == Appraisal.cycle_id),
        )
        .where(
            Appraisal.employee_id == employee_id,
            Appraisal.state.in_((AppraisalState.OPEN, AppraisalState.EVALUATED)),
            AppraisalCycle.state == CycleState.OPEN,
        )
        .order_by(Appraisal.cycle_id)
    )
    for row in (await context.session.execute(waiting)).all():
        # The cycle before the appraisal, as whoever closes it does: nobody waits in a circle.
        await open_cycle_of(context, row.cycle_id)
        appraisal = await context.get(Appraisal, row.id, lock=True)
        appraisal.escalated_to_employee_id = appraisal.escalated_at = None
        if appraisal.state == AppraisalState.OPEN:
            appraisal.evaluator_employee_id = evaluator_of(appraisal, standing)
    await context.session.flush()
