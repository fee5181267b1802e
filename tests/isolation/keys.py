"""Ids and natural keys: ours, theirs, and ones of the same shape that nobody has."""

import base64
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

import asyncpg
from factories.governments import is_free, owned_tables
from graphql import GraphQLObjectType, GraphQLScalarType, GraphQLSchema
from sqlalchemy import Index, Table, Text, UniqueConstraint

from jenjang.core.sealing import Seals
from jenjang.database.model import opened_row
from jenjang.graph.declare import source_of
from jenjang.graph.scalars import decode_id, encode_id

Row = Mapping[str, object]
TRIES = 1000
"""Random texts of a shape, after which no further new one is hoped for."""


@dataclass(frozen=True)
class Key:
    """A key of theirs, one of the same shape that nobody has, and one of ours.

    `of` is the node type that a global id names, or the column that holds a natural key; `row` is the
    row of theirs that has the natural key.
    """

    of: str
    theirs: str
    nobodys: str
    ours: str
    row: Row = field(default_factory=dict, hash=False)

    @property
    def is_id(self) -> bool:
        return "." not in self.of

    def fits(self, scalar: GraphQLScalarType) -> bool:
        """Whether it may stand where that scalar stands: an ID only for a global id, and the reverse."""
        if (scalar.name == "ID") != self.is_id:
            return False
        try:
            scalar.parse_value(self.theirs)
        except Exception:  # Each scalar says no in its own way.
            return False
        return True


class Chance:
    """Random values of a shape, the same ones in every run."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)  # noqa: S311  # Nothing secret.
        self.given: set[str] = set()

    def uuid(self, like: UUID) -> UUID:
        """Another uuid beside it: so near that no third one lies between them in any order."""
        return UUID(int=like.int ^ self.random.randrange(1, 1 << 20))

    def text(self, like: str) -> str:
        """A text of the same letters and digits but for the last three digits or letters.

        Raises ValueError where nearly all of that shape are given.
        """
        for _ in range(TRIES):
            found, left = list(like), 3
            for place in reversed(range(len(found))):
                if left and found[place].isascii() and found[place].isalnum() and not found[place].isupper():
                    found[place] = str(self.random.randrange(1, 10))
                    left -= 1
            text = "".join(found)
            if text != like and text not in self.given:
                self.given.add(text)
                return text
        raise ValueError(f"too few texts are like {like}")

    def cursor(self, like: str) -> str:
        """A cursor at the same place of the same order, but for the row that it names."""
        values = json.loads(base64.b64decode(like))
        return encoded([self._part(value) for value in values])

    def _part(self, value: object) -> object:
        try:
            return str(self.uuid(UUID(str(value))))
        except ValueError:
            return value


def encoded(values: object) -> str:
    return base64.b64encode(json.dumps(values).encode()).decode()


def node_types(schema: GraphQLSchema) -> Iterator[GraphQLObjectType]:
    """Every type that can be asked for by a global id."""
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType) and any(one.name == "Node" for one in kind.interfaces):
            yield kind


def natural_columns(table: Table) -> Iterator[str]:
    """Texts that name one row within a government: those of its unique keys that are of no closed list."""
    for constraint in (*table.constraints, *table.indexes):
        if not isinstance(constraint, UniqueConstraint | Index) or not getattr(constraint, "unique", True):
            continue
        for column in constraint.columns:
            if isinstance(column.type, Text) and column.name != "tenant_id" and is_free(column):
                yield column.name


@dataclass(frozen=True)
class Shelf:
    """All rows of the tables of two governments, and the codes of the nation's lists by the columns
    that hold them, as the superuser sees them."""

    ours: Mapping[str, list[Row]]
    theirs: Mapping[str, list[Row]]
    codes: Mapping[str, list[object]]

    @cached_property
    def homes(self) -> Mapping[UUID, tuple[str, Row]]:
        """Our rows by their ids, each with its table's name."""
        rows = ((table, row) for table, rows in self.ours.items() for row in rows)
        return {row["id"]: (table, row) for table, row in rows if isinstance(row.get("id"), UUID)}  # type: ignore[misc]  # a uuid, as asked

    def beside(self, ours: object, chance: Chance) -> Key | None:
        """The key that stands at the place of one of our global ids; None for anything else."""
        named = decode_id(ours)
        if named is None or named[1] not in self.homes:
            return None
        table, row = self.homes[named[1]]
        theirs = self.theirs[table][self.ours[table].index(row)]["id"]
        assert isinstance(theirs, UUID)
        ids = [encode_id(named[0], one) for one in (theirs, chance.uuid(theirs), named[1])]
        return Key(named[0], ids[0], ids[1], ids[2])

    def keys(self, schema: GraphQLSchema, chance: Chance, most: int) -> list[Key]:
        """Global ids of every node type and natural keys of every table, at most so many of each."""
        return [*self._ids(schema, chance, most), *self._natural(chance, most)]

    def _ids(self, schema: GraphQLSchema, chance: Chance, most: int) -> Iterator[Key]:
        for kind in node_types(schema):
            source = source_of(kind)
            assert source
            for ours, theirs in self._pairs(source.table.name, most):
                known = theirs[source.key]
                assert isinstance(known, UUID)
                ids = [encode_id(kind.name, one) for one in (known, chance.uuid(known), ours[source.key])]
                yield Key(kind.name, ids[0], ids[1], ids[2])

    def _pairs(self, table: str, most: int) -> list[tuple[Row, Row]]:
        """Rows that stand at the same place in both; the first one last: of units it is the bare root."""
        pairs = list(zip(self.ours[table], self.theirs[table], strict=True))
        return (pairs[1:] + pairs[:1])[:most]

    def _natural(self, chance: Chance, most: int) -> Iterator[Key]:
        for table in owned_tables():
            for column in sorted(set(natural_columns(table))):
                for ours, theirs in self._pairs(table.name, most):
                    known = str(theirs[column])
                    of = f"{table.name}.{column}"
                    yield Key(of, known, chance.text(known), str(ours[column]), row=theirs)


async def rows_of(connection: asyncpg.Connection, seals: Seals) -> Mapping[str, list[Row]]:
    """Every row of a government by table, oldest first; what is sealed is opened."""
    return {
        table.name: [
            opened_row(seals, table, dict(row))
            for row in await connection.fetch(
                f"SELECT * FROM {table.name} WHERE tenant_id = $1 ORDER BY id", seals.tenant
            )
        ]
        for table in owned_tables()
    }


async def codes(connection: asyncpg.Connection) -> Mapping[str, list[object]]:
    """What every column that points at a list of the nation may hold."""
    return {
        column.name: [
            row[0]
            for row in await connection.fetch(
                f"SELECT {key.column.name} FROM {key.column.table.name} ORDER BY 1"
            )
        ]
        for table in owned_tables()
        for column in table.c
        for key in column.foreign_keys
        if "tenant_id" not in key.column.table.c
    }
