"""Periods of appraisal, and which edition of an SKP counts for one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jenjang.appraisal.rules.body import of_each
from jenjang.appraisal.rules.predicate import CodeUnknown
from jenjang.appraisal.terms import CycleKind
from jenjang.core.errors import BadUserInput, Conflict
from jenjang.core.months import YEAR, months_later

FIRST, LAST = 2000, 2100
"""Years that are meant: another one is a slip of the hand."""
MONTHS: Mapping[CycleKind, int] = {CycleKind.MONTHLY: 1, CycleKind.QUARTERLY: 3, CycleKind.ANNUAL: YEAR}
"""How many months a period of each kind has: its name says so."""


class NoSuchPeriod(BadUserInput):
    """A year has {count} period(s) of the kind {kind}; there is no number {number}."""


class NoYearOfAppraisal(BadUserInput):
    """A year of appraisal lies between {first} and {last}, not {year}."""


class NotAgreed(Conflict):
    """No SKP counts for this period, which began on {begins}. Agree on one for what follows; one that was agreed on before, outside of Jenjang, the administration brings in (import of SKPS)."""  # noqa: E501  # The whole sentence is the message.


@dataclass(frozen=True, slots=True)
class Period:
    """A time that is appraised, from a date up to, not including, another."""

    kind: CycleKind
    year: int
    number: int
    """Within the year, from 1."""
    begins: date
    ends: date

    @property
    def last_month(self) -> date:
        """The first day of its last month."""
        return _first_of_month_after(self.ends, -1)


@dataclass(frozen=True, slots=True)
class Edition:
    """An acknowledged edition of an SKP, and the day from which it counts."""

    number: int
    applies_from: date


@dataclass(frozen=True, slots=True)
class Before:
    """An edition that holds when the next is agreed on: its first day in that place, from when it counts."""

    begins: date
    applies_from: date | None


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """SIASN's codes of kinds of periods, and the days in which a year's first SKP is to be acknowledged.

    Source: PermenPANRB 6/2022; SIASN's reference `periodik`. An annual result has no code: it goes
    another way (rw-skp22).
    """

    codes: Mapping[CycleKind, int | None]
    agreement_days: int

    def code_of(self, kind: CycleKind) -> int | None:
        """SIASN's periodikId: 1 monthly, 2 quarterly; None for annual."""
        return self.codes[kind]

    def kind_of_code(self, code: int) -> CycleKind:
        """The kind that SIASN's periodikId stands for. Raises CodeUnknown."""
        for kind, own in self.codes.items():
            if own == code:
                return kind
        raise CodeUnknown(
            "periodikId", found=code, known=", ".join(str(one) for one in self.codes.values() if one)
        )

    def applies_from(self, skp_begins: date, acknowledged_on: date, edition: int) -> date:
        """The day from which an edition counts.

        The first one from the SKP's own beginning, if acknowledged within the agreement days of it (the
        first day counts: 31 from 1 January are January); else, and every later edition, from the first of
        the month after, never before the SKP begins.
        """
        if edition == 1 and acknowledged_on < skp_begins + timedelta(self.agreement_days):
            return skp_begins
        return max(skp_begins, _first_of_month_after(acknowledged_on, 1))

    def applies_after(
        self, skp_begins: date, agreed_on: date, edition: int, before: Sequence[Before]
    ) -> date:
        """The day from which an edition counts that follows others of the year, never before they do.

        The first one in a place counts as the first of the year does.
        """
        first_here = all(one.begins < skp_begins for one in before)
        told = self.applies_from(skp_begins, agreed_on, 1 if first_here else edition)
        return max([told, *(one.applies_from for one in before if one.applies_from)])


def period_rule(body: Mapping[str, Any]) -> PeriodRule:  # Any: kinds and a number of days.
    """The rule set `appraisal_periods`. Raises RuleSetIncomplete, RuleSetOfOtherWords."""
    codes = of_each(CycleKind, body["kinds"], "kinds", lambda told: told.get("siasn"))
    return PeriodRule(codes, body["agreement_days"])


def period(kind: CycleKind, year: int, number: int) -> Period:
    """The period of that kind and number (from 1) in the year. Raises NoSuchPeriod, NoYearOfAppraisal."""
    if not FIRST <= year <= LAST:
        raise NoYearOfAppraisal("year", first=FIRST, last=LAST, year=year)
    months = MONTHS[kind]
    count = YEAR // months
    if not 1 <= number <= count:
        raise NoSuchPeriod("number", kind=kind, number=number, count=count)
    begins = date(year, (number - 1) * months + 1, 1)
    return Period(kind, year, number, begins, _first_of_month_after(begins, months))


def edition_for(appraised: Period, editions: Iterable[Edition]) -> Edition:
    """The edition of the SKP that counts for a period: the last that applies when its last month begins.

    Of a month that is the month itself: a change counts from the next one. Of a quarter or a year: what is
    changed with notice meanwhile counts from the month after. Raises NotAgreed where there is none.
    """
    known = [one for one in editions if one.applies_from <= appraised.last_month]
    if not known:
        raise NotAgreed("appraisalId", begins=appraised.begins)
    return max(known, key=lambda one: (one.applies_from, one.number))


def _first_of_month_after(day: date, months: int) -> date:
    """The first of the month that lies so many months after the day's own."""
    return months_later(day.replace(day=1), months)
