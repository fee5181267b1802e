"""Whether a career stands still, and its case: who is shown it, and who answers."""

from typing import Any

from factories.career import a_case
from factories.served import OURS, Served

from jenjang.database.engine import bound, engine
from jenjang.graph.scalars import encode_id

STANDS = """query($id: ID!) { careerStagnation(employeeId: $id) {
  stagnates spared rule signs { sign months lastOn staleFrom isStale } } }"""
CASES = """{ stagnationCases { nodes {
  id signs answer answeredByName version viewerCan { answer } employee { name } } } }"""
ANSWER = """mutation ($input: StagnationCaseAnswerInput!) {
  stagnationCaseAnswer(input: $input) {
    case { answer comment answeredByName endedOn viewerCan { answer } } userErrors { code field }
  }
}"""


async def stands(served: Served, by: str, of: str = "staff") -> Any:  # Any: JSON.
    key = encode_id("Employee", served.governments[OURS].people[of])
    return (await served.data(STANDS, {"id": key}, subject=by))["careerStagnation"]


async def seen(served: Served, by: str) -> list[Any]:  # Any: JSON.
    nodes: list[Any] = (await served.data(CASES, subject=by))["stagnationCases"]["nodes"]
    return nodes


async def test_it_is_told_sign_by_sign_to_the_person_and_who_leads(served: Served) -> None:
    own = await stands(served, "staff")
    assert own == await stands(served, "chief") == await stands(served, "admin")
    assert await stands(served, "colleague") is None
    assert (own["stagnates"], own["spared"], own["rule"]) == (True, None, "stagnation 2026")
    told = {one["sign"]: (one["months"], one["lastOn"], one["isStale"]) for one in own["signs"]}
    assert told["MOVE"] == (60, "2020-01-01", True)
    assert told["PLAN"] == (12, None, True)


async def test_who_leads_answers_a_case_once(served: Served, fresh_database: Any) -> None:
    app = engine(fresh_database.app_url, connections=1)
    async with bound(app, OURS) as session:
        await a_case(session, served.governments[OURS].people["staff"])
    await app.dispose()
    for by, many in {
        "staff": [False],
        "chief": [True],
        "admin": [True],
        "colleague": [],
        "stranger": [],
    }.items():
        assert [one["viewerCan"]["answer"] for one in await seen(served, by)] == many
    (case,) = await seen(served, "chief")
    assert case["signs"] == ["PLAN", "TRAINING", "DIALOGUE"]
    given = {"caseId": case["id"], "expectedVersion": 1, "answer": "NONE_NEEDED", "comment": "Segera pindah"}
    done = (await served.data(ANSWER, {"input": given}, subject="chief"))["stagnationCaseAnswer"]
    assert done == {
        "case": {
            "answer": "NONE_NEEDED",
            "comment": "Segera pindah",
            "answeredByName": "Chief",
            "endedOn": None,
            "viewerCan": {"answer": False},
        },
        "userErrors": [],
    }
    again = (await served.data(ANSWER, {"input": given}, subject="chief"))["stagnationCaseAnswer"]
    assert again["userErrors"] == [{"code": "CASE_ANSWERED", "field": ["input", "caseId"]}]
