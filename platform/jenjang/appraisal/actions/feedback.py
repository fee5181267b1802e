"""Feedback all year: ask for it, decline to, give it, asked or not. What was given stays as it is."""

from dataclasses import dataclass
from uuid import UUID

from jenjang.appraisal.actions.colleagues import Person, colleague
from jenjang.appraisal.actions.reach import READ, SKPS, reaches_part
from jenjang.appraisal.models.feedback import Feedback, FeedbackRequest
from jenjang.appraisal.models.skp import SkpResult
from jenjang.appraisal.rules.listed import check_behaviour
from jenjang.appraisal.terms import FeedbackKind, RequestState
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict, NotFound
from jenjang.core.links import check_links
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell
from jenjang.organisation.actions.versions import own_person
from jenjang.organisation.terms import NoticeKind
from jenjang.reference.codes import codes_with
from jenjang.reference.models import Behaviour


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForFeedback:
    """Whom to ask for feedback about the own work, and what."""

    of_employee_id: UUID | None = None
    of_nip: str | None = None
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveFeedback:
    """To whom feedback is given (or to which question), about what, and on what it rests."""

    employee_id: UUID | None = None
    nip: str | None = None
    request_id: UUID | None = None
    kind: FeedbackKind
    text: str
    behaviour: str | None = None
    result_id: UUID | None = None
    evidence: tuple[str, ...] = ()


class OfAnother(BadUserInput):
    """Feedback is asked of, and given to, somebody else than oneself."""


class AnswersOrNames(BadUserInput):
    """An answer to a question goes to who asked: leave out the person, or leave out the question."""


class QuestionClosed(Conflict):
    """This question was answered or declined before."""


async def ask(context: Context, asked: AskForFeedback) -> FeedbackRequest:
    """Ask a colleague for feedback about the own work; it is told to that person.

    Raises NotAPerson, NameOnePerson, NotFound, OfAnother, NoText, TextTooLong.
    """
    me = own_person(context)
    named = Person(employee_id=asked.of_employee_id, nip=asked.of_nip)
    of = await colleague(context, named, ("ofEmployeeId",), ("ofNip",))
    if of == me:
        raise OfAnother("ofEmployeeId" if asked.of_employee_id else "ofNip")
    question = check_text(asked.question, "question")
    request = FeedbackRequest(
        employee_id=me, of_employee_id=of, question=question, state=RequestState.ASKED, asked_at=context.now
    )
    context.session.add(request)
    await context.session.flush()
    await tell(context, NoticeKind.FEEDBACK_ASKED, Ref("FeedbackRequest", request.id), of)
    return request


async def decline(context: Context, request_id: UUID) -> FeedbackRequest:
    """Decline to give the feedback asked for; who asked is told.

    Raises NotAPerson, NotFound, QuestionClosed.
    """
    request = await _own_question(context, request_id)
    request.state = RequestState.DECLINED
    about = Ref("FeedbackRequest", request.id)
    await tell(context, NoticeKind.FEEDBACK_DECLINED, about, request.employee_id)
    return request


async def give(context: Context, given: GiveFeedback) -> Feedback:
    """Give somebody feedback; an answer closes its question. It can't be changed or taken back.

    Raises NotAPerson, AnswersOrNames, NameOnePerson, NotFound, OfAnother, NoSuchBehaviour, QuestionClosed,
    NoText, TextTooLong, TooManyLinks, NotALink.
    """
    me = own_person(context)
    to = await _receiver(context, given)
    if to == me:
        raise OfAnother("employeeId" if given.employee_id else "nip")
    await _check_subject(context, given, to)
    feedback = Feedback(
        employee_id=to,
        by_employee_id=me,
        request_id=given.request_id,
        result_id=given.result_id,
        behaviour=given.behaviour,
        kind=given.kind,
        text=check_text(given.text, "text"),
        evidence=check_links(given.evidence),
        given_at=context.now,
    )
    context.session.add(feedback)
    await context.session.flush()
    await tell(context, NoticeKind.FEEDBACK_GIVEN, Ref("Feedback", feedback.id), to)
    return feedback


async def _receiver(context: Context, given: GiveFeedback) -> UUID:
    """Who gets it: who asked the question, which is answered by that, or who is named."""
    if given.request_id is None:
        named = Person(employee_id=given.employee_id, nip=given.nip)
        return await colleague(context, named, ("employeeId",), ("nip",))
    if given.employee_id or given.nip:
        raise AnswersOrNames("requestId")
    request = await _own_question(context, given.request_id)
    request.state = RequestState.ANSWERED
    return request.employee_id


async def _own_question(context: Context, request_id: UUID) -> FeedbackRequest:
    """A question that the viewer is asked and that is open, locked."""
    me = own_person(context)
    request = await context.get(FeedbackRequest, request_id, lock=True, field="requestId")
    if request.of_employee_id != me:
        raise NotFound("requestId")
    if request.state != RequestState.ASKED:
        raise QuestionClosed("requestId")
    return request


async def _check_subject(context: Context, given: GiveFeedback, to: UUID) -> None:
    """The behaviour exists; the result is of who gets the feedback, and the viewer may see it."""
    if (code := given.behaviour) is not None:
        check_behaviour(code, await codes_with(context.session, Behaviour, code), "behaviour")
    if given.result_id is None:
        return
    result = await context.get(SkpResult, given.result_id, field="resultId")
    if result.employee_id != to or not await reaches_part(context, READ, to, SKPS, result.skp_id):
        raise NotFound("resultId")
