"""What is asked, and how the values of one request find their places in a statement made for many."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    Undefined,
    ValueNode,
    VariableNode,
    get_nullable_type,
    is_non_null_type,
    value_from_ast,
)

from jenjang.core.errors import BadUserInput
from jenjang.core.permission import Viewer


class NullGiven(BadUserInput):
    """The variable ${variable} is null where a value is needed; leave it out to get its default."""


@dataclass(slots=True)
class Asking:
    """One request: who asks, on which date, with which (coerced) variables, in which language."""

    viewer: Viewer
    today: date
    variables: Mapping[str, Any]  # Any: whatever the client's variables hold.
    language: str = "id"


Take = Callable[[Asking], object]


@dataclass(frozen=True)
class Given:
    """An argument's value, or a part of it: as it is now, and how to take it from any later request.

    The compiler may look at the shape of `value` (what is null, which keys there are); what it puts
    into the statement comes through `take`, so that a plan serves every request of the same shape.
    """

    value: Any  # Any: coerced input.
    take: Take

    def parts(self) -> Iterator[tuple[str, "Given"]]:
        """The given fields of an input object."""
        for key in self.value:
            yield key, self.part(key)

    def items(self) -> Iterator["Given"]:
        """The items of a list."""
        for index in range(len(self.value)):
            yield self.part(index)

    def part(self, key: str | int) -> "Given":
        take = self.take  # Not self: a plan that is kept holds no value of the request it was made for.
        return Given(self.value[key], lambda asking: take(asking)[key])  # type: ignore[index]  # an object or a list


def given(node: ValueNode, kind: GraphQLInputType, asking: Asking) -> Given | None:
    """The value of an argument in the document; None where it is a variable that was left out.

    Raises NullGiven for a variable with a default that is given as null where null can't stand.
    """
    if isinstance(node, VariableNode):
        name = node.name.value
        if name not in asking.variables:
            return None
        if asking.variables[name] is None and is_non_null_type(kind):
            raise NullGiven(name, variable=name)
        return Given(asking.variables[name], lambda asking: asking.variables.get(name))
    if isinstance(node, NullValueNode):
        return constant(None)
    bare = get_nullable_type(kind)
    if isinstance(bare, GraphQLInputObjectType) and isinstance(node, ObjectValueNode):
        return _given_object(node, bare, asking)
    if isinstance(bare, GraphQLList):
        nodes = node.values if isinstance(node, ListValueNode) else (node,)
        found = [given(item, bare.of_type, asking) for item in nodes]
        items = [item for item in found if item]
        return Given([item.value for item in items], lambda asking: [item.take(asking) for item in items])
    return constant(value_from_ast(node, kind))


def _given_object(node: ObjectValueNode, kind: GraphQLInputObjectType, asking: Asking) -> Given:
    found = {
        part.name.value: given(part.value, kind.fields[part.name.value].type, asking) for part in node.fields
    }
    parts = {key: value for key, value in found.items() if value}
    for key, definition in kind.fields.items():
        if key not in parts and definition.default_value not in (None, Undefined):
            parts[key] = constant(definition.default_value)
    return Given(
        {key: value.value for key, value in parts.items()},
        lambda asking: {key: value.take(asking) for key, value in parts.items()},
    )


def constant(value: object) -> Given:
    """A value that every request of this plan shares."""
    return Given(value, lambda _: value)


SLOT = re.compile(r"\$(\d+)::")


@dataclass
class Slots:
    """The parameters of a statement: what to put at $1, $2, …"""

    takes: list[Take] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)

    def put(self, take: Take, cast: str) -> str:
        """A new parameter of that SQL type."""
        self.takes.append(take)
        return f"${len(self.takes)}::{cast}"

    def shared(self, name: str, take: Take, cast: str) -> str:
        """A parameter that the statement may mention often and holds once."""
        if name not in self.named:
            self.named[name] = self.put(take, cast)
        return self.named[name]

    def settled(self, sql: str) -> tuple[str, tuple[Take, ...]]:
        """The statement with only the parameters it really mentions, numbered in their order."""
        used = sorted({int(number) for number in SLOT.findall(sql)})
        places = {number: place for place, number in enumerate(used, 1)}
        numbered = SLOT.sub(lambda match: f"${places[int(match[1])]}::", sql)
        return numbered, tuple(self.takes[number - 1] for number in used)


def told(name: str, slots: Slots) -> str:
    """A fact of the request itself: {me} {today} {language}."""
    takes: dict[str, tuple[Take, str]] = {
        "me": (lambda asking: asking.viewer.employee_id, "uuid"),
        "today": (lambda asking: asking.today, "date"),
        "language": (lambda asking: asking.language, "text"),
    }
    take, cast = takes[name]
    return slots.shared(name, take, cast)


def units(areas: frozenset[str], slots: Slots) -> str:
    """The units in which the viewer holds a permission: {units}. Permissions of the same areas share it."""
    name = f"units {' '.join(sorted(areas))}"
    return slots.shared(name, lambda asking: asking.viewer.units_in(areas), "uuid[]")
