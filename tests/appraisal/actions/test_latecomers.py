"""Whoever is evaluated after the unit was calibrated is calibrated too, before the result is published."""

from collections.abc import Awaitable
from dataclasses import replace

import pytest
from appraisal.conftest import Refused
from factories.appraisal.judging import BELOW, Month
from factories.statements import statements

from jenjang.appraisal.actions.calibrating import CloseCalibration, close_calibration, open_calibration
from jenjang.appraisal.actions.changing import ChangeResult, change_result
from jenjang.appraisal.actions.closing import CloseCycle, close_cycle
from jenjang.appraisal.actions.publishing import Publish, publish_results
from jenjang.appraisal.models.calibration import Calibration
from jenjang.appraisal.rules.calibration import CalibratedBefore, JudgedBefore, NotCalibrated
from jenjang.appraisal.rules.evaluation import ResultCalibrated
from jenjang.appraisal.terms import OrganisationPredicate


async def closed(june: Month, calibration: Calibration) -> Calibration:
    asked = CloseCalibration(
        calibration_id=calibration.id, explanation="Unit kecil", expected_version=calibration.version
    )
    return await close_calibration(june.as_("leader"), asked)


@pytest.fixture
async def late(june: Month) -> Month:
    """The staff calibrated in the bidang; the colleague and the functional evaluated since."""
    await june.evaluated("staff")
    await closed(june, await june.calibration())
    await june.evaluated("colleague")
    await june.evaluated("functional")
    return june


@pytest.mark.parametrize("unit", [None, "dinas", "bidang"])
async def test_latecomers_are_not_published_uncalibrated(
    late: Month, refused: Refused, unit: str | None
) -> None:
    admin = late.as_("admin")
    asked = Publish(cycle_id=late.cycle.id, unit_id=unit and late.office.units[unit])
    async with refused(NotCalibrated, "cycleId", count=2, units="Bidang Guru"):
        await publish_results(admin, asked)
    closing = CloseCycle(cycle_id=late.cycle.id, missed=100, expected_version=1)
    async with refused(NotCalibrated, "cycleId", count=2, units="Bidang Guru"):
        await close_cycle(admin, closing)


async def test_a_further_calibration_looks_at_latecomers_only_and_lets_all_be_published(
    late: Month, refused: Refused
) -> None:
    admin = late.as_("admin")
    further, spread = await open_calibration(admin, late.opening())
    assert further.is_supplementary
    assert spread.counts["GOOD"] == 3
    change = ChangeResult(
        calibration_id=further.id,
        appraisal_id=late.appraisals["staff"],
        results=BELOW,
        results_reason="Dua target luput",
        reason="Setara rekan",
    )
    async with refused(JudgedBefore, "appraisalId"):
        await change_result(late.as_("leader"), change)
    for name in ("staff", "colleague"):
        async with refused(ResultCalibrated, "appraisalId"), late.context.session.begin_nested():
            await late.evaluated(name)
    await closed(late, further)
    async with refused(CalibratedBefore, "unitId"):
        await open_calibration(admin, late.opening())
    assert await publish_results(admin, Publish(cycle_id=late.cycle.id)) == 3


async def test_a_calibration_below_one_that_is_closed_looks_at_latecomers_only(
    june: Month, refused: Refused
) -> None:
    await june.evaluated("staff")
    await closed(june, await june.calibration("dinas"))
    await june.set_predicate("bidang", OrganisationPredicate.GOOD)
    async with refused(CalibratedBefore, "unitId"):
        await open_calibration(june.as_("admin"), june.opening("bidang"))
    await june.evaluated("colleague")
    below, _ = await open_calibration(june.as_("admin"), june.opening("bidang"))
    assert below.is_supplementary
    change = ChangeResult(
        calibration_id=below.id,
        appraisal_id=june.appraisals["staff"],
        results=BELOW,
        results_reason="Dua target luput",
        reason="Setara rekan",
    )
    async with refused(JudgedBefore, "appraisalId"):
        await change_result(june.as_("leader"), change)
    await change_result(june.as_("leader"), replace(change, appraisal_id=june.appraisals["colleague"]))
    await closed(june, below)
    assert await publish_results(june.as_("admin"), Publish(cycle_id=june.cycle.id)) == 2


async def test_however_many_are_judged_each_is(late: Month, monkeypatch: pytest.MonkeyPatch) -> None:
    """By several statements, none of which takes longer than one may."""
    monkeypatch.setattr("jenjang.appraisal.actions.calibrating.AT_ONCE", 2)
    further = await late.calibration("dinas")
    assert await marking(late, closed(late, further)) == 2
    assert {(await late.of(name)).calibration_id for name in ("staff", "colleague", "functional")} == {
        further.id
    }


async def marking(month: Month, deed: Awaitable[object]) -> int:
    """How many statements a deed takes to mark results as judged."""
    with statements(month.context.session) as told:
        await deed
    return sum(one.startswith("UPDATE appraisals SET calibration_id") for one in told)


async def test_a_latecomer_is_rated_anew_until_somebody_looks_at_it(late: Month) -> None:
    await late.evaluated("colleague", results=BELOW)
    assert (await late.of("colleague")).version == 3


async def test_what_is_published_counts_in_the_pattern_of_those_who_come_after(june: Month) -> None:
    await june.evaluated("staff")
    await closed(june, await june.calibration())
    await publish_results(june.as_("admin"), Publish(cycle_id=june.cycle.id))
    await june.evaluated("colleague")
    _, spread = await open_calibration(june.as_("admin"), june.opening())
    assert spread.counts["GOOD"] == 2
    assert spread.deviations["en"]


async def test_a_calibration_above_judges_latecomers_as_well(late: Month) -> None:
    await closed(late, await late.calibration("dinas"))
    assert await publish_results(late.as_("admin"), Publish(cycle_id=late.cycle.id)) == 3


async def test_units_that_nobody_calibrated_are_published_as_ever(late: Month) -> None:
    await late.evaluated("clerk", by="stranger")
    beside = Publish(cycle_id=late.cycle.id, unit_id=late.office.units["badan"])
    assert await publish_results(late.as_("admin"), beside) == 1
