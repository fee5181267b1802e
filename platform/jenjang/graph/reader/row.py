"""Where the compiler stands: a row, the date asked for, and what is proven of it."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from jenjang.core.permission import Within
from jenjang.graph.declare import Source, Subject

TENANT = "ctx.tenant"
Path = tuple[str, ...]


class Proof(NamedTuple):
    """Whom or what this column names is within that reach, by whatever permission: another may go as far."""

    held: frozenset[Within]
    subject: Subject
    column: str


class Barred(NamedTuple):
    """A coordinate that the viewer's roles never read: the permission it needs, and where the null stands."""

    needs: str
    path: Path


@dataclass
class Frame:
    """One SELECT of the statement: what it joins to its rows, each at most one row a row.

    `links` remembers link tables, and what stands beside rows, that are joined already, so that fields
    that go through the same link share it.
    """

    joins: list[str] = field(default_factory=list)
    links: dict[tuple[str, str, str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """Where we stand: a row of a type under an alias, or the root (no source).

    `at` is the SQL of the date asked for; `path` leads to the nearest list; `proven` is whose visibility the
    statement has established on the way here.
    """

    alias: str
    source: Source | None
    at: str
    path: Path
    listed: bool = False
    proven: frozenset[Proof] = frozenset()
    frame: Frame = field(default_factory=Frame)

    @property
    def key(self) -> str:
        assert self.source  # noqa: S101  # Only rows of a type with a table have keys.
        return f"{self.alias}.{self.source.key}"

    def column(self, name: str) -> str:
        return f"{self.alias}.{name}"

    def below(self, key: str) -> "Row":
        """The same row, one response key further on."""
        return self if self.listed else replace(self, path=(*self.path, key))
