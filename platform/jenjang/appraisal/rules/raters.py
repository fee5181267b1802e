"""Who may rate somebody's competencies, how many at least, and what a whole answer is."""

from collections.abc import Collection, Mapping, Sequence

from jenjang.appraisal.rules.rating import NAMED, check_level
from jenjang.appraisal.terms import RaterRelation
from jenjang.core.errors import BadUserInput

MOST_RATERS = 50
"""Of one kind, for one person: a rating is an answer of people who know the work."""


class TooFewRaters(BadUserInput):
    """Of {relation} at least {fewest} are invited, or nobody: what {invited} say could never be shown."""


class TooManyRaters(BadUserInput):
    """Of {relation} at most {most} are invited."""


class RaterTwice(BadUserInput):
    """This person rates already: as {relation}. Each rater is invited once."""


class NotLed(BadUserInput):
    """This person isn't led by the one to be rated, and so rates as a colleague."""


class LedByTheRated(BadUserInput):
    """This person is led by the one to be rated, and so rates upward."""


class CompetencyMissing(BadUserInput):
    """All competencies are rated at once: {missing} is missing."""


class CompetencyTwice(BadUserInput):
    """{competency} is rated twice in this answer."""


class CompetencyUnknown(BadUserInput):
    """{competency} isn't one of the competencies that are rated."""


def check_enough(invited: Mapping[RaterRelation, int], fewest: int) -> None:
    """Refuse a kind of raters of whom some, but fewer than may ever be shown, would be invited.

    `invited` counts those of before too. Raises TooFewRaters, TooManyRaters.
    """
    for relation, count in invited.items():
        field = "peers" if relation is RaterRelation.PEER else "upward"
        if relation not in NAMED and 0 < count < fewest:
            raise TooFewRaters(field, relation=relation, fewest=fewest, invited=count)
        if count > MOST_RATERS:
            raise TooManyRaters(field, relation=relation, most=MOST_RATERS)


def check_answer(levels: Sequence[tuple[str, int]], asked: Collection[str]) -> None:
    """Refuse an answer that isn't one level from 1 to 5 for each competency asked.

    Raises CompetencyUnknown, CompetencyTwice, NotALevel, CompetencyMissing.
    """
    seen: set[str] = set()
    for place, (competency, level) in enumerate(levels):
        at = ("levels", str(place))
        if competency not in asked:
            raise CompetencyUnknown((*at, "competency"), competency=competency)
        if competency in seen:
            raise CompetencyTwice((*at, "competency"), competency=competency)
        check_level(level, "levels")
        seen.add(competency)
    if missing := sorted(set(asked) - seen):
        raise CompetencyMissing("levels", missing=", ".join(missing))
