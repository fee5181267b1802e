"""Which level counts: the latest measurement; learning raises it and never lowers it."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenjang.competence.rules.levels import Assessed, Counted, NoSuchLevel, check_level, counted, that_counts
from jenjang.competence.rules.validity import expiry
from jenjang.competence.terms import AssessmentSource as Source

TODAY = date(2026, 7, 1)


def assessed(
    level: int, source: Source, on: date, key: int = 1, expires: date = date(2099, 1, 1)
) -> Assessed:
    return Assessed(UUID(int=key), level, source, on, expires)


JANUARY, MARCH, MAY = date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1)
CENTRE, LEADER, TRAINING = Source.ASSESSMENT_CENTRE, Source.LEADER, Source.TRAINING


@pytest.mark.parametrize(
    ("assessments", "level"),
    [
        ([], None),
        ([(2, CENTRE, JANUARY)], 2),
        ([(3, CENTRE, JANUARY), (2, LEADER, MARCH)], 2),
        ([(2, LEADER, MARCH), (3, CENTRE, JANUARY)], 2),
        ([(2, CENTRE, JANUARY), (3, TRAINING, MARCH)], 3),
        ([(3, CENTRE, JANUARY), (2, TRAINING, MARCH)], 3),
        ([(2, CENTRE, MARCH), (4, TRAINING, JANUARY)], 2),
        ([(2, CENTRE, MARCH), (3, TRAINING, MARCH)], 3),
        ([(2, TRAINING, MARCH)], 2),
        ([(3, TRAINING, JANUARY), (2, TRAINING, MARCH)], 3),
        ([(2, CENTRE, JANUARY), (3, Source.MENTORING, MARCH), (4, Source.CERTIFICATE, MAY)], 4),
        ([(2, CENTRE, date(2026, 7, 2))], None),
        ([(2, CENTRE, date(2026, 7, 1))], 2),
    ],
    ids=[
        "nothing is no level",
        "one",
        "the latest measurement lowers",
        "whatever the order in which they are recorded",
        "training raises",
        "training never lowers",
        "what was learned before a measurement is in it",
        "what was learned on the very day raises it",
        "training alone is a level",
        "a lower training takes nothing away",
        "all that was learned raises",
        "what is assessed tomorrow doesn't count yet",
        "what is assessed today does",
    ],
)
def test_a_level_counts(assessments: list[tuple[int, Source, date]], level: int | None) -> None:
    found = that_counts([assessed(*one, key=key) for key, one in enumerate(assessments)], TODAY)
    assert (found and found.level) == level


def test_of_two_measurements_on_one_day_the_one_recorded_last_counts() -> None:
    two = [assessed(4, CENTRE, MARCH, key=1), assessed(2, LEADER, MARCH, key=2)]
    assert that_counts(two, TODAY) == two[1]
    assert that_counts(two[::-1], TODAY) == two[1]


def test_an_expired_assessment_counts_no_more_from_its_day_on() -> None:
    one = assessed(3, CENTRE, JANUARY, expires=TODAY)
    assert that_counts([one], date(2026, 6, 30)) == one
    assert that_counts([one], TODAY) is None


def test_levels_follow_one_another_and_a_time_without_any_is_left_out() -> None:
    first = assessed(2, CENTRE, JANUARY, key=1, expires=MAY)
    raised = assessed(3, TRAINING, MARCH, key=2, expires=MAY)
    later = assessed(1, LEADER, date(2026, 6, 1), key=3, expires=date(2027, 6, 1))
    lower = assessed(1, TRAINING, date(2026, 6, 2), key=4, expires=date(2027, 6, 2))
    assert counted([later, raised, lower, first]) == [
        Counted(2, first.key, JANUARY, MARCH),
        Counted(3, raised.key, MARCH, MAY),
        Counted(1, later.key, date(2026, 6, 1), date(2027, 6, 1)),
        Counted(1, lower.key, date(2027, 6, 1), date(2027, 6, 2)),
    ]


days = st.dates(date(2020, 1, 1), date(2020, 3, 1))
made = st.tuples(st.integers(1, 5), st.sampled_from(Source), days, st.integers(1, 30))
several = st.lists(made, max_size=6)


@given(several, days)
def test_on_every_day_the_times_tell_the_level_that_counts(
    made: list[tuple[int, Source, date, int]], on: date
) -> None:
    found = [
        assessed(level, source, begins, key, date.fromordinal(begins.toordinal() + length))
        for key, (level, source, begins, length) in enumerate(made)
    ]
    told = [one for one in counted(found) if one.begins <= on < one.ends]
    counts = that_counts(found, on)
    assert [(one.level, one.key) for one in told] == ([(counts.level, counts.key)] if counts else [])


@given(several, days, st.integers(1, 5), days)
def test_nothing_that_was_learned_ever_lowers_a_level(
    made: list[tuple[int, Source, date, int]], learned_on: date, level: int, on: date
) -> None:
    found = [
        assessed(level, source, begins, key, date.fromordinal(begins.toordinal() + length))
        for key, (level, source, begins, length) in enumerate(made)
    ]
    before = that_counts(found, on)
    after = that_counts([*found, assessed(level, TRAINING, learned_on, key=99)], on)
    assert before is None or (after is not None and after.level >= before.level)


@pytest.mark.parametrize("level", [0, 6, -1])
def test_a_level_is_one_of_five(level: int) -> None:
    with pytest.raises(NoSuchLevel):
        check_level(level, "level")


@pytest.mark.parametrize(
    ("on", "months", "expires"),
    [
        (date(2026, 1, 15), 36, date(2029, 1, 15)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_an_assessment_counts_for_so_many_months(on: date, months: int, expires: date) -> None:
    assert expiry({"months": months}, on) == expires
