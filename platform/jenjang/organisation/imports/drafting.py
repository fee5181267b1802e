"""One person of the employee file against what is known: what to make and change of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jenjang.core.errors import BadUserInput
from jenjang.organisation.imports.columns import Trial
from jenjang.organisation.imports.fitting import UNDECIDED, Bearer, judged
from jenjang.organisation.imports.history import Fact, Joined, check_newest, join
from jenjang.organisation.imports.known_people import IDENTITY, PROFILE, SERVICE, Histories, Known
from jenjang.organisation.imports.people_check import BeforeService, Draft, Laws, check_not_over
from jenjang.organisation.imports.people_columns import PersonRow
from jenjang.organisation.imports.plan import Plan, Values
from jenjang.organisation.models import (
    Education,
    Employee,
    EmployeeNumber,
    Placement,
    RankHolding,
    ServicePeriod,
)
from jenjang.organisation.rules.life import IN_SERVICE, check_serves_on, first_state, next_state
from jenjang.organisation.rules.number import check_bearer
from jenjang.organisation.rules.person import NumberTaken
from jenjang.organisation.rules.retirement import retirement
from jenjang.organisation.rules.span import LaterFact
from jenjang.organisation.terms import EmployeeKind, ServiceState


class PermanentDateMissing(BadUserInput):
    """Whoever is no longer a candidate was appointed for good on a date: fill TMT PNS."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The histories of the people of a file, before it."""

    numbers: Histories
    services: Histories
    ranks: Histories
    placements: Histories
    educations: Mapping[UUID, Sequence[Values]]


@dataclass(frozen=True, slots=True)
class Case:
    """A row that is sound in itself, and whom it is about."""

    trial: Trial[PersonRow]
    draft: Draft
    id: UUID
    known: Known | None

    @property
    def row(self) -> PersonRow:
        return self.trial.line.value


def plan_person(plan: Plan, case: Case, kept: Kept, laws: Laws) -> Joined:
    """Plan what the row makes and changes of somebody; the placements they will have had."""
    numbers = case.trial.of("number", _numbers, case, kept.numbers.get(case.id, ()), laws)
    services = case.trial.of(case.row.told_state_at, _services, case, kept.services.get(case.id, ()), laws)
    if not (numbers and services):
        return Joined((), (), ())
    ended = ended_on(services.history)
    ranks = case.trial.of("ranked_on", _ranks, case, kept.ranks.get(case.id, ()), ended)
    placements = None
    if ranks:
        placements = case.trial.of(
            "placed_on", _placements, case, kept.placements.get(case.id, ()), ranks, laws, ended
        )
    if not (ranks and placements):
        return Joined((), (), ())
    moved = [
        plan.history(EmployeeNumber, case.id, numbers),
        plan.history(ServicePeriod, case.id, services),
        plan.history(RankHolding, case.id, ranks),
        plan.history(Placement, case.id, placements),
        _plan_education(plan, case, kept.educations.get(case.id, ())),
    ]
    service = {"state": services.history[-1].content["state"]}
    if ended is None:
        service |= retires(case.row.birth_date, placements, laws)
    _plan_employee(plan, case, service, moved=any(moved))
    return placements


def ended_on(services: Sequence[Fact]) -> date | None:
    """The day on which a service ended, if its last state ends it."""
    last = services[-1] if services else None
    return last.begins if last and _state(last) not in IN_SERVICE else None


def _numbers(case: Case, kept: Sequence[Fact], laws: Laws) -> Joined:
    digits = case.draft.digits
    if case.known:
        kind = EmployeeKind(case.known.columns["kind"])
        check_bearer(case.draft.number, kind, case.row.birth_date, case.row.sex)
    content = {"number": digits, "kind": str(case.draft.number.kind)}
    if kept and kept[-1].content["number"] == digits:
        return join(kept, ())
    if any(fact.content["number"] == digits for fact in kept):
        raise NumberTaken(number=digits)
    begins = case.row.appointed_on
    if kept and begins <= kept[-1].begins:
        begins = laws.today
        check_after(kept[-1], begins)
    return join(kept, [Fact(begins, None, content)])


def check_after(last: Fact, begins: date) -> None:
    """Refuse to follow a fact on the day it began or earlier."""
    if begins <= last.begins:
        raise LaterFact(begins=last.begins)


def _services(case: Case, kept: Sequence[Fact], laws: Laws) -> Joined | None:
    """The states of service: a first one, the permanent appointment, and the one that the row tells."""
    kind = case.draft.number.kind
    legal = laws.codes.transitions
    facts = list(kept)
    wanted = case.draft.state or _untold(case, facts)
    if not facts:
        first = first_state(kind, legal)
        facts.append(_service(case.row.appointed_on, first, case.row.appointment_decree))
    if wanted is not ServiceState.CANDIDATE and _state(facts[-1]) is ServiceState.CANDIDATE:
        permanent = case.trial.of("permanent_on", _permanent, case, facts[-1], laws)
        if permanent is None:
            return None
        facts.append(permanent)
    last = facts[-1]
    if _state(last) is not wanted:
        check_serves_on(next_state(_state(last), wanted, kind, legal))
        check_after(last, laws.today)
        facts.append(_service(laws.today, wanted, None))
    return join(kept, facts[len(kept) :])


def _untold(case: Case, kept: Sequence[Fact]) -> ServiceState:
    """The state of whom the row tells none: as known, a candidate with TMT PNS permanent by now."""
    known = _state(kept[-1]) if kept else ServiceState.ACTIVE
    permanent = known is ServiceState.CANDIDATE and case.row.permanent_on
    return ServiceState.ACTIVE if permanent else known


def _permanent(case: Case, candidacy: Fact, laws: Laws) -> Fact:
    """The permanent appointment of a candidate (PNS), on its date."""
    on = case.row.permanent_on
    if on is None:
        raise PermanentDateMissing
    if on <= candidacy.begins:
        raise BeforeService(on=on, appointed=candidacy.begins)
    next_state(ServiceState.CANDIDATE, ServiceState.ACTIVE, EmployeeKind.PNS, laws.codes.transitions)
    return _service(on, ServiceState.ACTIVE, case.row.permanent_decree)


def _state(fact: Fact) -> ServiceState:
    return ServiceState(fact.content["state"])


def _service(begins: date, state: ServiceState, decree: str | None) -> Fact:
    return Fact(begins, None, {"state": str(state), "reason": None, "decree_number": decree})


def _ranks(case: Case, kept: Sequence[Fact], ended: date | None) -> Joined:
    rank, on = case.draft.rank, case.row.ranked_on
    if rank is None or on is None:
        return join(kept, ())
    check_newest(kept, on)
    check_not_over(on, ended)
    content = {"rank": rank.code, "decree_number": None, "decree_date": None, "reason": None}
    return join(kept, [Fact(on, None, content)], ended)


def _placements(case: Case, kept: Sequence[Fact], ranks: Joined, laws: Laws, ended: date | None) -> Joined:
    place, on = case.draft.place, case.row.placed_on
    if place is None or on is None:
        return join(kept, ())
    check_newest(kept, on)
    check_not_over(on, ended)
    content = {
        "position_id": place.id,
        "unit_id": place.unit_id,
        "decree_number": None,
        "decree_date": None,
        "reason": None,
        **UNDECIDED,
    }
    bearer = Bearer(case.draft.number.kind, case.row.birth_date, ranks.history)
    joined = join(kept, [Fact(on, place.open.ends, content)], ended)
    return judged(joined, kept, bearer, laws.places.by_id, laws.codes)


def _plan_education(plan: Plan, case: Case, kept: Sequence[Values]) -> bool:
    """A school is the same when level and year are; its programme and name may be corrected."""
    education = case.draft.education
    if education is None:
        return False
    keys = ("level", "graduated_in")
    same = next((each for each in kept if all(each[key] == education[key] for key in keys)), None)
    if same is None:
        plan.made[Education].append({"employee_id": case.id, **education})
        return True
    filled = {name: education[name] or same[name] for name in ("programme", "school")}
    if all(same[name] == value for name, value in filled.items()):
        return False
    plan.changed[Education].append({"id": same["id"], **filled})
    return True


def _plan_employee(plan: Plan, case: Case, service: Values, *, moved: bool) -> None:
    given = {**_given(case), **service}
    columns = (*IDENTITY, *PROFILE, *SERVICE)
    number = case.trial.line.number
    if case.known is None:
        plan.made[Employee].append({"id": case.id, **{name: given.get(name) for name in columns}})
        plan.creating.add(number)
        return
    known = case.known.columns
    after = {name: known[name] if given.get(name) is None else given[name] for name in columns}
    if moved or any(known[name] != value for name, value in after.items()):
        plan.changed[Employee].append({"id": case.id, "version": known["version"] + 1, **after})
        plan.changing.add(number)


def _given(case: Case) -> dict[str, Any]:  # Any: each column has a type of its own.
    row = case.row
    profile = {name: getattr(row, name) for name in PROFILE} | {"name": case.draft.name, "sex": str(row.sex)}
    kind = str(case.draft.number.kind)
    return profile | {"number": case.draft.digits, "kind": kind, "siasn_id": row.siasn_id}


def retires(birth_date: date, placements: Joined, laws: Laws) -> dict[str, Any]:  # Any: date and text.
    """The columns of an employee that tell the retirement, by the position held last."""
    if not placements.history:
        return {}
    place = laws.places.by_id[placements.history[-1].content["position_id"]]
    found = retirement(birth_date, place.retirement_age, place.retirement_rule)
    return {"retires_on": found.on, "retirement_rule": found.rule}
