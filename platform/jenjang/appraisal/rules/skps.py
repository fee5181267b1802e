"""What an SKP must say: results with indicators, the seven behaviours; for which year, from which day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from jenjang.appraisal.rules.listed import check_behaviour
from jenjang.appraisal.terms import Aspect, ResultKind, SkpModel
from jenjang.core.errors import BadUserInput, Conflict
from jenjang.core.texts import check_text
from jenjang.organisation.rules.span import Span

At = tuple[str, ...]
MOST_RESULTS = 40
"""No form of the law has more than a page or two."""
LARGEST, PLACES = Decimal(10) ** 15, 6
"""A target in rupiah of a whole province is smaller; a measured one has fewer places."""


class NoMainResult(BadUserInput):
    """An SKP expects at least one result of the own task (hasil kerja utama)."""


class TooManyResults(BadUserInput):
    """An SKP has at most {most} results, not {count}."""


class NoIndicator(BadUserInput):
    """A result is measured by at least one indicator."""


class AspectTwice(BadUserInput):
    """A result has one indicator of each aspect; {aspect} is there twice."""


class TargetMissing(BadUserInput):
    """In a quantitative SKP each indicator has a target, and what it counts."""


class TargetOutOfRange(BadUserInput):
    """A target is more than 0, at most {largest}, with at most {places} decimal places."""


class NoTargetInWords(BadUserInput):
    """In a qualitative SKP indicators are told in words, without a target and what it counts."""


class BehaviourTwice(BadUserInput):
    """The behaviour {behaviour} is there twice."""


class NotThisYear(BadUserInput):
    """This is made for the year {first} or {last}, not for {year}."""


class BeginsElsewhere(BadUserInput):
    """An SKP of that year and place begins between {first} and {last}, not on {begins}."""


class TooLateForTheYear(Conflict):
    """Agreed on today it would apply from {applies_from} only, when the year {year} is over."""


class AgreedAhead(BadUserInput):
    """{agreed} lies ahead: only what both sides have agreed on is brought in."""


class NoYearToBringIn(BadUserInput):
    """SKPs of {first} to {last} are brought in, not of {year}."""


class AgreedInAnotherYear(BadUserInput):
    """An SKP of {year} is agreed on from {first} to {last}, not on {agreed}."""


class CountsNoMore(Conflict):
    """Agreed on at {agreed}, it would count from {applies_from} only, when the year {year} is over."""


class NotPlacedThen(Conflict):
    """This person has no place in the year {year}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """How a result is measured in one aspect: in words, and in the quantitative model as a number."""

    aspect: Aspect
    statement: str
    target: Decimal | None = None
    measure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """One of the seven behaviours, and what the leader expects especially."""

    behaviour: str
    expectation: str | None = None


def check_result(
    model: SkpModel, statement: str, indicators: Sequence[Indicator], at: At
) -> tuple[str, tuple[Indicator, ...]]:
    """A result's statement and indicators, as they are kept.

    Raises NoText, TextTooLong, NoIndicator, AspectTwice, TargetMissing, TargetOutOfRange, NoTargetInWords.
    """
    stated = check_text(statement, (*at, "statement"))
    if not indicators:
        raise NoIndicator((*at, "indicators"))
    seen: set[Aspect] = set()
    for index, one in enumerate(indicators):
        if one.aspect in seen:
            raise AspectTwice((*at, "indicators", str(index), "aspect"), aspect=one.aspect)
        seen.add(one.aspect)
    places = [(*at, "indicators", str(index)) for index in range(len(indicators))]
    return stated, tuple(_checked(model, one, place) for one, place in zip(indicators, places, strict=True))


def _checked(model: SkpModel, indicator: Indicator, at: At) -> Indicator:
    statement = check_text(indicator.statement, (*at, "statement"))
    if model is SkpModel.QUALITATIVE:
        if indicator.target is not None or indicator.measure is not None:
            raise NoTargetInWords((*at, "target"))
        return replace(indicator, statement=statement)
    if indicator.target is None or indicator.measure is None:
        raise TargetMissing((*at, "target"))
    if not _is_kept(indicator.target):
        raise TargetOutOfRange((*at, "target"), largest=f"{LARGEST:f}", places=PLACES)
    measure = check_text(indicator.measure, (*at, "measure"), most=100)
    return replace(indicator, statement=statement, measure=measure)


def _is_kept(target: Decimal) -> bool:
    return 0 < target <= LARGEST and target == round(target, PLACES)


def check_kinds(kinds: Sequence[ResultKind]) -> None:
    """Refuse an SKP without a result of the own task. Raises NoMainResult, TooManyResults."""
    if len(kinds) > MOST_RESULTS:
        raise TooManyResults("results", most=MOST_RESULTS, count=len(kinds))
    if ResultKind.MAIN not in kinds:
        raise NoMainResult("results")


def all_behaviours(asked: Sequence[Expectation], known: Iterable[str]) -> tuple[Expectation, ...]:
    """Every behaviour that there is, with what is expected especially, if something is.

    Raises NoSuchBehaviour, BehaviourTwice, NoText, TextTooLong.
    """
    codes = tuple(known)
    expected: dict[str, Expectation] = {}
    for index, one in enumerate(asked):
        at = ("behaviours", str(index))
        check_behaviour(one.behaviour, codes, (*at, "behaviour"))
        if one.behaviour in expected:
            raise BehaviourTwice((*at, "behaviour"), behaviour=one.behaviour)
        words = one.expectation and check_text(one.expectation, (*at, "expectation"))
        expected[one.behaviour] = replace(one, expectation=words or None)
    return tuple(expected.get(code, Expectation(behaviour=code)) for code in codes)


def check_year(year: int, today: date) -> None:
    """Refuse to set expectations for any year but this and the next: they are set before."""
    if year not in (today.year, today.year + 1):
        raise NotThisYear("year", first=today.year, last=today.year + 1, year=year)


def begins_in(year: int, placed: Span, asked: date | None, today: date) -> date:
    """The first day of an SKP: the first that the year and the placement share, unless a later one is asked.

    A later one is not in the past, so that nobody agrees afterwards on what was to be known before.
    Raises NotPlacedThen, BeginsElsewhere.
    """
    both = placed.common(Span(date(year, 1, 1), date(year + 1, 1, 1)))
    if both is None or both.ends is None:
        raise NotPlacedThen("year", year=year)
    if asked in (None, both.begins):
        return both.begins
    first = max(both.begins, today)
    if not first <= asked < both.ends:
        raise BeginsElsewhere("beginsOn", first=first, last=both.ends - date.resolution, begins=asked)
    return asked


def check_agreed(year: int, agreed_on: date, today: date) -> None:
    """Refuse what can't have been agreed on outside: days ahead, years long past, days far from the year.

    A year's SKP is set in the last quarter before it at the earliest, and changed while the year lasts.
    Raises NoYearToBringIn, AgreedAhead, AgreedInAnotherYear.
    """
    if not today.year - 1 <= year <= today.year + 1:
        raise NoYearToBringIn("year", first=today.year - 1, last=today.year + 1, year=year)
    if agreed_on > today:
        raise AgreedAhead("agreed_on", agreed=agreed_on)
    first, last = date(year - 1, 10, 1), date(year, 12, 31)
    if not first <= agreed_on <= last:
        raise AgreedInAnotherYear("agreed_on", first=first, last=last, year=year, agreed=agreed_on)


def check_counts_within(year: int, agreed_on: date, applies_from: date) -> None:
    """Refuse what was agreed on so late that it counts only after its year. Raises CountsNoMore."""
    if applies_from.year > year:
        raise CountsNoMore("agreed_on", agreed=agreed_on, applies_from=applies_from, year=year)


def check_applies_within(year: int, applies_from: date, field: str = "skpId") -> None:
    """Refuse what would apply only after its year, were it agreed on today. Raises TooLateForTheYear."""
    if applies_from.year > year:
        raise TooLateForTheYear(field, applies_from=applies_from, year=year)
