"""Credit is counted at the level and rank held: anew once somebody is placed, or has another rank."""

from collections.abc import Sequence

from sqlalchemy import select

from jenjang.appraisal.actions.credits import CREDIT
from jenjang.appraisal.actions.standings import count_credit
from jenjang.appraisal.models.credit import CreditStanding
from jenjang.core.context import Context
from jenjang.events.handling import Letter, on
from jenjang.organisation.actions.history import one_at_a_time


async def _recount(context: Context, letters: Sequence[Letter]) -> None:
    """Count it as of today: what begins later is counted with the next result. Twice comes to the same."""
    people = {letter.about[1] for letter in letters}
    await one_at_a_time(context, CREDIT)
    await count_credit(context, people)
    standing = select(CreditStanding.employee_id).where(CreditStanding.employee_id.in_(people)).distinct()
    for person in await context.session.scalars(standing):
        context.concern("Employee", person)


HANDLERS = (
    on("organisation.placed", deed="creditCounted")(_recount),
    on("organisation.rank_changed", deed="creditCounted")(_recount),
)
