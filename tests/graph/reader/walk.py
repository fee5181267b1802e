"""What is refused, row or no row: a walk over all that is selected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.reader.declared import source_of, spec_of
from graph.reader.places import BadInput, cursor_values, order_of
from graph.reader.twins import decoded
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    OperationDefinitionNode,
    get_argument_values,
    get_named_type,
)
from graphql.execution.collect_fields import FragmentDetails, collect_subfields

from jenjang.graph.declare import Leaf, Many, Nodes, Page, Relation

if TYPE_CHECKING:
    from graph.reference import Reference

MOST, DEEPEST = 100, 3


@dataclass
class Walk:
    """Goes through all that is selected, and notes what the viewer's roles never give."""

    reference: Reference
    fragments: dict[str, FragmentDetails]
    variables: Any  # Any: graphql-core's own.
    operation: OperationDefinitionNode

    def fields(self, kind: GraphQLObjectType, chosen: Any, path: tuple[str, ...], *, listed: bool) -> None:
        """Any: graphql-core's own groups of fields."""
        for key, details in chosen.items():
            name = details[0].node.name.value
            if name != "__typename":
                self.field(kind, kind.fields[name], name, details, path if listed else (*path, key), listed)

    def field(
        self,
        kind: GraphQLObjectType,
        definition: GraphQLField,
        name: str,
        details: Any,  # Any: graphql-core's own.
        path: tuple[str, ...],
        listed: bool,
    ) -> None:
        reference, spec = self.reference, spec_of(definition)
        where = f"{kind.name}.{name}"
        if isinstance(spec, Leaf) and spec.needs and not reference.viewer.reach(spec.needs):
            reference.refused.setdefault(where, path)
        elif isinstance(spec, Nodes):
            self.nodes(definition, details, path)
        elif isinstance(spec, Relation):
            target = reference.target(spec, kind.name, name)
            if not reference.may_follow(spec, target):
                reference.refused.setdefault(where, path)
                return
            arguments = get_argument_values(definition, details[0].node, self.variables)
            if spec.lookups and not any(arguments.get(name) is not None for name in spec.lookups):
                raise BadInput
            if isinstance(spec, Page):
                self.page(spec, target, definition, details, arguments, path, listed)
            else:
                self.below(target, details, path, listed=listed or isinstance(spec, Many))
        elif isinstance(get_named_type(definition.type), GraphQLObjectType):
            self.below(get_named_type(definition.type), details, path, listed=listed)

    def below(
        self, kind: Any, details: Any, path: tuple[str, ...], *, listed: bool
    ) -> None:  # Any: GraphQL's.
        self.fields(kind, self.chosen(kind, details), path, listed=listed)

    def chosen(self, kind: Any, details: Any) -> Any:  # Any: graphql-core's own.
        schema = self.reference.schema
        return collect_subfields(
            schema, self.fragments, self.variables, self.operation, kind, details
        ).grouped_field_set

    def nodes(self, definition: GraphQLField, details: Any, path: tuple[str, ...]) -> None:  # Any: as above.
        arguments = get_argument_values(definition, details[0].node, self.variables)
        if len(arguments.get("ids", ())) > MOST:
            raise BadInput
        for text in arguments["ids"] if "ids" in arguments else [arguments["id"]]:
            target = self.reference.schema.type_map.get(decoded(text)[0] or "")
            source = source_of(target)
            if not source or "Node" not in {one.name for one in target.interfaces}:  # type: ignore[union-attr]  # has rows
                continue
            if not source.needs or self.reference.viewer.reach(source.needs):
                self.below(target, details, path, listed="ids" in arguments)

    def page(
        self,
        spec: Page,
        target: GraphQLObjectType,
        definition: GraphQLField,
        details: Any,  # Any: graphql-core's own.
        arguments: Mapping[str, Any],  # Any: GraphQL's.
        path: tuple[str, ...],
        listed: bool,
    ) -> None:
        if not 1 <= arguments["first"] <= MOST or too_much(arguments.get("filter") or {}):
            raise BadInput
        source = self.reference.source(target.name)
        connection = get_named_type(definition.type)
        chosen = self.chosen(connection, details)
        asked = {some[0].node.name.value for some in chosen.values()}
        if arguments.get("after") is not None and asked & {"nodes", "edges", "pageInfo"}:
            keys = order_of(spec, source, definition.args["orderBy"], arguments)
            cursor_values(arguments["after"], source, keys)
        for key, some in chosen.items():
            inside = path if listed else (*path, key)
            name = some[0].node.name.value
            if name == "nodes":
                self.below(target, some, inside, listed=True)
            elif name == "pageInfo":
                self.chosen(get_named_type(connection.fields[name].type), some)  # type: ignore[union-attr]  # a connection
            elif name == "edges":
                edge = get_named_type(connection.fields["edges"].type)  # type: ignore[union-attr]  # a connection
                for parts in self.chosen(edge, some).values():
                    if parts[0].node.name.value == "node":
                        self.below(target, parts, inside, listed=True)


def too_much(wanted: Mapping[str, Any], depth: int = 0) -> bool:  # Any: GraphQL's.
    """Whether a filter nests too deeply or lists too many values."""
    if depth > DEEPEST:
        return True
    for name, part in wanted.items():
        if part is None:
            continue
        if name in ("and", "or", "not"):
            inner = part if isinstance(part, list) else [part]
            if any(too_much(one, depth + 1) for one in inner):
                return True
        elif len(part.get("in") or ()) > MOST:
            return True
    return False
