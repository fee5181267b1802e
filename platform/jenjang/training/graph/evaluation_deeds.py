"""Codes for attendance, and evaluation at four levels, as mutations."""

import datetime

import strawberry

from jenjang.core.context import Context
from jenjang.graph.deeds import deed, input_of, payload_of
from jenjang.graph.perform import Ref
from jenjang.training.actions import codes, evaluating, reacting
from jenjang.training.actions.attending import MANAGE
from jenjang.training.graph.catalogue import TrainingEvent
from jenjang.training.graph.evaluation import TrainingBehaviour, TrainingReaction, TrainingResult
from jenjang.training.graph.event_deeds import TAKE_PART, EventPayload
from jenjang.training.graph.people import TrainingEnrolment

CodeOpenInput = input_of(
    codes.CodeOpen,
    "TrainingAttendanceCodeOpenInput",
    "Of which meeting people may say that they are there.",
    {"meeting_id": "Global id of the meeting."},
    {"meeting_id": "TrainingMeeting"},
)
SayInput = input_of(
    codes.SayCode,
    "TrainingAttendInput",
    "That you are there.",
    {"code": "The code that the trainer shows; spaces and small letters count alike."},
    {},
)
ScoreInput = input_of(
    reacting.QuestionScore,
    "TrainingScoreInput",
    "How one thing was.",
    {"question": "What is asked about.", "score": "1 (bad) to 5 (very good)."},
    {},
)
ReactInput = input_of(
    reacting.React,
    "TrainingReactInput",
    "How it was, once and as a whole.",
    {
        "reaction_id": "Global id of what you are asked.",
        "scores": "A score for each question.",
        "remark": "What else you want to say; who trains reads it, without your name.",
    },
    {"reaction_id": "TrainingReaction"},
    {"scores": ScoreInput},
)
PointsInput = input_of(
    evaluating.Points,
    "TrainingPointsInput",
    "What somebody had in the tests; what is left out stays.",
    {
        "enrolment_id": "Global id of the enrolment.",
        "before": "Points of the test before, 0 to 100.",
        "after": "Points of the test after, 0 to 100, of who was at a meeting at least.",
    },
    {"enrolment_id": "TrainingEnrolment"},
)
TestsInput = input_of(
    evaluating.NoteTests,
    "TrainingTestNoteInput",
    "What people had in the tests.",
    {"event_id": "Global id of the event.", "people": "Whose tests, and how many points."},
    {"event_id": "TrainingEvent"},
    {"people": PointsInput},
)
BehaviourInput = input_of(
    evaluating.AnswerBehaviour,
    "TrainingBehaviourAnswerInput",
    "How far somebody applies what was learned.",
    {
        "behaviour_id": "Global id of what you are asked.",
        "applied": "1 (not at all) to 5 (always).",
        "example": "An example; the person reads it.",
    },
    {"behaviour_id": "TrainingBehaviour"},
)
ResultInput = input_of(
    evaluating.AddResult,
    "TrainingResultAddInput",
    "What a unit measured before and after an event.",
    {
        "event_id": "Global id of the event.",
        "unit_id": "Global id of the unit.",
        "indicator": "What was measured, at most 200 characters.",
        "measure": "In what, such as days or per cent, at most 200 characters.",
        "before": "How much it was before.",
        "after": "How much it was after.",
        "before_on": "Day of the first measuring.",
        "after_on": "Day of the second measuring.",
        "source": "Where the numbers are from.",
    },
    {"event_id": "TrainingEvent", "unit_id": "Unit"},
)
CodePayload = payload_of(
    "TrainingAttendanceCodePayload",
    "The code to show.",
    event=(TrainingEvent, "The event."),
    code=(str, "The code. It is shown this once: not even a repeated request gets it again."),
    valid_until=(datetime.datetime, "Until when it is valid."),
)
AttendPayload = payload_of(
    "TrainingAttendPayload", "Where you are.", enrolment=(TrainingEnrolment, "Your enrolment.")
)
ReactPayload = payload_of(
    "TrainingReactPayload", "What was answered.", reaction=(TrainingReaction, "What you were asked.")
)
BehaviourPayload = payload_of(
    "TrainingBehaviourPayload", "What was answered.", behaviour=(TrainingBehaviour, "What was said.")
)
ResultPayload = payload_of(
    "TrainingResultPayload", "What was measured.", result=(TrainingResult, "The result.")
)


async def _open(context: Context, asked: codes.CodeOpen) -> dict[str, object]:
    event, kept, code = await codes.open_code(context, asked)
    return {"event": Ref("TrainingEvent", event.id), "code": code, "valid_until": kept.valid_until}


async def _say(context: Context, asked: codes.SayCode) -> dict[str, object]:
    enrolment = await codes.say_code(context, asked)
    context.concern("Employee", enrolment.employee_id)
    return {"enrolment": Ref("TrainingEnrolment", enrolment.id)}


async def _react(context: Context, asked: reacting.React) -> dict[str, object]:
    return {"reaction": Ref("TrainingReaction", (await reacting.react(context, asked)).id)}


async def _test(context: Context, asked: evaluating.NoteTests) -> dict[str, object]:
    return {"event": Ref("TrainingEvent", (await evaluating.note_tests(context, asked)).id)}


async def _behave(context: Context, asked: evaluating.AnswerBehaviour) -> dict[str, object]:
    behaviour = await evaluating.answer_behaviour(context, asked)
    context.concern("Employee", behaviour.employee_id)
    return {"behaviour": Ref("TrainingBehaviour", behaviour.id)}


async def _measure(context: Context, asked: evaluating.AddResult) -> dict[str, object]:
    return {"result": Ref("TrainingResult", (await evaluating.add_result(context, asked)).id)}


@strawberry.type
class Mutation:
    training_attendance_code_open = deed(
        "Make a code by which who is at a meeting under way says so, for some minutes, as the event's trainer"
        " or who manages training. The code before it ends.",
        needs=TAKE_PART,
        asks=CodeOpenInput,
        gives=CodePayload,
        do=_open,
        of_own=True,
        tells_once=True,
    )
    training_attend = deed(
        "Say that you are at a meeting at which you have a seat, by its code, once.",
        needs=TAKE_PART,
        asks=SayInput,
        gives=AttendPayload,
        do=_say,
        of_own=True,
    )
    training_react = deed(
        "Say how a training was that you attended, once. Only counts are kept: nobody, you included, is ever"
        " shown what was yours.",
        needs=TAKE_PART,
        asks=ReactInput,
        gives=ReactPayload,
        do=_react,
        of_own=True,
        anonymous=True,
    )
    training_test_note = deed(
        "Note what people had in the tests before and after an event, as its trainer or who manages"
        " training.",
        needs=TAKE_PART,
        asks=TestsInput,
        gives=EventPayload,
        do=_test,
        of_own=True,
    )
    training_behaviour_answer = deed(
        "Say how far somebody whom you lead applies what was learned, once, when you are asked.",
        needs=TAKE_PART,
        asks=BehaviourInput,
        gives=BehaviourPayload,
        do=_behave,
        of_own=True,
    )
    training_result_add = deed(
        "Keep what a unit measured before and after a completed event; it stays as it is.",
        needs=MANAGE,
        asks=ResultInput,
        gives=ResultPayload,
        do=_measure,
    )
