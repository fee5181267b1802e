"""What the reader can't do is refused in words, never by an exception of the database."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from graph.reader.both import Both
from graph.reader.twins import encoded
from graph.reader.viewers import VIEWERS
from graph.reader.world import person

from jenjang.database.pool import Shelf
from jenjang.graph.operate import Operator
from jenjang.graph.reader.cursor import BadCursor, Key, read_cursor

ADMIN = VIEWERS["admin"]
BAD = "BAD_USER_INPUT"


async def error(asked: Both, source: str, variables: dict[str, Any] | None = None) -> tuple[str, str]:
    """Code and message of the only error of an answer without data."""
    body = await asked.body(ADMIN, source, variables)
    assert body.get("data") is None
    (found,) = body["errors"]
    return found["extensions"]["code"], found["message"]


@pytest.mark.parametrize("first", [0, -1, 101, 2_147_483_647])
async def test_a_page_has_1_to_100_rows(asked: Both, first: int) -> None:
    assert await error(asked, f"{{ units(first: {first}) {{ nodes {{ name }} }} }}") == (
        BAD,
        "`first` is 1 to 100.",
    )
    source = "query($first: Int!) { units(first: $first) { nodes { name } } }"
    assert await error(asked, source, {"first": first}) == (BAD, "`first` is 1 to 100.")


async def test_a_root_field_of_one_row_wants_to_know_which(asked: Both) -> None:
    assert await error(asked, "{ employee { name } }") == (BAD, "Name one of: nip, id.")
    assert await error(asked, "{ unit(siasnId: null) { name } }") == (BAD, "Name one of: id, siasnId.")


async def test_filters_nest_to_depth_3(asked: Both) -> None:
    def nested(depth: int) -> str:
        inner = '{name: {eq: "A"}}'
        for _ in range(depth):
            inner = f"{{not: {inner}}}"
        return f"{{ employees(filter: {inner}) {{ nodes {{ name }} }} }}"

    data, _ = await asked.read(ADMIN, nested(2))
    assert data == {"employees": {"nodes": [{"name": "A"}, {"name": "A"}]}}
    assert (await asked.read(ADMIN, nested(3)))[0] is not None
    assert await error(asked, nested(4)) == (BAD, "`and`, `or` and `not` nest to depth 3 at the most.")


async def test_in_takes_100_values(asked: Both) -> None:
    source = "query($nips: [String!]) { employees(filter: {nip: {in: $nips}}) { totalCount } }"
    data, _ = await asked.read(ADMIN, source, {"nips": ["1"] * 100})
    assert data == {"employees": {"totalCount": 0}}
    assert await error(asked, source, {"nips": ["1"] * 101}) == (BAD, "`in` takes at most 100 values.")


async def test_nodes_takes_100_ids(asked: Both) -> None:
    source = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    data, _ = await asked.read(ADMIN, source, {"ids": ["x"] * 100})
    assert data == {"nodes": [None] * 100}
    told = (BAD, "Ask for at most 100 ids at once, not 101.")
    assert await error(asked, source, {"ids": ["x"] * 101}) == told


def cursor(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


BY_NAME = "{ employees(first: 1) { pageInfo { endCursor } } }"
CURSOR = "This cursor is not from a list in this order: give `after` an `endCursor` of the same list."


async def mark(asked: Both) -> str:
    """What a genuine cursor of people by name begins with."""
    data, _ = await asked.read(ADMIN, BY_NAME)
    text = base64.b64decode(data["employees"]["pageInfo"]["endCursor"]).decode()
    return text.partition(", ")[0]


@pytest.mark.parametrize(
    "rest",
    [
        "",
        ', "a"]',
        ', "a", "b"]',
        ', 1, "b"]',
        ", null, null]",
        f', "a\\u0000", "{person(1)}"]',
        ", {}]",
        "[" * 9999,
    ],
)
async def test_a_cursor_that_was_made_up_is_refused(asked: Both, rest: str) -> None:
    source = "query($after: String) { employees(after: $after) { nodes { name } } }"
    made_up = cursor(await mark(asked) + rest)
    assert await error(asked, source, {"after": made_up}) == (BAD, CURSOR)


@pytest.mark.parametrize("info", ["hasPreviousPage", "__typename", "hasNextPage", "endCursor"])
@pytest.mark.parametrize("name", ["", "nobody is called so"])
async def test_a_page_of_which_only_facts_are_asked_is_one_answer(asked: Both, info: str, name: str) -> None:
    source = f"query($f: EmployeeFilter) {{ employees(filter: $f) {{ pageInfo {{ {info} }} }} }}"
    variables = {"f": {"name": {"startsWith": name}}}
    data, failures = await asked.read(ADMIN, source, variables)
    assert failures == set()
    assert data == asked.refer(ADMIN, source, variables)[0]


@pytest.mark.parametrize(
    ("cast", "value"),
    [
        ("timestamptz", "0001-01-01T00:00:00+14:00"),
        ("timestamptz", "9999-12-31T23:59:59-14:00"),
        ("timestamptz", "2026-01-01T00:00:00"),
        ("int", True),
        ("int", 2**31),
        ("int", "1"),
    ],
)
def test_a_cursor_of_a_value_that_no_row_has_is_refused(cast: str, value: object) -> None:
    made_up = cursor(json.dumps(["m", value]))
    with pytest.raises(BadCursor):
        read_cursor(made_up, "m", [Key("it", cast, descending=False)])


def test_a_cursor_s_moment_is_the_same_in_any_offset() -> None:
    keys = [Key("it", "timestamptz", descending=True)]
    found = [
        read_cursor(cursor(json.dumps(["m", text])), "m", keys)
        for text in ("2026-01-01T07:00:00+07:00", "2026-01-01T00:00:00+00:00")
    ]
    assert found == [[datetime(2026, 1, 1, tzinfo=UTC)]] * 2


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
async def test_a_cursor_beyond_all_calendars_is_refused(asked: Both, when: str) -> None:
    listing = "{ importBatches(first: 1) { pageInfo { endCursor } } }"
    source = "query($after: String) { importBatches(after: $after) { nodes { id } } }"
    await asked.read(ADMIN, listing)
    genuine = asked.sql(listing).partition("json_build_array('")[2].partition("'")[0]
    made_up = cursor(json.dumps([genuine, when, str(person(1))]))
    assert await error(asked, source, {"after": made_up}) == (BAD, CURSOR)


@pytest.mark.parametrize("garbage", ["", "x", "é", "W10=", "bnVsbA==", "//8="])
async def test_a_cursor_that_is_none_is_refused(asked: Both, garbage: str) -> None:
    source = "query($after: String) { employees(after: $after) { pageInfo { hasNextPage } } }"
    assert await error(asked, source, {"after": garbage}) == (BAD, CURSOR)


@pytest.mark.parametrize(
    "order",
    [
        "{field: NIP}",
        "{field: NAME, direction: DESC}",
        "[{field: NAME}, {field: NIP}]",
        "{field: APPOINTED_ON}",
    ],
)
async def test_a_cursor_of_another_order_is_refused(asked: Both, order: str) -> None:
    data, _ = await asked.read(ADMIN, BY_NAME)
    source = f"query($after: String) {{ employees(orderBy: {order}, after: $after) {{ nodes {{ name }} }} }}"
    after = data["employees"]["pageInfo"]["endCursor"]
    assert await error(asked, source, {"after": after}) == (BAD, CURSOR)


async def test_a_cursor_of_another_list_is_refused(asked: Both) -> None:
    data, _ = await asked.read(ADMIN, "{ positions(first: 1) { pageInfo { endCursor } } }")
    source = "query($after: String) { employees(after: $after) { nodes { name } } }"
    assert await error(asked, source, {"after": data["positions"]["pageInfo"]["endCursor"]}) == (BAD, CURSOR)


@pytest.mark.parametrize(
    ("source", "variable"),
    [
        ("query($it: Int = 5) { units(first: $it) { nodes { name } } }", "it"),
        ("query($it: EmployeeOrderField = NAME) { employees(orderBy: {field: $it}) { totalCount } }", "it"),
        ('query($it: [ID!] = ["x"]) { nodes(ids: $it) { id } }', "it"),
        ('query($it: ID = "x") { nodes(ids: [$it]) { id } }', "it"),
        ('query($it: ID = "x") { node(id: $it) { id } }', "it"),
        ("query($it: Boolean = true) { tenant { name @include(if: $it) } }", "it"),
        ("query($it: UnitFilter = {}) { units(filter: {and: [$it]}) { totalCount } }", "it"),
    ],
)
async def test_null_where_a_value_is_needed_is_the_clients_mistake(
    asked: Both, source: str, variable: str
) -> None:
    said = f"The variable ${variable} is null where a value is needed; leave it out to get its default."
    assert await error(asked, source, {variable: None}) == (BAD, said)
    assert (await asked.read(ADMIN, source))[0] is not None


@pytest.mark.parametrize(
    "variables",
    [{}, {"on": None}, {"on": "yesterday"}, {"on": 20260101}, {"on": "2026-02-30"}, {"on": ["2026-02-03"]}],
)
async def test_a_value_that_is_none_of_its_type_is_the_clients_mistake(
    asked: Both, variables: dict[str, Any]
) -> None:
    code, _ = await error(asked, "query($on: Date!) { units(asOf: $on) { totalCount } }", variables)
    assert code == BAD


async def test_an_id_of_another_type_names_nothing(asked: Both) -> None:
    source = (
        "query($id: ID!) { employee(id: $id) { name } unit(id: $id) { name } node(id: $id) { __typename } }"
    )
    data, errors = await asked.read(ADMIN, source, {"id": encoded("Employee", person(9))})
    assert data == {"employee": {"name": "A"}, "unit": None, "node": {"__typename": "Employee"}}
    assert errors == set()


async def test_a_statement_that_takes_too_long_is_stopped(asked: Both, database) -> None:
    shelf = Shelf(database.app_url, 1, statement_timeout=1)
    hasty = Both(
        Operator(
            asked.operator.library, shelf, asked.operator.deeds, asked.operator.quota, asked.operator.vault
        ),
        asked.rows,
    )
    source = "{ units(first: 90) { nodes { headcount employees(first: 8) { nodes { fullName } } } } }"
    assert await error(hasty, source) == (
        "TIMEOUT",
        "This took too long and was stopped; ask for less at once.",
    )
    await shelf.close()
