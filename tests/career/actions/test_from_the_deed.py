"""Steps end and rights are granted by whatever deed makes it so: nobody's deed goes by untold."""

from dataclasses import replace
from datetime import date

import pytest
from career.conftest import As
from factories.appraisal.after import POOR, heard, objected, published
from factories.appraisal.office import Office
from factories.career import a_goal, a_plan, a_step
from factories.events import Post
from factories.imports import delimited
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.actions.deciding import Decide, decide
from jenjang.appraisal.terms import CycleKind, ObjectionOutcome, Rating
from jenjang.career.models import CareerStep
from jenjang.career.terms import StepKind
from jenjang.competence.actions.assessing import Assess, Withdraw, assess, withdraw
from jenjang.competence.terms import AssessmentSource
from jenjang.core.context import Context
from jenjang.organisation.imports.batches import import_file
from jenjang.organisation.models import Employee
from jenjang.organisation.terms import ImportKind
from jenjang.study.entitlements import StudyEntitlement

TODAY, BEGAN = date(2026, 7, 1), date(2025, 6, 1)


@pytest.fixture
async def waits(session: AsyncSession, office: Office) -> CareerStep:
    """A step of the staff's approved plan that a good result ends."""
    plan = await a_plan(session, office.people["staff"], BEGAN)
    return await a_step(session, await a_goal(session, plan, date(2027, 7, 1)), StepKind.APPRAISAL)


@pytest.fixture
def post() -> Post:
    return Post()


async def granted(session: AsyncSession) -> list[tuple[object, int]]:
    rows = await session.scalars(select(StudyEntitlement))
    return [(one.employee_id, one.year) for one in rows]


async def test_a_result_that_an_objection_raises_ends_a_step_and_gives_a_right(
    context: Context, session: AsyncSession, office: Office, as_: As, waits: CareerStep, post: Post
) -> None:
    appraisal = await published(context, office, rated=POOR, kind=CycleKind.ANNUAL)
    objection = await objected(context, office, appraisal)
    await heard(context, office, objection)
    await post.hand_over(as_("program"))
    await session.refresh(waits)
    assert (waits.done_on, await granted(session)) == (None, [])
    raised = Decide(
        objection_id=objection.id,
        expected_version=objection.version,
        outcome=ObjectionOutcome.CHANGED,
        results=Rating.ABOVE,
        behaviour=Rating.ABOVE,
        results_reason="Banjir di luar kendali pegawai.",
        behaviour_reason="Menjadi teladan tim.",
        reason="Penilai tidak memperhitungkan banjir.",
    )
    await decide(as_("leader"), raised)
    await post.hand_over(as_("program"))
    await session.refresh(waits)
    assert waits.done_on == TODAY
    assert await granted(session) == [(office.people["staff"], 2025)]


async def test_a_year_that_siasn_tells_ends_a_step_and_gives_a_right(
    session: AsyncSession, office: Office, as_: As, waits: CareerStep, post: Post
) -> None:
    known = update(Employee).where(Employee.id == office.people["staff"])
    await session.execute(known.values(siasn_id="PNS-staff"))
    row = {"id": "SKP-1", "pnsDinilaiOrang": "PNS-staff", "tahun": "2025"}
    for codes, done in ((("3", "3", "4"), None), (("1", "1", "1"), TODAY)):
        names = ("hasilKinerjaNilai", "perilakuKerjaNilai", "kuadranKinerjaNilai")
        content = delimited([row | dict(zip(names, codes, strict=True))])
        await import_file(as_("admin"), ImportKind.RESULTS, "skp.csv", content)
        await post.hand_over(as_("program"))
        await session.refresh(waits)
        assert waits.done_on == done
    assert await granted(session) == [(office.people["staff"], 2025)]


async def test_a_level_that_counts_again_once_another_is_withdrawn_ends_its_step(
    session: AsyncSession, office: Office, as_: As, post: Post
) -> None:
    context = as_("admin")
    asked = Assess(
        employee_id=office.people["staff"],
        level=4,
        assessed_on=date(2026, 5, 1),
        source=AssessmentSource.ASSESSMENT_CENTRE,
        evidence="Laporan",
        competency="M.05",
    )
    await assess(context, asked)
    wrong = await assess(context, replace(asked, level=1, assessed_on=date(2026, 5, 2)))
    plan = await a_plan(session, office.people["staff"], BEGAN)
    goal = await a_goal(session, plan, date(2027, 7, 1))
    made = await a_step(session, goal, StepKind.COMPETENCY, competency="M.05", level=4)
    await post.hand_over(as_("program"))
    await session.refresh(made)
    assert made.done_on is None
    await withdraw(context, Withdraw(assessment_id=wrong.id, reason="Salah orang"))
    await post.hand_over(as_("program"))
    await session.refresh(made)
    assert made.done_on == date(2026, 5, 1)
