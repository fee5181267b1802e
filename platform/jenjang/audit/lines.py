"""A chain as lines of JSON, one an entry: what is exported, and checked without a database."""

import json
from collections.abc import Iterable, Iterator

from jenjang.audit.chain import Link
from jenjang.core.errors import Refusal

PLACE = ("number", "previous", "hash")
"""What a line tells beside the entry's content: all other members are its content."""


class LineUnreadable(Refusal):
    """Line {line} is no entry of an export by `jenjang audit export`."""


def line(link: Link) -> str:
    """An entry as its line, without the line's end."""
    place = {"number": link.number, "previous": link.previous.hex(), "hash": link.hash.hex()}
    return json.dumps(place | dict(link.content), ensure_ascii=False, separators=(",", ":"))


def links(lines: Iterable[str]) -> Iterator[Link]:
    """The entries of an export. Raises LineUnreadable."""
    for place, text in enumerate(lines, 1):
        try:
            told = json.loads(text)
            content = {name: value for name, value in told.items() if name not in PLACE}
            previous, hashed = bytes.fromhex(told["previous"]), bytes.fromhex(told["hash"])
            yield Link(int(told["number"]), content, previous, hashed)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise LineUnreadable(line=place) from None
