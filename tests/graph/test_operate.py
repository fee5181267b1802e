"""What an operation costs, and what is left to spend."""

from typing import Any

import pytest
from factories.api import Api

from jenjang.graph.operate import BYTES_A_POINT, NEW
from jenjang.graph.quota import Quota, Rate

PAGE = "employees(first: 5) { nodes { name } }"


async def test_an_operation_is_told_what_it_costs_and_what_is_left(api: Api) -> None:
    found = (await api.ask("{ rateLimit { limit cost remaining resetAt nodeCount } " + PAGE + " }"))["data"]
    assert len(found["employees"]["nodes"]) == 5
    limit = found["rateLimit"]
    assert (limit["limit"], limit["cost"], limit["nodeCount"]) == (10_000, 6, 6)
    assert limit["resetAt"].endswith("Z")


@pytest.fixture
def steady(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quota of which nothing comes back meanwhile."""
    monkeypatch.setattr(api.app.state.house.view.operator, "quota", Quota(otherwise=Rate(10**6, 3600)))


@pytest.mark.usefixtures("steady")
async def test_a_dry_run_reckons_but_spends_and_answers_nothing_else(api: Api) -> None:
    asked = "query($dry: Boolean = true) { rateLimit(dryRun: $dry) { cost remaining } " + PAGE + " }"
    await api.ask(asked, {"dry": False})  # From now on it is known.
    await api.ask(asked)
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


@pytest.mark.parametrize(
    ("wanted", "values"),
    [
        (None, 0),
        ({}, 0),
        ({"within": {"eq": "x"}}, 1),
        ({"within": {"eq": None}}, 0),
        ({"or": [{"within": {"eq": "x"}}] * 40}, 40),
        ({"name": {"in": ["a", "b", "c"], "startsWith": "d"}, "not": {"kind": {"eq": "PNS"}}}, 5),
    ],
)
async def test_each_value_that_a_filter_compares_with_costs_a_point(
    api: Api, wanted: dict[str, Any] | None, values: int
) -> None:
    """However it is sent: as a variable, as a default, or in the document."""
    written = literal(wanted)
    for declared, given, variables in (
        ("($f: EmployeeFilter)", "$f", {"f": wanted}),
        (f"($f: EmployeeFilter = {written})", "$f", {}),
        ("", written, {}),
    ):
        source = f"query{declared} {{ employees(first: 5, filter: {given}) {{ nodes {{ name }} }} }}"
        answer = await api.ask(source, variables)
        assert answer["extensions"]["cost"]["requested"] == 6 + values


def literal(value: Any) -> str:  # Any: JSON.
    """As GraphQL has it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {literal(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if value is None or value == "PNS":
        return value or "null"
    return f'"{value}"'


@pytest.mark.usefixtures("steady")
async def test_a_document_never_seen_before_is_paid_for_once(api: Api) -> None:
    """What it takes to parse, judge and compile it, by its length and its fields."""

    async def spent(source: str, variables: dict[str, Any]) -> int:
        before = (await api.ask("{ rateLimit { remaining } }"))["data"]["rateLimit"]["remaining"]
        await api.ask(source, variables)
        after = (await api.ask("{ rateLimit { remaining } }"))["data"]["rateLimit"]["remaining"]
        return int(before - after) - 1

    await api.ask("{ rateLimit { remaining } }")
    source = "query($n: Int!) { employees(first: $n) { nodes { name nip id kind } } } #" + "x" * 640
    first = await spent(source, {"n": 2})
    assert first == 3 + NEW + len(source) // BYTES_A_POINT + 1
    assert await spent(source, {"n": 2}) == 3
    assert await spent(source, {"n": 3}) == 4 + 1  # Another shape, another plan.
    assert await spent(source, {"n": 3}) == 4
