"""What a deed is given: who asks, when, and of one government a session bound to it, and its seals."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.orm.interfaces import ORMOption

from jenjang.core import clock
from jenjang.core.errors import NotFound
from jenjang.core.permission import Viewer
from jenjang.core.sealing import Seals
from jenjang.core.tries import Tries, Uncounted

M = TypeVar("M", bound=DeclarativeBase)


@dataclass(slots=True)
class Context:
    """One request's (or one job's) dealings with one government."""

    viewer: Viewer
    session: AsyncSession
    now: datetime
    today: date
    seals: Seals
    language: str = "id"
    request_id: str = field(default="-")
    public_url: str = field(default="")
    """Where this installation is reached, as its own issuers are called."""
    zone: str = field(default="Asia/Jakarta")
    """The government's own time zone (IANA): its days begin there at midnight."""
    tries: Tries = field(default_factory=Uncounted)
    """What counts guesses in vain."""
    cited: list[str] = field(default_factory=list)
    """Names and versions of the rules that the deed at hand was decided by."""

    concerned: list[tuple[str, UUID]] = field(default_factory=list)
    """What the deed at hand is about beside what it answers with: types and keys."""

    @property
    def tenant(self) -> str:
        return self.viewer.tenant

    def day_of(self, at: datetime) -> date:
        """The day on which a moment is for the government."""
        return clock.today(self.zone, at)

    def cite(self, version: str) -> None:
        """Note that a version of a rule decides what is done."""
        if version not in self.cited:
            self.cited.append(version)

    def concern(self, type_name: str, key: UUID) -> None:
        """Note that what is done is about this, too."""
        self.concerned.append((type_name, key))

    async def get(
        self,
        model: type[M],
        key: UUID,
        *options: ORMOption,
        lock: bool = False,
        field: str | tuple[str, ...] = "id",
    ) -> M:
        """The row with that id in this government, locked on request.

        Raises NotFound, at the input `field` that named it: a row of another government
        can't be told from one that never was.
        """
        # What was read before it was locked may have changed since: a locked row is read anew.
        row = await self.session.get(
            model,
            (self.tenant, key),
            options=options,
            with_for_update=lock or None,
            populate_existing=lock,
        )
        if row is None:
            raise NotFound(field)
        return row
