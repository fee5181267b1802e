"""What appraisal tells the domains beside it: ids and days, of which each reads the rest through a window."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from jenjang.appraisal.models.evaluation import StepIntention
from jenjang.core.context import Context
from jenjang.events.telling import Event, Fact, tell

IMPROVEMENT_INTENDED = "appraisal.improvement_intended"
"""Somebody makes an improvement a step that is wanted by a day."""
RESULT_PUBLISHED = "appraisal.result_published"
"""A result became its employee's to read, or another one than it was."""


async def tell_intended(context: Context, intention: StepIntention) -> None:
    """Tell that an improvement is to become a step of a plan."""
    payload: dict[str, Fact] = {
        "employee_id": intention.employee_id,
        "point": intention.point_id,
        "wanted_by": intention.wanted_by,
    }
    await tell(
        context,
        Event(name=IMPROVEMENT_INTENDED, about=("StepIntention", intention.id), payload=payload),
    )


async def tell_published(context: Context, people: Mapping[UUID, UUID]) -> None:
    """Tell of published results, by the employee of each appraisal: any number in one statement."""
    await tell(
        context,
        *(
            Event(name=RESULT_PUBLISHED, about=("Appraisal", appraisal), payload={"employee_id": employee})
            for appraisal, employee in people.items()
        ),
    )


async def tell_brought_in(context: Context, people: Iterable[UUID]) -> None:
    """Tell the same of whose results were brought in from elsewhere, once a person."""
    await tell(
        context,
        *(
            Event(name=RESULT_PUBLISHED, about=("Employee", one), payload={"employee_id": one})
            for one in sorted(set(people))
        ),
    )
