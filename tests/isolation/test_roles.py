"""Each role is shown what the reviewed table says, of every type and field, of everybody's rows."""

import tomllib
from pathlib import Path

import asyncpg
import pytest
from factories.governments import LATER, owned_tables
from factories.served import OURS, Served
from isolation.keys import rows_of
from isolation.matrix import WATCHERS, Cells, Matrix, is_declared, object_types

from jenjang.graph.scalars import encode_id
from jenjang.identity.permissions import ROLES
from jenjang.schema import schema

GRAPH = schema._schema
REVIEWED = Path(__file__).with_name("expected_roles.toml")


@pytest.fixture(scope="module")
async def observed(served: Served, settled_database) -> Cells:
    """What everybody is shown, where all that holds today holds until a date that is known."""
    superuser = await asyncpg.connect(settled_database.superuser_url)
    for table in owned_tables():
        if "valid_to" in table.c:
            await superuser.execute(f"UPDATE {table.name} SET valid_to = '{LATER}' WHERE valid_to IS NULL")
    rows = await rows_of(superuser, served.seals(OURS))
    await superuser.close()
    return await Matrix(served, GRAPH, rows).observe()


def reviewed() -> Cells:
    return tomllib.loads(REVIEWED.read_text())


def written(cells: Cells) -> dict[str, str]:
    """Each cell's line as the table writes it: three letters a role."""
    return {
        f"{kind}.{name}": " ".join(letters[at : at + 3] for at in range(0, len(letters), 3))
        for kind, fields in cells.items()
        for name, letters in fields.items()
    }


def table() -> dict[str, str]:
    return {f"{kind}.{name}": line for kind, fields in reviewed().items() for name, line in fields.items()}


async def test_every_role_is_shown_just_what_the_reviewed_table_says(observed: Cells) -> None:
    seen, expected = written(observed), table()
    differing = {
        name: f"seen {seen.get(name)}, reviewed {expected.get(name)}"
        for name in {**expected, **seen}
        if seen.get(name) != expected.get(name)
    }
    assert differing == {}


def test_every_role_has_a_column() -> None:
    # The integration client once more, under a token with scopes, and an admin of some units only.
    assert len(WATCHERS) == len(ROLES) + 2


def test_what_only_holds_others_together_asks_for_no_permission_of_its_own() -> None:
    """Connections, edges and payloads are not in the table: nothing in them is data."""
    for kind in object_types(GRAPH):
        if is_declared(kind) or kind is GRAPH.mutation_type:
            continue
        for one in kind.fields.values():
            assert not one.extensions["strawberry-definition"].directives, f"{kind.name}: {one}"


KINDS = "{ node(id: $id) { ... on Employee { timeline(first: 100) { totalCount nodes { kind } } } } }"
SANCTIONED = {
    "STAFF": (True, None, None),
    "LEADER": (True, True, None),
    "MENTOR": (True, None, None),
    "ACTING": (True, True, None),
    "TRAINER": (True, False, False),
    "TALENT": (True, True, True),
    "AUDITOR": (True, True, True),
    "OF_UNIT": (True, True, None),
    "ADMIN": (True, True, True),
    "CLIENT": (False, False, False),
    "NAMED": (True, True, True),
    "PROVINCE": (None, None, None),
}
"""Whether sanctions stand in the own, a near and a far person's timeline; None: there is no timeline."""


@pytest.mark.parametrize("watcher", WATCHERS, ids=lambda one: one.column)
async def test_sanctions_stand_in_a_timeline_only_for_who_may_read_them(served, watcher) -> None:
    found = []
    for person in watcher.people:
        known = {"id": encode_id("Employee", served.governments[OURS].people[person])}
        answer = await served.data(
            f"query($id: ID!) {KINDS}", known, subject=watcher.subject, scopes=watcher.scopes
        )
        line = answer["node"] and answer["node"]["timeline"]
        found.append(line and any(entry["kind"] == "SANCTION" for entry in line["nodes"]))
        assert line is None or line["totalCount"] == len(line["nodes"])
    assert tuple(found) == SANCTIONED[watcher.column]
