"""Evaluators: who evaluates somebody now, and whether the viewer may."""

from typing import Protocol
from uuid import UUID

from sqlalchemy import text

from jenjang.appraisal.actions.people import NotTheEvaluator
from jenjang.appraisal.actions.reach import EVALUATE
from jenjang.appraisal.actions.sight import check_sees
from jenjang.appraisal.terms import AppraisalState
from jenjang.core.context import Context
from jenjang.organisation.actions.reach import reaches_placed
from jenjang.organisation.actions.superiors import SUPERIORS, Standing
from jenjang.organisation.actions.versions import own_person

WAITING = """
    SELECT a.employee_id FROM appraisal_cycles c
      JOIN appraisals a ON a.tenant_id = :tenant AND a.cycle_id = c.id AND a.state = 'OPEN'
     WHERE c.tenant_id = :tenant AND c.state = 'OPEN'
"""
ALL = text(f"""
    UPDATE appraisals a SET evaluator_employee_id = s.superior_employee_id
      FROM ({SUPERIORS.format(tenant=":tenant", on="CAST(:on AS date)")}
               AND p.employee_id IN ({WAITING})) s, appraisal_cycles c
     WHERE a.tenant_id = :tenant AND a.employee_id = s.employee_id AND a.state = 'OPEN'
       AND c.tenant_id = :tenant AND c.id = a.cycle_id AND c.state = 'OPEN'
       AND a.evaluator_employee_id IS DISTINCT FROM s.superior_employee_id
""")


async def refresh_evaluators(context: Context) -> None:
    """Let everybody who waits in an open cycle be evaluated by the direct superior of today.

    Who moved, or has a new leader, has another evaluator; who isn't placed any more keeps the last one.
    That is no deed, and no new version: whoever writes an evaluation just then isn't told STALE for it.
    """
    await context.session.execute(ALL, {"tenant": context.tenant, "on": context.today})


class Appraised(Protocol):
    """What of an appraisal says who evaluates."""

    id: UUID
    employee_id: UUID
    evaluator_employee_id: UUID | None
    escalated_to_employee_id: UUID | None
    state: str


def evaluator_of(appraisal: Appraised, standing: Standing | None) -> UUID | None:
    """The same for one: the direct superior while it waits, then who was; `standing`: of today, if placed."""
    if standing and appraisal.state == AppraisalState.OPEN:
        return standing.superior_employee_id
    return appraisal.evaluator_employee_id


async def check_evaluates(context: Context, appraisal: Appraised, standing: Standing | None) -> None:
    """Refuse whoever isn't the evaluator, nor the superior to whom it went being late.

    `standing`: where the person stands today, if placed. Raises NotFound to who doesn't see the appraisal;
    NotTheEvaluator, NotAPerson.
    """
    me = own_person(context)
    # To whom the authority was delegated, or who is above that one, evaluates wherever the person is placed.
    named = standing and standing.is_delegated and standing.superior_employee_id == me
    above = appraisal.escalated_to_employee_id == me
    unit = standing.unit_id if standing else None
    reached = named or above or reaches_placed(context, EVALUATE, appraisal.employee_id, unit)
    if not reached or me not in (evaluator_of(appraisal, standing), appraisal.escalated_to_employee_id):
        await check_sees(context, appraisal, "appraisalId")
        raise NotTheEvaluator("appraisalId")
