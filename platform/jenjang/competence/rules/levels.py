"""The level that counts of several assessments, day by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from uuid import UUID

from jenjang.competence.terms import AssessmentSource
from jenjang.core.errors import BadUserInput

LEVELS = range(1, 6)
RAISING = frozenset({AssessmentSource.TRAINING, AssessmentSource.MENTORING, AssessmentSource.CERTIFICATE})
"""Evidence that somebody learned: it raises a level and never lowers it. All else measures the level."""


class NoSuchLevel(BadUserInput):
    """A competency has the levels 1 to 5; {level} is none of them."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment that stands: a level, from a day up to, not including, the one on which it expires."""

    key: UUID
    level: int
    source: AssessmentSource
    on: date
    expires: date


@dataclass(frozen=True, slots=True)
class Counted:
    """The level that counts from a day up to, not including, another, and the assessment that gives it."""

    level: int
    key: UUID
    begins: date
    ends: date


def check_level(level: int, field: str | tuple[str, ...]) -> int:
    """The level, 1 to 5. Raises NoSuchLevel."""
    if level not in LEVELS:
        raise NoSuchLevel(field, level=level)
    return level


def that_counts(assessments: Iterable[Assessed], on: date) -> Assessed | None:
    """The assessment whose level counts on a day; None where none is valid: that is no level, not zero.

    The latest measurement counts (of one day the one recorded last: ids grow with time), unless somebody
    learned more on that day or later.
    """
    valid = [one for one in assessments if one.on <= on < one.expires]
    measured = max((one for one in valid if one.source not in RAISING), key=_place, default=None)
    learned = [one for one in valid if one.source in RAISING and (measured is None or _raises(one, measured))]
    return max(learned, key=lambda one: (one.level, *_place(one)), default=measured)


def counted(assessments: Sequence[Assessed]) -> list[Counted]:
    """The levels that count, one time after another; a time without a level is left out."""
    days = sorted({day for one in assessments for day in (one.on, one.expires)})
    found: list[Counted] = []
    for begins, ends in pairwise(days):
        if (one := that_counts(assessments, begins)) is None:
            continue
        if found and found[-1].key == one.key and found[-1].ends == begins:
            begins = found.pop().begins  # The same assessment goes on counting.
        found.append(Counted(one.level, one.key, begins, ends))
    return found


def _raises(learned: Assessed, measured: Assessed) -> bool:
    return learned.on >= measured.on and learned.level > measured.level


def _place(one: Assessed) -> tuple[date, UUID]:
    return one.on, one.key
