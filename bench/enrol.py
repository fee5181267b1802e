"""A crowd at one event: 200 people enrol at once, then 200 are approved at once where the budget is short.

`python -m bench.enrol` makes a government on engines of its own, serves it from one process, and asks over
HTTP on 200 connections. Who is told to come again does, until there is an answer or a minute is over. At the
end the database is asked who has a seat, who waits, and how much is promised.
"""

import argparse
import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2
from sqlalchemy import func, select, text

from bench.seed import PUBLIC_URL, World, seed
from bench.servers import Server, serving
from jenjang.core import clock
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound, engine
from jenjang.demo.engines import embedded
from jenjang.identity.issuers import embedded_url
from jenjang.identity.models import Account
from jenjang.identity.personas import BROWSER, issue_for, issue_to
from jenjang.operations.house import as_house
from jenjang.organisation.models import Employee
from jenjang.tenancy.catalogue import catalogue
from jenjang.training.models.enrolments import TrainingEnrolment

TENANT, ZONE = "t1", "Asia/Jakarta"
SEATS, PRICE, MONEY = 30, 1_000_000, 20_500_000
"""The budget is good for twenty of thirty seats, and not for a twenty-first."""
PATIENCE = 60.0
"""Seconds after which somebody has no answer."""
ADD = """mutation($i: TrainingCourseAddInput!) { trainingCourseAdd(input: $i) {
    course { id } userErrors { code message } } }"""
OPEN = """mutation($i: TrainingEventOpenInput!) { trainingEventOpen(input: $i) {
    event { id } userErrors { code message } } }"""
SET = """mutation($i: TrainingBudgetSetInput!) { trainingBudgetSet(input: $i) {
    budget { id } userErrors { code message } } }"""
ENROL = """mutation($i: TrainingEnrolInput!) { trainingEnrol(input: $i) {
    enrolment { id state } userErrors { code message } } }"""
APPROVE = """mutation($i: TrainingEnrolmentApproveInput!) { trainingEnrolmentApprove(input: $i) {
    enrolment { id state } userErrors { code message } } }"""
EVENT = "query($id: ID!) { node(id: $id) { ... on TrainingEvent { seated waiting } } }"
UNITS = "{ units(first: 1, filter: {kind: {eq: GOVERNMENT}}) { nodes { id } } }"
BUDGET = "{ trainingBudgets(first: 1) { nodes { ceiling committed available } } }"


@dataclass
class Crowd:
    """What became of those who asked at once."""

    took: list[float] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    again: int = 0
    unanswered: int = 0

    def __str__(self) -> str:
        took = sorted(self.took)
        half, last = (took[int(len(took) * part)] for part in (0.5, 0.99))
        said = ", ".join(f"{count} {what}" for what, count in sorted(self.told.items()))
        return (
            f"{said}; half in {half:.1f} s, 99 % in {last:.1f} s, all in {took[-1]:.1f} s;"
            f" told to come again {self.again} times; without an answer {self.unanswered}"
        )


@dataclass(frozen=True)
class House:
    """The server, and who asks it."""

    http: httpx2.AsyncClient
    admin: str
    people: Sequence[str]

    async def ask(self, token: str, document: str, **variables: object) -> httpx2.Response:
        body = {"query": document, "variables": variables}
        return await self.http.post("/graphql", json=body, headers={"Authorization": f"Bearer {token}"})

    async def data(self, document: str, **variables: object) -> Any:  # Any: JSON.
        answer = (await self.ask(self.admin, document, **variables)).json()
        assert "errors" not in answer, answer
        return answer["data"]

    async def do(self, document: str, **asked: object) -> Any:  # Any: as above.
        """A deed of the admin's, and what it made."""
        (done,) = (await self.data(document, i=asked)).values()
        assert not done.pop("userErrors"), done
        (made,) = done.values()
        return made["id"]

    async def until_told(self, crowd: Crowd, token: str, document: str, **asked: object) -> str | None:
        """Ask until it is done or refused; the id of the enrolment."""
        begun = time.perf_counter()
        while time.perf_counter() - begun < PATIENCE:
            answer = await self.ask(token, document, i=asked)
            found = answer.json()
            if "errors" in found:
                crowd.again += 1
                await asyncio.sleep(float(answer.headers.get("retry-after", 1)))
                continue
            crowd.took.append(time.perf_counter() - begun)
            (done,) = found["data"].values()
            if done["userErrors"]:
                crowd.told[done["userErrors"][0]["code"]] += 1
                return None
            crowd.told[done["enrolment"]["state"]] += 1
            return str(done["enrolment"]["id"])
        crowd.unanswered += 1
        return None


async def tokens(world: World, people: int) -> list[str]:
    """So many people's, each with an account of its own."""
    government = catalogue(world.settings.tenants)[TENANT]
    issuer = embedded_url(PUBLIC_URL, TENANT)
    database = engine(world.settings.database_url, connections=1)
    async with bound(database, TENANT) as session:
        known = select(Account.employee_id).where(Account.employee_id.is_not(None))
        chosen = select(Employee.id).where(Employee.id.not_in(known)).order_by(Employee.id).limit(people)
        for place, one in enumerate(await session.scalars(chosen)):
            session.add(Account(issuer=issuer, subject=f"crowd-{place}", employee_id=one))
    await database.dispose()
    lifetime = timedelta(hours=2)
    return [
        issue_for(world.settings, government, f"crowd-{place}", BROWSER, lifetime) for place in range(people)
    ]


async def held(house: House, cost: int) -> str:
    """An event of a month from now."""
    on = clock.today(ZONE) + timedelta(days=30)
    course = await house.do(
        ADD,
        code=f"UKUR-{cost}",
        name="Pelayanan Publik",
        form="TECHNICAL",
        provider="BKPSDM",
        amount=4,
        validFrom=str(clock.today(ZONE)),
    )
    day = on + timedelta(days=bool(cost))
    times = {"beginsAt": f"{day}T01:00:00Z", "endsAt": f"{day}T04:00:00Z"}
    return str(
        await house.do(
            OPEN,
            courseId=course,
            title="Angkatan I",
            place="Aula",
            quota=SEATS,
            enrolUntil=str(on),
            cost=str(cost),
            source="APBD",
            meetings=[{"topic": "Materi", **times}],
        )
    )


async def at_once(
    house: House, ask: Callable[[Crowd, int], Awaitable[str | None]]
) -> tuple[Crowd, list[str | None]]:
    crowd = Crowd()
    made = await asyncio.gather(*(ask(crowd, place) for place in range(len(house.people))))
    return crowd, list(made)


async def enrolled(house: House, event: str) -> list[str | None]:
    """All enrol at once; the ids of what they made."""

    async def enrol(crowd: Crowd, place: int) -> str | None:
        return await house.until_told(crowd, house.people[place], ENROL, eventId=event)

    crowd, made = await at_once(house, enrol)
    print(f"{len(made)} enrolled at once: {crowd}", flush=True)
    assert not crowd.unanswered, crowd
    assert all(made), crowd
    return made


async def approved(house: House, enrolments: Sequence[str | None]) -> None:
    """All are approved at once."""

    async def approve(crowd: Crowd, place: int) -> str | None:
        asked = {"enrolmentId": enrolments[place], "expectedVersion": 1}
        return await house.until_told(crowd, house.admin, APPROVE, **asked)

    crowd, made = await at_once(house, approve)
    print(f"{len(made)} approved at once: {crowd}", flush=True)
    assert not crowd.unanswered, crowd
    assert all(made), crowd


def check_held(event: Any, seated: int, people: int) -> None:  # Any: JSON.
    """So many have a seat, and all others wait: nobody is lost, and no seat is given twice."""
    found = event["node"]
    wanted = {"seated": seated, "waiting": people - seated}
    assert found == wanted, (found, wanted)


async def measure(world: World, server: Server, people: int) -> None:
    governments = catalogue(world.settings.tenants)
    # A connection that stood idle may be closed by the server just as it is used again.
    limits = httpx2.Limits(max_connections=people, max_keepalive_connections=0)
    async with AsyncExitStack() as stack:
        http = httpx2.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", limits=limits, timeout=PATIENCE)
        await stack.enter_async_context(http)
        admin = issue_to(world.settings, governments[TENANT], "admin")
        house = House(http, admin, await tokens(world, people))
        (root,) = (await house.data(UNITS))["units"]["nodes"]
        free, dear = await held(house, 0), await held(house, PRICE)
        year = (clock.today(ZONE) + timedelta(days=31)).year
        await house.do(SET, unitId=root["id"], year=year, source="APBD", ceiling=str(MONEY))
        await enrolled(house, free)
        held_free = await house.data(EVENT, id=free)
        print(f"in the database: {held_free}")
        check_held(held_free, min(SEATS, people), people)
        await approved(house, await enrolled(house, dear))
        held_dear = await house.data(EVENT, id=dear)
        print(f"in the database: {held_dear}, {await house.data(BUDGET)}")
        check_held(held_dear, min(SEATS, MONEY // PRICE, people), people)
    await check(world)


async def check(world: World) -> None:
    """Nobody is enrolled twice for an event; what is promised is what seats cost, within the budget."""
    database = engine(world.settings.database_url, connections=1)
    of = TrainingEnrolment
    async with as_house(database, TENANT, Vault(world.settings.keys)) as context:
        assert context
        twice = select(of.event_id).group_by(of.event_id, of.employee_id).having(func.count() > 1)
        assert not (await context.session.scalars(twice)).all()
        costs = await context.session.scalar(select(func.sum(of.cost)))
        promised = await context.session.scalar(text("SELECT sum(committed) FROM training_budgets"))
        assert costs == promised, (costs, promised)
        assert promised <= MONEY, promised
    await database.dispose()
    print(f"Nobody is enrolled twice; {promised} rupiah are promised, and seats for as much are given.")


def run(people: int, folder: Path) -> None:
    with embedded(folder) as engines:
        world = World(folder, engines.superuser_url, engines.redis_url, 1, people * 5)
        asyncio.run(seed(world))
        with serving("ours", world) as server:
            asyncio.run(measure(world, server, people))


def main() -> None:
    parser = argparse.ArgumentParser("python -m bench.enrol", description=__doc__)
    parser.add_argument("--people", type=int, default=200, help="who ask at once (200)")
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="jenjang-") as folder:
        run(asked.people, Path(folder))


if __name__ == "__main__":
    main()
