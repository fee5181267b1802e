"""Evaluators: who evaluates somebody now, and whether the viewer may."""

from sqlalchemy import text

from jenjang.appraisal.actions.people import NotTheEvaluator, own_person
from jenjang.appraisal.actions.reach import EVALUATE, check_reaches, check_reaches_unit
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.terms import AppraisalState
from jenjang.core.context import Context
from jenjang.organisation.actions.superiors import SUPERIORS, Standing, standing_of

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


async def refresh_evaluator(context: Context, appraisal: Appraisal) -> Standing | None:
    """The same for one appraisal that waits to be evaluated; where the person stands, if that was asked."""
    if appraisal.state != AppraisalState.OPEN:
        return None
    standing = await standing_of(context, appraisal.employee_id, context.today)
    if standing and standing.superior_employee_id != appraisal.evaluator_employee_id:
        appraisal.evaluator_employee_id = standing.superior_employee_id
        await context.session.flush()
    return standing


async def check_evaluates(context: Context, appraisal: Appraisal, standing: Standing | None = None) -> None:
    """Refuse whoever isn't the evaluator, nor the superior to whom it went being late.

    `standing`: where the person stands today, if that is known. Raises NotFound where the viewer may evaluate
    nobody who stands there; NotTheEvaluator, NotAPerson.
    """
    if standing:
        check_reaches_unit(context, EVALUATE, standing.unit_id, "appraisalId")
    else:
        await check_reaches(context, EVALUATE, appraisal.employee_id, "appraisalId")
    if own_person(context) not in (appraisal.evaluator_employee_id, appraisal.escalated_to_employee_id):
        raise NotTheEvaluator("appraisalId")
