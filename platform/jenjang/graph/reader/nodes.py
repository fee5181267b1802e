"""Whatever a global id names: `node` and `nodes`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graphql import GraphQLObjectType

from jenjang.core.errors import BadUserInput
from jenjang.graph.declare import Relation, source_of
from jenjang.graph.reader import relation
from jenjang.graph.reader.text import NULL, Json
from jenjang.graph.scalars import decode_id

if TYPE_CHECKING:
    from graphql import FieldNode, GraphQLField

    from jenjang.graph.reader.asking import Given
    from jenjang.graph.reader.compiler import Compiler
    from jenjang.graph.reader.row import Row

MOST = 100


def compile_nodes(
    compiler: Compiler, name: str, nodes: list[FieldNode], definition: GraphQLField, row: Row
) -> str:
    """One node, or a list of them in the order asked for; null for each that isn't there."""
    asked = compiler.argument(nodes, definition, "ids" if name == "nodes" else "id")
    assert asked  # noqa: S101  # Validation has seen that the required argument is there.
    if name == "node":
        return _named(compiler, asked, nodes, row)
    if len(asked.value) > MOST:
        raise BadUserInput(name, problem=f"Ask for at most {MOST} ids at once, not {len(asked.value)}.")
    row = replace(row, listed=True)
    json = Json().say("[")
    for index, one in enumerate(asked.items()):
        json.say("," if index else "").put(_named(compiler, one, nodes, row))
    return json.say("]").sql()


def _named(compiler: Compiler, asked: Given, nodes: list[FieldNode], row: Row) -> str:
    named = decode_id(asked.value)
    target = compiler.schema.type_map.get(named[0]) if named else None
    if not isinstance(target, GraphQLObjectType) or "Node" not in {one.name for one in target.interfaces}:
        return NULL
    source = source_of(target)
    if not source or (source.needs and not compiler.asking.viewer.may(source.needs)):
        return NULL
    found = relation.find(compiler, Relation(), source, row)
    found.conditions.append(f"{found.row.key} = {relation.key_slot(compiler, asked, target.name)}")
    found.conditions.extend(compiler.visible(source, found.row))
    value = compiler.object(target, nodes, relation.proven(source, found.row))
    return f"coalesce(({found.one(value)}), {NULL})"
