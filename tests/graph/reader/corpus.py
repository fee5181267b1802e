"""Writes valid documents: every field, argument and way to say things, over values that the rows have."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graph.reader.declared import spec_of
from graph.reader.samples import Samples
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_composite_type,
)
from graphql.language.print_string import print_string

Json = Any  # Any: whatever JSON holds.
Kind = GraphQLObjectType | GraphQLInterfaceType
DEEPEST = 9
"""Levels of selections: a page's rows are two below it."""
ROWS = 700
"""Rows that a document may be reckoned to read: below the limit of cost."""
LIST = 10
FIELDS = 40
"""Parts of selections after which a document comes to its end."""


@dataclass
class Question:
    """A document and what goes with it."""

    source: str
    variables: dict[str, Json]


@dataclass
class Writer:
    """Writes one document, by chance."""

    chance: random.Random
    schema: GraphQLSchema
    samples: Samples
    asked: dict[str, Json] = field(default_factory=dict)
    declared: list[str] = field(default_factory=list)
    fragments: dict[str, list[str]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)
    node: Kind | None = None
    left: int = FIELDS
    aliases: int = 0
    directives: int = 0

    def question(self) -> Question:
        query = self.schema.query_type
        assert query
        body = self.selection(query, 0, ROWS)
        variables = f"({', '.join(self.declared)})" if self.declared else ""
        name = self.chance.choice(["", "Ask"]) if not variables else "Ask"
        head = f"query {name}{variables} " if name else ""
        return Question("\n".join([head + body, *self.written]), self.asked)

    def likely(self, percent: int) -> bool:
        return self.chance.randrange(100) < percent

    # Selections.

    def selection(self, kind: Kind, depth: int, rows: int) -> str:
        count = self.chance.choice([1, 2, 2, 3, 4, 5]) if self.left > 0 else 1
        self.left -= count
        parts = [self.part(kind, depth, max(1, rows // count)) for _ in range(count)]
        found = [part for part in parts if part]
        return "{ " + " ".join(found or ["__typename"]) + " }"

    def part(self, kind: Kind, depth: int, rows: int) -> str:
        way = self.chance.randrange(100)
        if way < 5:
            return "__typename" + self.directive()
        if way < 12 and depth:
            return self.inline(kind, depth, rows)
        if way < 18 and depth:
            return self.spread(kind, depth, rows)
        names = [name for name, one in kind.fields.items() if self.allowed(one, depth, rows)]
        if kind is self.schema.query_type:  # What is told by a resolver is no reading.
            names = [name for name in names if spec_of(kind.fields[name])]
        if isinstance(kind, GraphQLInterfaceType) and self.left > 0 and self.likely(60):
            return self.inline(kind, depth, rows)
        return self.field(kind, self.chance.choice(names), depth, rows) if names else "__typename"

    def allowed(self, definition: GraphQLField, depth: int, rows: int) -> bool:
        if not is_composite_type(get_named_type(definition.type)):
            return True
        if self.left <= 0 and depth:
            return False
        return depth < DEEPEST - 2 and (rows > LIST or not self.reckoned(definition, 1) > 1)

    def inline(self, kind: Kind, depth: int, rows: int) -> str:
        about = self.about(kind)
        condition = f" on {about.name}" if about is not kind or self.likely(60) else ""
        return f"...{condition}{self.directive()} {self.selection(about, depth, rows)}"

    def about(self, kind: Kind) -> Kind:
        """A type that a fragment inside of `kind` may speak of."""
        if isinstance(kind, GraphQLInterfaceType):
            if not self.node or self.likely(3):
                self.node = self.chance.choice(list(self.schema.get_possible_types(kind)))
            return self.chance.choice([self.node, self.node, kind])
        found = self.chance.choice([kind, kind, *kind.interfaces])
        self.node = kind if found is not kind else self.node
        return found

    def spread(self, kind: Kind, depth: int, rows: int) -> str:
        """A named fragment, written now or before."""
        about = self.about(kind)
        known = self.fragments.setdefault(about.name, [])
        if not known or self.likely(50):
            body = self.selection(about, depth, rows)
            name = f"F{sum(map(len, self.fragments.values())) + 1}"
            self.written.append(f"fragment {name} on {about.name} {body}")
            known.append(name)
            return f"...{name}{self.directive()}"
        return f"...{self.chance.choice(known)}{self.directive()}"

    def directive(self) -> str:
        if self.directives >= 8 or not self.likely(7):
            return ""
        self.directives += 1
        name = self.chance.choice(["include", "skip"])
        wanted = self.likely(70) == (name == "include")
        return f" @{name}(if: {self.expressed(GraphQLNonNull(self.schema.type_map['Boolean']), wanted)})"  # type: ignore[arg-type]  # it is a scalar

    # Fields.

    def field(self, kind: Kind, name: str, depth: int, rows: int) -> str:
        definition = kind.fields[name]
        alias, arguments = "", self.given.get(f"{kind.name}.{name}")
        if self.aliases < 20 and self.likely(25):
            self.aliases += 1
            alias, arguments = f"a{self.aliases}: ", None
        first = 1
        if arguments is None:
            arguments, first = self.arguments(name, definition, rows)
            if not alias:
                self.given[f"{kind.name}.{name}"] = arguments
        target = get_named_type(definition.type)
        below = ""
        if isinstance(target, GraphQLObjectType | GraphQLInterfaceType):
            inner = max(1, rows // self.reckoned(definition, first))
            below = " " + self.selection(target, depth + 1, inner)
        return f"{alias}{name}{arguments}{self.directive()}{below}"

    def reckoned(self, definition: GraphQLField, first: int) -> int:
        """About how many rows a field reads."""
        if "first" in definition.args:
            return max(1, first) + 1
        kind = get_nullable_type(definition.type)
        target = get_named_type(definition.type)
        page = isinstance(target, GraphQLObjectType) and target.name.endswith("Edge")
        return LIST if isinstance(kind, GraphQLList) and "nodes" not in definition.args and not page else 1

    def arguments(self, name: str, definition: GraphQLField, rows: int) -> tuple[str, int]:
        wanted = self.samples.arguments(self.chance, name, definition, min(8, max(1, rows)))
        parts = [
            f"{key}: {self.expressed(definition.args[key].type, value)}" for key, value in wanted.items()
        ]
        self.chance.shuffle(parts)
        return f"({', '.join(parts)})" if parts else "", wanted.get("first") or 20

    # Values.

    def expressed(self, kind: Any, value: Json) -> str:  # Any: an input type.
        """A value as a variable, or as a literal whose parts may be variables."""
        if self.likely(25) and len(self.declared) < 12:
            return self.variable(kind, value)
        bare = get_nullable_type(kind)
        if value is None:
            return "null"
        if isinstance(bare, GraphQLList):
            if len(value) == 1 and self.likely(20):
                return literal(bare.of_type, value[0])
            return "[" + ", ".join(self.expressed(bare.of_type, one) for one in value) + "]"
        if isinstance(bare, GraphQLInputObjectType):
            parts = [f"{key}: {self.expressed(bare.fields[key].type, one)}" for key, one in value.items()]
            return "{" + ", ".join(parts) + "}"
        return literal(bare, value)

    def variable(self, kind: Any, value: Json) -> str:  # Any: an input type.
        name = f"v{len(self.declared) + 1}"
        declared = f"${name}: {kind}"
        if value is not None and self.likely(25):
            nullable = str(kind).endswith("!") and self.likely(20)
            self.declared.append(f"{declared[:-1] if nullable else declared} = {literal(kind, value)}")
            if self.likely(30):
                self.asked[name] = None if nullable and self.likely(30) else value
        else:
            self.declared.append(declared)
            if value is not None or self.likely(50):
                self.asked[name] = value
        return f"${name}"


def literal(kind: Any, value: Json) -> str:  # Any: an input type.
    """A value as GraphQL writes it."""
    bare = get_nullable_type(kind)
    if value is None:
        return "null"
    if isinstance(bare, GraphQLList):
        return "[" + ", ".join(literal(bare.of_type, one) for one in value) + "]"
    if isinstance(bare, GraphQLInputObjectType):
        return (
            "{"
            + ", ".join(f"{key}: {literal(bare.fields[key].type, one)}" for key, one in value.items())
            + "}"
        )
    if isinstance(bare, GraphQLEnumType):
        return str(value)
    return print_string(value) if isinstance(value, str) else json.dumps(value)


def every_field(schema: GraphQLSchema) -> Iterator[str]:
    """A document for every list of the root and every field of its rows, as many rows as may be."""
    query = schema.query_type
    assert query
    for name, definition in query.fields.items():
        connection = get_named_type(definition.type)
        if not spec_of(definition):  # What is told by a resolver is no reading.
            continue
        if isinstance(connection, GraphQLObjectType) and "edges" in connection.fields:
            kind = get_named_type(connection.fields["nodes"].type)
            yield f"{{ {name}(first: 90) {{ nodes {{ {leaves(kind)} }} }} }}"
            for inner in relations(kind):
                yield f"{{ {name}(first: 30) {{ nodes {{ {inner} }} totalCount }} }}"
    person = schema.type_map["Employee"]
    for inner in (leaves(person), *relations(person)):
        yield f"{{ viewer {{ person {{ {inner} }} }} }}"
    for inner in relations(schema.type_map["Reference"]):
        yield f"{{ reference {{ {inner} }} }}"


def leaves(kind: Any) -> str:  # Any: an object type.
    return " ".join(
        name for name, one in kind.fields.items() if not is_composite_type(get_named_type(one.type))
    )


def relations(kind: Any) -> Iterator[str]:  # Any: an object type.
    """Every field with a selection of its own, one after the other."""
    for name, one in kind.fields.items():
        target = get_named_type(one.type)
        if isinstance(target, GraphQLObjectType) and "edges" in target.fields:
            rows = get_named_type(target.fields["nodes"].type)
            yield f"{name}(first: 20) {{ nodes {{ {leaves(rows)} }} }}"
        elif isinstance(target, GraphQLObjectType):
            yield f"{name} {{ {leaves(target)} }}"
