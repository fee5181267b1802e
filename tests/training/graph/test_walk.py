"""The walk of docs/training.md, step by step, as it is written there: from a gap to a checked certificate."""

import json
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from factories.competence import a_standard, an_assessment
from factories.served import OURS, Served
from factories.training import a_budget, a_course, an_enrolment, an_event
from sqlalchemy import select

from jenjang.core import clock
from jenjang.core.settings import HOUSE
from jenjang.database.engine import bound, engine
from jenjang.organisation.models import Placement
from jenjang.training.terms import EnrolmentState as State

PERSONAS = {"mentor": "chief", "regional admin": "admin"}
"""Whom of the office they are here."""
STEP = re.compile(
    r"\*\*Step (?P<number>\d+)\*\*, as the (?P<persona>staff|leader|mentor|regional admin)\..*?"
    r"```graphql\n(?P<query>[^`]*)```\n\n"
    r"(?:```json\n(?P<variables>[^`]*)```\n\n)?"
    r"```json\n(?P<answer>[^`]*)```",
    re.DOTALL,
)
OF_STEP = re.compile(r"step (\d+): (.*)")


def filled(given: Any, answers: dict[int, Any]) -> Any:  # Any: JSON.
    """Variables with what an earlier step answered in their places."""
    if isinstance(given, dict):
        return {name: filled(part, answers) for name, part in given.items()}
    if isinstance(given, list):
        return [filled(part, answers) for part in given]
    if isinstance(given, str) and (named := OF_STEP.fullmatch(given)):
        return at(answers[int(named[1])], named[2])
    return given


def at(answer: Any, path: str) -> Any:  # Any: JSON.
    for step in path.split("."):
        answer = answer[int(step)] if step.isdigit() else answer[step]
    return answer


def shape(answer: Any) -> Any:  # Any: JSON.
    """What fields an answer has, whatever they hold; of a list those of its first."""
    if isinstance(answer, dict):
        return {name: shape(part) for name, part in answer.items()}
    if isinstance(answer, list):
        return [shape(one) for one in answer[:1]]
    return ...


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
    for step in STEP.finditer((HOUSE / "docs/training.md").read_text("utf-8")):
        variables = filled(json.loads(step["variables"] or "{}"), answers)
        who = PERSONAS.get(step["persona"], step["persona"])
        found = await served.data(step["query"], variables, subject=who, headers={"accept-language": "en"})
        told = json.loads(step["answer"])["data"]
        assert shape(found) == shape(told), step["number"]
        answers[int(step["number"])] = found
    return answers


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
    assert at(walked[7], "trainingRequests.requests.0.within") is True
    assert at(walked[8], "trainingEnrolmentApprove.enrolment.state") == "SEATED"
    assert Decimal(at(walked[8], "trainingEnrolmentApprove.enrolment.cost")) == 400
    assert at(walked[9], "trainingAttendanceNote.event.viewerCan.complete") is True
    assert at(walked[10], "trainingEventComplete.event.state") == "COMPLETED"
    assert at(walked[11], f"{person}.competencyGaps.nodes.0.gap") == 0
    paper = at(walked[11], f"{person}.trainingCertificates.nodes.0")
    page = await served.client.get(f"/t/{OURS}/certificates/{paper['code']}?lang=en")
    assert (page.status_code, paper["number"] in page.text, paper["hash"] in page.text) == (200, True, True)
    assert "Staff" not in page.text
