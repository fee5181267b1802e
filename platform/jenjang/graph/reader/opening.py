"""Sealed values in an answer: the statement marks where they stand, and they are opened as it leaves.

A mark begins and ends with the character U+0001, which no JSON text holds: PostgreSQL escapes it in strings.
So nothing that a row says can pass for a mark.
"""

import re
from functools import partial

import orjson

from jenjang.core.sealing import Seals
from jenjang.graph.reader.text import Json, computed, or_null

EDGE = "\1"
MARK = re.compile(f"{EDGE}([a-z_]+)\\.([a-z_]+):([0-9a-f-]{{36}}):([0-9a-f]*):([a-z]*){EDGE}")
"""The table, the column, the row's id, what is sealed (hexadecimal), the part asked for if it is JSON."""


class MarkBroken(Exception):
    """A statement gave a mark that can't be read."""


def sealed(alias: str, table: str, column: str, part: str, *, nullable: bool) -> Json:
    """The mark of a row's sealed value. `part`: SQL of the member wanted of a JSON object; empty: all."""
    sql = (
        f"chr(1) || '{table}.{column}:' || {alias}.id::text || ':' || encode({alias}.{column}, 'hex')"
        f" || ':' || {part} || chr(1)"
    )
    return or_null(sql) if nullable else computed(sql)


def opened(text: str, seals: Seals) -> str:
    """The answer's JSON with its marks opened. Raises SealBroken."""
    found = MARK.sub(partial(_opened, seals), text)
    if EDGE in found:
        raise MarkBroken
    return found


def _opened(seals: Seals, mark: re.Match[str]) -> str:
    table, column, row, value, part = mark.groups()
    text = seals.unseal(table, column, row, bytes.fromhex(value))
    return orjson.dumps(orjson.loads(text)[part] if part else text).decode()
