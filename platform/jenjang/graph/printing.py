"""The schema as SDL, a part for each room (domain): a type stands where its class is declared."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from graphql import (
    DefinitionNode,
    DirectiveDefinitionNode,
    FieldDefinitionNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    NameNode,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    ScalarTypeDefinitionNode,
    get_named_type,
    parse,
    print_ast,
)
from strawberry import Schema

SHARED = "core"
"""What belongs to no domain: declared in these rooms, or used by several domains."""
FIELD_ENDS = re.compile(r'^(  [^ "].*)\n(  """)', re.MULTILINE)
ROOMS_BELOW = ("core", "graph", "database", "schema")


def by_room(schema: Schema) -> dict[str, str]:
    """SDL by room. Together they are one schema: a room adds to another's type by `extend type`."""
    rooms = Rooms(schema._schema)  # noqa: SLF001  # Strawberry's only way to graphql-core's schema.
    parts: dict[str, list[DefinitionNode]] = {}
    for definition in parse(schema.as_str()).definitions:
        for room, part in rooms.split(definition):
            parts.setdefault(room, []).append(part)
    return {
        room: "\n\n".join(map(print_ast, sorted(parts[room], key=place))) + "\n" for room in sorted(parts)
    }


def place(definition: DefinitionNode) -> tuple[bool, ...] | tuple[object, ...]:
    """Directives and scalars first, then what is added to the roots, then all else by name."""
    name = definition.name.value  # type: ignore[attr-defined]  # Every definition of a printed schema has one.
    return (
        not isinstance(definition, DirectiveDefinitionNode),
        not isinstance(definition, ScalarTypeDefinitionNode),
        name not in ("Query", "Mutation"),
        name != "Query",
        name,
    )


class Rooms:
    """Where each type and field belongs."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self.homes = {name: room for name, kind in schema.type_map.items() if (room := declared_in(kind))}
        self.users: dict[str, list[tuple[str, str, object]]] = {}
        for name, kind in schema.type_map.items():
            for field, definition in fields_of(kind):
                arguments = definition.args.values() if isinstance(definition, GraphQLField) else ()
                for used in (definition, *arguments):
                    self.users.setdefault(get_named_type(used.type).name, []).append(
                        (name, field, definition)
                    )

    def of_type(self, name: str) -> str:
        """Where it is declared; what a factory made belongs to whoever uses it."""
        if name not in self.homes:
            users = [user for user in self.users.get(name, ()) if user[0] != name]
            rooms = {self.of_field(*user) for user in users}
            self.homes[name] = rooms.pop() if len(rooms) == 1 else SHARED
        return self.homes[name]

    def of_field(self, owner: str, name: str, definition: object) -> str:
        """Where it is declared; what the whole schema declares belongs to what it gives."""
        told = getattr(definition, "extensions", {}).get("strawberry-definition")
        module = getattr(getattr(told, "origin", None), "__module__", "")
        if module == "jenjang.schema":
            return self.of_type(get_named_type(self.schema.type_map[owner].fields[name].type).name)  # type: ignore[attr-defined]  # A root.
        room = room_of(module)
        return self.of_type(owner) if room == SHARED else room

    def split(self, definition: DefinitionNode) -> Iterator[tuple[str, DefinitionNode]]:
        """A definition in its own room, and the fields that others add to it in theirs."""
        name = definition.name.value  # type: ignore[attr-defined]  # Every definition of a printed schema has one.
        if not isinstance(definition, ObjectTypeDefinitionNode):
            yield (
                (SHARED if isinstance(definition, DirectiveDefinitionNode) else self.of_type(name)),
                definition,
            )
            return
        own = self.of_type(name)
        added: dict[str, list[FieldDefinitionNode]] = {own: []}
        kind = self.schema.type_map[name]
        for field in definition.fields or ():
            room = self.of_field(name, field.name.value, kind.fields[field.name.value])  # type: ignore[attr-defined]  # An object type.
            added.setdefault(room, []).append(field)
        yield own, replace(definition, fields=tuple(added.pop(own)))
        for room, fields in added.items():
            yield (
                room,
                ObjectTypeExtensionNode(
                    name=NameNode(value=name), directives=(), interfaces=(), fields=tuple(fields)
                ),
            )


def fields_of(kind: GraphQLNamedType) -> Iterable[tuple[str, Any]]:  # Any: a field, or an input's.
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        found: dict[str, Any] = kind.fields  # Any: as above.
        return found.items()
    return ()


def declared_in(kind: GraphQLNamedType) -> str | None:
    """The room of the class behind a type; None where a factory made it."""
    told = kind.extensions.get("strawberry-definition")
    origin = getattr(told, "wrapped_cls" if isinstance(kind, GraphQLEnumType) else "origin", None)
    if origin is None:
        return SHARED
    if getattr(told, "type_var_map", None):
        return None
    room = room_of(origin.__module__)
    if (
        room == SHARED
        and origin.__module__ != "jenjang.schema"
        and kind.name not in vars(sys.modules[origin.__module__])
    ):
        return None
    return room


def room_of(module: str) -> str:
    _, _, rest = module.partition("jenjang.")
    room = rest.partition(".")[0]
    return SHARED if room in ROOMS_BELOW or not rest else room
