"""The evaluator rates what was agreed, once the period is over; nobody else, and nobody oneself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import asyncpg
import pytest
from factories.appraisal.judging import ABOVE, AS_EXPECTED, BELOW, EVALUATORS, STRONG, Month, a_month
from factories.statements import statements
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.actions.evaluating import Point, evaluate
from jenjang.appraisal.actions.people import NotTheEvaluator
from jenjang.appraisal.actions.recording import ResultsNotRated, UnitWithoutPredicate
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.models.evaluation import Evaluation, EvaluationPoint
from jenjang.appraisal.rules.cycles import CycleNotOpen
from jenjang.appraisal.rules.derivation import UnitSetsResults
from jenjang.appraisal.rules.evaluation import NoImprovement, NoStrength, PeriodStillRuns
from jenjang.appraisal.rules.listed import NoSuchBehaviour, NoSuchCompetency
from jenjang.appraisal.rules.periods import NotAgreed
from jenjang.appraisal.rules.transitions import IllegalStep
from jenjang.appraisal.terms import CycleKind, OrganisationPredicate, Rating
from jenjang.core.errors import NotFound, Stale
from jenjang.core.texts import NoText, TextTooLong
from jenjang.database.engine import driver


async def test_ratings_become_a_predicate_with_its_derivation(june: Month) -> None:
    made = await june.evaluated("staff", results=ABOVE)
    assert (made.number, made.stage, made.predicate) == (1, "EVALUATION", "GOOD")
    assert made.derivation_id == (
        "karena hasil kerja di atas ekspektasi, perilaku kerja sesuai ekspektasi,"
        " aturan performance_predicate 2022"
    )
    assert made.derivation_en == (
        "because results above expectation, behaviour as expected, rule performance_predicate 2022"
    )
    assert made.rule == "performance_predicate 2022"
    assert made.by_employee_id == june.office.people["chief"]
    assert made.published_at is None
    staff = await june.of("staff")
    assert (staff.state, staff.predicate, staff.version) == ("EVALUATED", None, 2)
    assert staff.skp_id


async def test_points_are_kept_in_words_with_what_they_are_about(june: Month) -> None:
    strong = Point(statement="  Ramah  ", behaviour="BERORIENTASI_PELAYANAN")
    await june.evaluated(
        "staff", strengths=(strong, STRONG), improvements=(Point(statement="Sabar", competency="M.03"),)
    )
    points = await june.context.session.scalars(select(EvaluationPoint).order_by(EvaluationPoint.id))
    assert [(one.kind, one.statement, one.behaviour, one.competency) for one in points] == [
        ("STRENGTH", "Ramah", "BERORIENTASI_PELAYANAN", None),
        ("STRENGTH", "Laporan selalu lengkap", None, None),
        ("IMPROVEMENT", "Sabar", None, "M.03"),
    ]


async def test_a_draft_is_done_anew_and_the_former_is_kept(june: Month) -> None:
    await june.evaluated("staff")
    again = await june.evaluated("staff", behaviour=BELOW, improvements=(Point(statement="Lain"),))
    assert (again.number, again.predicate, again.change_reason) == (2, "POOR", None)
    found = await june.context.session.scalars(select(Evaluation.predicate).order_by(Evaluation.number))
    assert found.all() == ["GOOD", "POOR"]
    points = await june.context.session.scalars(
        select(EvaluationPoint.statement).order_by(EvaluationPoint.id)
    )
    assert points.all() == ["Laporan selalu lengkap", "Lain"]


@pytest.mark.parametrize(
    ("predicate", "results", "result"),
    [
        (OrganisationPredicate.EXCELLENT, "ABOVE", "GOOD"),
        (OrganisationPredicate.GOOD, "AS_EXPECTED", "GOOD"),
        (OrganisationPredicate.NEEDS_IMPROVEMENT, "BELOW", "NEEDS_IMPROVEMENT"),
        (OrganisationPredicate.POOR, "BELOW", "NEEDS_IMPROVEMENT"),
        (OrganisationPredicate.VERY_POOR, "BELOW", "NEEDS_IMPROVEMENT"),
    ],
)
async def test_the_results_of_whoever_heads_a_unit_are_its_achievement(
    june: Month, predicate: OrganisationPredicate, results: str, result: str
) -> None:
    await june.set_predicate("bidang", predicate)
    made = await june.evaluated("chief", results=None)
    assert (made.results, made.unit_predicate, made.predicate) == (results, predicate, result)
    assert made.derivation_id.startswith("karena unit yang dipimpin berpredikat ")
    same = await june.evaluated("chief", results=Rating(results))
    assert same.predicate == result


async def test_another_rating_of_a_head_s_results_is_refused(june: Month, refused) -> None:
    await june.set_predicate("bidang", OrganisationPredicate.GOOD)
    asked = await june.asked("chief", results=ABOVE)
    async with (
        refused(UnitSetsResults, "results", unit="GOOD", asked="AS_EXPECTED", results="ABOVE"),
        june.context.session.begin_nested(),
    ):
        await evaluate(june.as_("leader"), asked)


CASES = [
    (lambda month: month.asked("chief"), "leader", UnitWithoutPredicate, "results"),
    (lambda month: month.asked("staff", results=None), "chief", ResultsNotRated, "results"),
    (lambda month: month.asked("staff", strengths=()), "chief", NoStrength, "strengths"),
    (lambda month: month.asked("staff", improvements=()), "chief", NoImprovement, "improvements"),
    (lambda month: month.asked("staff", results_reason=" "), "chief", NoText, "resultsReason"),
    (
        lambda month: month.asked("staff", behaviour_reason="x" * 4001),
        "chief",
        TextTooLong,
        "behaviourReason",
    ),
    (
        lambda month: month.asked("staff", strengths=(STRONG, Point(statement=""))),
        "chief",
        NoText,
        "strengths.1.statement",
    ),
    (
        lambda month: month.asked("staff", improvements=(Point(statement="x", behaviour="SABAR"),)),
        "chief",
        NoSuchBehaviour,
        "improvements.0.behaviour",
    ),
    (
        lambda month: month.asked("staff", strengths=(Point(statement="x", competency="X.1"),)),
        "chief",
        NoSuchCompetency,
        "strengths.0.competency",
    ),
    (lambda month: month.asked("staff", expected_version=7), "chief", Stale, "expectedVersion"),
    (lambda month: month.asked("staff"), "leader", NotTheEvaluator, "appraisalId"),
    (lambda month: month.asked("staff"), "admin", NotTheEvaluator, "appraisalId"),
    (lambda month: month.asked("staff"), "unit admin", NotTheEvaluator, "appraisalId"),
    (lambda month: month.asked("staff"), "stranger", NotFound, "appraisalId"),
    (lambda month: month.asked("staff"), "staff", NotTheEvaluator, "appraisalId"),
    (lambda month: month.asked("chief"), "chief", NotTheEvaluator, "appraisalId"),
    (lambda month: month.asked("head"), "head", NotTheEvaluator, "appraisalId"),
]


@pytest.mark.parametrize("case", range(len(CASES)))
async def test_what_is_not_a_whole_evaluation_by_the_evaluator_changes_nothing(
    june: Month, refused, case: int
) -> None:
    asked, by, error, field = CASES[case]
    deed = await asked(june)
    async with refused(error, field), june.context.session.begin_nested():
        await evaluate(june.as_(by), deed)


async def test_whoever_it_went_to_being_late_evaluates_too(june: Month) -> None:
    staff = await june.of("staff")
    staff.escalated_to_employee_id, staff.escalated_at = june.office.people["leader"], june.context.now
    await june.context.session.flush()
    made = await june.evaluated("staff", by="leader")
    assert made.by_employee_id == june.office.people["leader"]


async def test_without_an_skp_there_is_nothing_to_evaluate(june: Month, refused) -> None:
    await june.context.session.execute(text("UPDATE skps SET applies_from = '2026-07-01'"))
    june.context.session.expire_all()
    asked = await june.asked("staff")
    async with refused(NotAgreed, "appraisalId"), june.context.session.begin_nested():
        await evaluate(june.as_("chief"), asked)


async def test_a_quarter_waits_for_its_end(context, office, refused) -> None:
    quarter = await a_month(context, office, kind=CycleKind.QUARTERLY, number=3)
    asked = await quarter.asked("staff")
    async with (
        refused(PeriodStillRuns, "appraisalId", since=date(2026, 10, 1)),
        context.session.begin_nested(),
    ):
        await evaluate(quarter.as_("chief"), asked)


@pytest.mark.parametrize("state", ["CLOSING", "CLOSED"])
async def test_nothing_is_evaluated_in_a_cycle_that_is_closed(june: Month, refused, state: str) -> None:
    asked = await june.asked("staff")
    await june.context.session.execute(text("UPDATE appraisal_cycles SET state = :state"), {"state": state})
    async with refused(CycleNotOpen, "appraisalId", state=state), june.context.session.begin_nested():
        await evaluate(june.as_("chief"), asked)


async def test_a_missed_appraisal_stays_so(june: Month, refused) -> None:
    await june.context.session.execute(update(Appraisal).values(state="MISSED"))
    asked = await june.asked("staff")
    async with (
        refused(IllegalStep, "appraisalId", current="MISSED", wanted="EVALUATED"),
        june.context.session.begin_nested(),
    ):
        await evaluate(june.as_("chief"), asked)


@contextmanager
def heard(session: AsyncSession, connection: asyncpg.Connection) -> Iterator[list[str]]:
    """What is asked of the database, by asyncpg alone and through SQLAlchemy: each tells only its own."""
    with statements(session) as told, connection.query_logger(lambda record: told.append(record.query)):
        yield told


async def test_an_evaluation_takes_three_statements_and_one_more_for_whoever_heads_a_unit(
    june: Month,
) -> None:
    """What it depends on, locked; what stands around; what is written. Rules and lists are known by then."""
    session = june.context.session
    about = Point(statement="Ramah", behaviour="BERORIENTASI_PELAYANAN")
    await june.set_predicate("bidang", OrganisationPredicate.GOOD)
    await june.evaluated("colleague", strengths=(about,))
    for name, results, count in (("staff", AS_EXPECTED, 3), ("chief", None, 4)):
        asked = await june.asked(name, results=results, strengths=(about,))
        with heard(session, await driver(session)) as told:
            await evaluate(june.as_(EVALUATORS[name]), asked)
        assert (await june.of(name)).state == "EVALUATED"  # asyncpg tells a moment later.
        assert len(told) == count, told
