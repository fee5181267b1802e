"""What the pages must be told: governments, health, contract, and in a demo whom to try it as."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Protocol


class State(StrEnum):
    """How a part of the installation does."""

    UP = "up"
    AWAY = "away"
    UNUSED = "unused"
    """Not configured, and not missed."""


@dataclass(frozen=True, slots=True)
class Health:
    """The two parts that a server leans on. Redis away is slower, the database away is no service."""

    database: State
    redis: State

    @property
    def ready(self) -> bool:
        return self.database is State.UP


class Government(Protocol):
    """A tenant as its catalogue describes it."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def region_code(self) -> str: ...

    @property
    def province_code(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to try the demo as."""

    place: str
    """The code of a government, or its kode wilayah."""
    key: str
    """What the command line's `--as` calls it."""
    name: str = ""
    """The person's name, where there is one to show."""

    @property
    def path(self) -> str:
        """What `/graphiql?as=` expects."""
        return f"{self.place}/{self.key}"


@dataclass(frozen=True, slots=True)
class Demo:
    """Whom to try it as, and how to get a token for one of them. Never in production."""

    personas: Sequence[Persona]
    token: Callable[[Persona], str]

    def find(self, path: str) -> Persona | None:
        return next((persona for persona in self.personas if persona.path == path), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What a certificate says to everybody."""

    number: str
    hash: str
    agrees: bool
    """Whether what is kept of it is what the hash was reckoned of as it was issued."""
    course: str
    hours: int
    begins_on: date
    ends_on: date
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """All that the pages show, from the front door."""

    governments: Sequence[Government]
    health: Callable[[], Awaitable[Health]]
    """Answers within 2 seconds, whatever is away."""
    contract: str
    """The published contract as one SDL document; empty where none is."""
    people: Callable[[], Awaitable[Mapping[str, int]]] | None = None
    """People by government; one that can't be counted now is left out. None: that is nobody's business."""
    demo: Demo | None = None
    certificate: Callable[[str, str], Awaitable[Certificate | None]] | None = None
    """What a government's certificate of that code says; None: there is none such."""

    def ordered(self) -> list[Government]:
        """The governments by kode wilayah: each province before what lies in it."""
        return sorted(self.governments, key=attrgetter("region_code"))

    def personas(self) -> dict[str, list[Persona]]:
        """The demo's personas by the name of their place, in the governments' order; none outside a demo."""
        names = {key: one.name for one in self.ordered() for key in (one.code, one.region_code)}
        found: dict[str, list[Persona]] = {name: [] for name in names.values()}
        for persona in self.demo.personas if self.demo else ():
            found.setdefault(names.get(persona.place, persona.place), []).append(persona)
        return {place: personas for place, personas in found.items() if personas}
