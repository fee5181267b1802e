"""Requests for what a budget would pay, in the order that the rule advises."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from jenjang.core.context import Context
from jenjang.organisation.actions.law import cite, in_force
from jenjang.organisation.actions.reach import check_reaches_unit, reaches_placed
from jenjang.training.models.catalogue import TrainingBudget
from jenjang.training.rules.ranking import Ranked, Request, Taught, ranked, ranking_rule

RANKING = "training_ranking"
OVER_PERSON = ("training:read", "competence:read")
"""What a viewer holds over whoever asks to be shown the request: it tells of gaps."""
ASKED = text("""
    SELECT n.id, n.employee_id, n.event_id, n.made_at, v.cost, s.level, s.critical, p.unit_id,
           coalesce((SELECT jsonb_agg(jsonb_build_array(t.level, g.required, l.level))
              FROM training_targets t
              JOIN competency_gaps g ON g.tenant_id = :tenant AND g.employee_id = n.employee_id
               AND g.subject = t.subject
               AND g.placed_from <= :on AND (g.placed_to IS NULL OR g.placed_to > :on)
               AND g.required_from <= :on AND (g.required_to IS NULL OR g.required_to > :on)
              LEFT JOIN competency_levels l ON l.tenant_id = :tenant AND l.employee_id = n.employee_id
               AND l.subject = t.subject AND l.valid_from <= :on AND l.valid_to > :on
             WHERE t.tenant_id = :tenant AND t.course_id = v.course_id), '[]') AS taught
      FROM training_events v
      JOIN training_enrolments n ON n.tenant_id = :tenant AND n.event_id = v.id AND n.state = 'REQUESTED'
      JOIN placements p ON p.tenant_id = :tenant AND p.employee_id = n.employee_id
       AND p.valid_from <= :on AND (p.valid_to IS NULL OR p.valid_to > :on)
      JOIN positions s ON s.tenant_id = :tenant AND s.id = p.position_id
     WHERE v.tenant_id = :tenant AND v.state = 'OPEN' AND v.cost > 0 AND v.source = :source
       AND v.begins_on >= greatest(:on, make_date(:year, 1, 1)) AND v.begins_on < make_date(:year + 1, 1, 1)
       AND :budget = (SELECT b.id FROM unit_ancestry a
             JOIN training_budgets b ON b.tenant_id = :tenant AND b.unit_id = a.ancestor_id
              AND b.year = :year AND b.source = :source
            WHERE a.tenant_id = :tenant AND a.unit_id = p.unit_id
              AND a.valid_from <= :on AND (a.valid_to IS NULL OR a.valid_to > :on)
            ORDER BY a.depth LIMIT 1)
""")
"""Who asks, for events to come, for money of a budget: the one that would pay is found as for a seat."""
TAKEN = text("""
    SELECT coalesce(sum(v.cost), 0) FROM training_enrolments n
      JOIN training_events v ON v.tenant_id = :tenant AND v.id = n.event_id
     WHERE n.tenant_id = :tenant AND n.budget_id = :budget AND n.state = 'WAITING'
       AND v.state = 'OPEN' AND v.begins_on >= :on
""")
"""Rupiah that seats of who is approved, and waits for one of an event to come, would take."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A request in its place; whose it is, and for which event."""

    ranked: Ranked
    employee_id: UUID
    event_id: UUID


@dataclass(frozen=True, slots=True)
class Advice:
    """All requests for a budget's money in their order; what is left of it; by which rule.

    What who is approved and waits would take isn't left; below zero there is nothing.
    """

    requests: Sequence[Asking]
    left: Decimal
    rule: str


async def requests_of(context: Context, budget_id: UUID) -> Advice:
    """Who asks for a budget's money, of whom the viewer may know, in the order advised.

    Raises NotFound of a budget out of reach, NoRuleInForce.
    """
    budget = await context.get(TrainingBudget, budget_id, field="budgetId")
    check_reaches_unit(context, "budget:read", budget.unit_id, "budgetId")
    rule = await in_force(context, RANKING, context.today)
    asked = {"tenant": context.tenant, "on": context.today, "budget": budget.id}
    rows = await context.session.execute(ASKED, {**asked, "year": budget.year, "source": budget.source})
    known = {
        row.id: row
        for row in rows
        if all(reaches_placed(context, one, row.employee_id, row.unit_id) for one in OVER_PERSON)
    }
    requests = [
        Request(
            enrolment_id=row.id,
            level=row.level,
            is_critical=row.critical,
            taught=[Taught(*one) for one in row.taught],
            cost=row.cost,
            made_at=row.made_at,
        )
        for row in known.values()
    ]
    taken = await context.session.scalar(TAKEN, asked) or 0
    left = max(budget.available - taken, Decimal(0))
    found = ranked(rule.read_by(ranking_rule), requests, left)
    named = [(one, known[one.request.enrolment_id]) for one in found]
    return Advice([Asking(one, row.employee_id, row.event_id) for one, row in named], left, cite(rule))
