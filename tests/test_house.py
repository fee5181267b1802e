"""The house's own rules, each held by a test: layout, arrows, permissions, nullability, keys, words."""

import ast
import importlib
import pkgutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    get_named_type,
    is_non_null_type,
    is_specified_scalar_type,
)
from sqlalchemy import Table, UniqueConstraint

import jenjang
from jenjang.core.errors import BadUserInput, Conflict, Forbidden, NotFound, Refusal, Unauthenticated
from jenjang.core.language import translations
from jenjang.core.settings import HOUSE
from jenjang.graph.codes import is_of_a_deed
from jenjang.graph.declare import SPEC, Leaf, Many, Page, Relation, Source, object_type, source_of
from jenjang.identity.permissions import TABLE
from jenjang.schema import schema
from jenjang.tables import metadata
from jenjang.tenancy.catalogue import catalogue, read

GRAPH = schema._schema
PACKAGE = HOUSE / "platform" / "jenjang"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 400
ASKED_OF_NOBODY = {"Query.viewer", "Query.node", "Query.nodes", "Query.rateLimit"}
"""Root fields without a permission: who one is, what an id names (each type asks for its own), and what
one may still spend."""


def name_of(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def kinds() -> list[GraphQLObjectType]:
    return [
        kind
        for kind in GRAPH.type_map.values()
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
    ]


def fields() -> Iterator[tuple[str, GraphQLObjectType, GraphQLField]]:
    for kind in kinds():
        for name, field in kind.fields.items():
            yield f"{kind.name}.{name}", kind, field


def spec_of(field: GraphQLField) -> object:
    return field.extensions["strawberry-definition"].metadata.get(SPEC)


def column_of(field: GraphQLField, spec: Leaf) -> str:
    return spec.column or field.extensions["strawberry-definition"].python_name


def directives(field: GraphQLField) -> set[str]:
    found = field.extensions["strawberry-definition"].directives
    return {one.permission for one in found if hasattr(one, "permission")}


# Layout


def test_platform_is_no_package() -> None:
    """Else it would hide Python's own `platform` from whatever runs at the repository's root."""
    assert not (HOUSE / "platform" / "__init__.py").exists()


def test_no_module_is_called_as_one_of_the_standard_library() -> None:
    names = {path.stem for path in MODULES} | {path.name for path in PACKAGE.rglob("*") if path.is_dir()}
    assert names & sys.stdlib_module_names <= {"__main__"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_file_is_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_in_its_first_line_what_it_is(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text()))
    assert said
    assert said.splitlines()[0].endswith((".", "?"))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_function_imports_our_own_modules(path: Path) -> None:
    """Such an import dodges a circle: the code is in the wrong room."""
    inside = [
        one
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for one in ast.walk(function)
        if (isinstance(one, ast.ImportFrom) and (one.module or "").startswith("jenjang"))
        or (isinstance(one, ast.Import) and any(name.name.startswith("jenjang") for name in one.names))
    ]
    assert [ast.unparse(one) for one in inside] == []


def test_every_governments_file_is_in_order() -> None:
    assert len(catalogue(HOUSE / "tenants")) >= 5
    assert read(HOUSE / "tenants" / "example.toml").name


def test_every_toml_file_can_be_read() -> None:
    for path in [*(HOUSE / "tenants").glob("*.toml"), *PACKAGE.rglob("*.toml"), HOUSE / "pyproject.toml"]:
        assert tomllib.loads(path.read_text())


def test_what_uv_installs_by_itself_is_what_the_demo_needs() -> None:
    """`uv run jenjang demo` takes the group, pip the extra."""
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text())
    assert project["dependency-groups"]["embedded"] == project["project"]["optional-dependencies"]["embedded"]


# The contract


def test_every_root_field_names_its_permission() -> None:
    roots = [one for one in fields() if one[1] in (GRAPH.query_type, GRAPH.mutation_type)]
    assert {name for name, _, field in roots if not directives(field)} == ASKED_OF_NOBODY


def test_every_permission_named_is_one_that_roles_hold() -> None:
    named = {one for _, _, field in fields() for one in directives(field)}
    sources = [source for kind in kinds() if (source := source_of(kind))]
    assert named | {one.needs for one in sources} | {name for one in sources for name in one.guards} <= {
        *TABLE
    }


def test_every_type_with_rows_of_a_government_names_its_permission() -> None:
    assert [kind.name for kind in kinds() if (source := source_of(kind)) and not source.needs] == []


def undescribed() -> Iterator[str]:
    for kind in GRAPH.type_map.values():
        if kind.name.startswith("__") or is_specified_scalar_type(kind):
            continue
        if not kind.description:
            yield kind.name
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for name, field in kind.fields.items():
                if not field.description:
                    yield f"{kind.name}.{name}"
                for argument, one in getattr(field, "args", {}).items():
                    if not one.description:
                        yield f"{kind.name}.{name}({argument}:)"
        if isinstance(kind, GraphQLEnumType):
            yield from (f"{kind.name}.{name}" for name, one in kind.values.items() if not one.description)


def test_everything_in_the_contract_is_described() -> None:
    assert list(undescribed()) == []


# Null and non-null


def test_what_a_column_gives_is_non_null_only_if_the_column_is() -> None:
    wrong = []
    for name, kind, field in fields():
        spec, source = spec_of(field), source_of(kind)
        if isinstance(spec, Leaf) and source and not spec.sql and not spec.told:
            column = source.table.c[column_of(field, spec)]
            if is_non_null_type(field.type) and column.nullable:
                wrong.append(name)
    assert wrong == []


def needs_within(kind: GraphQLObjectType) -> set[str | None]:
    """The permissions that whoever sees an object of this type certainly holds."""
    source = source_of(kind)
    if source:
        return {None, source.needs}
    leading = [directives(field) for _, _, field in fields() if get_named_type(field.type) is kind]
    return {None, *(set.intersection(*leading) if leading else ())}


def crossed(field: GraphQLField) -> set[str | None]:
    """The permissions that a field asks for: its own, and that of the type it leads to."""
    spec = spec_of(field)
    if isinstance(spec, Leaf):
        return {spec.needs}
    if not isinstance(spec, Relation):
        return set()
    target = get_named_type(field.type)
    if isinstance(spec, Page):
        target = object_type(object_type(field).fields["nodes"])
    source = source_of(target) if isinstance(target, GraphQLObjectType) else None
    return {spec.needs, source.needs if source else None}


def test_no_non_null_field_lies_across_a_permission() -> None:
    """A token's scopes may take any permission away: what another one guards may be null for somebody."""
    assert [
        name
        for name, kind, field in fields()
        if is_non_null_type(field.type) and not crossed(field) <= needs_within(kind)
    ] == []


def test_one_row_of_another_type_may_always_be_out_of_sight() -> None:
    """Its scope may be another than ours: only what has no rows of its own is certain."""
    wrong = []
    for name, _, field in fields():
        spec = spec_of(field)
        one_row = isinstance(spec, Relation) and not isinstance(spec, Many | Page)
        if one_row and is_non_null_type(field.type):
            target = get_named_type(field.type)
            if isinstance(target, GraphQLObjectType) and source_of(target):
                wrong.append(name)
    assert wrong == []


def test_what_a_permission_guards_can_be_neither_filtered_nor_ordered_by() -> None:
    """A filter on what one may not read would tell it, question by question."""
    wrong = []
    for name, _, field in fields():
        spec = spec_of(field)
        if not isinstance(spec, Page):
            continue
        target = object_type(object_type(field).fields["nodes"])
        guarded = {
            column_of(one, leaf)
            for one in target.fields.values()
            if isinstance(leaf := spec_of(one), Leaf) and leaf.needs
        }
        filtering = field.args.get("filter")
        compared = origin(filtering).__compared__ if filtering else {}
        words = " ".join(one.sql for one in compared.values())
        ordered = {column for columns in orders(field) for column in columns}
        wrong += [f"{name}: {column}" for column in guarded if column in words or column in ordered]
    assert wrong == []


def orders(field: GraphQLField) -> Iterator[tuple[str, ...]]:
    """The columns of each order that may be asked for."""
    yield from origin(field.args["orderBy"]).__columns__.values()


def origin(argument: GraphQLArgument) -> Any:  # Any: a class that filters.py made.
    return get_named_type(argument.type).extensions["strawberry-definition"].origin


# Lists


def begins(table: Table, *columns: str) -> bool:
    """Whether an index or key of the table begins with these columns."""
    keys = [[one.name for one in index.columns] for index in table.indexes]
    keys += [
        [one.name for one in constraint.columns]
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint) or constraint is table.primary_key
    ]
    return any(key[: len(columns)] == list(columns) for key in keys)


def is_found(table: Table, *columns: str) -> bool:
    """Whether an index finds a government's rows by the columns: of a view, in the table they come from."""
    (of,) = {table.c[column].info.get("of", table.name) for column in columns}
    return begins(metadata.tables[of], "tenant_id", *columns)


def pages() -> Iterator[tuple[str, GraphQLField, Page, Source]]:
    for name, _, field in fields():
        spec = spec_of(field)
        if isinstance(spec, Page):
            source = source_of(object_type(object_type(field).fields["nodes"]))
            assert source
            yield name, field, spec, source


def test_every_page_is_ordered_by_columns_that_are_never_null() -> None:
    wrong = [
        f"{name}: {column}"
        for name, field, _, source in pages()
        for columns in orders(field)
        for column in columns
        if source.table.c[column].nullable
    ]
    assert wrong == []


def test_every_page_is_found_by_an_index_that_begins_with_the_tenant() -> None:
    """Of a whole government: by each order. Of one row: by what names that row, in its table or the link."""
    wrong = []
    for name, field, spec, source in pages():
        if spec.through:
            found = begins(spec.through.table, "tenant_id", spec.through.mine)
        elif spec.of:
            found = source.table.info.get("view") or begins(source.table, "tenant_id", spec.of)
        else:
            found = all(is_found(source.table, *columns) for columns in orders(field))
        if not found:
            wrong.append(name)
    assert wrong == []


# Tables

OWNED = [one for one in metadata.sorted_tables if "tenant_id" in one.c and not one.info.get("view")]


@pytest.mark.parametrize("table", OWNED, ids=str)
def test_every_key_of_a_tenant_table_begins_with_the_tenant(table: Table) -> None:
    keys = {"the primary key": [column.name for column in table.primary_key]}
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            keys[str(constraint.name)] = [column.name for column in constraint.columns]
    for index in table.indexes:
        keys[str(index.name)] = [column.name for column in index.columns]
    assert {name for name, columns in keys.items() if columns[0] != "tenant_id"} == set()
    assert not table.c.tenant_id.nullable
    assert table.c.tenant_id.type.collation == "C"  # type: ignore[attr-defined]  # a text


@pytest.mark.parametrize("table", OWNED, ids=str)
def test_a_tenant_table_points_at_rows_of_the_same_tenant_only(table: Table) -> None:
    for key in table.foreign_key_constraints:
        if "tenant_id" in key.referred_table.c:
            ours, theirs = (
                [one.parent.name for one in key.elements],
                [one.column.name for one in key.elements],
            )
            assert (ours[0], theirs[0]) == ("tenant_id", "tenant_id"), key.name


# Words


@pytest.fixture(scope="module")
def refusals() -> list[type[Refusal]]:
    """Every class of refusal that a client may be told; what only a command line says is English."""
    for module in pkgutil.walk_packages(jenjang.__path__, "jenjang."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    told = (BadUserInput, Conflict, Forbidden, NotFound, Unauthenticated)
    return [
        one
        for one in Refusal.registry.values()
        if one.__module__.startswith("jenjang.")
        and (issubclass(one, told) or one.__module__.startswith(("jenjang.graph", "jenjang.core")))
    ]


def test_whatever_a_domain_refuses_has_a_code_for_the_client(refusals) -> None:
    """Else a deed that is refused so would end as a fault of ours. Commands speak to whoever runs them."""
    rooms = ("jenjang.appraisal", "jenjang.organisation", "jenjang.rules", "jenjang.reference")
    raised = [one for one in Refusal.registry.values() if one.__module__.startswith(rooms)]
    without = {one.code for one in raised if not is_of_a_deed(one) and ".commands" not in one.__module__}
    assert without == set()


def facts(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def is_all_fact(template: str) -> bool:
    """Whether a sentence is nothing but what it is given: there is nothing to translate."""
    return template == "".join(f"{{{name}}}" for name in facts(template))


def test_every_refusal_is_told_in_indonesian(refusals) -> None:
    known = translations("id")
    templates = {one.code: one.template() for one in refusals if not is_all_fact(one.template())}
    assert {code: text for code, text in templates.items() if text not in known} == {}


def test_a_translation_tells_the_same_facts() -> None:
    assert {
        english: indonesian
        for english, indonesian in translations("id").items()
        if facts(english) != facts(indonesian)
    } == {}
