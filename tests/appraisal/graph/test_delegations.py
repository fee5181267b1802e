"""Through the graph: the topmost is evaluated by an official who was named, who sees that person only."""

from typing import Any

from appraisal.graph.test_skps import ACKNOWLEDGE, DRAFT, OFFER, content, do, done
from factories.granting import person
from factories.served import OURS, Served
from sqlalchemy import text

from jenjang.core import clock
from jenjang.database.engine import bound, engine

TODAY = clock.today("Asia/Jakarta")
SAID = """delegation { id evaluatorName employeeName reason validTo } employee { fullName }
  userErrors { code field }"""
DELEGATE = (
    f"""mutation($input: EvaluatorDelegateInput!) {{ evaluatorDelegate(input: $input) {{ {SAID} }} }}"""
)
WITHDRAW = f"""mutation($input: EvaluatorDelegationWithdrawInput!) {{
  evaluatorDelegationWithdraw(input: $input) {{ restored {{ evaluatorName }} {SAID} }} }}"""
OPEN = """mutation($input: AppraisalCycleOpenInput!) { appraisalCycleOpen(input: $input) {
  cycle { appraisals(first: 100) { nodes { employeeName evaluatorName evaluatorDelegated } } } } }"""
SEEN = """{ viewer { roles } skps(first: 5) { nodes { employee { id } evaluatorName } }
  appraisals(first: 5) { nodes { employeeName evaluatorName evaluatorDelegated state } }
  evaluatorDelegations(first: 5) { nodes { employeeName evaluatorName reason } } }"""
NOTICES = "{ notices(first: 5) { nodes { kind aboutName } } }"
CHAIN = """query($about: ID!) { auditEntries(first: 5, filter: { about: { eq: $about } }) {
  nodes { deed reason } } }"""


async def named(served: Served, by: str = "admin", **more: object) -> Any:
    asked = {"employeeId": person(served, "head"), "evaluatorEmployeeId": person(served, "clerk")}
    return await do(served, DELEGATE, by, reason="SK Wali Kota 800/1", **{**asked, **more})


async def test_who_is_named_agrees_on_the_skp_and_sees_that_person_only(served: Served) -> None:
    asked = {"employeeId": person(served, "head"), "year": TODAY.year + 1, **content()}
    refused = await do(served, DRAFT, "head", **asked)
    assert [one["code"] for one in refused["userErrors"]] == ["NO_SUPERIOR"]
    made = await named(served)
    assert made == {
        "delegation": made["delegation"],
        "employee": {"fullName": "Head"},
        "userErrors": [],
    }
    assert made["delegation"]["evaluatorName"] == "Clerk"
    drafted = await done(served, DRAFT, "head", **asked)
    step = {"skpId": drafted["id"], "expectedVersion": drafted["version"]}
    offered = await done(served, OFFER, "clerk", **step)
    agreed = await done(served, ACKNOWLEDGE, "head", skpId=offered["id"], expectedVersion=offered["version"])
    assert (agreed["state"], agreed["evaluatorName"]) == ("ACKNOWLEDGED", "Clerk")
    period = {"kind": "MONTHLY", "year": TODAY.year, "number": TODAY.month}
    opened = await served.data(OPEN, {"input": period}, subject="admin")
    cycle = opened["appraisalCycleOpen"]["cycle"]["appraisals"]["nodes"]
    assert {one["employeeName"] for one in cycle if one["evaluatorDelegated"]} == {"Head"}
    seen = await served.data(SEEN, subject="clerk")
    assert seen["viewer"] == {"roles": ["STAFF", "LEADER"]}
    assert seen["skps"]["nodes"] == [{"employee": None, "evaluatorName": "Clerk"}]
    assert sorted(tuple(one.values()) for one in seen["appraisals"]["nodes"]) == [
        ("Clerk", "Stranger", False, "OPEN"),
        ("Head", "Clerk", True, "OPEN"),
    ]
    assert seen["evaluatorDelegations"]["nodes"] == [
        {"employeeName": "Head", "evaluatorName": "Clerk", "reason": "SK Wali Kota 800/1"}
    ]


async def test_taken_back_nothing_of_it_is_seen_but_in_the_chain(served: Served) -> None:
    made = (await named(served))["delegation"]
    back = await do(served, WITHDRAW, "admin", delegationId=made["id"], reason="Keliru.")
    assert (back["delegation"], back["restored"], back["userErrors"]) == (None, None, [])
    seen = await served.data(SEEN, subject="clerk")
    assert seen["viewer"]["roles"] == ["STAFF"]
    assert seen["skps"] == seen["appraisals"] == seen["evaluatorDelegations"] == {"nodes": []}
    told = await served.data(CHAIN, {"about": made["id"]}, subject="auditor")
    assert told["auditEntries"]["nodes"] == [
        {"deed": "evaluatorDelegationWithdraw", "reason": "Keliru."},
        {"deed": "evaluatorDelegate", "reason": "SK Wali Kota 800/1"},
    ]


async def test_whoever_was_named_before_is_named_again_and_all_sides_are_told(served: Served) -> None:
    first = (await named(served))["delegation"]
    yesterday = text("UPDATE evaluator_delegations SET valid_from = valid_from - 1")
    app = engine(served.settings.database_url, connections=1)
    async with bound(app, OURS) as session:
        await session.execute(yesterday)
    await app.dispose()
    second = await named(served, evaluatorEmployeeId=person(served, "stranger"))
    assert second["delegation"]["evaluatorName"] == "Stranger"
    back = await do(served, WITHDRAW, "admin", delegationId=second["delegation"]["id"], reason="Keliru.")
    assert (back["delegation"], back["restored"]) == (None, {"evaluatorName": "Clerk"})
    for who in ("head", "clerk", "stranger"):
        told = await served.data(NOTICES, subject=who)
        assert told["notices"]["nodes"] == [{"kind": "EVALUATOR_NAMED", "aboutName": "Head"}]
    chain = await served.data(CHAIN, {"about": first["id"]}, subject="auditor")
    assert [one["deed"] for one in chain["auditEntries"]["nodes"]] == [
        "evaluatorDelegationWithdraw",
        "evaluatorDelegate",
        "evaluatorDelegate",
    ]
    assert (await do(served, WITHDRAW, "admin", delegationId=first["id"], reason="Usai."))["restored"] is None
    told = await served.data(NOTICES, subject="clerk")
    assert told["notices"]["nodes"][0] == {"kind": "EVALUATOR_WITHDRAWN", "aboutName": "Head"}


async def test_only_who_manages_appraisals_names_an_evaluator(served: Served) -> None:
    asked = {"employeeId": person(served, "head"), "evaluatorEmployeeId": person(served, "clerk")}
    for who in ("head", "leader", "auditor", "clerk"):
        answer = (await served.ask(DELEGATE, {"input": {**asked, "reason": "SK"}}, subject=who)).json()
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert (await served.data(SEEN, subject="admin"))["evaluatorDelegations"] == {"nodes": []}
