"""Whatever a global id names: `node` and `nodes`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graphql import GraphQLObjectType

from jenjang.core.errors import BadUserInput
from jenjang.graph.declare import source_of
from jenjang.graph.reader.relation import key_slot, named_one
from jenjang.graph.reader.text import Json, bracketed
from jenjang.graph.scalars import decode_id

if TYPE_CHECKING:
    from graphql import FieldNode

    from jenjang.graph.reader.asking import Given
    from jenjang.graph.reader.compiler import Compiler
    from jenjang.graph.reader.row import Row
    from jenjang.graph.reader.selection import Chosen

MOST = 100


def compile_nodes(compiler: Compiler, chosen: Chosen, row: Row) -> Json:
    """One node, or a list of them in the order asked for; null for each that isn't there."""
    asked = compiler.argument(chosen, "ids" if chosen.name == "nodes" else "id")
    assert asked  # noqa: S101  # Validation has seen that the required argument is there.
    if chosen.name == "node":
        return _named(compiler, asked, chosen.nodes, row)
    if len(asked.value) > MOST:
        problem = f"Ask for at most {MOST} ids at once, not {len(asked.value)}."
        raise BadUserInput(chosen.name, problem=problem)
    row = replace(row, listed=True)
    return bracketed("[", (_named(compiler, one, chosen.nodes, row) for one in asked.items()), "]")


def _named(compiler: Compiler, asked: Given, nodes: list[FieldNode], row: Row) -> Json:
    named = decode_id(asked.value)
    target = compiler.schema.type_map.get(named[0]) if named else None
    if not isinstance(target, GraphQLObjectType) or "Node" not in {one.name for one in target.interfaces}:
        return Json("null")
    source = source_of(target)
    if not source or (source.needs and not compiler.asking.viewer.may(source.needs)):
        return Json("null")
    return named_one(compiler, target, nodes, row, key_slot(compiler, asked, target.name))
