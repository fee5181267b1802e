"""What an operation costs, and what is left to spend."""

from factories.api import Api

PAGE = "employees(first: 5) { nodes { name } }"


async def test_an_operation_is_told_what_it_costs_and_what_is_left(api: Api) -> None:
    found = (await api.ask("{ rateLimit { limit cost remaining resetAt nodeCount } " + PAGE + " }"))["data"]
    assert len(found["employees"]["nodes"]) == 5
    limit = found["rateLimit"]
    assert (limit["limit"], limit["cost"], limit["nodeCount"]) == (10_000, 6, 6)
    assert limit["resetAt"].endswith("Z")


async def test_a_dry_run_reckons_but_spends_and_answers_nothing_else(api: Api) -> None:
    asked = "query($dry: Boolean = true) { rateLimit(dryRun: $dry) { cost remaining } " + PAGE + " }"
    first = await api.ask(asked)
    assert list(first["data"]) == ["rateLimit"]
    assert first["data"]["rateLimit"]["cost"] == 6
    second = await api.ask(asked)
    left = first["data"]["rateLimit"]["remaining"]
    assert second["data"]["rateLimit"]["remaining"] == left
    third = await api.ask(asked, {"dry": False})
    assert third["data"]["rateLimit"]["remaining"] == left - 6
    assert list(third["data"]) == ["rateLimit", "employees"]


async def test_each_answer_tells_its_cost(api: Api) -> None:
    assert (await api.ask("{ " + PAGE + " }"))["extensions"] == {"cost": {"requested": 6, "maximum": 1000}}
    assert (await api.ask("{ __typename }"))["extensions"] == {"cost": {"requested": 1, "maximum": 1000}}
