"""The rules of careers that are in force on a date."""

from datetime import date

from jenjang.career.rules.moves import CareerPattern, career_pattern
from jenjang.career.rules.plans import PlanRule, plan_rule
from jenjang.career.rules.promotion import PromotionRule, promotion_rule
from jenjang.career.rules.requirements import RequirementRule, requirement_rule
from jenjang.career.rules.stagnation import StagnationRule, stagnation_rule
from jenjang.core.context import Context
from jenjang.organisation.actions.law import cite, in_force

PATTERN, REQUIREMENTS, PROMOTION = "career_pattern", "position_requirements", "rank_promotion"
PLANS, STAGNATION = "career_plan", "stagnation"


async def pattern_on(context: Context, on: date) -> CareerPattern:
    """Where each level stands on a date. Raises NoRuleInForce."""
    return (await in_force(context, PATTERN, on)).read_by(career_pattern)


async def requirements_on(context: Context, on: date) -> RequirementRule:
    """What each level asks on a date. Raises NoRuleInForce."""
    return (await in_force(context, REQUIREMENTS, on)).read_by(requirement_rule)


async def promotion_on(context: Context, on: date) -> PromotionRule:
    """What the next rank takes on a date. Raises NoRuleInForce."""
    return (await in_force(context, PROMOTION, on)).read_by(promotion_rule)


async def plans_on(context: Context, on: date) -> PlanRule:
    """What a career plan holds on a date. Raises NoRuleInForce."""
    return (await in_force(context, PLANS, on)).read_by(plan_rule)


async def stagnation_on(context: Context, on: date) -> tuple[StagnationRule, str]:
    """When a career stands still, and how a case names the rule's version. Raises NoRuleInForce."""
    rule = await in_force(context, STAGNATION, on)
    return rule.read_by(stagnation_rule), cite(rule)
