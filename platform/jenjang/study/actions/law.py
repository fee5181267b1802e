"""The rules of study that are in force on a date."""

from datetime import date

from jenjang.core.context import Context
from jenjang.organisation.actions.law import cite, in_force
from jenjang.study.rules.entitlements import MeritRule, merit_rule
from jenjang.study.rules.study import StudyRule, study_rule

STUDY, MERIT = "study_leave", "merit_entitlement"


async def study_on(context: Context, on: date) -> tuple[StudyRule, str]:
    """The rule, and how a result names its version. Raises NoRuleInForce."""
    rule = await in_force(context, STUDY, on)
    return rule.read_by(study_rule), cite(rule)


async def merit_on(context: Context, on: date) -> tuple[MeritRule, str]:
    """What merit gives a right to, and how a right names its version. Raises NoRuleInForce."""
    rule = await in_force(context, MERIT, on)
    return rule.read_by(merit_rule), cite(rule)
