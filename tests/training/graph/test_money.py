"""What training cost, by hour and by level raised; and who asks for what is left, as people ask for it."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
import pytest
from factories.competence import a_standard, an_assessment
from factories.served import OURS, Served
from factories.training import a_budget, a_certificate, a_course, an_enrolment, an_event
from sqlalchemy import select

from jenjang.competence.terms import AssessmentSource
from jenjang.core import clock
from jenjang.database.engine import bound, engine
from jenjang.graph.scalars import encode_id
from jenjang.organisation.models import Placement
from jenjang.training.models.enrolments import TrainingEnrolment
from jenjang.training.models.events import TrainingEvent
from jenjang.training.terms import EnrolmentState

COSTS = """query($year: Int!) { trainingBudgets(filter: { year: { eq: $year } }) { nodes {
  id realised certifiedHours costPerHour levelsRaised costPerLevel
} } }"""
REQUESTS = """query($id: ID!) { trainingRequests(budgetId: $id) {
  available rule totalCount nodes {
    enrolmentId gapPoints weight critical cost score cumulativeCost within } } }"""
PAGE = """query($id: ID!, $after: String) { trainingRequests(budgetId: $id, first: 1, after: $after) {
  totalCount pageInfo { hasNextPage hasPreviousPage endCursor } nodes { enrolmentId score } } }"""


@pytest.fixture
async def budgets(served: Served) -> dict[str, Any]:
    """Two were certified of what the dinas paid for three; one request waits. Another budget paid nothing."""
    people, units = served.governments[OURS].people, served.governments[OURS].units
    today = clock.today("Asia/Jakarta")
    over = today - timedelta(days=30)
    database = engine(served.settings.database_url, connections=1)
    async with bound(database, OURS) as session:
        paid = await a_budget(session, units["dinas"], 10_000_000, year=today.year)
        await a_budget(session, units["badan"], 5_000_000, year=today.year)
        await a_budget(session, units["dinas"], 1, year=today.year - 1)
        course = await a_course(session, "MAHAL", hours=12)
        event = await an_event(session, course, over, cost=1_000_000, meetings=1, state="COMPLETED")
        ends = event.ends_on
        of = {"budget_id": paid.id, "cost": Decimal(1_000_000)}
        for place, (who, before) in enumerate((("staff", 1), ("colleague", None), ("functional", 2))):
            done = who != "functional"
            state = EnrolmentState.COMPLETED if done else EnrolmentState.NOT_COMPLETED
            made = await an_enrolment(session, event, people[who], state, **of)
            if before:
                # What was counted before ends where the training's evidence begins to count.
                until = ends if done else ends + timedelta(days=900)
                await an_assessment(
                    session, people[who], "M.05", before, on=over - timedelta(90), until=until
                )
            if done:
                await a_certificate(session, made, course, f"9{place}", ends)
                source = AssessmentSource.TRAINING
                until = ends + timedelta(days=900)
                await an_assessment(session, people[who], "M.05", 4, on=ends, until=until, source=source)
        paid.realised = Decimal(3_000_000)
        next_one = await an_event(
            session, course, today + timedelta(days=1), cost=2_000_000, enrol_until=today
        )
        position = select(Placement.position_id).where(Placement.employee_id == people["functional"])
        await a_standard(session, (await session.scalars(position)).one(), "M.05", 3)
        await an_enrolment(session, next_one, people["functional"], EnrolmentState.REQUESTED)
    await database.dispose()
    return {
        "year": today.year,
        "waits_this_year": next_one.begins_on.year == today.year,
        "event": next_one.id,
    }


async def test_cost_by_hour_and_by_level_raised_is_what_was_paid_for_it(
    served: Served, budgets: dict[str, Any]
) -> None:
    """3,000,000 for 2 × 12 JP, and for levels 1 → 4 and none → 4: seven of them."""
    given = {"year": budgets["year"]}
    dinas, badan = sorted(
        (await served.data(COSTS, given))["trainingBudgets"]["nodes"],
        key=lambda one: one["costPerHour"] is None,
    )
    del dinas["id"], badan["id"]
    assert dinas == {
        "realised": "3000000.00",
        "certifiedHours": 24,
        "costPerHour": "125000.00",
        "levelsRaised": 7,
        "costPerLevel": "428571.43",
    }
    nothing = {"certifiedHours": 0, "costPerHour": None, "levelsRaised": 0, "costPerLevel": None}
    assert badan == {"realised": "0.00", **nothing}


async def test_requests_are_told_with_what_they_are_ranked_by(
    served: Served, budgets: dict[str, Any]
) -> None:
    dinas = await the_budget(served, budgets)
    found = (await served.data(REQUESTS, {"id": dinas}, subject="leader"))["trainingRequests"]
    assert (found["available"], found["rule"]) == ("7000000.00", "training_ranking 2026")
    if not budgets["waits_this_year"]:  # On 31 December the event to come is of the next year.
        assert found["nodes"] == []
        return
    (one,) = found["nodes"]
    assert one.pop("enrolmentId")
    assert one == {
        "gapPoints": 1,
        "weight": "1.5",
        "critical": False,
        "cost": "2000000.00",
        "score": "0.7500",
        "cumulativeCost": "2000000.00",
        "within": True,
    }
    assert (await served.data(REQUESTS, {"id": dinas}, subject="stranger"))["trainingRequests"] is None
    refused = (await served.ask(REQUESTS, {"id": dinas}, subject="staff")).json()
    assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"


@pytest.fixture
async def requested(served: Served, budgets: dict[str, Any]) -> list[str]:
    """Three of the dinas ask for the same event; the one with a gap, then who asked earlier."""
    if not budgets["waits_this_year"]:
        pytest.skip("on 31 December the event to come is of the next year")
    people = served.governments[OURS].people
    database = engine(served.settings.database_url, connections=1)
    async with bound(database, OURS) as session:
        event = (
            await session.scalars(select(TrainingEvent).where(TrainingEvent.id == budgets["event"]))
        ).one()
        earlier = datetime(2026, 5, 1, tzinfo=UTC)
        second = await an_enrolment(session, event, people["staff"], EnrolmentState.REQUESTED)
        first = await an_enrolment(session, event, people["colleague"], EnrolmentState.REQUESTED, earlier)
        gap = select(TrainingEnrolment.id).where(
            TrainingEnrolment.event_id == event.id, TrainingEnrolment.employee_id == people["functional"]
        )
        ids = [(await session.scalars(gap)).one(), first.id, second.id]
    await database.dispose()
    return [encode_id("TrainingEnrolment", one) for one in ids]


async def the_budget(served: Served, budgets: dict[str, Any]) -> str:
    found = await served.data(COSTS, {"year": budgets["year"]}, subject="leader")
    (dinas,) = found["trainingBudgets"]["nodes"]
    return str(dinas["id"])


async def test_requests_are_read_page_by_page_in_their_order(
    served: Served, budgets: dict[str, Any], requested: list[str]
) -> None:
    budget, after, found = await the_budget(served, budgets), None, []
    for place in range(3):
        page = (await served.data(PAGE, {"id": budget, "after": after}, subject="leader"))["trainingRequests"]
        found += [one["enrolmentId"] for one in page["nodes"]]
        after = page["pageInfo"].pop("endCursor")
        assert (page["totalCount"], len(page["nodes"])) == (3, 1)
        assert page["pageInfo"] == {"hasNextPage": place < 2, "hasPreviousPage": place > 0}
    assert found == requested
    page = (await served.data(PAGE, {"id": budget, "after": after}, subject="leader"))["trainingRequests"]
    assert page["nodes"] == []


@pytest.mark.parametrize("worth", ["1e999999999", "3/0", "1/2", "", "none", 7])
async def test_a_cursor_that_is_none_of_the_requests_is_refused(
    served: Served, budgets: dict[str, Any], worth: object
) -> None:
    place = [worth, "2026-05-01T00:00:00+00:00", str(UUID(int=1))]
    after = b64encode(orjson.dumps(["requests", *place])).decode()
    given = {"id": await the_budget(served, budgets), "after": after}
    refused = (await served.ask(PAGE, given, subject="leader")).json()
    assert refused["errors"][0]["message"].startswith("Kursor ini bukan dari daftar")
