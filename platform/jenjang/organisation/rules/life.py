"""The life of service: which states follow which, from candidate to the end of service."""

from collections.abc import Mapping, Sequence
from datetime import date

from jenjang.core.errors import Conflict
from jenjang.organisation.terms import EmployeeKind, ServiceState

Transitions = Mapping[EmployeeKind, Mapping[ServiceState | None, frozenset[ServiceState]]]
"""For each kind, the states that may follow a state; those that may begin a service follow None."""

IN_SERVICE = frozenset(
    {
        ServiceState.CANDIDATE,
        ServiceState.ACTIVE,
        ServiceState.STUDY_LEAVE,
        ServiceState.UNPAID_LEAVE,
        ServiceState.SUSPENDED,
    }
)
"""States of somebody who still serves, at work or not. All others end the service."""

AWAY = frozenset({ServiceState.STUDY_LEAVE, ServiceState.UNPAID_LEAVE, ServiceState.SUSPENDED})
"""States of somebody who serves but exercises no office: whoever enters one is released from it.

Source [M]: PP 11/2017 on leave outside the state's charge and on suspension, PermenPANRB 28/2021
on tugas belajar.
"""


class IllegalTransition(Conflict):
    """A {kind} can't go from {current} to {wanted}; possible: {legal}."""


class NotInService(Conflict):
    """This person isn't in service on {on}."""


class AwayFromOffice(Conflict):
    """This person exercises no office on {on}: the state of service is {state} then."""


class StillInService(Conflict):
    """{state} doesn't end a service."""


class EndsService(Conflict):
    """{state} ends the service: end it, so that placement and leadership end with it."""


def transitions_of(body: Mapping[str, Mapping[str, Sequence[str]]]) -> Transitions:
    """The rule set `service_transitions` as `next_state` reads it; BEGIN is the time before service."""
    return {
        EmployeeKind(kind): {
            None if state == "BEGIN" else ServiceState(state): frozenset(map(ServiceState, following))
            for state, following in ways.items()
        }
        for kind, ways in body.items()
    }


def first_state(kind: EmployeeKind, transitions: Transitions) -> ServiceState:
    """The state in which a service of that kind begins: the only one that law knows."""
    (state,) = transitions[kind][None]
    return state


def next_state(
    current: ServiceState | None,
    wanted: ServiceState,
    kind: EmployeeKind,
    transitions: Transitions,
    field: str = "state",
) -> ServiceState:
    """The wanted state, if it may follow the current one (None: before service).

    Source: PP 11/2017 for PNS and PP 49/2018 for PPPK, as the national rule set
    `service_transitions` spells them out.
    """
    legal = transitions.get(kind, {}).get(current, frozenset())
    if wanted not in legal:
        raise IllegalTransition(field, kind=kind, current=current, wanted=wanted, legal=tuple(sorted(legal)))
    return wanted


def check_at_work(state: ServiceState, on: date) -> None:
    """Refuse an office for somebody who is away from any."""
    if state in AWAY:
        raise AwayFromOffice("employeeId", on=on, state=state)


def check_serves_on(wanted: ServiceState) -> ServiceState:
    """Refuse a change of state that would end the service."""
    if wanted not in IN_SERVICE:
        raise EndsService("state", state=wanted)
    return wanted


def check_ends(wanted: ServiceState) -> ServiceState:
    """Refuse an end of service by a state that doesn't end it."""
    if wanted in IN_SERVICE:
        raise StillInService("state", state=wanted)
    return wanted
