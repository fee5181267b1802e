"""Sealed fields are opened for who may see them; what can't be opened fails its request, and tells where."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
import strawberry
from graph.reader.both import SCHEMA, Both
from graph.reader.twins import encoded
from graph.reader.viewers import VIEWERS
from graph.reader.world import HERE, THERE, person
from structlog.testing import capture_logs

from jenjang.core.sealing import Vault
from jenjang.graph.declare import Connection, Node, field, page, record
from jenjang.graph.filters import filter_input, order_input, text
from jenjang.graph.reader.opening import MarkBroken, opened
from jenjang.graph.unsearchable import SealedColumnAsked, check_unsearchable
from jenjang.organisation.models import Employee

ONE, OTHER = 1, 3
ASKED = f'{{ employee(id: "{encoded("Employee", person(ONE))}") {{ name nik phone }} }}'
MARK = "chr(1) || 'employees.nik:' || id || ':' || encode(nik, 'hex') || ':' || chr(1)"


@pytest.fixture
async def superuser(database: Any, asked: Both) -> AsyncIterator[asyncpg.Connection]:
    """Whoever may write anything; what is written is undone."""
    connection = await asyncpg.connect(database.superuser_url)
    await connection.execute("CREATE TABLE before AS TABLE employees")
    yield connection
    await connection.execute(
        "UPDATE employees e SET front_title = b.front_title, nik = b.nik FROM before b"
        " WHERE b.tenant_id = e.tenant_id AND b.id = e.id"
    )
    await connection.execute("DROP TABLE before")
    await connection.close()


async def test_a_sealed_field_is_opened_as_it_was_given(asked: Both) -> None:
    data, failures = await asked.read(VIEWERS["admin"], ASKED)
    assert (data["employee"]["nik"], data["employee"]["phone"], failures) == (
        f"{ONE:016d}",
        f"+62 {ONE}",
        set(),
    )


async def test_only_what_asks_for_sealed_fields_is_searched_for_marks(asked: Both) -> None:
    plain = "{ employees(first: 3) { nodes { name birthDate } } }"
    for source, is_sealed in ((ASKED, True), (plain, False)):
        await asked.read(VIEWERS["admin"], source)
        (planned,) = asked.plans(source)
        assert planned.plan
        assert planned.plan.sealed is is_sealed


TAMPERED = {
    "another column's": "UPDATE employees SET nik = phone WHERE tenant_id = $1 AND id = $2",
    "another person's": f"""
        UPDATE employees SET nik = (SELECT nik FROM employees WHERE tenant_id = $1 AND id = '{person(OTHER)}')
         WHERE tenant_id = $1 AND id = $2""",
    "another government's": f"""
        UPDATE employees SET nik = (SELECT nik FROM employees WHERE tenant_id = '{THERE}' AND id = $2)
         WHERE tenant_id = $1 AND id = $2""",
    "one bit changed": """
        UPDATE employees SET nik = set_byte(nik, 40, get_byte(nik, 40) # 1)
         WHERE tenant_id = $1 AND id = $2""",
    "a key that is gone": """
        UPDATE employees SET nik = set_byte(nik, 2, get_byte(nik, 2) # 1)
         WHERE tenant_id = $1 AND id = $2""",
    "cut short": "UPDATE employees SET nik = substr(nik, 1, 20) WHERE tenant_id = $1 AND id = $2",
    "nothing": "UPDATE employees SET nik = '' WHERE tenant_id = $1 AND id = $2",
    "in clear": "UPDATE employees SET nik = '3372012609860001' WHERE tenant_id = $1 AND id = $2",
}


@pytest.mark.parametrize("statement", TAMPERED.values(), ids=TAMPERED)
async def test_what_was_tampered_with_fails_the_request_and_tells_where(
    asked: Both, superuser: asyncpg.Connection, statement: str
) -> None:
    await superuser.execute(statement, HERE, person(ONE))
    with capture_logs() as lines:
        body = await asked.body(VIEWERS["admin"], ASKED)
    (error,) = body["errors"]
    assert "data" not in body
    assert (error["extensions"]["code"], error["extensions"]["reason"]) == ("INTERNAL", "VALUE_UNOPENED")
    (line,) = lines
    places = {name: line[name] for name in ("tenant", "table", "column", "row", "request_id")}
    wanted = {"tenant": HERE, "table": "employees", "column": "nik", "row": str(person(ONE))}
    assert places == {**wanted, "request_id": "test"}
    assert "337201" not in str(line)
    others, _ = await asked.read(VIEWERS["admin"], ASKED.replace("nik", "address"))
    assert others["employee"]["phone"] == f"+62 {ONE}"


async def test_a_text_that_looks_like_a_mark_is_a_text(asked: Both, superuser: asyncpg.Connection) -> None:
    """Else whoever may write a name could have somebody's private value read out beside it."""
    forged = await superuser.fetchval(
        f"UPDATE employees SET front_title = {MARK} WHERE tenant_id = $1 AND id = $2 RETURNING front_title",
        HERE,
        person(ONE),
    )
    data, _ = await asked.read(VIEWERS["admin"], ASKED.replace("name", "fullName"))
    assert data["employee"]["fullName"].startswith(forged)
    assert data["employee"]["nik"] == f"{ONE:016d}"


def test_a_mark_that_can_t_be_read_is_not_let_out(vault: Vault) -> None:
    with pytest.raises(MarkBroken):
        opened('{"nik":\1employees.nik:1\1}', vault.of(HERE))


def person_type(**fields: Any) -> type:
    """A type over employees with these fields."""
    made = type("Somebody", (Node,), {"__doc__": "Somebody.", "__annotations__": {}, **fields})
    made.__annotations__ = dict.fromkeys(fields, str | None)
    return record(Employee)(made)


def refusing(kind: Any) -> None:
    query = type(
        "Query", (), {"__annotations__": {"one": kind | None}, "one": field("One.", told=lambda _: None)}
    )
    check_unsearchable(strawberry.Schema(strawberry.type(query))._schema)


ORDER = order_input("SomebodyOrder", {"NAME": ("name_key", "By name.")}, [("NAME", "ASC")])
BY_NIK = order_input("NikOrder", {"NIK": ("nik", "By NIK.")}, [("NIK", "ASC")])
OF_NIK = filter_input("NikFilter", "By NIK.", {"nik": text("nik", "By NIK.")})
INSIDE = filter_input(
    "HomeFilter",
    "By home.",
    {"home": text("EXISTS (SELECT FROM employees e WHERE e.id = {row}.id AND e.address {test})", "By home.")},
)


@pytest.mark.parametrize(
    "asked", [{"order": BY_NIK}, {"order": ORDER, "filter": OF_NIK}, {"order": ORDER, "filter": INSIDE}]
)
def test_a_list_that_would_be_found_or_ordered_by_a_sealed_column_is_refused(asked: dict[str, Any]) -> None:
    somebody = person_type(name=field("Name."))
    query = type(
        "Query",
        (),
        {"__annotations__": {"people": Connection[somebody] | None}, "people": page("People.", **asked)},
    )
    with pytest.raises(SealedColumnAsked, match=r"Query\.people: employees\."):
        check_unsearchable(strawberry.Schema(strawberry.type(query))._schema)


def test_a_field_that_would_compute_with_a_sealed_column_is_refused() -> None:
    with pytest.raises(SealedColumnAsked, match=r"Somebody\.told: employees\.phone"):
        refusing(person_type(told=field("Told.", sql="'tel:' || {row}.phone")))


def test_the_schema_asks_for_no_sealed_column() -> None:
    check_unsearchable(SCHEMA)
