"""What to fill inputs with: ids of rows, what columns called alike hold, closed lists, some of each type."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from factories.governments import mark, owned_tables
from factories.served import OURS
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLScalarType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_required_input_field,
)
from isolation.keys import Row, Shelf, natural_columns, node_types

from jenjang.graph.declare import source_of
from jenjang.graph.scalars import encode_id

MOST = 30
"""How many values of columns called alike are tried for a field."""
SIZES = (1, 3, 5, 0)
"""How long lists are, by what is tried first."""
WORD = re.compile(r"[A-Z]?[a-z0-9]+")


@dataclass
class Samples:
    """Values for any field of any input, those first that are likely to be taken."""

    schema: GraphQLSchema
    shelf: Shelf
    chosen: dict[object, list[Any]] = field(default_factory=dict)  # Any: JSON.
    """The choices that were asked for before."""
    of_kin: dict[str, list[Row]] = field(default_factory=dict)
    """The kin of inputs that were asked for before, by the input's name."""
    today: datetime.date = field(default_factory=lambda: datetime.datetime.now(datetime.UTC).date())

    @cached_property
    def known(self) -> set[UUID]:
        """Every id that was there before."""
        return {value for row in self.everywhere for value in uuids(row)}

    def said(self, row: Row) -> list[str]:
        """The texts of theirs that a deed may have been asked with."""
        return [value for value in row.values() if isinstance(value, str) and mark(OURS) not in value]

    def choices(  # Any: JSON.
        self, name: str, kind: GraphQLInputType, near: Sequence[Row], kin: Sequence[Row] = ()
    ) -> list[Any]:
        """Values for a field called so: those first that go with the rows beside it, then with kin."""
        asked = (name, str(kind), tuple(map(id, near)), tuple(map(id, kin)))
        if asked not in self.chosen:
            self.chosen[asked] = self._choices(name, kind, near, kin)
        return self.chosen[asked]

    def _choices(  # Any: JSON.
        self, name: str, kind: GraphQLInputType, near: Sequence[Row], kin: Sequence[Row]
    ) -> list[Any]:
        bare = get_nullable_type(kind)
        if isinstance(bare, GraphQLList):
            each = self.choices(name, bare.of_type, near, kin)
            return [each[:size] for size in SIZES]
        if isinstance(bare, GraphQLInputObjectType):
            return list(self.parts(bare, near))
        if isinstance(bare, GraphQLEnumType):
            held = (one for one in called([*near, *kin], name) if isinstance(one, str) and one in bare.values)
            return list(dict.fromkeys((*held, *bare.values)))
        assert isinstance(bare, GraphQLScalarType)
        return self.ids(name, near) if bare.name == "ID" else self.held(name, bare, [*near, *kin])

    def parts(self, kind: GraphQLInputObjectType, near: Sequence[Row]) -> Iterator[dict[str, Any]]:
        """An input with what it requires; then with one thing besides. Any: JSON."""
        kin = self.kin(kind)
        required = {
            name: self.choices(name, one.type, near, kin)[0]
            for name, one in kind.fields.items()
            if is_required_input_field(one)
        }
        yield required
        for name, one in kind.fields.items():
            if name not in required:
                yield from (
                    {**required, name: value} for value in self.choices(name, one.type, near, kin)[:1]
                )

    def kin(self, kind: GraphQLInputObjectType) -> list[Row]:
        """The rows of the table that has most of an input's fields as columns: their values go together."""
        if kind.name not in self.of_kin:
            names = set(map(snake, kind.fields))
            tables = (rows for rows in self.shelf.ours.values() if rows)
            self.of_kin[kind.name] = max(tables, key=lambda rows: len(names & set(rows[0])))
        return self.of_kin[kind.name]

    def ids(self, name: str, near: Sequence[Row]) -> list[str]:
        """Global ids: of types that are called as the field is, of rows that have most in common with those
        beside it; then of any other type."""
        beside = {value for row in near for value in uuids(row)}
        likely, others = [], []
        for node in node_types(self.schema):
            source = source_of(node)
            assert source
            likeness = alike(name, node.name)
            for place, row in enumerate(self.shelf.ours[source.table.name]):
                if likeness:
                    likely.append((-likeness, -len(beside & uuids(row)), node.name, row[source.key]))
                else:
                    others.append((place, 0, node.name, row[source.key]))
        found = [*sorted(likely, key=lambda one: one[:2]), *sorted(others, key=lambda one: one[0])]
        return [encode_id(kind, key) for _, _, kind, key in found]

    @cached_property
    def everywhere(self) -> list[Row]:
        """Every row of ours."""
        return [row for table in self.shelf.ours.values() for row in table]

    def held(self, name: str, kind: GraphQLScalarType, near: Sequence[Row]) -> list[object]:
        """What columns called so hold, in the rows beside it first; codes of the nation; some of its type."""
        found = [*called(near, name), *called(self.everywhere, name)]
        each = (one for value in found for one in (value if isinstance(value, list) else [value]))
        held = list(dict.fromkeys(one for one in map(written, each) if fits(kind, one)))[:MOST]
        if snake(name) in self.unique and kind.name not in ("Int", "Date"):
            held = list(dict.fromkeys(_beside(str(value)) for value in held))
        return [*held, *self.shelf.codes.get(snake(name), []), *self.any_of(kind.name)]

    @cached_property
    def unique(self) -> set[str]:
        """Columns whose values are taken: a new row needs one that nobody has."""
        return {column for table in owned_tables() for column in natural_columns(table)}

    def any_of(self, scalar: str) -> Sequence[object]:
        """Some values of each scalar."""
        days = [0, -1, 1, 40, -400, -4000]
        some: dict[str, list[object]] = {
            "Date": [(self.today + datetime.timedelta(days=day)).isoformat() for day in days],
            "Int": [1, 2, self.today.year, 2010],
            "Decimal": ["12"],
            "Boolean": [False, True],
            "String": ["Sesuatu", "https://contoh.example/bukti"],
        }
        return some.get(scalar, [])


def snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def uuids(row: Row) -> set[UUID]:
    """The ids that a row holds: its own and those of rows that it points at."""
    return {value for value in row.values() if isinstance(value, UUID)}


def called(rows: Iterator[Row] | Sequence[Row], name: str) -> Iterator[object]:
    """What columns called as a field hold, in full or as its last words (`version`: `expectedVersion`)."""
    words = snake(name).split("_")
    names = ["_".join(words[start:]) for start in range(len(words))]
    for row in rows:
        yield from (row[one] for one in names if row.get(one) is not None)


def alike(name: str, kind: str) -> float:
    """How many words at their ends a field and a type have in common: `cycleId`, `AppraisalCycle`."""
    of_field = [word.lower() for word in WORD.findall(re.sub("Ids?$", "", name))]
    of_type = [word.lower() for word in WORD.findall(kind)]
    common = 0
    while common < min(len(of_field), len(of_type)) and of_field[-1 - common] == of_type[-1 - common]:
        common += 1
    return 2 * common - (len(of_type) - common) / 10 if common else 0


def of_row(kind: GraphQLInputType, row: Row, tree: Any) -> dict[str, object]:  # Any: JSON.
    """What a row holds in columns called as fields in a tree; its ids are none of the contract's."""
    named = get_named_type(kind)
    assert isinstance(named, GraphQLInputObjectType)
    found = {name: written(row.get(snake(name))) for name in tree}
    leaves = {name: get_nullable_type(named.fields[name].type) for name in tree}
    return {
        name: value
        for name, value in found.items()
        if value is not None and str(leaves[name]) != "ID" and fits(leaves[name], value)
    }


def fits(kind: object, value: object) -> bool:
    """Whether a leaf takes the value: columns of one name hold texts here and numbers there."""
    if not isinstance(kind, GraphQLScalarType | GraphQLEnumType):
        return False
    try:
        kind.parse_value(value)
    except Exception:  # Each scalar says no in its own way.
        return False
    return True


def written(value: object) -> object:
    """A column's value as JSON writes it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, datetime.date) else value


def _beside(text: str) -> str:
    return f"{text[:-3]}{999 - int(text[-3:]) if text[-3:].isdigit() else 'xyz'}"
