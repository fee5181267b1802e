"""The five patterns of distribution: their bounds to the person, and units too small for them."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenjang.appraisal.rules.body import RuleSetIncomplete
from jenjang.appraisal.rules.distribution import (
    Bound,
    Demand,
    GroupsOverlap,
    can_be_met,
    check,
    distribution_rule,
)
from jenjang.appraisal.rules.predicate import predicate_rule
from jenjang.appraisal.terms import OrganisationPredicate, Predicate
from jenjang.rules.shelf import shipped

ON = date(2026, 11, 22)
BODY = shipped("predicate_distribution", ON).body
RULE = distribution_rule(BODY)
LABELS = predicate_rule(shipped("performance_predicate", ON).body).labels


def people(*counts: int) -> dict[Predicate, int]:
    """So many Sangat Baik, Baik, Butuh Perbaikan, Kurang, Sangat Kurang."""
    return dict(zip(Predicate, counts, strict=True))


def told(unit: str, *counts: int) -> list[tuple[str, int, int, bool]]:
    """Each deviation: its bound, what is asked and found, whether it is impossible."""
    found = check(RULE.patterns[OrganisationPredicate(unit)], people(*counts))
    return [(one.demand.bound.value, one.asked, one.found, one.impossible) for one in found]


@pytest.mark.parametrize(
    ("unit", "counts", "deviations"),
    [
        # Istimewa: Sangat Baik more than half, at most 70 %.
        ("EXCELLENT", (7, 3, 0, 0, 0), []),
        ("EXCELLENT", (6, 0, 0, 0, 4), []),
        ("EXCELLENT", (51, 49, 0, 0, 0), []),
        ("EXCELLENT", (50, 50, 0, 0, 0), [("MORE_THAN", 51, 50, False)]),
        ("EXCELLENT", (70, 30, 0, 0, 0), []),
        ("EXCELLENT", (71, 29, 0, 0, 0), [("AT_MOST", 70, 71, False)]),
        ("EXCELLENT", (8, 3, 0, 0, 0), [("AT_MOST", 7, 8, False)]),
        ("EXCELLENT", (0, 10, 0, 0, 0), [("MORE_THAN", 6, 0, False)]),
        # Baik: Baik more than half, at most 70 %; at least one Butuh Perbaikan and/or Kurang.
        ("GOOD", (2, 7, 1, 0, 0), []),
        ("GOOD", (2, 7, 0, 1, 0), []),
        ("GOOD", (1, 6, 1, 1, 1), []),
        ("GOOD", (3, 7, 0, 0, 0), [("PEOPLE_AT_LEAST", 1, 0, False)]),
        ("GOOD", (2, 7, 0, 0, 1), [("PEOPLE_AT_LEAST", 1, 0, False)]),
        ("GOOD", (1, 8, 1, 0, 0), [("AT_MOST", 7, 8, False)]),
        ("GOOD", (4, 5, 1, 0, 0), [("MORE_THAN", 6, 5, False)]),
        ("GOOD", (0, 10, 0, 0, 0), [("AT_MOST", 7, 10, False), ("PEOPLE_AT_LEAST", 1, 0, False)]),
        # Butuh Perbaikan: itself at least 60 %, Sangat Baik at most 10 %.
        ("NEEDS_IMPROVEMENT", (1, 3, 6, 0, 0), []),
        ("NEEDS_IMPROVEMENT", (0, 0, 10, 0, 0), []),
        ("NEEDS_IMPROVEMENT", (10, 30, 60, 0, 0), []),
        ("NEEDS_IMPROVEMENT", (10, 31, 59, 0, 0), [("AT_LEAST", 60, 59, False)]),
        ("NEEDS_IMPROVEMENT", (11, 29, 60, 0, 0), [("AT_MOST", 10, 11, False)]),
        ("NEEDS_IMPROVEMENT", (1, 3, 5, 0, 0), [("AT_LEAST", 6, 5, False), ("AT_MOST", 0, 1, False)]),
        # Kurang: itself at least 60 %, Butuh Perbaikan at least 10 %, Sangat Baik at most 10 %.
        ("POOR", (1, 2, 1, 6, 0), []),
        ("POOR", (10, 20, 10, 60, 0), []),
        ("POOR", (1, 3, 0, 6, 0), [("AT_LEAST", 1, 0, False)]),
        ("POOR", (10, 21, 9, 60, 0), [("AT_LEAST", 10, 9, False)]),
        ("POOR", (11, 18, 12, 59, 0), [("AT_LEAST", 60, 59, False), ("AT_MOST", 10, 11, False)]),
        # Sangat Kurang: itself at least 60 %, Kurang and/or Butuh Perbaikan at least 10 %, no Sangat Baik.
        ("VERY_POOR", (0, 3, 1, 0, 6), []),
        ("VERY_POOR", (0, 3, 0, 1, 6), []),
        ("VERY_POOR", (0, 30, 5, 5, 60), []),
        ("VERY_POOR", (0, 31, 5, 4, 60), [("AT_LEAST", 10, 9, False)]),
        ("VERY_POOR", (1, 30, 10, 0, 59), [("AT_LEAST", 60, 59, False), ("AT_MOST", 0, 1, False)]),
        ("VERY_POOR", (0, 4, 0, 0, 6), [("AT_LEAST", 1, 0, False)]),
    ],
)
def test_a_pattern_bounds_its_unit_to_the_person(
    unit: str, counts: tuple[int, ...], deviations: list[tuple[str, int, int, bool]]
) -> None:
    assert told(unit, *counts) == deviations


@pytest.mark.parametrize("unit", OrganisationPredicate)
def test_a_unit_without_people_deviates_from_nothing(unit: OrganisationPredicate) -> None:
    assert check(RULE.patterns[unit], {}) == ()
    assert check(RULE.patterns[unit], people(0, 0, 0, 0, 0)) == ()


@pytest.mark.parametrize(
    ("unit", "too_small"),
    [
        ("EXCELLENT", {1, 2, 4}),
        ("GOOD", {1, 2, 4}),
        ("NEEDS_IMPROVEMENT", set()),
        ("POOR", {1, 2}),
        ("VERY_POOR", {1, 2}),
    ],
)
def test_some_units_are_too_small_for_their_pattern(unit: str, too_small: set[int]) -> None:
    pattern = RULE.patterns[OrganisationPredicate(unit)]
    assert {size for size in range(1, 500) if not can_be_met(pattern, size)} == too_small


def spreads(size: int, over: int = len(Predicate)) -> Iterator[tuple[int, ...]]:
    """Every distribution of so many people."""
    if over == 1:
        yield (size,)
        return
    for first in range(size + 1):
        yield from ((first, *rest) for rest in spreads(size - first, over - 1))


@pytest.mark.parametrize("size", range(1, 13))
@pytest.mark.parametrize("unit", OrganisationPredicate)
def test_impossible_is_what_no_distribution_at_all_meets(unit: OrganisationPredicate, size: int) -> None:
    pattern = RULE.patterns[unit]
    verdicts = [check(pattern, people(*counts)) for counts in spreads(size)]
    assert can_be_met(pattern, size) is any(not deviations for deviations in verdicts)
    flags = {one.impossible for deviations in verdicts for one in deviations}
    assert flags <= {not can_be_met(pattern, size)}


@given(st.data(), st.integers(1, 7))
def test_whether_a_made_up_pattern_can_be_met_is_told_exactly(data: st.DataObject, size: int) -> None:
    groups = data.draw(st.sampled_from(["A BC", "AB CD", "ABC DE", "A B C D E", "ABCDE"]))
    letters = dict(zip("ABCDE", Predicate, strict=True))
    demands = data.draw(
        st.lists(
            st.builds(
                Demand,
                st.sampled_from([frozenset(letters[one] for one in group) for group in groups.split()]),
                st.sampled_from(Bound),
                st.integers(0, 100),
            ),
            max_size=6,
        )
    )
    met = any(not check(demands, people(*counts)) for counts in spreads(size))
    assert can_be_met(demands, size) is met


def test_a_deviation_is_told_in_a_sentence() -> None:
    (most,) = check(RULE.patterns[OrganisationPredicate.EXCELLENT], people(8, 3, 0, 0, 0))
    assert most.text("id", LABELS) == (
        "Sangat Baik harus paling banyak 70% (7 dari 11 orang atau kurang); ada 8"
    )
    assert most.text("en", LABELS) == ("Very Good must be at most 70% (7 of 11 people or fewer); there are 8")
    (one,) = check(RULE.patterns[OrganisationPredicate.GOOD], people(3, 7, 0, 0, 0))
    assert (
        one.text("id", LABELS)
        == "Butuh Perbaikan dan/atau Kurang harus paling sedikit 1 dari 10 orang; ada 0"
    )
    assert (
        one.text("en", LABELS) == "Needs Improvement and/or Poor must be at least 1 of 10 people; there are 0"
    )


def test_a_unit_too_small_is_told_so() -> None:
    (majority,) = check(RULE.patterns[OrganisationPredicate.EXCELLENT], people(0, 2, 0, 0, 0))
    assert majority.text("id", LABELS) == (
        "Sangat Baik harus lebih dari 50% (2 dari 2 orang atau lebih); ada 0; "
        "2 orang terlalu sedikit untuk memenuhi pola ini"
    )
    assert majority.text("en", LABELS).endswith("; 2 people are too few for this pattern")


def test_a_share_of_at_least_is_told_with_its_people() -> None:
    (least,) = check(RULE.patterns[OrganisationPredicate.NEEDS_IMPROVEMENT], people(0, 4, 5, 0, 0))
    assert least.text("id", LABELS) == (
        "Butuh Perbaikan harus paling sedikit 60% (6 dari 9 orang atau lebih); ada 5"
    )


def test_demands_on_overlapping_groups_are_no_rule() -> None:
    overlapping = [
        {"of": ["POOR"], "bound": "AT_LEAST", "value": 10},
        {"of": ["POOR", "VERY_POOR"], "bound": "AT_MOST", "value": 50},
    ]
    with pytest.raises(GroupsOverlap):
        distribution_rule({**BODY, "patterns": {**BODY["patterns"], "GOOD": overlapping}})


def test_a_rule_without_one_of_the_patterns_is_no_rule() -> None:
    with pytest.raises(RuleSetIncomplete):
        distribution_rule({**BODY, "patterns": {"GOOD": []}})
