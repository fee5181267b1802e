"""Answers: the bytes that go out, put together without touching a field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from jenjang.graph.errors import Rendered
from jenjang.graph.limits import LIMITS, Measure
from jenjang.graph.quota import Allowance


@dataclass
class Answer:
    """What an operation came to. `data` is JSON, or None where nothing was executed."""

    data: bytes | None
    errors: Sequence[Rendered] = ()
    measure: Measure | None = None
    allowance: Allowance | None = None
    replayed: bool = False

    @property
    def code(self) -> str | None:
        """The first error's code."""
        return self.errors[0]["extensions"]["code"] if self.errors else None

    @property
    def reason(self) -> str | None:
        """What more is known of it than its code."""
        return self.errors[0]["extensions"].get("reason") if self.errors else None

    @property
    def retry_after(self) -> int | None:
        """Seconds to wait, where waiting helps."""
        return self.errors[0]["extensions"].get("retryAfter") if self.errors else None

    def body(self) -> bytes:
        parts = [b"{"]
        if self.errors:
            parts += [b'"errors":', orjson.dumps(self.errors), b","]
        if self.data is not None:
            parts += [b'"data":', self.data, b","]
        if self.measure:
            cost = f'"extensions":{{"cost":{{"requested":{self.measure.price},"maximum":{LIMITS.cost}}}}},'
            parts.append(cost.encode())
        return _closed(parts)


def joined(keys: Sequence[str], values: Mapping[str, bytes]) -> bytes:
    """A JSON object of fields that are JSON already, in that order."""
    parts = [b"{"]
    for key in keys:
        parts += [b'"%s":' % key.encode(), values[key], b","]
    return _closed(parts)


def _closed(parts: list[bytes]) -> bytes:
    """The object's bytes, joined once: what is long isn't copied for each part."""
    parts[-1] = parts[-1].removesuffix(b",")
    return b"".join([*parts, b"}"])
