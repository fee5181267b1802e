"""The usual stack: Strawberry resolvers, SQLAlchemy's ORM and DataLoaders, as tutorials have it.

It reads the same tables under the same row-level security; a viewer sees the same people.
"""

import asyncio
import datetime
from base64 import b64encode
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from json import dumps
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader
from strawberry.types import Info

from bench.door import ZONE, Door, opened
from jenjang.core import clock
from jenjang.core.permission import Reach, Viewer
from jenjang.core.settings import Settings
from jenjang.database.engine import bound
from jenjang.organisation import models
from jenjang.organisation.graph import enums
from jenjang.reference.models import Rank as RankRow

Asked = Info["Asking", None]
Found = tuple[UUID, Any]  # Any: a model, different from loader to loader.


def holds(fact: Any, today: datetime.date) -> ColumnElement[bool]:  # Any: a dated model's class.
    held: ColumnElement[bool] = (fact.valid_from <= today) & (
        fact.valid_to.is_(None) | (fact.valid_to > today)
    )
    return held


class Asking:
    """One request: its viewer, its session and its loaders."""

    def __init__(self, viewer: Viewer, session: AsyncSession) -> None:
        self.viewer = viewer
        self.session = session
        self.today = clock.today(ZONE)
        self.alone = asyncio.Lock()
        self.rank = DataLoader(self.ranks)
        self.position = DataLoader(self.positions)
        self.unit = DataLoader(self.units)
        self.placements = DataLoader(self.all_placements)
        self.educations = DataLoader(self.all_educations)

    async def found(self, statement: Any) -> Sequence[Any]:  # Any: whatever is selected.
        """A session does one thing at a time."""
        async with self.alone:
            return (await self.session.execute(statement)).all()

    async def ranks(self, people: list[UUID]) -> list[RankRow | None]:
        held = models.RankHolding
        statement = select(held.employee_id, RankRow).join(RankRow, RankRow.code == held.rank)
        return one_each(
            people, await self.found(statement.where(held.employee_id.in_(people), holds(held, self.today)))
        )

    async def positions(self, people: list[UUID]) -> list[models.Position | None]:
        placed, position = models.Placement, models.Position
        statement = select(placed.employee_id, position).join(position, position.id == placed.position_id)
        return one_each(
            people,
            await self.found(statement.where(placed.employee_id.in_(people), holds(placed, self.today))),
        )

    async def units(self, people: list[UUID]) -> list[models.UnitVersion | None]:
        placed, unit = models.Placement, models.UnitVersion
        statement = select(placed.employee_id, unit).join(unit, unit.unit_id == placed.unit_id)
        statement = statement.where(
            placed.employee_id.in_(people), holds(placed, self.today), holds(unit, self.today)
        )
        return one_each(people, await self.found(statement))

    async def all_placements(self, people: list[UUID]) -> list[list[models.Placement]]:
        row = models.Placement
        statement = select(row.employee_id, row).where(row.employee_id.in_(people))
        return all_each(people, await self.found(statement.order_by(row.valid_from.desc(), row.id.desc())))

    async def all_educations(self, people: list[UUID]) -> list[list[models.Education]]:
        row = models.Education
        statement = select(row.employee_id, row).where(row.employee_id.in_(people))
        return all_each(people, await self.found(statement.order_by(row.graduated_in.desc(), row.id)))


def one_each(people: list[UUID], found: Iterable[Found]) -> list[Any]:  # Any: see Found.
    rows = {row[0]: row[1] for row in found}
    return [rows.get(person) for person in people]


def all_each(people: list[UUID], found: Iterable[Found]) -> list[list[Any]]:  # Any: see Found.
    rows: dict[UUID, list[Any]] = {person: [] for person in people}  # Any: see Found.
    for person, row in found:
        rows[person].append(row)
    return [rows[person] for person in people]


def global_id(kind: str, key: UUID) -> strawberry.ID:
    return strawberry.ID(b64encode(f"{kind}:{key}".encode()).decode())


@strawberry.type
class Rank:
    code: str
    name: str


@strawberry.type
class Position:
    id: strawberry.ID
    name: str


@strawberry.type
class Unit:
    id: strawberry.ID
    name: str
    kind: enums.UnitKind


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
class Employee:
    row: strawberry.Private[models.Employee]
    nip: str
    name: str
    kind: enums.EmployeeKind
    state: enums.ServiceState
    sex: enums.Sex
    appointed_on: datetime.date
    retires_on: datetime.date | None
    work_email: str | None

    @classmethod
    def of(cls, row: models.Employee) -> "Employee":
        return cls(
            row=row,
            nip=row.number,
            name=row.name,
            kind=enums.EmployeeKind(row.kind),
            state=enums.ServiceState(row.state),
            sex=enums.Sex(row.sex),
            appointed_on=row.appointed_on,
            retires_on=row.retires_on,
            work_email=row.work_email,
        )

    @strawberry.field
    def id(self) -> strawberry.ID:
        return global_id("Employee", self.row.id)

    @strawberry.field
    def full_name(self) -> str:
        words = " ".join(word for word in (self.row.front_title, self.row.name) if word)
        return f"{words}, {self.row.back_title}" if self.row.back_title else words

    @strawberry.field
    async def rank(self, info: Asked) -> Rank | None:
        row = await info.context.rank.load(self.row.id)
        return Rank(code=row.code, name=row.name) if row else None

    @strawberry.field
    async def position(self, info: Asked) -> Position | None:
        row = await info.context.position.load(self.row.id)
        return Position(id=global_id("Position", row.id), name=row.name) if row else None

    @strawberry.field
    async def unit(self, info: Asked) -> Unit | None:
        row = await info.context.unit.load(self.row.id)
        if row is None:
            return None
        return Unit(id=global_id("Unit", row.unit_id), name=row.name, kind=enums.UnitKind(row.kind))

    @strawberry.field
    async def placements(self, info: Asked, first: int = 20) -> Placements:
        rows = await info.context.placements.load(self.row.id)
        return Placements(
            nodes=[
                Placement(valid_from=row.valid_from, valid_to=row.valid_to, decree_number=row.decree_number)
                for row in rows[:first]
            ]
        )

    @strawberry.field
    async def educations(self, info: Asked) -> list[Education]:
        rows = await info.context.educations.load(self.row.id)
        return [
            Education(school=row.school, programme=row.programme, graduated_in=row.graduated_in)
            for row in rows
        ]


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
        found = select(models.Employee).where(models.Employee.id == info.context.viewer.employee_id)
        rows = await info.context.found(found)
        return Employee.of(rows[0][0]) if rows else None


@strawberry.type
class Query:
    @strawberry.field
    def viewer(self) -> Me:
        return Me()

    @strawberry.field
    async def employees(self, info: Asked, first: int = 20) -> Employees:
        asking, row = info.context, models.Employee
        found = select(row).order_by(row.name_key, row.id).limit(first + 1)
        if asking.viewer.reach("employee:read") != {Reach.TENANT}:
            placed = models.Placement
            led = select(placed.employee_id).where(
                placed.unit_id.in_(asking.viewer.led_units), holds(placed, asking.today)
            )
            found = found.where(or_(row.id == asking.viewer.employee_id, row.id.in_(led)))
        people = [one[0] for one in await asking.found(found)]
        shown = people[:first]
        cursor = shown and b64encode(dumps([shown[-1].name_key, str(shown[-1].id)]).encode()).decode()
        return Employees(
            nodes=[Employee.of(person) for person in shown],
            page_info=PageInfo(has_next_page=len(people) > first, end_cursor=cursor or None),
        )


class Usual(GraphQL[Asking, None]):
    """Strawberry's own view; a session a request, bound to the viewer's government."""

    door: Door
    engine: AsyncEngine

    async def get_context(self, request: Any, response: Any) -> Asking:  # Any: Strawberry's unions.
        assert isinstance(request, Request)
        assert isinstance(response, Response)
        asking: Asking = request.scope["asking"]
        return asking

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        viewer = await self.door.viewer(scope)
        async with bound(self.engine, viewer.tenant) as session:
            scope["asking"] = Asking(viewer, session)
            await super().__call__(scope, receive, send)


def create_app() -> Starlette:
    usual = Usual(strawberry.Schema(Query))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        settings = Settings()
        usual.engine = create_async_engine(
            settings.database_url.replace("postgresql", "postgresql+asyncpg", 1)
        )
        async with opened(settings) as usual.door:
            yield
        await usual.engine.dispose()

    return Starlette(routes=[Route("/graphql", usual, methods=None)], lifespan=lifespan)
