"""Objections to a result: until when, whom the judge hears first, and what a decision may be."""

from collections.abc import Collection
from datetime import date

from jenjang.appraisal.terms import ObjectionOutcome, Rating, Side
from jenjang.core.errors import BadUserInput, Conflict

Ratings = tuple[Rating, Rating]
"""Of results and of behaviour."""


class ObjectionOver(Conflict):
    """An objection to this result could be filed until {last}."""


class HearingOver(Conflict):
    """Both sides could explain until {last}: now the objection is decided."""


class NotHeardYet(Conflict):
    """Not both sides have explained yet: decide once they have, or after {last}."""


class SameRatings(BadUserInput):
    """To change a result, rate results or behaviour otherwise than in the one objected to."""


class UpheldKeepsRatings(BadUserInput):
    """A result that is upheld stays as it is: leave out ratings and their reasons, or change it."""


def check_may_object(on: date, last: date | None) -> None:
    """Refuse an objection after its last day (PP 30/2019; days of `appraisal_deadlines`).

    None: a result that none can be filed against.
    """
    if last is None or on > last:
        raise ObjectionOver("appraisalId", last=last or "-")


def check_hearing(on: date, last: date) -> None:
    """Refuse an explanation after the last day of the hearing."""
    if on > last:
        raise HearingOver("objectionId", last=last)


def check_heard(sides: Collection[Side], on: date, last: date) -> None:
    """Refuse a decision before both sides have explained, unless the hearing is over.

    Source: PP 30/2019: the evaluator's superior asks both for an explanation. Who stays silent until
    the last day (which is theirs to the end) holds nothing up.
    """
    if on <= last and not set(sides) >= set(Side):
        raise NotHeardYet("objectionId", last=last)


def check_outcome(outcome: ObjectionOutcome, before: Ratings, decided: Ratings, *, told: bool) -> None:
    """Refuse a decision whose ratings say otherwise than its outcome; `told`: whether it gives any."""
    if outcome is ObjectionOutcome.UPHELD and told:
        raise UpheldKeepsRatings("outcome")
    if outcome is ObjectionOutcome.CHANGED and decided == before:
        raise SameRatings("outcome")
