"""The reader answers every document as ordinary execution does: the same data, the same refusals."""

import json
import os
import random

import pytest
from graph.reader.both import SCHEMA, Both
from graph.reader.corpus import Question, Writer, every_field
from graph.reader.declared import expressions
from graph.reader.samples import Samples
from graph.reader.twins import NoTwin, decoded, encoded, twin
from graph.reader.viewers import VIEWERS
from graph.reader.world import TODAY, person
from graphql import get_variable_values
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from jenjang.graph.reader.asking import Asking
from jenjang.graph.reader.plan import REF, compile_ref

DOCUMENTS = int(os.environ.get("READER_DOCUMENTS", "1080"))
"""How many in all. A long run: `READER_DOCUMENTS=20000 make test ARGS=tests/graph/reader`."""


UNFIT = {"COST_EXCEEDED", "GRAPHQL_VALIDATION_FAILED"}
"""One document in ten asks too much, or asks for two things under one name: another takes its place."""
SAMPLES = Samples(SCHEMA)
QUESTIONS = st.randoms(use_true_random=False).map(lambda chance: Writer(chance, SCHEMA, SAMPLES).question())


@settings(
    max_examples=DOCUMENTS // len(VIEWERS),
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
@given(question=QUESTIONS)
@pytest.mark.parametrize("who", VIEWERS)
async def test_any_document_is_answered_as_by_ordinary_execution(
    asked: Both, who: str, question: Question
) -> None:
    data, failures = await asked.read(VIEWERS[who], question.source, question.variables)
    assume(not UNFIT & {code for code, _, _ in failures})
    same(data, failures, asked, who, question)


@pytest.mark.parametrize("who", VIEWERS)
async def test_every_field_of_every_row_is_as_by_ordinary_execution(asked: Both, who: str) -> None:
    for source in every_field(SCHEMA):
        data, failures = await asked.read(VIEWERS[who], source)
        assert data, (source, failures)
        same(data, failures, asked, who, Question(source, {}))


def same(data: object, failures: set, asked: Both, who: str, question: Question) -> None:
    """Equal as JSON, the order of keys included."""
    expected, refused = asked.refer(VIEWERS[who], question.source, question.variables)
    assert failures == refused
    assert data == expected
    assert json.dumps(data) == json.dumps(expected)


def test_every_expression_of_a_declaration_has_its_twin() -> None:
    missing = set()
    for table, name in expressions(SCHEMA):
        try:
            twin(table, name)
        except NoTwin as found:
            missing.add(str(found))
    assert missing == set()


LISTS = {
    "employees": ("NAME", "NIP", "APPOINTED_ON"),
    "units": ("NAME",),
    "positions": ("NAME",),
}


@pytest.mark.parametrize("who", ["leader", "admin", "admin there"])
@pytest.mark.parametrize("field", LISTS)
async def test_following_cursors_gives_every_row_once_and_in_order(asked: Both, who: str, field: str) -> None:
    source = (
        f"query($after: String, $first: Int!, $by: [{KINDS[field]}!]) {{"
        f" {field}(first: $first, after: $after, orderBy: $by) {{"
        " nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount } }"
    )
    orders = [[{"field": name, "direction": way}] for name in LISTS[field] for way in ("ASC", "DESC")]
    orders.append(
        [
            {"field": name, "direction": "ASC" if place % 2 else "DESC"}
            for place, name in enumerate(LISTS[field])
        ]
    )
    for by in orders:
        (whole, _) = asked.refer(VIEWERS[who], source, {"first": 100, "by": by})
        found: list[object] = []
        page = {"endCursor": None, "hasNextPage": True}
        while page["hasNextPage"]:
            variables = {"first": 7, "after": page["endCursor"], "by": by}
            data, _ = await asked.read(VIEWERS[who], source, variables)
            assert data[field]["pageInfo"]["hasPreviousPage"] is bool(found)
            assert data[field]["totalCount"] == len(whole[field]["nodes"])
            found += data[field]["nodes"]
            page = data[field]["pageInfo"]
        assert found == whole[field]["nodes"]


KINDS = {"employees": "EmployeeOrder", "units": "UnitOrder", "positions": "PositionOrder"}


async def test_two_governments_with_the_same_ids_never_see_each_other(asked: Both) -> None:
    source = (
        "query($id: ID!) { node(id: $id) { id ... on Employee { name placement { position { name } } } }"
        " employees(first: 9) { nodes { name unit { name } } } units(first: 9) { nodes { name headcount } } }"
    )
    variables = {"id": encoded("Employee", person(0))}
    for who in ("admin", "admin there") * 3:
        data, _ = await asked.read(VIEWERS[who], source, variables)
        assert data == asked.refer(VIEWERS[who], source, variables)[0]
    assert len(asked.plans(source)) == 1


@pytest.mark.parametrize("who", ["staff", "leader", "admin", "client"])
async def test_a_deeds_payload_is_read_as_the_node_it_names(asked: Both, who: str) -> None:
    read = 0
    for seed in range(60):
        chance = random.Random(seed)  # noqa: S311  # Documents, no secrets.
        name = chance.choice(SAMPLES.nodes)
        writer = Writer(chance, SCHEMA, SAMPLES)
        body = writer.selection(SCHEMA.type_map[name], 3, 100)
        variables = f"({', '.join(writer.declared)})" if writer.declared else ""
        text = SAMPLES.id(chance, name)
        source = "\n".join(
            [f'query Ask{variables} {{ node(id: "{text}") {{ ... on {name} {body} }} }}', *writer.written]
        )
        data, _ = await asked.read(VIEWERS[who], source, writer.asked)
        if data is None or decoded(text)[0] != name:
            continue
        read += 1
        assert await by_reference(asked, who, source, writer.asked, text) == data["node"]
    assert read > 20


async def by_reference(asked: Both, who: str, source: str, variables: dict, text: str) -> object:
    """What is selected of the node, as a mutation's payload reads it."""
    operation = asked.operation(source)
    name, key = decoded(text)
    coerced = get_variable_values(SCHEMA, operation.node.variable_definitions or (), variables)
    asking = Asking(VIEWERS[who], TODAY, {**coerced.coerced, REF: key}, "en")
    kind = SCHEMA.type_map[name]
    fields = list(operation.node.selection_set.selections)
    plan = compile_ref(SCHEMA, operation.document.fragments, kind, fields, asking, ("x",))
    found = await plan.read(asked.operator.shelf, asking, asked.operator.vault.of(VIEWERS[who].tenant))
    return json.loads(found[REF])
