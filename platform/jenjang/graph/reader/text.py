"""JSON as SQL text: words and expressions that PostgreSQL concatenates. No row is touched in Python."""

from base64 import b64encode
from collections.abc import Callable, Iterable


def literal(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


class Json:
    """JSON in the making: words known now, between them SQL that yields text and is never null."""

    def __init__(self, *parts: str) -> None:
        self.parts = parts  # Words at even places, SQL at odd ones.

    def __add__(self, other: "Json") -> "Json":
        return Json(*self.parts[:-1], self.parts[-1] + other.parts[0], *other.parts[1:])

    def sql(self) -> str:
        """What follows a list is put together first, so that its rows aren't copied for each part of it."""
        terms = [part if place % 2 else literal(part) for place, part in enumerate(self.parts) if part]
        chain = terms.pop() if terms else "''"
        for term in reversed(terms):
            chain = f"({term} || {chain})" if term.startswith("']") else f"{term} || {chain}"
        return chain


def bracketed(begin: str, parts: Iterable[Json], end: str) -> Json:
    """Members or items in their brackets."""
    json, comma = Json(begin), ""
    for part in parts:
        json += Json(comma) + part
        comma = ","
    return json + Json(end)


def computed(sql: str) -> Json:
    """JSON that the expression yields."""
    return Json("", sql, "")


def quoted(sql: str) -> Json:
    """A JSON string of text that needs no escape."""
    return Json('"', sql, '"')


def or_null(sql: str) -> Json:
    """JSON that the expression yields, or null where it is NULL."""
    return computed(f"coalesce({sql}, 'null')")


def only_if(condition: str, value: Json) -> Json:
    """A value, or null where the condition doesn't hold."""
    return computed(f"CASE WHEN {condition} THEN {value.sql()} ELSE 'null' END")


LEAVES: dict[str, Callable[[str], Json]] = {
    "String": lambda sql: computed(f"json_scalar({sql})::text"),
    "ID": lambda sql: quoted(f"{sql}::text"),
    "Int": lambda sql: computed(f"{sql}::text"),
    "Float": lambda sql: computed(f"json_scalar({sql})::text"),
    "Boolean": lambda sql: computed(f"{sql}::text"),
    "Date": lambda sql: quoted(f"{sql}::text"),
    "DateTime": lambda sql: quoted(f"""to_char({sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""),
    "Decimal": lambda sql: quoted(f"{sql}::text"),
}


def leaf(sql: str, type_name: str, *, nullable: bool) -> Json:
    """A scalar or enum value; an enum's column holds the names of its values."""
    value = LEAVES.get(type_name, quoted)(sql)
    return or_null(value.sql()) if nullable else value


def array(sql: str) -> Json:
    """A list of texts that a column holds."""
    return computed(f"to_json({sql})::text")


def base64(sql: str) -> str:
    """Base64 without the line breaks that PostgreSQL puts in after 76 characters."""
    return f"translate(encode(convert_to({sql}, 'UTF8'), 'base64'), E'\\n', '')"


def global_id(type_name: str, sql: str) -> Json:
    """The node's global id: base64 of its type and key. Of each three letters of the type we know now
    what four they become; what remains is too short for PostgreSQL to break the line."""
    name = f"{type_name}:"
    known = len(name) - len(name) % 3
    rest = literal(name[known:]) + " || " if name[known:] else ""
    key = f"encode(convert_to({rest}{sql}::text, 'UTF8'), 'base64')"
    return Json(f'"{b64encode(name[:known].encode()).decode()}', key, '"')
