"""What is sealed can't be found, ordered or computed with: a schema that tries is refused at once."""

import re
from collections.abc import Iterator

from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, get_named_type
from sqlalchemy import Table

from jenjang.database.model import sealed_columns
from jenjang.graph.declare import SPEC, Leaf, Page, Relation, object_type, source_of


class SealedColumnAsked(TypeError):
    """A declaration compares, orders by or computes with a sealed column: it holds other bytes each time."""


def check_unsearchable(schema: GraphQLSchema) -> None:
    """Raises SealedColumnAsked, with the field and the column."""
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType):
            for name, field in kind.fields.items():
                for table, sql in expressions(kind, field):
                    for column in sorted(sealed_columns(table)):
                        if re.search(rf"(\.|^){column}\b", sql):
                            raise SealedColumnAsked(f"{kind.name}.{name}: {table.name}.{column}")


def expressions(kind: GraphQLObjectType, field: GraphQLField) -> Iterator[tuple[Table, str]]:
    """A field's SQL, each with the table whose columns it speaks of."""
    spec = getattr(field.extensions.get("strawberry-definition"), "metadata", {}).get(SPEC)
    source = source_of(kind) if isinstance(spec, Leaf) else None
    if isinstance(spec, Leaf) and spec.sql and source:
        yield source.table, f"{spec.sql} {spec.beside or ''}"
    if isinstance(spec, Relation) and (table := _target(spec, field)) is not None:
        yield from ((table, sql) for sql in (spec.where, *spec.lookups.values()) if sql)
        if isinstance(spec, Page):
            yield from ((table, sql) for sql in _asked(field))
        elif spec.order:
            yield table, spec.order


def _target(spec: Relation, field: GraphQLField) -> Table | None:
    """The table of the rows that a relation leads to."""
    kind = get_named_type(field.type)
    if not isinstance(kind, GraphQLObjectType):
        return None
    source = source_of(object_type(kind.fields["nodes"]) if isinstance(spec, Page) else kind)
    return source.table if source else None


def _asked(field: GraphQLField) -> Iterator[str]:
    """What a page's filter compares and its order sorts by."""
    for argument in field.args.values():
        origin = getattr(
            get_named_type(argument.type).extensions.get("strawberry-definition"), "origin", None
        )
        yield from (compared.sql for compared in getattr(origin, "__compared__", {}).values())
        for columns in getattr(origin, "__columns__", {}).values():
            yield from columns
