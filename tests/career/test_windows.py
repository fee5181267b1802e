"""What careers look at, through the eyes of the role that serves: every column, one government."""

from datetime import date
from decimal import Decimal

import pytest
from factories.appraisal.office import Office
from factories.training import a_certificate, a_course, an_enrolment, an_event
from sqlalchemy import Table, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.models.credit import CreditProjection, CreditStanding, NationalResult
from jenjang.appraisal.terms import CreditTarget, CycleKind, Predicate, Rating
from jenjang.organisation.windows import (
    course_levels,
    credit_expected,
    credit_needs,
    performance_years,
)
from jenjang.training.looking import completed

RULED = {"rule": "functional_credit 2023"}


@pytest.fixture
async def rows(session: AsyncSession, office: Office) -> None:
    """A year that SIASN knows, where somebody stands in credit, and a course completed."""
    course = await a_course(session)
    person = office.people["functional"]
    enrolled = await an_enrolment(session, await an_event(session, course, date(2026, 5, 4)), person)
    await a_certificate(session, enrolled, course, "0001")
    rated = {"results": Rating.AS_EXPECTED, "behaviour": Rating.AS_EXPECTED, "follows": Predicate.GOOD}
    of = {"employee_id": person, "kind": CycleKind.ANNUAL, "predicate": Predicate.GOOD, "rule": "r 1"}
    session.add(NationalResult(year=2025, number=1, **rated, **of))
    standing = CreditStanding(
        employee_id=person,
        target=CreditTarget.RANK,
        level="AHLI_MUDA",
        gathered=Decimal("62.5"),
        needed=Decimal(100),
        counted_to=date(2026, 1, 1),
        **RULED,
    )
    session.add(standing)
    await session.flush()
    met = date(2027, 7, 1)
    of = {"standing_id": standing.id, "employee_id": person, "predicate": Predicate.GOOD}
    session.add(CreditProjection(met_on=met, **of))
    await session.flush()


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(
    "window",
    [
        performance_years,
        credit_needs,
        credit_expected,
        course_levels,
        completed,
    ],
    ids=lambda one: one.name,
)
async def test_a_window_has_its_columns_and_shows_the_bound_government_only(
    session: AsyncSession, window: Table
) -> None:
    (row,) = (await session.execute(select(window))).all()
    assert row.tenant_id == "surakarta"
    await session.execute(text("SELECT set_config('app.tenant_id', 'plaju', true)"))
    assert {row.tenant_id for row in await session.execute(select(window))} <= {"plaju"}
    await session.execute(text("SELECT set_config('app.tenant_id', '', true)"))
    assert (await session.execute(select(window))).all() == []


@pytest.mark.usefixtures("rows")
async def test_a_need_tells_what_is_there_and_when_it_is_met(session: AsyncSession, office: Office) -> None:
    (need,) = await session.execute(select(credit_needs))
    assert (need.target, need.gathered, need.needed) == ("RANK", Decimal("62.5"), Decimal(100))
    (met,) = await session.execute(select(credit_expected))
    assert (met.employee_id, met.target, met.met_on) == (
        office.people["functional"],
        "RANK",
        date(2027, 7, 1),
    )


async def test_a_course_without_levels_is_known_all_the_same(session: AsyncSession) -> None:
    taught, plain = await a_course(session), await a_course(session, "YAN-2", teaches=None)
    rows = {
        (row.course_id, row.code, row.subject, row.level)
        for row in await session.execute(select(course_levels))
    }
    assert rows == {(taught.id, "YAN-1", "M.05", 4), (plain.id, "YAN-2", None, None)}
