"""Which fields of a type a selection asks for, with fragments and @skip/@include worked out."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLBoolean,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
)

from jenjang.graph.declare import object_type
from jenjang.graph.reader.asking import Asking, given

Fragments = Mapping[str, FragmentDefinitionNode]
Selected = dict[str, list[FieldNode]]


class Chosen(NamedTuple):
    """A field that is asked for, with all its nodes (equal keys are merged)."""

    nodes: list[FieldNode]
    definition: GraphQLField

    @property
    def name(self) -> str:
        return self.nodes[0].name.value

    @property
    def kind(self) -> GraphQLObjectType:
        """The object type that it gives."""
        return object_type(self.definition)


def collect(
    sets: Iterable[SelectionSetNode | None],
    kind: GraphQLObjectType,
    fragments: Fragments,
    asking: Asking,
) -> Selected:
    """Fields by response key, in the order of the document; equal keys are merged."""
    found: Selected = {}
    seen: set[str] = set()
    for selection_set in sets:
        if selection_set:
            for field in _fields(selection_set.selections, kind, fragments, asking, seen):
                found.setdefault((field.alias or field.name).value, []).append(field)
    return found


def _fields(
    selections: Iterable[SelectionNode],
    kind: GraphQLObjectType,
    fragments: Fragments,
    asking: Asking,
    seen: set[str],
) -> Iterator[FieldNode]:
    for selection in selections:
        if not included(selection, asking):
            continue
        if isinstance(selection, FieldNode):
            yield selection
        elif isinstance(selection, InlineFragmentNode):
            condition = selection.type_condition
            if not condition or applies(condition.name.value, kind):
                yield from _fields(selection.selection_set.selections, kind, fragments, asking, seen)
        elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in seen:
            seen.add(selection.name.value)
            fragment = fragments[selection.name.value]
            if applies(fragment.type_condition.name.value, kind):
                yield from _fields(fragment.selection_set.selections, kind, fragments, asking, seen)


def applies(condition: str, kind: GraphQLObjectType) -> bool:
    """Whether a fragment on `condition` speaks of this object type."""
    return condition == kind.name or any(
        isinstance(interface, GraphQLInterfaceType) and interface.name == condition
        for interface in kind.interfaces
    )


def included(selection: SelectionNode, asking: Asking) -> bool:
    for directive in selection.directives or ():
        if directive.name.value in ("skip", "include"):
            value = directive.arguments[0].value  # type: ignore[index]  # validation saw the argument
            asked = given(value, GraphQLNonNull(GraphQLBoolean), asking)
            on = bool(asked and asked.value)
            if on == (directive.name.value == "skip"):
                return False
    return True
