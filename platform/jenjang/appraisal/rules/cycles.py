"""Cycles: when one may be opened, until when people are to be evaluated in it, when it may be closed."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from jenjang.appraisal.rules.periods import Period
from jenjang.appraisal.rules.working_days import DAY
from jenjang.appraisal.terms import CycleState
from jenjang.core.errors import BadUserInput, Conflict, Forbidden


class PeriodNotBegun(Conflict):
    """This period begins on {begins}: it can't be appraised before."""


class PeriodNotOver(Conflict):
    """This period ends with {last}: its results can't be published before it is over."""


class CycleThere(Conflict):
    """This period is appraised already, in a cycle of just this extent."""


class CoveredAlready(Conflict):
    """This period is appraised already, in a cycle that covers this unit: of all, or of a unit above."""


class PartCovered(Conflict):
    """Units below are appraised for this period already, in a cycle of their own."""


class DueOutOfBounds(BadUserInput):
    """Evaluations of this period are due from {least} to {most}, not on {due}."""


class CycleNotOpen(Conflict):
    """This cycle is {state}: nothing in it can be changed any more."""


class NotAllEvaluated(Conflict):
    """Not evaluated, and missed for good, would be {missed} of {people} people. If so: `missed` {missed}."""


class OwnUnit(Forbidden):
    """You head this unit: its predicate would rate your own results, so somebody else sets it."""


class PredicateInUse(Conflict):
    """The evaluation of who heads this unit rests on its predicate already: it can't become another one."""


def check_begun(appraised: Period, today: date) -> None:
    """Refuse to open a cycle of a period that lies ahead."""
    if today < appraised.begins:
        raise PeriodNotBegun("number", begins=appraised.begins)


def check_over(ends: date, today: date) -> None:
    """Refuse to close a cycle before its period is over. `ends`: the day after the last."""
    if today < ends:
        raise PeriodNotOver("cycleId", last=ends - DAY)


def check_due(due: date, least: date, most: date) -> None:
    """Refuse a day that lies within the period, or after the last on which the law has results delivered."""
    if not least <= due <= most:
        raise DueOutOfBounds("dueOn", due=due, least=least, most=most)


def check_not_covered(
    unit: UUID | None, covered: Collection[UUID | None], above: Collection[UUID], below: Collection[UUID]
) -> None:
    """Refuse a second cycle of a period for the same people.

    `covered`: the units (None: the whole government) that have a cycle of the period; `above` and `below`:
    those around the unit asked for. Raises CycleThere, CoveredAlready, PartCovered.
    """
    if unit in covered:
        raise CycleThere("number")
    if None in covered or any(one in covered for one in above):
        raise CoveredAlready("unitId")
    if any(one is not None and (unit is None or one in below) for one in covered):
        raise PartCovered("unitId")


def check_open(state: CycleState, field: str = "cycleId") -> None:
    """Refuse to change anything in a cycle that is being closed, or was."""
    if state is not CycleState.OPEN:
        raise CycleNotOpen(field, state=state)


def check_missed(missed: int, people: int, allowed: int | None) -> None:
    """Refuse to close a cycle in which more people are missed than was allowed (None: nobody)."""
    if missed > (allowed or 0):
        raise NotAllEvaluated("missed", missed=missed, people=people)
