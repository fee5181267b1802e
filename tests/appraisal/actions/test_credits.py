"""Published annual results of functional positions become credit, exactly; a changed one anew."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from factories.appraisal.results import ABOVE, AS_EXPECTED, BELOW, a_cycle, a_result
from factories.organisation import a_placement, a_position, an_employee
from sqlalchemy import event, select, update

from jenjang.appraisal.actions.credits import give_credit
from jenjang.appraisal.actions.publishing import publish
from jenjang.appraisal.actions.standings import count_credit
from jenjang.appraisal.models.credit import Credit, CreditProjection, CreditStanding
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.terms import CreditTarget, CycleKind, Predicate
from jenjang.organisation.models import Employee, Placement, RankHolding, Unit
from jenjang.organisation.terms import EmployeeKind

MUDA = {"level": "AHLI_MUDA"}


async def standings(session, person):
    columns = (CreditStanding.gathered, CreditStanding.needed, CreditStanding.counted_to)
    of_person = select(CreditStanding.target, *columns).where(CreditStanding.employee_id == person)
    return {row.target: tuple(row[1:]) for row in await session.execute(of_person)}


async def credits_of(session):
    return [(row.year, row.predicate, row.months, row.amount, row.rule) for row in await credit_rows(session)]


async def credit_rows(session):
    return (await session.scalars(select(Credit).order_by(Credit.year))).all()


async def test_a_published_year_gives_credit_and_tells_where_the_person_stands(as_, office, session):
    appraisal = await a_result(session, office, "functional", (ABOVE, ABOVE), **MUDA)
    assert await publish(as_("admin"), [appraisal.id]) == 1
    assert await credits_of(session) == [(2025, "VERY_GOOD", 12, Decimal("37.5"), "functional_credit 2023")]
    assert await standings(session, office.people["functional"]) == {
        CreditTarget.RANK: (Decimal("37.5"), Decimal(100), date(2026, 1, 1)),
        CreditTarget.LEVEL: (Decimal("37.5"), Decimal(200), date(2026, 1, 1)),
    }
    projected = select(CreditProjection.predicate, CreditProjection.met_on).join(
        CreditStanding, CreditStanding.id == CreditProjection.standing_id
    )
    of_rank = await session.execute(projected.where(CreditStanding.target == CreditTarget.RANK))
    assert dict(map(tuple, of_rank)) == {
        Predicate.VERY_GOOD: date(2027, 9, 1),
        Predicate.GOOD: date(2028, 7, 1),
        Predicate.NEEDS_IMPROVEMENT: date(2029, 5, 1),
        Predicate.POOR: date(2031, 1, 1),
        Predicate.VERY_POOR: date(2036, 1, 1),
    }


async def test_nothing_but_annual_results_of_functional_positions_is_converted(as_, office, session):
    quarter = await a_cycle(session, kind=CycleKind.QUARTERLY)
    long_ago = await a_cycle(session, year=2022)
    ids = [
        (await a_result(session, office, "staff", level="PELAKSANA")).id,
        (await a_result(session, office, "chief", level=None)).id,
        (await a_result(session, office, "functional", cycle=quarter, months=3, **MUDA)).id,
        (await a_result(session, office, "functional", cycle=long_ago, **MUDA)).id,
    ]
    assert await publish(as_("admin"), ids) == 4
    assert await credits_of(session) == []
    assert await standings(session, office.people["functional"]) == {}


async def test_an_unpublished_result_gives_nothing(as_, office, session):
    appraisal = await a_result(session, office, "functional", **MUDA)
    await give_credit(as_("admin"), [appraisal.id])
    assert await credits_of(session) == []


async def test_a_result_that_a_decision_changed_is_converted_anew(as_, office, session):
    appraisal = await a_result(session, office, "functional", (BELOW, AS_EXPECTED), months=6, **MUDA)
    await publish(as_("admin"), [appraisal.id])
    assert await credits_of(session) == [
        (2025, "NEEDS_IMPROVEMENT", 6, Decimal("9.375"), "functional_credit 2023")
    ]
    await session.refresh(appraisal)
    appraisal.predicate = Predicate.GOOD
    await session.flush()
    session.expunge_all()
    await give_credit(as_("head"), [appraisal.id])
    assert await credits_of(session) == [(2025, "GOOD", 6, Decimal("12.5"), "functional_credit 2023")]
    assert (await standings(session, office.people["functional"]))[CreditTarget.RANK][0] == Decimal("12.5")


async def test_years_add_up_and_a_change_of_rank_begins_anew(as_, office, session):
    person = office.people["functional"]
    for year in (2023, 2024, 2025):
        cycle = await a_cycle(session, year=year)
        await publish(as_("admin"), [(await a_result(session, office, "functional", cycle=cycle, **MUDA)).id])
    assert (await standings(session, person))[CreditTarget.RANK][0] == Decimal(75)
    old = update(RankHolding).where(RankHolding.employee_id == person)
    await session.execute(old.values(valid_to=date(2024, 10, 1)))
    session.add(RankHolding(employee_id=person, rank="III/d", valid_from=date(2024, 10, 1)))
    await session.flush()
    await count_credit(as_("admin"), [person])
    found = await standings(session, person)
    assert found[CreditTarget.RANK][0] == Decimal("31.25")
    assert found[CreditTarget.LEVEL][0] == Decimal(75)


async def test_another_position_of_the_level_goes_on_and_another_level_begins_at_nothing(
    as_, office, session
):
    person = await session.get_one(Employee, ("surakarta", office.people["functional"]))
    unit = await session.get_one(Unit, ("surakarta", office.units["bidang"]))
    cycle = await a_cycle(session, year=2025)
    await publish(as_("admin"), [(await a_result(session, office, "functional", cycle=cycle, **MUDA)).id])

    async def moved(level, on):
        held = update(Placement).where(Placement.employee_id == person.id, Placement.valid_to.is_(None))
        await session.execute(held.values(valid_to=on))
        position = await a_position(session, unit, f"{level} {on}", level=level, echelon=None)
        await a_placement(session, person, position, since=on)
        await count_credit(as_("admin"), [person.id])
        return await standings(session, person.id)

    assert (await moved("AHLI_MUDA", date(2026, 2, 1)))[CreditTarget.LEVEL][0] == Decimal(25)
    assert await moved("AHLI_MADYA", date(2026, 4, 1)) == {
        CreditTarget.RANK: (Decimal(0), Decimal(150), date(2026, 4, 1)),
        CreditTarget.LEVEL: (Decimal(0), Decimal(450), date(2026, 4, 1)),
    }
    assert await moved("AHLI_UTAMA", date(2026, 5, 1)) == {
        CreditTarget.RANK: (Decimal(0), Decimal(200), date(2026, 5, 1)),
    }
    assert len(await projected(session)) == len(Predicate)
    assert await moved("ADMINISTRATOR", date(2026, 6, 1)) == {}
    assert await projected(session) == {}


async def test_counted_anew_a_standing_is_the_same_one_with_other_days(as_, office, session):
    appraisal = await a_result(session, office, "functional", (BELOW, AS_EXPECTED), **MUDA)
    await publish(as_("admin"), [appraisal.id])
    before = await projected(session)
    changed = update(Appraisal).where(Appraisal.id == appraisal.id).values(predicate=Predicate.GOOD)
    await session.execute(changed)
    await give_credit(as_("head"), [appraisal.id])
    after = await projected(session)
    assert before.keys() == after.keys()
    assert (len(after), all(after[one] < before[one] for one in after)) == (10, True)


async def projected(session):
    rows = await session.execute(
        select(CreditProjection.standing_id, CreditProjection.predicate, CreditProjection.met_on)
    )
    return {(row.standing_id, row.predicate): row.met_on for row in rows}


async def test_a_pppk_is_given_credit_but_rises_by_none(as_, office, session):
    unit = await session.get_one(Unit, ("surakarta", office.units["bidang"]))
    teacher = await an_employee(session, "Guru", kind=EmployeeKind.PPPK, rank=None)
    position = await a_position(session, unit, "Guru", level="AHLI_PERTAMA", echelon=None)
    await a_placement(session, teacher, position)
    people = replace(office, people={**office.people, "teacher": teacher.id})
    appraisal = await a_result(session, people, "teacher", level="AHLI_PERTAMA")
    await publish(as_("admin"), [appraisal.id])
    assert await credits_of(session) == [(2025, "GOOD", 12, Decimal("12.5"), "functional_credit 2023")]
    assert await standings(session, teacher.id) == {}


async def test_many_are_given_credit_in_as_many_statements_as_one(as_, office, session):
    names = ["functional", "staff", "colleague", "clerk"]
    cycle = await a_cycle(session)
    ids = [(await a_result(session, office, name, cycle=cycle, **MUDA)).id for name in names]
    await publish(as_("admin"), ids)
    assert await statements(session, give_credit(as_("admin"), ids[:1])) == await statements(
        session, give_credit(as_("admin"), ids)
    )


async def statements(session, deed):
    engine, said = session.get_bind(), []

    def hear(_connection, _cursor, statement, *_rest):
        said.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        await deed
    finally:
        event.remove(engine, "before_cursor_execute", hear)
    assert said
    return len(said)
