"""The rule of study leave that is in force on a date."""

from datetime import date

from jenjang.core.context import Context
from jenjang.organisation.actions.law import cite, in_force
from jenjang.study.rules.study import StudyRule, study_rule

STUDY = "study_leave"


async def study_on(context: Context, on: date) -> tuple[StudyRule, str]:
    """The rule, and how a result names its version. Raises NoRuleInForce."""
    rule = await in_force(context, STUDY, on)
    return rule.read_by(study_rule), cite(rule)
