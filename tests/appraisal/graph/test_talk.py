"""Feedback, talks, ratings and settings as clients ask for them: who sees what, and what nobody ever sees."""

import random
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from factories.appraisal.office import SEATS
from factories.appraisal.open_office import TODAY, OpenOffice, open_office
from factories.appraisal.rated import a_cycle, an_appraisal
from factories.served import governments_in
from isolation.test_dump import dumped, told_in
from sqlalchemy import select, text, update

from jenjang.appraisal.actions.feedback import QuestionClosed
from jenjang.appraisal.actions.policies import SamePerson
from jenjang.appraisal.actions.ratings import RatingOver, publish_scores
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.models.rating import RatingInvitation
from jenjang.appraisal.policy import OutOfBounds
from jenjang.appraisal.rules.transitions import IllegalStep
from jenjang.appraisal.terms import AppraisalState
from jenjang.core import clock
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.core.settings import HOUSE
from jenjang.graph.scalars import encode_id
from jenjang.organisation.models import Employee
from jenjang.reference.listing import shipped
from jenjang.reference.models import Competency

CODES = [row["code"] for row in shipped(Competency)]
PEERS = ("functional", "clerk", "stranger")
TALK = "dialogue { id state version challenges actions { id statement doneOn } privateNotes { id text } }"
NOTED = {"heldOn": str(TODAY), "challenges": "Data terlambat", "advice": "Mulai awal"}
SCORES = """query($id: ID!) { node(id: $id) { ... on Appraisal { competencyScores {
    raters mean deviation lowest highest competency { code } } } } }"""


@pytest.fixture
async def office(fresh_database, tmp_path: Path) -> AsyncIterator[OpenOffice]:
    async with open_office(fresh_database, governments_in(tmp_path, "surakarta")) as found:
        yield found


async def nip_of(office: OpenOffice, name: str) -> str:
    async with office.beside() as session:
        employee = await session.get(Employee, ("surakarta", office.office.people[name]))
    assert employee
    return employee.number


async def test_feedback_is_asked_for_answered_and_read_by_the_two_and_the_leader(office: OpenOffice) -> None:
    asked = await office.do(
        "feedbackAsk",
        "request { id ofName state }",
        "staff",
        ofNip=await nip_of(office, "clerk"),
        question="Bagaimana?",
    )
    assert asked["userErrors"] == []
    assert (asked["request"]["ofName"], asked["request"]["state"]) == ("Clerk", "ASKED")
    key = asked["request"]["id"]
    (notice,) = (await office.read("{ notices { nodes { id kind about readAt } } }", "clerk"))["notices"][
        "nodes"
    ]
    assert (notice["kind"], notice["about"], notice["readAt"]) == ("FEEDBACK_ASKED", key, None)
    assert (await office.do("noticeRead", "readCount", "clerk", noticeIds=[notice["id"]]))["readCount"] == 1
    told = {"requestId": key, "kind": "APPRECIATION", "text": "Jelas.", "evidence": ["https://a.example/1"]}
    given = await office.do(
        "feedbackGive", "feedback { id toName byName request { state } evidence }", "clerk", **told
    )
    assert given["feedback"] == {
        "id": given["feedback"]["id"],
        "toName": "Staff",
        "byName": "Clerk",
        "request": {"state": "ANSWERED"},
        "evidence": ["https://a.example/1"],
    }
    await office.refused(QuestionClosed, "feedbackDecline", "request { id }", "clerk", requestId=key)
    for name in SEATS:
        seen = await office.read("query($id: ID!) { node(id: $id) { id } }", name, id=given["feedback"]["id"])
        may = name in {"staff", "clerk", "chief", "leader", "head", "admin", "second admin", "unit admin"}
        assert bool(seen["node"]) == may, name


async def test_whom_one_can_t_see_is_not_found_by_id(office: OpenOffice) -> None:
    told = {"employeeId": office.person("clerk"), "kind": "APPRECIATION", "text": "Ya"}
    await office.refused(NotFound, "feedbackGive", "feedback { id }", "staff", **told)


async def test_a_talk_is_noted_confirmed_and_then_stays(office: OpenOffice) -> None:
    action = {"statement": "Menyusun rencana", "owner": "EMPLOYEE", "dueOn": str(TODAY)}
    talk = await office.do(
        "dialogueNote", TALK, "chief", employeeId=office.person("staff"), actions=[action], **NOTED
    )
    assert talk["userErrors"] == []
    key = talk["dialogue"]["id"]
    changed = {**NOTED, "challenges": "Data sangat terlambat", "actions": [action]}
    talk = await office.do("dialogueChange", TALK, "chief", dialogueId=key, expectedVersion=1, **changed)
    assert (talk["dialogue"]["challenges"], talk["dialogue"]["version"]) == ("Data sangat terlambat", 2)
    talk = await office.do("dialogueConfirm", TALK, "staff", dialogueId=key, expectedVersion=2)
    assert talk["dialogue"]["state"] == "CONFIRMED"
    await office.refused(
        IllegalStep, "dialogueChange", "dialogue { id }", "chief", dialogueId=key, **{**NOTED, "actions": []}
    )
    done = {"actionId": talk["dialogue"]["actions"][0]["id"], "on": str(TODAY)}
    assert (await office.do("dialogueActionDone", "action { doneOn }", "staff", **done))["action"] == {
        "doneOn": str(TODAY)
    }


async def test_a_private_note_is_shown_to_its_author_and_stands_nowhere_in_clear(
    office: OpenOffice, fresh_database
) -> None:
    talk = await office.do(
        "dialogueNote", TALK, "chief", employeeId=office.person("staff"), actions=[], **NOTED
    )
    key = talk["dialogue"]["id"]
    secret = f"rahasia {random.SystemRandom().getrandbits(64):016x}"
    document = """mutation($input: PrivateNoteWriteInput!) { privateNoteWrite(input: $input) {
        privateNote { id text } userErrors { code } } }"""
    asked = {"input": {"dialogueId": key, "text": secret}}
    for replayed in (None, "true"):
        answer = await office.served.ask(
            document, asked, subject="chief", headers={"idempotency-key": "note-1"}
        )
        assert answer.headers.get("idempotency-replayed") == replayed
        note = answer.json()["data"]["privateNoteWrite"]["privateNote"]
        assert note["text"] == secret
    everything = """query($id: ID!, $note: ID!) { a: node(id: $note) { id }
        node(id: $id) { ... on Dialogue { challenges privateNotes { id text } } } }"""
    for name in SEATS:
        seen = (await office.served.ask(everything, {"id": key, "note": note["id"]}, subject=name)).json()
        assert (secret in str(seen)) == (name == "chief"), name
        assert bool(seen["data"]["a"]) == (name == "chief"), name
    refused = await office.served.ask(
        document, {"input": {"dialogueId": key, "text": secret}}, subject="clerk"
    )
    assert secret not in refused.text
    dump = await dumped(fresh_database.superuser_url)
    assert b"Data terlambat" in dump
    assert told_in(dump, [secret]) == []
    gone = await office.do(
        "privateNoteDelete", "dialogue { privateNotes { id } }", "chief", privateNoteId=note["id"]
    )
    assert gone["dialogue"] == {"privateNotes": []}


async def an_invited(office: OpenOffice) -> tuple[UUID, str]:
    """The colleague's appraisal, for which the chief has asked three colleagues."""
    async with office.beside() as session:
        appraisal = await an_appraisal(session, office.office, await a_cycle(session), "colleague", "chief")
    key = encode_id("Appraisal", appraisal)
    peers = [{"nip": await nip_of(office, name)} for name in PEERS]
    made = await office.do(
        "ratingInvite", "appraisal { id }", "chief", appraisalId=key, peers=peers, upward=[]
    )
    assert made == {"appraisal": {"id": key}, "userErrors": []}
    return appraisal, key


async def rate(office: OpenOffice, name: str, level: int) -> Any:
    (asked,) = (await office.read("{ ratingInvitations { nodes { id answered } } }", name))[
        "ratingInvitations"
    ]["nodes"]
    levels = [{"competency": code, "level": level} for code in CODES]
    wanted = "invitation { answered }"
    return await office.do("ratingAnswer", wanted, name, invitationId=asked["id"], levels=levels)


async def publish(office: OpenOffice, appraisal: UUID) -> None:
    async with office.beside() as session:
        published = {
            "state": AppraisalState.PUBLISHED,
            "predicate": "GOOD",
            "published_at": clock.now(),
        }
        await session.execute(update(Appraisal).where(Appraisal.id == appraisal).values(published))
        seals = office.served.seals("surakarta")
        context = Context(office.office.viewers["admin"], session, clock.now(), TODAY, seals)
        await publish_scores(context, [appraisal])


async def scores(office: OpenOffice, key: str, by: str) -> Any:
    found = (await office.served.ask(SCORES, {"id": key}, subject=by)).json()["data"]["node"]
    return found and found["competencyScores"]


@pytest.mark.parametrize(("answering", "shown"), [(PEERS[:2], 0), (PEERS, len(CODES))])
async def test_what_colleagues_said_is_shown_from_the_third_on_and_after_publication_only(
    office: OpenOffice, answering: tuple[str, ...], shown: int
) -> None:
    appraisal, key = await an_invited(office)
    for level, name in enumerate(answering, 3):
        assert (await rate(office, name, level))["invitation"] == {"answered": True}
    for name in SEATS:
        assert not await scores(office, key, name), name
    await publish(office, appraisal)
    for name in ("colleague", "chief", "leader", "admin", "auditor"):
        found = await scores(office, key, name)
        assert len(found) == shown, name
        assert {(one["raters"], float(one["mean"])) for one in found} == ({(3, 4.0)} if shown else set())
    for name in ("staff", "clerk", "stranger"):
        assert await scores(office, key, name) is None, name
    late = await rate(office, "colleague", 5)
    assert [error["code"] for error in late["userErrors"]] == [RatingOver.code]


async def test_nobody_but_the_rater_sees_an_invitation(office: OpenOffice) -> None:
    await an_invited(office)
    async with office.beside() as session:
        rows = select(RatingInvitation.id, RatingInvitation.rater_employee_id)
        invitations = (await session.execute(rows)).all()
    for name in SEATS:
        for key, rater in invitations:
            seen = await office.read(
                "query($id: ID!) { node(id: $id) { id } }", name, id=encode_id("RatingInvitation", key)
            )
            assert bool(seen["node"]) == (rater == office.office.people[name])


async def test_an_answer_leaves_no_digest_by_which_it_could_be_guessed(office: OpenOffice) -> None:
    """The same key with other levels is the same request: nothing of the levels was kept."""
    await an_invited(office)
    (asked,) = (await office.read("{ ratingInvitations { nodes { id } } }", "clerk"))["ratingInvitations"][
        "nodes"
    ]
    document = """mutation($input: RatingAnswerInput!) { ratingAnswer(input: $input) {
        invitation { answered } userErrors { code } } }"""
    for level, replayed in ((2, None), (5, "true")):
        levels = [{"competency": code, "level": level} for code in CODES]
        answer = await office.served.ask(
            document,
            {"input": {"invitationId": asked["id"], "levels": levels}},
            subject="clerk",
            headers={"idempotency-key": "rate-1"},
        )
        assert answer.json()["data"]["ratingAnswer"] == {"invitation": {"answered": True}, "userErrors": []}
        assert answer.headers.get("idempotency-replayed") == replayed
    async with office.beside() as session:
        counted = text("SELECT DISTINCT level_2, level_5 FROM competency_tallies WHERE relation = 'PEER'")
        assert (await session.execute(counted)).all() == [(1, 0)]


SETTINGS = {
    "validFrom": str(TODAY + timedelta(days=30)),
    "deliveryDays": 10,
    "answerDays": 14,
    "objectionDays": 20,
    "statementDays": 5,
    "decisionDays": 14,
    "escalationDays": 5,
    "reminderDays": 3,
    "fewestRaters": 4,
    "sixDayWeek": False,
    "reason": "SK Wali Kota 12/2026",
}


async def test_what_is_set_is_read_by_every_employee_with_who_set_it(office: OpenOffice) -> None:
    wanted = "policy { id state }"
    await office.refused(OutOfBounds, "policyPropose", wanted, "admin", **{**SETTINGS, "fewestRaters": 2})
    made = await office.do("policyPropose", wanted, "admin", **SETTINGS)
    key = made["policy"]["id"]
    await office.refused(SamePerson, "policyPublish", wanted, "admin", policyId=key)
    published = await office.do("policyPublish", wanted, "second admin", policyId=key)
    assert published["policy"]["state"] == "PUBLISHED"
    day = str(TODAY + timedelta(days=40))
    holiday = await office.do("localHolidaySet", "holiday { day name }", "admin", day=day, name="Hari jadi")
    assert holiday["holiday"] == {"day": day, "name": "Hari jadi"}
    told = """{ appraisalPolicies { nodes { fewestRaters proposedByName publishedByName } }
        localHolidays { nodes { day name } } }"""
    for name in ("staff", "chief", "auditor"):
        assert await office.read(told, name) == {
            "appraisalPolicies": {
                "nodes": [{"fewestRaters": 4, "proposedByName": "Admin", "publishedByName": "Second Admin"}]
            },
            "localHolidays": {"nodes": [holiday["holiday"]]},
        }
    assert (await office.do("localHolidayDrop", "day", "admin", day=day))["day"] == day


HOLDS = """query($on: Date) { appraisalSettings(asOf: $on) {
    policyId since fewestRaters sixDayWeek rule
    national { fewestRaters } least { fewestRaters } most { fewestRaters } } }"""


async def test_the_settings_in_force_are_read_with_whose_they_are_and_what_may_be_set(
    office: OpenOffice,
) -> None:
    bounds = {"national": {"fewestRaters": 3}, "least": {"fewestRaters": 3}, "most": {"fewestRaters": 10}}
    nations = {
        "policyId": None,
        "since": "2019-04-26",
        "fewestRaters": 3,
        "sixDayWeek": False,
        "rule": "appraisal_deadlines 2019",
        **bounds,
    }
    assert await office.read(HOLDS, "staff") == {"appraisalSettings": nations}
    made = await office.do("policyPropose", "policy { id }", "admin", **SETTINGS)
    key = made["policy"]["id"]
    on = {"on": SETTINGS["validFrom"]}
    assert await office.read(HOLDS, "staff", **on) == {"appraisalSettings": nations}
    await office.do("policyPublish", "policy { id }", "second admin", policyId=key)
    assert await office.read(HOLDS, "staff") == {"appraisalSettings": nations}
    own = {**nations, "policyId": key, "since": SETTINGS["validFrom"], "fewestRaters": 4}
    assert await office.read(HOLDS, "staff", **on) == {"appraisalSettings": own}


async def test_every_wrong_number_is_told_at_once(office: OpenOffice) -> None:
    wrong = {"fewestRaters": 2, "answerDays": 13, "statementDays": 10, "decisionDays": 9}
    document = """mutation($input: PolicyProposeInput!) { policyPropose(input: $input) {
        policy { id } userErrors { code field } } }"""
    asked = {"input": {**SETTINGS, **wrong}}
    told = (await office.served.data(document, asked, subject="admin"))["policyPropose"]
    assert told == {
        "policy": None,
        "userErrors": [
            {"code": "OUT_OF_BOUNDS", "field": ["input", "answerDays"]},
            {"code": "OUT_OF_BOUNDS", "field": ["input", "fewestRaters"]},
            {"code": "DECISION_BEFORE_STATEMENTS", "field": ["input", "decisionDays"]},
        ],
    }


def test_the_contract_says_within_which_bounds_a_number_is_asked_for() -> None:
    asked = (HOUSE / "schema/appraisal.graphql").read_text("utf-8")
    assert "Days in which the employee returns it. 14 to 30; the nation's own value is 14." in asked


@pytest.mark.parametrize("by", ["staff", "chief", "unit admin", "auditor"])
async def test_only_an_admin_of_the_whole_government_sets(office: OpenOffice, by: str) -> None:
    document = "mutation($input: %s!) { %s(input: $input) { userErrors { code } } }"
    deeds = {
        "policyPropose": ("PolicyProposeInput", SETTINGS),
        "policyPublish": ("PolicyInput", {"policyId": "x"}),
        "localHolidaySet": ("LocalHolidaySetInput", {"day": str(TODAY), "name": "x"}),
    }
    for name, (kind, asked) in deeds.items():
        answer = (await office.served.ask(document % (kind, name), {"input": asked}, subject=by)).json()
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN", name
