"""Cycles through the graph: who may open, change, close them and set predicates, and what is then read."""

from datetime import date
from typing import Any

import pytest
from factories.served import OURS, Served

from jenjang.core import clock
from jenjang.graph.scalars import encode_id

OPEN = """mutation($input: AppraisalCycleOpenInput!) { appraisalCycleOpen(input: $input) {
    cycle { id kind year number begins ends dueOn state people evaluated version unit { id }
            units(first: 10) { nodes { people predicate unit { id } } } }
    userErrors { code field message } } }"""
CHANGE = """mutation($input: AppraisalCycleChangeInput!) { appraisalCycleChange(input: $input) {
    cycle { dueOn version } userErrors { code field } } }"""
CLOSE = """mutation($input: AppraisalCycleCloseInput!) { appraisalCycleClose(input: $input) {
    cycle { state toClose closedSoFar version } userErrors { code field } } }"""
SET = """mutation($input: CycleUnitSetPredicateInput!) { cycleUnitSetPredicate(input: $input) {
    cycleUnit { predicate basis unit { id } } userErrors { code field } } }"""
EVERYBODY = ("staff", "chief", "head", "auditor", "program")


def unit(served: Served, name: str) -> str:
    return encode_id("Unit", served.governments[OURS].units[name])


def month_before_last() -> dict[str, Any]:
    """A month that is over, in the words of the input."""
    today = clock.today("Asia/Jakarta")
    months = today.year * 12 + today.month - 3
    return {"kind": "MONTHLY", "year": months // 12, "number": months % 12 + 1}


async def opened(served: Served, subject: str = "admin", **more: object) -> Any:  # Any: JSON.
    asked = {**month_before_last(), **more}
    return (await served.data(OPEN, {"input": asked}, subject=subject))["appraisalCycleOpen"]


async def test_a_month_is_opened_changed_given_predicates_and_closed(served: Served) -> None:
    cycle = (await opened(served))["cycle"]
    month = month_before_last()
    assert (cycle["kind"], cycle["year"], cycle["number"]) == tuple(month.values())
    assert cycle["begins"] == date(month["year"], month["number"], 1).isoformat()
    assert (cycle["state"], cycle["people"], cycle["evaluated"], cycle["unit"]) == ("OPEN", 12, 0, None)
    counts = {one["unit"]["id"]: one["people"] for one in cycle["units"]["nodes"]}
    assert counts[unit(served, "dinas")] == 5
    asked = {"cycleId": cycle["id"], "unitId": unit(served, "dinas"), "predicate": "GOOD", "basis": "LKjIP"}
    found = (await served.data(SET, {"input": asked}))["cycleUnitSetPredicate"]
    assert found["userErrors"] == []
    assert (found["cycleUnit"]["predicate"], found["cycleUnit"]["basis"]) == ("GOOD", "LKjIP")
    today = clock.today("Asia/Jakarta").isoformat()
    asked = {"cycleId": cycle["id"], "dueOn": today, "expectedVersion": 1}
    found = (await served.data(CHANGE, {"input": asked}))["appraisalCycleChange"]
    assert found == {"cycle": {"dueOn": today, "version": 2}, "userErrors": []}
    asked = {"cycleId": cycle["id"], "expectedVersion": 2}
    (error,) = (await served.data(CLOSE, {"input": asked}))["appraisalCycleClose"]["userErrors"]
    assert (error["code"], error["field"]) == ("NOT_ALL_EVALUATED", ["input", "missed"])
    asked["missed"] = 12
    found = (await served.data(CLOSE, {"input": asked}))["appraisalCycleClose"]
    assert found["userErrors"] == []
    assert found["cycle"] == {"state": "CLOSING", "toClose": 0, "closedSoFar": 0, "version": 3}


async def test_a_refusal_is_told_in_indonesian_and_changes_nothing(served: Served) -> None:
    cycle = (await opened(served))["cycle"]
    (error,) = (await opened(served))["userErrors"]
    assert (error["code"], error["field"]) == ("CYCLE_THERE", ["input", "number"])
    assert error["message"] == "Periode ini sudah dinilai dalam siklus dengan cakupan yang sama."
    asked = {"cycleId": cycle["id"], "expectedVersion": 8}
    found = (await served.data(CLOSE, {"input": asked}))["appraisalCycleClose"]
    assert found == {"cycle": None, "userErrors": [{"code": "STALE", "field": ["input", "expectedVersion"]}]}


async def test_who_manages_a_unit_opens_and_closes_there_only(served: Served) -> None:
    (error,) = (await opened(served, "unit admin"))["userErrors"]
    assert (error["code"], error["field"]) == ("ONLY_SOME_UNITS", ["input", "unitId"])
    (error,) = (await opened(served, "unit admin", unitId=unit(served, "badan")))["userErrors"]
    assert error["code"] == "NOT_FOUND"
    cycle = (await opened(served, "unit admin", unitId=unit(served, "dinas")))["cycle"]
    assert cycle["people"] == 5
    asked = {"cycleId": cycle["id"], "missed": 5, "expectedVersion": 1}
    found = (await served.data(CLOSE, {"input": asked}, subject="unit admin"))["appraisalCycleClose"]
    assert found["cycle"]["state"] == "CLOSING"


@pytest.mark.parametrize("subject", EVERYBODY)
async def test_nobody_else_may(served: Served, subject: str) -> None:
    cycle = (await opened(served))["cycle"]["id"]
    today = clock.today("Asia/Jakarta").isoformat()
    asked = {
        OPEN: {**month_before_last(), "unitId": unit(served, "bidang")},
        CHANGE: {"cycleId": cycle, "dueOn": today, "expectedVersion": 1},
        CLOSE: {"cycleId": cycle, "expectedVersion": 1},
        SET: {"cycleId": cycle, "unitId": unit(served, "bidang"), "predicate": "GOOD", "basis": "x"},
    }
    for document, given in asked.items():
        answer = (await served.ask(document, {"input": given}, subject=subject)).json()
        assert [one["extensions"]["code"] for one in answer["errors"]] == ["FORBIDDEN"]
    seen = await served.data("{ appraisalCycles { nodes { state version } } }", subject="staff")
    assert seen["appraisalCycles"]["nodes"] == [{"state": "OPEN", "version": 1}]
