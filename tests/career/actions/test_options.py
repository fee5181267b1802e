"""What stands behind career options: what is appraised and assessed counts, and statements don't grow."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from factories.appraisal.national import a_national_year
from factories.appraisal.office import Office
from factories.competence import a_standard, an_assessment
from factories.organisation import a_position
from factories.statements import statements
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.models.credit import CreditStanding
from jenjang.appraisal.terms import CreditTarget, Predicate
from jenjang.career.actions.options import Found, Wanted, options
from jenjang.career.rules.requirements import Finding, Lacking
from jenjang.career.terms import MoveKind, Requirement
from jenjang.core.context import Context
from jenjang.organisation.models import Employee, Placement, Position, Unit
from jenjang.organisation.terms import Standing

MANY = 40


async def held(session: AsyncSession, employee_id: UUID) -> UUID:
    one = select(Placement.position_id).where(Placement.employee_id == employee_id)
    return (await session.scalars(one)).one()


async def asked(context: Context, employee_id: UUID, **more: object) -> Found:
    return await options(context, Wanted(employee_id=employee_id, **more), 100, None)  # type: ignore[arg-type]  # as Wanted has them


def finding(found: Found, position_id: UUID, requirement: Requirement) -> Finding:
    (option,) = (one for one in found.options if one.position_id == position_id)
    (told,) = (one for one in option.findings if one.requirement is requirement)
    return told


async def test_as_many_statements_are_asked_for_many_positions_as_for_few(
    session: AsyncSession, context: Context, office: Office
) -> None:
    staff = office.people["staff"]
    admin = office.as_(context, "admin")
    few = len((await asked(admin, staff)).options)
    with statements(session) as before:
        await asked(admin, staff)
    unit = await session.get_one(Unit, ("surakarta", office.units["bidang"]))
    for place in range(MANY):
        await a_position(session, unit, f"Analis {place}", level="AHLI_MUDA", echelon=None)
    with statements(session) as after:
        many = await asked(admin, staff)
    assert len(many.options) == few + MANY == many.total
    assert len(after) == len(before)
    with statements(session) as uncounted:
        page = await options(admin, Wanted(employee_id=staff), 100, None, counted=False)
    assert page.total is None
    assert len(uncounted) == len(after) - 1


async def test_the_levels_that_count_are_held_against_what_the_position_asks_for(
    session: AsyncSession, context: Context, office: Office
) -> None:
    staff, admin = office.people["staff"], office.as_(context, "admin")
    goal = await held(session, office.people["functional"])
    for competency, level in (("M.01", 3), ("M.02", 3), ("M.03", 2)):
        await a_standard(session, goal, competency, level)
    await an_assessment(session, staff, "M.01", 3)
    told = finding(await asked(admin, staff), goal, Requirement.COMPETENCIES)
    lacking = [Lacking("M.02", "Kerja Sama", 3, None), Lacking("M.03", "Komunikasi", 2, None)]
    assert told == Finding(Requirement.COMPETENCIES, Standing.MANUAL, "3", "1", tuple(lacking))
    await an_assessment(session, staff, "M.02", 2)
    told = finding(await asked(admin, staff), goal, Requirement.COMPETENCIES)
    lacking[0] = Lacking("M.02", "Kerja Sama", 3, 2)
    assert told == Finding(Requirement.COMPETENCIES, Standing.MISSING, "3", "1", tuple(lacking))


async def test_years_that_only_siasn_knows_count_as_years(
    session: AsyncSession, context: Context, office: Office
) -> None:
    staff, admin = office.people["staff"], office.as_(context, "admin")
    goal = await held(session, office.people["functional"])
    await a_national_year(session, staff, 2024, Predicate.GOOD)
    await a_national_year(session, staff, 2025, Predicate.VERY_GOOD)
    told = finding(await asked(admin, staff), goal, Requirement.PERFORMANCE)
    assert (told.standing, told.found) == (Standing.MET, "2024 GOOD, 2025 VERY_GOOD")


async def test_the_credit_that_the_next_level_takes_yet_is_told(
    session: AsyncSession, context: Context, office: Office
) -> None:
    person, admin = office.people["functional"], office.as_(context, "admin")
    unit = await session.get_one(Unit, ("surakarta", office.units["bidang"]))
    goal = await a_position(session, unit, "Analis Madya", level="AHLI_MADYA", echelon=None)
    standing = CreditStanding(
        employee_id=person,
        target=CreditTarget.LEVEL,
        level="AHLI_MUDA",
        gathered=Decimal("62.5"),
        needed=Decimal(200),
        counted_to=context.today,
        rule="functional_credit 2023",
    )
    session.add(standing)
    await session.flush()
    told = finding(await asked(admin, person, move=MoveKind.VERTICAL), goal.id, Requirement.CREDIT)
    assert told == Finding(Requirement.CREDIT, Standing.MISSING, "200", "62.5")


async def test_the_same_functional_position_elsewhere_asks_for_no_age(
    session: AsyncSession, context: Context, office: Office
) -> None:
    person, admin = office.people["functional"], office.as_(context, "admin")
    (await session.get_one(Employee, ("surakarta", person))).birth_date = date(1970, 1, 1)
    own = await session.get_one(Position, ("surakarta", await held(session, person)))
    unit = await session.get_one(Unit, ("surakarta", office.units["bidang"]))
    same = await a_position(session, unit, own.name.upper(), level=own.level, echelon=None)
    other = await a_position(session, unit, "Arsiparis Ahli Muda", level=own.level, echelon=None)
    found = {one.position_id: one.findings for one in (await asked(admin, person)).options}
    assert Requirement.AGE not in {one.requirement for one in found[same.id]}
    (age,) = (one for one in found[other.id] if one.requirement is Requirement.AGE)
    assert age == Finding(Requirement.AGE, Standing.MISSING, "53", "56")


async def test_who_is_away_or_should_have_left_is_told_so(
    session: AsyncSession, context: Context, office: Office
) -> None:
    staff, admin = office.people["staff"], office.as_(context, "admin")
    goal = await held(session, office.people["functional"])
    person = await session.get_one(Employee, ("surakarta", staff))
    for state, leaves_on, told in (
        ("ACTIVE", date(2026, 7, 2), (Standing.MET, "ACTIVE")),
        ("UNPAID_LEAVE", None, (Standing.MISSING, "UNPAID_LEAVE")),
        ("ACTIVE", context.today, (Standing.MISSING, "2026-07-01")),
    ):
        person.state, person.retires_on = state, leaves_on
        await session.flush()
        found = finding(await asked(admin, staff), goal, Requirement.IN_SERVICE)
        assert (found.standing, found.found) == told
