"""A plan serves every request of its shape, and no other."""

from typing import Any

import pytest
from graph.reader.both import Both
from graph.reader.twins import encoded
from graph.reader.viewers import VIEWERS
from graph.reader.world import ACTING, LEADER, person, unit

from jenjang.graph.documents import PLANS, Kept

ADMIN = VIEWERS["admin"]


async def test_the_same_variables_under_other_names_are_another_shape(asked: Both) -> None:
    source = (
        "query($exactly: String, $within: String) {"
        " employees(filter: {name: {eq: $exactly, contains: $within}}) { nodes { name } } }"
    )
    exact, _ = await asked.read(ADMIN, source, {"exactly": "a"})
    within, _ = await asked.read(ADMIN, source, {"within": "100%"})
    assert exact == {"employees": {"nodes": [{"name": "A"}, {"name": "A"}]}}
    assert within == {"employees": {"nodes": [{"name": "100% _pasti_"}] * 2}}


UNITS = (
    "query($name: String, $in: [String!], $on: Date, $id: ID, $first: Int! = 3, $deep: Boolean = false,"
    " $way: OrderDirection! = ASC, $none: Boolean) {"
    " units(first: $first, asOf: $on, orderBy: {field: NAME, direction: $way},"
    " filter: {name: {eq: $name, in: $in, isNull: $none}, within: {eq: $id}})"
    " { nodes { name parent @include(if: $deep) { name } } } }"
)
BASE = {"name": "a", "in": ["b", "c"], "on": "2026-01-01", "id": encoded("Unit", unit("dinas"))}


@pytest.mark.parametrize(
    "other",
    [
        {"name": 'somebody\'s "name"'},
        {"in": ["d", "e"]},
        {"on": "1999-12-31"},
        {"id": encoded("Unit", unit("badan"))},
        {"first": 3, "deep": False, "way": "ASC"},
    ],
)
async def test_other_values_of_the_same_shape_share_a_plan(asked: Both, other: dict[str, Any]) -> None:
    asked.operation(UNITS).plans.found.clear()
    await asked.read(ADMIN, UNITS, BASE)
    await asked.read(ADMIN, UNITS, {**BASE, **other})
    await asked.read(VIEWERS["admin there"], UNITS, BASE)
    assert len(asked.plans(UNITS)) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"name": None},
        {"in": ["d"]},
        {"id": encoded("Employee", unit("badan"))},
        {"id": "garbage"},
        {"first": 4},
        {"deep": True},
        {"way": "DESC"},
        {"none": True},
    ],
)
async def test_another_shape_has_another_plan(asked: Both, other: dict[str, Any]) -> None:
    asked.operation(UNITS).plans.found.clear()
    await asked.read(ADMIN, UNITS, BASE)
    await asked.read(ADMIN, UNITS, {**BASE, **other})
    assert len(asked.plans(UNITS)) == 2
    data, _ = await asked.read(ADMIN, UNITS, {**BASE, **other})
    assert data == asked.refer(ADMIN, UNITS, {**BASE, **other})[0]


async def test_people_with_the_same_permissions_share_a_plan_and_never_an_answer(asked: Both) -> None:
    source = "{ viewer { person { id } } employees { totalCount nodes { id } } }"
    answers = [await asked.read(VIEWERS[who], source) for who in ("leader", "acting leader", "leader there")]
    assert len(asked.plans(source)) == 1
    people = [data["viewer"]["person"]["id"] for data, _ in answers]
    assert people == [encoded("Employee", person(who)) for who in (LEADER, ACTING, LEADER)]
    assert answers[0][0]["employees"] != answers[1][0]["employees"]
    await asked.read(ADMIN, source)
    assert len(asked.plans(source)) == 2


async def test_plans_of_an_operation_are_bounded(asked: Both) -> None:
    source = "query($first: Int!) { units(first: $first) { nodes { name } } }"
    for first in range(1, PLANS + 9):
        await asked.read(ADMIN, source, {"first": first})
    assert len(asked.plans(source)) == PLANS


def test_what_was_least_lately_used_is_forgotten() -> None:
    kept: Kept[str] = Kept(2)
    kept.put("a", "1")
    kept.put("b", "2")
    kept.get("a")
    kept.put("c", "3")
    assert list(kept.found) == ["a", "c"]
