"""An improvement that a career plan takes up is the plan's: its person drops it no more."""

from collections.abc import Sequence

from sqlalchemy import update

from jenjang.appraisal.models.evaluation import StepIntention
from jenjang.appraisal.terms import IntentionState
from jenjang.core.context import Context
from jenjang.events.handling import Letter, on


@on("career.improvement_taken_up", deed="stepIntentionTakenUp")
async def mark_taken_up(context: Context, letters: Sequence[Letter]) -> None:
    """Mark what plans took up; a letter that comes twice, or after it was dropped, changes nothing."""
    named = StepIntention.id.in_([one.about[1] for one in letters])
    taken = (
        update(StepIntention)
        .where(named, StepIntention.state == IntentionState.WANTED)
        .values(state=IntentionState.TAKEN_UP)
        .returning(StepIntention.id)
    )
    for intention in await context.session.scalars(taken):
        context.concern("StepIntention", intention)
