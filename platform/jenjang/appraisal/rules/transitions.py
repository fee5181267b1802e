"""Which state may follow which: of SKP, cycles, appraisals, objections, calibrations, paths and talks."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from jenjang.appraisal.terms import (
    AppraisalState,
    DialogueState,
    ObjectionState,
    PathState,
    SkpState,
)
from jenjang.core.errors import Conflict

State = TypeVar("State", bound=StrEnum)
Transitions = Mapping[State, frozenset[State]]
"""For each state those that may follow it."""


class IllegalStep(Conflict):
    """It is {current} by now and can't become {wanted} from there. What it can become: {legal}."""


SKP: Transitions[SkpState] = {
    SkpState.DRAFT: frozenset({SkpState.OFFERED, SkpState.WITHDRAWN}),
    SkpState.OFFERED: frozenset({SkpState.DRAFT, SkpState.ACKNOWLEDGED, SkpState.WITHDRAWN}),
    SkpState.ACKNOWLEDGED: frozenset({SkpState.SUPERSEDED}),
    SkpState.SUPERSEDED: frozenset(),
    SkpState.WITHDRAWN: frozenset(),
}
"""Drafted in dialogue: an offer may go back to the draft; what was agreed gives way to a newer one only."""

APPRAISAL: Transitions[AppraisalState] = {
    AppraisalState.OPEN: frozenset({AppraisalState.EVALUATED, AppraisalState.MISSED}),
    AppraisalState.EVALUATED: frozenset({AppraisalState.EVALUATED, AppraisalState.PUBLISHED}),
    AppraisalState.PUBLISHED: frozenset(
        {AppraisalState.ACKNOWLEDGED, AppraisalState.OBJECTED, AppraisalState.FINAL}
    ),
    AppraisalState.ACKNOWLEDGED: frozenset({AppraisalState.OBJECTED, AppraisalState.FINAL}),
    AppraisalState.OBJECTED: frozenset(
        {AppraisalState.PUBLISHED, AppraisalState.ACKNOWLEDGED, AppraisalState.FINAL}
    ),
    AppraisalState.FINAL: frozenset(),
    AppraisalState.MISSED: frozenset(),
}
"""An evaluation may be done anew, or calibrated, until it is published. Acknowledging takes no right to
object away. A withdrawn objection leaves the result as it stood; a decision makes it final (PP 30/2019)."""

OBJECTION: Transitions[ObjectionState] = {
    ObjectionState.FILED: frozenset({ObjectionState.DECIDED, ObjectionState.WITHDRAWN}),
    ObjectionState.DECIDED: frozenset(),
    ObjectionState.WITHDRAWN: frozenset(),
}

PATH: Transitions[PathState] = {
    PathState.OPEN: frozenset({PathState.RUNNING, PathState.LAPSED}),
    PathState.RUNNING: frozenset({PathState.ACHIEVED, PathState.NOT_ACHIEVED}),
    PathState.ACHIEVED: frozenset(),
    PathState.NOT_ACHIEVED: frozenset(),
    PathState.LAPSED: frozenset(),
}
"""Running once there was counselling and a target; only what ran can be concluded. What doesn't run yet
lapses where a decision on an objection lifts the result that opened it."""

DIALOGUE: Transitions[DialogueState] = {
    DialogueState.NOTED: frozenset({DialogueState.NOTED, DialogueState.CONFIRMED}),
    DialogueState.CONFIRMED: frozenset(),
}
"""Notes may be written anew until both sides stand by them."""


def check_may(current: State, wanted: State, transitions: Transitions[State], field: str) -> None:
    """Refuse a step that isn't legal, naming those that are; `field` names the thing. Raises IllegalStep.

    To be asked before the version that was seen: to load it again and repeat the step, as Stale advises,
    doesn't help whom this tells that the step is done.
    """
    legal = transitions[current]
    if wanted not in legal:
        raise IllegalStep(field, current=current, wanted=wanted, legal=tuple(sorted(legal)))
