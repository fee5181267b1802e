"""Through the graph: what one is shown of a person led by others, whose objection one decides or explains."""

import pytest
from appraisal.graph.test_after import DECIDE, EXPLAIN, FILE, Did, a_poor_result, at_the_office, did
from appraisal.graph.test_after import WITHDRAW as WITHDRAW_OBJECTION
from appraisal.graph.test_delegations import WITHDRAW, named
from factories.appraisal.after import POOR, a_cycle, an_appraisal, evaluated_so, published
from factories.granting import person
from factories.served import Served

from jenjang.appraisal.terms import CycleKind
from jenjang.core.context import Context

__all__ = ["did"]
SEEN = """query($of: ID!) { objections(first: 5) { nodes {
    grounds statements { text } before { predicate } } }
  employee(id: $of) { nip } skps(first: 5) { nodes { id } }
  appraisals(first: 5) { nodes { employeeName predicate evaluations { resultsReason } } }
  improvementPaths(first: 5) { nodes { id } } feedback(first: 5) { nodes { id } }
  dialogues(first: 5) { nodes { id } } }"""
NOTHING = {"nodes": []}


@pytest.fixture
async def objection(served: Served, did: Did, office_database, context: Context) -> dict[str, str]:
    """The staff's, to a result that the clerk gave, who was named; over the clerk stands the stranger."""
    await named(served, employeeId=person(served, "staff"))
    poor = await a_poor_result(served, office_database, context, by="clerk")
    filed = await did("staff", FILE, appraisalId=poor["appraisal"], grounds="Banjir.")
    found: dict[str, str] = filed["objection"]
    return found


async def test_who_decides_reads_the_objection_and_the_results_and_nothing_else_of_the_person(
    served: Served, objection: dict[str, str]
) -> None:
    assert objection["judgeName"] == "Stranger"
    seen = await served.data(SEEN, {"of": person(served, "staff")}, subject="stranger")
    said = {"grounds": "Banjir.", "statements": [], "before": {"predicate": "NEEDS_IMPROVEMENT"}}
    assert seen.pop("objections") == {"nodes": [said]}
    (result,) = seen.pop("appraisals")["nodes"]
    assert (result["employeeName"], result["predicate"]) == ("Staff", "NEEDS_IMPROVEMENT")
    assert len(result["evaluations"]) == 1
    assert seen.pop("employee") is None
    assert seen == dict.fromkeys(seen, NOTHING)


async def test_who_decides_reads_no_other_result_of_the_person_and_nothing_once_the_objection_is_withdrawn(
    served: Served, did: Did, objection: dict[str, str], office_database, context: Context
) -> None:
    async with at_the_office(served, office_database, context) as (today, office):
        month = await a_cycle(today, CycleKind.MONTHLY)
        draft = await an_appraisal(today, office, "staff", cycle=month)
        await evaluated_so(office.as_(today, "clerk"), draft, POOR)
        await published(today, office, by="clerk", kind=CycleKind.ANNUAL)
    asked = {"of": person(served, "staff")}
    seen = await served.data(SEEN, asked, subject="stranger")
    (result,) = seen["appraisals"]["nodes"]
    assert (result["predicate"], len(result["evaluations"])) == ("NEEDS_IMPROVEMENT", 1)
    assert (await did("staff", WITHDRAW_OBJECTION, objectionId=objection["id"]))["userErrors"] == []
    seen = await served.data(SEEN, asked, subject="stranger")
    assert seen.pop("employee") is None
    assert seen == dict.fromkeys(seen, NOTHING)


async def test_who_gave_the_result_is_heard_though_another_evaluates_now(
    served: Served, did: Did, objection: dict[str, str]
) -> None:
    delegations = await served.data("{ evaluatorDelegations(first: 5) { nodes { id } } }", subject="admin")
    (delegation,) = delegations["evaluatorDelegations"]["nodes"]
    assert (await did("admin", WITHDRAW, delegationId=delegation["id"], reason="Selesai."))[
        "userErrors"
    ] == []
    for who in ("staff", "clerk"):
        told = await did(who, EXPLAIN, objectionId=objection["id"], text=f"Kata {who}.")
        assert told["userErrors"] == []
    seen = await served.data(SEEN, {"of": person(served, "staff")}, subject="clerk")
    (said,) = seen.pop("objections")["nodes"]
    assert [one["text"] for one in said["statements"]] == ["Kata staff.", "Kata clerk."]
    assert seen.pop("employee") is None
    assert seen == dict.fromkeys(seen, NOTHING)
    deciding = {"objectionId": objection["id"], "outcome": "UPHELD", "reason": "Tetap."}
    decided = await did("stranger", DECIDE, **deciding, expectedVersion=objection["version"] + 2)
    assert decided["userErrors"] == []
    seen = await served.data(SEEN, {"of": person(served, "staff")}, subject="clerk")
    assert seen["objections"] == NOTHING
