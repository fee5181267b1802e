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
        parts = []
        if self.errors:
            parts.append(b'"errors":' + orjson.dumps(self.errors))
        if self.data is not None:
            parts.append(b'"data":' + self.data)
        if self.measure:
            cost = f'"extensions":{{"cost":{{"requested":{self.measure.price},"maximum":{LIMITS.cost}}}}}'
            parts.append(cost.encode())
        return b"{" + b",".join(parts) + b"}"


def joined(keys: Sequence[str], values: Mapping[str, bytes]) -> bytes:
    """A JSON object of fields that are JSON already, in that order."""
    return b"{" + b",".join(b'"%s":%s' % (key.encode(), values[key]) for key in keys) + b"}"
