"""How much a document asks for, measured in one pass before anything is validated or run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, cast

from graphql import (
    ArgumentNode,
    DirectiveNode,
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
    ListTypeNode,
    ListValueNode,
    NamedTypeNode,
    NonNullTypeNode,
    NullValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    StringValueNode,
    TypeNode,
    ValueNode,
    VariableNode,
    get_named_type,
)

from jenjang.core.errors import BadUserInput
from jenjang.graph.declare import SPEC, Many, Nodes, Relation
from jenjang.graph.errors import CostExceeded, GraphqlValidationFailed

BYTES = 32 * 1024
TOKENS = 2_000
DECISIVE = ("first", "orderBy")
"""Arguments whose very value decides the statement: page sizes and orders."""
MOST = 100
LIST = 10
"""What a list that is not a page is reckoned to hold."""
INTROSPECTION = 100
"""What reading the schema costs."""
JUDGED = "judged"
"""Under which a field's declaration tells that rules judge its answer."""
JUDGING = 20
"""What that costs beside the rows: a fixed number of statements, and the weighing."""
NUL = "\0"
WIDE = 10**6
"""A number larger than this is told as such."""


class TooManyVariables(BadUserInput):
    """The variables hold more than {limit} values or {objects} objects, or nest deeper than {depth}: send
    less at once, and the rest once more."""


class NoSuchCharacter(BadUserInput):
    """A text holds the character NUL (U+0000), which can't be stored or looked for."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Of an operation with its fragments spread out.

    `cost`: one a row that may be read (a page counts `first` rows), and one a value that its filter compares
    rows with; `nodes`: rows in the answer;
    `deeds`: mutations.
    """

    depth: int = 0
    aliases: int = 0
    directives: int = 0
    fields: int = 0
    cost: int = 0
    nodes: int = 0
    deeds: int = 0

    @property
    def price(self) -> int:
        """Points that it takes from the quota."""
        return max(1, self.cost)


@dataclass(frozen=True, slots=True)
class Size:
    """Of a whole document's text: how many of these stand in it.

    `selections`: fields and fragments, not spread out; `values`: arguments and whatever is in them.
    """

    operations: int = 0
    fragments: int = 0
    variables: int = 0
    selections: int = 0
    values: int = 0


LIMITS = Measure(depth=12, aliases=30, directives=10, fields=600, cost=1_000, nodes=10_000, deeds=10)
LARGEST = Size(operations=20, fragments=100, variables=50, selections=400, values=200)
NOTHING = Measure()


def checked(measure: Measure | Size, limits: Measure | Size) -> None:
    """Raises CostExceeded, naming the first that is over its limit."""
    for part in fields(measure):
        found, limit = getattr(measure, part.name), getattr(limits, part.name)
        if found > limit:
            told = found if found < WIDE else f"over {WIDE}"
            raise CostExceeded(measure=part.name, found=told, limit=limit)


class Meter:
    """Measures a document's operations; each fragment is measured once."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self.schema = schema
        self.variables = variables  # Any: raw variables, not yet coerced.
        self.operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
        self.fragments = {
            one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)
        }
        self.known: dict[tuple[str, int], Measure | None] = {}
        self.page = 1
        self.defaults = {
            variable.variable.name.value: int(variable.default_value.value[:6])
            for one in self.operations
            for variable in one.variable_definitions or ()
            if isinstance(variable.default_value, IntValueNode)
        }
        self.given = {
            variable.variable.name.value: self.compared(variable.default_value)
            for one in self.operations
            for variable in one.variable_definitions or ()
            if variable.default_value
        } | {name: leaves(value) for name, value in variables.items()}
        self.seen = 0
        self.values = 0
        self.decisive: set[str] = set()

    def check(self) -> None:
        """Measure all there is in the document, used or not.

        Raises CostExceeded, GraphqlValidationFailed (a fragment that spreads itself has no measure).
        """
        variables = sum(len(one.variable_definitions or ()) for one in self.operations)
        checked(Size(len(self.operations), len(self.fragments), variables), LARGEST)
        measures = [self.operation(one) for one in self.operations]
        for name in self.fragments:
            self.fragment(name)
        checked(Size(selections=self.seen, values=self.values), LARGEST)
        checked(Measure(fields=sum(one.fields for one in measures)), LIMITS)
        for measure in measures:
            checked(measure, LIMITS)

    def operation(self, operation: OperationDefinitionNode) -> Measure:
        root = self.schema.get_root_type(operation.operation)
        directives = self.directives(operation.directives)
        for variable in operation.variable_definitions or ():
            directives += self.directives(variable.directives)
            self.values += _values(variable.default_value) if variable.default_value else 0
        measure = self.selections(operation.selection_set, root)
        return replace(measure, directives=measure.directives + directives)

    def directives(self, found: Sequence[DirectiveNode] | None) -> int:
        """How many, and count the values in them."""
        for directive in found or ():
            self.arguments(directive.arguments)
        return len(found or ())

    def arguments(self, found: Sequence[ArgumentNode] | None) -> None:
        for argument in found or ():
            self.values += 1 + _values(argument.value)
            if argument.name.value in DECISIVE:
                self.decisive |= set(_variables(argument.value))

    def selections(self, chosen: SelectionSetNode | None, kind: GraphQLNamedType | None) -> Measure:
        """All that a selection set asks for."""
        depth = aliases = directives = found = cost = nodes = deeds = 0
        for selection in chosen.selections if chosen else ():
            self.seen += 1
            if selection.directives:
                directives += self.directives(selection.directives)
            if isinstance(selection, FieldNode):
                part = self.field(selection, kind)
                deeds += kind is self.schema.mutation_type
                aliases += selection.alias is not None
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                inner = self.schema.get_type(condition.name.value) if condition else kind
                part = self.selections(selection.selection_set, inner)
            else:
                assert isinstance(selection, FragmentSpreadNode)  # noqa: S101  # There is no fourth kind.
                part = self.fragment(selection.name.value)
            depth = max(depth, part.depth)
            aliases += part.aliases
            directives += part.directives
            found += part.fields
            cost += part.cost
            nodes += part.nodes
            deeds += part.deeds
        return Measure(depth, aliases, directives, found, cost, nodes, deeds)

    def fragment(self, name: str) -> Measure:
        definition = self.fragments.get(name)
        if not definition:
            return NOTHING
        condition = definition.type_condition.name.value
        key = (name, self.page if condition.endswith("Connection") else 0)
        if key not in self.known:
            self.known[key] = None
            directives = self.directives(definition.directives)
            measure = self.selections(definition.selection_set, self.schema.get_type(condition))
            self.known[key] = replace(measure, directives=measure.directives + directives)
        found = self.known[key]
        if found is None:
            raise GraphqlValidationFailed(problem=f"Fragment '{name}' spreads itself.")
        return found

    def field(self, node: FieldNode, kind: GraphQLNamedType | None) -> Measure:
        name = node.name.value
        if node.arguments:
            self.arguments(node.arguments)
        if not node.selection_set:
            cost = LIST if name in ("totalCount", "totalCountExact") else 0
            return Measure(1, fields=1, cost=cost) if cost else ONE
        if name in ("__schema", "__type"):  # How far one may go there is a rule of its own.
            below = self.selections(node.selection_set, None)
            return replace(below, depth=1, fields=below.fields + 1, cost=INTROSPECTION, nodes=0)
        rows, inner = self.rows(node, kind)
        around, self.page = self.page, self.first(node)
        below = self.selections(node.selection_set, inner)
        self.page = around
        cost, nodes = below.cost, below.nodes
        cost += sum(self.compared(one.value) for one in node.arguments or () if one.name.value == "filter")
        if rows:
            cost, nodes = rows * (cost + 1), rows * (nodes + 1)
        cost += _judged(node, kind)
        return Measure(below.depth + 1, below.aliases, below.directives, below.fields + 1, cost, nodes)

    def rows(self, node: FieldNode, kind: GraphQLNamedType | None) -> tuple[int, GraphQLNamedType | None]:
        """How many rows a field may read, and their type. A page's rows count where it holds them:
        at `nodes` and `edges`, but not at its `totalCount`."""
        if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            return 0, None
        definition = kind.fields.get(node.name.value)
        if not definition:
            return 0, None
        inner = get_named_type(definition.type)
        declared = definition.extensions.get("strawberry-definition")
        spec = declared.metadata.get(SPEC) if declared else None
        if kind.name.endswith("Connection") and node.name.value in ("nodes", "edges"):
            return self.page, inner
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
                    given = self.variables.get(value.name.value, self.defaults.get(value.name.value, MOST))
                    return min(MOST, max(1, given)) if isinstance(given, int) else MOST
        return 20

    def compared(self, node: ValueNode) -> int:
        """How many values a filter compares each row with."""
        if isinstance(node, VariableNode):
            return self.given.get(node.name.value, 0)
        if isinstance(node, ListValueNode):
            return sum(self.compared(one) for one in node.values)
        if isinstance(node, ObjectValueNode):
            return sum(self.compared(one.value) for one in node.fields)
        return not isinstance(node, NullValueNode)


ONE = Measure(1, fields=1)


def _judged(node: FieldNode, kind: GraphQLNamedType | None) -> int:
    """What a field costs that rules judge, beside the rows it answers with."""
    definition = kind.fields.get(node.name.value) if isinstance(kind, GraphQLObjectType) else None
    declared = definition.extensions.get("strawberry-definition") if definition else None
    return JUDGING if declared and declared.metadata.get(JUDGED) else 0


def leaves(value: object) -> int:
    """How many values, not null, are in a variable's value."""
    if isinstance(value, dict):
        return sum(leaves(one) for one in value.values())
    if isinstance(value, list):
        return sum(leaves(one) for one in value)
    return value is not None


def _values(node: ValueNode) -> int:
    """How many values are in a value."""
    if isinstance(node, ListValueNode):
        return sum(1 + _values(one) for one in node.values)
    if isinstance(node, ObjectValueNode):
        return sum(1 + _values(one.value) for one in node.fields)
    if isinstance(node, StringValueNode) and NUL in node.value:
        raise NoSuchCharacter
    return 0


def _variables(node: ValueNode) -> Iterator[str]:
    """The variables in a value."""
    if isinstance(node, VariableNode):
        yield node.name.value
    elif isinstance(node, ListValueNode):
        for one in node.values:
            yield from _variables(one)
    elif isinstance(node, ObjectValueNode):
        for part in node.fields:
            yield from _variables(part.value)


VARIABLES = 1_000
OBJECTS = 100
"""In variables: each may be a condition that the database looks at for every row, so fewer than values."""
DEED_OBJECTS = 400
"""In variables that only say what to do, such as a hundred meetings, or who of three hundred was there."""
DEEPEST = 20


def weighed(variables: object, most: int = DEED_OBJECTS) -> int:
    """Look at every value in the variables, before anything is coerced; how many objects there are.

    `most`: of those. Raises TooManyVariables, NoSuchCharacter.
    """
    level: list[object] = [variables]
    seen = objects = 0
    for _ in range(DEEPEST):
        below: list[object] = []
        for value in level:
            if isinstance(value, dict):
                objects += 1
                below += value.values()
            elif isinstance(value, list):
                below += value
            elif isinstance(value, str) and NUL in value:
                raise NoSuchCharacter
        seen += len(below)
        if seen > VARIABLES or objects > most or not below:
            break
        level = below
    if seen > VARIABLES or objects > most or below:
        raise TooManyVariables(limit=VARIABLES, objects=most, depth=DEEPEST)
    return objects


def conditions(
    variables: Mapping[str, Any],  # Any: the client's JSON.
    operation: OperationDefinitionNode,
) -> Mapping[str, Any]:  # Any: as above.
    """The variables that may be conditions: all but what a mutation is asked to do."""
    if operation.operation != OperationType.MUTATION:
        return variables
    asked = {
        one.variable.name.value
        for one in operation.variable_definitions or ()
        if _named(one.type).endswith("Input")
    }
    return {name: value for name, value in variables.items() if name not in asked}


def _named(node: TypeNode) -> str:
    """The name of a type in a document, whatever is around it."""
    while not isinstance(node, NamedTypeNode):
        node = cast("ListTypeNode | NonNullTypeNode", node).type  # There are no others.
    return node.name.value
