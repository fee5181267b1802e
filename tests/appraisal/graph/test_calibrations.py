"""A calibration through the graph: opened by who manages, used by its members, closed by its chair."""

import pytest
from factories.appraisal.judged import CHANGE, CLOSE, OPEN_CALIBRATION, Judged, last_month_of
from factories.served import Served

RESEAT = """mutation($input: CalibrationReseatInput!) { calibrationReseat(input: $input) {
  userErrors { code } } }"""
SEEN = "query($id: ID!) { node(id: $id) { ... on Calibration { state changes { employeeName } } } }"


@pytest.fixture
async def judged(served: Served) -> Judged:
    found = await last_month_of(served)
    for name in ("staff", "colleague", "functional"):
        await found.evaluate(name)
    return found


async def change(judged: Judged, calibration: str, name: str, by: str, **more: object):
    asked = {
        "calibrationId": calibration,
        "appraisalId": (await judged.appraisal(name))["id"],
        "results": "BELOW",
        "resultsReason": "Dua target luput",
        "reason": "Setara rekan",
        **more,
    }
    return await judged.do(CHANGE, asked, by)


async def test_from_opening_to_closing(judged: Judged) -> None:
    opened = await judged.calibrate("leader", "stranger")
    calibration = opened["calibration"]
    assert {one["predicate"]: one["before"] for one in calibration["counts"]}["GOOD"] == 3
    assert {one["name"] for one in calibration["members"]} == {"Leader", "Stranger"}
    assert opened["deviation"].startswith("Baik harus paling banyak 70% (2 dari 3 orang atau kurang); ada 3")
    asked = {"calibrationId": calibration["id"], "expectedVersion": calibration["version"]}
    refused = await judged.do(CLOSE, asked, "leader")
    assert [one["code"] for one in refused["userErrors"]] == ["DEVIATION_UNEXPLAINED"]
    assert "ada 3" in refused["userErrors"][0]["message"]
    changed = await change(judged, calibration["id"], "staff", "leader")
    assert changed["change"] == {
        "before": "GOOD",
        "after": "NEEDS_IMPROVEMENT",
        "reason": "Setara rekan",
        "byName": "Leader",
    }
    assert changed["deviation"] is None
    refused = await judged.do(CLOSE, asked, "leader")
    assert [(one["code"], one["field"]) for one in refused["userErrors"]] == [
        ("STALE", ["input", "expectedVersion"])
    ]
    asked["expectedVersion"] += 1
    closed = (await judged.do(CLOSE, asked, "leader"))["calibration"]
    assert (closed["state"], closed["withinPattern"], closed["deviation"]) == ("CLOSED", True, None)
    assert {one["predicate"]: (one["before"], one["after"]) for one in closed["counts"]} == {
        "VERY_GOOD": (0, 0),
        "GOOD": (3, 2),
        "NEEDS_IMPROVEMENT": (0, 1),
        "POOR": (0, 0),
        "VERY_POOR": (0, 0),
    }
    assert (await judged.publish())["published"] == 3
    found = await judged.served.data(
        "{ viewer { person { appraisals(first: 1) { nodes { predicate evaluations { derivation } } } } } }",
        subject="staff",
    )
    (own,) = found["viewer"]["person"]["appraisals"]["nodes"]
    assert own["predicate"] == "NEEDS_IMPROVEMENT"
    assert own["evaluations"][0]["derivation"].endswith("; diubah dalam kalibrasi dari Baik: Setara rekan")


async def test_a_member_does_not_see_the_own_change_before_it_is_published(judged: Judged) -> None:
    calibration = (await judged.calibrate("leader", "staff"))["calibration"]["id"]
    assert (await change(judged, calibration, "staff", "leader"))["userErrors"] == []
    done = await change(judged, calibration, "colleague", "staff")
    assert done["calibration"]["changes"] == [
        {"employeeName": "Colleague", "before": "GOOD", "after": "NEEDS_IMPROVEMENT"}
    ]
    refused = await change(judged, calibration, "staff", "staff")
    assert [one["code"] for one in refused["userErrors"]] == ["OWN_RESULT"]
    found = await judged.served.data(SEEN, {"id": calibration}, subject="staff")
    assert found["node"]["changes"] == [{"employeeName": "Colleague"}]
    found = await judged.served.data(SEEN, {"id": calibration}, subject="leader")
    assert len(found["node"]["changes"]) == 2


VERSION = "query($id: ID!) { node(id: $id) { ... on Calibration { version } } }"


async def test_a_version_does_not_tell_a_chair_that_the_own_draft_was_changed(judged: Judged) -> None:
    """The own change isn't counted; one of a colleague's is."""
    opened = (await judged.calibrate("staff", "leader"))["calibration"]

    async def versions() -> list[int]:
        found = [
            await judged.served.data(VERSION, {"id": opened["id"]}, subject=who)
            for who in ("staff", "leader")
        ]
        return [one["node"]["version"] for one in found]

    assert (await change(judged, opened["id"], "staff", "leader"))["userErrors"] == []
    assert await versions() == [1, 2]
    closing = {"calibrationId": opened["id"], "explanation": "Unit kecil"}
    assert (await change(judged, opened["id"], "colleague", "leader"))["userErrors"] == []
    assert await versions() == [2, 3]
    refused = await judged.do(CLOSE, {**closing, "expectedVersion": 3}, "staff")
    assert [one["code"] for one in refused["userErrors"]] == ["STALE"]
    assert " 2 " in refused["userErrors"][0]["message"]
    done = await judged.do(CLOSE, {**closing, "expectedVersion": 2}, "staff")
    assert done["userErrors"] == []
    await judged.publish()
    assert await versions() == [4, 4]


NOW = "query($id: ID!) { node(id: $id) { ... on Calibration { deviation withinPattern } } }"


async def test_whoever_is_seated_later_reads_where_results_do_not_fit(judged: Judged) -> None:
    opened = await judged.calibrate("leader", "stranger")
    key = opened["calibration"]["id"]

    async def read(who: str) -> object:
        return (await judged.served.data(NOW, {"id": key}, subject=who))["node"]

    assert await read("stranger") == {"deviation": opened["deviation"], "withinPattern": None}
    seats = {
        "calibrationId": key,
        "chairEmployeeId": judged.person("head"),
        "memberEmployeeIds": [judged.person("stranger")],
        "reason": "Ketua pensiun",
        "expectedVersion": 1,
    }
    assert (await judged.do(RESEAT, seats, "unit admin"))["userErrors"] == []
    assert await read("head") == {"deviation": opened["deviation"], "withinPattern": None}
    assert (await change(judged, key, "staff", "head"))["deviation"] is None
    assert await read("stranger") == {"deviation": None, "withinPattern": None}


PATTERN = """query($id: ID!) { node(id: $id) { ... on Calibration {
  withinPattern deviation explanation counts { before }
} } }"""


async def test_whose_own_draft_is_counted_is_not_told_of_the_pattern_before_it_is_published(
    judged: Judged,
) -> None:
    """Who sees all others' results and how many people are on each side of a limit knows the own one."""
    opened = (await judged.calibrate("staff", "leader"))["calibration"]
    done = await change(judged, opened["id"], "colleague", "staff", results="ABOVE")
    assert (done["userErrors"], done["deviation"]) == ([], None)
    asked = {"calibrationId": opened["id"], "expectedVersion": opened["version"] + 1}
    refused = await judged.do(CLOSE, asked, "staff")
    assert [one["code"] for one in refused["userErrors"]] == ["OWN_DRAFT_COUNTED"]
    assert (await judged.do(CLOSE, {**asked, "explanation": "Unit kecil"}, "staff"))["userErrors"] == []
    untold = {"withinPattern": None, "deviation": None, "explanation": None, "counts": []}
    found = await judged.served.data(PATTERN, {"id": opened["id"]}, subject="staff")
    assert found["node"] == untold
    others = (await judged.served.data(PATTERN, {"id": opened["id"]}, subject="leader"))["node"]
    assert (others["withinPattern"], others["explanation"]) == (False, "Unit kecil")
    assert others["deviation"]
    await judged.publish()
    assert (await judged.served.data(PATTERN, {"id": opened["id"]}, subject="staff"))["node"] == others


async def test_the_chain_does_not_tell_why_a_draft_was_changed(judged: Judged) -> None:
    """An auditor reads the whole chain, and may be the one whose draft it is."""
    calibration = (await judged.calibrate("leader", "stranger"))["calibration"]["id"]
    await change(judged, calibration, "staff", "leader", reason="Rahasia sampai terbit")
    told = await judged.served.data(
        '{ auditEntries(filter: { deed: { eq: "calibrationChange" } }) { nodes { reason about } } }',
        subject="auditor",
    )
    (entry,) = told["auditEntries"]["nodes"]
    assert entry["reason"] is None
    assert entry["about"]


RESULTS = """query($id: ID!) { node(id: $id) { ... on Calibration { results {
  totalCount nodes { appraisalId employeeName unit { name } results behaviour predicate version }
} } } }"""


async def looked_at(judged: Judged, calibration: str, by: str):
    found = (await judged.served.data(RESULTS, {"id": calibration}, subject=by))["node"]
    return found and found["results"]


async def test_a_member_who_reads_nobody_s_appraisal_finds_whom_to_calibrate(judged: Judged) -> None:
    calibration = (await judged.calibrate("stranger", "leader"))["calibration"]["id"]
    found = await looked_at(judged, calibration, "stranger")
    assert [one["employeeName"] for one in found["nodes"]] == ["Colleague", "Functional", "Staff"]
    assert found["totalCount"] == 3
    assert found["nodes"][2] == {
        "appraisalId": (await judged.appraisal("staff"))["id"],
        "employeeName": "Staff",
        "unit": found["nodes"][0]["unit"],
        "results": "AS_EXPECTED",
        "behaviour": "AS_EXPECTED",
        "predicate": "GOOD",
        "version": (await judged.appraisal("staff"))["version"],
    }
    asked = {"appraisalId": found["nodes"][2]["appraisalId"], "expectedVersion": found["nodes"][2]["version"]}
    assert (await change(judged, calibration, "staff", "stranger", **asked))["userErrors"] == []
    anew = await looked_at(judged, calibration, "stranger")
    assert (anew["nodes"][2]["results"], anew["nodes"][2]["predicate"]) == ("BELOW", "NEEDS_IMPROVEMENT")


async def test_what_is_looked_at_shows_to_members_only_and_never_the_own_draft(judged: Judged) -> None:
    calibration = (await judged.calibrate("leader", "staff"))["calibration"]["id"]
    found = await looked_at(judged, calibration, "staff")
    assert [one["employeeName"] for one in found["nodes"]] == ["Colleague", "Functional"]
    assert found["totalCount"] == 2
    for other in ("auditor", "admin", "unit admin", "chief", "colleague", "program"):
        seen = await looked_at(judged, calibration, other)
        assert not seen or seen == {"totalCount": 0, "nodes": []}, other


async def test_published_results_are_not_looked_at_any_more(judged: Judged) -> None:
    calibration = (await judged.calibrate("leader", "stranger"))["calibration"]
    asked = {"calibrationId": calibration["id"], "expectedVersion": calibration["version"]}
    await judged.do(CLOSE, {**asked, "explanation": "Unit kecil"}, "leader")
    assert (await looked_at(judged, calibration["id"], "stranger"))["totalCount"] == 3
    await judged.publish()
    assert (await looked_at(judged, calibration["id"], "stranger"))["totalCount"] == 0


@pytest.mark.parametrize(
    ("by", "code"),
    [
        ("chief", "NOT_FOUND"),
        ("colleague", "NOT_FOUND"),
        ("admin", "NOT_SEATED"),
        ("auditor", "NOT_SEATED"),
    ],
)
async def test_who_does_not_sit_in_it_changes_and_closes_nothing(judged: Judged, by: str, code: str) -> None:
    """Who may read it is told that only who sits in it does this; for all others there is none."""
    calibration = (await judged.calibrate("leader", "stranger"))["calibration"]
    refused = await change(judged, calibration["id"], "staff", by)
    assert [(one["code"], one["field"]) for one in refused["userErrors"]] == [
        (code, ["input", "calibrationId"])
    ]
    asked = {"calibrationId": calibration["id"], "expectedVersion": calibration["version"]}
    refused = await judged.do(CLOSE, asked, by)
    assert [one["code"] for one in refused["userErrors"]] == [code]


@pytest.mark.parametrize("by", ["staff", "chief", "leader", "auditor", "program"])
async def test_only_who_manages_opens_one(judged: Judged, by: str) -> None:
    asked = {
        "cycleId": judged.cycle,
        "unitId": judged.unit("bidang"),
        "chairEmployeeId": judged.person("leader"),
        "memberEmployeeIds": [judged.person("stranger")],
    }
    answer = (await judged.served.ask(OPEN_CALIBRATION, {"input": asked}, subject=by)).json()
    assert [one["extensions"]["code"] for one in answer["errors"]] == ["FORBIDDEN"]
