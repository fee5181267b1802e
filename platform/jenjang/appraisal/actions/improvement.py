"""What a superior does on a path of improvement: counsels, sets targets, looks at them, concludes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import distinct_on

from jenjang.appraisal.actions.law import path_law_on
from jenjang.appraisal.actions.people import NotTheSuperior
from jenjang.appraisal.actions.reach import READ, check_reaches
from jenjang.appraisal.models.objection import ImprovementPath, ImprovementReview, ImprovementTarget
from jenjang.appraisal.rules.improvement import (
    TargetsUnderReview,
    check_conclusion,
    check_held,
    check_targets,
)
from jenjang.appraisal.rules.transitions import PATH, check_may
from jenjang.appraisal.terms import PathOutcome, PathState, ReviewOutcome
from jenjang.core.context import Context
from jenjang.core.errors import Conflict
from jenjang.core.texts import check_text
from jenjang.organisation.actions.superiors import standing_of
from jenjang.organisation.actions.versions import changed, own_person

BEFORE_IT_ENDS = frozenset({PathState.OPEN, PathState.RUNNING})


class PathEnded(Conflict):
    """This path of improvement is over ({state}) and stays as it is."""


class PathNotRunning(Conflict):
    """This path of improvement doesn't run yet: it takes counselling and targets first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counsel:
    """What the counselling (konseling kinerja) found, and when it was held."""

    path_id: UUID
    expected_version: int
    counselling: str
    held_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is to be better, how that is told, and on which day it is looked at."""

    statement: str
    measure: str
    review_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTargets:
    """The targets of a path, in place of those it has."""

    path_id: UUID
    expected_version: int
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """How a target stood on a day."""

    target_id: UUID
    held_on: date
    finding: str
    outcome: ReviewOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclude:
    """What a path came to, and why."""

    path_id: UUID
    expected_version: int
    outcome: PathOutcome
    conclusion: str


async def counsel(context: Context, asked: Counsel) -> ImprovementPath:
    """Note the counselling; with targets set the path runs. May be noted anew until the path is over.

    Raises NotAPerson, NotFound, NotTheSuperior, PathEnded, NotAPathDay, NoText, TextTooLong, Stale.
    """
    path = await _path(context, asked.path_id, "pathId")
    check_held(asked.held_on, path.begins_on, context.today)
    counselling = check_text(asked.counselling, "counselling")
    changed(path, asked.expected_version)
    path.counselling, path.counselled_on = counselling, asked.held_on
    await _run(context, path)
    return path


async def set_targets(context: Context, asked: SetTargets) -> ImprovementPath:
    """Set what is to be better; with counselling noted the path runs. Anew until a target was looked at.

    Raises what `counsel` raises, and NoTargets, ReviewOutOfTime, TargetsUnderReview.
    """
    path = await _path(context, asked.path_id, "pathId")
    if any(await _latest(context, path.id)):
        raise TargetsUnderReview("pathId")
    rule = (await path_law_on(context, context.today)).rule
    check_targets([one.review_on for one in asked.targets], context.today, rule.last_review(context.today))
    targets = [_target(path, number, one) for number, one in enumerate(asked.targets)]
    changed(path, asked.expected_version)
    await context.session.execute(delete(ImprovementTarget).where(ImprovementTarget.path_id == path.id))
    context.session.add_all(targets)
    await context.session.flush()
    await _run(context, path)
    return path


async def review(context: Context, asked: Review) -> tuple[ImprovementReview, ImprovementPath]:
    """Note how a target of a running path stood. Raises what `counsel` raises, and PathNotRunning."""
    target = await context.get(ImprovementTarget, asked.target_id, field="targetId")
    path = await _path(context, target.path_id, "targetId")
    _check_runs(path, "targetId")
    check_held(asked.held_on, path.begins_on, context.today)
    noted = ImprovementReview(
        target_id=target.id,
        employee_id=path.employee_id,
        held_on=asked.held_on,
        finding=check_text(asked.finding, "finding"),
        outcome=asked.outcome,
        by_employee_id=own_person(context),
    )
    changed(path, None)
    context.session.add(noted)
    await context.session.flush()
    return noted, path


async def conclude(context: Context, asked: Conclude) -> ImprovementPath:
    """End a path as its targets tell, once each was reached or missed for good.

    Raises what `counsel` raises, and PathNotRunning, TargetsOpen, OtherConclusion.
    """
    path = await _path(context, asked.path_id, "pathId")
    _check_runs(path, "pathId")
    check_conclusion(asked.outcome, await _latest(context, path.id))
    conclusion = check_text(asked.conclusion, "conclusion")
    changed(path, asked.expected_version)
    path.state, path.ends_on, path.conclusion = PathState(asked.outcome), context.today, conclusion
    return path


async def _path(context: Context, path_id: UUID, field: str) -> ImprovementPath:
    """The path, locked, if who does the deed is the person's superior today and it isn't over.

    Raises NotAPerson, NotFound, NotTheSuperior, PathEnded.
    """
    superior = own_person(context)
    path = await context.get(ImprovementPath, path_id, lock=True, field=field)
    standing = await standing_of(context, path.employee_id, context.today)
    if standing is None or standing.superior_employee_id != superior:
        await check_reaches(context, READ, path.employee_id, field)
        raise NotTheSuperior(field)
    if path.state not in BEFORE_IT_ENDS:
        raise PathEnded(field, state=PathState(path.state))
    return path


def _check_runs(path: ImprovementPath, field: str) -> None:
    if path.state != PathState.RUNNING:
        raise PathNotRunning(field)


async def _run(context: Context, path: ImprovementPath) -> None:
    """Let a path run once it has both counselling and targets."""
    has_target = select(ImprovementTarget.id).where(ImprovementTarget.path_id == path.id).limit(1)
    if path.state == PathState.OPEN and path.counselled_on and await context.session.scalar(has_target):
        check_may(PathState(path.state), PathState.RUNNING, PATH, "pathId")
        path.state = PathState.RUNNING


def _target(path: ImprovementPath, number: int, asked: Target) -> ImprovementTarget:
    at = ("targets", str(number))
    return ImprovementTarget(
        path_id=path.id,
        employee_id=path.employee_id,
        statement=check_text(asked.statement, (*at, "statement")),
        measure=check_text(asked.measure, (*at, "measure")),
        review_on=asked.review_on,
    )


async def _latest(context: Context, path_id: UUID) -> Sequence[ReviewOutcome | None]:
    """For each target of a path what the last look at it found; None where there was none."""
    targets = (
        select(ImprovementTarget.id, ImprovementReview.outcome)
        .outerjoin(
            ImprovementReview,
            (ImprovementReview.tenant_id == ImprovementTarget.tenant_id)
            & (ImprovementReview.target_id == ImprovementTarget.id),
        )
        .where(ImprovementTarget.path_id == path_id)
        .ext(distinct_on(ImprovementTarget.id))
        .order_by(ImprovementTarget.id, ImprovementReview.held_on.desc(), ImprovementReview.id.desc())
    )
    found = (await context.session.execute(targets)).all()
    return [row.outcome and ReviewOutcome(row.outcome) for row in found]
