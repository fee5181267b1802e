"""When a talk was held and what was agreed in it: days that can be true."""

from collections.abc import Sequence
from datetime import date

from jenjang.core.errors import BadUserInput

MOST_ACTIONS = 50
"""What a talk can agree on; a longer list is a plan of its own."""


class NotHeldYet(BadUserInput):
    """A talk is noted once it was held, on {today} at the latest."""


class TooManyActions(BadUserInput):
    """At most {most} agreed actions are noted of one talk; these are {count}."""


class DueBeforeTheTalk(BadUserInput):
    """What was agreed on {held} can't be due before that day."""


class NotDoneThen(BadUserInput):
    """What was agreed on {held} was done between that day and today."""


def check_held(held_on: date, today: date) -> None:
    """Refuse notes of a talk that is yet to come. Raises NotHeldYet."""
    if held_on > today:
        raise NotHeldYet("heldOn", today=today)


def check_agreed(due: Sequence[date], held_on: date) -> None:
    """Refuse too many actions, and one due before it was agreed. Raises TooManyActions, DueBeforeTheTalk."""
    if len(due) > MOST_ACTIONS:
        raise TooManyActions("actions", most=MOST_ACTIONS, count=len(due))
    for place, day in enumerate(due):
        if day < held_on:
            raise DueBeforeTheTalk(("actions", str(place), "dueOn"), held=held_on)


def check_done(on: date, held_on: date, today: date) -> None:
    """Refuse a day before what was done was agreed, or after today. Raises NotDoneThen."""
    if not held_on <= on <= today:
        raise NotDoneThen("on", held=held_on)
