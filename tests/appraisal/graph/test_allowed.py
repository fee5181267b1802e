"""What an app may offer whom: `viewerCan` says what deeds then do, `toEvaluate` what waits for somebody."""

from collections.abc import Awaitable, Callable

import pytest
from appraisal.graph.test_skps import (
    ACKNOWLEDGE,
    NEXT_YEAR,
    OFFER,
    REVISE,
    TODAY,
    changed,
    do,
    done,
    drafted,
    step,
)
from appraisal.graph.test_told import CANCEL
from factories.appraisal.judged import CLOSE, Judged, last_month_of
from factories.granting import person
from factories.served import Served

WAITS = (
    """{ viewer { toEvaluate(first: 5) { totalCount nodes { employee { name } evaluator { name } } } } }"""
)
OF = """query($who: ID!) { appraisals(filter: { evaluator: { eq: $who } }) { totalCount } }"""
CAN = """query($id: ID!) { node(id: $id) { ... on Appraisal {
  evaluatorName evaluator { name } viewerCan { evaluate acknowledge object } } } }"""
SKP_CAN = """query($id: ID!) { node(id: $id) { ... on Skp {
  viewerCan { change offer acknowledge giveBack revise } } } }"""
CALIBRATION_CAN = """query($id: ID!) { node(id: $id) { ... on Calibration {
  viewerCan { change close reseat cancel } } } }"""
OBJECTION_CAN = """query($id: ID!) { node(id: $id) { ... on Objection {
  judge { name } viewerCan { explain withdraw decide } } } }"""
FILE = """mutation($input: ObjectionFileInput!) { objectionFile(input: $input) {
  objection { id version } userErrors { code } } }"""
EXPLAIN = """mutation($input: ObjectionExplainInput!) { objectionExplain(input: $input) {
  userErrors { code } } }"""
Allowed = Callable[..., Awaitable[dict[str, str]]]


@pytest.fixture
async def judged(served: Served) -> Judged:
    return await last_month_of(served)


@pytest.fixture
def allowed(served: Served) -> Allowed:
    """`await allowed(CAN, id, "staff", "chief")`: what each of them may do with what the id names."""

    async def ask(document: str, of: str, *names: str) -> dict[str, str]:
        found = {}
        for name in names:
            node = (await served.data(document, {"id": of}, subject=name))["node"]
            can = node["viewerCan"] if node else {}
            found[name] = " ".join(deed for deed, may in can.items() if may)
        return found

    return ask


async def waiting(served: Served, name: str) -> list[str]:
    """Whom somebody is to evaluate."""
    found = (await served.data(WAITS, subject=name))["viewer"]["toEvaluate"]
    assert found["totalCount"] == len(found["nodes"])
    return sorted(one["employee"]["name"] for one in found["nodes"])


async def test_who_evaluates_is_shown_what_waits_until_it_is_done(judged: Judged, allowed: Allowed) -> None:
    served, staff = judged.served, (await judged.evaluation("staff"))["appraisalId"]
    assert "Staff" in await waiting(served, "chief")
    assert await waiting(served, "staff") == []
    assert await allowed(CAN, staff, "chief", "leader", "staff", "admin", "colleague") == {
        "chief": "evaluate",
        "leader": "",
        "staff": "",
        "admin": "",
        "colleague": "",
    }
    await judged.evaluate("staff", results="ABOVE")
    assert "Staff" not in await waiting(served, "chief")
    assert (await allowed(CAN, staff, "chief"))["chief"] == "evaluate"
    await judged.publish()
    assert await allowed(CAN, staff, "chief", "staff", "admin") == {
        "chief": "",
        "staff": "acknowledge object",
        "admin": "",
    }


async def test_appraisals_are_found_by_their_evaluator_and_name_that_file_to_who_may_see_it(
    judged: Judged,
) -> None:
    served, staff = judged.served, (await judged.evaluation("staff"))["appraisalId"]
    chief = {"who": person(served, "chief")}
    mine = (await served.data(OF, chief, subject="chief"))["appraisals"]["totalCount"]
    assert mine == len(await waiting(served, "chief")) > 0
    assert (await served.data(OF, chief, subject="staff"))["appraisals"]["totalCount"] == 1
    found = {
        name: (await served.data(CAN, {"id": staff}, subject=name))["node"] for name in ("chief", "staff")
    }
    assert found["chief"]["evaluator"] == {"name": "Chief"}
    assert (found["staff"]["evaluatorName"], found["staff"]["evaluator"]) == ("Chief", None)


async def test_an_objection_is_explained_by_both_sides_and_decided_by_its_judge(
    judged: Judged, allowed: Allowed
) -> None:
    staff = (await judged.evaluation("staff"))["appraisalId"]
    await judged.evaluate("staff", results="BELOW")
    await judged.publish()
    filed = await judged.do(FILE, {"appraisalId": staff, "grounds": "Banjir."}, "staff")
    objection, names = filed["objection"]["id"], ("staff", "chief", "leader", "admin")
    assert await allowed(OBJECTION_CAN, objection, *names) == {
        "staff": "explain withdraw",
        "chief": "explain",
        "leader": "",
        "admin": "",
    }
    assert await allowed(CAN, staff, "staff") == {"staff": ""}
    for side in ("staff", "chief"):
        await judged.do(EXPLAIN, {"objectionId": objection, "text": f"Kata {side}."}, side)
    assert (await allowed(OBJECTION_CAN, objection, *names))["leader"] == "decide"


async def test_a_calibration_is_for_who_sits_in_it_and_its_seats_for_who_manages_there(
    judged: Judged, allowed: Allowed
) -> None:
    staff = (await judged.evaluation("staff"))["appraisalId"]
    await judged.evaluate("staff")
    calibration = (await judged.calibrate("leader", "stranger"))["calibration"]
    names = ("leader", "stranger", "admin", "unit admin", "auditor", "staff")
    assert await allowed(CALIBRATION_CAN, calibration["id"], *names) == {
        "leader": "change close",
        "stranger": "change",
        "admin": "reseat cancel",
        "unit admin": "reseat cancel",
        "auditor": "",
        "staff": "",
    }
    assert await allowed(CAN, staff, "chief") == {"chief": ""}
    asked = {"calibrationId": calibration["id"], "reason": "Sidang keliru", "expectedVersion": 1}
    assert (await judged.do(CANCEL, asked, "admin"))["userErrors"] == []
    assert await allowed(CALIBRATION_CAN, calibration["id"], *names) == dict.fromkeys(names, "")
    assert await allowed(CAN, staff, "chief") == {"chief": "evaluate"}


async def test_who_comes_after_a_calibration_is_evaluated_anew_and_who_was_judged_is_not(
    judged: Judged, allowed: Allowed
) -> None:
    appraisals = {name: (await judged.evaluation(name))["appraisalId"] for name in ("staff", "colleague")}
    await judged.evaluate("staff")
    calibration = (await judged.calibrate("leader", "stranger"))["calibration"]["id"]
    asked = {"calibrationId": calibration, "expectedVersion": 1, "explanation": "Unit kecil"}
    assert (await judged.do(CLOSE, asked, "leader"))["userErrors"] == []
    await judged.evaluate("colleague")
    assert await allowed(CAN, appraisals["staff"], "chief") == {"chief": ""}
    assert await allowed(CAN, appraisals["colleague"], "chief") == {"chief": "evaluate"}
    assert (await judged.evaluate("colleague"))["userErrors"] == []
    refused = await judged.evaluate("staff")
    assert [one["code"] for one in refused["userErrors"]] == ["RESULT_CALIBRATED"]


async def test_who_sits_in_a_calibration_elsewhere_than_one_manages_gives_no_seats_there(
    judged: Judged, allowed: Allowed
) -> None:
    calibration = (await judged.calibrate("leader", "unit admin", unit="badan", by="admin"))["calibration"]
    assert await allowed(CALIBRATION_CAN, calibration["id"], "unit admin", "admin") == {
        "unit admin": "change",
        "admin": "reseat cancel",
    }


async def test_whose_own_draft_is_looked_at_does_not_call_it_off(judged: Judged, allowed: Allowed) -> None:
    await judged.evaluate("admin", by="stranger")
    calibration = (await judged.calibrate("leader", "stranger", unit="badan", by="admin"))["calibration"]
    assert await allowed(CALIBRATION_CAN, calibration["id"], "admin", "second admin") == {
        "admin": "reseat",
        "second admin": "reseat cancel",
    }
    asked = {"calibrationId": calibration["id"], "reason": "Sidang keliru", "expectedVersion": 1}
    refused = await judged.do(CANCEL, asked, "admin")
    assert [one["code"] for one in refused["userErrors"]] == ["OWN_DRAFT_LOOKED_AT"]


async def test_an_skp_goes_from_side_to_side(served: Served, allowed: Allowed) -> None:
    names = ("chief", "staff", "leader", "admin")
    skp = await drafted(served)
    assert await allowed(SKP_CAN, skp["id"], *names) == {
        "chief": "change offer",
        "staff": "change",
        "leader": "",
        "admin": "",
    }
    skp = await done(served, OFFER, "chief", skpId=skp["id"], expectedVersion=skp["version"])
    assert await allowed(SKP_CAN, skp["id"], "chief", "staff") == {
        "chief": "",
        "staff": "acknowledge giveBack",
    }
    skp = await done(served, ACKNOWLEDGE, "staff", skpId=skp["id"], expectedVersion=skp["version"])
    assert await allowed(SKP_CAN, skp["id"], "chief", "staff") == {"chief": "revise", "staff": ""}
    await done(served, REVISE, "chief", skpId=skp["id"], reason="Tugas baru.")
    assert await allowed(SKP_CAN, skp["id"], "chief") == {"chief": ""}


async def test_nobody_revises_what_could_not_count_in_its_year_any_more(
    served: Served, allowed: Allowed
) -> None:
    skp = await drafted(served)
    for document, by in ((OFFER, "chief"), (ACKNOWLEDGE, "staff")):
        skp = await done(served, document, by, **step(skp))
    assert await allowed(SKP_CAN, skp["id"], "chief") == {"chief": "revise"}
    years = {"ago": NEXT_YEAR - TODAY.year + 1}
    await changed(
        served,
        "UPDATE skps SET year = year - :ago, begins_on = begins_on - make_interval(years => :ago),"
        " applies_from = applies_from - make_interval(years => :ago)",
        years,
    )
    assert await allowed(SKP_CAN, skp["id"], "chief") == {"chief": ""}
    refused = await do(served, REVISE, "chief", skpId=skp["id"], reason="Tugas baru.")
    assert [(one["code"], one["field"]) for one in refused["userErrors"]] == [
        ("TOO_LATE_FOR_THE_YEAR", ["input", "skpId"])
    ]
    # What was drafted or offered while there was time is given up, and nothing else.
    for state, may in (("DRAFT", {"chief": "change", "staff": "change"}), ("OFFERED", {"staff": "giveBack"})):
        await changed(served, "UPDATE skps SET state = :state, applies_from = NULL", {"state": state})
        found = await allowed(SKP_CAN, skp["id"], "chief", "staff")
        assert found == {"chief": "", "staff": "", **may}
