"""What an app may offer whom: `viewerCan` of courses, events and enrolments says what deeds then do."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest
from factories.served import OURS, Served
from factories.training import a_course, an_enrolment, an_event
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core import clock
from jenjang.database.engine import bound, engine
from jenjang.graph.scalars import encode_id
from jenjang.training.terms import EnrolmentState as State

COURSE = (
    "query($id: ID!) { node(id: $id) { ... on TrainingCourse { viewerCan { change close openEvent } } } }"
)
EVENT = """query($id: ID!) { node(id: $id) { ... on TrainingEvent { viewerCan {
  enrol change cancel noteAttendance noteAttendanceAsTrainer complete completeAsTrainer } } } }"""
ENROLMENT = """query($id: ID!) { node(id: $id) { ... on TrainingEnrolment { viewerCan {
  approve decline withdraw } } } }"""
Allowed = Callable[..., Awaitable[dict[str, str]]]
MANAGES = "change cancel"
EVERYBODY = ("staff", "leader", "chief", "admin", "unit admin", "auditor")


@pytest.fixture
async def session(served: Served) -> AsyncIterator[AsyncSession]:
    """A transaction of the test's own: it ends before anything is asked."""
    database = engine(served.settings.database_url, connections=1)
    async with bound(database, OURS) as session:
        yield session
    await database.dispose()


@pytest.fixture
def allowed(served: Served) -> Allowed:
    """`await allowed(EVENT, "TrainingEvent", id, "staff", "chief")`: what each of them may do with it."""

    async def ask(document: str, kind: str, key: UUID, *names: str) -> dict[str, str]:
        found = {}
        for name in names:
            given = {"id": encode_id(kind, key)}
            node = (await served.data(document, given, subject=name))["node"]
            can = node["viewerCan"] if node else {}
            found[name] = " ".join(deed for deed, may in can.items() if may)
        return found

    return ask


async def test_who_manages_training_keeps_the_catalogue(session: AsyncSession, allowed: Allowed) -> None:
    today = clock.today("Asia/Jakarta")
    course, closed = await a_course(session, "BARU"), await a_course(session, "TUTUP", valid_to=today)
    await session.commit()
    found = await allowed(COURSE, "TrainingCourse", course.id, *EVERYBODY)
    assert found == {**dict.fromkeys(EVERYBODY, ""), "admin": "change close openEvent"}
    assert await allowed(COURSE, "TrainingCourse", closed.id, "admin") == {"admin": "change"}


async def test_an_event_to_come_is_enrolled_for_and_one_that_is_over_completed(
    session: AsyncSession, allowed: Allowed, served: Served
) -> None:
    today = clock.today("Asia/Jakarta")
    people = served.governments[OURS].people
    course = await a_course(session, "BARU")
    trains = {"trainer_employee_id": people["chief"]}
    ahead = await an_event(session, course, today + timedelta(days=7), **trains)
    late = await an_event(session, course, today + timedelta(days=7), enrol_until=today - timedelta(days=1))
    over = await an_event(session, course, today - timedelta(days=7), **trains)
    under_way = await an_event(session, course, today - timedelta(days=1), meetings=3, **trains)
    gone = await an_event(session, course, today - timedelta(days=7), state="COMPLETED", **trains)
    await an_enrolment(session, ahead, people["leader"])
    await session.commit()

    async def found(event: UUID) -> dict[str, str]:
        return await allowed(EVENT, "TrainingEvent", event, "staff", "leader", "chief", "admin", "unit admin")

    assert await found(ahead.id) == {
        "staff": "enrol",
        "leader": "",
        "chief": "",
        "admin": f"enrol {MANAGES}",
        "unit admin": "enrol",
    }
    nobody = dict.fromkeys(("staff", "leader", "chief", "admin", "unit admin"), "")
    assert await found(late.id) == {**nobody, "admin": MANAGES}
    assert await found(over.id) == {
        **nobody,
        "chief": "noteAttendanceAsTrainer completeAsTrainer",
        "admin": f"{MANAGES} noteAttendance complete",
    }
    assert await found(under_way.id) == {
        **nobody,
        "chief": "noteAttendanceAsTrainer",
        "admin": f"{MANAGES} noteAttendance",
    }
    assert await found(gone.id) == nobody


async def test_requests_are_decided_by_who_leads_and_taken_back_by_who_asked(
    session: AsyncSession, allowed: Allowed, served: Served
) -> None:
    today = clock.today("Asia/Jakarta")
    people = served.governments[OURS].people
    course = await a_course(session, "BARU")
    ahead = await an_event(session, course, today + timedelta(days=7), cost=10)
    over = await an_event(session, course, today - timedelta(days=7), cost=10)
    asked = await an_enrolment(session, ahead, people["staff"], State.REQUESTED)
    own = await an_enrolment(session, ahead, people["leader"], State.REQUESTED)
    seated = await an_enrolment(session, ahead, people["colleague"])
    missed = await an_enrolment(session, over, people["staff"], State.REQUESTED)
    await session.commit()

    async def found(enrolment: UUID, *names: str) -> dict[str, str]:
        return await allowed(ENROLMENT, "TrainingEnrolment", enrolment, *names)

    assert await found(asked.id, "staff", "colleague", "leader", "stranger", "admin", "auditor") == {
        "staff": "withdraw",
        "colleague": "",
        "leader": "approve decline",
        "stranger": "",
        "admin": "approve decline",
        "auditor": "",
    }
    assert await found(own.id, "leader", "head") == {"leader": "withdraw", "head": "approve decline"}
    assert await found(seated.id, "colleague", "leader") == {"colleague": "withdraw", "leader": ""}
    assert await found(missed.id, "staff", "leader") == {"staff": "", "leader": "decline"}
