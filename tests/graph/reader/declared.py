"""What declarations say, read off the published schema."""

import re
from collections.abc import Iterator
from typing import Any

from graph.reader import twins
from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema

from jenjang.graph.declare import SPEC, Leaf, May, Relation, Source

COLUMN = r"\{row\}\.\w+(?: DESC)?"
ORDER = re.compile(f"{COLUMN}(?:, {COLUMN})*")
"""An order by columns alone."""


def source_of(kind: Any) -> Source | None:  # Any: a GraphQL type or None.
    definition = kind.extensions.get("strawberry-definition") if kind else None
    return getattr(getattr(definition, "origin", None), "__source__", None)


def spec_of(definition: GraphQLField) -> object:
    return definition.extensions["strawberry-definition"].metadata.get(SPEC)


def expressions(schema: GraphQLSchema) -> Iterator[tuple[Any, Any]]:
    """Every expression that needs a twin: the table it belongs into, its name there. Any: as in twins."""
    for kind in schema.type_map.values():
        if not isinstance(kind, GraphQLObjectType) or kind.name == "Mutation":
            continue
        source = source_of(kind)
        for needs in source.guards if source else ():
            yield twins.GUARDS, (kind.name, needs)
        if source and source.shown:
            yield twins.SHOWN, kind.name
        for name, definition in kind.fields.items():
            if "strawberry-definition" in definition.extensions:
                yield from within(f"{kind.name}.{name}", spec_of(definition))


def within(where: str, spec: object) -> Iterator[tuple[Any, Any]]:
    """The expressions of one field. Any: as above."""
    if isinstance(spec, Leaf):
        yield from ((twins.KEPT, (where, needs)) for needs, _ in spec.guards)
    if isinstance(spec, Leaf) and (spec.sql or spec.part):
        words = f"{spec.sql} {spec.beside}"
        yield (twins.MINE if "{me}" in words else twins.LEAVES), where
    if isinstance(spec, May) and spec.when:
        yield twins.MINE, where
    if isinstance(spec, Relation):
        if spec.where:
            yield (twins.MINE if "{me}" in spec.where else twins.WHERES), where
        if isinstance(spec.order, str) and not ORDER.fullmatch(spec.order):
            yield twins.ORDERS, where
        for key, sql in spec.lookups.items():
            if "{key:" not in sql:
                yield twins.LOOKUPS, (where, key)
