"""An input in the making: a tree of values, any of which is exchanged for another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from graphql import GraphQLInputObjectType, GraphQLInputType, GraphQLList, get_nullable_type
from isolation.keys import Row
from isolation.places import Step
from isolation.samples import Samples, snake

from jenjang.graph.scalars import decode_id

Path = tuple[Step, ...]


@dataclass
class Draft:
    """An input of a kind, filled with what goes with the rows `near` it. Any: JSON."""

    samples: Samples
    kind: GraphQLInputType
    near: Sequence[Row]
    tree: Any = None
    turned: dict[Path, int] = field(default_factory=dict)

    def put(self, path: Path, value: object) -> None:
        """Let the value stand at a path; what must stand beside it comes with it."""
        self.tree = self._put(self.kind, self.tree, path, value)

    def _put(self, kind: GraphQLInputType, tree: Any, path: Path, value: object) -> Any:
        bare = get_nullable_type(kind)
        if isinstance(bare, GraphQLInputObjectType):
            tree = next(self.samples.parts(bare, self.near)) if tree is None else tree
        if not path:
            return value
        step, *rest = path
        if isinstance(bare, GraphQLList):
            items = list(tree or [])
            inner = items[int(step)] if int(step) < len(items) else None
            items[int(step) : int(step) + 1] = [self._put(bare.of_type, inner, tuple(rest), value)]
            return items
        assert isinstance(bare, GraphQLInputObjectType)
        name = str(step)
        return {**tree, name: self._put(bare.fields[name].type, tree.get(name), tuple(rest), value)}

    def fill(self) -> None:
        """Let there stand what is required."""
        bare = get_nullable_type(self.kind)
        assert isinstance(bare, GraphQLInputObjectType)
        if self.tree is None:
            self.tree = next(self.samples.parts(bare, self.near))

    def turn(self, path: Path) -> bool:
        """Exchange what stands at a path for the next choice, or put the first; False where none is left."""
        found = self.type_at(path)
        if found is None:
            return False
        choices = self.samples.choices(*found, self.near, self.kin(path))
        turn = self.turned.get(path, -1 if value_at(self.tree, path) is None else 0) + 1
        if turn >= len(choices):
            return False
        self.turned[path] = turn
        self.put(path, choices[turn])
        return True

    def around(self, path: Path) -> list[Path]:
        """What else stands, or could stand, in the part in which the path ends; then in the whole."""
        found = []
        for part in dict.fromkeys((path[:-1], ())):
            kind = self.type_at(part)
            bare = get_nullable_type(kind[1] if kind else self.kind)
            if isinstance(bare, GraphQLInputObjectType):
                found += [(*part, name) for name in bare.fields]
        return found

    def unlike(self, row: Row) -> Iterator[tuple[str, object]]:
        """Columns of a row that are called as a field of the whole, and hold another number or id."""
        for name, value in self.tree.items():
            named = decode_id(value)
            asked = named[1] if named else value
            column = snake(name)
            if (
                type(row.get(column)) is type(asked)
                and isinstance(asked, int | UUID)
                and row[column] != asked
            ):
                yield column, asked

    def kin(self, path: Path) -> Sequence[Row]:
        """The rows that have most in common with the part in which the path ends."""
        while path:
            path = path[:-1]
            found = self.type_at(path)
            kind = get_nullable_type(found[1] if found else self.kind)
            if isinstance(kind, GraphQLInputObjectType):
                return self.samples.kin(kind)
        return ()

    def type_at(self, path: Path) -> tuple[str, GraphQLInputType] | None:
        """What the field at a path is called and takes; None for the whole, or where nothing is."""
        name, kind = "", self.kind
        for step in path:
            bare = get_nullable_type(kind)
            if isinstance(bare, GraphQLList) and str(step).isdigit():
                kind = bare.of_type
            elif isinstance(bare, GraphQLInputObjectType) and step in bare.fields:
                name, kind = str(step), bare.fields[str(step)].type
            else:
                return None
        return (name, kind) if name else None

    def copy(self) -> "Draft":
        return Draft(self.samples, self.kind, self.near, self.tree, dict(self.turned))


def value_at(tree: Any, path: Path) -> Any:  # Any: JSON.
    """What stands at a path; None where nothing does."""
    for step in path:
        if isinstance(tree, list):
            tree = tree[int(step)] if str(step).isdigit() and int(step) < len(tree) else None
        else:
            tree = tree.get(str(step)) if isinstance(tree, dict) else None
    return tree
