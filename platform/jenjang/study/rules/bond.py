"""The service that is owed for a study (ikatan dinas): how long, from when, until when."""

from datetime import date

from jenjang.core.months import months_later, whole_months
from jenjang.organisation.rules.span import Span
from jenjang.study.rules.study import StudyRule
from jenjang.study.terms import StudyDuty, StudyFunding


def months_of(begins: date, ends: date) -> int:
    """How many months a study takes; one that was begun counts."""
    whole = whole_months(begins, ends)
    return whole + (months_later(begins, whole) < ends)


def bond_months(rule: StudyRule, duty: StudyDuty, funding: StudyFunding, begins: date, ends: date) -> int:
    """Months that are to be served after a study, whether it was finished or not; 0: none."""
    return rule.bond[duty][funding] * months_of(begins, ends)


def bond_of(months: int, back: date) -> Span | None:
    """The time of a bond of somebody who is back from a day on; None of a bond of no months."""
    return Span(back, months_later(back, months)) if months else None
