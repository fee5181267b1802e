"""Every place of a schema that takes an id or a natural key, found in the schema itself."""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLString,
    GraphQLType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_required_argument,
)

from jenjang.graph.limits import LARGEST

Step = str | int
COMPARISONS = frozenset({"eq", "in", "0", "startsWith", "contains", "gte", "gt", "lte", "lt", "input"})
"""What stands around a value and isn't called after it."""
WORDS = re.compile(r"\w+")
"""At least as many as the selections of a document."""
NESTED = 2
"""How often an input type may stand inside itself (`and`, `or`, `not`) on the way to a place."""
FEW = 2
"""Rows asked for of a list."""
ON_THE_WAY = 6
"""Rows asked for of a list on the way to a place."""


@dataclass(frozen=True)
class Asked:
    """A field with one of its arguments, and the fields that lead to it from a root."""

    root: GraphQLObjectType
    way: tuple[str, ...]
    owner: GraphQLObjectType
    name: str
    argument: str

    @property
    def definition(self) -> GraphQLField:
        found: GraphQLField = self.owner.fields[self.name]
        return found

    @property
    def beside(self) -> Mapping[str, GraphQLArgument]:
        """What must be asked besides."""
        args = self.definition.args.items()
        return {name: one for name, one in args if name != self.argument and is_required_argument(one)}

    @property
    def is_deed(self) -> bool:
        return self.root.name == "Mutation"

    @property
    def is_cursor(self) -> bool:
        """Whether the argument is a text beside a list: only a cursor can be that."""
        kind = get_nullable_type(self.definition.args[self.argument].type)
        return is_connection(get_named_type(self.definition.type)) and kind is GraphQLString

    def __str__(self) -> str:
        return f"{self.owner.name}.{self.name}({self.argument}:)"


@dataclass(frozen=True)
class Place:
    """Where in an argument a scalar stands: keys of objects and indexes of lists, from outside in."""

    asked: Asked
    inside: tuple[Step, ...]
    scalar: GraphQLScalarType

    @property
    def called(self) -> str:
        """The name of the field or argument that takes it, or that its comparison is of."""
        names = [str(step) for step in (self.asked.argument, *self.inside) if not isinstance(step, int)]
        names = [name for name in names if name not in COMPARISONS]
        return names[-1] if len(names) > 1 or names[-1] != "id" else self.asked.name

    @property
    def is_nested(self) -> bool:
        """Whether it stands in an input that stands in one of its own kind."""
        return any(step in ("and", "or", "not") for step in self.inside)

    @property
    def is_compared(self) -> bool:
        """Whether it is a text that rows are compared with: no row is named by it."""
        return self.asked.argument == "filter" and self.scalar.name == "String"

    @property
    def kind(self) -> str:
        """What it is a place of: the same field of the same filter takes the same sort of key anywhere."""
        if self.asked.argument != "filter":
            return str(self)
        filtered = get_named_type(self.asked.definition.args["filter"].type)
        nesting = ("and", "or", "not", 0)
        return f"{filtered}.{'.'.join(str(step) for step in self.inside if step not in nesting)}"

    @property
    def is_telling(self) -> bool:
        """Whether one of our own keys must make a difference there: not so in a free text or an amount."""
        return self.asked.is_cursor or self.scalar.name not in ("String", "Decimal")

    def __str__(self) -> str:
        return named_at(self.asked, self.inside)


def named_at(asked: Asked, inside: tuple[Step, ...]) -> str:
    """What a place is called: the argument, and the way in it."""
    return f"{asked}{''.join(f'.{step}' for step in inside)}"


def places(schema: GraphQLSchema) -> Iterator[Place]:
    """All of them; a place behind `isNull`, a number or a flag is none: it takes no text."""
    for asked in questions(schema):
        yield from places_of(asked)


def places_of(asked: Asked) -> Iterator[Place]:
    """The places of one argument."""
    kind = asked.definition.args[asked.argument].type
    for inside, scalar in scalars(kind, ()):
        if takes_text(scalar):
            yield Place(asked, inside, scalar)


def telling(asked: Asked) -> list[Place]:
    """The places of one argument where one of our own keys must make a difference."""
    return [place for place in places_of(asked) if place.is_telling]


def takes_text(scalar: GraphQLScalarType) -> bool:
    """Whether some id or natural key could stand there: a text, or a scalar made of digits."""
    for text in ("Vw==", "kunci", "198505172010011001"):
        try:
            scalar.parse_value(text)
        except Exception:  # noqa: S112  # Each scalar says no in its own way.
            continue
        return True
    return False


def questions(schema: GraphQLSchema) -> Iterator[Asked]:
    """Every argument of every field that can be reached."""
    for root in (schema.query_type, schema.mutation_type):
        assert root
        for owner, way in ways(schema, root):
            for name, field in owner.fields.items():
                for argument in field.args:
                    yield Asked(root, way, owner, name, argument)


def ways(
    schema: GraphQLSchema, root: GraphQLObjectType
) -> Iterator[tuple[GraphQLObjectType, tuple[str, ...]]]:
    """Each object type that can be reached without an argument, and the shortest way there; lists first.

    A mutation's payload holds the same types as the queries do: there is no need to go through it.
    """
    found: dict[str, tuple[str, ...]] = {root.name: ()}
    waiting = [root]
    while waiting:
        owner = waiting.pop(0)
        yield owner, found[owner.name]
        if root is not schema.query_type:
            continue
        steps = [(name, field) for name, field in owner.fields.items() if is_open(field)]
        for name, field in sorted(steps, key=lambda step: not is_connection(get_named_type(step[1].type))):
            target = get_named_type(field.type)
            if isinstance(target, GraphQLObjectType) and target.name not in found:
                found[target.name] = (*found[owner.name], name)
                waiting.append(target)


def is_open(field: GraphQLField) -> bool:
    """Whether a field gives something without being told what: a list, or something of the viewer's."""
    listed = is_connection(get_named_type(field.type))
    if any(map(is_required_argument, field.args.values())):
        return False
    return listed or not field.args


def is_connection(kind: GraphQLType) -> bool:
    return isinstance(kind, GraphQLObjectType) and "pageInfo" in kind.fields


def scalars(
    kind: GraphQLInputType, inside: tuple[Step, ...], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[Step, ...], GraphQLScalarType]]:
    """The scalars of an input type, each with the way to it."""
    bare = get_nullable_type(kind)
    if isinstance(bare, GraphQLScalarType):
        yield inside, bare
    elif isinstance(bare, GraphQLList):
        yield from scalars(bare.of_type, (*inside, 0), above)
    elif isinstance(bare, GraphQLInputObjectType) and above.count(bare.name) < NESTED:
        for name, field in bare.fields.items():
            yield from scalars(field.type, (*inside, name), (*above, bare.name))


def documents(schema: GraphQLSchema, asked: Asked, on: str | None = None) -> list[str]:
    """Operations that ask it with `$given`, and together want all there is of the answer.

    `on`: the object type to look at where the field gives an interface.
    """
    for many in itertools.count(1):
        texts = [document(schema, asked, on, Share(which, many)) for which in range(many)]
        if all(len(WORDS.findall(text)) <= LARGEST.selections for text in texts):
            return texts
    raise AssertionError("one of endlessly many shares is small")


@dataclass(frozen=True)
class Share:
    """The one of so many shares of what stands below a row."""

    which: int
    of: int


def document(schema: GraphQLSchema, asked: Asked, on: str | None, share: Share) -> str:
    """An operation with one share of it."""
    kind = asked.definition.args[asked.argument].type
    given = ", ".join([f"{asked.argument}: $given", *(f"{name}: ${name}" for name in asked.beside)])
    if "first" in asked.definition.args and asked.argument != "first":
        given += f", first: {FEW}"
    many = isinstance(get_nullable_type(kind), GraphQLList)  # What a list of ids gives counts as 100 rows.
    levels = 0 if asked.way or many else 1
    wanted = selection(schema, asked.definition.type, on, levels, share)
    text = f"{asked.name}({given}) {wanted}"
    owner = asked.root
    steps = []
    for step in asked.way:
        field = owner.fields[step]
        steps.append(f"{step}(first: {ON_THE_WAY})" if "first" in field.args else step)
        owner = get_named_type(field.type)
    for step in reversed(steps):
        text = f"{step} {{ {text} }}"
    word = "mutation" if asked.is_deed else "query"
    told = ", ".join([f"$given: {kind}", *(f"${name}: {one.type}" for name, one in asked.beside.items())])
    return f"{word}({told}) {{ {text} }}"


def selection(
    schema: GraphQLSchema, kind: GraphQLOutputType, on: str | None, levels: int, share: Share
) -> str:
    """All leaves of a type, and those of its share of the objects below it."""
    named = get_named_type(kind)
    if is_leaf_type(named):
        return ""
    if isinstance(named, GraphQLInterfaceType):
        inner = selection(schema, schema.type_map[on], None, levels, share)  # type: ignore[index, arg-type]  # a node's type
        return f"{{ __typename id ... on {on} {inner} }}"
    assert isinstance(named, GraphQLObjectType)
    parts = ["__typename"]
    below = itertools.count()
    for name, field in named.fields.items():
        if name == "node" and "cursor" in named.fields:  # An edge's row is among the nodes.
            continue
        target = get_named_type(field.type)
        if any(is_required_argument(argument) for argument in field.args.values()):
            continue
        if is_leaf_type(target):
            parts.append(name)
        elif target.name == "UserError" or is_structure(named, name):
            parts.append(f"{name} {selection(schema, field.type, None, levels, share)}")
        elif levels and next(below) % share.of == share.which:
            few = f"(first: {FEW})" if "first" in field.args else ""
            parts.append(f"{name}{few} {selection(schema, field.type, None, levels - 1, share)}")
    return f"{{ {' '.join(parts)} }}"


def is_structure(owner: GraphQLObjectType, name: str) -> bool:
    """Whether a field only holds the rows of a page: it is no further step. An edge's cursor will do."""
    return is_connection(owner) and name in ("nodes", "pageInfo", "edges")
