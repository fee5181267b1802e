"""Legal steps from state to state; every other pair is refused by name."""

from enum import StrEnum
from itertools import product

import pytest

from jenjang.appraisal.rules.transitions import (
    APPRAISAL,
    DIALOGUE,
    OBJECTION,
    PATH,
    SKP,
    IllegalStep,
    Transitions,
    check_may,
)
from jenjang.appraisal.terms import (
    AppraisalState,
    DialogueState,
    ObjectionState,
    PathState,
    SkpState,
)

MACHINES = [
    (
        SKP,
        SkpState,
        "DRAFT>OFFERED DRAFT>WITHDRAWN OFFERED>DRAFT OFFERED>ACKNOWLEDGED OFFERED>WITHDRAWN "
        "ACKNOWLEDGED>SUPERSEDED",
    ),
    (
        APPRAISAL,
        AppraisalState,
        "OPEN>EVALUATED OPEN>MISSED EVALUATED>EVALUATED EVALUATED>PUBLISHED PUBLISHED>ACKNOWLEDGED "
        "PUBLISHED>OBJECTED PUBLISHED>FINAL ACKNOWLEDGED>OBJECTED ACKNOWLEDGED>FINAL OBJECTED>PUBLISHED "
        "OBJECTED>ACKNOWLEDGED OBJECTED>FINAL",
    ),
    (OBJECTION, ObjectionState, "FILED>DECIDED FILED>WITHDRAWN"),
    (PATH, PathState, "OPEN>RUNNING OPEN>LAPSED RUNNING>ACHIEVED RUNNING>NOT_ACHIEVED"),
    (DIALOGUE, DialogueState, "NOTED>NOTED NOTED>CONFIRMED"),
]


@pytest.mark.parametrize(
    ("transitions", "states", "legal"), MACHINES, ids=[one[1].__name__ for one in MACHINES]
)
def test_every_pair_of_states_is_a_legal_step_or_refused(
    transitions: Transitions[StrEnum], states: type[StrEnum], legal: str
) -> None:
    for current, wanted in product(states, states):
        if f"{current}>{wanted}" in legal.split():
            check_may(current, wanted, transitions, "id")
        else:
            with pytest.raises(IllegalStep) as refused:
                check_may(current, wanted, transitions, "id")
            assert (refused.value.facts["current"], refused.value.facts["wanted"]) == (current, wanted)


@pytest.mark.parametrize(
    ("transitions", "states", "legal"), MACHINES, ids=[one[1].__name__ for one in MACHINES]
)
def test_every_state_is_reached_from_the_first(
    transitions: Transitions[StrEnum], states: type[StrEnum], legal: str
) -> None:
    reached, waiting = set(), [next(iter(states))]
    while waiting:
        state = waiting.pop()
        reached.add(state)
        waiting += transitions[state] - reached
    assert reached == set(states)


def test_a_refusal_names_what_is_legal() -> None:
    with pytest.raises(IllegalStep) as refused:
        check_may(AppraisalState.PUBLISHED, AppraisalState.EVALUATED, APPRAISAL, "appraisalId")
    assert str(refused.value) == (
        "It is PUBLISHED by now and can't become EVALUATED from there. "
        "What it can become: ACKNOWLEDGED, FINAL, OBJECTED."
    )
    with pytest.raises(IllegalStep) as final:
        check_may(AppraisalState.FINAL, AppraisalState.OBJECTED, APPRAISAL, "appraisalId")
    assert (final.value.field, final.value.facts["legal"]) == (("appraisalId",), ())
