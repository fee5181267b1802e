"""The usual stack: Strawberry resolvers, SQLAlchemy's ORM and DataLoaders, as tutorials have it.

It reads the same tables under the same row-level security; a viewer sees the same people.
"""

import asyncio
import datetime
from base64 import b64encode
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from json import dumps
from typing import Any, cast
from uuid import UUID

import strawberry
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader
from strawberry.types import Info

from bench import orm_career
from bench.door import ZONE, Door, body_of, opened
from bench.orm_record import Mutation, Recording
from jenjang.core import clock
from jenjang.core.permission import Reach, Viewer
from jenjang.core.sealing import Vault
from jenjang.core.settings import Settings
from jenjang.database.engine import bound
from jenjang.organisation import models
from jenjang.organisation.graph import enums
from jenjang.reference.models import Rank as RankRow

Row = Any  # Any: Strawberry takes a model for the type of the same attributes; mypy can't know that.
Asked = Info["Asking", None]


class Asking:
    """One request: its viewer, its session and its loaders, which find rows by person."""

    def __init__(self, viewer: Viewer, session: AsyncSession) -> None:
        self.viewer = viewer
        self.session = session
        self.today = clock.today(ZONE)
        self.alone = asyncio.Lock()
        self.recording: Recording | None = None
        held, placed, learnt = models.RankHolding, models.Placement, models.Education
        position, unit = models.Position, models.UnitVersion
        self.rank = self.loader(
            select(held.employee_id, RankRow).join(RankRow, RankRow.code == held.rank).where(self.holds(held))
        )
        self.position = self.loader(
            select(placed.employee_id, position)
            .join(position, position.id == placed.position_id)
            .where(self.holds(placed))
        )
        self.unit = self.loader(
            select(placed.employee_id, unit)
            .join(unit, unit.unit_id == placed.unit_id)
            .where(self.holds(placed), self.holds(unit))
        )
        self.placements = self.loader(
            select(placed.employee_id, placed).order_by(placed.valid_from.desc(), placed.id.desc())
        )
        self.educations = self.loader(
            select(learnt.employee_id, learnt).order_by(learnt.graduated_in.desc(), learnt.id)
        )
        self.careers = orm_career.Careers(self)

    def holds(self, fact: Row) -> ColumnElement[bool]:
        ends = fact.valid_to
        return cast(
            "ColumnElement[bool]", (fact.valid_from <= self.today) & (ends.is_(None) | (ends > self.today))
        )

    def loader(self, statement: Row) -> DataLoader[UUID, list[Row]]:
        """Each person's rows: the statement selects the person first."""

        async def load(people: list[UUID]) -> list[list[Row]]:
            rows: dict[UUID, list[Row]] = {person: [] for person in people}
            for person, *row in await self.found(statement.where(statement.selected_columns[0].in_(people))):
                rows[person].append(row if len(row) > 1 else row[0])
            return [rows[person] for person in people]

        return DataLoader(load)

    async def found(self, statement: Row) -> Iterable[Row]:
        """What a statement finds; a session does one thing at a time."""
        async with self.alone:
            return (await self.session.execute(statement)).all()


def global_id(kind: str, key: UUID) -> strawberry.ID:
    return strawberry.ID(b64encode(f"{kind}:{key}".encode()).decode())


@strawberry.type
class Rank:
    code: str
    name: str


@strawberry.type
class Position:
    name: str

    @strawberry.field
    def id(self: Row) -> strawberry.ID:
        return global_id("Position", self.id)


@strawberry.type
class Unit:
    name: str

    @strawberry.field
    def id(self: Row) -> strawberry.ID:
        return global_id("Unit", self.unit_id)

    @strawberry.field
    def kind(self: Row) -> enums.UnitKind:
        return enums.UnitKind(self.kind)


@strawberry.type
class Education:
    school: str | None
    programme: str | None
    graduated_in: int


@strawberry.type
class Placement:
    valid_from: datetime.date
    valid_to: datetime.date | None
    decree_number: str | None


@strawberry.type
class Placements:
    nodes: list[Placement]


@strawberry.type
class Employee(orm_career.CareerFields):
    name: str
    appointed_on: datetime.date
    retires_on: datetime.date | None
    work_email: str | None

    @strawberry.field
    def id(self: Row) -> strawberry.ID:
        return global_id("Employee", self.id)

    @strawberry.field
    def nip(self: Row) -> str:
        return cast("str", self.number)

    @strawberry.field
    def kind(self: Row) -> enums.EmployeeKind:
        return enums.EmployeeKind(self.kind)

    @strawberry.field
    def state(self: Row) -> enums.ServiceState:
        return enums.ServiceState(self.state)

    @strawberry.field
    def sex(self: Row) -> enums.Sex:
        return enums.Sex(self.sex)

    @strawberry.field
    def full_name(self: Row) -> str:
        words = " ".join(word for word in (self.front_title, self.name) if word)
        return f"{words}, {self.back_title}" if self.back_title else words

    @strawberry.field
    async def rank(self: Row, info: Asked) -> Rank | None:
        return next(iter(await info.context.rank.load(self.id)), None)

    @strawberry.field
    async def position(self: Row, info: Asked) -> Position | None:
        return next(iter(await info.context.position.load(self.id)), None)

    @strawberry.field
    async def unit(self: Row, info: Asked) -> Unit | None:
        return next(iter(await info.context.unit.load(self.id)), None)

    @strawberry.field
    async def placements(self: Row, info: Asked, first: int = 20) -> Placements:
        return Placements(nodes=(await info.context.placements.load(self.id))[:first])

    @strawberry.field
    async def educations(self: Row, info: Asked) -> list[Education]:
        return await info.context.educations.load(self.id)


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class Employees:
    nodes: list[Employee]
    page_info: PageInfo


@strawberry.type
class Me:
    @strawberry.field
    async def person(self, info: Asked) -> Employee | None:
        mine = select(models.Employee).where(models.Employee.id == info.context.viewer.employee_id)
        return next((row[0] for row in await info.context.found(mine)), None)


@strawberry.type
class Query:
    @strawberry.field
    def viewer(self) -> Me:
        return Me()

    @strawberry.field
    async def employees(self, info: Asked, first: int = 20) -> Employees:
        asking, row, placed = info.context, models.Employee, models.Placement
        listed = select(row).order_by(row.name_key, row.id).limit(first + 1)
        if asking.viewer.reach("employee:read") != {Reach.TENANT}:
            led = select(placed.employee_id).where(
                placed.unit_id.in_(asking.viewer.units_of("employee:read")), asking.holds(placed)
            )
            listed = listed.where(or_(row.id == asking.viewer.employee_id, row.id.in_(led)))
        people = [one[0] for one in await asking.found(listed)]
        shown = people[:first]
        cursor = shown and b64encode(dumps([shown[-1].name_key, str(shown[-1].id)]).encode()).decode()
        more = PageInfo(has_next_page=len(people) > first, end_cursor=cursor or None)
        return Employees(nodes=shown, page_info=more)


class Later:
    """An answer that is held back."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.held: list[Message] = []

    async def __call__(self, message: Message) -> None:
        self.held.append(message)

    async def go(self) -> None:
        for message in self.held:
            await self.send(message)


def repeated(body: bytes) -> Receive:
    """A request's body, to be read again."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


class Usual(GraphQL[Asking, None]):
    """Strawberry's own view; a session a request, bound to the viewer's government."""

    door: Door
    engine: AsyncEngine
    vault: Vault

    async def get_context(self, request: Any, response: Any) -> Asking:  # noqa: ARG002  # Any: as declared there.
        return cast("Asking", cast("Request", request).scope["asking"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        viewer = await self.door.viewer(scope)
        async with bound(self.engine, viewer.tenant) as session:
            scope["asking"] = asking = Asking(viewer, session)
            key = next((value for name, value in scope["headers"] if name == b"idempotency-key"), None)
            if key is None:
                return await super().__call__(scope, receive, send)
            body = await body_of(receive)
            seals = self.vault.of(viewer.tenant)
            asking.recording = Recording(viewer, session, seals, asking.today, key.decode(), body)
            answered = Later(send)
            await super().__call__(scope, repeated(body), answered)
        # Nobody is told of what isn't committed.
        return await answered.go()


def create_app() -> Starlette:
    usual = Usual(strawberry.Schema(Query, Mutation))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        settings = Settings()
        usual.engine = create_async_engine(
            settings.database_url.replace("postgresql", "postgresql+asyncpg", 1)
        )
        usual.vault = Vault(settings.keys)
        async with opened(settings) as usual.door:
            yield
        await usual.engine.dispose()

    return Starlette(routes=[Route("/graphql", usual, methods=None)], lifespan=lifespan)
