"""Publication lets people read their results, all of a unit's at once, and nobody else's."""

from datetime import date

import pytest
from factories.appraisal.cycles import a_policy
from factories.appraisal.judging import ABOVE, BELOW, Month
from factories.statements import statements
from sqlalchemy import select, text

from jenjang.appraisal.actions.calibrating import CloseCalibration, close_calibration
from jenjang.appraisal.actions.changing import ChangeResult, change_result
from jenjang.appraisal.actions.publishing import Publish, TooManyToPublish, publish, publish_results
from jenjang.appraisal.models.calibration import CalibrationChange
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.models.evaluation import Evaluation, EvaluationPoint
from jenjang.appraisal.rules.calibration import CalibrationRuns
from jenjang.appraisal.rules.cycles import CycleNotOpen, PeriodNotOver
from jenjang.appraisal.terms import OrganisationPredicate
from jenjang.core.errors import NotFound
from jenjang.organisation.models import Notice


async def published(june: Month) -> set[str]:
    """Whose results are published."""
    names = {key: name for name, key in june.appraisals.items()}
    rows = select(Appraisal.id).where(Appraisal.state == "PUBLISHED")
    return {names[key] for key in await june.context.session.scalars(rows)}


async def test_the_last_evaluation_counts_and_all_of_it_is_shown(june: Month) -> None:
    await june.evaluated("staff", results=ABOVE)
    await june.evaluated("staff", results=BELOW)
    await june.evaluated("colleague")
    assert await publish(june.as_("admin"), list(june.appraisals.values())) == 2
    staff, now = await june.of("staff"), june.context.now
    assert (staff.state, staff.predicate, staff.published_at) == ("PUBLISHED", "NEEDS_IMPROVEMENT", now)
    assert staff.version == 4
    for model in (Evaluation, EvaluationPoint):
        shown = (await june.context.session.scalars(select(model.published_at))).all()
        assert len(shown) > 2
        assert set(shown) == {now}


async def test_an_objection_has_fourteen_working_days(june: Month) -> None:
    """1 July 2026 is a Wednesday; no holiday lies in the fourteen working days after it."""
    await june.evaluated("staff")
    await publish(june.as_("admin"), [june.appraisals["staff"]])
    assert (await june.of("staff")).objection_until == date(2026, 7, 21)


async def test_an_answer_has_fourteen_working_days_or_what_the_government_set(june: Month) -> None:
    await june.evaluated("staff")
    await june.evaluated("colleague")
    await publish(june.as_("admin"), [june.appraisals["staff"]])
    by = [june.as_(name).viewer.account_id for name in ("admin", "second admin")]
    await a_policy(june.context.session, *by, valid_from=date(2026, 6, 1), answer_days=20)
    await publish(june.as_("admin"), [june.appraisals["colleague"]])
    assert (await june.of("staff")).acknowledge_until == date(2026, 7, 21)
    colleague = await june.of("colleague")
    assert colleague.acknowledge_until == date(2026, 7, 29)
    assert colleague.objection_until == date(2026, 7, 21)


async def test_each_is_told_of_the_own_result(june: Month) -> None:
    await june.evaluated("staff")
    await june.evaluated("colleague")
    await publish(june.as_("admin"), [june.appraisals["staff"], june.appraisals["colleague"]])
    told = await june.context.session.execute(
        select(Notice.employee_id, Notice.about_id).where(Notice.kind == "RESULT_PUBLISHED")
    )
    people = june.office.people
    assert set(map(tuple, told)) == {(people[name], june.appraisals[name]) for name in ("staff", "colleague")}


async def test_what_is_not_evaluated_is_not_published(june: Month) -> None:
    assert await publish(june.as_("admin"), list(june.appraisals.values())) == 0
    assert await publish(june.as_("admin"), []) == 0
    await june.evaluated("staff")
    assert await publish(june.as_("admin"), [june.appraisals["staff"]]) == 1
    assert await publish(june.as_("admin"), [june.appraisals["staff"]]) == 0


async def test_many_take_as_many_statements_as_one(june: Month) -> None:
    """So that eighty thousand are published in minutes."""
    for name in ("staff", "colleague", "functional"):
        await june.evaluated(name)
    counted = []
    for names in (["staff"], ["colleague", "functional"]):
        with statements(june.context.session) as told:
            await publish(june.as_("admin"), [june.appraisals[name] for name in names])
        counted.append(len(told))
    assert counted[0] == counted[1] < 20


async def test_a_unit_s_results_are_those_of_it_and_all_below(june: Month) -> None:
    await june.set_predicate("bidang", OrganisationPredicate.GOOD)
    await june.set_predicate("badan", OrganisationPredicate.GOOD)
    await june.evaluated("chief", results=None)
    await june.evaluated("staff")
    await june.evaluated("clerk", by="stranger")
    of_dinas = Publish(cycle_id=june.cycle.id, unit_id=june.office.units["dinas"])
    assert await publish_results(june.as_("unit admin"), of_dinas) == 2
    assert await published(june) == {"chief", "staff"}
    assert await publish_results(june.as_("admin"), Publish(cycle_id=june.cycle.id)) == 1
    assert await published(june) == {"chief", "staff", "clerk"}


async def test_who_manages_some_units_publishes_there(june: Month, refused) -> None:
    await june.evaluated("staff")
    await june.evaluated("clerk", by="stranger")
    of_badan = Publish(cycle_id=june.cycle.id, unit_id=june.office.units["badan"])
    async with refused(NotFound, "unitId"):
        await publish_results(june.as_("unit admin"), of_badan)
    assert await publish_results(june.as_("unit admin"), Publish(cycle_id=june.cycle.id)) == 1
    assert await published(june) == {"staff"}


@pytest.mark.parametrize("unit", ["dinas", "bidang", None])
async def test_nothing_is_published_that_a_calibration_looks_at(
    june: Month, refused, unit: str | None
) -> None:
    await june.evaluated("staff")
    await june.evaluated("clerk", by="stranger")
    await june.calibration("dinas")
    asked = Publish(cycle_id=june.cycle.id, unit_id=unit and june.office.units[unit])
    async with refused(CalibrationRuns, "cycleId", calibrations="Dinas Pendidikan (Leader)"):
        await publish_results(june.as_("admin"), asked)
    beside = Publish(cycle_id=june.cycle.id, unit_id=june.office.units["badan"])
    assert await publish_results(june.as_("admin"), beside) == 1


async def test_what_a_calibration_changed_is_shown_with_the_result(june: Month) -> None:
    await june.evaluated("staff")
    calibration = await june.calibration()
    asked = ChangeResult(
        calibration_id=calibration.id,
        appraisal_id=june.appraisals["staff"],
        results=BELOW,
        results_reason="Dua target luput",
        reason="Setara rekan",
    )
    await change_result(june.as_("leader"), asked)
    closing = CloseCalibration(calibration_id=calibration.id, explanation="Satu orang", expected_version=2)
    await close_calibration(june.as_("leader"), closing)
    await publish_results(june.as_("admin"), Publish(cycle_id=june.cycle.id))
    assert (await june.of("staff")).predicate == "NEEDS_IMPROVEMENT"
    shown = await june.context.session.scalars(select(CalibrationChange.published_at))
    assert shown.all() == [june.context.now]


async def test_a_cycle_being_closed_publishes_by_itself(june: Month, refused) -> None:
    await june.context.session.execute(text("UPDATE appraisal_cycles SET state = 'CLOSING'"))
    async with refused(CycleNotOpen, "cycleId"):
        await publish_results(june.as_("admin"), Publish(cycle_id=june.cycle.id))


async def test_a_month_evaluated_on_its_last_day_is_published_after_it(june: Month, refused) -> None:
    june.context.today = date(2026, 6, 30)
    await june.evaluated("staff")
    async with refused(PeriodNotOver, "cycleId"):
        await publish_results(june.as_("admin"), Publish(cycle_id=june.cycle.id))


async def test_more_than_a_deed_can_do_is_left_to_closing(june: Month, refused, monkeypatch) -> None:
    monkeypatch.setattr("jenjang.appraisal.actions.publishing.MOST", 1)
    await june.evaluated("staff")
    await june.evaluated("colleague")
    async with refused(TooManyToPublish, "unitId", count=2, most=1):
        await publish_results(june.as_("admin"), Publish(cycle_id=june.cycle.id))
