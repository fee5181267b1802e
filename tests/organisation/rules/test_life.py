"""The life of service: only legal ways lead on."""

import pytest

from jenjang.organisation.rules.life import (
    EndsService,
    IllegalTransition,
    StillInService,
    Transitions,
    check_ends,
    check_serves_on,
    next_state,
)
from jenjang.organisation.terms import EmployeeKind, ServiceState

WAYS: Transitions = {
    EmployeeKind.PNS: {
        None: frozenset({ServiceState.CANDIDATE}),
        ServiceState.CANDIDATE: frozenset({ServiceState.ACTIVE, ServiceState.DISMISSED}),
        ServiceState.ACTIVE: frozenset({ServiceState.RETIRED}),
    },
    EmployeeKind.PPPK: {None: frozenset({ServiceState.ACTIVE})},
}


def test_a_listed_way_is_legal() -> None:
    assert next_state(None, ServiceState.CANDIDATE, EmployeeKind.PNS, WAYS) is ServiceState.CANDIDATE
    assert next_state(None, ServiceState.ACTIVE, EmployeeKind.PPPK, WAYS) is ServiceState.ACTIVE


def test_every_other_way_is_refused_with_the_legal_ones() -> None:
    for current in (None, *ServiceState):
        for wanted in ServiceState:
            legal = WAYS[EmployeeKind.PNS].get(current, frozenset())
            if wanted in legal:
                assert next_state(current, wanted, EmployeeKind.PNS, WAYS) is wanted
                continue
            with pytest.raises(IllegalTransition) as refused:
                next_state(current, wanted, EmployeeKind.PNS, WAYS)
            assert refused.value.facts["legal"] == tuple(sorted(legal))


def test_the_refusal_names_both_ends_and_the_legal_ways() -> None:
    with pytest.raises(IllegalTransition) as refused:
        next_state(ServiceState.CANDIDATE, ServiceState.RETIRED, EmployeeKind.PNS, WAYS)
    assert refused.value.message() == "A PNS can't go from CANDIDATE to RETIRED; possible: ACTIVE, DISMISSED."


def test_serving_on_and_ending_are_two_deeds() -> None:
    assert check_serves_on(ServiceState.STUDY_LEAVE) is ServiceState.STUDY_LEAVE
    assert check_ends(ServiceState.DECEASED) is ServiceState.DECEASED
    with pytest.raises(EndsService):
        check_serves_on(ServiceState.RETIRED)
    with pytest.raises(StillInService):
        check_ends(ServiceState.SUSPENDED)
