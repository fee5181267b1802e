"""The day on which time has met its part, and what it never meets."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from career.rules.test_standing import GOAL, MADYA, READY, RULE
from hypothesis import given
from hypothesis import strategies as st

from jenjang.career.rules.ahead import (
    NOT_BY_TIME,
    SEARCHED,
    Ahead,
    CreditNeed,
    Learned,
    StandardLevel,
    first_met,
)
from jenjang.career.rules.expected import with_expected
from jenjang.career.rules.requirements import Credit, Goal, Lacking
from jenjang.career.rules.standing import findings
from jenjang.career.terms import Requirement
from jenjang.core.months import months_later
from jenjang.organisation.rules.span import Span
from jenjang.organisation.terms import ServiceState, Standing

TODAY = date(2026, 11, 22)
PREDICATES = with_expected(READY.predicates, "GOOD", TODAY)
STANDARD = StandardLevel(
    "M.01", "M.01", "Integritas", 3, Span(date(2020, 1, 1)), 3, Span(date(2025, 1, 1), date(2028, 1, 1))
)
AHEAD = Ahead(replace(READY, predicates=PREDICATES), [STANDARD], [], None)


def met(
    ahead: Ahead, goal: Goal = GOAL, leaves_on: date | None = None
) -> tuple[date | None, list[Requirement]]:
    leaving = replace(ahead, candidate=replace(ahead.candidate, leaves_on=leaves_on))
    on, missing = first_met(lambda day: findings(RULE, goal, leaving.on(day), day), TODAY)
    return on, list(missing)


def test_who_is_ready_today_is_ready_today() -> None:
    assert met(AHEAD) == (TODAY, [])


def test_experience_comes_with_time() -> None:
    short = replace(AHEAD, candidate=replace(AHEAD.candidate, held=[("PENGAWAS", Span(date(2024, 11, 22)))]))
    assert met(short) == (date(2027, 11, 22), [])


def test_credit_comes_on_the_day_that_is_expected() -> None:
    growing = replace(AHEAD, credit=CreditNeed(Credit(Decimal(100), Decimal(50)), date(2028, 3, 1)))
    assert met(growing, MADYA) == (date(2028, 3, 22), [])
    assert met(replace(growing, credit=CreditNeed(Credit(Decimal(100), Decimal(50)), None)), MADYA) == (
        None,
        [Requirement.CREDIT],
    )
    assert met(replace(growing, credit=CreditNeed(Credit(Decimal(100), Decimal(100)), TODAY)), MADYA) == (
        TODAY,
        [],
    )


def test_what_time_never_meets_is_told_beside_the_day() -> None:
    full = replace(GOAL, vacancies=0)
    lower = replace(AHEAD, candidate=replace(AHEAD.candidate, education="D3"))
    assert met(lower, full) == (TODAY, [Requirement.EDUCATION, Requirement.VACANCY])


def test_who_leaves_before_never_comes_there() -> None:
    growing = replace(AHEAD, credit=CreditNeed(Credit(Decimal(100), Decimal(50)), date(2028, 3, 1)))
    told = (None, [Requirement.IN_SERVICE, Requirement.CREDIT])
    assert met(growing, MADYA, date(2028, 3, 1)) == told
    assert met(growing, MADYA, date(2028, 3, 22)) == told
    assert met(growing, MADYA, date(2028, 3, 23)) == (date(2028, 3, 22), [])


def test_who_should_have_left_or_is_away_comes_nowhere_by_time() -> None:
    assert met(AHEAD, leaves_on=TODAY) == (None, [Requirement.IN_SERVICE])
    away = replace(AHEAD, candidate=replace(AHEAD.candidate, state=ServiceState.UNPAID_LEAVE))
    assert met(away) == (None, [Requirement.IN_SERVICE])


def test_a_sanction_ends_and_a_level_expires() -> None:
    candidate = replace(AHEAD.candidate, sanctions=[Span(date(2026, 1, 1), date(2027, 6, 1))])
    assert met(replace(AHEAD, candidate=candidate)) == (date(2027, 6, 22), [])
    assert AHEAD.on(date(2027, 12, 31)).lacking == []
    assert AHEAD.on(date(2028, 1, 1)).lacking == [Lacking("M.01", "Integritas", 3, None)]
    again = replace(AHEAD, learned=[Learned("M.01", 2, date(2027, 1, 1))])
    assert again.on(date(2027, 12, 31)).lacking == []  # The higher level counts.
    assert again.on(date(2028, 1, 1)).lacking == [Lacking("M.01", "Integritas", 3, 2)]


def test_nobody_comes_nearer_by_a_level_that_expires() -> None:
    lower = replace(AHEAD, standard=[replace(STANDARD, has=2)])
    assert lower.on(date(2028, 1, 1)).lacking == [Lacking("M.01", "Integritas", 3, 2)]
    assert met(lower) == (None, [Requirement.COMPETENCIES])


def test_a_step_of_a_plan_counts_once_it_is_due() -> None:
    lower = replace(STANDARD, has=2)
    planned = replace(AHEAD, standard=[lower], learned=[Learned("M.01", 3, date(2027, 5, 1))])
    assert met(planned) == (date(2027, 5, 22), [])


def test_what_a_position_asks_from_a_later_day_is_asked_then() -> None:
    later = StandardLevel(
        "M.02", "M.02", "Kerja Sama", 4, Span(date(2027, 1, 1)), 3, Span(date(2026, 1, 1), date(2030, 1, 1))
    )
    both = replace(AHEAD, standard=[STANDARD, later])
    assert (both.on(TODAY).asked, both.on(TODAY).lacking) == (1, [])
    then = both.on(date(2027, 1, 1))
    assert (then.asked, then.lacking) == (2, [Lacking("M.02", "Kerja Sama", 4, 3)])


@given(
    months=st.integers(0, 48),
    credit=st.dates(date(2026, 1, 1), date(2040, 1, 1)),
    sanction=st.dates(date(2026, 11, 23), date(2030, 1, 1)),
)
def test_no_month_before_the_day_would_do(months: int, credit: date, sanction: date) -> None:
    held = [("AHLI_MUDA", Span(months_later(TODAY, -months)))]
    candidate = replace(AHEAD.candidate, held=held, sanctions=[Span(TODAY, sanction)])
    ahead = replace(AHEAD, candidate=candidate, credit=CreditNeed(Credit(Decimal(100), Decimal(99)), credit))
    on, missing = met(ahead, MADYA)

    def left(day: date) -> set[Requirement]:
        told = findings(RULE, MADYA, ahead.on(day), day)
        return {one.requirement for one in told if one.standing is Standing.MISSING}

    days = [months_later(TODAY, month) for month in range(SEARCHED + 1)]
    assert on == next((day for day in days if left(day) <= NOT_BY_TIME), None)
    assert set(missing) == left(on or days[-1])
