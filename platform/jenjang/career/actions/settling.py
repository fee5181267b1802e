"""Steps end by themselves once what they wait for is recorded: a course completed, a level, a result."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import text

from jenjang.career.actions.law import requirements_on
from jenjang.core.context import Context
from jenjang.events.handling import Letter, on, person_of
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_all
from jenjang.organisation.terms import NoticeKind

PLAN_APPROVED = "career.plan_approved"
"""What this domain tells itself: a plan is approved, so that what was recorded just before is looked for."""
DUE = text("""
    WITH met AS (
        SELECT s.id, coalesce(
                   (SELECT min(c.certified_on) FROM trainings_completed c
                     WHERE c.tenant_id = :tenant AND c.employee_id = s.employee_id
                       AND c.course_id = s.course_id AND c.certified_on >= p.begins_on),
                   (SELECT min(greatest(l.valid_from, p.begins_on)) FROM competency_levels l
                     WHERE l.tenant_id = :tenant AND l.employee_id = s.employee_id AND l.subject = s.subject
                       AND l.level >= s.level AND l.valid_from <= :today AND l.valid_to > :today),
                   (SELECT CAST(:today AS date) FROM performance_years y
                     WHERE s.kind = 'APPRAISAL' AND y.tenant_id = :tenant AND y.employee_id = s.employee_id
                       AND y.year >= extract(year FROM p.begins_on)
                       AND y.predicate = ANY(CAST(:predicates AS text[])) LIMIT 1)) AS day
          FROM career_plans p
          JOIN career_steps s ON s.tenant_id = :tenant AND s.plan_id = p.id AND s.done_on IS NULL
         WHERE p.tenant_id = :tenant AND p.employee_id = ANY(CAST(:people AS uuid[])) AND p.state = 'APPROVED'
         ORDER BY s.id
           FOR UPDATE OF s)
    UPDATE career_steps s SET done_on = least(met.day, CAST(:today AS date))
      FROM met
     WHERE s.tenant_id = :tenant AND s.id = met.id AND met.day IS NOT NULL
 RETURNING s.employee_id, s.id
""")
"""What is met of the approved plans of some people, as it is recorded now: asked twice, nothing more ends."""


async def settle(context: Context, people: Iterable[UUID]) -> None:
    """End what these people's approved plans wait for and is there, and tell them.

    A result is good that counts where positions ask for results. Raises NoRuleInForce.
    """
    good = sorted((await requirements_on(context, context.today)).predicates)
    of = {"tenant": context.tenant, "people": sorted(set(people))}
    asked = {**of, "today": context.today, "predicates": good}
    rows = (await context.session.execute(DUE, asked)).all()
    done = [(row.employee_id, Ref("CareerStep", row.id)) for row in rows]
    await tell_all(context, NoticeKind.PLAN_STEP_DONE, done)
    for _, step in done:
        context.concern(step.type_name, step.key)


async def _take_up(context: Context, letters: Sequence[Letter]) -> None:
    """Settle the plans of whom these letters tell; a letter that comes twice finds nothing left."""
    await settle(context, [person_of(one) for one in letters])


HANDLERS = tuple(
    on(name, deed="careerStepSettle")(_take_up)
    for name in ("training.completed", "competence.assessed", "appraisal.result_published", PLAN_APPROVED)
)
