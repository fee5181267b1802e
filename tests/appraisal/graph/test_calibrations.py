"""A calibration through the graph: opened by who manages, used by its members, closed by its chair."""

import pytest
from factories.appraisal.judged import CHANGE, CLOSE, OPEN_CALIBRATION, Judged, last_month_of
from factories.served import Served

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


@pytest.mark.parametrize("by", ["chief", "colleague", "admin", "auditor"])
async def test_who_does_not_sit_in_it_changes_and_closes_nothing(judged: Judged, by: str) -> None:
    calibration = (await judged.calibrate("leader", "stranger"))["calibration"]
    refused = await change(judged, calibration["id"], "staff", by)
    assert [(one["code"], one["field"]) for one in refused["userErrors"]] == [
        ("NOT_FOUND", ["input", "calibrationId"])
    ]
    asked = {"calibrationId": calibration["id"], "expectedVersion": calibration["version"]}
    refused = await judged.do(CLOSE, asked, by)
    assert [one["code"] for one in refused["userErrors"]] == ["NOT_FOUND"]


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
