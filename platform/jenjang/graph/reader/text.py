"""JSON as SQL text: literals and expressions that PostgreSQL concatenates. No row is touched in Python."""

from collections.abc import Callable
from typing import Any

import orjson

NULL = "'null'"


def literal(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


class Json:
    """A growing SQL expression that yields JSON text: neighbouring literals become one."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.pending = ""

    def say(self, words: str) -> "Json":
        """Append JSON that is known now."""
        self.pending += words
        return self

    def put(self, expression: str) -> "Json":
        """Append SQL that yields JSON text and is never null."""
        if expression.startswith("'") and expression.count("'") == 2:  # A lone literal.
            return self.say(expression[1:-1])
        self._flush()
        self.parts.append(expression)
        return self

    def sql(self) -> str:
        self._flush()
        return " || ".join(self.parts) or "''"

    def _flush(self) -> None:
        if self.pending:
            self.parts.append(literal(self.pending))
            self.pending = ""


def _quoted(sql: str) -> str:
    return f"""'"' || {sql} || '"'"""


LEAVES: dict[str, Callable[[str], str]] = {
    "String": lambda sql: f"to_json({sql})::text",
    "ID": lambda sql: _quoted(f"{sql}::text"),
    "Int": lambda sql: f"{sql}::text",
    "Float": lambda sql: f"to_json({sql})::text",
    "Boolean": lambda sql: f"{sql}::text",
    "Date": lambda sql: _quoted(f"{sql}::text"),
    "DateTime": lambda sql: _quoted(f"""to_char({sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""),
    "Decimal": lambda sql: _quoted(f"{sql}::text"),
    "NIP": _quoted,
}


def leaf(sql: str, type_name: str, *, nullable: bool) -> str:
    """A scalar or enum value as JSON text; an enum's column holds the names of its values."""
    text = LEAVES.get(type_name, _quoted)(sql)
    return f"coalesce({text}, {NULL})" if nullable else f"({text})"


def base64(sql: str) -> str:
    """Base64 without the line breaks that PostgreSQL puts in after 76 characters."""
    return f"translate(encode(convert_to({sql}, 'UTF8'), 'base64'), E'\\n', '')"


def global_id(type_name: str, sql: str) -> str:
    """The node's global id as JSON text."""
    name = f"{type_name}:"
    text = f"encode(convert_to('{name}' || {sql}::text, 'UTF8'), 'base64')"
    if len(name) + 36 > 57:  # PostgreSQL breaks the line after 57 bytes.
        text = f"translate({text}, E'\\n', '')"
    return f"({_quoted(text)})"


def as_json(take: Callable[[Any], object]) -> Callable[[Any], str]:  # Any: the reader's Asking, as in Leaf.
    """What a request tells, as JSON text."""
    return lambda asking: orjson.dumps(take(asking)).decode()
