"""Valid inputs, made from the schema and learnt from the server's own refusals."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from factories.governments import mark, owned_tables
from factories.served import OURS, Served
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
from isolation.places import Asked, Place, Step, document, questions
from isolation.snapshot import Snapshot

from jenjang.graph.declare import source_of
from jenjang.graph.scalars import decode_id, encode_id

TRIES = 60
"""How often a deed is tried with other values before what came furthest is taken."""
Values = dict[str, Any]  # Any: variables.


def snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def tree_with(kind: GraphQLInputType, inside: tuple[Step, ...], value: object, rest: Values) -> object:
    """An argument with the value at its place; beside it, on the outermost level, the rest of a deed."""
    if not inside:
        return value
    step, *more = inside
    bare = get_nullable_type(kind)
    if isinstance(bare, GraphQLList):
        return [tree_with(bare.of_type, tuple(more), value, {})]
    assert isinstance(bare, GraphQLInputObjectType)
    return {**rest, str(step): tree_with(bare.fields[str(step)].type, tuple(more), value, {})}


@dataclass
class Samples:
    """What to fill inputs with, beside the key in question."""

    schema: GraphQLSchema
    shelf: Shelf
    learnt: dict[str, Values] = field(default_factory=dict)
    solved: dict[str, bool] = field(default_factory=dict)
    entered: dict[str, list[str]] = field(default_factory=dict)
    """What the chain of deeds got of each that was done."""
    today: datetime.date = field(default_factory=lambda: datetime.datetime.now(datetime.UTC).date())

    @cached_property
    def known(self) -> set[UUID]:
        """Every id that was there before."""
        rows = [row for table in self.shelf.ours.values() for row in table]
        return {value for row in rows for value in row.values() if isinstance(value, UUID)}

    def argument(self, place: Place, row: Row, value: str | None) -> object:
        """The argument with the value at its place. A deed gets besides what it was learnt to need,
        and of the row that the key belongs to whatever is called as a field is."""
        kind = place.asked.definition.args[place.asked.argument].type
        rest: Values = {}
        if place.asked.is_deed:
            rest = dict(self.learnt.get(place.asked.name, {}))
            rest |= {name: one for name, one in self.of_row(kind, row).items() if name in rest}
        return tree_with(kind, place.inside, value, rest)

    def of_row(self, kind: GraphQLInputType, row: Row) -> Values:
        """The fields of an input that are called as columns of a row, with the row's values."""
        named = get_named_type(kind)
        assert isinstance(named, GraphQLInputObjectType)
        found = {name: written(row.get(snake(name))) for name in named.fields}
        return {name: value for name, value in found.items() if takes(named.fields[name].type, value)}

    def said(self, row: Row) -> list[str]:
        """The texts of theirs that a deed may have been asked with."""
        return [value for value in row.values() if isinstance(value, str) and mark(OURS) not in value]

    async def learn(self, served: Served, snapshot: Snapshot, fit: Callable[[Asked], bool]) -> None:
        """Find for every deed (that fits) an input that is not refused."""
        for asked in questions(self.schema):
            if asked.is_deed and fit(asked):
                await Learner(self, served, snapshot, asked).learn()

    def candidates(self, name: str, kind: GraphQLInputType, best: list[Row]) -> Iterator[object]:
        """Values for a field: its closed list, ids of ours, what columns called so hold, some of its type."""
        named = get_named_type(kind)
        if isinstance(named, GraphQLEnumType):
            yield from (row[snake(name)] for row in best if row.get(snake(name)) in named.values)
            yield from named.values
        elif named.name == "ID":
            for node in node_types(self.schema):
                source = source_of(node)
                assert source
                for row in self.shelf.ours[source.table.name]:
                    yield encode_id(node.name, row[source.key])
        elif isinstance(named, GraphQLInputObjectType):
            yield self.part(named, best)
        else:
            rows = [*best, *(row for table in self.shelf.ours.values() for row in table)]
            found = [row[snake(name)] for row in rows if row.get(snake(name)) is not None]
            each = (one for value in found for one in (value if isinstance(value, list) else [value]))
            held = dict.fromkeys(one for one in map(written, each) if fits(named, one))
            if snake(name) in self.unique:
                held = dict.fromkeys(_beside(str(value)) for value in held)
            yield from held
            yield from self.shelf.codes.get(snake(name), [])
            yield from self.any_of(named.name)

    def part(self, kind: GraphQLInputObjectType, best: list[Row]) -> dict[str, object]:
        """An input within an input: the first value for whatever it requires."""
        required = {name: one for name, one in kind.fields.items() if is_required_input_field(one)}
        return {name: next(self.candidates(name, one.type, best)) for name, one in required.items()}

    @property
    def unique(self) -> set[str]:
        """Columns whose values are taken: a new row needs one that nobody has."""
        return {column for table in owned_tables() for column in natural_columns(table)}

    def any_of(self, scalar: str) -> Iterator[object]:
        """Some values of each scalar."""
        days = [0, -1, 1, -400, -4000]
        some: dict[str, list[object]] = {
            "Date": [(self.today + datetime.timedelta(days=day)).isoformat() for day in days],
            "Int": [1, 2, 2010],
            "Boolean": [False, True],
            "String": ["Sesuatu"],
        }
        yield from some.get(scalar, [])


def takes(kind: GraphQLInputType, value: object) -> bool:
    """Whether a column's value may stand in a field; an id of a row is none of the contract's."""
    named = get_named_type(kind)
    if isinstance(named, GraphQLEnumType):
        return value in named.values
    return value is not None and named.name != "ID"


def fits(kind: object, value: object) -> bool:
    """Whether a scalar takes the value: columns of one name hold texts here and numbers there."""
    assert isinstance(kind, GraphQLScalarType)
    try:
        kind.parse_value(value)
    except Exception:  # Each scalar says no in its own way.
        return False
    return True


def written(value: object) -> object:
    """A column's value as JSON writes it."""
    return value.isoformat() if isinstance(value, datetime.date) else value


def _beside(text: str) -> str:
    return f"{text[:-3]}{999 - int(text[-3:]) if text[-3:].isdigit() else 'xyz'}"


@dataclass
class Learner:
    """Tries a deed with other values for whatever the server says is at fault, until it is done."""

    samples: Samples
    served: Served
    snapshot: Snapshot
    asked: Asked
    subject: str = "admin"

    async def learn(self) -> None:
        """With what is required only; where that is never enough, with all that may be given."""
        asked = self.asked
        kind = get_named_type(asked.definition.args[asked.argument].type)
        assert isinstance(kind, GraphQLInputObjectType)
        needed = {name: part.type for name, part in kind.fields.items() if is_required_input_field(part)}
        given = {
            name: part.type for name, part in kind.fields.items() if get_named_type(part.type).name != "ID"
        }
        solved = await self.try_with(needed) or await self.try_with({**needed, **given})
        self.samples.solved[asked.name] = solved

    async def try_with(self, fields: Mapping[str, GraphQLInputType]) -> bool:
        asked = self.asked
        best = self.best_rows(set(map(snake, fields)))
        choices = {name: list(self.samples.candidates(name, part, best)) for name, part in fields.items()}
        at = dict.fromkeys(fields, 0)
        text = document(self.samples.schema, asked)
        for _ in range(TRIES):
            values = {name: choices[name][at[name] % len(choices[name])] for name in fields}
            answer = (await self.served.ask(text, {"given": values}, subject=self.subject)).json()
            if not (answer.get("data") or {}).get(asked.name):
                self.subject = "leader"  # The admin may do all but what only a unit's own leader may.
                continue
            errors = ((answer.get("data") or {}).get(asked.name) or {}).get("userErrors")
            if not errors or errors[0]["code"] != "NOT_FOUND" or asked.name not in self.samples.learnt:
                self.samples.learnt[asked.name] = values
            if errors == []:
                self.samples.entered[asked.name] = await self.snapshot.entered()
                await self.snapshot.restore()
                return True
            fault = errors[0]["field"][-1] if errors else next(iter(fields))
            self.move(at, choices, fault if fault in fields else None, errors)
        return False

    def move(self, at: dict[str, int], choices: dict[str, list[Any]], fault: str | None, errors: Any) -> None:
        """The next value for the field at fault; where none is named, or it has no more, for another."""
        for name in [fault, *reversed(at)]:
            if name and at[name] + 1 < len(choices[name]):
                at[name] += 1
                while (
                    errors
                    and errors[0]["code"] == "NOT_FOUND"
                    and at[name] + 1 < len(choices[name])
                    and _sort(choices[name][at[name]]) == _sort(choices[name][at[name] - 1])
                ):
                    at[name] += 1
                return

    def best_rows(self, names: set[str]) -> list[Row]:
        """The rows of the table that has most of these columns: their values go together."""
        tables = self.samples.shelf.ours.values()
        return max((rows for rows in tables if rows), key=lambda rows: len(names & set(rows[0])))


def _sort(value: object) -> object:
    """What sort of thing an id names."""
    named = decode_id(value)
    return named[0] if named else value
