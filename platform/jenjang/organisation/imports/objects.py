"""Reading JSON as SIASN answers and takes it: objects become a header and rows of text."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jenjang.core.errors import BadUserInput

Told = Mapping[str, Any]
"""One object. Any: whatever JSON holds."""


class ObjectsUnreadable(BadUserInput):
    """The file begins as JSON, but line {line} isn't. Send a list of objects, an answer of SIASN, or one object a line."""  # noqa: E501  # The whole sentence is the message.


def is_json(text: str) -> bool:
    """Whether the text begins as JSON does."""
    return text.lstrip().startswith(("{", "["))


def table_of_objects(text: str) -> list[list[str]]:
    """A header of all their names, in order of appearance, and below it a row for each object.

    The first object is row 2, as if the names stood in row 1. Raises ObjectsUnreadable.
    """
    objects = list(_objects(text))
    header = list(dict.fromkeys(name for one in objects for name in one))
    return [header, *([_cell(one.get(name)) for name in header] for one in objects)]


def _objects(text: str) -> Iterator[Told]:
    """The objects of a list, of what SIASN answers (`data`), or of one document a line."""
    try:
        documents = [(1, json.loads(text))]
    except json.JSONDecodeError:
        documents = list(_lines(text))
    for line, told in documents:
        for one in _listed(told):
            if not isinstance(one, dict):
                raise ObjectsUnreadable("file", line=line)
            yield one


def _lines(text: str) -> Iterator[tuple[int, Any]]:  # Any: whatever JSON holds.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except json.JSONDecodeError:
                raise ObjectsUnreadable("file", line=number) from None


def _listed(told: Any) -> Sequence[Any]:  # Any: whatever JSON holds.
    if isinstance(told, dict) and isinstance(told.get("data"), list):
        return _listed(told["data"])
    return told if isinstance(told, list) else [told]


def _cell(value: object) -> str:
    """A value as a text table would carry it."""
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
