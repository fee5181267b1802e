"""What an event takes of partners and facilities, and who uses those."""

from decimal import Decimal

import strawberry

from jenjang.core.context import Context
from jenjang.graph.declare import Connection, extend, field, many, one, page, record
from jenjang.graph.deeds import deed, input_of, payload_of
from jenjang.graph.filters import filter_input, moment, order_input
from jenjang.graph.perform import Ref
from jenjang.partnership.graph import enums
from jenjang.partnership.graph.facilities import Equipment, Room
from jenjang.partnership.graph.register import PartnerAgreement, PartnerProgramme, PartnerTrainer
from jenjang.training.actions import booking
from jenjang.training.actions.attending import MANAGE
from jenjang.training.graph.catalogue import SEEN, EventFilter, EventOrder, TrainingEvent, TrainingMeeting
from jenjang.training.models import bookings

MeetingFilter = filter_input(
    "TrainingMeetingFilter",
    "Which meetings.",
    {
        "begins_at": moment("begins_at", "By when they begin."),
        "ends_at": moment("ends_at", "By when they end."),
    },
)
MeetingOrder = order_input(
    "TrainingMeetingOrder", {"BEGINS_AT": ("begins_at", "By when they begin.")}, [("BEGINS_AT", "ASC")]
)


@record(bookings.TrainingEquipmentNeed, needs=SEEN)
class TrainingEquipmentNeed:
    """How many pieces of a kind an event needs at each of its meetings."""

    kind: enums.EquipmentKind = field("Of what.")
    count: int = field("How many.")


@record(bookings.TrainingEquipmentBooking, needs=SEEN)
class TrainingEquipmentBooking:
    """Pieces of equipment that are booked for a meeting."""

    equipment: Equipment | None = one("Of what.", by="equipment_id")
    count: int = field("How many.")


@extend(TrainingEvent)
class EventTerms:
    agreement: PartnerAgreement | None = one(
        "The partner's agreement under which it is held.", by="agreement_id"
    )
    programme: PartnerProgramme | None = one("The programme of which it is a part.", by="programme_id")
    partner_trainer: PartnerTrainer | None = one("Who trains for the partner.", by="partner_trainer_id")
    partner_money: Decimal = field("Rupiah of it that the partner pays.")
    equipment_needs: list[TrainingEquipmentNeed] | None = many(
        "What it needs of equipment at each meeting.", of="event_id", order="{row}.kind"
    )


@extend(TrainingMeeting)
class MeetingPlace:
    event: TrainingEvent | None = one("Of which event.", by="event_id")
    room: Room | None = one("The room that is booked for it.", by="room_id")
    equipment: list[TrainingEquipmentBooking] | None = many(
        "What is booked for it of equipment.", of="meeting_id", order="{row}.equipment_id"
    )


@extend(PartnerAgreement)
class AgreementEvents:
    training_events: Connection[TrainingEvent] | None = page(
        "What is held under it.", of="agreement_id", filter=EventFilter, order=EventOrder
    )


@extend(Room)
class RoomMeetings:
    meetings: Connection[TrainingMeeting] | None = page(
        "The meetings for which it is booked, or was.",
        of="room_id",
        filter=MeetingFilter,
        order=MeetingOrder,
    )


PiecesInput = input_of(
    booking.Pieces,
    "TrainingEquipmentInput",
    "Pieces of some equipment.",
    {"equipment_id": "Global id of the equipment, named once.", "count": "How many, 1 to 1000."},
    {"equipment_id": "Equipment"},
)
BookInput = input_of(
    booking.Book,
    "TrainingMeetingBookInput",
    "What is booked for a meeting, whole: what is left out is free again.",
    {
        "meeting_id": "Global id of the meeting.",
        "expected_version": "The event's `version` you saw; a newer one means STALE and nothing is done.",
        "room_id": "Global id of the room.",
        "equipment": "Equipment, each once.",
    },
    {"meeting_id": "TrainingMeeting", "room_id": "Room"},
    {"equipment": PiecesInput},
)
BookPayload = payload_of(
    "TrainingMeetingBookPayload", "What was booked.", event=(TrainingEvent, "The meeting's event.")
)


async def _book(context: Context, asked: booking.Book) -> dict[str, object]:
    context.concern("TrainingMeeting", asked.meeting_id)
    return {"event": Ref("TrainingEvent", (await booking.book(context, asked)).id)}


@strawberry.type
class Mutation:
    training_meeting_book = deed(
        "Book a room and equipment for a meeting, instead of what was booked for it: nothing that another"
        " meeting has at that time.",
        needs=MANAGE,
        asks=BookInput,
        gives=BookPayload,
        do=_book,
    )
