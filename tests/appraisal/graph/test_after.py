"""Through the graph: an objection is filed, heard and decided; a path of improvement is led to its end."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from factories.appraisal.after import POOR, published, the_path
from factories.appraisal.office import Office, at_noon
from factories.served import OURS, Served

from jenjang.core import clock
from jenjang.core.context import Context
from jenjang.core.permission import Viewer
from jenjang.database.engine import bound, engine
from jenjang.graph.scalars import encode_id

FILE = """mutation($input: ObjectionFileInput!) { objectionFile(input: $input) {
  objection { id state grounds filedOn judgeName version before { predicate } } appraisal { state predicate }
  userErrors { code field } } }"""
EXPLAIN = """mutation($input: ObjectionExplainInput!) { objectionExplain(input: $input) {
  statement { side byName text } objection { statements { side } } userErrors { code field } } }"""
WITHDRAW = """mutation($input: ObjectionWithdrawInput!) { objectionWithdraw(input: $input) {
  objection { state } appraisal { state } userErrors { code field } } }"""
DECIDE = """mutation($input: ObjectionDecideInput!) { objectionDecide(input: $input) {
  objection { state outcome decidedByName decisionReason after { predicate derivation } }
  appraisal { state predicate } userErrors { code field } } }"""
COUNSEL = """mutation($input: PathCounselInput!) { pathCounsel(input: $input) {
  path { state version counselling } userErrors { code field } } }"""
TARGETS = """mutation($input: PathSetTargetsInput!) { pathSetTargets(input: $input) {
  path { state version targets { id statement measure reviewOn } } userErrors { code field } } }"""
REVIEW = """mutation($input: PathReviewInput!) { pathReview(input: $input) {
  review { outcome byName } path { version } userErrors { code field } } }"""
CONCLUDE = """mutation($input: PathConcludeInput!) { pathConclude(input: $input) {
  path { state endsOn conclusion } userErrors { code field } } }"""
OBJECTIONS = "{ objections(first: 5) { nodes { grounds } } }"
PATHS = """{ improvementPaths(first: 5) { nodes {
  counselling targets { statement reviews { finding } } } } }"""

Did = Callable[..., Awaitable[Any]]


@pytest.fixture
def did(served: Served) -> Did:
    """`await did("staff", FILE, appraisalId=…)`: what somebody's deed answered, or its error's code."""

    async def ask(who: str, document: str, **given: object) -> Any:  # Any: JSON.
        told = (await served.ask(document, {"input": given}, subject=who)).json()
        if "errors" in told:
            return told["errors"][0]["extensions"]["code"]
        (answer,) = told["data"].values()
        return answer

    return ask


@pytest.fixture
async def poor(served: Served, office_database, context: Context) -> dict[str, str]:
    return await a_poor_result(served, office_database, context)


async def a_poor_result(
    served: Served, office_database, context: Context, by: str = "chief"
) -> dict[str, str]:
    """Global ids of the staff's appraisal of a poor quarter, published today, and of the path it opened."""
    async with at_the_office(served, office_database, context) as (today, office):
        appraisal = await published(today, office, by=by, rated=POOR)
        path = await the_path(today, appraisal)
        return {
            "appraisal": encode_id("Appraisal", appraisal.id),
            "path": encode_id("ImprovementPath", path.id),
        }


@asynccontextmanager
async def at_the_office(
    served: Served, office_database, context: Context
) -> AsyncIterator[tuple[Context, Office]]:
    """A context of today in a transaction that is kept, and the office that is served."""
    settled = served.governments[OURS]
    viewers = {
        name: Viewer(OURS, account, (), {}, settled.people.get(name))
        for name, account in settled.accounts.items()
    }
    app = engine(office_database.app_url, connections=1)
    async with bound(app, OURS) as session:
        today = at_noon(replace(context, session=session), clock.today("Asia/Jakarta"))
        yield today, Office(settled.units, settled.people, viewers)
    await app.dispose()


async def test_an_objection_is_filed_heard_and_decided(served: Served, did: Did, poor) -> None:
    filed = await did("staff", FILE, appraisalId=poor["appraisal"], grounds="Banjir.")
    objection = filed["objection"]
    assert (objection["state"], objection["judgeName"]) == ("FILED", "Leader")
    assert objection["before"] == {"predicate": "NEEDS_IMPROVEMENT"}
    assert filed["appraisal"] == {"state": "OBJECTED", "predicate": "NEEDS_IMPROVEMENT"}
    deciding = {
        "objectionId": objection["id"],
        "expectedVersion": objection["version"],
        "outcome": "CHANGED",
        "results": "AS_EXPECTED",
        "resultsReason": "Banjir di luar kendali.",
        "reason": "Penilai tidak memperhitungkan banjir.",
    }
    assert (await did("leader", DECIDE, **deciding))["userErrors"] == [
        {"code": "NOT_HEARD_YET", "field": ["input", "objectionId"]}
    ]
    for who in ("staff", "chief"):
        told = await did(who, EXPLAIN, objectionId=objection["id"], text=f"Kata {who}.")
        assert told["statement"]["byName"] == who.title()
    assert [one["side"] for one in told["objection"]["statements"]] == ["EMPLOYEE", "LEADER"]
    assert (await did("leader", DECIDE, **deciding))["userErrors"] == [
        {"code": "STALE", "field": ["input", "expectedVersion"]}
    ]
    deciding["expectedVersion"] += 2
    decided = await did("leader", DECIDE, **deciding)
    assert decided["appraisal"] == {"state": "FINAL", "predicate": "GOOD"}
    assert decided["objection"]["decidedByName"] == "Leader"
    assert decided["objection"]["after"]["predicate"] == "GOOD"
    assert "putusan atas keberatan" in decided["objection"]["after"]["derivation"]
    again = await did("staff", FILE, appraisalId=poor["appraisal"], grounds="Lagi.")
    assert again["userErrors"] == [{"code": "ALREADY_OBJECTED", "field": ["input", "appraisalId"]}]
    assert await _seen(served) == {
        "staff": ["Banjir."],
        "chief": ["Banjir."],
        "leader": ["Banjir."],
        "head": ["Banjir."],
        "admin": ["Banjir."],
        "auditor": [None],
        "unit admin": ["Banjir."],
        "colleague": [],
        "stranger": [],
        "clerk": [],
    }


async def _seen(served: Served) -> dict[str, list[str | None]]:
    """The grounds of objections that each is shown; null: the objection, but not the words."""
    people = ("staff", "chief", "leader", "head", "admin", "auditor", "colleague", "stranger", "clerk")
    found = {who: await served.data(OBJECTIONS, subject=who) for who in (*people, "unit admin")}
    return {who: [one["grounds"] for one in told["objections"]["nodes"]] for who, told in found.items()}


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("staff", "FORBIDDEN"),
        ("colleague", "FORBIDDEN"),
        ("auditor", "FORBIDDEN"),
        ("chief", "NOT_THE_JUDGE"),
        ("stranger", "NOT_FOUND"),
        ("admin", "NOT_THE_JUDGE"),
        ("unit admin", "NOT_THE_JUDGE"),
        ("program", "FORBIDDEN"),
    ],
)
async def test_who_may_not_decide_is_told_why(did: Did, poor, who: str, told: str) -> None:
    objection = (await did("staff", FILE, appraisalId=poor["appraisal"], grounds="Banjir."))["objection"]
    deciding = {"objectionId": objection["id"], "expectedVersion": 1, "outcome": "UPHELD", "reason": "Tetap."}
    answer = await did(who, DECIDE, **deciding)
    code = answer if isinstance(answer, str) else answer["userErrors"][0]["code"]
    assert code == told


async def test_a_withdrawn_objection_leaves_the_result(did: Did, poor) -> None:
    objection = (await did("staff", FILE, appraisalId=poor["appraisal"], grounds="Banjir."))["objection"]
    refused = await did("chief", WITHDRAW, objectionId=objection["id"])
    assert refused["userErrors"][0]["code"] == "NOT_THE_APPRAISED"
    taken = await did("staff", WITHDRAW, objectionId=objection["id"])
    assert (taken["objection"], taken["appraisal"]) == ({"state": "WITHDRAWN"}, {"state": "PUBLISHED"})


async def test_a_superior_leads_a_path_to_its_end(served: Served, did: Did, poor) -> None:
    today = clock.today("Asia/Jakarta")
    held = {"pathId": poor["path"], "counselling": "Beban kerja.", "heldOn": str(today)}
    counselled = await did("chief", COUNSEL, **held, expectedVersion=1)
    assert counselled["path"] == {"state": "OPEN", "version": 2, "counselling": "Beban kerja."}
    stale = await did("chief", COUNSEL, **held, expectedVersion=1)
    assert stale["userErrors"] == [{"code": "STALE", "field": ["input", "expectedVersion"]}]
    target = {"statement": "Lapor.", "measure": "Tanggal.", "reviewOn": str(today + timedelta(30))}
    late = target | {"reviewOn": str(today + timedelta(400))}
    wrong = await did("chief", TARGETS, pathId=poor["path"], expectedVersion=2, targets=[target, late])
    assert wrong["userErrors"] == [
        {"code": "REVIEW_OUT_OF_TIME", "field": ["input", "targets", "1", "reviewOn"]}
    ]
    ran = (await did("chief", TARGETS, pathId=poor["path"], expectedVersion=2, targets=[target]))["path"]
    assert (ran["state"], ran["version"]) == ("RUNNING", 3)
    (kept,) = ran["targets"]
    assert {name: kept[name] for name in target} == target
    looked = {"targetId": kept["id"], "heldOn": str(today), "finding": "Masuk.", "outcome": "REACHED"}
    assert (await did("leader", REVIEW, **looked))["userErrors"][0]["code"] == "NOT_THE_SUPERIOR"
    assert (await did("chief", REVIEW, **looked))["review"] == {"outcome": "REACHED", "byName": "Chief"}
    ending = {"pathId": poor["path"], "outcome": "ACHIEVED", "conclusion": "Cukup."}
    ended = await did("chief", CONCLUDE, **ending, expectedVersion=4)
    assert ended["path"] == {"state": "ACHIEVED", "endsOn": str(today), "conclusion": "Cukup."}
    (path,) = (await served.data(PATHS, subject="staff"))["improvementPaths"]["nodes"]
    assert path == {
        "counselling": "Beban kerja.",
        "targets": [{"statement": "Lapor.", "reviews": [{"finding": "Masuk."}]}],
    }
    assert (await served.data(PATHS, subject="colleague"))["improvementPaths"]["nodes"] == []
    (path,) = (await served.data(PATHS, subject="auditor"))["improvementPaths"]["nodes"]
    assert path == {
        "counselling": None,
        "targets": [{"statement": "Lapor.", "reviews": [{"finding": None}]}],
    }


async def test_what_both_sides_say_is_read_by_them_and_who_leads_there_not_by_auditors_nor_programs(
    served: Served, did: Did, poor
) -> None:
    filed = await did("staff", FILE, appraisalId=poor["appraisal"], grounds="Banjir.")
    for who in ("staff", "chief"):
        await did(who, EXPLAIN, objectionId=filed["objection"]["id"], text=f"Kata {who}.")
    said = "{ objections(first: 5) { nodes { grounds state statements { byName text } } } }"
    for who in ("staff", "chief", "leader", "admin", "unit admin"):
        (seen,) = (await served.data(said, subject=who))["objections"]["nodes"]
        assert [one["text"] for one in seen["statements"]] == ["Kata staff.", "Kata chief."]
    (seen,) = (await served.data(said, subject="auditor"))["objections"]["nodes"]
    names = [{"byName": who, "text": None} for who in ("Staff", "Chief")]
    assert seen == {"grounds": None, "state": "FILED", "statements": names}
    scopes = ("appraisal:read", "appraisal:private")
    told = (await served.ask(said, subject="program", scopes=scopes)).json()
    (seen,) = told["data"]["objections"]["nodes"]
    assert seen == {"grounds": None, "state": "FILED", "statements": names}
    refused = {one["extensions"]["coordinate"] for one in told["errors"]}
    assert refused == {"Objection.grounds", "ObjectionStatement.text"}
