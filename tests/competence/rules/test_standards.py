"""Whose gap changes with a standard; and the usual levels, one for each level of position."""

import pytest

from jenjang.competence.rules.standards import affected, missing, usual_levels
from jenjang.reference.listing import shipped as listed
from jenjang.reference.models import PositionLevel
from jenjang.rules.shelf import all_shipped_of


@pytest.mark.parametrize(
    ("required", "assessed", "gap"),
    [
        (3, 2, 1),
        (3, 3, 0),
        (2, 4, -2),
        (3, None, "NOT_ASSESSED"),
        (None, 3, None),
        (None, None, None),
    ],
)
def test_a_gap_is_what_is_missing_and_not_assessed_is_a_word_of_its_own(
    required: int | None, assessed: int | None, gap: object
) -> None:
    assert missing(required, assessed) == gap


HOLDERS = {"assessed": {"M.01": 2, "M.02": 2}, "half": {"M.02": 2}, "never": {}}


@pytest.mark.parametrize(
    ("before", "after", "who"),
    [
        ({"M.01": 2}, {"M.01": 3}, ["assessed"]),
        ({"M.01": 3}, {"M.01": 2}, ["assessed"]),
        ({"M.01": 2}, {"M.01": 2}, []),
        ({}, {"M.01": 2}, ["assessed", "half", "never"]),
        ({"M.01": 2}, {}, ["assessed", "half", "never"]),
        ({"M.01": 2, "M.02": 2}, {"M.01": 2, "M.02": 4}, ["assessed", "half"]),
        ({}, {}, []),
    ],
    ids=["raised", "lowered", "the same", "new", "gone", "another one raised", "nothing"],
)
def test_those_are_affected_whose_gap_changes(
    before: dict[str, int], after: dict[str, int], who: list[str]
) -> None:
    assert affected(before, after, HOLDERS) == who


def test_each_level_of_position_has_a_usual_level() -> None:
    (rule,) = all_shipped_of("competency_standard")
    levels = usual_levels(rule.body)
    assert levels.keys() == {row["code"] for row in listed(PositionLevel)}
    assert set(levels.values()) == {1, 2, 3, 4, 5}
    assert len(rule.body["names"]) == 5
