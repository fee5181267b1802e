"""Feedback is asked for and given by anybody in service, to anybody else, and told to whom it is for."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

import pytest
from factories.appraisal.office import Office
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.actions.colleagues import NameOnePerson
from jenjang.appraisal.actions.feedback import (
    AnswersOrNames,
    AskForFeedback,
    GiveFeedback,
    OfAnother,
    QuestionClosed,
    ask,
    decline,
    give,
)
from jenjang.appraisal.actions.reading_notices import TooManyNotices, read
from jenjang.appraisal.models.skp import Skp, SkpResult
from jenjang.appraisal.rules.listed import NoSuchBehaviour
from jenjang.appraisal.terms import FeedbackKind, RequestState, ResultKind, SkpModel, SkpState
from jenjang.core.errors import NotFound
from jenjang.core.links import NotALink, TooManyLinks
from jenjang.core.texts import NoText, TextTooLong
from jenjang.organisation.actions.versions import NotAPerson
from jenjang.organisation.models import Employee, Notice, ServicePeriod
from jenjang.organisation.rules.number import NotEighteenDigits
from jenjang.organisation.terms import NoticeKind, ServiceState

THANKS = FeedbackKind.APPRECIATION


async def nip_of(session: AsyncSession, office: Office, name: str) -> str:
    employee = await session.get(Employee, ("surakarta", office.people[name]))
    assert employee
    return employee.number


async def notices_of(session: AsyncSession, office: Office, name: str) -> Sequence[tuple[str, UUID]]:
    found = select(Notice.kind, Notice.about_id).where(Notice.employee_id == office.people[name])
    return [(kind, about) for kind, about in await session.execute(found)]


async def test_a_colleague_is_asked_by_nip_and_told_of_it(as_, office: Office, session: AsyncSession) -> None:
    number = await nip_of(session, office, "clerk")
    asked = AskForFeedback(of_nip=f"{number[:8]} {number[8:]}", question="  Bagaimana rapat tadi?  ")
    request = await ask(as_("staff"), asked)
    assert (request.employee_id, request.of_employee_id) == (office.people["staff"], office.people["clerk"])
    assert (request.question, request.state) == ("Bagaimana rapat tadi?", RequestState.ASKED)
    assert await notices_of(session, office, "clerk") == [(NoticeKind.FEEDBACK_ASKED, request.id)]
    assert await notices_of(session, office, "staff") == []


async def test_an_answer_closes_the_question_and_is_told_to_who_asked(as_, office: Office, session) -> None:
    nip = await nip_of(session, office, "clerk")
    request = await ask(as_("staff"), AskForFeedback(of_nip=nip, question="Bagaimana?"))
    given = await give(as_("clerk"), GiveFeedback(request_id=request.id, kind=THANKS, text="Baik."))
    assert (given.employee_id, given.by_employee_id) == (office.people["staff"], office.people["clerk"])
    assert (given.request_id, request.state) == (request.id, RequestState.ANSWERED)
    assert await notices_of(session, office, "staff") == [(NoticeKind.FEEDBACK_GIVEN, given.id)]


async def test_a_leader_gives_feedback_to_whom_the_leader_sees(as_, office: Office) -> None:
    given = await give(
        as_("chief"),
        GiveFeedback(
            employee_id=office.people["staff"],
            kind=FeedbackKind.SUGGESTION,
            text="Laporan lebih awal.",
            behaviour="KOLABORATIF",
            evidence=("https://contoh.example/a", " https://contoh.example/a", "https://contoh.example/b"),
        ),
    )
    assert given.behaviour == "KOLABORATIF"
    assert given.evidence == ["https://contoh.example/a", "https://contoh.example/b"]


async def test_whoever_is_not_seen_is_named_by_nip_only(as_, office: Office, session, refused) -> None:
    async with refused(NotFound, "employeeId"):
        await give(as_("staff"), GiveFeedback(employee_id=office.people["clerk"], kind=THANKS, text="Ya"))
    async with refused(NotFound, "employeeId"):
        await give(as_("staff"), GiveFeedback(employee_id=uuid4(), kind=THANKS, text="Ya"))
    nip = await nip_of(session, office, "clerk")
    assert await give(as_("staff"), GiveFeedback(nip=nip, kind=THANKS, text="Ya"))


async def test_an_unknown_nip_and_one_of_somebody_retired_are_the_same(as_, office, session, refused) -> None:
    nip = await nip_of(session, office, "clerk")
    await session.execute(
        ServicePeriod.__table__.update()
        .where(ServicePeriod.employee_id == office.people["clerk"])
        .values(state=ServiceState.RETIRED)
    )
    for unknown in (nip, "198001012010011999"):
        async with refused(NotFound, "nip"):
            await give(as_("staff"), GiveFeedback(nip=unknown, kind=THANKS, text="Ya"))


@pytest.mark.parametrize("nip", ["", "x", "19800101201001199", "19800101 201001 1999 9"])
async def test_what_is_no_nip_at_all_is_told_so(as_, office: Office, refused, nip: str) -> None:
    async with refused(NotEighteenDigits, "nip"):
        await give(as_("staff"), GiveFeedback(nip=nip, kind=THANKS, text="Ya"))


async def test_nobody_gives_or_asks_themselves(as_, office: Office, session, refused) -> None:
    async with refused(OfAnother, "employeeId"):
        await give(as_("staff"), GiveFeedback(employee_id=office.people["staff"], kind=THANKS, text="Ya"))
    nip = await nip_of(session, office, "staff")
    async with refused(OfAnother, "ofNip"):
        await ask(as_("staff"), AskForFeedback(of_nip=nip, question="Ya?"))


async def test_one_person_is_named_and_an_answer_names_nobody(as_, office: Office, session, refused) -> None:
    chief = office.people["chief"]
    async with refused(NameOnePerson, "employeeId"):
        await give(as_("staff"), GiveFeedback(kind=THANKS, text="Ya"))
    async with refused(NameOnePerson, "ofEmployeeId"):
        await ask(as_("staff"), AskForFeedback(of_employee_id=chief, of_nip="1", question="Ya?"))
    nip = await nip_of(session, office, "clerk")
    request = await ask(as_("staff"), AskForFeedback(of_nip=nip, question="Bagaimana?"))
    both = GiveFeedback(request_id=request.id, nip=nip, kind=THANKS, text="Ya")
    async with refused(AnswersOrNames, "requestId"):
        await give(as_("clerk"), both)


async def test_a_question_is_answered_or_declined_once_and_only_by_whom_it_asks(
    as_, office: Office, session, refused
) -> None:
    nip = await nip_of(session, office, "clerk")
    request = await ask(as_("staff"), AskForFeedback(of_nip=nip, question="Bagaimana?"))
    for other in ("staff", "chief", "admin"):
        async with refused(NotFound, "requestId"):
            await decline(as_(other), request.id)
    await decline(as_("clerk"), request.id)
    assert request.state == RequestState.DECLINED
    async with refused(QuestionClosed, "requestId"):
        await give(as_("clerk"), GiveFeedback(request_id=request.id, kind=THANKS, text="Ya"))
    async with refused(QuestionClosed, "requestId"):
        await decline(as_("clerk"), request.id)


async def a_result(session: AsyncSession, office: Office, name: str) -> UUID:
    skp = Skp(
        employee_id=office.people[name],
        evaluator_employee_id=office.people["chief"],
        unit_id=office.units["bidang"],
        year=2026,
        edition=1,
        model=SkpModel.QUALITATIVE,
        state=SkpState.DRAFT,
        begins_on=date(2026, 1, 1),
    )
    session.add(skp)
    await session.flush()
    result = SkpResult(
        skp_id=skp.id, employee_id=skp.employee_id, number=1, kind=ResultKind.MAIN, statement="Laporan"
    )
    session.add(result)
    await session.flush()
    return result.id


async def test_feedback_on_a_result_is_given_by_who_sees_it_to_whose_it_is(
    as_, office: Office, session, refused
) -> None:
    result = await a_result(session, office, "staff")
    staff, colleague = office.people["staff"], office.people["colleague"]
    given = await give(
        as_("chief"), GiveFeedback(employee_id=staff, kind=THANKS, text="Ya", result_id=result)
    )
    assert given.result_id == result
    async with refused(NotFound, "resultId"):
        await give(
            as_("chief"), GiveFeedback(employee_id=colleague, kind=THANKS, text="Ya", result_id=result)
        )
    nip = await nip_of(session, office, "staff")
    async with refused(NotFound, "resultId"):
        await give(as_("colleague"), GiveFeedback(nip=nip, kind=THANKS, text="Ya", result_id=result))


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"text": "  "}, NoText, "text"),
        ({"text": "x" * 4001}, TextTooLong, "text"),
        ({"behaviour": "RAJIN"}, NoSuchBehaviour, "behaviour"),
        ({"behaviour": ""}, NoSuchBehaviour, "behaviour"),
        ({"result_id": UUID(int=7)}, NotFound, "resultId"),
        ({"evidence": ("https://a.example",) * 11}, TooManyLinks, "evidence"),
        ({"evidence": ("https://a.example", "http://a.example")}, NotALink, "evidence.1"),
        ({"evidence": ("https://",)}, NotALink, "evidence.0"),
        ({"evidence": ("https://me@a.example",)}, NotALink, "evidence.0"),
        ({"evidence": ("https://[a",)}, NotALink, "evidence.0"),
        ({"evidence": ("https://a.example/a b",)}, NotALink, "evidence.0"),
        ({"evidence": ("javascript:alert(1)",)}, NotALink, "evidence.0"),
        ({"evidence": ("https://a.example/" + "x" * 2000,)}, NotALink, "evidence.0"),
    ],
)
async def test_what_can_t_be_kept_is_refused_by_name(
    as_, office: Office, refused, changes, error, field
) -> None:
    told = {"employee_id": office.people["staff"], "kind": THANKS, "text": "Ya", **changes}
    async with refused(error, field):
        await give(as_("chief"), GiveFeedback(**told))


async def test_a_program_takes_no_part(as_, office: Office, refused) -> None:
    async with refused(NotAPerson):
        await ask(as_("program"), AskForFeedback(of_employee_id=office.people["staff"], question="Ya?"))


async def test_notices_are_read_by_whom_they_tell_and_counted_once(as_, office, session, refused) -> None:
    nip = await nip_of(session, office, "clerk")
    for _ in range(2):
        await ask(as_("staff"), AskForFeedback(of_nip=nip, question="Bagaimana?"))
    told = (await session.scalars(select(Notice.id))).all()
    async with refused(NotFound, "noticeIds"):
        await read(as_("staff"), told)
    assert await read(as_("clerk"), told) == 2
    assert await read(as_("clerk"), told) == 0
    async with refused(NotFound, "noticeIds"):
        await read(as_("clerk"), [*told, uuid4()])
    async with refused(TooManyNotices, "noticeIds"):
        await read(as_("clerk"), [uuid4() for _ in range(101)])


@pytest.mark.parametrize("change", ["UPDATE feedback SET text = 'x'", "DELETE FROM feedback"])
async def test_what_was_given_is_changed_and_deleted_by_nobody(
    as_, office: Office, session: AsyncSession, change: str
) -> None:
    """The application itself may not."""
    await give(as_("chief"), GiveFeedback(employee_id=office.people["staff"], kind=THANKS, text="Ya"))
    with pytest.raises(DBAPIError, match="permission denied"):
        await session.execute(text(change))
