"""When a study leave may begin, be made longer, and end."""

from datetime import date

from jenjang.core.errors import BadUserInput, Conflict
from jenjang.core.months import months_later
from jenjang.study.rules.study import StudyRule

AHEAD = 24
"""Months ahead in which a leave begins that is asked for today, at most."""
LONGEST = 120
"""Months that any study takes at most; the rule's own lengths are shorter."""


class StudyNotAhead(BadUserInput):
    """A study leave is asked for before it begins: after {today}, by {last}."""


class BackBeforeItBegins(BadUserInput):
    """Who studies is back after the study began, on {begins}, and by {last}."""


class NotLonger(BadUserInput):
    """It ends on {ends} now; it can be made longer, to {last} at most."""


class NotBegun(Conflict):
    """The study begins on {begins}: who didn't begin it takes the request back."""


class FinishedElsewhen(BadUserInput):
    """A study ends after it began, on {begins}, and by today."""


class QuotaUsedUp(Conflict):
    """All {seats} leaves of {year} for {level} are given: a training manager can set more."""


class QuotaTooLow(Conflict):
    """{taken} leaves are given already: there can't be fewer."""


class NoQuota(BadUserInput):
    """A quota is 0 to {most} leaves."""


MOST_LEAVES = 10_000


def check_asked(begins: date, ends: date, today: date) -> None:
    """Refuse a time that a leave can't be asked for. Raises StudyNotAhead, BackBeforeItBegins."""
    last = months_later(today, AHEAD)
    if not today < begins <= last:
        raise StudyNotAhead("beginsOn", today=today, last=last)
    # What stands after it is reckoned from its end: a calendar ends in the year 9999.
    farthest = months_later(begins, LONGEST)
    if not begins < ends <= farthest:
        raise BackBeforeItBegins("backOn", begins=begins, last=farthest)


def check_longer(rule: StudyRule, first: date, ends: date, wanted: date) -> None:
    """Refuse an end that isn't later, or too late. `first`: as it was approved. Raises NotLonger."""
    last = months_later(first, rule.extension)
    if not ends < wanted <= last:
        raise NotLonger("backOn", ends=ends, last=last)


def check_finished(begins: date, finished: date, today: date) -> None:
    """Refuse to report of a study that wasn't. Raises NotBegun, FinishedElsewhen."""
    if today <= begins:
        raise NotBegun("leaveId", begins=begins)
    if not begins < finished <= today:
        raise FinishedElsewhen("finishedOn", begins=begins)


def check_seats(seats: int, taken: int) -> int:
    """A quota that covers what was given. Raises NoQuota, QuotaTooLow."""
    if not 0 <= seats <= MOST_LEAVES:
        raise NoQuota("seats", most=MOST_LEAVES)
    if seats < taken:
        raise QuotaTooLow("seats", taken=taken)
    return seats


def check_free(seats: int, taken: int, year: int, level: str) -> None:
    """Refuse one more than there may be. Raises QuotaUsedUp."""
    if taken >= seats:
        raise QuotaUsedUp("leaveId", seats=seats, year=year, level=level)
