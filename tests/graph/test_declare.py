"""`extend()` adds fields to a type through an attribute that Strawberry does not document."""

import strawberry
from graphql import GraphQLObjectType

from jenjang.graph.declare import SPEC, Leaf, extend, field, plain
from jenjang.identity.graph.viewer import Viewer
from jenjang.organisation.graph.people import Employee
from jenjang.schema import schema


@plain
class Window:
    """A window of an early domain."""

    panes: int = field("How many panes.", told=lambda _: 2)


@extend(Window)
class WindowCurtain:
    """What a later domain knows of windows."""

    curtain: str | None = field("Its curtain.", told=lambda _: "red", needs="unit:read")


@extend(Window)
class WindowBlind:
    blind_slats: int = field("How many slats.", told=lambda _: 7)


@strawberry.type
class Query:
    window: Window


def window() -> GraphQLObjectType:
    kind = strawberry.Schema(Query)._schema.type_map["Window"]
    assert isinstance(kind, GraphQLObjectType)
    return kind


def test_an_extended_type_has_its_own_fields_first_and_then_those_added_in_their_order() -> None:
    assert list(window().fields) == ["panes", "curtain", "blindSlats"]


def test_an_added_field_keeps_its_type_description_and_permission() -> None:
    curtain = window().fields["curtain"]
    assert (str(curtain.type), curtain.description) == ("String", "Its curtain.")
    declared = curtain.extensions["strawberry-definition"]
    assert [one.permission for one in declared.directives] == ["unit:read"]


def test_the_reader_finds_the_declaration_of_an_added_field() -> None:
    declared = window().fields["blindSlats"].extensions["strawberry-definition"]
    spec = declared.metadata[SPEC]
    assert isinstance(spec, Leaf)
    assert spec.told
    assert spec.told(None) == 7


def test_the_extending_class_is_no_type_of_the_contract() -> None:
    made = strawberry.Schema(Query)._schema.type_map
    assert not {"WindowCurtain", "WindowBlind"} & {*made}


def test_the_printed_contract_shows_one_type() -> None:
    printed = str(strawberry.Schema(Query))
    assert printed.count("type Window ") == 1
    assert 'curtain: String @needs(permission: "unit:read")' in printed


def test_a_domain_has_added_to_an_earlier_ones_type() -> None:
    kind = schema._schema.type_map["Viewer"]
    assert isinstance(kind, GraphQLObjectType)
    assert str(kind.fields["person"].type) == "Employee"
    names = [one.python_name for one in Viewer.__strawberry_definition__.fields]
    assert names.count("person") == 1
    assert Employee.__strawberry_definition__.name == "Employee"
