"""Rules of training as the pure rules read them."""

from datetime import date

from jenjang.core.context import Context
from jenjang.organisation.actions.law import in_force
from jenjang.training.rules.evaluation import EvaluationRule, evaluation_rule
from jenjang.training.rules.meetings import LessonRule, lesson_rule

EVALUATION, LESSONS = "training_evaluation", "training_lessons"


async def evaluation_rule_on(context: Context, on: date) -> EvaluationRule:
    """How trainings are evaluated on a date. Raises NoRuleInForce."""
    return (await in_force(context, EVALUATION, on)).read_by(evaluation_rule)


async def lesson_rule_on(context: Context, on: date) -> LessonRule:
    """How long lessons are on a date, and which are held in meetings. Raises NoRuleInForce."""
    return (await in_force(context, LESSONS, on)).read_by(lesson_rule)
