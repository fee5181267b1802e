"""Fields that share a response key must be one field (GraphQL specification, 5.3.2): decided in linear time.

graphql-core compares every pair of fields and every pair of fragments, which takes seconds for a page of
text. Here the fields of one key are compared with the first of them only: being the same is transitive.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationRule,
    get_named_type,
    is_leaf_type,
    print_ast,
)

from jenjang.graph.errors import CostExceeded

MOST = 10_000
"""Fields looked at: fragments on many types of one interface could multiply beyond what a document holds."""


class Found(NamedTuple):
    """A field where it stands; no definition: a meta field, or another rule refuses it."""

    parent: GraphQLNamedType | None
    node: FieldNode
    definition: GraphQLField | None


class Conflict(NamedTuple):
    """Two fields that can't be one, and why."""

    one: Found
    other: Found
    why: str


Where = tuple[GraphQLNamedType | None, SelectionSetNode]


class OneFieldEachKey(ValidationRule):
    """The rule, run once for each operation over all that it spreads."""

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:  # Any: visitor's.
        self.seen, self.shared = 0, False
        root = self.context.schema.get_root_type(node.operation)
        where: list[Where] = [(root, node.selection_set)]
        unlike = next(self.shapes(where), None)
        conflict = (next(self.names(where), None) if self.shared else None) or unlike
        if conflict:
            key = (conflict.one.node.alias or conflict.one.node.name).value
            message = (
                f"Fields '{key}' conflict because {conflict.why}."
                " Use different aliases on the fields to fetch both if this was intentional."
            )
            self.report_error(GraphQLError(message, [conflict.one.node, conflict.other.node]))

    def shapes(self, where: list[Where]) -> Iterator[Conflict]:
        """Whatever the parents: values under one key must look alike."""
        for fields in self.by_key(where):
            known = [one for one in fields if one.definition]
            for other in known[1:]:
                if not alike(known[0].definition.type, other.definition.type):  # type: ignore[union-attr]  # known
                    why = f"they return conflicting types {known[0].definition.type!s} and"  # type: ignore[union-attr]  # known
                    yield Conflict(known[0], other, f"{why} {other.definition.type!s}")  # type: ignore[union-attr]  # known
            yield from self.shapes(below(fields))

    def names(self, where: list[Where]) -> Iterator[Conflict]:
        """Where the parents may be the same object: one key is one field with the same arguments."""
        for fields in self.by_key(where):
            for together in of_one_object(fields):
                for other in together[1:]:
                    if why := differs(together[0].node, other.node):
                        yield Conflict(together[0], other, why)
                if len(fields) > 1 or together[0].node.selection_set:
                    yield from self.names(below(together))

    def by_key(self, where: list[Where]) -> list[list[Found]]:
        found: dict[str, list[Found]] = {}
        seen: set[str] = set()
        for parent, chosen in where:
            for field in self.fields(parent, chosen, seen):
                found.setdefault((field.node.alias or field.node.name).value, []).append(field)
        count = sum(map(len, found.values()))
        self.shared |= count > len(found)
        self.seen += count
        if self.seen > MOST:
            raise CostExceeded(measure="fields", found=f"over {MOST}", limit=MOST)
        return list(found.values())

    def fields(
        self, parent: GraphQLNamedType | None, chosen: SelectionSetNode, seen: set[str]
    ) -> Iterator[Found]:
        """The fields of a selection set, each fragment spread once."""
        schema = self.context.schema
        for selection in chosen.selections:
            if isinstance(selection, FieldNode):
                name = selection.name.value
                composite = isinstance(parent, GraphQLObjectType | GraphQLInterfaceType)
                known = parent.fields.get(name) if composite else None  # type: ignore[union-attr]  # composite
                yield Found(parent, selection, known)
            elif isinstance(selection, InlineFragmentNode):
                on = selection.type_condition
                inner = schema.get_type(on.name.value) if on else parent
                yield from self.fields(inner, selection.selection_set, seen)
            elif selection.name.value not in seen:  # type: ignore[attr-defined]  # a FragmentSpreadNode
                seen.add(selection.name.value)  # type: ignore[attr-defined]  # as above
                fragment = self.context.get_fragment(selection.name.value)  # type: ignore[attr-defined]  # as above
                if fragment:
                    inner = schema.get_type(fragment.type_condition.name.value)
                    yield from self.fields(inner, fragment.selection_set, seen)


def below(fields: Iterable[Found]) -> list[Where]:
    """What the fields select."""
    return [
        (get_named_type(one.definition.type) if one.definition else None, one.node.selection_set)
        for one in fields
        if one.node.selection_set
    ]


def of_one_object(fields: list[Found]) -> Iterator[list[Found]]:
    """The fields that one and the same object may have to answer: an interface's go with every type's."""
    shared = [one for one in fields if not isinstance(one.parent, GraphQLObjectType)]
    own: dict[str, list[Found]] = {}
    for one in fields:
        if isinstance(one.parent, GraphQLObjectType):
            own.setdefault(one.parent.name, []).append(one)
    for found in own.values():
        yield shared + found
    if not own:
        yield shared


def differs(one: FieldNode, other: FieldNode) -> str | None:
    """Why two fields are not the same, if they aren't."""
    if one.name.value != other.name.value:
        return f"'{one.name.value}' and '{other.name.value}' are different fields"
    if (one.arguments or other.arguments) and arguments(one) != arguments(other):
        return "they have differing arguments"
    return None


def arguments(node: FieldNode) -> list[str]:
    return sorted(print_ast(one) for one in node.arguments or ())


def alike(one: Any, other: Any) -> bool:  # Any: GraphQL's types, wrapped or not.
    """Whether values of two types look alike: the same lists and nulls around the same leaf, or objects."""
    for wrapper in (GraphQLNonNull, GraphQLList):
        if isinstance(one, wrapper) != isinstance(other, wrapper):
            return False
        if isinstance(one, wrapper):
            return alike(one.of_type, other.of_type)
    if is_leaf_type(one) or is_leaf_type(other):
        return bool(one == other)
    return True
