"""What the meetings of some time lack, month by month: reckoned by the rules."""

import datetime
from typing import Annotated

import strawberry

from jenjang.core.context import Context
from jenjang.graph.judged import judged
from jenjang.partnership.graph import enums
from jenjang.training.actions.shortage import lacking_in
from jenjang.training.graph.catalogue import SEEN
from jenjang.training.rules.shortage import Month


@strawberry.type(description="Equipment of one kind that meetings lack.")
class EquipmentLack:
    kind: enums.EquipmentKind = strawberry.field(description="Of what.")
    meetings: int = strawberry.field(description="How many meetings lack some.")
    pieces: int = strawberry.field(description="How many pieces lack at most at one of them.")


@strawberry.type(description="What the meetings that begin in a month lack.")
class FacilityShortage:
    first_day: datetime.date = strawberry.field(description="The first day of the month.")
    meetings: int = strawberry.field(description="How many meetings begin in it within the time asked about.")
    without_room: int = strawberry.field(
        description="For how many no room is booked, and none that has the seats is open and free then."
    )
    unbooked: int = strawberry.field(
        description="For how many no room is booked, though one that fits is free."
    )
    lacks: list[EquipmentLack] = strawberry.field(
        description="What they need of equipment, and neither have booked nor could."
    )


@judged(
    "What the meetings that begin in some time lack of rooms and equipment, month by month, as things are"
    " booked now; a month without meetings isn't there. Each meeting is judged by itself: of two that could"
    " have the last free room, neither lacks one. Cancelled events don't count.",
    needs=SEEN,
)
async def facility_shortage(
    context: Context,
    from_: Annotated[
        datetime.date, strawberry.argument(name="from", description="The first day asked about.")
    ],
    to: Annotated[
        datetime.date,
        strawberry.argument(description="The first day not asked about, at most 366 days later."),
    ],
) -> list[FacilityShortage] | None:
    return [_told(one) for one in await lacking_in(context, from_, to)]


def _told(month: Month) -> FacilityShortage:
    lacks = [EquipmentLack(kind=one.kind, meetings=one.meetings, pieces=one.pieces) for one in month.lacks]
    return FacilityShortage(
        first_day=month.first_day,
        meetings=month.meetings,
        without_room=month.without_room,
        unbooked=month.unbooked,
        lacks=lacks,
    )
