"""Filter and order inputs: typed comparators over indexed columns, made from one declaration each."""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from enum import Enum, StrEnum
from typing import Any

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.utils.str_converters import to_camel_case

TOP = "U&'\\+10FFFF'"
"""The highest code point: `x` to `x` + TOP is every text that starts with x, and a btree can serve it."""


@dataclasses.dataclass(frozen=True)
class Compared:
    """What a filter field compares: SQL around {test}, with {row}, {tenant} and {at}; the SQL type."""

    sql: str
    cast: str
    description: str
    comparison: type
    fold: bool = False
    id_of: str | None = None


TESTS = {
    "eq": "= {value}",
    "in_": "= ANY({value})",
    "contains": "LIKE {value}",
    "starts_with": f"BETWEEN {{value}} AND {{value}} || {TOP}",
    "gt": "> {value}",
    "gte": ">= {value}",
    "lt": "< {value}",
    "lte": "<= {value}",
}
_WORDS = {
    "eq": "Equal to this.",
    "in_": "Equal to one of these (at most 100).",
    "contains": "Contains this text.",
    "starts_with": "Starts with this text.",
    "gt": "Greater than, or after, this.",
    "gte": "Greater than, after, or equal to this.",
    "lt": "Less than, or before, this.",
    "lte": "Less than, before, or equal to this.",
    "is_null": "True: only where nothing is recorded. False: only where something is.",
}


_RENAMED = {"in_": "in", "and_": "and", "or_": "or", "not_": "not"}


def _input(name: str, description: str, fields: Mapping[str, tuple[object, str]]) -> Any:  # Any: a class.
    """A Strawberry input whose every field may be left out."""
    parts: dict[str, object] = {
        key: strawberry.field(description=words, default=None, name=_RENAMED.get(key))
        for key, (_, words) in fields.items()
    }
    annotations = {key: kind for key, (kind, _) in fields.items()}
    made = type(name, (), {"__module__": __name__, "__annotations__": annotations, **parts})
    return strawberry.input(made, description=description)


def comparison(name: str, kind: Any, tests: Sequence[str]) -> Any:  # Any: a type in, a class out.
    """An input of comparators; those given must all hold."""
    fields: dict[str, tuple[object, str]] = {
        test: ((list[kind] if test == "in_" else kind) | None, _WORDS[test]) for test in tests
    }
    fields["is_null"] = (bool | None, _WORDS["is_null"])
    return _input(name, "Comparators; those given must all hold.", fields)


_ORDERED = ("eq", "in_", "gt", "gte", "lt", "lte")
StringComparison = comparison("StringComparison", str, ("eq", "in_", "contains", "starts_with"))
DateComparison = comparison("DateComparison", datetime.date, _ORDERED)
MomentComparison = comparison("DateTimeComparison", datetime.datetime, ("gt", "gte", "lt", "lte"))
IntComparison = comparison("IntComparison", int, _ORDERED)
IDComparison = comparison("IDComparison", strawberry.ID, ("eq", "in_"))
BooleanComparison = comparison("BooleanComparison", bool, ("eq",))


def text(sql: str, description: str, *, fold: bool = False) -> Compared:
    """A text column; `fold`: it holds lower case, so the comparison ignores case."""
    return Compared(_tested(sql), "text", description, StringComparison, fold)


def _tested(sql: str) -> str:
    """SQL around {test}, or a column to test."""
    return sql if "{" in sql else f"{{row}}.{sql} {{test}}"


def day(column: str, description: str) -> Compared:
    return Compared(f"{{row}}.{column} {{test}}", "date", description, DateComparison)


def moment(column: str, description: str) -> Compared:
    return Compared(f"{{row}}.{column} {{test}}", "timestamptz", description, MomentComparison)


def number(sql: str, description: str) -> Compared:
    return Compared(_tested(sql), "int", description, IntComparison)


def flag(sql: str, description: str) -> Compared:
    return Compared(_tested(sql), "boolean", description, BooleanComparison)


def identified(type_name: str, sql: str, description: str) -> Compared:
    """A global id of that type, compared inside `sql` (a column name, or SQL with {row} and {test})."""
    return Compared(_tested(sql), "uuid", description, IDComparison, id_of=type_name)


def names(sql: str, description: str) -> Compared:
    """A global id of whatever type, compared as it is kept, inside SQL with {row} and {test}."""
    return Compared(sql, "text", description, IDComparison)


_CHOICES: dict[str, type] = {}


def choice(kind: type[StrEnum], sql: str, description: str) -> Compared:
    """A member of a closed list."""
    name = f"{kind.__name__}Comparison"
    if name not in _CHOICES:
        _CHOICES[name] = comparison(name, kind, ("eq", "in_"))
    return Compared(_tested(sql), "text", description, _CHOICES[name])


def filter_input(name: str, description: str, fields: Mapping[str, Compared]) -> type:
    """A filter: fields that must all fit, and `and`, `or`, `not` of filters, to depth 3."""
    inside: dict[str, tuple[object, str]] = {
        key: (compared.comparison | None, compared.description) for key, compared in fields.items()
    }
    inside |= {
        "and_": (None, "All of these (nested to depth 3)."),
        "or_": (None, "At least one of these (nested to depth 3)."),
        "not_": (None, "Not this (nested to depth 3)."),
    }
    made = _input(name, description, inside)
    nested = {"and_": list[made] | None, "or_": list[made] | None, "not_": made | None}  # type: ignore[valid-type]  # the type is made here
    for part in made.__strawberry_definition__.fields:
        if part.python_name in nested:
            part.type_annotation = StrawberryAnnotation(nested[part.python_name])
    made.__compared__ = {to_camel_case(key): compared for key, compared in fields.items()}
    return made  # type: ignore[no-any-return]  # a class, as said


def _each(column: str | tuple[str, ...]) -> tuple[str, ...]:
    return (column,) if isinstance(column, str) else column


@strawberry.enum(description="Up or down.")
class OrderDirection(Enum):
    ASC = strawberry.enum_value("ASC", description="Smallest, earliest or A first.")
    DESC = strawberry.enum_value("DESC", description="Largest, latest or Z first.")


def order_input(
    name: str, columns: Mapping[str, tuple[str | tuple[str, ...], str]], default: Sequence[tuple[str, str]]
) -> type:
    """An order: `columns` by enum value (a column, or one after the other, and a description).

    All are NOT NULL, and an index begins with them.
    """
    values = {key: strawberry.enum_value(key, description=words) for key, (_, words) in columns.items()}
    choices: Any = Enum(f"{name}Field", values)  # type: ignore[misc]  # Any: mypy can't follow made enums.
    fields = strawberry.enum(choices, description="What to order by.")
    parts = {
        "__module__": __name__,
        "__annotations__": {"field": fields, "direction": OrderDirection},
        "field": strawberry.field(description="What to order by."),
        "direction": strawberry.field(description="Up or down.", default=OrderDirection.ASC),
    }
    made = strawberry.input(type(name, (), parts), description="One column of an order.")
    made.__columns__ = {key: _each(column) for key, (column, _) in columns.items()}  # type: ignore[attr-defined]  # read back by the reader
    made.__default__ = tuple(default)  # type: ignore[attr-defined]  # read back by page()
    return made
