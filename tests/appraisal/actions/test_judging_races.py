"""Two judge at once: one goes after the other, and what was seen before is refused."""

from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from factories.appraisal.judging import ABOVE, BELOW, Month, a_month
from factories.appraisal.office import an_office
from factories.racing import Deed, Race
from sqlalchemy import select

from jenjang.appraisal.actions.calibrating import CloseCalibration, close_calibration, open_calibration
from jenjang.appraisal.actions.changing import ChangeResult, change_result
from jenjang.appraisal.actions.evaluating import Evaluate, evaluate
from jenjang.appraisal.actions.publishing import Publish, publish_results
from jenjang.appraisal.models.calibration import Calibration, CalibrationCount
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.rules.calibration import CalibrationOver, CalibrationRuns
from jenjang.appraisal.rules.evaluation import ResultCalibrated
from jenjang.appraisal.rules.transitions import IllegalStep
from jenjang.appraisal.terms import OrganisationPredicate
from jenjang.core.context import Context
from jenjang.core.errors import Stale


@dataclass
class Judging:
    """June, the staff evaluated and late before, so that the leader may evaluate too."""

    race: Race
    month: Month
    seen: Evaluate
    """An evaluation by whoever saw the draft as it is."""
    late: Evaluate
    """The first one of the colleague, who wasn't evaluated yet."""

    def by(self, name: str, deed: Any, asked: object) -> Deed:  # Any: an action.
        """What somebody does, in whatever transaction it is done."""

        async def do(context: Context) -> object:
            return await deed(replace(self.month.as_(name), session=context.session), asked)

        return do

    @property
    def publishing(self) -> Deed:
        return self.by("admin", publish_results, Publish(cycle_id=self.month.cycle.id))

    async def calibrate(self) -> UUID:
        """Open a calibration of the bidang."""

        async def opened(context: Context) -> UUID:
            month = replace(self.month, context=replace(self.month.context, session=context.session))
            return (await month.calibration()).id

        found: UUID = await self.race.alone(opened)
        return found

    def in_the_middle_of(self, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the colleague be evaluated, and that be committed, as soon as a deed is through a step."""
        module, name = place.rsplit(".", 1)
        step = getattr(import_module(f"jenjang.appraisal.actions.{module}"), name)

        async def then_evaluated(*given: object) -> object:
            answer = await step(*given)
            await self.race.alone(self.by("chief", evaluate, self.late))
            return answer

        monkeypatch.setattr(f"jenjang.appraisal.actions.{place}", then_evaluated)

    async def latecomer(self) -> tuple[str, bool]:
        """Where the colleague's result stands, and whether a calibration has judged it."""

        async def read(context: Context) -> tuple[str, bool]:
            found = await context.get(Appraisal, self.late.appraisal_id)
            return found.state, found.calibration_id is not None

        answer: tuple[str, bool] = await self.race.alone(read)
        return answer

    async def results(self) -> tuple[str | None, list[str]]:
        """What is published of the staff, and every draft in the order that they were given."""

        async def read(context: Context) -> tuple[str | None, list[str]]:
            found = await context.get(Appraisal, self.seen.appraisal_id)
            drafts = await context.session.scalars(select(Evaluation.predicate).order_by(Evaluation.number))
            return found.predicate, list(drafts)

        answer: tuple[str | None, list[str]] = await self.race.alone(read)
        return answer


@pytest.fixture
async def judging(race: Race, context: Context) -> Judging:
    async def settle(here: Context) -> Judging:
        month = await a_month(here, await an_office(here.session, here.today))
        await month.evaluated("staff")
        staff = await month.of("staff")
        staff.escalated_to_employee_id = month.office.people["leader"]
        await here.session.flush()
        late = await month.asked("colleague")
        return Judging(race, month, await month.asked("staff", results=BELOW), late)

    found: Judging = await race.alone(settle)
    return found


def change(judging: Judging, calibration: UUID) -> ChangeResult:
    return ChangeResult(
        calibration_id=calibration,
        appraisal_id=judging.seen.appraisal_id,
        results=ABOVE,
        results_reason="Target dilampaui",
        behaviour=ABOVE,
        behaviour_reason="Teladan",
        reason="Setara rekan",
    )


def closing(calibration: UUID) -> CloseCalibration:
    return CloseCalibration(calibration_id=calibration, expected_version=1, explanation="Unit kecil")


async def test_of_two_evaluators_at_once_the_second_saw_an_old_draft(judging: Judging) -> None:
    answer = await judging.race.second_of(
        judging.by("chief", evaluate, judging.seen),
        judging.by("leader", evaluate, replace(judging.seen, results=ABOVE)),
    )
    assert type(answer) is Stale
    assert await judging.results() == (None, ["GOOD", "NEEDS_IMPROVEMENT"])


async def test_an_evaluation_behind_a_publication_changes_nothing(judging: Judging) -> None:
    answer = await judging.race.second_of(judging.publishing, judging.by("chief", evaluate, judging.seen))
    assert type(answer) is IllegalStep
    assert await judging.results() == ("GOOD", ["GOOD"])


async def test_a_publication_behind_an_evaluation_publishes_that_one(judging: Judging) -> None:
    answer = await judging.race.second_of(judging.by("chief", evaluate, judging.seen), judging.publishing)
    assert answer == 1
    assert await judging.results() == ("NEEDS_IMPROVEMENT", ["GOOD", "NEEDS_IMPROVEMENT"])


async def test_what_is_changed_while_a_calibration_closes_is_changed_no_more(judging: Judging) -> None:
    calibration = await judging.calibrate()
    answer = await judging.race.second_of(
        judging.by("leader", close_calibration, closing(calibration)),
        judging.by("stranger", change_result, change(judging, calibration)),
    )
    assert type(answer) is CalibrationOver
    assert await judging.results() == (None, ["GOOD"])


async def test_a_calibration_closes_behind_a_change_only_once_that_was_seen(judging: Judging) -> None:
    calibration = await judging.calibrate()
    answer = await judging.race.second_of(
        judging.by("stranger", change_result, change(judging, calibration)),
        judging.by("leader", close_calibration, closing(calibration)),
    )
    assert isinstance(answer, Stale)
    assert answer.facts == {"current": 2}
    seen = replace(closing(calibration), expected_version=2)
    closed = await judging.race.alone(judging.by("leader", close_calibration, seen))
    assert isinstance(closed, Calibration)
    assert "ada 0" in (closed.deviation_id or "")
    assert await judging.results() == (None, ["GOOD", "VERY_GOOD"])


async def test_two_members_who_change_two_results_do_not_stand_against_each_other(judging: Judging) -> None:
    await judging.race.alone(judging.by("chief", evaluate, judging.late))
    calibration = await judging.calibrate()
    first = change(judging, calibration)
    answer = await judging.race.second_of(
        judging.by("stranger", change_result, first),
        judging.by("leader", change_result, replace(first, appraisal_id=judging.late.appraisal_id)),
    )
    assert isinstance(answer, tuple)
    seen = replace(closing(calibration), expected_version=3)
    closed = await judging.race.alone(judging.by("leader", close_calibration, seen))
    assert isinstance(closed, Calibration)


@pytest.mark.parametrize("deed", ["publish", "evaluate"])
async def test_what_a_calibration_begins_to_look_at_waits_for_it(judging: Judging, deed: str) -> None:
    async def rated(context: Context) -> None:
        month = replace(judging.month, context=replace(judging.month.context, session=context.session))
        await month.set_predicate("bidang", OrganisationPredicate.GOOD)

    await judging.race.alone(rated)
    deeds = {"publish": judging.publishing, "evaluate": judging.by("chief", evaluate, judging.seen)}
    refused = {"publish": CalibrationRuns, "evaluate": ResultCalibrated}
    opening = judging.by("admin", open_calibration, judging.month.opening())
    answer = await judging.race.second_of(opening, deeds[deed])
    assert type(answer) is refused[deed]
    assert await judging.results() == (None, ["GOOD"])


async def test_who_is_evaluated_while_results_are_published_is_not_among_them_uncalibrated(
    judging: Judging, monkeypatch: pytest.MonkeyPatch
) -> None:
    calibration = await judging.calibrate()
    await judging.race.alone(judging.by("leader", close_calibration, closing(calibration)))
    judging.in_the_middle_of("publishing.check_latecomers", monkeypatch)
    assert await judging.race.alone(judging.publishing) == 1
    assert await judging.latecomer() == ("EVALUATED", False)


async def test_who_is_evaluated_while_a_calibration_closes_is_not_judged_uncounted(
    judging: Judging, monkeypatch: pytest.MonkeyPatch
) -> None:
    calibration = await judging.calibrate()
    judging.in_the_middle_of("calibrating.note_spread", monkeypatch)
    await judging.race.alone(judging.by("leader", close_calibration, closing(calibration)))

    async def counted(context: Context) -> object:
        of = CalibrationCount.predicate == "GOOD"
        return await context.session.scalar(select(CalibrationCount.after).where(of))

    assert await judging.race.alone(counted) == 1
    assert await judging.latecomer() == ("EVALUATED", False)
