"""A plan serves every request of its shape, and no other."""

import gc
import tracemalloc
from typing import Any

import pytest
from graph.reader.both import SCHEMA, Both
from graph.reader.twins import encoded
from graph.reader.viewers import VIEWERS
from graph.reader.world import ACTING, LEADER, person, unit

from jenjang.graph.documents import PLANS, Kept, Library
from jenjang.graph.operate import Operator, Request

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


async def test_fields_of_a_row_share_what_they_ask_beside_it_and_no_other_row_does(asked: Both) -> None:
    fields = "match { required assessed percent matchClass }"
    for source, times in (
        (f"{{ viewer {{ person {{ {fields} }} }} }}", 1),
        (f"{{ viewer {{ person {{ {fields} same: match {{ percent }} }} }} }}", 2),
    ):
        await asked.read(ADMIN, source)
        (kept,) = asked.plans(source)
        assert kept.plan
        assert kept.plan.sql.count("LEFT JOIN competency_levels") == times


async def test_plans_of_an_operation_are_bounded(asked: Both) -> None:
    source = "query($first: Int!) { units(first: $first) { nodes { name } } }"
    operation = asked.operation(source)
    for first in range(1, 101):
        await asked.read(ADMIN, source, {"first": first})
        assert operation.plans.weight <= PLANS
    plans = asked.plans(source)
    assert 20 < len(plans) < 100
    assert plans[-1].plan
    assert "LIMIT 100" in plans[-1].plan.sql


async def test_documents_with_many_shapes_stay_within_the_library_s_room(asked: Both) -> None:
    """Whatever is asked, what is kept takes no more memory than is said, plans included."""
    library = Library(SCHEMA)
    library.kept.room = 4096
    operator = Operator(
        library, asked.operator.shelf, asked.operator.deeds, asked.operator.quota, asked.operator.vault
    )
    gc.collect()
    tracemalloc.start()
    for document in range(40):
        source = (
            f"query Ask{document}($first: Int!, $f: UnitFilter) {{ units(first: $first, filter: $f)"
            " { nodes { id name kind parent { id name kind } positions(first: 3) { nodes { id name } } } } }"
        )
        for first in range(1, 31):
            variables = {"first": first, "f": {"or": [{"name": {"eq": "a"}}] * first}}
            request = Request(ADMIN, source, variables, None, "en", "test", "Asia/Jakarta")
            operator.prepared(request)
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    kept = library.kept
    assert kept.weight == sum(one.whole_weight for one in kept.found.values()) <= kept.room
    assert 1 < len(kept.found) < 40
    assert held < kept.room * 1024


def test_what_was_least_lately_used_is_forgotten() -> None:
    kept: Kept[str] = Kept(2)
    kept.put("a", "1")
    kept.put("b", "2")
    kept.get("a")
    kept.put("c", "3")
    assert list(kept.found) == ["a", "c"]
