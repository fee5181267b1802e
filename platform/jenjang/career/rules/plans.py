"""Career plans: goals near and far with dated steps, and the way from draft to approval."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jenjang.career.terms import Horizon, PlanState, StepKind
from jenjang.core.errors import BadUserInput, Conflict
from jenjang.core.months import YEAR, months_later

LEGAL: Mapping[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.SUBMITTED, PlanState.DISCARDED}),
    PlanState.SUBMITTED: frozenset({PlanState.DRAFT, PlanState.RETURNED, PlanState.APPROVED}),
    PlanState.RETURNED: frozenset({PlanState.SUBMITTED, PlanState.DISCARDED}),
    PlanState.APPROVED: frozenset({PlanState.RENEWED}),
    PlanState.RENEWED: frozenset(),
    PlanState.DISCARDED: frozenset(),
}
"""What follows each state: who wrote it submits it and may take it back, the leader returns or approves it,
and the next plan renews an approved one."""
OF_A_LEVEL = ("competency", "technicalCompetencyId", "level")
"""What only a step of competency says."""
CHANGED_IN = frozenset({PlanState.DRAFT, PlanState.RETURNED})
"""States in which goals and steps are changed."""


class PlanIsElsewhere(Conflict):
    """The plan is {state}: from there it doesn't become {wanted}."""


class NoGoalOfHorizon(Conflict):
    """A plan has at least one {horizon} goal: short ones are due within {months} months, long ones later."""


class GoalWithoutStep(Conflict):
    """The goal "{goal}" has no step: a goal has 1 to {most} dated steps."""


class StepAfterGoal(BadUserInput):
    """The step is due on {due}, after its goal is on {goal_due}."""


class DueInThePast(BadUserInput):
    """It would be due on {due}: name a day after {today}."""


class DueTooFar(BadUserInput):
    """It would be due on {due}; a plan looks {years} years ahead, to {last}."""


class DueAfterService(BadUserInput):
    """It would be due on {due}, but the service ends on {ends}: name a day before."""


class PlanFull(Conflict):
    """The plan has {most} goals already, and can't have more."""


class GoalFull(Conflict):
    """The goal has {most} steps already, and can't have more."""


class StepTwice(Conflict):
    """An open step of the plan does the same already: "{what}", due on {due}."""


class NamesACourse(BadUserInput):
    """A step of training names its course, and no other step does."""


class NamesALevel(BadUserInput):
    """A step of competency names one and its level, and no other step does."""


class TakenUpBefore(Conflict):
    """A step of your plan takes this improvement up already."""


class NothingMore(Conflict):
    """The plan is {state}: steps are done once it is approved, and until it is renewed."""


class NotYourWord(Conflict):
    """This step ends by itself, once what it waits for is recorded."""


class StepDone(Conflict):
    """This step is done since {on}."""


class NotDoneOn(BadUserInput):
    """It was done between the plan's first day, {first}, and today, {last}: not on {on}."""


@dataclass(frozen=True, slots=True)
class PlanRule:
    """Up to how many months a goal is short; how far a plan looks ahead, how long it stands, what it holds.

    Source: PL3 of the region's programme: at least one goal within 12 months and one beyond. The rest is the
    house's reading.
    """

    short_months: int
    years_ahead: int
    renewed_after_months: int
    remind_days: int
    """So many days before it stands no more, who wrote it and who leads are reminded."""
    most_goals: int
    most_steps: int

    def horizon(self, due: date, since: date) -> Horizon:
        """Whether a goal is short or long, seen from a day."""
        return Horizon.SHORT if due <= months_later(since, self.short_months) else Horizon.LONG


@dataclass(frozen=True, slots=True)
class Planned:
    """A goal, when it is due, how far off it was on the day of submission, and when its steps are due."""

    title: str
    due: date
    horizon: Horizon
    steps: Sequence[date]


def plan_rule(body: Mapping[str, Any]) -> PlanRule:  # Any: numbers by name.
    """The rule set `career_plan`."""
    return PlanRule(**{name: int(number) for name, number in body.items()})


def check_follows(state: PlanState, wanted: PlanState) -> None:
    """Refuse a state that doesn't follow. Raises PlanIsElsewhere."""
    if wanted not in LEGAL[state]:
        raise PlanIsElsewhere("planId", state=state, wanted=wanted)


def check_due(
    rule: PlanRule, due: date, today: date, ends: date | None, field: str | tuple[str, ...] = "due"
) -> None:
    """Refuse a day that has passed, one too far ahead, or one on which the person serves no more.

    `ends` is the first day after the service (None: not known). Raises DueInThePast, DueTooFar,
    DueAfterService.
    """
    if due <= today:
        raise DueInThePast(field, due=due, today=today)
    last = months_later(today, YEAR * rule.years_ahead)
    if due > last:
        raise DueTooFar(field, due=due, years=rule.years_ahead, last=last)
    check_in_service(due, ends, field)


def check_in_service(due: date, ends: date | None, field: str | tuple[str, ...]) -> None:
    """Refuse a day on which the person serves no more. Raises DueAfterService."""
    if ends and due >= ends:
        raise DueAfterService(field, due=due, ends=ends)


def check_within(goal_due: date, step_due: date, field: str = "due") -> None:
    """Refuse a step after its goal. Raises StepAfterGoal."""
    if step_due > goal_due:
        raise StepAfterGoal(field, due=step_due, goal_due=goal_due)


def check_says(kind: StepKind, said: Collection[str]) -> None:
    """Refuse a step that doesn't name what its kind does, or says more. Raises NamesACourse, NamesALevel."""
    if ("courseId" in said) != (kind is StepKind.TRAINING):
        raise NamesACourse("courseId")
    if kind is StepKind.COMPETENCY and "level" not in said:
        raise NamesALevel("level")
    if kind is not StepKind.COMPETENCY and (more := [one for one in OF_A_LEVEL if one in said]):
        raise NamesALevel(more[0])


def check_done_on(on: date, first: date, today: date) -> None:
    """Refuse a day before the plan, or ahead. Raises NotDoneOn."""
    if not first <= on <= today:
        raise NotDoneOn("on", first=first, last=today, on=on)


def check_room_for_goal(rule: PlanRule, many: int, field: str | tuple[str, ...]) -> None:
    """Refuse one more goal than a plan has. Raises PlanFull."""
    if many >= rule.most_goals:
        raise PlanFull(field, most=rule.most_goals)


def check_room_for_step(rule: PlanRule, many: int) -> None:
    """Refuse one more step than a goal has. Raises GoalFull."""
    if many >= rule.most_steps:
        raise GoalFull("goalId", most=rule.most_steps)


def check_complete(rule: PlanRule, goals: Sequence[Planned], today: date, ends: date | None) -> None:
    """Refuse what is no plan: near and far goals that lie ahead, each with steps, within the service.

    Of whom the service ends before a goal could be far, none is asked. Raises NoGoalOfHorizon,
    GoalWithoutStep, DueAfterService.
    """
    ahead = [goal for goal in goals if goal.due > today]
    horizons = {goal.horizon for goal in ahead}
    leaves_soon = ends is not None and rule.horizon(ends - timedelta(days=1), today) is Horizon.SHORT
    for horizon in (Horizon.SHORT,) if leaves_soon else Horizon:
        if horizon not in horizons:
            raise NoGoalOfHorizon("planId", horizon=horizon, months=rule.short_months)
    for goal in ahead:
        check_in_service(goal.due, ends, "planId")
        if not goal.steps:
            raise GoalWithoutStep("planId", goal=goal.title, most=rule.most_steps)
