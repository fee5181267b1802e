"""Job-person match: what counts of what is asked for, and what that is called."""

from decimal import Decimal

import pytest

from jenjang.competence.rules.match import classified, match_rule, percent
from jenjang.competence.terms import MatchClass
from jenjang.rules.shelf import all_shipped_of

(SHIPPED,) = all_shipped_of("job_person_match")
RULE = match_rule(SHIPPED.body)


@pytest.mark.parametrize(
    ("required", "assessed", "expected"),
    [
        ({}, {}, None),
        ({}, {"M.01": 3}, None),
        ({"M.01": 3}, {}, None),
        ({"M.01": 3, "M.02": 3}, {"M.01": 3}, None),
        ({"M.01": 3}, {"M.01": 3}, "100.00"),
        ({"M.01": 3, "M.02": 3}, {"M.01": 5, "M.02": 1}, "66.67"),
        ({"M.01": 4}, {"M.01": 3, "S.01": 5}, "75.00"),
        ({"M.01": 3, "M.02": 3, "M.03": 2}, {"M.01": 2, "M.02": 2, "M.03": 1}, "62.50"),
    ],
    ids=[
        "nothing is asked for",
        "what nobody asks for is no match",
        "not assessed is not zero",
        "one is not assessed",
        "all there is",
        "more than is asked for in one makes up for nothing",
        "what isn't asked for doesn't count",
        "levels weigh as many as they are",
    ],
)
def test_a_match_is_a_share_of_what_is_asked_for(
    required: dict[str, int], assessed: dict[str, int], expected: str | None
) -> None:
    assert percent(required, assessed) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("reached", "named"),
    [
        ("100", MatchClass.MEETS),
        ("80.00", MatchClass.MEETS),
        ("79.99", MatchClass.STILL_MEETS),
        ("68.00", MatchClass.STILL_MEETS),
        ("67.99", MatchClass.FALLS_SHORT),
        ("0.00", MatchClass.FALLS_SHORT),
    ],
)
def test_it_is_called_as_the_rule_says(reached: str, named: MatchClass) -> None:
    assert classified(RULE, Decimal(reached)) is named


def test_below_every_class_it_has_no_name() -> None:
    assert classified(match_rule({"classes": [{"class": "MEETS", "from": 80}]}), Decimal(79)) is None
