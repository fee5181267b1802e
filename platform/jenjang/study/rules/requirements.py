"""How somebody stands to what a study leave asks: each requirement met, missing, or for somebody to check."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jenjang.core.errors import Conflict
from jenjang.core.months import months_later, whole_months
from jenjang.organisation.rules.performance import last_years
from jenjang.organisation.rules.span import Span
from jenjang.organisation.terms import ServiceState, Standing
from jenjang.study.rules.bond import months_of
from jenjang.study.rules.study import StudyRule
from jenjang.study.terms import StudyDuty, StudyRequirement

SERVING = frozenset({ServiceState.ACTIVE})
"""A candidate (CPNS) is no civil servant yet; who is away studies no further."""


class RequirementsMissing(Conflict):
    """What a study leave asks for isn't met: {missing}."""


class NotChecked(Conflict):
    """Check these, which no record here can tell, and name them in `checked`: {unchecked}."""


@dataclass(frozen=True, slots=True)
class Study:
    """The school that somebody wants to go to. `ends` is the day on which the person is back."""

    level: str
    duty: StudyDuty
    begins: date
    ends: date
    is_priority: bool = False


@dataclass(frozen=True, slots=True)
class Student:
    """What counts of somebody: `schools` is the order of educations; `studies` counts other leaves."""

    kind: str
    state: ServiceState
    appointed: date
    retires: date | None
    education: str | None
    schools: Sequence[str]
    predicates: Mapping[int, str]
    sanctions: Collection[Span] = ()
    studies: int = 0
    bonds: Collection[Span] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """How somebody stands to one requirement: what is asked, and what is there; months, days, codes."""

    requirement: StudyRequirement
    standing: Standing
    asked: str
    found: str | None = None


def findings(rule: StudyRule, study: Study, who: Student, today: date) -> tuple[Finding, ...]:
    """Each requirement, and how somebody stands to it today; none is left out."""
    parts = (
        _of_the_person(rule, who),
        _of_the_time_served(rule, study, who, today),
        _of_the_record(rule, who, today),
        _of_the_time_left(rule, study, who),
        _of_the_school(rule, study, who),
        _of_what_is_owed(study, who),
        _to_check(study),
    )
    return tuple(found for part in parts for found in part)


def check_met(found: Sequence[Finding]) -> None:
    """Refuse who lacks something. Raises RequirementsMissing."""
    missing = [one.requirement for one in found if one.standing is Standing.MISSING]
    if missing:
        raise RequirementsMissing(missing=missing)


def check_checked(found: Sequence[Finding], checked: Collection[StudyRequirement], field: str) -> None:
    """Refuse to decide before somebody looked at what no record tells. Raises NotChecked."""
    manual = [one.requirement for one in found if one.standing is Standing.MANUAL]
    if unchecked := [one for one in manual if one not in checked]:
        raise NotChecked(field, unchecked=unchecked)


def _of_the_person(rule: StudyRule, who: Student) -> Iterator[Finding]:
    kinds = "/".join(sorted(rule.kinds))
    yield Finding(StudyRequirement.KIND, _met(who.kind in rule.kinds), kinds, who.kind)
    states = "/".join(sorted(SERVING))
    yield Finding(StudyRequirement.IN_SERVICE, _met(who.state in SERVING), states, who.state)


def _of_the_time_served(rule: StudyRule, study: Study, who: Student, today: date) -> Iterator[Finding]:
    asked = rule.served_for_priority if study.is_priority else rule.served
    served = whole_months(who.appointed, today)
    yield Finding(StudyRequirement.TIME_SERVED, _met(served >= asked), str(asked), str(served))


def _of_the_record(rule: StudyRule, who: Student, today: date) -> Iterator[Finding]:
    years = last_years(who.predicates, rule.predicate_years, today)
    told = ", ".join(f"{year} {who.predicates.get(year, '–')}" for year in reversed(years)) or None
    performed = bool(years) and all(who.predicates.get(year) in rule.predicates for year in years)
    wanted = "/".join(sorted(rule.predicates))
    yield Finding(StudyRequirement.PERFORMANCE, _met(performed), wanted, told)
    in_force = next((time for time in who.sanctions if today in time), None)
    until = str(in_force.ends or "…") if in_force else None
    yield Finding(StudyRequirement.DISCIPLINE, _met(in_force is None), "0", until)


def _of_the_time_left(rule: StudyRule, study: Study, who: Student) -> Iterator[Finding]:
    times = rule.service_left[study.duty]
    last = months_later(study.ends, times * months_of(study.begins, study.ends))
    standing = _met(last <= who.retires) if who.retires else Standing.MANUAL
    found = str(who.retires) if who.retires else None
    yield Finding(StudyRequirement.SERVICE_LEFT, standing, str(last), found)


def _of_the_school(rule: StudyRule, study: Study, who: Student) -> Iterator[Finding]:
    order = list(who.schools)
    known = who.education in order
    higher = known and order.index(study.level) > order.index(who.education or "")
    # A second school of one level is for somebody to decide: specialists of health have them.
    same = who.education == study.level
    standing = Standing.MANUAL if not known or same else _met(higher)
    yield Finding(StudyRequirement.EDUCATION, standing, study.level, who.education)
    longest = rule.longest.get(study.level)
    months = months_of(study.begins, study.ends)
    in_time = Standing.MANUAL if longest is None else _met(months <= longest)
    asked = "–" if longest is None else str(longest)
    yield Finding(StudyRequirement.LENGTH, in_time, asked, str(months))


def _of_what_is_owed(study: Study, who: Student) -> Iterator[Finding]:
    yield Finding(StudyRequirement.NO_OTHER_STUDY, _met(not who.studies), "0", str(who.studies))
    owed = max((one.ends for one in who.bonds if one.ends and one.ends > study.begins), default=None)
    until = str(owed) if owed else None
    yield Finding(StudyRequirement.NO_BOND, _met(owed is None), str(study.begins), until)


def _to_check(study: Study) -> Iterator[Finding]:
    always = (StudyRequirement.ADMISSION, StudyRequirement.HEALTH)
    for one in (StudyRequirement.PRIORITY, *always) if study.is_priority else always:
        yield Finding(one, Standing.MANUAL, one)


def _met(so: bool) -> Standing:
    return Standing.MET if so else Standing.MISSING
