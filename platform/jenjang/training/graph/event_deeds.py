"""Events, attendance and completion as mutations."""

import strawberry

from jenjang.core.context import Context
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, payload_of
from jenjang.graph.perform import Ref
from jenjang.training.actions import attending, booking, completing, events, meetings
from jenjang.training.actions.attending import MANAGE
from jenjang.training.graph.catalogue import TrainingEvent
from jenjang.training.models.events import TrainingEvent as Row

TAKE_PART = "training:take_part"
WORDS = {
    "course_id": "Global id of the course.",
    "event_id": "Global id of the event.",
    "expected_version": EXPECTED_VERSION,
    "title": "What it is called, such as Angkatan II, at most 200 characters.",
    "series": "The series that it is one of.",
    "place": "Where it is held, at most 200 characters.",
    "quota": "How many seats there are, 1 to 10000.",
    "enrol_until": "The last day on which anybody enrols: that of the first meeting, or before.",
    "meetings": "Its meetings, 1 to 100, none at the time of another.",
    "cost": "Rupiah that a seat costs the unit of whoever goes.",
    "source": "From which budgets that is paid.",
    "trainer_employee_id": "Global id of the person who trains, if it is somebody of the government.",
    "agreement_id": "Global id of the partner's agreement under which it is held; it holds on all days.",
    "programme_id": "Global id of a programme under that agreement.",
    "partner_trainer_id": "Global id of the trainer of that partner.",
    "partner_money": "Rupiah of it that the partner pays, out of what the agreement gives.",
    "without_agreement": "Whether it is held under no agreement any more.",
    "without_programme": "Whether it is of no programme of the partner any more; the agreement stays.",
    "without_trainer": "Whether nobody who was named trains there any more, of the government or a partner.",
    "equipment": "What it needs of equipment at each meeting, each kind once.",
    "reason": "Why; whoever was to go reads it.",
    "meeting_id": "Global id of the meeting.",
    "people": "Who was there, and who wasn't: up to 300 of them at once, others by asking again.",
    "move": "Meetings that have another time, topic or room.",
    "add": "Meetings that come to it, in no room yet.",
    "cancel": "Global ids of meetings that aren't held; what is booked for them is free.",
}
TERMS = {
    "agreement_id": "PartnerAgreement",
    "programme_id": "PartnerProgramme",
    "partner_trainer_id": "PartnerTrainer",
}
EVENT = {"event_id": "TrainingEvent", "trainer_employee_id": "Employee", **TERMS}
NeedInput = input_of(
    booking.Need,
    "TrainingEquipmentNeedInput",
    "How many pieces of a kind an event needs at each of its meetings.",
    {"kind": "Of what.", "count": "How many, 1 to 1000."},
    {},
)
MeetingInput = input_of(
    events.MeetingAt,
    "TrainingMeetingInput",
    "When an event's people meet.",
    {
        "topic": "On what, at most 200 characters.",
        "begins_at": "When it begins.",
        "ends_at": "When it ends, less than a day later.",
    },
    {},
)
PresentInput = input_of(
    attending.PresentOrNot,
    "TrainingPresenceInput",
    "Whether somebody was there.",
    {
        "enrolment_id": "Global id of the enrolment, which has a seat.",
        "is_present": "Whether the person was there.",
    },
    {"enrolment_id": "TrainingEnrolment"},
)
OpenInput = input_of(
    events.EventOpen,
    "TrainingEventOpenInput",
    "When, where and for how many a course is held.",
    WORDS,
    {"course_id": "TrainingCourse", "trainer_employee_id": "Employee", **TERMS},
    {"meetings": MeetingInput, "equipment": NeedInput},
)
ChangeInput = input_of(
    events.EventChange,
    "TrainingEventChangeInput",
    "What is different from now on; what is left out stays. Meetings change by `trainingMeetingsChange`.",
    WORDS,
    EVENT,
)
MoveInput = input_of(
    meetings.MeetingMove,
    "TrainingMeetingMoveInput",
    "What is different of a meeting; what is left out stays.",
    {
        "meeting_id": "Global id of the meeting, which didn't begin yet.",
        "topic": "On what, at most 200 characters.",
        "begins_at": "When it begins.",
        "ends_at": "When it ends, less than a day later; left out: it lasts as long as before.",
        "room_id": "Global id of the room that is booked for it.",
        "without_room": "Whether no room is booked for it any more.",
    },
    {"meeting_id": "TrainingMeeting", "room_id": "Room"},
)
MeetingsInput = input_of(
    meetings.MeetingsChange,
    "TrainingMeetingsChangeInput",
    "Which meetings of an event are moved, come to it, and aren't held.",
    WORDS,
    {"event_id": "TrainingEvent", "cancel": "TrainingMeeting"},
    {"move": MoveInput, "add": MeetingInput},
)
CancelInput = input_of(
    events.EventCancel, "TrainingEventCancelInput", "Which event isn't held, and why.", WORDS, EVENT
)
AttendInput = input_of(
    attending.Attend,
    "TrainingAttendanceNoteInput",
    "Who was at a meeting.",
    WORDS,
    {"meeting_id": "TrainingMeeting"},
    {"people": PresentInput},
)
CompleteInput = input_of(
    completing.EventComplete, "TrainingEventCompleteInput", "Which event is over.", WORDS, EVENT
)
EventPayload = payload_of(
    "TrainingEventPayload", "What became of the event.", event=(TrainingEvent, "The event.")
)


async def _open(context: Context, asked: events.EventOpen) -> dict[str, object]:
    return _told(await events.open_event(context, asked))


async def _change(context: Context, asked: events.EventChange) -> dict[str, object]:
    return _told(await events.change_event(context, asked))


async def _meet(context: Context, asked: meetings.MeetingsChange) -> dict[str, object]:
    return _told(await meetings.change_meetings(context, asked))


async def _cancel(context: Context, asked: events.EventCancel) -> dict[str, object]:
    return _told(await events.cancel_event(context, asked))


async def _attend(context: Context, asked: attending.Attend) -> dict[str, object]:
    return _told(await attending.note_attendance(context, asked))


async def _complete(context: Context, asked: completing.EventComplete) -> dict[str, object]:
    return _told(await completing.complete_event(context, asked))


def _told(event: Row) -> dict[str, object]:
    return {"event": Ref("TrainingEvent", event.id)}


@strawberry.type
class Mutation:
    training_event_open = deed(
        "Hold a course: people may enrol from now on.",
        needs=MANAGE,
        asks=OpenInput,
        gives=EventPayload,
        do=_open,
    )
    training_event_change = deed(
        "Change an open event. Where there are more seats by that, who waits gets them, in their order.",
        needs=MANAGE,
        asks=ChangeInput,
        gives=EventPayload,
        do=_change,
    )
    training_meetings_change = deed(
        "Move, add and cancel meetings of an open event that didn't begin. What is booked for a meeting moves"
        " with it, if it is free then; enrolment ends with the day of the first meeting. Who is enrolled, and"
        " the trainer, is told once of all of it.",
        needs=MANAGE,
        asks=MeetingsInput,
        gives=EventPayload,
        do=_meet,
    )
    training_event_cancel = deed(
        "Don't hold an event: who had a seat or waited is told, and money that was promised is free again.",
        needs=MANAGE,
        asks=CancelInput,
        gives=EventPayload,
        do=_cancel,
    )
    training_attendance_note = deed(
        "Note who was at a meeting, once it began: as the event's trainer, or who manages training. What was"
        " noted before is corrected, until the event is completed.",
        needs=TAKE_PART,
        asks=AttendInput,
        gives=EventPayload,
        do=_attend,
        of_own=True,
    )
    training_event_complete = deed(
        "Complete an event after its last meeting: who attended four in five meetings has the certificate,"
        " the hours, and evidence of what was taught; who didn't, none of it. Seats are paid. Each meeting's"
        " list is noted before.",
        needs=TAKE_PART,
        asks=CompleteInput,
        gives=EventPayload,
        do=_complete,
        of_own=True,
    )
