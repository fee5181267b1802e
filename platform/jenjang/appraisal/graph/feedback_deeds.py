"""Feedback and notices as mutations."""

import strawberry

from jenjang.appraisal.actions import feedback, reading_notices
from jenjang.appraisal.graph.concerning import on_file
from jenjang.appraisal.graph.feedback import Feedback, FeedbackRequest
from jenjang.appraisal.graph.subjects import TAKE_PART
from jenjang.core.context import Context
from jenjang.graph.deeds import deed, input_of, key, payload_of
from jenjang.graph.perform import Ref

AskInput = input_of(
    feedback.AskForFeedback,
    "FeedbackAskInput",
    "Whom to ask for feedback about your own work: by global id, or by NIP.",
    {
        "of_employee_id": "Global id of the person, where you may see the file.",
        "of_nip": "NIP or NI PPPK of the person, 18 digits (spaces don't count).",
        "question": "What you ask, at most 4000 characters.",
    },
    {"of_employee_id": "Employee"},
)
GiveInput = input_of(
    feedback.GiveFeedback,
    "FeedbackGiveInput",
    "To whom you give feedback: by global id, by NIP, or as the answer to a question.",
    {
        "employee_id": "Global id of the person, where you may see the file.",
        "nip": "NIP or NI PPPK of the person, 18 digits (spaces don't count).",
        "request_id": "Global id of the question that you answer, which is closed by that.",
        "kind": "Appreciation or suggestion.",
        "text": "The feedback, at most 4000 characters.",
        "behaviour": "Code of the behaviour it is about, such as KOLABORATIF.",
        "result_id": "Global id of the person's expected result it is about, where you may see it.",
        "evidence": "Links (https) to what it rests on, at most 10.",
    },
    {"employee_id": "Employee", "request_id": "FeedbackRequest", "result_id": "SkpResult"},
)


@strawberry.input(description="Which question for feedback you decline.")
class FeedbackDeclineInput:
    request_id: strawberry.ID = strawberry.field(description="Global id of the question.")


@strawberry.input(description="Which of your notices you have read.")
class NoticeReadInput:
    notice_ids: list[strawberry.ID] = strawberry.field(description="Their global ids, at most 100.")


RequestPayload = payload_of(
    "FeedbackRequestPayload", "The question.", request=(FeedbackRequest, "The question.")
)
FeedbackPayload = payload_of("FeedbackPayload", "The feedback.", feedback=(Feedback, "The feedback."))
NoticePayload = payload_of(
    "NoticeReadPayload", "What is read.", read_count=(int, "How many of them weren't read before.")
)


async def _ask(context: Context, asked: feedback.AskForFeedback) -> dict[str, object]:
    return {"request": Ref("FeedbackRequest", on_file(context, await feedback.ask(context, asked)).id)}


async def _decline(context: Context, asked: FeedbackDeclineInput) -> dict[str, object]:
    request = key(asked.request_id, "FeedbackRequest", "requestId")
    return {"request": Ref("FeedbackRequest", on_file(context, await feedback.decline(context, request)).id)}


async def _give(context: Context, asked: feedback.GiveFeedback) -> dict[str, object]:
    return {"feedback": Ref("Feedback", on_file(context, await feedback.give(context, asked)).id)}


async def _read(context: Context, asked: NoticeReadInput) -> dict[str, object]:
    named = [key(one, "Notice", ("noticeIds", str(place))) for place, one in enumerate(asked.notice_ids)]
    return {"read_count": await reading_notices.read(context, named)}


@strawberry.type
class Mutation:
    feedback_ask = deed(
        "Ask a colleague of your government for feedback about your work.",
        needs=TAKE_PART,
        asks=AskInput,
        gives=RequestPayload,
        do=_ask,
        of_own=True,
    )
    feedback_decline = deed(
        "Decline to give feedback that you were asked for.",
        needs=TAKE_PART,
        asks=FeedbackDeclineInput,
        gives=RequestPayload,
        do=_decline,
        of_own=True,
    )
    feedback_give = deed(
        "Give a colleague of your government feedback, asked or not. What is given can't be changed or"
        " deleted, by anybody.",
        needs=TAKE_PART,
        asks=GiveInput,
        gives=FeedbackPayload,
        do=_give,
        of_own=True,
    )
    notice_read = deed(
        "Mark notices as read.",
        needs=TAKE_PART,
        asks=NoticeReadInput,
        gives=NoticePayload,
        do=_read,
        of_own=True,
    )
