"""Whatever is protected as personal data says in the contract what it is kept for."""

from collections.abc import Iterator

from graphql import GraphQLObjectType

from jenjang.database.model import sealed_columns
from jenjang.graph.declare import Needs, Personal, source_of
from jenjang.organisation.imports.models import ImportRefusal
from jenjang.schema import schema

PROTECTED = {"employee:private", "employee:discipline", "partnership:contact"}
GRAPH = schema._schema


def declared() -> Iterator[tuple[str, list[object]]]:
    """Every type and field with its directives."""
    for kind in GRAPH.type_map.values():
        if isinstance(kind, GraphQLObjectType) and "strawberry-definition" in kind.extensions:
            yield kind.name, list(kind.extensions["strawberry-definition"].directives or ())
            for name, field in kind.fields.items():
                if "strawberry-definition" in field.extensions:
                    yield f"{kind.name}.{name}", list(field.extensions["strawberry-definition"].directives)


def with_permission(*permissions: str) -> set[str]:
    return {
        where
        for where, directives in declared()
        if any(isinstance(one, Needs) and one.permission in permissions for one in directives)
    }


def test_whatever_needs_a_permission_for_personal_data_names_its_purpose() -> None:
    purposes = {
        where: one.purpose
        for where, directives in declared()
        for one in directives
        if isinstance(one, Personal)
    }
    assert purposes.keys() == with_permission(*PROTECTED) | {"PrivateNote", "CareerAspiration"}
    assert {"Employee.nik", "Employee.sanctions", "Sanction"} <= purposes.keys()
    assert all(len(purpose.split()) > 3 for purpose in purposes.values())


def test_what_is_sealed_of_a_person_is_protected() -> None:
    kind = GRAPH.type_map["Employee"]
    assert isinstance(kind, GraphQLObjectType)
    source = source_of(kind)
    assert source
    fields = {
        f"Employee.{name}"
        for name, field in kind.fields.items()
        if field.extensions["strawberry-definition"].python_name in sealed_columns(source.table)
    }
    assert len(fields) == len(sealed_columns(source.table)) == 5
    assert fields <= with_permission("employee:private")
    assert sealed_columns(ImportRefusal.__table__) == {"facts", "messages", "content"}


def test_the_contract_prints_purposes() -> None:
    assert '@personal(purpose: "Reaching the person about the own career.")' in schema.as_str()
