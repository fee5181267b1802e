"""Rules that a document's text can't break aren't run on it, and no error is lost by that."""

import pytest
from graphql import parse, validate

from jenjang.graph.documents import RULES, SIGNS, rules_for
from jenjang.schema import schema

GRAPH = schema._schema
BAD = [
    "query($a: Int, $a: Int) { __typename }",
    "query($a: Viewer) { __typename }",
    "query($a: Nothing) { __typename }",
    "query($a: String) { employees(first: $a) { totalCount } }",
    "{ employees(first: $a) { totalCount } }",
    "{ ...Nobody }",
    "{ ...on Nothing { a } }",
    "{ viewer { ...on Unit { id } } }",
    "{ ...on Boolean { a } }",
    "{ __typename } fragment F on Query { __typename }",
    "{ __typename } fragment F on Nothing { a }",
    "{ ...F } fragment F on Query { ...F }",
    "{ ...F } fragment F on Query { __typename } fragment F on Query { __typename }",
    "{ __typename @nobody }",
    "{ __typename @skip(if: true) @skip(if: true) }",
    "{ __typename @skip }",
    "query @include(if: true) { __typename }",
    "{ employees(nothing: 1) { totalCount } }",
    "{ employees(first: 1, first: 1) { totalCount } }",
    '{ employees(first: "x") { totalCount } }',
    "{ employees(filter: {name: {eq: 1}}) { totalCount } }",
    "{ employees(filter: {name: {eq: null}, name: {eq: null}}) { totalCount } }",
    "{ node { id } }",
    "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
    "{ viewer }",
    "{ nothing }",
    "{ __typename { a } }",
    "{ __typename } { __typename }",
    "query A { __typename } query A { __typename }",
    "{ tenant { a: code a: name } }",
    "subscription { nothing }",
    "type Query { a: Int }",
]


@pytest.mark.parametrize("source", BAD)
def test_a_bad_document_gets_the_same_errors_from_its_rules_as_from_all(source: str) -> None:
    wanted = validate(GRAPH, parse(source), RULES)
    assert wanted
    assert validate(GRAPH, parse(source), rules_for(source)) == wanted


def test_most_rules_have_nothing_to_look_at_in_a_plain_document() -> None:
    assert len(rules_for("{ viewer { person { name } } }")) < len(RULES) / 2
    assert set(SIGNS) < set(RULES)
    assert rules_for(" $ ... fragment @ ( __ ") == list(RULES)
