"""The timeline of a person tells results, trainings and assessments among all that happened in service."""

from datetime import date

from factories.appraisal.national import a_national_year
from factories.appraisal.office import Office
from factories.competence import an_assessment
from factories.training import a_certificate, a_course, an_enrolment, an_event
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context
from jenjang.organisation.terms import Predicate
from jenjang.organisation.timeline import timeline

MORE = ("PERFORMANCE", "TRAINING", "COMPETENCY")


async def test_what_the_neighbours_let_see_stands_in_the_timeline(
    session: AsyncSession, context: Context, office: Office
) -> None:
    person = office.people["functional"]
    await a_national_year(session, person, 2024, Predicate.GOOD)
    await a_national_year(session, person, 2025, Predicate.VERY_GOOD)
    course = await a_course(session)
    enrolled = await an_enrolment(session, await an_event(session, course, date(2026, 5, 4)), person)
    certificate = await a_certificate(session, enrolled, course, "0001", ends=date(2026, 5, 5))
    assessed = await an_assessment(session, person, "M.01", 3)
    wrong = await an_assessment(session, person, "M.02", 5)
    wrong.withdrawn_at, wrong.withdrawn_reason = context.now, "Salah orang"
    await session.flush()
    row = timeline.c
    told = select(row.kind, row.title, row.begins_on, row.ends_on).where(row.employee_id == person)
    found = await session.execute(told.where(row.kind.in_(MORE)).order_by(row.precedence, row.begins_on))
    assert [tuple(one) for one in found] == [
        ("PERFORMANCE", "GOOD", date(2024, 1, 1), date(2025, 1, 1)),
        ("PERFORMANCE", "VERY_GOOD", date(2025, 1, 1), date(2026, 1, 1)),
        ("TRAINING", f"{certificate.course} ({certificate.hours} JP)", date(2026, 5, 5), None),
        ("COMPETENCY", "Integritas: tingkat 3", assessed.assessed_on, assessed.expires_on),
    ]
    ids = list(await session.scalars(select(row.id).where(row.employee_id == person)))
    assert len(set(ids)) == len(ids)
