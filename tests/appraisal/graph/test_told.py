"""Who has to know is told, by name and once; and the chain of deeds is asked by appraisal, person or unit."""

import pytest
from factories.appraisal.judged import CHANGE, CLOSE, Judged, last_month_of
from factories.served import Served

NOTICES = "{ notices(first: 20) { nodes { kind aboutName count } } }"
ABOUT = """query($about: ID!) { auditEntries(first: 20, filter: { about: { eq: $about } }) {
  nodes { deed } } }"""
FILE = """mutation($input: ObjectionFileInput!) { objectionFile(input: $input) {
  objection { id } userErrors { code } } }"""
EXPLAIN = """mutation($input: ObjectionExplainInput!) { objectionExplain(input: $input) {
  userErrors { code } } }"""
WITHDRAW = """mutation($input: ObjectionWithdrawInput!) { objectionWithdraw(input: $input) {
  userErrors { code } } }"""
RESEAT = """mutation($input: CalibrationReseatInput!) { calibrationReseat(input: $input) {
  calibration { version chairName isSupplementary notEvaluated notCalibrated members { name leftAt } }
  userErrors { code } } }"""
CANCEL = """mutation($input: CalibrationCancelInput!) { calibrationCancel(input: $input) {
  calibration { state cancelReason changes { after } } userErrors { code } } }"""
ASK = """mutation($input: FeedbackAskInput!) { feedbackAsk(input: $input) {
  request { id } userErrors { code } } }"""
DECLINE = """mutation($input: FeedbackDeclineInput!) { feedbackDecline(input: $input) {
  userErrors { code } } }"""
OWN = "{ viewer { person { appraisals(first: 1) { nodes { version state } } } } }"


@pytest.fixture
async def judged(served: Served) -> Judged:
    found = await last_month_of(served)
    for name in ("staff", "colleague", "functional"):
        await found.evaluate(name)
    return found


async def told(judged: Judged, who: str) -> list[tuple[str, str, int]]:
    found = await judged.served.data(NOTICES, subject=who)
    return sorted((one["kind"], one["aboutName"], one["count"]) for one in found["notices"]["nodes"])


async def deeds_about(judged: Judged, about: str) -> list[str]:
    found = await judged.served.data(ABOUT, {"about": about}, subject="auditor")
    return [one["deed"] for one in reversed(found["auditEntries"]["nodes"])]


async def changed(judged: Judged, calibration: str) -> None:
    asked = {
        "calibrationId": calibration,
        "appraisalId": (await judged.appraisal("staff"))["id"],
        "results": "BELOW",
        "resultsReason": "Dua target luput",
        "reason": "Setara rekan",
    }
    assert (await judged.do(CHANGE, asked, "leader"))["userErrors"] == []


async def objected(judged: Judged) -> str:
    asked = {"appraisalId": (await judged.appraisal("staff"))["id"], "grounds": "Belum semua dinilai."}
    found: str = (await judged.do(FILE, asked, "staff"))["objection"]["id"]
    return found


async def test_members_know_of_their_seat_and_an_evaluator_of_a_changed_result(judged: Judged) -> None:
    calibration = (await judged.calibrate("leader", "stranger"))["calibration"]
    await changed(judged, calibration["id"])
    assert await told(judged, "stranger") == [("CALIBRATION_SEATED", "Bidang Guru", 1)]
    assert await told(judged, "chief") == [("RESULT_CALIBRATED", "Staff", 1)]
    assert await told(judged, "staff") == []


async def test_each_side_knows_what_the_other_says_of_an_objection(judged: Judged) -> None:
    await judged.publish()
    objection = await objected(judged)
    said = {"objectionId": objection, "text": "Bimbingan dimulai Agustus."}
    assert (await judged.do(EXPLAIN, said, "chief"))["userErrors"] == []
    assert ("OBJECTION_EXPLAINED", "Staff", 1) in await told(judged, "staff")
    assert ("OBJECTION_EXPLAINED", "Staff", 1) in await told(judged, "leader")
    assert ("OBJECTION_EXPLAINED", "Staff", 1) not in await told(judged, "chief")
    assert (await judged.do(WITHDRAW, {"objectionId": objection}, "staff"))["userErrors"] == []
    for who in ("chief", "leader"):
        assert ("OBJECTION_WITHDRAWN", "Staff", 1) in await told(judged, who)


async def test_who_asked_for_feedback_knows_that_it_was_declined(judged: Judged) -> None:
    asked = {"ofEmployeeId": judged.person("colleague"), "question": "Bagaimana laporan saya?"}
    request = (await judged.do(ASK, asked, "chief"))["request"]["id"]
    assert ("FEEDBACK_ASKED", "Chief", 1) in await told(judged, "colleague")
    assert (await judged.do(DECLINE, {"requestId": request}, "colleague"))["userErrors"] == []
    assert ("FEEDBACK_DECLINED", "Colleague", 1) in await told(judged, "chief")


async def test_seats_are_changed_and_a_session_is_called_off_by_who_manages(judged: Judged) -> None:
    calibration = (await judged.calibrate("leader", "stranger"))["calibration"]
    asked = {
        "calibrationId": calibration["id"],
        "chairEmployeeId": judged.person("head"),
        "memberEmployeeIds": [judged.person("leader")],
        "reason": "Ketua pensiun",
        "expectedVersion": 1,
    }
    found = (await judged.do(RESEAT, asked, "unit admin"))["calibration"]
    assert (found["version"], found["chairName"], found["isSupplementary"]) == (2, "Head", False)
    assert (found["notEvaluated"], found["notCalibrated"]) == (1, 3)
    assert {one["name"]: one["leftAt"] is None for one in found["members"]} == {
        "Leader": True,
        "Stranger": False,
        "Head": True,
    }
    hidden = "query($id: ID!) { node(id: $id) { id } }"
    assert (await judged.served.data(hidden, {"id": calibration["id"]}, subject="stranger"))["node"] is None
    await changed(judged, calibration["id"])
    asked = {"calibrationId": calibration["id"], "reason": "Sidang keliru", "expectedVersion": 3}
    done = await judged.do(CANCEL, asked, "admin")
    assert done["calibration"]["state"] == "CANCELLED"
    assert done["calibration"]["cancelReason"] == "Sidang keliru"
    assert [one["after"] for one in done["calibration"]["changes"]] == ["NEEDS_IMPROVEMENT"]
    assert await deeds_about(judged, judged.unit("bidang")) == [
        "calibrationOpen",
        "calibrationReseat",
        "calibrationChange",
        "calibrationCancel",
    ]


async def test_the_chain_is_asked_by_appraisal_by_person_and_by_unit(judged: Judged) -> None:
    calibration = (await judged.calibrate("leader", "stranger"))["calibration"]
    await changed(judged, calibration["id"])
    asked = {"calibrationId": calibration["id"], "expectedVersion": 2, "explanation": "Unit kecil"}
    await judged.do(CLOSE, asked, "leader")
    await judged.publish()
    objection = await objected(judged)
    await judged.do(EXPLAIN, {"objectionId": objection, "text": "Sudah dibahas."}, "chief")
    ways = ["appraisalEvaluate", "calibrationChange", "appraisalPublish", "objectionFile", "objectionExplain"]
    whole = ["appraisalEvaluate", "calibrationChange", "calibrationClose", *ways[2:]]
    assert await deeds_about(judged, (await judged.appraisal("staff"))["id"]) == whole
    assert await deeds_about(judged, judged.person("staff")) == ways
    assert await deeds_about(judged, judged.person("colleague")) == ["appraisalEvaluate", "appraisalPublish"]
    assert "appraisalPublish" in await deeds_about(judged, judged.cycle)


async def test_the_own_version_tells_nothing_of_a_draft(judged: Judged) -> None:
    """Two evaluated alike, one of whom was rated anew and calibrated: neither can tell."""
    await judged.evaluate("staff")
    calibration = (await judged.calibrate("leader", "stranger"))["calibration"]
    await changed(judged, calibration["id"])
    assert (await judged.appraisal("staff"))["version"] == 4
    told = [await judged.served.data(OWN, subject=who) for who in ("staff", "colleague")]
    assert told[0] == told[1]
    assert told[0]["viewer"]["person"]["appraisals"]["nodes"] == [{"version": 1, "state": "EVALUATED"}]
    asked = {"calibrationId": calibration["id"], "expectedVersion": 2, "explanation": "Unit kecil"}
    await judged.do(CLOSE, asked, "leader")
    await judged.publish()
    found = await judged.served.data(OWN, subject="staff")
    assert found["viewer"]["person"]["appraisals"]["nodes"] == [{"version": 5, "state": "PUBLISHED"}]
