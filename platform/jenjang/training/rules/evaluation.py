"""How trainings are evaluated: scores, what is told of how many, and codes for attendance."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jenjang.core.errors import BadUserInput
from jenjang.training.terms import ReactionQuestion

SCORES = range(1, 6)
MOST_POINTS = 100
MOST_MEASURED = 10**12
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, 1, I, L and O, which look like each other."""
CODE_SIGNS = 8
"""Of 31 signs: some 40 random bits."""


class NoScore(BadUserInput):
    """A score is 1 to 5."""


class NotEachOnce(BadUserInput):
    """Answer each question once: {questions}."""


class NoPoints(BadUserInput):
    """A test has 0 to {most} points, to two places."""


class NotMeasured(BadUserInput):
    """Give a number below a million million, to {places} places."""


@dataclass(frozen=True, slots=True)
class EvaluationRule:
    """What is asked, from how many answers on (2 or more) it is told, and when, in days and minutes."""

    questions: tuple[ReactionQuestion, ...]
    smallest_group: int
    behaviour_after_days: int
    behaviour_answer_days: int
    code_minutes: int


def evaluation_rule(body: Mapping[str, Any]) -> EvaluationRule:  # Any: a rule's body; numbers and questions.
    """The rule as its data tells it. Raises KeyError, ValueError."""
    asked = tuple(ReactionQuestion(one) for one in body["questions"])
    numbers = {name: int(body[name]) for name in EvaluationRule.__slots__ if name != "questions"}
    rule = EvaluationRule(asked, **numbers)
    if len(set(asked)) != len(asked) or not asked or rule.smallest_group < 2 or min(numbers.values()) < 1:
        raise ValueError(body)
    return rule


def check_score(score: int, field: str | tuple[str, ...]) -> int:
    """A score, 1-5. Raises NoScore."""
    if score not in SCORES:
        raise NoScore(field)
    return score


def check_scores(given: Sequence[tuple[ReactionQuestion, int]], asked: Iterable[str]) -> None:
    """Refuse what doesn't answer each question once, by 1-5. Raises NotEachOnce, NoScore."""
    wanted = sorted(asked)
    if sorted(question for question, _ in given) != wanted:
        raise NotEachOnce("scores", questions=", ".join(wanted))
    for place, (_, score) in enumerate(given):
        check_score(score, ("scores", str(place), "score"))


def check_points(points: Decimal | None, field: tuple[str, ...]) -> Decimal | None:
    """Points of a test, 0-100 to two places, if there are any. Raises NoPoints."""
    if points is None:
        return None
    if not points.is_finite() or not 0 <= points <= MOST_POINTS or points != round(points, 2):
        raise NoPoints(field, most=MOST_POINTS)
    return points


def is_told(answers: int, told: int, smallest: int) -> bool:
    """Whether what all said is told anew: so many answered since it was that nobody stands out."""
    return answers - told >= smallest


def hash_of_code(tenant: str, code: str) -> str:
    """SHA-256, in 64 hexadecimal digits, of a code as somebody types it, with spaces or in small letters."""
    plain = "".join(code.split()).upper()
    return hashlib.sha256(f"{tenant}\0{plain}".encode()).hexdigest()


def mean_of(counts: Sequence[int]) -> Decimal:
    """The mean of scores 1, 2 … of which each was given so often, to two places, half up; some were given."""
    total = sum(score * count for score, count in enumerate(counts, 1))
    return (Decimal(total) / sum(counts)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def check_measured(value: Decimal, field: str) -> Decimal:
    """What was measured, to four places. Raises NotMeasured."""
    if not value.is_finite() or abs(value) >= MOST_MEASURED or value != round(value, 4):
        raise NotMeasured(field, places=4)
    return value
