"""Values worth asking with: what the rows hold, what stands beside it, and what is none of it."""

import random
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from graph.reader import competence, training
from graph.reader.declared import source_of, spec_of
from graph.reader.places import cursor_of, order_of
from graph.reader.populated import everything
from graph.reader.rows import Row, Rows, lowered
from graph.reader.twins import encoded
from graph.reader.world import HERE, THERE
from graphql import GraphQLField, GraphQLInputObjectType, GraphQLSchema, get_named_type

from jenjang.graph.declare import Page

Json = Any  # Any: whatever JSON holds.
ODD = (
    "",
    "%",
    "_",
    "\\",
    "'",
    '"',
    "a",
    "İ",
    "ΣΑΣ",
    "σας",
    "🙂",
    "\n",
    "{row}",
    "$1::text",
    "--",
    "SD",
    "\U0010ffff",
)
GARBAGE = ("", "x", "Employee:1", "bm9uc2Vuc2U=", "é", "T3JnOjEyMw==", "//8=", encoded("Query", "1"))
DATES = (
    "0001-01-01", "1999-12-31", "2015-01-01", "2019-06-01", "2022-02-28", "2022-03-01",
    "2023-12-31", "2024-01-01", "2025-06-30", "2025-07-01", "2026-04-01", "2026-11-20",
    "2026-11-21", "2026-11-22", "2027-01-01", "2027-03-01", "9999-12-31",
)  # fmt: skip
"""Around each day on which the world changes."""
USUAL = {
    "employee": "Employee",
    "evaluator": "Employee",
    "cycle": "AppraisalCycle",
    "skp": "Skp",
    "position": "Position",
    "technicalCompetency": "TechnicalCompetency",
}
"""Which type of row a filter's field names; else a unit."""
MOMENTS = (
    "2025-12-31T23:59:59Z",
    "2026-01-01T08:01:00Z",
    "2026-01-01T15:01:00+07:00",
    "9999-12-31T00:00:00Z",
)
"""Around what happened in the world."""
TEXTS = {
    "deed": (("audit_entries", "deed"),),
    "name": (("employees", "name"), ("unit_versions", "name"), ("partners", "name"), ("rooms", "name")),
    "number": (("partner_agreements", "number"),),
    "nip": (("employees", "number"), ("employee_numbers", "number")),
    "regionCode": (("unit_versions", "region_code"),),
    "level": (("positions", "level"),),
    "echelon": (("positions", "echelon"),),
    "rank": (("rank_holdings", "rank"),),
    "code": (("technical_competencies", "code"), ("training_courses", "code")),
    "competency": (("competency_standards", "competency"),),
}


def planned(tenant: str) -> Rows:
    """The rows that the world will have, as far as they are known before they are in a database."""
    tables: dict[str, list[Row]] = {
        model.__tablename__: [{name: row.get(name) for name in model.__table__.c.keys()} for row in rows]  # noqa: SIM118
        for model, rows in everything(tenant)
    }
    for row in tables["employees"]:
        row["name_key"] = lowered(row["name"])
    tables["timeline_entries"] = [{**row, "begins_on": row["valid_from"]} for row in tables["rank_holdings"]]
    names = {row["id"]: row["name_key"] for row in tables["employees"]}
    tables["calibration_results"] = [
        {**row, "name_key": names[row["employee_id"]]} for row in tables["appraisals"]
    ]
    tables |= competence.planned(tables["placements"]) | training.planned()
    return Rows(tenant, tables)


class Samples:
    """Values by what they are for."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self.rows = {tenant: planned(tenant) for tenant in (HERE, THERE)}
        self.here = self.rows[HERE]
        node: Any = schema.type_map["Node"]  # Any: an interface.
        self.nodes = sorted(kind.name for kind in schema.get_possible_types(node))
        self.texts = {
            name: sorted(
                {row[column] for table, column in places for row in self.here.all(table) if row[column]}
            )
            for name, places in TEXTS.items()
        }

    def arguments(
        self, chance: random.Random, name: str, definition: GraphQLField, most: int
    ) -> dict[str, Json]:
        """Arguments of a field, most of which may be left out."""
        found: dict[str, Json] = {}
        for key, argument in definition.args.items():
            needed = key in ("id", "ids") and name in ("node", "nodes")
            if key == "first":
                if most < 20 or chance.randrange(2):
                    found[key] = chance.choice([0, 101, -1, 100]) if rare(chance) else chance.randint(1, most)
            elif key == "after":
                continue  # It depends on the order.
            elif needed or chance.randrange(100) < (70 if key in ("nip", "id", "siasnId") else 40):
                found[key] = self.value(chance, key, argument.type, name)
        if "after" in definition.args and chance.randrange(100) < 35:
            found["after"] = self.cursor(chance, definition, found)
        keys = [key for key in ("id", "nip", "siasnId") if key in definition.args]
        if keys and not rare(chance) and not any(found.get(key) is not None for key in keys):
            key = chance.choice(keys)
            found[key] = self.value(chance, key, definition.args[key].type, name, null=False)
        return found

    def value(self, chance: random.Random, key: str, kind: Any, about: str, *, null: bool = True) -> Json:
        """Any: an input type."""
        if null and str(kind)[-1] != "!" and chance.randrange(12) == 0:
            return None
        if key == "ids":
            return [self.id(chance) for _ in range(chance.randrange(5))]
        if key == "id":
            return self.id(chance, {"employee": "Employee", "unit": "Unit"}.get(about))
        if key == "nip":
            return chance.choice([*self.texts["nip"], "123456789012345678"])
        if key == "siasnId":
            return chance.choice(["U-dinas", "U-bidang", "U-gone", "U-none", ""])
        if key == "asOf":
            return chance.choice(DATES)
        if key == "orderBy":
            return self.order(chance, kind)
        assert key == "filter", key
        return self.filter(chance, get_named_type(kind), 0)

    def order(self, chance: random.Random, kind: Any) -> list[Json]:  # Any: an input type.
        fields = list(get_named_type(get_named_type(kind).fields["field"].type).values)
        found = []
        for _ in range(chance.choice([0, 1, 1, 2, 3])):
            one = {"field": chance.choice(fields)}
            if chance.randrange(3):
                one["direction"] = chance.choice(["ASC", "DESC"])
            found.append(one)
        return found

    def filter(self, chance: random.Random, kind: GraphQLInputObjectType, depth: int) -> dict[str, Json]:
        names = list(kind.fields)
        found: dict[str, Json] = {}
        for name in chance.sample(names, min(len(names), chance.choice([0, 1, 1, 1, 2, 3]))):
            inner = get_named_type(kind.fields[name].type)
            if name in ("and", "or", "not"):
                if depth >= 3 and not rare(chance):
                    continue
                count = 1 if name == "not" else chance.choice([0, 1, 2, 2])
                parts = [self.filter(chance, kind, depth + 1) for _ in range(count)]
                found[name] = parts[0] if name == "not" else parts
            else:
                found[name] = None if rare(chance) else self.comparison(chance, name, inner)
        return found

    def comparison(
        self, chance: random.Random, name: str, kind: Any
    ) -> dict[str, Json]:  # Any: an input type.
        tests = chance.sample(list(kind.fields), chance.choice([0, 1, 1, 1, 1, 2]))
        return {test: self.compared(chance, name, test, kind) for test in tests}

    def compared(self, chance: random.Random, name: str, test: str, kind: Any) -> Json:  # Any: as above.
        if rare(chance):
            return None
        if test == "isNull":
            return chance.choice([True, False])
        if test == "in":
            count = 101 if rare(chance) and rare(chance) else chance.choice([0, 1, 2, 3])
            return [self.operand(chance, name, test, kind) for _ in range(count)]
        return self.operand(chance, name, test, kind)

    def operand(self, chance: random.Random, name: str, test: str, kind: Any) -> Json:  # Any: as above.
        leaf = get_named_type(kind.fields[test].type)
        match leaf.name:
            case "ID":
                return self.id(chance, USUAL.get(name, "Unit"))
            case "DateTime":
                return chance.choice(MOMENTS)
            case "Date":
                return chance.choice(DATES)
            case "Int":
                return chance.choice([-2, -1, 0, 1, 2, 5, 2025, 2026, 2_147_483_647])
            case "Boolean":
                return chance.choice([True, False])
            case "String":
                return self.text(chance, name, test)
            case _:
                return chance.choice(list(leaf.values))

    def text(self, chance: random.Random, name: str, test: str) -> str:
        """A text of the rows, whole or a piece of it, in whatever case; or an odd one."""
        pool = self.texts.get(name) or self.texts["name"]
        if not pool or chance.randrange(6) == 0:
            return chance.choice(ODD)
        found = chance.choice(pool)
        if test == "contains":
            start = chance.randrange(len(found))
            found = found[start : start + chance.randint(1, 5)]
        elif test == "startsWith":
            found = found[: chance.randint(1, 6)]
        return chance.choice([found, found, found.upper(), found.lower()])

    def id(self, chance: random.Random, usual: str | None = None) -> str:
        """A global id: of the usual type, of another, of nobody, or none at all."""
        way = chance.randrange(20)
        if way == 0:
            return chance.choice(GARBAGE)
        name = usual if usual and way > 3 else chance.choice(self.nodes)
        source = source_of(self.schema.type_map[name])
        assert source
        rows = self.rows[HERE if way % 4 else THERE].all(source.table.name)
        if way == 1 or not rows:
            return encoded(name, "00000000-0000-4000-8000-000000000000")
        return encoded(name, chance.choice(rows)[source.key])

    def cursor(self, chance: random.Random, definition: GraphQLField, given: Mapping[str, Json]) -> Json:
        """A place in the list, in the order asked for or in another, or no place at all."""
        if rare(chance):
            return chance.choice(
                [None, "x", "", "W10=", "WzFd", "bnVsbA==", "WyJhIiwgImIiXQ==", "eyJhIjoxfQ=="]
            )
        spec = spec_of(definition)
        connection = get_named_type(definition.type)
        target = get_named_type(connection.fields["nodes"].type)  # type: ignore[union-attr]  # a connection
        source = source_of(target)
        assert isinstance(spec, Page)
        assert source
        order = given.get("orderBy") or ()
        if rare(chance):
            order = self.order(chance, definition.args["orderBy"].type)
        named = [
            {key: SimpleNamespace(value=value) for key, value in {"direction": "ASC", **one}.items()}
            for one in order
        ]
        keys = order_of(spec, source, definition.args["orderBy"], {"orderBy": named})
        rows = self.rows[chance.choice([HERE, HERE, HERE, THERE])].all(source.table.name)
        return cursor_of(source, chance.choice(rows), keys) if rows else None


def rare(chance: random.Random) -> bool:
    return chance.randrange(25) == 0
