"""How somebody stands to what a position asks: each requirement met, missing, or for somebody to check."""

from collections.abc import Iterator, Mapping
from datetime import date

from jenjang.career.rules.months import months_within
from jenjang.career.rules.requirements import Asked, Candidate, Finding, Goal, RequirementRule
from jenjang.career.terms import SERVING, Requirement
from jenjang.core.months import years_later
from jenjang.organisation.rules.life import IN_SERVICE
from jenjang.organisation.rules.performance import last_years
from jenjang.organisation.terms import Standing


def findings(rule: RequirementRule, goal: Goal, who: Candidate, on: date) -> tuple[Finding, ...]:
    """Each requirement of a position with how somebody stands to it on a day; none is left out.

    What isn't known (no school, no rank, no standard, a competency that nobody assessed, credit that isn't
    counted at the level held) is for somebody to check: it is neither met nor missing.
    Raises LevelWithoutPattern.
    """
    asked = rule.of(goal.level)
    parts = (
        _of_the_service(who, on),
        _of_the_person(asked, who),
        _of_the_rank(goal, who),
        _of_the_age(asked, goal, who, on),
        _of_the_experience(asked, who, on),
        _of_the_performance(asked, rule, who.predicates, on),
        _of_the_competencies(who),
        _of_the_credit(asked, goal, who),
        _of_the_record(who, on),
        _of_the_seat(goal),
        (Finding(one, Standing.MANUAL, one) for one in asked.manual),
    )
    return tuple(found for part in parts for found in part)


def _of_the_service(who: Candidate, on: date) -> Iterator[Finding]:
    """Who is away or has left goes nowhere, nor who has left by then: no later than on the known day."""
    gone = who.leaves_on is not None and who.leaves_on <= on
    met = who.state in SERVING and not gone
    found = str(who.leaves_on) if gone and who.state in IN_SERVICE else who.state
    yield Finding(Requirement.IN_SERVICE, _met(met), "/".join(sorted(SERVING)), found)


def _of_the_person(asked: Asked, who: Candidate) -> Iterator[Finding]:
    if asked.kinds:
        kinds = "/".join(sorted(asked.kinds))
        yield Finding(Requirement.KIND, _met(who.kind in asked.kinds), kinds, who.kind)
    if asked.education:
        order = list(who.schools)
        known = who.education in order
        high_enough = known and order.index(who.education or "") >= order.index(asked.education)
        standing = _met(high_enough) if known else Standing.MANUAL
        yield Finding(Requirement.EDUCATION, standing, asked.education, who.education)


def _of_the_rank(goal: Goal, who: Candidate) -> Iterator[Finding]:
    lowest, highest = goal.lowest_rank, goal.highest_rank
    if lowest is None and highest is None:
        return
    span = f"{lowest.code if lowest else '…'} – {highest.code if highest else '…'}"
    if who.rank is None or any(end and end.scheme is not who.rank.scheme for end in (lowest, highest)):
        yield Finding(Requirement.RANK, Standing.MANUAL, span, who.rank.code if who.rank else None)
        return
    fits = (not lowest or lowest.place <= who.rank.place) and (not highest or who.rank.place <= highest.place)
    yield Finding(Requirement.RANK, _met(fits), span, who.rank.code)


def _of_the_age(asked: Asked, goal: Goal, who: Candidate, on: date) -> Iterator[Finding]:
    most = asked.age if goal.rises or goal.stays else asked.age or asked.entry_age
    if most is not None:
        last = years_later(who.birth_date, most)
        years = (
            on.year - who.birth_date.year - (years_later(who.birth_date, on.year - who.birth_date.year) > on)
        )
        yield Finding(Requirement.AGE, _met(on <= last), str(most), str(years))


def _of_the_experience(asked: Asked, who: Candidate, on: date) -> Iterator[Finding]:
    if wanted := asked.experience:
        months = months_within((time for level, time in who.held if level in wanted.levels), on)
        yield Finding(Requirement.EXPERIENCE, _met(months >= wanted.months), str(wanted.months), str(months))


def _of_the_performance(
    asked: Asked, rule: RequirementRule, predicates: Mapping[int, str], on: date
) -> Iterator[Finding]:
    if asked.performance:
        years = last_years(predicates, rule.predicate_years, on)
        told = ", ".join(f"{year} {predicates.get(year, '–')}" for year in reversed(years)) or None
        performed = bool(years) and all(predicates.get(year) in rule.predicates for year in years)
        yield Finding(Requirement.PERFORMANCE, _met(performed), "/".join(sorted(rule.predicates)), told)


def _of_the_competencies(who: Candidate) -> Iterator[Finding]:
    known = who.asked and not who.lacking
    short = any(one.assessed is not None for one in who.lacking)
    standing = Standing.MISSING if short else Standing.MET if known else Standing.MANUAL
    reached = who.asked - len(who.lacking)
    yield Finding(Requirement.COMPETENCIES, standing, str(who.asked), str(reached), tuple(who.lacking))


def _of_the_credit(asked: Asked, goal: Goal, who: Candidate) -> Iterator[Finding]:
    if not (asked.credit and goal.rises):
        return
    if who.credit is None:
        yield Finding(Requirement.CREDIT, Standing.MANUAL, Requirement.CREDIT)
        return
    needed, gathered = who.credit.needed, who.credit.gathered
    yield Finding(Requirement.CREDIT, _met(gathered >= needed), str(needed), str(gathered))


def _of_the_record(who: Candidate, on: date) -> Iterator[Finding]:
    in_force = next((time for time in who.sanctions if on in time), None)
    until = str(in_force.ends or "…") if in_force else None
    yield Finding(Requirement.DISCIPLINE, _met(in_force is None), "0", until)


def _of_the_seat(goal: Goal) -> Iterator[Finding]:
    yield Finding(Requirement.VACANCY, _met(goal.vacancies > 0), "1", str(goal.vacancies))


def _met(so: bool) -> Standing:
    return Standing.MET if so else Standing.MISSING
