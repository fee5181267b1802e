"""What each role is shown of every type and field, observed on a running server."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from factories.governments import LATER, SERVANTS
from factories.served import OURS, Served
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_required_argument,
    is_required_input_field,
)
from isolation.keys import Row
from isolation.places import is_connection

from jenjang.graph.declare import SPEC, Source, source_of
from jenjang.graph.limits import JUDGED
from jenjang.graph.scalars import encode_id

VALUE, EMPTY, NULL, FORBIDDEN, ABSENT = "v", "e", "n", "F", "."
ROW = "(row)"
KINDS = {"employeeId": "Employee", "positionId": "Position", "budgetId": "TrainingBudget", "unitId": "Unit"}
"""What an argument of a field that rules judge names."""
Cells = dict[str, dict[str, str]]
"""By type and field: a letter for each viewer and whose row it is."""


@dataclass(frozen=True)
class Watcher:
    """A viewer, and the three people whose rows are looked at: the own, one near, one far."""

    column: str
    subject: str
    people: tuple[str, str, str]
    scopes: tuple[str, ...] = ()


NAMED = (
    "employee:read",
    "employee:private",
    "employee:discipline",
    "unit:read",
    "position:read",
    "reference:read",
    "tenant:read",
    "appraisal:read",
    "appraisal:private",
    "competence:read",
    "career:read",
    "course:read",
    "partnership:read",
    "partnership:contact",
    "training:read",
    "budget:read",
    "policy:read",
)
AT_ONCE = 40
"""Fields."""
ASKED_DAYS = {"from": LATER, "to": LATER + timedelta(days=2)}
WATCHERS = (
    Watcher("STAFF", "staff", ("staff", "colleague", "stranger")),
    Watcher("LEADER", "leader", ("leader", "colleague", "stranger")),
    Watcher("MENTOR", "mentor", ("mentor", "colleague", "stranger")),
    Watcher("ACTING", "acting", ("acting", "colleague", "stranger")),
    Watcher("TRAINER", "trainer", ("trainer", "stranger", "colleague")),
    Watcher("TALENT", "committee", ("committee", "stranger", "colleague")),
    Watcher("AUDITOR", "auditor", ("auditor", "stranger", "colleague")),
    Watcher("ADMIN", "admin", ("admin", "stranger", "colleague")),
    Watcher("OF_UNIT", "unit admin", ("unit admin", "colleague", "stranger")),
    Watcher("CLIENT", "client", ("staff", "colleague", "stranger")),
    Watcher("NAMED", "client", ("staff", "colleague", "stranger"), NAMED),
    Watcher("PROVINCE", "province", ("staff", "colleague", "stranger")),
)


def object_types(schema: GraphQLSchema) -> Iterator[GraphQLObjectType]:
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__"):
            yield kind


def is_declared(kind: GraphQLObjectType) -> bool:
    """Whether a type's fields are data with permissions; else it only holds others together."""
    return any(SPEC in field.extensions["strawberry-definition"].metadata for field in kind.fields.values())


@dataclass
class Matrix:
    """Looks at everything as everybody."""

    served: Served
    schema: GraphQLSchema
    rows: Mapping[str, list[Row]]
    cells: Cells = field(default_factory=dict)

    async def observe(self) -> Cells:
        for watcher in WATCHERS:
            for kind in filter(is_declared, object_types(self.schema)):
                for person in watcher.people:
                    await self.look(watcher, kind, person)
        for watcher in WATCHERS:
            await self.try_deeds(watcher)
        return self.cells

    async def look(self, watcher: Watcher, kind: GraphQLObjectType, person: str) -> None:
        """One row of a type, all its fields: so many at once as one document may ask for."""
        names = list(kind.fields)
        for at in range(0, len(names), AT_ONCE):
            await self.look_at(watcher, kind, person, names[at : at + AT_ONCE])

    async def look_at(
        self, watcher: Watcher, kind: GraphQLObjectType, person: str, names: Sequence[str]
    ) -> None:
        """One row of a type, these fields."""
        wanted = " ".join(self.asked(name, kind.fields[name], person) for name in names)
        document, way = self.way_to(kind, person)
        answer = await self.served.ask(
            document.replace("…", wanted), subject=watcher.subject, scopes=watcher.scopes
        )
        told = answer.json()
        assert "data" in told, f"{kind}: {answer.text}"
        refused = {one["extensions"].get("coordinate") for one in told.get("errors", ())}
        found = _at(told["data"], way)
        if kind is not self.schema.query_type and names[0] == next(iter(kind.fields)):
            self.note(kind.name, ROW, ABSENT if found is None else VALUE)
        for name in names:
            coordinate = f"{kind.name}.{name}"
            self.note(kind.name, name, FORBIDDEN if coordinate in refused and found else letter(found, name))

    def note(self, kind: str, name: str, seen: str) -> None:
        """Add a letter: they come in the order of watchers and their people."""
        cells = self.cells.setdefault(kind, {})
        cells[name] = cells.get(name, "") + seen

    def way_to(self, kind: GraphQLObjectType, person: str) -> tuple[str, tuple[str, ...]]:
        """A document that leads to a row about the person, with … for the fields wanted; and the way."""
        if kind is self.schema.query_type:
            return "{ … }", ()
        if self.is_node(kind):
            return f'{{ node(id: "{self.id_of(kind, person)}") {{ ... on {kind.name} {{ … }} }} }}', ("node",)
        for name, one in self.schema.query_type.fields.items():  # type: ignore[union-attr]  # there are queries
            needs_more = any(map(is_required_argument, one.args.values()))
            if get_named_type(one.type) is kind and not needs_more:
                return f"{{ {name} {{ … }} }}", (name,)
        return self.way_through(kind, person)

    def way_through(self, kind: GraphQLObjectType, person: str) -> tuple[str, tuple[str, ...]]:
        """To a type that is neither a node nor at a root: by a field of one that is, best without pages."""
        paged = None
        for owner in sorted(object_types(self.schema), key=self.is_node):
            for name, one in owner.fields.items() if owner is not self.schema.query_type else ():
                target = get_named_type(one.type)
                if target is kind and is_declared(owner):
                    document, way = self.way_to(owner, person)
                    return document.replace("…", f"{name} {{ … }}"), (*way, name)
                if is_connection(target) and is_declared(owner) and not paged:
                    paged = (owner, name) if get_named_type(target.fields["nodes"].type) is kind else None
        assert paged, f"nothing leads to {kind}"
        document, way = self.way_to(paged[0], person)
        return document.replace("…", f"{paged[1]} {{ nodes {{ … }} }}"), (*way, paged[1], "nodes")

    def is_node(self, kind: GraphQLObjectType) -> bool:
        return any(one.name == "Node" for one in kind.interfaces)

    def id_of(self, kind: GraphQLObjectType, person: str) -> str:
        source = source_of(kind)
        assert source
        return encode_id(kind.name, self.row_about(source, person)[source.key])

    def row_about(self, source: Source, person: str) -> Row:
        """A row about the person, or the position held, or about the unit placed in, or any."""
        settled = self.served.governments[OURS]
        rows = self.rows[source.table.name]
        tests = [
            (source.about.column if source.about else "account_id", settled.accounts[person]),
            ("account_id", settled.accounts[person]),
            (source.about.column if source.about else "employee_id", settled.people[person]),
            ("chair_employee_id", settled.people[person]),
            ("calibration_id", self.calibration_of(settled.people[person])),
            ("employee_id", settled.people[person]),
            ("id", settled.positions[person]),
            ("unit_id", settled.units[SERVANTS[person].unit]),
        ]
        for column, value in tests:
            found = [row for row in rows if row.get(column) == value]
            if found:
                return found[0]
        return rows[0]

    def calibration_of(self, person: UUID) -> object:
        """The calibration in which the person sits."""
        return next(row["id"] for row in self.rows["calibrations"] if row["chair_employee_id"] == person)

    def asked(self, name: str, one: GraphQLField, person: str) -> str:
        """A field as it is asked for: with an id where it needs one, and the least below it."""
        target = get_named_type(one.type)
        text = f"{name}{self.arguments(one, person)}"
        if is_leaf_type(target):
            return text
        return f"{text} {{ nodes {{ __typename }} }}" if is_connection(target) else f"{text} {{ __typename }}"

    def arguments(self, one: GraphQLField, person: str) -> str:
        if one.extensions["strawberry-definition"].metadata.get(JUDGED):
            needed = [name for name, argument in one.args.items() if is_required_argument(argument)]
            told = (f"{name}: {self.judged_of(name, one.args[name].type, person)}" for name in needed)
            return f"({', '.join(told)})"
        given = [
            f"{name}: {self.id_for(one, argument, person)}"
            for name, argument in one.args.items()
            if get_named_type(argument.type).name == "ID"
        ]
        return f"({', '.join(given)})" if given else ""

    def judged_of(self, name: str, kind: object, person: str) -> str:
        """What a field that rules judge is asked of: the person, the position or unit, no more than asked."""
        if name in ASKED_DAYS:
            return f'"{ASKED_DAYS[name]}"'
        of = KINDS.get(name)
        if of is None:
            return literal(kind, meaningless(kind))
        return f'"{self.id_of(self.schema.type_map[of], person)}"'  # type: ignore[arg-type]  # as below

    def id_for(self, one: GraphQLField, argument: GraphQLArgument, person: str) -> str:
        target = get_named_type(one.type)
        if isinstance(target, GraphQLInterfaceType):
            target = self.schema.type_map["Employee"]
        text = f'"{self.id_of(target, person)}"'  # type: ignore[arg-type]  # what is asked for by id is an object
        return f"[{text}]" if is_list_type(get_nullable_type(argument.type)) else text

    async def try_deeds(self, watcher: Watcher) -> None:
        """Each deed with an input that means nothing: whoever may do it is told what is wrong with it."""
        deeds = self.schema.mutation_type
        assert deeds
        for name, one in deeds.fields.items():
            kind = one.args["input"].type
            document = f"mutation($input: {kind}!) {{ {name}(input: $input) {{ __typename }} }}".replace(
                "!!", "!"
            )
            answer = await self.served.ask(
                document, {"input": meaningless(kind)}, subject=watcher.subject, scopes=watcher.scopes
            )
            told = answer.json()
            done = (told.get("data") or {}).get(name)
            forbidden = any(error["extensions"]["code"] == "FORBIDDEN" for error in told.get("errors", ()))
            assert bool(done) != forbidden, answer.text
            self.note("Mutation", name, 3 * (FORBIDDEN if forbidden else VALUE))


def letter(found: Any, name: str) -> str:  # Any: JSON.
    """How a field shows in what was found: a list of rows shows it if any of them does."""
    if found is None:
        return ABSENT
    if isinstance(found, list):
        seen = [letter(one, name) for one in found]
        return next((one for one in (VALUE, EMPTY, NULL) if one in seen), ABSENT)
    value = found[name]
    if isinstance(value, dict) and "nodes" in value:
        value = value["nodes"]
    if value is None or value == [None]:
        return NULL
    return EMPTY if value == [] else VALUE


def _at(data: Any, way: tuple[str, ...]) -> Any:  # Any: JSON.
    """What stands at the end of a way; None where it breaks off or the list is empty."""
    for step in way:
        if data is None:
            return None
        data = [one[step] for one in data] if isinstance(data, list) else data[step]
    return data or None


def literal(kind: object, value: Any) -> str:  # Any: a variable.
    """The value of a variable as a document writes it."""
    named = get_named_type(kind)  # type: ignore[call-overload]  # an input type
    if isinstance(named, GraphQLInputObjectType):
        parts = (f"{name}: {literal(named.fields[name].type, one)}" for name, one in value.items())
        return f"{{{', '.join(parts)}}}"
    return value if isinstance(named, GraphQLEnumType) else json.dumps(value)


def meaningless(kind: object) -> Any:  # Any: a variable.
    """A value that fits a type and names nothing."""
    named = get_named_type(kind)  # type: ignore[call-overload]  # an input type
    if isinstance(named, GraphQLInputObjectType):
        needed = {name: one.type for name, one in named.fields.items() if is_required_input_field(one)}
        return {name: meaningless(one) for name, one in needed.items()}
    if isinstance(named, GraphQLEnumType):
        return next(iter(named.values))
    some = {
        "Date": "2026-01-01",
        "DateTime": "2026-01-01T00:00:00Z",
        "Int": 1,
        "Boolean": True,
        "Decimal": "1",
    }
    return some.get(named.name, " ")
