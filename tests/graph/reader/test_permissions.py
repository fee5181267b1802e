"""Who sees what: refused coordinates, masked fields, guarded rows, and what is as if it weren't."""

import pytest
from graph.reader.both import SCHEMA, Both
from graph.reader.declared import source_of, spec_of
from graph.reader.twins import encoded
from graph.reader.viewers import VIEWERS
from graph.reader.world import ALONE, LEADER, SANCTIONED, person, unit
from graphql import GraphQLNonNull, GraphQLObjectType, get_named_type

from jenjang.graph.declare import Leaf, Nodes, Page, Relation

ONE = encoded("Employee", person(1))
NOBODY = "00000000-0000-4000-8000-000000000000"


async def test_a_coordinate_that_a_role_never_reads_is_null_with_one_error(asked: Both) -> None:
    source = (
        "{ employees(first: 2, orderBy: {field: NIP}) { nodes { nik again: nik"
        " unit { employees(first: 1) { nodes { nik } } } } } }"
    )
    data, failures = await asked.read(VIEWERS["client"], source)
    assert [one["nik"] for one in data["employees"]["nodes"]] == [None, None]
    assert [one["again"] for one in data["employees"]["nodes"]] == [None, None]
    assert failures == {("FORBIDDEN", "Employee.nik", ("employees", "nodes"))}


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("{ them: employees { edges { node { nik } } } }", ("them", "edges")),
        ("{ units { nodes { employees { nodes { nik } } } } }", ("units", "nodes")),
        (
            f'{{ nodes(ids: ["{ONE}"]) {{ ... on Employee {{ nik }} }} }}',
            ("nodes",),
        ),
        (
            f'{{ one: employee(id: "{ONE}") {{ placement {{ employee {{ nik }} }} }} }}',
            ("one", "placement", "employee", "nik"),
        ),
        (f'{{ node(id: "{encoded("Employee", NOBODY)}") {{ ... on Employee {{ nik }} }} }}', ("node", "nik")),
    ],
)
async def test_the_error_stands_at_the_nearest_list_that_the_answer_surely_has(
    asked: Both, source: str, path: tuple[str, ...]
) -> None:
    _, failures = await asked.read(VIEWERS["client"], source)
    assert failures == {("FORBIDDEN", "Employee.nik", path)}


async def test_a_root_field_without_permission_is_null_with_an_error(asked: Both) -> None:
    data, failures = await asked.read(VIEWERS["province"], "{ employees { totalCount } tenant { code } }")
    assert data == {"employees": None, "tenant": {"code": "surakarta"}}
    assert failures == {("FORBIDDEN", "Query.employees", ("employees",))}


async def test_a_field_that_depends_on_the_row_is_masked_without_a_word(asked: Both) -> None:
    source = "{ employees { nodes { id email } } }"
    data, failures = await asked.read(VIEWERS["leader"], source)
    emails = {one["id"]: one["email"] for one in data["employees"]["nodes"]}
    assert len(emails) > 1
    assert {key for key, email in emails.items() if email} == {encoded("Employee", person(LEADER))}
    assert failures == set()


TIMELINE = "query($id: ID) { employee(id: $id) { timeline(first: 100) { nodes { kind } totalCount } } }"


async def test_a_timeline_hides_from_whoever_may_not_read_them_sanctions_and_what_is_learnt(
    asked: Both,
) -> None:
    about = {"id": encoded("Employee", person(SANCTIONED))}
    seen, _ = await asked.read(VIEWERS["admin"], TIMELINE, about)
    hidden, failures = await asked.read(VIEWERS["client"], TIMELINE, about)
    kinds = [one["kind"] for one in seen["employee"]["timeline"]["nodes"]]
    assert kinds.count("SANCTION") == 2
    assert kinds.count("PERFORMANCE") > 0
    kept = ("SANCTION", "PERFORMANCE", "TRAINING", "COMPETENCY")
    others = [{"kind": kind} for kind in kinds if kind not in kept]
    assert hidden["employee"]["timeline"]["nodes"] == others
    assert hidden["employee"]["timeline"]["totalCount"] == len(others)
    assert failures == set()


async def test_somebody_sees_their_own_sanctions(asked: Both) -> None:
    source = "{ viewer { person { sanctions { severity } timeline(first: 100) { nodes { kind } } } } }"
    data, _ = await asked.read(VIEWERS["staff"], source)
    found = data["viewer"]["person"]
    assert sorted(one["severity"] for one in found["sanctions"]) == ["LIGHT", "SEVERE"]
    assert {"kind": "SANCTION"} in found["timeline"]["nodes"]


async def test_a_list_that_a_permission_doesn_t_reach_is_masked_and_never_empty(
    asked: Both,
) -> None:
    """An empty list of sanctions says that somebody was never sanctioned."""
    source = "query($id: ID) { employee(id: $id) { name sanctions { severity } } }"
    who = VIEWERS["staff who keep a client"]
    own, _ = await asked.read(who, source, {"id": encoded("Employee", person(SANCTIONED))})
    other, failures = await asked.read(who, source, {"id": encoded("Employee", person(10))})
    assert len(own["employee"]["sanctions"]) == 2
    assert other["employee"]["name"]
    assert other["employee"]["sanctions"] is None
    assert failures == set()


@pytest.mark.parametrize(
    "source",
    [
        "query($id: ID!) { node(id: $id) { id __typename ... on Employee { name nik } } }",
        "query($id: ID!) { nodes(ids: [$id]) { id ... on Employee { unit { name } } } }",
        "query($id: ID!) { employee(id: $id) { name timeline { totalCount } } }",
    ],
)
async def test_what_is_out_of_reach_is_as_if_it_were_not(asked: Both, source: str) -> None:
    staff = VIEWERS["staff"]
    other = await asked.body(staff, source, {"id": encoded("Employee", person(ALONE))})
    nobody = await asked.body(staff, source, {"id": encoded("Employee", NOBODY)})
    own = await asked.body(staff, source, {"id": encoded("Employee", person(SANCTIONED))})
    assert other == nobody
    assert own != other


async def test_an_acting_leader_leads_until_the_last_day(asked: Both) -> None:
    source = "query($on: Date) { unit(id: $id, asOf: $on) { leaderships { kind leaderName validTo } } }"
    source = source.replace("$on: Date", "$on: Date, $id: ID")
    about = {"id": encoded("Unit", unit("badan"))}
    today, _ = await asked.read(VIEWERS["staff"], source, about)
    after, _ = await asked.read(VIEWERS["staff"], source, {**about, "on": "2026-11-22"})
    assert [one["kind"] for one in today["unit"]["leaderships"]] == ["PLT", "PLH"]
    assert [one["kind"] for one in after["unit"]["leaderships"]] == ["PLT"]


def test_what_lies_across_a_permission_is_nullable() -> None:
    """A null that a permission makes must have a place to stand."""
    kinds = [
        kind
        for name, kind in SCHEMA.type_map.items()
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__") and name != "Mutation"
    ]
    wrong = [
        f"{kind.name}.{name}"
        for kind in kinds
        for name, definition in kind.fields.items()
        if isinstance(definition.type, GraphQLNonNull) and needs_of(definition) - held(kind, kinds)
    ]
    assert wrong == []


def held(kind: GraphQLObjectType, kinds: list[GraphQLObjectType]) -> set[str]:
    """The permissions without which nobody comes to an object of this type."""
    source = source_of(kind)
    if source:
        return {source.needs} if source.needs else set()
    ways = [
        needs_of(definition)
        for one in kinds
        for definition in one.fields.values()
        if get_named_type(definition.type) is kind
    ]
    return set.intersection(*ways) if ways else set()


def needs_of(definition) -> set[str]:
    """The permissions that a field and the rows behind it need."""
    if "strawberry-definition" not in definition.extensions:
        return set()
    spec = spec_of(definition)
    if isinstance(spec, Nodes) or not isinstance(spec, Relation | Leaf):
        return set()
    needed = {spec.needs}
    if isinstance(spec, Leaf):
        needed |= {needs for needs, _ in spec.guards}
    target = get_named_type(definition.type)
    if isinstance(spec, Page):
        target = get_named_type(target.fields["nodes"].type)
    behind = source_of(target)
    if behind:
        needed.add(behind.needs)
    return {one for one in needed if one}
