"""How many in a unit have a plan that stands on a date, against a plain reckoning."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from factories.appraisal.office import SEATS, an_office
from factories.career import a_plan
from factories.served import OURS, PUBLIC, Served, governments_in, opened, settings_of

from jenjang.career.terms import PlanState
from jenjang.core import clock
from jenjang.database.engine import bound, engine
from jenjang.identity.issuers import embedded_url

TODAY = clock.today("Asia/Jakarta")
BELOW = {"government": {"government", "dinas", "badan", "bidang"}, "dinas": {"dinas", "bidang"}}
ASKED = """query ($on: Date) { units(first: 10, asOf: $on) { nodes {
  id careerPlanCoverage { people planned percent } } } }"""
Stood = list[tuple[str, date, date]]


@pytest.fixture
async def stood(fresh_database, tmp_path: Path) -> AsyncIterator[tuple[Served, Stood]]:
    """A government whose people had plans at times, some of them one after the other; and those times."""
    chance, times = Random(5), []  # noqa: S311  # Days for a test, not secrets.
    app = engine(fresh_database.app_url, connections=1)
    async with bound(app, OURS) as session:
        office = await an_office(session, TODAY, embedded_url(PUBLIC, OURS))
        for name in SEATS:
            await a_plan(session, office.people[name], TODAY, PlanState.SUBMITTED)
            ends, state = TODAY + timedelta(days=chance.randint(-200, 200)), PlanState.APPROVED
            for _ in range(chance.randint(0, 3)):
                begins = ends - timedelta(days=365)
                await a_plan(session, office.people[name], begins, state, stands_until=ends)
                times.append((name, begins, ends))
                ends, state = begins + timedelta(days=chance.randint(-90, 90)), PlanState.RENEWED
    await app.dispose()
    settings = settings_of(fresh_database, governments_in(tmp_path, OURS))
    async with opened(settings, {OURS: office.settled}) as served:
        yield served, times


@pytest.mark.parametrize("days", [-500, -200, 0, 90])
async def test_it_counts_whoever_has_a_plan_that_stands_then(stood: tuple[Served, Stood], days: int) -> None:
    served, times = stood
    on = TODAY + timedelta(days=days)
    planned = {name for name, begins, ends in times if begins <= on < ends}
    answer = await served.data(ASKED, {"on": on.isoformat()}, subject="admin")
    told = sorted(
        (one["careerPlanCoverage"]["people"], one["careerPlanCoverage"]["planned"])
        for one in answer["units"]["nodes"]
    )
    expected = []
    for unit in ("government", "dinas", "badan", "bidang"):
        people = {name for name, seat in SEATS.items() if seat.unit in BELOW.get(unit, {unit})}
        expected.append((len(people), len(people & planned)))
    assert told == sorted(expected)


async def test_who_reads_no_careers_there_is_told_nothing(stood: tuple[Served, Stood]) -> None:
    served, _ = stood
    for who, seen in (("colleague", 0), ("chief", 1), ("leader", 2)):
        units = (await served.data(ASKED, {"on": None}, subject=who))["units"]["nodes"]
        assert sum(one["careerPlanCoverage"] is not None for one in units) == seen
