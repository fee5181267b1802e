"""What a client sends that isn't of its type: where it stands and what is wrong, in the reader's language."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from graphql import (
    ArgumentNode,
    FieldNode,
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLScalarType,
    GraphQLSchema,
    ListValueNode,
    Node,
    NullValueNode,
    ObjectFieldNode,
    ObjectValueNode,
    Undefined,
    ValidationRule,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
    get_nullable_type,
    is_non_null_type,
    is_required_input_field,
    print_ast,
    type_from_ast,
)
from strawberry.types.base import StrawberryMaybe, StrawberryOptional

from jenjang.core.errors import BadUserInput

MOST = 20
"""Faults that are told of one request, and words that are listed of an enum."""
LONGEST = 60
"""Characters that are repeated of a value."""
Place = tuple[str, ...]
Sent = Any
"""Any: JSON of a client's variables, or a value as it stands in a document (`ValueNode`)."""


class ValueMissing(BadUserInput):
    """`{name}` needs a value."""


class NoSuchField(BadUserInput):
    """There is no field `{name}`."""


class NotNull(BadUserInput):
    """What may be left out can't be null here: leave it out, and it stays as it is."""


class NotAnObject(BadUserInput):
    """`{name}`: {found} is not an object; write its fields in braces."""


class NoneOfThese(BadUserInput):
    """`{name}`: {found} is none of {known}."""


class NotAWholeNumber(BadUserInput):
    """`{name}`: {found} is not a whole number from -2147483648 to 2147483647."""


class NotANumber(BadUserInput):
    """`{name}`: {found} is not a number."""


class NeitherTrueNorFalse(BadUserInput):
    """`{name}`: {found} is neither true nor false."""


class NotAText(BadUserInput):
    """`{name}`: {found} is not a text; write it in quotation marks."""


class NotAnId(BadUserInput):
    """`{name}`: {found} is not an id; write it as an answer told it, in quotation marks."""


class NotOfItsType(BadUserInput):
    """`{name}`: {found} is not of the type {kind}."""


BUILT_IN: Mapping[str, type[BadUserInput]] = {
    "Int": NotAWholeNumber,
    "Float": NotANumber,
    "Boolean": NeitherTrueNorFalse,
    "String": NotAText,
    "ID": NotAnId,
}


class ValuesFit(ValidationRule):
    """Values that stand in the document are of their types."""

    def enter_argument(self, node: ArgumentNode, *_: object) -> None:
        self.judge(node.value, node.name.value)

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: object) -> None:
        if node.default_value:
            self.judge(node.default_value, node.variable.name.value)

    def judge(self, value: ValueNode, name: str) -> None:
        kind = self.context.get_input_type()
        for fault in faults(value, kind, (name,)) if kind else ():
            self.report_error(fault)


def unfit(
    schema: GraphQLSchema, declared: Sequence[VariableDefinitionNode], variables: Mapping[str, Any]
) -> list[GraphQLError]:
    """What is wrong with a client's variables, at most `MOST` faults. Any: the client's JSON."""
    found = (
        fault
        for one in declared
        for fault in _unfit(one, type_from_ast(schema, one.type), variables)  # type: ignore[arg-type]  # valid by now
    )
    return list(islice(found, MOST))


def _unfit(
    declared: VariableDefinitionNode, kind: GraphQLInputType, variables: Mapping[str, Any]
) -> Iterator[GraphQLError]:
    name = declared.variable.name.value
    if name in variables or not declared.default_value:
        yield from faults(variables.get(name), kind, (name,))


def nulls_within(
    asked: FieldNode, arguments: Mapping[str, GraphQLArgument], variables: Mapping[str, Any]
) -> Iterator[GraphQLError]:
    """Where a field's arguments hold a variable that is null and can't be there. Any: coerced values.

    What else is wrong with them was told when the document and its variables were judged.
    """
    for node in asked.arguments or ():
        name = node.name.value
        yield from faults(_with_nulls(node.value, variables), arguments[name].type, (name,))


def _with_nulls(node: ValueNode, variables: Mapping[str, Any]) -> ValueNode:  # Any: coerced values.
    """The value, null standing in it for each variable that was given as null."""
    if isinstance(node, VariableNode):
        given = variables.get(node.name.value, Undefined)
        return NullValueNode() if given is None else node
    if isinstance(node, ListValueNode):
        return ListValueNode(values=tuple(_with_nulls(one, variables) for one in node.values))
    if isinstance(node, ObjectValueNode):
        parts = [
            ObjectFieldNode(name=one.name, value=_with_nulls(one.value, variables)) for one in node.fields
        ]
        return ObjectValueNode(fields=tuple(parts))
    return node


def faults(value: Sent, kind: GraphQLInputType, at: Place) -> Iterator[GraphQLError]:
    """What of a value isn't of its type, each at its place; variables are judged where they are declared."""
    bare = get_nullable_type(kind)
    if isinstance(value, VariableNode):
        return
    if _is_null(value):
        if is_non_null_type(kind):
            yield fault(ValueMissing, value, at)
    elif isinstance(bare, GraphQLList):
        yield from _in_list(value, bare.of_type, at)
    elif isinstance(bare, GraphQLInputObjectType):
        yield from _in_object(value, bare, at)
    elif isinstance(bare, GraphQLEnumType | GraphQLScalarType):
        yield from _in_leaf(value, bare, at)


def _in_list(value: Sent, kind: GraphQLInputType, at: Place) -> Iterator[GraphQLError]:
    items = value.values if isinstance(value, ListValueNode) else value
    if not isinstance(items, list | tuple):
        yield from faults(value, kind, at)  # One stands for a list of one.
        return
    for index, item in enumerate(items):
        yield from faults(item, kind, (*at, str(index)))


def _in_object(value: Sent, kind: GraphQLInputObjectType, at: Place) -> Iterator[GraphQLError]:
    if isinstance(value, ObjectValueNode):
        parts = {part.name.value: part.value for part in value.fields}
    elif isinstance(value, dict):
        parts = value
    else:
        yield fault(NotAnObject, value, at, found=shown(value))
        return
    for name, part in kind.fields.items():
        if name in parts and _is_null(parts[name]) and _may_only_be_left_out(part):
            yield fault(NotNull, parts[name], (*at, name))
        elif name in parts:
            yield from faults(parts[name], part.type, (*at, name))
        elif is_required_input_field(part):
            yield fault(ValueMissing, value, (*at, name))
    for name, odd in parts.items():
        if name not in kind.fields:
            yield fault(NoSuchField, odd, (*at, name))


def _is_null(value: Sent) -> bool:
    return value is None or isinstance(value, NullValueNode)


def _may_only_be_left_out(part: GraphQLInputField) -> bool:
    """Whether a field is declared `Maybe[T]`: nullable to GraphQL, as it may be left out, and never null."""
    declared = part.extensions["strawberry-definition"].type
    return isinstance(declared, StrawberryMaybe) and not isinstance(declared.of_type, StrawberryOptional)


def _in_leaf(value: Sent, kind: GraphQLEnumType | GraphQLScalarType, at: Place) -> Iterator[GraphQLError]:
    told: type[BadUserInput] = BUILT_IN.get(kind.name, NotOfItsType)
    try:
        if _leaf(value, kind) is not Undefined:
            return
    except BadUserInput as refusal:
        told = type(refusal)
    except Exception:  # noqa: S110  # Whatever a scalar of a library raises, the value isn't its.
        pass
    if isinstance(kind, GraphQLEnumType):
        yield fault(NoneOfThese, value, at, found=shown(value), known=listed(list(kind.values)))
    else:
        yield fault(told, value, at, found=shown(value), kind=kind.name)


def _leaf(value: Sent, kind: GraphQLEnumType | GraphQLScalarType) -> object:
    """The value as we take it; Undefined, or any exception, where it isn't of the type."""
    if not isinstance(value, ValueNode):
        return kind.coerce_input_value(value)
    literal = kind.coerce_input_literal or kind.parse_literal
    return literal(value)  # type: ignore[arg-type]  # no variables stand in a value of a leaf


def listed(words: Sequence[str]) -> str:
    """The words, at most `MOST` of them."""
    return ", ".join(words[:MOST]) + (" …" if len(words) > MOST else "")


def fault(told: type[BadUserInput], value: Sent, at: Place, **facts: object) -> GraphQLError:
    """A fault in the form in which the library tells its own, for its rules and for `Unfit`."""
    refusal = told(at, name=".".join(at), **facts)
    return GraphQLError(str(refusal), value if isinstance(value, Node) else None, original_error=refusal)


def shown(value: Sent) -> str:
    """A value as the client wrote it, cut to `LONGEST` characters."""
    text = print_ast(value) if isinstance(value, Node) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
