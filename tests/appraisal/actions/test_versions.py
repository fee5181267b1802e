"""A result keeps the version of the rule it was made by; a later version changes nothing that is past."""

import datetime
from collections.abc import AsyncIterator

import pytest
from factories.appraisal.judging import ABOVE, AS_EXPECTED, BELOW, Month
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.actions.changing import ChangeResult, change_result
from jenjang.appraisal.actions.law import predicate_law_of
from jenjang.appraisal.actions.publishing import publish
from jenjang.appraisal.actions.recording import Rated, record_evaluation
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.terms import EvaluationStage, Predicate
from jenjang.database.engine import engine
from jenjang.rules import shelf
from jenjang.rules.shelf import NoSuchVersion, rule_of_version

SPLIT = text("UPDATE rule_sets SET valid_to = :on WHERE name = 'performance_predicate' AND version = '2022'")
STRICTER = text("""
    INSERT INTO rule_sets (name, version, source, confidence, body, valid_from)
    SELECT name, '2026', 'uji', 'M',
           jsonb_set(body, '{cells,ABOVE,AS_EXPECTED}', '"NEEDS_IMPROVEMENT"'), :on
      FROM rule_sets WHERE name = 'performance_predicate' AND version = '2022'
""")


@pytest.fixture
async def stricter(database) -> AsyncIterator:
    """Publishes a second version, by which results above expectation alone need improvement."""
    owner = engine(database.owner_url)

    async def from_day(on: datetime.date) -> None:
        async with AsyncSession(owner) as session, session.begin():
            await session.execute(SPLIT, {"on": on})
            await session.execute(STRICTER, {"on": on})
        shelf.forget()

    yield from_day
    async with AsyncSession(owner) as session, session.begin():
        await session.execute(text("DELETE FROM rule_sets WHERE version = '2026' AND source = 'uji'"))
        await session.execute(SPLIT, {"on": None})
    shelf.forget()
    await owner.dispose()


def told(evaluation: Evaluation) -> tuple[str, str, str]:
    return evaluation.predicate, evaluation.rule, evaluation.derivation_en


async def test_a_version_of_july_changes_nothing_of_june(june: Month, stricter) -> None:
    before = told(await june.evaluated("staff", results=ABOVE))
    await stricter(datetime.date(2026, 7, 1))
    again = await june.evaluated("staff", results=ABOVE)
    assert told(again) == before
    assert before[:2] == ("GOOD", "performance_predicate 2022")


async def test_a_calibration_goes_by_the_rule_of_the_period_s_last_day(june: Month, stricter) -> None:
    first = await june.evaluated("staff", results=AS_EXPECTED)
    kept = told(first)
    await stricter(datetime.date(2026, 6, 30))
    calibration = await june.calibration()
    asked = ChangeResult(
        calibration_id=calibration.id,
        appraisal_id=june.appraisals["staff"],
        results=ABOVE,
        results_reason="Target dilampaui",
        reason="Setara rekan",
    )
    change, _ = await change_result(june.as_("leader"), asked)
    after = await june.context.get(Evaluation, change.after_evaluation_id)
    assert (after.predicate, after.rule) == ("NEEDS_IMPROVEMENT", "performance_predicate 2026")
    await june.context.session.refresh(first)
    assert told(first) == kept


async def test_a_decision_on_an_objection_goes_by_the_version_of_the_result(june: Month, stricter) -> None:
    before = await june.evaluated("staff", results=BELOW)
    await publish(june.as_("admin"), [june.appraisals["staff"]])
    await stricter(datetime.date(2026, 6, 1))
    rated = Rated(ABOVE, "Bukti baru", AS_EXPECTED, "Tetap")
    made = await record_evaluation(
        june.as_("leader"),
        await june.of("staff"),
        before,
        rated,
        EvaluationStage.OBJECTION,
        "Bukti baru",
    )
    assert (made.predicate, made.rule) == ("GOOD", "performance_predicate 2022")
    assert made.derivation_id.endswith(
        "; diubah dengan putusan atas keberatan dari Butuh Perbaikan: Bukti baru"
    )
    anew = (await predicate_law_of(june.context, made.rule)).rule.of(ABOVE, AS_EXPECTED)
    assert anew is Predicate.GOOD


async def test_a_version_that_never_was_is_told(june: Month) -> None:
    with pytest.raises(NoSuchVersion) as caught:
        await rule_of_version(june.context.session, "performance_predicate", "1999")
    assert caught.value.facts == {"name": "performance_predicate", "version": "1999"}
