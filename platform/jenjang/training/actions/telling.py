"""Levels 2 and 3 are told of an event as a whole in steps, as level 1 is: two looks tell nobody's share.

Else the mean before an answer and the mean after it would tell that answer.
"""

from sqlalchemy import and_, func, select, update

from jenjang.core.context import Context
from jenjang.training.actions.law import evaluation_rule_on
from jenjang.training.models.evaluation import TrainingBehaviour, TrainingTest
from jenjang.training.models.events import TrainingEvent
from jenjang.training.rules.evaluation import is_told

IN_THE_TABLES = {"synchronize_session": False}


async def tell_tests(context: Context, event: TrainingEvent) -> None:
    """Tell the tests of a locked event anew if those of enough people came or changed.

    Raises NoRuleInForce.
    """
    of = TrainingTest
    whole = and_(of.event_id == event.id, of.gain.is_not(None))
    as_told = and_(
        of.before.is_not_distinct_from(of.told_before), of.after.is_not_distinct_from(of.told_after)
    )
    new = await context.session.scalar(select(func.count()).select_from(of).where(whole, ~as_told))
    rule = await evaluation_rule_on(context, event.ends_on)
    if is_told(new or 0, 0, rule.smallest_group):
        anew = update(of).where(whole).values(told_before=of.before, told_after=of.after)
        await context.session.execute(anew, execution_options=IN_THE_TABLES)


async def tell_behaviours(context: Context, event: TrainingEvent) -> None:
    """Tell what superiors say of a locked event's people anew if enough answered since.

    Raises NoRuleInForce.
    """
    of = TrainingBehaviour
    answered = and_(of.event_id == event.id, of.applied.is_not(None))
    counts = select(func.count(), func.count().filter(of.is_told)).where(answered)
    answers, told = (await context.session.execute(counts)).one()
    rule = await evaluation_rule_on(context, event.ends_on)
    if is_told(answers, told, rule.smallest_group):
        anew = update(of).where(answered).values(is_told=True)
        await context.session.execute(anew, execution_options=IN_THE_TABLES)
