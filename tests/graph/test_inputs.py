"""What a client sends that isn't of its type: told at its place, in its language, with a stable reason."""

import json
from typing import Any

import pytest
from factories.api import Api
from graphql import (
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    Undefined,
    ValueNode,
    coerce_input_value,
    get_nullable_type,
    get_variable_values,
    is_non_null_type,
    parse,
    parse_value,
    type_from_ast,
    validate,
    validate_input_literal,
)
from graphql import parse_type as type_of
from hypothesis import given
from hypothesis import strategies as some

from jenjang.graph.documents import RULES
from jenjang.graph.inputs import LONGEST, MOST, faults, unfit
from jenjang.schema import schema

GRAPH = schema._schema
DRAFT = "mutation($i: SkpDraftInput!) { skpDraft(input: $i) { userErrors { code } } }"
FITS: dict[str, Any] = {"model": "QUANTITATIVE", "results": [], "employeeId": "x", "year": 2026}
LEAF = some.sampled_from(
    [None, True, 7, 2**31, 1.5, "", "x", "2026-02-28", "2026-02-30", "12,5", "12.5", "MAIN", "QUALITATIVE"]
)
NAMES = some.sampled_from(
    ["model", "results", "employeeId", "year", "beginsOn", "kind", "statement", "indicators", "target", "odd"]
)
VALUES = some.recursive(
    LEAF, lambda inner: some.lists(inner, max_size=3) | some.dictionaries(NAMES, inner), max_leaves=20
)


def kind_of(written: str) -> GraphQLInputType:
    return type_from_ast(GRAPH, type_of(written))  # type: ignore[return-value]  # input types only


def told(found: list[GraphQLError]) -> set[tuple[str, str]]:
    """Each fault's reason and place."""
    causes: list[Any] = [one.original_error for one in found]
    return {(one.code, ".".join(one.field)) for one in causes}


@pytest.mark.parametrize(
    ("changed", "reason", "place"),
    [
        ({"beginsOn": "20 November"}, "NOT_A_DATE", "i.beginsOn"),
        ({"model": "CASCADE"}, "NONE_OF_THESE", "i.model"),
        ({"model": 7}, "NONE_OF_THESE", "i.model"),
        ({"model": None}, "VALUE_MISSING", "i.model"),
        ({"year": "2026"}, "NOT_A_WHOLE_NUMBER", "i.year"),
        ({"year": 2**31}, "NOT_A_WHOLE_NUMBER", "i.year"),
        ({"employeeId": True}, "NOT_AN_ID", "i.employeeId"),
        ({"resources": 7}, "NOT_A_TEXT", "i.resources"),
        ({"results": {"kind": "MAIN", "indicators": []}}, "VALUE_MISSING", "i.results.statement"),
        ({"results": "x"}, "NOT_AN_OBJECT", "i.results"),
        ({"results": [None]}, "VALUE_MISSING", "i.results.0"),
        ({"odd": 1}, "NO_SUCH_FIELD", "i.odd"),
        (
            {
                "results": [
                    {
                        "kind": "MAIN",
                        "statement": "S",
                        "indicators": [{"aspect": "TIME", "statement": "T", "target": "12,5"}],
                    }
                ]
            },
            "NOT_A_DECIMAL",
            "i.results.0.indicators.0.target",
        ),
    ],
)
def test_a_fault_is_told_with_its_reason_at_its_place(
    changed: dict[str, Any], reason: str, place: str
) -> None:
    declared = parse(DRAFT).definitions[0].variable_definitions  # type: ignore[attr-defined]  # an operation
    assert unfit(GRAPH, declared, {"i": FITS}) == []
    assert told(unfit(GRAPH, declared, {"i": FITS | changed})) == {(reason, place)}


@pytest.mark.parametrize(
    ("document", "reason", "place"),
    [
        ('{ employee(nip: "1") { name } }', "NOT_A_NIP", "nip"),
        ("{ employees(filter: {kind: {eq: PSN}}) { totalCount } }", "NONE_OF_THESE", "filter.kind.eq"),
        ('{ employees(filter: {kind: {eq: "PNS"}}) { totalCount } }', "NONE_OF_THESE", "filter.kind.eq"),
        ("{ viewer { person { units: __typename @skip(if: 1) } } }", "NEITHER_TRUE_NOR_FALSE", "if"),
        ('query($d: Date = "x") { employees(asOf: $d) { totalCount } }', "NOT_A_DATE", "d"),
        ("{ units(filter: {nothing: 1}) { totalCount } }", "NO_SUCH_FIELD", "filter.nothing"),
    ],
)
def test_what_stands_in_the_document_is_judged_alike_and_pointed_at(
    document: str, reason: str, place: str
) -> None:
    found = validate(GRAPH, parse(document), RULES)
    assert told(found) == {(reason, place)}
    assert all(one.locations for one in found)


@given(value=VALUES)
def test_there_is_a_fault_exactly_where_the_library_takes_no_value(value: Any) -> None:
    kind = kind_of("SkpDraftInput!")
    assert (coerce_input_value(value, kind) is Undefined) == bool(list(faults(value, kind, ("i",))))


@given(value=VALUES)
def test_the_same_holds_of_what_is_written_in_a_document(value: Any) -> None:
    kind, node = kind_of("SkpDraftInput!"), written(value)
    theirs: list[GraphQLError] = []
    validate_input_literal(node, kind, lambda error, _: theirs.append(error), hide_suggestions=True)
    assert bool(theirs) == bool(list(faults(node, kind, ("i",))))


def written(value: Any) -> ValueNode:
    """JSON as GraphQL writes it: names without quotation marks, words of enums too."""
    if isinstance(value, dict):
        inner = " ".join(f"{name}: {text_of(one)}" for name, one in value.items())
        return parse_value(f"{{{inner}}}")
    return parse_value(text_of(value))


def text_of(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + " ".join(f"{name}: {text_of(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + " ".join(map(text_of, value)) + "]"
    return value if value in ("MAIN", "QUALITATIVE") else json.dumps(value)


LISTS = [
    (kind, name)
    for kind in GRAPH.type_map.values()
    if isinstance(kind, GraphQLInputObjectType)
    for name, field in kind.fields.items()
    if isinstance(get_nullable_type(field.type), GraphQLList)
]


@pytest.mark.parametrize(("kind", "name"), LISTS, ids=lambda one: str(one))
def test_null_for_a_list_is_told_as_missing_or_is_as_if_it_was_left_out(
    kind: GraphQLInputObjectType, name: str
) -> None:
    """By variable and by literal alike, whether the list has a default or not."""
    needed = is_non_null_type(kind.fields[name].type)
    for value in ({name: None}, parse_value(f"{{{name}: null}}")):
        at = {
            (code, place) for code, place in told(list(faults(value, kind, ("i",)))) if place == f"i.{name}"
        }
        assert at == ({("VALUE_MISSING", f"i.{name}")} if needed else set())


def test_variables_in_a_value_are_judged_where_they_are_declared() -> None:
    node = parse_value("{model: $m, results: [$r], employeeId: $e, year: $y}")
    assert not list(faults(node, kind_of("SkpDraftInput!"), ("i",)))


def test_faults_are_told_in_the_order_in_which_they_were_sent() -> None:
    names = [f"odd{number}" for number in (3, 1, 4, 5, 9, 2, 6)]
    found: list[Any] = list(faults(FITS | dict.fromkeys(names), kind_of("SkpDraftInput!"), ("i",)))
    assert [one.original_error.field[1] for one in found] == names


def test_no_more_is_told_than_can_be_read() -> None:
    declared = parse(DRAFT).definitions[0].variable_definitions  # type: ignore[attr-defined]  # an operation
    many = FITS | {"results": [None] * 1000, "resources": ["x" * 1000]}
    found = unfit(GRAPH, declared, {"i": many})
    assert len(found) == MOST
    (long,) = unfit(GRAPH, declared, {"i": FITS | {"resources": ["x" * 1000]}})
    assert "x" * (LONGEST - 2) + "…" in long.message
    assert "x" * LONGEST not in long.message


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("id", '`i.on`: "20 November" bukan tanggal; tuliskan sebagai tahun-bulan-hari (YYYY-MM-DD)'),
        ("en", '`i.on`: "20 November" is not a date; write YYYY-MM-DD, in quotation marks.'),
    ],
)
async def test_a_client_reads_it_in_its_language(api: Api, language: str, message: str) -> None:
    asked = {"i": {"unitId": "x", "on": "20 November"}}
    document = "mutation($i: UnitCloseInput!) { unitClose(input: $i) { userErrors { code } } }"
    answer = await api.send(document, asked, who="admin", headers={"Accept-Language": language})
    (error,) = answer.json()["errors"]
    assert error["message"].startswith(message)
    assert error["extensions"] | {"requestId": ""} == {
        "code": "BAD_USER_INPUT",
        "reason": "NOT_A_DATE",
        "field": ["i", "on"],
        "requestId": "",
        "docUrl": "/errors#NOT_A_DATE",
    }


async def test_a_word_that_an_enum_doesn_t_know_is_answered_with_those_it_does(api: Api) -> None:
    document = "{ units(filter: {kind: {eq: KANTOR}}) { totalCount } }"
    answer = await api.send(document, headers={"Accept-Language": "id"})
    (error,) = answer.json()["errors"]
    words = list(GRAPH.type_map["UnitKind"].values)  # type: ignore[attr-defined]  # an enum
    assert error["message"].startswith(f"`filter.kind.eq`: KANTOR tidak termasuk {words[0]}, {words[1]}")
    assert answer.status_code == 400
    assert error["locations"] == [{"line": 1, "column": 29}]


async def test_a_value_left_out_names_itself_and_nothing_of_the_rest(api: Api) -> None:
    asked = {"i": {name: one for name, one in FITS.items() if name != "year"}}
    answer = await api.send(DRAFT, asked, who="admin", headers={"Accept-Language": "en"})
    assert [one["message"] for one in answer.json()["errors"]] == ["`i.year` needs a value."]


def test_the_library_agrees_on_variables_left_out() -> None:
    declared = parse("query($a: ID!, $b: Int! = 1, $c: Int, $d: Date!) { __typename }").definitions[0]
    definitions = declared.variable_definitions  # type: ignore[attr-defined]  # an operation
    assert isinstance(get_variable_values(GRAPH, definitions, {"d": "2026-01-01"}), list)
    assert told(unfit(GRAPH, definitions, {"d": "2026-01-01", "b": None})) == {
        ("VALUE_MISSING", "a"),
        ("VALUE_MISSING", "b"),
    }
