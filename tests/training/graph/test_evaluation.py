"""From a code at a meeting to what is told of an event, as people ask for it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from factories.appraisal.office import an_office
from factories.served import OURS, PUBLIC, Served, governments_in, opened, settings_of
from factories.training import a_course, an_enrolment, an_event
from factories.training_evaluation import a_behaviour, a_reaction, a_remark, a_result, a_tally, a_test

from jenjang.core import clock
from jenjang.database.engine import bound, engine
from jenjang.identity.issuers import embedded_url
from jenjang.training.models.events import TrainingMeeting
from jenjang.training.terms import EnrolmentState, ReactionQuestion

NOW = "Sekarang"
MEETINGS = """{ trainingEvents(filter: { state: { eq: OPEN } }) { nodes { meetings { id topic } } } }"""
OPEN = """mutation ($input: TrainingAttendanceCodeOpenInput!) {
  trainingAttendanceCodeOpen(input: $input) { code validUntil event { title } userErrors { code } }
}"""
ATTEND = """mutation ($input: TrainingAttendInput!) {
  trainingAttend(input: $input) {
    enrolment { attendances { isPresent byCode } } userErrors { code field message }
  }
}"""
TO_REACT = """{ viewer { trainingToReactTo { nodes { id answered event { title } } } } }"""
REACT = """mutation ($input: TrainingReactInput!) {
  trainingReact(input: $input) { reaction { answered } userErrors { code field } }
}"""
TO_EVALUATE = """{ viewer { trainingToEvaluate { nodes {
  id answerUntil applied employee { name } event { title }
} } } }"""
ANSWER = """mutation ($input: TrainingBehaviourAnswerInput!) {
  trainingBehaviourAnswer(input: $input) { behaviour { applied example } userErrors { code field } }
}"""
OWN = """{ viewer { person { trainingEnrolments(filter: { state: { eq: COMPLETED } }) { nodes {
  reaction { answered } test { before after gain } behaviour { applied example }
} } } } }"""
TOLD = """{ trainingEvents(filter: { state: { eq: COMPLETED } }) { nodes {
  evaluation {
    scores { question answers mean } remarks { remark } tested gain observed applied
  }
  results { indicator measure before after changePercent }
} } }"""


@pytest.fixture
async def served(fresh_database, tmp_path: Path) -> AsyncIterator[Served]:
    """One event is under way, at which the chief trains and the staff sits; another one is over."""
    app = engine(fresh_database.app_url, connections=1)
    today, now = clock.today("Asia/Jakarta"), clock.now()
    async with bound(app, OURS) as session:
        office = await an_office(session, today, embedded_url(PUBLIC, OURS))
        course = await a_course(session)
        chief, staff = office.people["chief"], office.people["staff"]
        event = await an_event(session, course, today, meetings=1, trainer_employee_id=chief)
        times = {"begins_at": now - timedelta(minutes=5), "ends_at": now + timedelta(hours=1)}
        session.add(TrainingMeeting(event_id=event.id, topic=NOW, **times))
        await session.flush()
        await an_enrolment(session, event, staff)
        before = today - timedelta(days=100)
        over = await an_event(session, course, before, state="COMPLETED", trainer_employee_id=chief)
        done = await an_enrolment(session, over, staff, EnrolmentState.COMPLETED)
        await a_reaction(session, done)
        await a_test(session, done)
        await a_behaviour(session, done, chief, today)
        await a_tally(session, over)
        await a_tally(session, over, ReactionQuestion.TRAINER, told=False)
        await a_remark(session, over)
        await a_result(session, over, office.units["dinas"])
    await app.dispose()
    settings = settings_of(fresh_database, governments_in(tmp_path, OURS))
    async with opened(settings, {OURS: office.settled}) as found:
        yield found


async def meeting_of(served: Served) -> Any:  # Any: JSON.
    (event,) = (await served.data(MEETINGS, subject="chief"))["trainingEvents"]["nodes"]
    return next(meeting["id"] for meeting in event["meetings"] if meeting["topic"] == NOW)


async def test_who_is_there_says_the_code_that_the_trainer_shows(served: Served) -> None:
    given = {"input": {"meetingId": await meeting_of(served)}}
    made = (await served.data(OPEN, given, subject="chief"))["trainingAttendanceCodeOpen"]
    assert (made["userErrors"], len(made["code"])) == ([], 8)
    said = {"input": {"code": made["code"]}}
    attended = (await served.data(ATTEND, said, subject="staff"))["trainingAttend"]
    assert attended["enrolment"] == {"attendances": [{"isPresent": True, "byCode": True}]}
    for who in ("clerk", "colleague"):
        wrong = (await served.data(ATTEND, said, subject=who))["trainingAttend"]
        assert [one["code"] for one in wrong["userErrors"]] == ["NO_SUCH_CODE"]
        assert wrong["userErrors"][0]["message"] == "Ini bukan kode pertemuan yang sedang Anda ikuti."


async def test_what_waits_for_who_attended_is_answered_once_and_waits_no_more(served: Served) -> None:
    (waiting,) = (await served.data(TO_REACT, subject="staff"))["viewer"]["trainingToReactTo"]["nodes"]
    assert (await served.data(TO_REACT, subject="chief"))["viewer"]["trainingToReactTo"]["nodes"] == []
    scores = [{"question": one, "score": 5} for one in ("CONTENT", "TRAINER")]
    given = {"input": {"reactionId": waiting["id"], "scores": scores, "remark": "Terlalu singkat"}}
    done = (await served.data(REACT, given, subject="staff"))["trainingReact"]
    assert done == {"reaction": {"answered": True}, "userErrors": []}
    assert (await served.data(TO_REACT, subject="staff"))["viewer"]["trainingToReactTo"]["nodes"] == []


async def test_the_superior_answers_and_the_person_sees_it(served: Served) -> None:
    (asked,) = (await served.data(TO_EVALUATE, subject="chief"))["viewer"]["trainingToEvaluate"]["nodes"]
    assert asked["applied"] is None
    assert (await served.data(TO_EVALUATE, subject="staff"))["viewer"]["trainingToEvaluate"]["nodes"] == []
    given = {"input": {"behaviourId": asked["id"], "applied": 4, "example": "Loket lebih cepat"}}
    done = (await served.data(ANSWER, given, subject="chief"))["trainingBehaviourAnswer"]
    assert done["behaviour"] == {"applied": 4, "example": "Loket lebih cepat"}
    assert (await served.data(TO_EVALUATE, subject="chief"))["viewer"]["trainingToEvaluate"]["nodes"] == []
    (own,) = (await served.data(OWN, subject="staff"))["viewer"]["person"]["trainingEnrolments"]["nodes"]
    assert own == {
        "reaction": {"answered": False},
        "test": {"before": "60.00", "after": "80.00", "gain": "20.00"},
        "behaviour": done["behaviour"],
    }


@pytest.mark.parametrize("who", ["chief", "admin"])
async def test_the_trainer_and_who_sees_all_are_told_of_it_as_a_whole(served: Served, who: str) -> None:
    (event,) = (await served.data(TOLD, subject=who))["trainingEvents"]["nodes"]
    assert event["evaluation"] == {
        "scores": [{"question": "CONTENT", "answers": 5, "mean": "4.00"}],
        "remarks": [{"remark": "Baik"}],
        **dict.fromkeys(("tested", "gain", "observed", "applied")),
    }


@pytest.mark.parametrize("who", ["staff", "clerk", "leader"])
async def test_others_are_told_nothing_of_the_event_as_a_whole(served: Served, who: str) -> None:
    (event,) = (await served.data(TOLD, subject=who))["trainingEvents"]["nodes"]
    assert event["evaluation"] is None


async def test_a_unit_reads_what_it_measured_and_how_much_that_changed(served: Served) -> None:
    (event,) = (await served.data(TOLD, subject="leader"))["trainingEvents"]["nodes"]
    (result,) = event["results"]
    assert (result["indicator"], result["changePercent"]) == ("Waktu layanan", "-30.00")
    (event,) = (await served.data(TOLD, subject="clerk"))["trainingEvents"]["nodes"]
    assert event["results"] == []
