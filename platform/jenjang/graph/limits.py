"""How much a document asks for, measured in one pass before anything is validated or run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

from jenjang.graph.declare import SPEC, Many, Nodes, Page, Relation
from jenjang.graph.errors import CostExceeded

BYTES = 32 * 1024
TOKENS = 2_000
MOST = 100
LIST = 10
"""What a list that is not a page is reckoned to hold."""
INTROSPECTION = 100
"""What reading the schema costs."""
WIDE = 10**6
"""Sums stop here: a number this large is refused whatever it is."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Of an operation with its fragments spread out.

    `cost`: one a row that may be read (a page counts `first` rows); `nodes`: rows in the answer;
    `repeats`: the most often one response key stands in one selection.
    """

    depth: int = 0
    aliases: int = 0
    directives: int = 0
    fields: int = 0
    repeats: int = 0
    cost: int = 0
    nodes: int = 0

    def plus(self, other: "Measure") -> "Measure":
        """Side by side."""
        return Measure(
            max(self.depth, other.depth),
            min(WIDE, self.aliases + other.aliases),
            min(WIDE, self.directives + other.directives),
            min(WIDE, self.fields + other.fields),
            max(self.repeats, other.repeats),
            min(WIDE, self.cost + other.cost),
            min(WIDE, self.nodes + other.nodes),
        )


LIMITS = Measure(depth=12, aliases=30, directives=10, fields=1_000, repeats=20, cost=1_000, nodes=10_000)
NOTHING = Measure()


def checked(measure: Measure, limits: Measure = LIMITS) -> Measure:
    """The measure, if it is within the limits.

    Raises CostExceeded, naming the first that is not.
    """
    for name in Measure.__slots__:
        found, limit = getattr(measure, name), getattr(limits, name)
        if found > limit:
            raise CostExceeded(measure=name, found=found if found < WIDE else f"over {WIDE}", limit=limit)
    return measure


class Meter:
    """Measures one operation; each fragment is measured once a parent type."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self.schema = schema
        self.variables = variables  # Any: raw variables, not yet coerced.
        self.fragments = {
            one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)
        }
        self.known: dict[tuple[str, str], Measure] = {}

    def operation(self, operation: OperationDefinitionNode) -> Measure:
        root = self.schema.get_root_type(operation.operation)
        directives = Measure(directives=len(operation.directives or ()))
        return directives.plus(self.selections(operation.selection_set, root))

    def selections(self, chosen: SelectionSetNode | None, kind: GraphQLNamedType | None) -> Measure:
        """All that a selection set asks for."""
        total = NOTHING
        repeats: dict[str, int] = {}
        for selection in chosen.selections if chosen else ():
            total = total.plus(Measure(directives=len(selection.directives or ())))
            if isinstance(selection, FieldNode):
                key = (selection.alias or selection.name).value
                repeats[key] = repeats.get(key, 0) + 1
                total = total.plus(self.field(selection, kind))
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                inner = self.schema.get_type(condition.name.value) if condition else kind
                total = total.plus(self.selections(selection.selection_set, inner))
            elif isinstance(selection, FragmentSpreadNode):
                total = total.plus(self.fragment(selection.name.value))
        return total.plus(Measure(repeats=max(repeats.values(), default=0)))

    def fragment(self, name: str) -> Measure:
        definition = self.fragments.get(name)
        if not definition:
            return NOTHING
        key = (name, definition.type_condition.name.value)
        if key not in self.known:
            self.known[key] = NOTHING  # A fragment that spreads itself is refused by validation.
            inner = self.schema.get_type(key[1])
            self.known[key] = self.selections(definition.selection_set, inner)
        return self.known[key]

    def field(self, node: FieldNode, kind: GraphQLNamedType | None) -> Measure:
        name = node.name.value
        if name in ("__schema", "__type"):  # The schema itself: its depth is bounded by a rule of its own.
            return Measure(1, fields=1, cost=INTROSPECTION)
        rows, inner = self.rows(node, kind)
        below = self.selections(node.selection_set, inner)
        own = Measure(aliases=1 if node.alias else 0, fields=1)
        inside = Measure(
            below.depth + 1,
            below.aliases,
            below.directives,
            below.fields,
            below.repeats,
            min(WIDE, rows * (below.cost + 1) if rows else below.cost),
            min(WIDE, rows * (below.nodes + 1) if rows else below.nodes),
        )
        if name in ("totalCount", "totalCountExact"):
            inside = inside.plus(Measure(cost=LIST))
        return own.plus(inside)

    def rows(self, node: FieldNode, kind: GraphQLNamedType | None) -> tuple[int, GraphQLNamedType | None]:
        """How many rows a field may read, and their type. A page's rows count where it holds them."""
        if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            return 0, None
        definition = kind.fields.get(node.name.value)
        if not definition:
            return 0, None
        inner = get_named_type(definition.type)
        declared = definition.extensions.get("strawberry-definition")
        spec = declared.metadata.get(SPEC) if declared else None
        if isinstance(spec, Page):
            return self.first(node), inner
        if isinstance(spec, Many):
            return LIST, inner
        if isinstance(spec, Nodes):
            return (MOST if node.name.value == "nodes" else 1), inner
        return (1 if isinstance(spec, Relation) else 0), inner

    def first(self, node: FieldNode) -> int:
        for argument in node.arguments or ():
            if argument.name.value == "first":
                value = argument.value
                if isinstance(value, IntValueNode):
                    return min(MOST, max(1, int(value.value[:6])))
                if isinstance(value, VariableNode):
                    given = self.variables.get(value.name.value)
                    return min(MOST, max(1, given)) if isinstance(given, int) else MOST
        return 20
