"""A plan: one statement, what to put into it, and which errors its answer always carries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from graphql import FieldNode, GraphQLObjectType, GraphQLSchema

from jenjang.core.sealing import Seals
from jenjang.database.pool import BIND
from jenjang.graph.reader.asking import Asking, Take
from jenjang.graph.reader.compiler import Compiler
from jenjang.graph.reader.opening import opened
from jenjang.graph.reader.relation import named_one
from jenjang.graph.reader.row import Barred, Row
from jenjang.graph.reader.selection import Fragments
from jenjang.graph.reader.text import Json


class Connection(Protocol):
    """What of asyncpg's connection a plan needs."""

    async def fetchrow(self, query: str, *args: object) -> Sequence[str] | None: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read some fields: for every viewer with the same permissions, and every same-shaped request."""

    keys: tuple[str, ...]
    sql: str
    takes: tuple[Take, ...]
    refused: Mapping[str, Barred]
    sealed: bool

    async def read(self, connection: Connection, asking: Asking, seals: Seals) -> dict[str, bytes]:
        """The JSON of each field, by response key. Raises SealBroken."""
        row = await connection.fetchrow(self.sql, *[take(asking) for take in self.takes])
        assert row is not None  # noqa: S101  # The binding always yields one row.
        if self.sealed:
            row = [opened(text, seals) for text in row]
        return {key: text.encode() for key, text in zip(self.keys, row, strict=True)}


def compile_fields(
    schema: GraphQLSchema,
    fragments: Fragments,
    kind: GraphQLObjectType,
    fields: Mapping[str, list[FieldNode]],
    asking: Asking,
) -> Plan:
    """A plan for root fields."""
    compiler = Compiler(schema, fragments, asking)
    values = [compiler.root(kind, key, nodes) for key, nodes in fields.items()]
    return _plan(compiler, tuple(fields), values)


def compile_ref(
    schema: GraphQLSchema,
    fragments: Fragments,
    kind: GraphQLObjectType,
    nodes: list[FieldNode],
    asking: Asking,
    path: tuple[str, ...],
) -> Plan:
    """A plan for one row that a deed names by its key: `take` finds the key among the variables."""
    compiler = Compiler(schema, fragments, asking)
    key = compiler.slots.put(_key, "uuid")
    row = Row("", None, compiler.today(), path)
    return _plan(compiler, (REF,), [named_one(compiler, kind, nodes, row, key)])


def _key(asking: Asking) -> object:
    return asking.variables[REF]


REF = "\0ref"
"""Where compile_ref's plan looks for the key: no client variable can be named so."""


def _plan(compiler: Compiler, keys: tuple[str, ...], values: list[Json]) -> Plan:
    columns = ", ".join(f"{value.sql()} AS c{index}" for index, value in enumerate(values))
    sql = f"SELECT {columns} FROM {BIND}"
    settled, takes = compiler.slots.settled(sql)
    return Plan(keys, settled, takes, dict(compiler.refused), compiler.sealed)


def shape(value: Any, *, whole: bool = False) -> object:  # Any: coerced variables, of any shape.
    """What of a variable's value the statement's text may depend on.

    A scalar or an enum counts as present (its type) or null; a boolean and what is `whole` by its value.
    What a global id counts by is `Operation.shape`'s to say: its type's name.
    """
    if value is None or isinstance(value, bool) or whole:
        return value if not isinstance(value, list | dict) else _frozen(value)
    if isinstance(value, dict):
        return tuple((key, shape(value[key])) for key in sorted(value))
    if isinstance(value, list):
        return tuple(shape(one) for one in value)
    return type(value)


def _frozen(value: Any) -> object:  # Any: coerced variables, of any shape.
    if isinstance(value, dict):
        return tuple((key, _frozen(value[key])) for key in sorted(value))
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value
