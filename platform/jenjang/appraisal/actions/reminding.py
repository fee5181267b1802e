"""Reminders: of what is to be evaluated, which goes to the leader above, and of results to acknowledge."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import CursorResult, Result, TextClause, select, text

from jenjang.appraisal.actions.evaluators import refresh_evaluators
from jenjang.appraisal.actions.opening import about_everybody
from jenjang.appraisal.actions.working_calendar import calendar_between
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.rules.working_days import working_days_between
from jenjang.appraisal.terms import AppraisalState, CycleState
from jenjang.core.context import Context
from jenjang.organisation.actions.superiors import SUPERIORS
from jenjang.organisation.terms import NoticeKind

OPEN = "a.tenant_id = :tenant AND a.cycle_id = :cycle AND a.due_on = :due_on AND a.state = 'OPEN'"
TELL = """
    INSERT INTO notices (employee_id, kind, about_type, about_id)
    SELECT {who}, :kind, 'Appraisal', a.id FROM appraisals a WHERE {open} AND {who} IS NOT NULL
    ON CONFLICT DO NOTHING
"""
TELL_EVALUATORS = text(TELL.format(who="a.evaluator_employee_id", open=OPEN))
TELL_SUPERIORS = text("""
    INSERT INTO notices AS n (employee_id, kind, about_type, about_id, count, made_at)
    SELECT a.escalated_to_employee_id, 'EVALUATION_ESCALATED', 'AppraisalCycle', a.cycle_id, count(*),
           CAST(:now AS timestamptz)
      FROM appraisals a
     WHERE a.tenant_id = :tenant AND a.cycle_id = :cycle AND a.state = 'OPEN'
       AND a.escalated_to_employee_id IS NOT NULL
     GROUP BY a.escalated_to_employee_id, a.cycle_id
    HAVING bool_or(a.escalated_at = CAST(:now AS timestamptz))
    ON CONFLICT (tenant_id, employee_id, kind, about_id)
        DO UPDATE SET count = excluded.count, made_at = excluded.made_at, read_at = NULL
        WHERE n.made_at < excluded.made_at OR n.count <> excluded.count
""")
"""Once a round of all that went to somebody in a cycle, and only if some of it did in this round."""
TELL_EMPLOYEES = text("""
    INSERT INTO notices (employee_id, kind, about_type, about_id)
    SELECT a.employee_id, :kind, 'Appraisal', a.id FROM appraisals a
     WHERE a.tenant_id = :tenant AND a.state = 'PUBLISHED'
       AND a.acknowledge_until < CAST(:on AS date) AND a.acknowledge_until >= CAST(:on AS date) - 31
    ON CONFLICT DO NOTHING
""")
"""Whoever never acknowledges was told; only those of the last month are looked at, of years there would be
a million. A worker that stood still for so long still catches up."""
ESCALATE = text(f"""
    UPDATE appraisals a
       SET escalated_to_employee_id = s.superior_employee_id, escalated_at = :now
      FROM ({SUPERIORS.format(tenant=":tenant", on="CAST(:on AS date)")}
               AND p.employee_id IN (SELECT a.evaluator_employee_id FROM appraisals a WHERE {OPEN})) s
     WHERE {OPEN} AND s.employee_id = a.evaluator_employee_id AND s.superior_employee_id <> a.employee_id
       AND a.escalated_to_employee_id IS DISTINCT FROM s.superior_employee_id
""")
"""Nobody is asked to evaluate themselves: who stands above the own evaluator stays with that one."""
WENT = "a.tenant_id = :tenant AND a.escalated_to_employee_id IS NOT NULL AND a.state IN ('OPEN', 'EVALUATED')"
TAKE_BACK = text(f"""
    UPDATE appraisals a SET escalated_to_employee_id = NULL, escalated_at = NULL
     WHERE {WENT} AND NOT EXISTS (
           SELECT FROM ({SUPERIORS.format(tenant=":tenant", on="CAST(:on AS date)")}
                    AND p.employee_id IN (SELECT a.evaluator_employee_id FROM appraisals a WHERE {WENT})) s
            WHERE s.employee_id = a.evaluator_employee_id
              AND s.superior_employee_id = a.escalated_to_employee_id)
""")
"""Whoever stands above the evaluator no more evaluates there no more, nor sees what isn't published."""


class Waiting(NamedTuple):
    """Appraisals of a cycle that are due on one day and not evaluated, and the cycle's numbers of days."""

    cycle_id: UUID
    due_on: date
    reminder_days: int
    escalation_days: int


async def remind(context: Context) -> int:
    """Tell whoever is to evaluate or to acknowledge, once of each; how many were told.

    Repeating it tells nobody again. Some working days before the last one an evaluation is due; from the day
    after that one it is late; some working days later it goes to the evaluator's superior, who may evaluate
    then as well, for as long as above the evaluator, and is told once of all of them. Who hasn't acknowledged
    a result is told from the day after the last one for that.
    """
    async with about_everybody(context):
        await refresh_evaluators(context)
        await context.session.execute(TAKE_BACK, {"tenant": context.tenant, "on": context.today})
        told = [await _remind(context, one) for one in await _waiting(context)]
        return sum(told) + await _remind_employees(context)


async def _remind_employees(context: Context) -> int:
    asked = {"tenant": context.tenant, "on": context.today, "kind": NoticeKind.ACKNOWLEDGEMENT_LATE}
    return _rows(await context.session.execute(TELL_EMPLOYEES, asked))


async def _waiting(context: Context) -> list[Waiting]:
    days = (AppraisalCycle.reminder_days, AppraisalCycle.escalation_days)
    waiting = (
        select(AppraisalCycle.id, Appraisal.due_on, *days)
        .join(
            Appraisal,
            (Appraisal.tenant_id == AppraisalCycle.tenant_id) & (Appraisal.cycle_id == AppraisalCycle.id),
        )
        .where(AppraisalCycle.state == CycleState.OPEN, Appraisal.state == AppraisalState.OPEN)
        .distinct()
    )
    return [Waiting(*row) for row in await context.session.execute(waiting)]


async def _remind(context: Context, waiting: Waiting) -> int:
    due_on, today = waiting.due_on, context.today
    calendar = await calendar_between(context, min(due_on, today), max(due_on, today))
    left = working_days_between(today, due_on, calendar)
    if today <= due_on:
        due = left <= waiting.reminder_days
        return await _do(context, TELL_EVALUATORS, waiting, NoticeKind.EVALUATION_DUE) if due else 0
    told = await _do(context, TELL_EVALUATORS, waiting, NoticeKind.EVALUATION_LATE)
    if -left >= waiting.escalation_days:
        await _do(context, ESCALATE, waiting)
        told += await _tell_superiors(context, waiting)
    return told


async def _tell_superiors(context: Context, waiting: Waiting) -> int:
    """Tell whom late evaluations went to how many there are; the number of those told."""
    asked = {"tenant": context.tenant, "cycle": waiting.cycle_id, "now": context.now}
    done = await context.session.execute(TELL_SUPERIORS, asked)
    assert isinstance(done, CursorResult)  # noqa: S101  What a changing statement gives.
    return done.rowcount


async def _do(
    context: Context, statement: TextClause, waiting: Waiting, kind: NoticeKind | None = None
) -> int:
    """Do it for all who wait; the number of rows."""
    asked = {"tenant": context.tenant, "cycle": waiting.cycle_id, "due_on": waiting.due_on}
    more = {"kind": kind} if kind else {"on": context.today, "now": context.now}
    return _rows(await context.session.execute(statement, {**asked, **more}))


def _rows(done: Result[Any]) -> int:  # Any: whatever it returns.
    assert isinstance(done, CursorResult)  # noqa: S101  What a changing statement gives.
    return done.rowcount
