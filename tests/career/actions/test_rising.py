"""The way up a functional line, as the shipped rules tell it: level by level, rank by rank."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from factories.appraisal.national import a_national_year
from factories.appraisal.office import Office
from factories.organisation import a_placement, a_position, an_employee
from factories.statements import statements
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.models.credit import CreditProjection, CreditStanding
from jenjang.appraisal.terms import CreditTarget, Predicate
from jenjang.career.actions.options import Wanted, options
from jenjang.career.actions.promotions import Promotion, promotion
from jenjang.career.rules.promotion import Blocked
from jenjang.career.rules.requirements import Finding
from jenjang.career.terms import Blocker, PromotionKind, Requirement
from jenjang.core.context import Context
from jenjang.organisation.models import Education, Employee, Placement, Position, ServicePeriod, Unit
from jenjang.organisation.terms import EmployeeKind, ServiceState, Standing

NO_SPAN = (None, None)


@dataclass(frozen=True)
class Line:
    """Somebody in a position of a level, and whoever manages careers."""

    session: AsyncSession
    context: Context
    unit: Unit
    person: Employee
    placement: Placement

    async def position(self, level: str) -> Position:
        return await a_position(self.session, self.unit, "Tujuan", level=level, echelon=None, ranks=NO_SPAN)

    async def found(self, goal: Position, requirement: Requirement) -> Finding | None:
        of = await options(self.context, Wanted(employee_id=self.person.id), 100, None)
        (option,) = (one for one in of.options if one.position_id == goal.id)
        return next((one for one in option.findings if one.requirement is requirement), None)

    async def standing(self, goal: Position, requirement: Requirement) -> Standing:
        found = await self.found(goal, requirement)
        assert found
        return found.standing

    async def next_rank(self, assumed: Predicate | None = None) -> Promotion:
        found = await promotion(self.context, self.person.id, assumed)
        assert found
        return found

    async def credited(self, target: CreditTarget, level: str, gathered: int) -> UUID:
        standing = CreditStanding(
            employee_id=self.person.id,
            target=target,
            level=level,
            gathered=Decimal(gathered),
            needed=Decimal(100),
            counted_to=date(2026, 1, 1),
            rule="functional_credit 2023",
        )
        self.session.add(standing)
        await self.session.flush()
        return standing.id

    async def results(self, *years: int) -> None:
        for year in years:
            await a_national_year(self.session, self.person.id, year, Predicate.GOOD)

    async def school(self, level: str) -> None:
        self.session.add(Education(employee_id=self.person.id, level=level, graduated_in=2005))
        await self.session.flush()


async def line(
    session: AsyncSession,
    context: Context,
    office: Office,
    level: str,
    rank: str,
    kind: EmployeeKind = EmployeeKind.PNS,
) -> Line:
    unit = await session.get_one(Unit, ("surakarta", office.units["bidang"]))
    person = await an_employee(session, "Wulan", kind=kind, rank=rank)
    held = await a_position(session, unit, "Asal", level=level, echelon=None, ranks=NO_SPAN)
    placement = await a_placement(session, person, held)
    return Line(session, office.as_(context, "admin"), unit, person, placement)


async def test_the_top_rank_of_a_level_leads_to_the_next_one(
    session: AsyncSession, context: Context, office: Office
) -> None:
    of = await line(session, context, office, "AHLI_PERTAMA", "III/b")
    await of.credited(CreditTarget.LEVEL, "AHLI_PERTAMA", 100)
    muda = await of.position("AHLI_MUDA")
    assert await of.found(muda, Requirement.RANK) == Finding(
        Requirement.RANK, Standing.MET, "III/b – III/d", "III/b"
    )
    assert await of.standing(muda, Requirement.CREDIT) is Standing.MET
    told = await of.next_rank()
    blocked = [one for one in told.windows[0].blocked if one.by is Blocker.TOP_OF_POSITION]
    assert blocked == [Blocked(Blocker.TOP_OF_POSITION, level="AHLI_MUDA")]


async def test_a_rank_below_the_top_of_the_level_rises_in_it_first(
    session: AsyncSession, context: Context, office: Office
) -> None:
    of = await line(session, context, office, "AHLI_PERTAMA", "III/a")
    assert await of.standing(await of.position("AHLI_MUDA"), Requirement.RANK) is Standing.MISSING
    blocked = {one.by for window in (await of.next_rank()).windows for one in window.blocked}
    assert Blocker.TOP_OF_POSITION not in blocked


async def test_credit_of_another_level_tells_nothing_of_this_one(
    session: AsyncSession, context: Context, office: Office
) -> None:
    of = await line(session, context, office, "AHLI_MUDA", "III/d")
    madya = await of.position("AHLI_MADYA")
    manual = Finding(Requirement.CREDIT, Standing.MANUAL, "CREDIT")
    assert await of.found(madya, Requirement.CREDIT) == manual  # None is counted yet.
    await of.credited(CreditTarget.LEVEL, "AHLI_PERTAMA", 100)
    assert await of.found(madya, Requirement.CREDIT) == manual
    await session.execute(update(CreditStanding).values(level="AHLI_MUDA"))
    assert await of.standing(madya, Requirement.CREDIT) is Standing.MET


@pytest.mark.parametrize(
    ("origin", "rank", "goal"),
    [("PENYELIA", "III/d", "AHLI_MADYA"), ("AHLI_PERTAMA", "III/b", "PENYELIA")],
)
async def test_from_line_to_line_is_no_rise(
    session: AsyncSession, context: Context, office: Office, origin: str, rank: str, goal: str
) -> None:
    of = await line(session, context, office, origin, rank)
    await of.credited(CreditTarget.LEVEL, origin, 100)
    across = await of.position(goal)
    assert await of.found(across, Requirement.CREDIT) is None
    assert await of.found(across, Requirement.AGE) is not None  # The age at entry.
    assert await of.standing(across, Requirement.RANK) is Standing.MISSING


async def test_the_usual_ranks_of_pns_are_asked_of_no_pppk(
    session: AsyncSession, context: Context, office: Office
) -> None:
    of = await line(session, context, office, "AHLI_PERTAMA", "PPPK-IX", EmployeeKind.PPPK)
    muda = await of.position("AHLI_MUDA")
    assert await of.found(muda, Requirement.RANK) is None
    muda.lowest_rank = "III/d"
    await session.flush()
    assert await of.standing(muda, Requirement.RANK) is Standing.MANUAL


async def test_a_regular_rank_may_exceed_what_the_position_spans(
    session: AsyncSession, context: Context, office: Office
) -> None:
    of = await line(session, context, office, "PELAKSANA", "III/d")
    await of.school("S2")
    await of.results(2024, 2025)
    told = await of.next_rank()
    assert told.kind is PromotionKind.REGULER
    assert told.first_open
    await session.execute(update(Education).values(level="S1"))
    assert [one.by for one in (await of.next_rank()).windows[0].blocked] == [Blocker.TOP_OF_EDUCATION]


async def test_credit_that_is_expected_opens_a_window(
    session: AsyncSession, context: Context, office: Office
) -> None:
    of = await line(session, context, office, "AHLI_MUDA", "III/c")
    await of.results(2024, 2025)
    standing = await of.credited(CreditTarget.RANK, "AHLI_MUDA", 60)
    for predicate, met_on in ((Predicate.GOOD, date(2026, 9, 1)), (Predicate.VERY_GOOD, date(2026, 8, 1))):
        row = {"standing_id": standing, "employee_id": of.person.id, "predicate": predicate}
        session.add(CreditProjection(met_on=met_on, **row))
    await session.flush()
    told = await of.next_rank()
    assert told.windows[0].blocked == (Blocked(Blocker.CREDIT, date(2026, 9, 1)),)
    assert told.first_open
    assert told.first_open.on == date(2026, 9, 1)
    better = (await of.next_rank(Predicate.VERY_GOOD)).first_open
    assert better
    assert better.on == date(2026, 8, 1)
    await session.execute(update(CreditStanding).values(level="AHLI_PERTAMA"))
    assert (await of.next_rank()).first_open is None


async def test_credit_that_is_gathered_blocks_nothing_where_no_result_is_known(
    session: AsyncSession, context: Context, office: Office
) -> None:
    of = await line(session, context, office, "AHLI_MUDA", "III/c")
    await of.credited(CreditTarget.RANK, "AHLI_MUDA", 100)
    assert [one.by for one in (await of.next_rank()).windows[0].blocked] == [Blocker.PERFORMANCE]


@pytest.mark.parametrize(
    ("state", "by"),
    [
        (ServiceState.CANDIDATE, Blocker.CANDIDATE),
        (ServiceState.SUSPENDED, Blocker.AWAY),
        (ServiceState.UNPAID_LEAVE, Blocker.AWAY),
        (ServiceState.RESIGNED, Blocker.NOT_IN_SERVICE),
        (ServiceState.DISMISSED, Blocker.NOT_IN_SERVICE),
    ],
)
async def test_who_left_or_is_away_gets_no_rank(
    session: AsyncSession, context: Context, office: Office, state: ServiceState, by: Blocker
) -> None:
    of = await line(session, context, office, "PELAKSANA", "III/a")
    await of.school("S1")
    await of.results(2024, 2025)
    assert (await of.next_rank()).first_open
    theirs = update(ServicePeriod).where(ServicePeriod.employee_id == of.person.id)
    await session.execute(theirs.values(state=state))
    told = await of.next_rank()
    assert told.first_open is None
    assert all(window.blocked == (Blocked(by),) for window in told.windows)


async def test_the_way_of_who_studies_is_that_of_the_position_left_for_it(
    session: AsyncSession, context: Context, office: Office
) -> None:
    of = await line(session, context, office, "AHLI_MUDA", "III/c")
    of.placement.valid_to = date(2026, 1, 1)
    await session.flush()
    assert (await of.next_rank()).kind is PromotionKind.REGULER
    of.person.state = ServiceState.STUDY_LEAVE
    await session.flush()
    assert (await of.next_rank()).kind is PromotionKind.FUNCTIONAL


async def test_as_many_statements_are_asked_of_the_functional_as_of_others(
    session: AsyncSession, context: Context, office: Office
) -> None:
    many = []
    for level in ("AHLI_MUDA", "PENGAWAS"):
        of = await line(session, context, office, level, "III/c")
        with statements(session) as asked:
            await of.next_rank()
        many.append(len(asked))
    assert many[0] == many[1]
