"""When the next rank may begin, asked through the graph, and as if years went otherwise."""

from typing import Any

from factories.granting import person
from factories.served import Served

NEXT = """query($id: ID!, $assume: Predicate) { rankPromotion(employeeId: $id, assume: $assume) {
  rank since kind assumedPredicate firstOpen { on open blockers { by } }
  windows { on open blockers { by until } } } }"""


async def told(served: Served, by: str, of: str, **more: object) -> Any:
    return (await served.data(NEXT, {"id": person(served, of), **more}, subject=by))["rankPromotion"]


async def test_six_windows_are_told_with_what_stands_in_the_way(served: Served) -> None:
    found = await told(served, "staff", "staff")
    assert found["kind"] == "REGULER"
    assert len(found["windows"]) == 6
    assert all(one["on"].endswith("-01") for one in found["windows"])
    assert [one["on"] for one in found["windows"]] == sorted(one["on"] for one in found["windows"])
    assert all({"by": "PERFORMANCE", "until": None} in one["blockers"] for one in found["windows"])
    assert found["assumedPredicate"] is None
    assert found["firstOpen"] is None


async def test_what_is_assumed_of_years_to_come_opens_a_window_and_saves_nothing(served: Served) -> None:
    good = await told(served, "staff", "staff", assume="GOOD")
    assert good["assumedPredicate"] == "GOOD"
    assert good["firstOpen"]["open"] is True
    assert good["firstOpen"]["blockers"] == []
    assert (await told(served, "staff", "staff", assume="POOR"))["firstOpen"] is None
    assert (await told(served, "staff", "staff"))["firstOpen"] is None


async def test_a_functional_position_waits_for_its_credit(served: Served) -> None:
    found = await told(served, "admin", "functional", assume="GOOD")
    assert found["kind"] == "FUNCTIONAL"
    assert found["firstOpen"] is None
    assert all("CREDIT" in [of["by"] for of in one["blockers"]] for one in found["windows"])


async def test_it_is_told_to_oneself_and_the_leader_and_to_nobody_beside(served: Served) -> None:
    assert await told(served, "chief", "staff")
    assert await told(served, "colleague", "staff") is None
