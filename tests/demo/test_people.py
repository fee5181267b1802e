"""The demo's people are believable, the same at every start, and come in through the import."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from jenjang.core.settings import HOUSE
from jenjang.database.engine import bound, engine
from jenjang.demo.people.arrival import bring_in
from jenjang.demo.people.calendar_days import AS_OF, FOUNDED
from jenjang.demo.people.files import FILES, World, codes, contents, day, leaders_of, world
from jenjang.demo.people.offices import subtree
from jenjang.demo.people.personas import personas
from jenjang.demo.people.samples import SAMPLES, write_files
from jenjang.organisation.imports.models import ImportBatch
from jenjang.organisation.models import (
    Employee,
    Leadership,
    Placement,
    Position,
    RankHolding,
    Sanction,
    Unit,
)
from jenjang.organisation.rules.number import NumberRule, check_bearer, parse_number
from jenjang.organisation.terms import EmployeeKind, UnitKind
from jenjang.rules.shelf import shipped
from jenjang.tenancy.catalogue import GovernmentKind, catalogue

TODAY = date(2026, 11, 21)
GOVERNMENTS = catalogue(HOUSE / "tenants")
BROUGHT = ("surakarta", "plaju")
CODES = codes()


def test_there_are_people_for_each_government_of_the_demo() -> None:
    provinces = {code for code, one in GOVERNMENTS.items() if one.kind is GovernmentKind.PROVINCE}
    assert set(CODES) == set(GOVERNMENTS) - provinces
    assert len(CODES) == 8


@pytest.mark.parametrize("code", CODES)
def test_each_number_tells_its_bearer_and_nobody_else_in_the_demo_bears_it(code: str) -> None:
    rule = NumberRule(**shipped("civil_service_number", AS_OF).body)
    numbers = Counter(each.number for other in CODES for each in world(other).crew.servants)
    for servant in world(code).crew.servants:
        number = parse_number(servant.number, rule, AS_OF)
        check_bearer(number, servant.kind, servant.birth_date, servant.sex)
        assert numbers[servant.number] == 1
        if servant.kind is EmployeeKind.PNS:
            assert number.appointed == servant.appointed_on


@pytest.mark.parametrize("code", CODES)
def test_people_are_spread_over_ages_kinds_ranks_and_schools(code: str) -> None:
    servants = world(code).crew.servants
    assert len(servants) == 400
    ages = sorted((AS_OF - each.birth_date).days / 365.25 for each in servants)
    assert 19 < ages[0] < 27
    assert 50 < ages[-20] < 60
    contracts = sum(each.kind is EmployeeKind.PPPK for each in servants)
    assert 30 < contracts < 140
    assert len({each.ranks[-1][1] for each in servants}) >= 12
    assert {each.schooling.level for each in servants} == {"SMA", "D3", "S1", "S2"}
    assert sum(each.on_study_leave for each in servants) == 3
    assert 2 <= sum(each.is_candidate for each in servants) <= 40


@pytest.mark.parametrize("code", CODES)
def test_every_date_is_in_order_and_none_is_later_than_the_day_of_the_files(code: str) -> None:
    for servant in world(code).crew.servants:
        for facts in (servant.ranks, servant.posts):
            dates = [on for on, _ in facts]
            assert dates == sorted(set(dates))
            assert servant.appointed_on <= dates[0]
            assert dates[-1] <= AS_OF
        assert servant.graduated_in <= servant.appointed_on.year


@pytest.mark.parametrize("code", CODES)
def test_a_career_is_told_from_its_beginning(code: str) -> None:
    for servant in world(code).crew.servants:
        assert servant.ranks[0][0] == servant.appointed_on
        assert servant.posts[0][0] == max(servant.appointed_on, FOUNDED)


@pytest.mark.parametrize("code", CODES)
def test_years_of_service_lead_up_the_ranks(code: str) -> None:
    low = [
        servant.number
        for servant in world(code).crew.servants
        if servant.kind is EmployeeKind.PNS
        and servant.ranks[-1][1].startswith("II/")
        and servant.appointed_on < AS_OF.replace(year=AS_OF.year - 20)
    ]
    assert low == []


@pytest.mark.parametrize("code", CODES)
def test_each_lives_somewhere_else_went_to_a_school_and_works_as_something_short(code: str) -> None:
    files = contents(world(code))
    people = list(csv.DictReader(files["people.csv"].decode().splitlines(), delimiter="|"))
    assert len({row["ALAMAT"] for row in people}) > 395
    assert all(row["NAMA SEKOLAH"] for row in people)
    assert 200 < sum(bool(row["EMAIL"]) for row in people) < 320
    positions = csv.DictReader(files["positions.csv"].decode().splitlines(), delimiter="|")
    assert max(len(row["JABATAN NAMA"]) for row in positions) <= 45


def test_the_files_are_the_same_at_every_start() -> None:
    first = contents(world("plaju"))
    world.cache_clear()
    assert contents(world("plaju")) == first
    assert list(first) == list(FILES)


def test_the_files_can_be_written_to_look_at(tmp_path: Path) -> None:
    written = write_files(tmp_path / "maulafa", "maulafa")
    assert [path.name for path in written] == [*FILES, *SAMPLES]
    lines = written[2].read_text("utf-8").splitlines()
    assert len(lines) == 401
    assert lines[0].count("|") == 70
    assert day(date(2026, 3, 1)) == "01-03-2026"


@pytest.mark.parametrize("code", CODES)
def test_personas_are_a_leader_of_a_team_one_of_its_staff_a_superior_a_mentor_and_an_admin(
    code: str,
) -> None:
    invented, chosen = world(code), personas(code)
    by_number = {each.number: each for each in invented.crew.servants}
    assert set(chosen) == {"leader", "staff", "superior", "mentor", "admin"}
    assert len({*chosen.values()}) == 5
    leader, staff = by_number[chosen["leader"]], by_number[chosen["staff"]]
    below = {*subtree(invented.offices, leader.post.unit)}
    assert leader.post.is_head
    assert staff.post.unit == leader.post.unit
    superior = leaders_of(invented)[superior_unit(invented, leader.post.unit)]
    assert chosen["superior"] == superior.number
    assert 35 <= sum(each.post.unit in below for each in invented.crew.servants) <= 65
    assert by_number[chosen["mentor"]].post.level in ("AHLI_MADYA", "AHLI_MUDA", "ADMINISTRATOR")


def superior_unit(invented: World, unit: str) -> str:
    """The nearest unit above that somebody leads."""
    parents = {office.id: office.parent or "" for office in invented.offices}
    above = parents[unit]
    return above if above in leaders_of(invented) else superior_unit(invented, above)


@pytest.fixture(scope="module")
async def peopled(database, vault):
    """Two governments brought in."""
    told: list[tuple[int, int]] = []
    for code in BROUGHT:
        government = GOVERNMENTS[code]
        count = await bring_in(database.app_url, vault, government, TODAY, lambda *step: told.append(step))
        assert count == 400
    assert told == [(place, 6) for _ in BROUGHT for place in range(1, 7)]
    return database


@pytest.fixture(params=BROUGHT)
async def session(request, peopled):
    app = engine(peopled.app_url)
    async with bound(app, request.param) as session:
        yield session
    await app.dispose()


async def count(session, model, *where) -> int:
    return await session.scalar(select(func.count(model.id)).where(*where))


async def test_everybody_has_a_rank_a_position_and_a_day_of_retirement(session) -> None:
    assert await count(session, Employee) == 400
    assert await count(session, Employee, Employee.retires_on > AS_OF) == 400
    assert await count(session, RankHolding, RankHolding.valid_to.is_(None)) == 400
    assert await count(session, Placement, Placement.valid_to.is_(None)) == 400


async def test_histories_reach_back_and_positions_mostly_fit(session) -> None:
    assert await count(session, RankHolding) > 500
    assert await count(session, Placement) > 450
    placements = await count(session, Placement)
    assert await count(session, Placement, Placement.fits) > 0.85 * placements
    assert await count(session, Placement, Placement.fits.is_(False)) > 0


async def test_some_retire_soon_some_study_and_some_are_disciplined(session) -> None:
    soon = AS_OF.replace(year=AS_OF.year + 5)
    assert await count(session, Employee, Employee.retires_on < soon) >= 10
    assert await count(session, Employee, Employee.state == "STUDY_LEAVE") == 3
    assert await count(session, Sanction) == 5


async def test_every_unit_is_led_by_its_head_or_by_whoever_acts(session) -> None:
    leaderless = await session.scalar(
        text(
            "SELECT count(*) FROM units u WHERE NOT EXISTS (SELECT FROM leaderships l WHERE l.unit_id = u.id)"
        )
    )
    assert leaderless == 0
    assert await count(session, Leadership, Leadership.kind == "PLT") >= 1


async def test_some_positions_are_critical_and_some_seats_vacant(session) -> None:
    assert await count(session, Position, Position.critical) >= 2
    seats = await session.scalar(select(func.sum(Position.seats)))
    assert seats > 410


async def test_a_government_is_one_tree(session) -> None:
    orphans = await session.scalar(
        text("SELECT count(*) FROM unit_versions WHERE parent_id IS NULL AND kind <> :root"),
        {"root": UnitKind.GOVERNMENT},
    )
    assert orphans == 0
    assert await count(session, Unit) >= 30


async def test_a_second_start_brings_nothing_new(peopled, vault) -> None:
    assert await bring_in(peopled.app_url, vault, GOVERNMENTS["plaju"], TODAY) == 400
    app = engine(peopled.app_url)
    async with bound(app, "plaju") as session:
        batches = await session.scalars(select(ImportBatch).order_by(ImportBatch.id))
        assert [(each.created_count, each.changed_count) for each in batches][6:] == [(0, 0)] * 6
        assert await count(session, Sanction) == 5
    await app.dispose()
