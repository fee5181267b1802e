"""The walk of docs/training.md, step by step, as it is written there: from a gap to a checked certificate."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from factories.competence import a_standard, an_assessment
from factories.served import OURS, Served
from factories.training import a_budget, a_course, an_enrolment, an_event
from factories.walking import at, shape, steps_of
from sqlalchemy import select

from jenjang.core import clock
from jenjang.database.engine import bound, engine
from jenjang.organisation.models import Placement
from jenjang.training.terms import EnrolmentState as State

PERSONAS = {"mentor": "chief", "regional admin": "admin"}
"""Whom of the office they are here."""


@pytest.fixture
async def prepared(served: Served) -> None:
    """What the demo has for these steps."""
    people, units = served.governments[OURS].people, served.governments[OURS].units
    today = clock.today("Asia/Jakarta")
    database = engine(served.settings.database_url, connections=1)
    async with bound(database, OURS) as session:
        held = select(Placement.position_id).where(Placement.employee_id == people["staff"])
        position = (await session.scalars(held)).one()
        for code in ("M.01", "M.02"):
            await a_standard(session, position, code, 3)
            await an_assessment(session, people["staff"], code, 2)
        ahead = today + timedelta(days=20)
        free = await a_course(session, "KER-03", teaches="M.02", form="COACHING", hours=12)
        full = await an_event(session, free, ahead, quota=1)
        await an_enrolment(session, full, people["chief"])
        honest = await a_course(session, "INT-02", teaches="M.01", level=3, hours=4)
        over = await an_event(session, honest, today - timedelta(days=3), meetings=1, quota=5)
        await an_enrolment(session, over, people["staff"])
        dear = await a_course(session, "MAHAL", teaches="M.03")
        paid = await an_event(session, dear, ahead, cost=400)
        await an_enrolment(session, paid, people["colleague"], State.REQUESTED)
        await a_budget(session, units["dinas"], 1000, year=paid.begins_on.year)
    await database.dispose()


@pytest.fixture
async def walked(served: Served, prepared: None) -> dict[int, Any]:
    """What each step is answered; each answer has the fields that the page shows."""
    answers: dict[int, Any] = {}
    for step in steps_of("docs/training.md"):
        who = PERSONAS.get(step.persona, step.persona)
        given = step.given(answers, {})
        found = await served.data(step.query, given, subject=who, headers={"accept-language": "en"})
        assert shape(found) == shape(step.answer["data"]), step.number
        answers[step.number] = {"data": found}
    return {number: answer["data"] for number, answer in answers.items()}


async def test_eleven_steps_lead_from_a_gap_to_a_certificate_that_anybody_checks(
    served: Served, walked: dict[int, Any]
) -> None:
    assert list(walked) == list(range(1, 12))
    person = "viewer.person"
    assert [one["gap"] for one in at(walked[1], f"{person}.competencyGaps.nodes")] == [1, 1]
    assert at(walked[1], "trainingCourses.nodes.0.events.nodes.0.viewerCan.enrol") is True
    assert at(walked[2], "trainingEnrol.enrolment.state") == "WAITING"
    assert at(walked[4], "trainingEnrolmentWithdraw.enrolment.event") == {"seated": 1, "waiting": 0}
    seats = at(walked[5], f"{person}.trainingEnrolments.nodes")
    assert [one["state"] for one in seats] == ["SEATED", "SEATED"]
    assert seats[0]["id"] == at(walked[2], "trainingEnrol.enrolment.id")
    assert at(walked[5], "notices.nodes.0.kind") == "TRAINING_SEATED"
    assert at(walked[6], "trainingBudgets.nodes.0.available") == "1000.00"
    assert at(walked[7], "trainingRequests.nodes.0.within") is True
    assert at(walked[8], "trainingEnrolmentApprove.enrolment.state") == "SEATED"
    assert Decimal(at(walked[8], "trainingEnrolmentApprove.enrolment.cost")) == 400
    assert at(walked[9], "trainingAttendanceNote.event.viewerCan.complete") is True
    assert at(walked[10], "trainingEventComplete.event.state") == "COMPLETED"
    assert at(walked[11], f"{person}.competencyGaps.nodes.0.gap") == 0
    paper = at(walked[11], f"{person}.trainingCertificates.nodes.0")
    page = await served.client.get(f"/t/{OURS}/certificates/{paper['code']}?lang=en")
    assert (page.status_code, paper["number"] in page.text, paper["hash"] in page.text) == (200, True, True)
    assert "Agrees with the SHA-256" in page.text
    assert "Staff" not in page.text
