"""An employee reads a published result, acknowledges it, makes a step of an improvement; nobody else does."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from factories.appraisal.judging import Month
from sqlalchemy import select, text

from jenjang.appraisal.actions.publishing import publish
from jenjang.appraisal.actions.results import (
    Acknowledge,
    MakeStep,
    NotPublishedYet,
    acknowledge,
    drop_step,
    make_step,
    mark_read,
)
from jenjang.appraisal.actions.sight import NotTheAppraised
from jenjang.appraisal.models.evaluation import EvaluationPoint
from jenjang.appraisal.rules.evaluation import (
    AlreadyAStep,
    NotAnImprovement,
    ObjectionUnderWay,
    WantedInThePast,
)
from jenjang.appraisal.rules.transitions import IllegalStep
from jenjang.core.errors import NotFound, Stale
from jenjang.core.texts import NoText
from jenjang.events.models import OutboxEvent
from jenjang.organisation.actions.versions import NotAPerson

AUTUMN = date(2026, 10, 1)


@pytest.fixture
async def told(june: Month) -> Month:
    """The staff's result of June is published, the colleague's is a draft."""
    await june.evaluated("staff")
    await june.evaluated("colleague")
    await publish(june.as_("admin"), [june.appraisals["staff"]])
    return june


async def point(month: Month, name: str = "staff", kind: str = "IMPROVEMENT") -> UUID:
    of = (EvaluationPoint.appraisal_id == month.appraisals[name], EvaluationPoint.kind == kind)
    found = await month.context.session.scalar(select(EvaluationPoint.id).where(*of))
    assert found
    return found


def step(point_id: UUID, **more: object) -> MakeStep:
    return MakeStep(**{"point_id": point_id, "step": " Kursus komunikasi ", "wanted_by": AUTUMN, **more})


def acknowledgement(month: Month, name: str, version: int = 3) -> Acknowledge:
    return Acknowledge(appraisal_id=month.appraisals[name], expected_version=version)


async def test_reading_is_noted_once(told: Month) -> None:
    staff = told.as_("staff")
    first = await mark_read(staff, told.appraisals["staff"])
    assert (first.read_at, first.version) == (told.context.now, 3)
    staff.now += timedelta(1)
    assert (await mark_read(staff, told.appraisals["staff"])).read_at == told.context.now


async def test_acknowledging_is_noted_with_reading(told: Month) -> None:
    done = await acknowledge(told.as_("staff"), acknowledgement(told, "staff"))
    assert (done.state, done.acknowledged_at, done.read_at) == (
        "ACKNOWLEDGED",
        told.context.now,
        told.context.now,
    )
    assert done.version == 4


@pytest.mark.parametrize(
    ("by", "error"),
    [
        ("chief", NotTheAppraised),
        ("leader", NotTheAppraised),
        ("admin", NotTheAppraised),
        ("auditor", NotTheAppraised),
        ("colleague", NotFound),
        ("stranger", NotFound),
    ],
)
async def test_nobody_acknowledges_for_another(told: Month, refused, by: str, error) -> None:
    async with refused(error, "appraisalId"):
        await acknowledge(told.as_(by), acknowledgement(told, "staff"))
    async with refused(error, "appraisalId"):
        await mark_read(told.as_(by), told.appraisals["staff"])


async def test_a_program_has_no_result(told: Month, refused) -> None:
    async with refused(NotAPerson):
        await mark_read(told.as_("program"), told.appraisals["staff"])


async def test_a_draft_is_nothing_to_read(told: Month, refused) -> None:
    async with refused(NotPublishedYet, "appraisalId"):
        await mark_read(told.as_("colleague"), told.appraisals["colleague"])
    async with refused(NotPublishedYet, "appraisalId"):
        await acknowledge(told.as_("colleague"), acknowledgement(told, "colleague", 2))


async def test_a_stale_acknowledgement_is_refused(told: Month, refused) -> None:
    async with refused(Stale, "expectedVersion", current=3):
        await acknowledge(told.as_("staff"), acknowledgement(told, "staff", 2))


@pytest.mark.parametrize(
    ("state", "error"),
    [("ACKNOWLEDGED", IllegalStep), ("FINAL", IllegalStep), ("OBJECTED", ObjectionUnderWay)],
)
async def test_a_result_is_acknowledged_while_it_waits_for_it(
    told: Month, refused, state: str, error
) -> None:
    await told.context.session.execute(
        text("UPDATE appraisals SET state = :state WHERE id = :id"),
        {"state": state, "id": told.appraisals["staff"]},
    )
    for version in (2, 3):
        async with refused(error, "appraisalId"), told.context.session.begin_nested():
            await acknowledge(told.as_("staff"), acknowledgement(told, "staff", version))


async def test_an_improvement_becomes_a_step(told: Month) -> None:
    made = await make_step(told.as_("staff"), step(await point(told)))
    assert (made.step, made.wanted_by, made.state) == ("Kursus komunikasi", AUTUMN, "WANTED")
    assert made.employee_id == told.office.people["staff"]


async def told_of(month: Month, name: str) -> list[OutboxEvent]:
    """What appraisal told the other domains, by that name."""
    await month.context.session.flush()
    rows = select(OutboxEvent).where(OutboxEvent.name == name).order_by(OutboxEvent.id)
    return list((await month.context.session.scalars(rows)).all())


async def test_other_domains_are_told_of_a_step_that_is_wanted(told: Month) -> None:
    made = await make_step(told.as_("staff"), step(await point(told)))
    await drop_step(told.as_("staff"), made.id)
    await make_step(told.as_("staff"), step(await point(told)))
    events = await told_of(told, "appraisal.improvement_intended")
    assert [(one.about_type, one.about_id) for one in events] == 2 * [("StepIntention", made.id)]
    assert events[0].payload == {
        "employee_id": str(told.office.people["staff"]),
        "point": str(await point(told)),
        "wanted_by": str(AUTUMN),
    }


async def test_a_step_that_is_refused_is_told_to_nobody(told: Month, refused) -> None:
    staff = told.as_("staff")
    async with refused(NoText, "step"):
        await make_step(staff, step(await point(told), step=" "))
    assert await told_of(told, "appraisal.improvement_intended") == []


async def test_other_domains_are_told_of_each_published_result_once(told: Month) -> None:
    admin = told.as_("admin")
    both = [told.appraisals["staff"], told.appraisals["colleague"]]
    assert await publish(admin, both) == 1
    events = await told_of(told, "appraisal.result_published")
    assert [one.about_id for one in events] == both
    assert [one.payload for one in events] == [
        {"employee_id": str(told.office.people[name])} for name in ("staff", "colleague")
    ]


async def test_a_step_is_made_once_and_anew_after_it_was_dropped(told: Month, refused) -> None:
    staff = told.as_("staff")
    made = await make_step(staff, step(await point(told)))
    async with refused(AlreadyAStep, "pointId"):
        await make_step(staff, step(await point(told)))
    assert (await drop_step(staff, made.id)).state == "DROPPED"
    async with refused(IllegalStep, "stepIntentionId", current="DROPPED"):
        await drop_step(staff, made.id)
    anew = await make_step(staff, step(await point(told), step="Magang"))
    assert (anew.id, anew.step, anew.state) == (made.id, "Magang", "WANTED")


async def test_what_a_plan_took_up_is_the_plan_s(told: Month, refused) -> None:
    made = await make_step(told.as_("staff"), step(await point(told)))
    made.state = "TAKEN_UP"
    await told.context.session.flush()
    async with refused(IllegalStep, "stepIntentionId", current="TAKEN_UP", wanted="DROPPED"):
        await drop_step(told.as_("staff"), made.id)


async def test_what_makes_no_step_changes_nothing(told: Month, refused) -> None:
    staff = told.as_("staff")
    async with refused(NotAnImprovement, "pointId"):
        await make_step(staff, step(await point(told, kind="STRENGTH")))
    async with refused(WantedInThePast, "wantedBy"):
        await make_step(staff, step(await point(told), wanted_by=date(2026, 6, 30)))
    async with refused(NoText, "step"), told.context.session.begin_nested():
        await make_step(staff, step(await point(told), step=" "))
    for who_sees_it in ("chief", "auditor"):
        async with refused(NotTheAppraised, "pointId"):
            await make_step(told.as_(who_sees_it), step(await point(told)))
    async with refused(NotFound, "pointId"):
        await make_step(told.as_("stranger"), step(await point(told)))
    async with refused(NotFound, "pointId"):
        await make_step(told.as_("colleague"), step(await point(told, "colleague")))


async def test_nobody_drops_another_s_step(told: Month, refused) -> None:
    made = await make_step(told.as_("staff"), step(await point(told)))
    for who, error in (("chief", NotTheAppraised), ("stranger", NotFound)):
        async with refused(error, "stepIntentionId"):
            await drop_step(told.as_(who), made.id)
