"""Taking up what others told: which deed follows an event of which name."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jenjang.core.context import Context
from jenjang.events.telling import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Event):
    """An event as it is delivered."""

    id: UUID
    made_at: datetime


Handle = Callable[[Context, Sequence[Letter]], Awaitable[None]]
"""Takes letters of one name up, in their order, in a transaction of their government.

Its transaction is that in which they are marked as delivered, so that what it writes to our tables is
written once. What it sends elsewhere may be sent again: let the letter's id tell. Whatever it concerns
(`context.concern`) stands in the chain of deeds; if that is nothing, there is no entry.
"""


@dataclass(frozen=True, slots=True)
class Handler:
    """What a domain does when another tells of something."""

    name: str
    deed: str
    """What the chain of deeds calls it."""
    handle: Handle


def person_of(letter: Letter) -> UUID:
    """Of whom a letter tells. Every letter about people names one, by the same name."""
    person = letter.payload["employee_id"]
    assert isinstance(person, UUID)  # noqa: S101  # Who tells of people names one.
    return person


Handlers = Mapping[str, Sequence[Handler]]
"""All of them, by the names of events."""


def on(name: str, *, deed: str) -> Callable[[Handle], Handler]:
    """Declare what takes up events of that name; `jenjang/handlers.py` gathers what is declared."""
    return lambda handle: Handler(name, deed, handle)


def gathered(handlers: Iterable[Handler]) -> Handlers:
    """Handlers by the names of events; of one name in the order given."""
    found = defaultdict[str, list[Handler]](list)
    for handler in handlers:
        found[handler.name].append(handler)
    return dict(found)
