"""Through the graph: of a person led by others whose appraisal is late, one is shown that appraisal only."""

from datetime import date
from typing import Any

import pytest
from appraisal.graph.test_after import Did, at_the_office, did
from appraisal.graph.test_delegations import named
from factories.appraisal.after import GOOD, POOR, a_cycle, an_appraisal, evaluated_so, published
from factories.appraisal.judging import an_skp
from factories.granting import person
from factories.served import Served

from jenjang.appraisal.models.skp import Skp, SkpBehaviour, SkpIndicator, SkpResult
from jenjang.appraisal.terms import CycleKind
from jenjang.core.context import Context
from jenjang.graph.scalars import encode_id

__all__ = ["did"]
SEEN = """query($of: ID!, $draft: ID!, $result: ID!, $indicator: ID!) {
  appraisals(first: 5) { nodes { employeeName state evaluations { predicate } points { kind }
    skp { year } } totalCount }
  skps(first: 5) { nodes { year results { statement indicators { statement } } behaviours { expectation } } }
  skpResults(first: 5) { nodes { number } }
  draft: node(id: $draft) { id } result: node(id: $result) { id } indicator: node(id: $indicator) { id }
  employee(id: $of) { nip } objections(first: 5) { nodes { grounds } }
  improvementPaths(first: 5) { nodes { id } } nationalResults(first: 5) { nodes { id } }
  stepIntentions(first: 5) { nodes { id } } }"""
MARK = """mutation($input: AppraisalMarkReadInput!) { appraisalMarkRead(input: $input) {
  userErrors { code field } } }"""
NOTHING = {"nodes": []}


async def expecting(context: Context, skp: Skp) -> tuple[SkpResult, SkpIndicator]:
    """A result of that SKP with an indicator, and a behaviour."""
    one = {"employee_id": skp.employee_id}
    result = SkpResult(skp_id=skp.id, number=1, kind="MAIN", statement=f"Laporan {skp.year}", **one)
    context.session.add(result)
    await context.session.flush()
    indicator = SkpIndicator(result_id=result.id, aspect="QUALITY", statement="Tanpa temuan", **one)
    behaviour = SkpBehaviour(skp_id=skp.id, behaviour="AKUNTABEL", expectation="Jujur", **one)
    context.session.add_all([indicator, behaviour])
    await context.session.flush()
    return result, indicator


@pytest.fixture
async def late(served: Served, office_database, context: Context) -> dict[str, str]:
    """Of the staff: a quarter that went to the stranger, being late; a month that waits; a poor year before.

    Global ids by what the query names them; `quarter`, `year` are appraisals.
    """
    await named(served, employeeId=person(served, "staff"))
    async with at_the_office(served, office_database, context) as (today, office):
        staff, clerk = office.people["staff"], office.people["clerk"]
        past = await an_skp(
            today.session, staff, clerk, office.units["bidang"], year=2025, applies_from=date(2025, 1, 1)
        )
        result, indicator = await expecting(today, past)
        await expecting(today, await an_skp(today.session, staff, clerk, office.units["bidang"]))
        year = await published(today, office, by="clerk", rated=POOR, kind=CycleKind.ANNUAL)
        month = await an_appraisal(today, office, cycle=await a_cycle(today, CycleKind.MONTHLY))
        await evaluated_so(office.as_(today, "clerk"), month, POOR)
        quarter = await an_appraisal(today, office)
        await evaluated_so(office.as_(today, "clerk"), quarter, GOOD)
        quarter.escalated_to_employee_id, quarter.escalated_at = office.people["stranger"], today.now
        return {
            "of": person(served, "staff"),
            "draft": encode_id("Appraisal", month.id),
            "result": encode_id("SkpResult", result.id),
            "indicator": encode_id("SkpIndicator", indicator.id),
            "quarter": encode_id("Appraisal", quarter.id),
            "year": encode_id("Appraisal", year.id),
        }


async def seen_by(served: Served, late: dict[str, str], who: str) -> Any:  # Any: what a client is answered.
    asked = {name: late[name] for name in ("of", "draft", "result", "indicator")}
    return await served.data(SEEN, asked, subject=who)


async def test_what_went_to_the_superior_of_who_is_late_is_seen_with_what_it_measures_and_nothing_else(
    served: Served, late: dict[str, str]
) -> None:
    seen = await seen_by(served, late, "stranger")
    quarter = {"employeeName": "Staff", "state": "EVALUATED", "points": [], "skp": None}
    assert seen.pop("appraisals") == {"nodes": [{**quarter, "evaluations": [{"predicate": "GOOD"}]}]} | {
        "totalCount": 1
    }
    results = [{"statement": "Laporan 2026", "indicators": [{"statement": "Tanpa temuan"}]}]
    skp = {"year": 2026, "results": results, "behaviours": [{"expectation": "Jujur"}]}
    assert seen.pop("skps") == {"nodes": [skp]}
    assert seen.pop("skpResults") == {"nodes": [{"number": 1}]}
    assert [seen.pop(name) for name in ("draft", "result", "indicator", "employee")] == [None] * 4
    assert seen == dict.fromkeys(seen, NOTHING)


async def test_who_was_named_by_person_sees_all_of_the_persons_appraisals(
    served: Served, late: dict[str, str]
) -> None:
    seen = await seen_by(served, late, "clerk")
    assert seen["appraisals"]["totalCount"] == 3
    assert {one["year"] for one in seen["skps"]["nodes"]} == {2025, 2026}
    assert seen["draft"] == {"id": late["draft"]}


async def test_whoever_sees_a_result_that_is_anothers_is_told_so_and_others_that_there_is_none(
    did: Did, late: dict[str, str]
) -> None:
    for who, which, code in (
        ("clerk", "year", "NOT_THE_APPRAISED"),
        ("stranger", "quarter", "NOT_THE_APPRAISED"),
        ("stranger", "year", "NOT_FOUND"),
        ("colleague", "year", "NOT_FOUND"),
    ):
        told = await did(who, MARK, appraisalId=late[which])
        assert told["userErrors"] == [{"code": code, "field": ["input", "appraisalId"]}], (who, which)
