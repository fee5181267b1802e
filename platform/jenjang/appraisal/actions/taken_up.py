"""An improvement that a career plan holds is the plan's: nobody drops it until the plan lets it go."""

from collections.abc import Sequence

from sqlalchemy import exists, update

from jenjang.appraisal.models.evaluation import StepIntention
from jenjang.appraisal.terms import IntentionState
from jenjang.core.context import Context
from jenjang.events.handling import Letter, on
from jenjang.organisation.windows import improvements_planned


async def _mark(context: Context, letters: Sequence[Letter]) -> None:
    """Mark improvements as plans hold them now: a letter that comes twice, or late, changes nothing."""
    named = StepIntention.id.in_([one.about[1] for one in letters])
    held = exists().where(improvements_planned.c.id == StepIntention.id)
    for before, after, is_so in (
        (IntentionState.WANTED, IntentionState.TAKEN_UP, held),
        (IntentionState.TAKEN_UP, IntentionState.WANTED, ~held),
    ):
        changing = update(StepIntention).where(named, StepIntention.state == before, is_so)
        changed = changing.values(state=after).returning(StepIntention.id)
        for intention in await context.session.scalars(changed):
            context.concern("StepIntention", intention)


HANDLERS = (
    on("career.improvement_taken_up", deed="stepIntentionTakenUp")(_mark),
    on("career.improvement_let_go", deed="stepIntentionLetGo")(_mark),
)
