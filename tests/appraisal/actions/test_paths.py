"""Paths of improvement: which results open one, and how a superior leads it to its end."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from factories.appraisal.after import (
    GOOD,
    POOR,
    a_cycle,
    an_appraisal,
    evaluated_so,
    published,
    running,
    the_path,
)
from factories.appraisal.office import Office
from factories.organisation import a_leadership
from factories.statements import statements
from sqlalchemy import func, select

from jenjang.appraisal.actions.improvement import (
    Conclude,
    Counsel,
    PathEnded,
    PathNotRunning,
    Review,
    SetTargets,
    Target,
    conclude,
    counsel,
    review,
    set_targets,
)
from jenjang.appraisal.actions.paths import open_paths, remind_reviews
from jenjang.appraisal.actions.people import NotTheSuperior
from jenjang.appraisal.actions.publishing import publish
from jenjang.appraisal.models.objection import ImprovementPath, ImprovementTarget
from jenjang.appraisal.rules.improvement import (
    NotAPathDay,
    NoTargets,
    OtherConclusion,
    ReviewOutOfTime,
    TargetsOpen,
    TargetsUnderReview,
)
from jenjang.appraisal.terms import CycleKind, PathOutcome, PathState, ReviewOutcome
from jenjang.core.context import Context
from jenjang.core.errors import NotFound, Stale
from jenjang.core.texts import NoText
from jenjang.organisation.actions.versions import NotAPerson
from jenjang.organisation.models import Employee, Leadership, Notice, Unit
from jenjang.organisation.terms import NoticeKind

DAY = timedelta(1)
DUE = date(2026, 7, 31)
"""The targets of `running` are to be looked at on this Friday."""
SOON = date(2026, 7, 28)
"""Three working days before."""


async def path_of(context: Context, office: Office) -> ImprovementPath:
    """The path of the staff after a poor quarter."""
    return await the_path(context, await published(context, office, rated=POOR))


def counselling(path: ImprovementPath, held_on: date, version: int | None = None) -> Counsel:
    return Counsel(
        path_id=path.id,
        expected_version=version or path.version,
        counselling=" Beban kerja. ",
        held_on=held_on,
    )


def targets(path: ImprovementPath, *days: date) -> SetTargets:
    wanted = tuple(Target(statement="Lapor.", measure="Tanggal.", review_on=on) for on in days)
    return SetTargets(path_id=path.id, expected_version=path.version, targets=wanted)


def found(target: ImprovementTarget, outcome: ReviewOutcome, on: date) -> Review:
    return Review(target_id=target.id, held_on=on, finding="Tiga laporan masuk.", outcome=outcome)


def ending(path: ImprovementPath, outcome: PathOutcome) -> Conclude:
    return Conclude(path_id=path.id, expected_version=path.version, outcome=outcome, conclusion="Cukup.")


async def told(context: Context, kind: NoticeKind) -> list[object]:
    return list(await context.session.scalars(select(Notice.employee_id).where(Notice.kind == kind)))


@pytest.mark.parametrize("kind", CycleKind)
async def test_a_poor_quarter_or_year_opens_a_path_at_publication(
    context, office: Office, kind: CycleKind
) -> None:
    appraisal = await published(context, office, rated=POOR, kind=kind)
    paths = (await context.session.scalars(select(ImprovementPath))).all()
    if kind is CycleKind.MONTHLY:
        assert not paths
        return
    (path,) = paths
    assert (path.appraisal_id, path.employee_id) == (appraisal.id, office.people["staff"])
    assert (path.state, path.begins_on) == (PathState.OPEN, context.today)
    assert await told(context, NoticeKind.PATH_OPENED) == [office.people["staff"]]
    assert await told(context, NoticeKind.PATH_TO_COUNSEL) == [office.people["chief"]]


async def test_a_good_result_opens_none(context, office: Office) -> None:
    await published(context, office, rated=GOOD)
    assert await context.session.scalar(select(func.count()).select_from(ImprovementPath)) == 0


async def test_paths_are_opened_once_and_in_as_many_statements_for_many(context, office: Office) -> None:
    """Of three people two were rated poorly; doing it again opens nothing."""
    cycle, admin = await a_cycle(context), office.as_(context, "admin")
    names = ("staff", "colleague", "functional")
    appraisals = [await an_appraisal(context, office, name, cycle=cycle) for name in names]
    for appraisal, rated in zip(appraisals, (POOR, GOOD, POOR), strict=True):
        await evaluated_so(office.as_(context, "chief"), appraisal, rated)
    ids = [one.id for one in appraisals]
    counted = [await _statements_to_publish(admin, some) for some in (ids[:1], ids)]
    assert counted[0] == counted[1]
    await publish(admin, ids)
    await open_paths(admin, ids)
    opened = await context.session.scalars(select(ImprovementPath.employee_id))
    assert set(opened) == {office.people["staff"], office.people["functional"]}
    assert await context.session.scalar(select(func.count()).select_from(ImprovementPath)) == 2


async def _statements_to_publish(context: Context, appraisal_ids: list[UUID]) -> int:
    """How many statements it takes to publish them and open their paths; it is undone afterwards."""
    with statements(context.session) as told:
        trial = await context.session.begin_nested()
        try:
            await publish(context, appraisal_ids)
            opened = select(func.count()).select_from(ImprovementPath)
            assert await context.session.scalar(opened) == len(appraisal_ids) - len(appraisal_ids) // 3
        finally:
            await trial.rollback()
    return len(told)


@pytest.mark.parametrize("first", ["counselling", "targets"])
async def test_a_path_runs_once_it_has_counselling_and_targets(
    context, office: Office, as_, first: str
) -> None:
    path, chief = await path_of(context, office), as_("chief")
    if first == "counselling":
        await counsel(chief, counselling(path, context.today))
        assert (path.state, path.counselling) == (PathState.OPEN, "Beban kerja.")
        await set_targets(chief, targets(path, DUE))
    else:
        await set_targets(chief, targets(path, DUE))
        assert path.state == PathState.OPEN
        await counsel(chief, counselling(path, context.today))
    assert (path.state, path.version) == (PathState.RUNNING, 3)


async def test_targets_are_set_anew_until_one_was_looked_at(context, office: Office, as_, refused) -> None:
    path, chief = await path_of(context, office), as_("chief")
    await running(context, office, path)
    await set_targets(chief, targets(path, DUE, DUE, DUE))
    now = (await context.session.scalars(select(ImprovementTarget))).all()
    assert [one.statement for one in now] == ["Lapor."] * 3
    await review(chief, found(now[0], ReviewOutcome.ON_TRACK, context.today))
    async with refused(TargetsUnderReview, "pathId"):
        await set_targets(chief, targets(path, DUE))


async def test_the_last_look_at_each_target_tells_how_a_path_ends(
    context, office: Office, as_, refused
) -> None:
    path, chief = await path_of(context, office), as_("chief", on=DUE)
    one, other = await running(context, office, path)
    await review(chief, found(one, ReviewOutcome.REACHED, DUE))
    await review(chief, found(other, ReviewOutcome.NOT_REACHED, DUE - DAY))
    await review(chief, found(other, ReviewOutcome.BEHIND, DUE))
    async with refused(TargetsOpen, "pathId", open=1, targets=2):
        await conclude(chief, ending(path, PathOutcome.NOT_ACHIEVED))
    await review(chief, found(other, ReviewOutcome.REACHED, DUE))
    async with refused(OtherConclusion, "outcome", follows=PathOutcome.ACHIEVED):
        await conclude(chief, ending(path, PathOutcome.NOT_ACHIEVED))
    ended = await conclude(chief, ending(path, PathOutcome.ACHIEVED))
    assert (ended.state, ended.ends_on, ended.conclusion) == (PathState.ACHIEVED, DUE, "Cukup.")


async def test_a_path_that_ended_stays_so(context, office: Office, as_, refused) -> None:
    path, chief = await path_of(context, office), as_("chief", on=DUE)
    (target,) = await running(context, office, path, targets=1)
    await review(chief, found(target, ReviewOutcome.NOT_REACHED, DUE))
    await conclude(chief, ending(path, PathOutcome.NOT_ACHIEVED))
    ended = {"state": PathState.NOT_ACHIEVED}
    async with refused(PathEnded, "pathId", **ended):
        await counsel(chief, counselling(path, DUE))
    async with refused(PathEnded, "pathId", **ended):
        await set_targets(chief, targets(path, DUE + DAY))
    async with refused(PathEnded, "targetId", **ended):
        await review(chief, found(target, ReviewOutcome.REACHED, DUE))
    async with refused(PathEnded, "pathId", **ended):
        await conclude(chief, ending(path, PathOutcome.ACHIEVED))


async def test_what_does_not_run_is_neither_looked_at_nor_concluded(
    context, office: Office, as_, refused
) -> None:
    path, chief = await path_of(context, office), as_("chief")
    await set_targets(chief, targets(path, DUE))
    target = (await context.session.scalars(select(ImprovementTarget))).one()
    async with refused(PathNotRunning, "targetId"):
        await review(chief, found(target, ReviewOutcome.REACHED, context.today))
    async with refused(PathNotRunning, "pathId"):
        await conclude(chief, ending(path, PathOutcome.ACHIEVED))


@pytest.mark.parametrize(
    ("name", "error", "field"),
    [
        ("staff", NotTheSuperior, "pathId"),
        ("colleague", NotFound, "pathId"),
        ("stranger", NotFound, "pathId"),
        ("leader", NotTheSuperior, "pathId"),
        ("admin", NotTheSuperior, "pathId"),
        ("program", NotAPerson, ""),
    ],
)
async def test_only_the_direct_superior_leads_a_path(
    context, office: Office, as_, refused, name: str, error, field: str
) -> None:
    path = await path_of(context, office)
    async with refused(error, field):
        await counsel(as_(name), counselling(path, context.today))
    async with refused(error, field):
        await set_targets(as_(name), targets(path, DUE))


async def test_a_new_superior_takes_a_path_over(context, office: Office, as_, refused) -> None:
    path = await path_of(context, office)
    (target,) = await running(context, office, path, targets=1)
    for led in await context.session.scalars(
        select(Leadership).where(Leadership.employee_id == office.people["chief"])
    ):
        led.valid_to = context.today
    unit = await context.session.get_one(Unit, (context.tenant, office.units["bidang"]))
    new = await context.session.get_one(Employee, (context.tenant, office.people["functional"]))
    await a_leadership(context.session, unit, new, since=context.today)
    await office.look_again(context.session, context.today)
    async with refused(NotFound, "targetId"):
        await review(as_("chief"), found(target, ReviewOutcome.REACHED, context.today))
    noted, _ = await review(as_("functional"), found(target, ReviewOutcome.REACHED, context.today))
    assert noted.by_employee_id == office.people["functional"]


async def test_days_texts_and_versions_are_checked(context, office: Office, as_, refused) -> None:
    path, chief = await path_of(context, office), as_("chief")
    async with refused(NotAPathDay, "heldOn"):
        await counsel(chief, counselling(path, context.today - DAY))
    async with refused(NotAPathDay, "heldOn"):
        await counsel(chief, counselling(path, context.today + DAY))
    async with refused(NoText, "counselling"):
        await counsel(chief, replace(counselling(path, context.today), counselling="  "))
    async with refused(Stale, "expectedVersion"):
        await counsel(chief, counselling(path, context.today, version=9))
    async with refused(NoTargets, "targets"):
        await set_targets(chief, targets(path))
    async with refused(ReviewOutOfTime, "targets.1.reviewOn", last=date(2027, 1, 1)):
        await set_targets(chief, targets(path, DUE, date(2027, 1, 2)))
    async with refused(Stale, "expectedVersion"):
        await set_targets(chief, replace(targets(path, DUE), expected_version=9))
    blank = Target(statement="Lapor.", measure=" ", review_on=DUE)
    async with refused(NoText, "targets.0.measure"):
        await set_targets(chief, replace(targets(path), targets=(blank,)))


async def test_a_conclusion_by_a_stale_view_is_refused(context, office: Office, as_, refused) -> None:
    path, chief = await path_of(context, office), as_("chief")
    (target,) = await running(context, office, path, targets=1)
    seen = ending(path, PathOutcome.ACHIEVED)
    await review(chief, found(target, ReviewOutcome.REACHED, context.today))
    async with refused(Stale, "expectedVersion", current=path.version):
        await conclude(chief, seen)


async def test_superiors_are_told_once_of_what_is_to_be_looked_at(context, office: Office, as_) -> None:
    path = await path_of(context, office)
    one, other = await running(context, office, path)
    await remind_reviews(as_("program", on=SOON - DAY))
    assert await told(context, NoticeKind.REVIEW_DUE) == []
    await review(as_("chief"), found(one, ReviewOutcome.REACHED, context.today))
    for _ in range(2):
        await remind_reviews(as_("program", on=SOON))
    notices = await context.session.execute(
        select(Notice.employee_id, Notice.about_id).where(Notice.kind == NoticeKind.REVIEW_DUE)
    )
    assert [tuple(row) for row in notices] == [(office.people["chief"], other.id)]
