"""Members look at a unit's drafts against its pattern; each change has a reason, each deviation a word."""

from dataclasses import replace
from typing import Any

from factories.appraisal.judging import ABOVE, AS_EXPECTED, BELOW, Month
from sqlalchemy import select, text, update

from jenjang.appraisal.actions.calibrating import (
    CloseCalibration,
    close_calibration,
    open_calibration,
)
from jenjang.appraisal.actions.changing import ChangeResult, change_result
from jenjang.appraisal.models.calibration import Calibration, CalibrationCount, CalibrationMember
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.rules.calibration import (
    CalibratedBefore,
    CalibrationAround,
    CalibrationOver,
    DeviationUnexplained,
    NotEvaluated,
    NothingChanges,
    NotSeated,
    NotTheChair,
    OwnResult,
    TooFewMembers,
    UnitNotRated,
)
from jenjang.appraisal.rules.cycles import CycleNotOpen
from jenjang.appraisal.rules.derivation import UnitSetsResults
from jenjang.appraisal.rules.evaluation import ResultCalibrated
from jenjang.appraisal.terms import OrganisationPredicate
from jenjang.core.errors import NotFound, Stale
from jenjang.core.texts import NoText
from jenjang.organisation.actions.versions import NotAPerson


def changing(
    june: Month, calibration: Calibration, name: str = "staff", **more: Any
) -> ChangeResult:  # Any: fields.
    usual = ChangeResult(
        calibration_id=calibration.id,
        appraisal_id=june.appraisals[name],
        results=BELOW,
        results_reason="Dua target luput",
        reason="Setara rekan dengan beban sama",
    )
    return replace(usual, **more)


async def counts(june: Month, calibration: Calibration) -> dict[str, tuple[int, int | None]]:
    rows = select(CalibrationCount).where(CalibrationCount.calibration_id == calibration.id)
    return {row.predicate: (row.before, row.after) for row in await june.context.session.scalars(rows)}


async def test_opening_counts_how_drafts_are_spread(june: Month) -> None:
    await june.evaluated("staff", results=ABOVE, behaviour=ABOVE)
    await june.evaluated("colleague", behaviour=BELOW)
    await june.evaluated("colleague")
    await june.set_predicate("bidang", OrganisationPredicate.EXCELLENT)
    made, spread = await open_calibration(june.as_("unit admin"), june.opening())
    assert (made.state, made.unit_predicate, made.rule) == (
        "OPEN",
        "EXCELLENT",
        "predicate_distribution 2023",
    )
    assert await counts(june, made) == {
        "VERY_GOOD": (1, None),
        "GOOD": (1, None),
        "NEEDS_IMPROVEMENT": (0, None),
        "POOR": (0, None),
        "VERY_POOR": (0, None),
    }
    assert spread.told("en") == (
        "Very Good must be more than 50% (2 of 2 people or more); there are 1;"
        " 2 people are too few for this pattern"
    )
    members = await june.context.session.scalars(select(CalibrationMember.employee_id))
    assert set(members) == {june.office.people["leader"], june.office.people["stranger"]}


async def test_a_whole_government_is_counted(june: Month) -> None:
    await june.calibration()
    of = CalibrationCount.predicate == "GOOD"
    many = update(CalibrationCount).where(of).values(before=80_000, after=80_001)
    await june.context.session.execute(many.execution_options(synchronize_session=False))
    found = await june.context.session.execute(
        select(CalibrationCount.before, CalibrationCount.after).where(of)
    )
    assert found.one() == (80_000, 80_001)


async def test_a_calibration_needs_its_unit_s_predicate_and_members(june: Month, refused) -> None:
    admin = june.as_("admin")
    async with refused(UnitNotRated, "unitId"):
        await open_calibration(admin, june.opening())
    await june.set_predicate("bidang", OrganisationPredicate.GOOD)
    async with refused(TooFewMembers, "memberEmployeeIds", fewest=2, count=1):
        await open_calibration(admin, june.opening("bidang", "leader", "leader"))
    nobody = june.office.units["bidang"]
    async with refused(NotFound, "memberEmployeeIds.1"):
        members = (june.office.people["stranger"], nobody)
        await open_calibration(admin, replace(june.opening(), member_employee_ids=members))
    async with refused(NotFound, "chairEmployeeId"):
        await open_calibration(admin, replace(june.opening(), chair_employee_id=nobody))
    async with refused(NotFound, "unitId"):
        await open_calibration(june.as_("unit admin"), june.opening("badan"))
    async with refused(NotFound, "unitId"):
        await open_calibration(admin, replace(june.opening(), unit_id=june.cycle.id))


async def test_no_result_is_looked_at_in_two_sessions(june: Month, refused) -> None:
    calibration = await june.calibration("bidang")
    await june.set_predicate("dinas", OrganisationPredicate.GOOD)
    async with refused(CalibrationAround, "unitId"):
        await open_calibration(june.as_("admin"), june.opening("dinas"))
    async with refused(CalibrationAround, "unitId"):
        await open_calibration(june.as_("admin"), june.opening())
    await close(june, calibration)
    async with refused(CalibratedBefore, "unitId"):
        await open_calibration(june.as_("admin"), june.opening())
    await open_calibration(june.as_("admin"), june.opening("dinas"))
    async with refused(CalibrationAround, "unitId"):
        await open_calibration(june.as_("admin"), june.opening())


async def close(
    june: Month, calibration: Calibration, by: str = "leader", **more: Any
) -> Calibration:  # Any: fields.
    asked = CloseCalibration(calibration_id=calibration.id, expected_version=calibration.version)
    return await close_calibration(june.as_(by), replace(asked, **more))


async def test_a_cycle_that_is_closed_is_calibrated_no_more(june: Month, refused) -> None:
    await june.evaluated("staff")
    calibration = await june.calibration()
    await june.set_predicate("badan", OrganisationPredicate.GOOD)
    await june.context.session.execute(text("UPDATE appraisal_cycles SET state = 'CLOSING'"))
    async with refused(CycleNotOpen, "cycleId"):
        await open_calibration(june.as_("admin"), june.opening("badan"))
    async with refused(CycleNotOpen, "calibrationId"):
        await change_result(june.as_("leader"), changing(june, calibration))
    async with refused(CycleNotOpen, "calibrationId"), june.context.session.begin_nested():
        await close(june, calibration, explanation="x")


async def test_a_change_keeps_both_results_and_the_reason(june: Month) -> None:
    first = await june.evaluated("staff")
    calibration = await june.calibration()
    change, spread = await change_result(june.as_("stranger"), changing(june, calibration))
    after = await june.context.get(Evaluation, change.after_evaluation_id)
    assert (change.before, change.after, change.reason) == (
        "GOOD",
        "NEEDS_IMPROVEMENT",
        "Setara rekan dengan beban sama",
    )
    assert (change.before_evaluation_id, change.by_employee_id) == (first.id, june.office.people["stranger"])
    assert (after.number, after.stage, after.results_reason) == (2, "CALIBRATION", "Dua target luput")
    assert (after.behaviour, after.behaviour_reason) == ("AS_EXPECTED", "Santun kepada pemohon")
    assert after.derivation_id.endswith("; diubah dalam kalibrasi dari Baik: Setara rekan dengan beban sama")
    assert change.published_at is None
    assert (await june.of("staff")).version == 3
    assert spread.counts["NEEDS_IMPROVEMENT"] == 1


async def test_members_change_drafts_of_others_in_the_unit_and_nothing_else(june: Month, refused) -> None:
    for name in ("staff", "colleague"):
        await june.evaluated(name)
    await june.evaluated("clerk", by="stranger")
    calibration = await june.calibration("bidang", "leader", "stranger", "staff")
    leader = june.as_("leader")
    refusals = [
        ("chief", changing(june, calibration), NotFound, "calibrationId"),
        ("admin", changing(june, calibration), NotSeated, "calibrationId"),
        ("staff", changing(june, calibration), OwnResult, "appraisalId"),
        ("leader", changing(june, calibration, "clerk"), NotFound, "appraisalId"),
        ("leader", changing(june, calibration, "functional"), NotEvaluated, "appraisalId"),
        ("leader", changing(june, calibration, results=AS_EXPECTED), NothingChanges, "results"),
        ("leader", changing(june, calibration, results=None), NothingChanges, "results"),
        ("leader", changing(june, calibration, results_reason=None), NoText, "resultsReason"),
        ("leader", changing(june, calibration, behaviour=ABOVE), NoText, "behaviourReason"),
        ("leader", changing(june, calibration, reason=" "), NoText, "reason"),
        ("leader", changing(june, calibration, expected_version=1), Stale, "expectedVersion"),
    ]
    for by, asked, error, field in refusals:
        async with refused(error, field), june.context.session.begin_nested():
            await change_result(june.as_(by), asked)
    async with refused(NotAPerson):
        await change_result(june.as_("program"), changing(june, calibration))
    await change_result(leader, changing(june, calibration, expected_version=2))


async def test_the_results_of_a_head_stay_those_of_the_unit(june: Month, refused) -> None:
    calibration = await june.calibration("bidang", "head", "stranger")
    await june.evaluated("chief", results=None)
    async with refused(UnitSetsResults, "results"), june.context.session.begin_nested():
        await change_result(june.as_("head"), changing(june, calibration, "chief"))
    asked = changing(
        june, calibration, "chief", results=None, behaviour=BELOW, behaviour_reason="Laporan warga terbukti"
    )
    change, _ = await change_result(june.as_("head"), asked)
    assert change.after == "POOR"


async def test_an_evaluator_does_not_go_behind_a_calibration_s_back(june: Month, refused) -> None:
    await june.evaluated("staff")
    calibration = await june.calibration("dinas")
    asked = await june.asked("staff")
    async with refused(ResultCalibrated, "appraisalId"), june.context.session.begin_nested():
        await june.evaluated("staff")
    await june.evaluated("colleague")
    await close(june, calibration, explanation="Unit kecil")
    async with refused(ResultCalibrated, "appraisalId"), june.context.session.begin_nested():
        await june.evaluated("staff")
    assert asked.expected_version == (await june.of("staff")).version
    await june.evaluated("functional")


async def test_a_fitting_spread_closes_without_a_word(june: Month) -> None:
    for name, more in {"staff": {}, "colleague": {}, "functional": {"results": BELOW}}.items():
        await june.evaluated(name, **more)
    calibration = await june.calibration()
    closed = await close(june, calibration)
    assert (closed.state, closed.within_pattern, closed.version) == ("CLOSED", True, 2)
    assert (closed.deviation_id, closed.deviation_en, closed.explanation) == (None, None, None)
    assert closed.closed_at == june.context.now
    assert await counts(june, closed) == {
        "VERY_GOOD": (0, 0),
        "GOOD": (2, 2),
        "NEEDS_IMPROVEMENT": (1, 1),
        "POOR": (0, 0),
        "VERY_POOR": (0, 0),
    }


async def test_a_deviation_is_told_and_needs_an_explanation(june: Month, refused) -> None:
    for name in ("staff", "colleague", "functional"):
        await june.evaluated(name)
    calibration = await june.calibration()
    async with refused(DeviationUnexplained, "explanation"), june.context.session.begin_nested():
        await close(june, calibration)
    await june.context.session.refresh(calibration)
    async with refused(NoText, "explanation"), june.context.session.begin_nested():
        await close(june, calibration, explanation=" ")
    await june.context.session.refresh(calibration)
    await change_result(june.as_("leader"), changing(june, calibration))
    await change_result(june.as_("leader"), changing(june, calibration, "colleague"))
    closed = await close(june, calibration, explanation=" Beban tak merata ")
    assert (closed.within_pattern, closed.explanation) == (False, "Beban tak merata")
    assert closed.deviation_id == "Baik harus lebih dari 50% (2 dari 3 orang atau lebih); ada 1"
    assert closed.deviation_en == "Good must be more than 50% (2 of 3 people or more); there are 1"
    after = await counts(june, closed)
    assert (after["GOOD"], after["NEEDS_IMPROVEMENT"]) == ((3, 1), (0, 2))


async def test_a_unit_too_small_for_its_pattern_says_so(june: Month, refused) -> None:
    await june.evaluated("staff")
    calibration = await june.calibration()
    async with refused(DeviationUnexplained, "explanation"), june.context.session.begin_nested():
        await close(june, calibration)
    await june.context.session.refresh(calibration)
    closed = await close(june, calibration, explanation="Hanya satu orang")
    assert closed.deviation_id
    assert closed.deviation_id.endswith("1 orang terlalu sedikit untuk memenuhi pola ini")


async def test_only_the_chair_closes_once_what_was_seen(june: Month, refused) -> None:
    calibration = await june.calibration()
    async with refused(NotTheChair, "calibrationId"):
        await close(june, calibration, "stranger")
    async with refused(NotSeated, "calibrationId"):
        await close(june, calibration, "admin")
    async with refused(Stale, "expectedVersion", current=1):
        await close(june, calibration, expected_version=2)
    await close(june, calibration)
    async with refused(CalibrationOver, "calibrationId"):
        await close(june, calibration)
    async with refused(CalibrationOver, "calibrationId"):
        await change_result(june.as_("leader"), changing(june, calibration))
