"""Forms and hours, whom a course is for, who gets seats, meetings, certificates, money."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from factories.spoken import check_spoken
from hypothesis import given
from hypothesis import strategies as st

from jenjang.core.errors import Refusal
from jenjang.rules.shelf import shipped
from jenjang.training.rules.audience import Audience, Candidate, NotForYou, check_fits, unfit
from jenjang.training.rules.certificate import Certified, hash_of, number_of
from jenjang.training.rules.forms import NoAmount, form_rules, hours_of
from jenjang.training.rules.hours import (
    CapNotRaised,
    HoursRule,
    OverTheCap,
    cap_of,
    check_cap,
    check_raised,
    hours_rule,
    missing,
)
from jenjang.training.rules.meetings import (
    Field,
    MeetingsOverlap,
    MeetingsTooShort,
    MeetingWithoutTime,
    NoMeeting,
    Time,
    attended_enough,
    check_lessons,
    check_meetings,
    lesson_rule,
    overlap,
)
from jenjang.training.rules.money import CeilingTooLow, NotAnAmount, check_amount, check_ceiling
from jenjang.training.rules.seats import Waiting, seated
from jenjang.training.terms import FormGroup, TrainingForm, Unfit

TODAY = date(2026, 7, 1)
FORMS = form_rules(shipped("training_forms", TODAY).body)
HOURS = shipped("training_hours", TODAY).body
A, B, C = (UUID(int=one) for one in (1, 2, 3))


def test_every_form_has_its_group_and_its_hours() -> None:
    assert set(FORMS) == set(TrainingForm)
    assert {one.group for one in FORMS.values()} == set(FormGroup)


@pytest.mark.parametrize(
    ("form", "amount", "hours"),
    [
        ("TECHNICAL", 40, 40),
        ("E_LEARNING", 3, 3),
        ("COACHING", 4, 8),
        ("BENCHMARKING", 1, 10),
        ("INTERNSHIP", 1, 20),
    ],
)
def test_a_form_counts_by_lesson_or_by_time(form: str, amount: int, hours: int) -> None:
    assert hours_of(FORMS, TrainingForm(form), amount) == hours


@pytest.mark.parametrize("amount", [0, -1, 2001])
def test_an_amount_that_is_none_is_refused(amount: int) -> None:
    with pytest.raises(NoAmount) as caught:
        hours_of(FORMS, TrainingForm.COURSE, amount)
    check_spoken(caught.value)


@pytest.mark.parametrize(
    ("kind", "had", "lacking", "cap"), [("PNS", 5, 15, None), ("PNS", 30, 0, None), ("PPPK", 5, 0, 24)]
)
def test_a_pns_is_to_reach_twenty_and_a_pppk_not_to_pass_twenty_four(
    kind: str, had: int, lacking: int, cap: int | None
) -> None:
    rule = hours_rule(HOURS, kind)
    assert (missing(rule, had), cap_of(rule, None)) == (lacking, cap)


def test_a_cap_is_what_it_was_raised_to_and_never_less() -> None:
    assert cap_of(HoursRule(most=24), 40) == 40
    assert cap_of(HoursRule(most=24), 10) == 24
    assert cap_of(HoursRule(least=20), 40) is None


def test_hours_up_to_the_cap_go_and_one_more_doesnt() -> None:
    check_cap(24, 20, 4, 2026, "eventId")
    check_cap(None, 500, 400, 2026, "eventId")
    with pytest.raises(OverTheCap) as caught:
        check_cap(24, 20, 5, 2026, "eventId")
    assert caught.value.facts == {"hours": 25, "year": 2026, "cap": 24}


@pytest.mark.parametrize(("cap", "wanted"), [(24, 24), (24, 2001), (None, 40)])
def test_a_cap_is_raised_to_more_or_not_at_all(cap: int | None, wanted: int) -> None:
    with pytest.raises(CapNotRaised):
        check_raised(cap, wanted, "hours")


SOMEBODY = Candidate(kind="PNS", level="PENGAWAS", units={A, B}, lacks={"M.05"})


@pytest.mark.parametrize(
    ("audience", "against"),
    [
        (Audience(), []),
        (Audience(kind="PNS", levels=["PENGAWAS"], unit_id=B, with_gap=True, subjects=["M.01", "M.05"]), []),
        (Audience(kind="PPPK"), [Unfit.OF_ANOTHER_KIND]),
        (Audience(levels=["PELAKSANA"]), [Unfit.OF_ANOTHER_LEVEL]),
        (Audience(unit_id=C), [Unfit.OF_ANOTHER_UNIT]),
        (Audience(with_gap=True, subjects=["M.01"]), [Unfit.WITHOUT_GAP]),
        (Audience(kind="PPPK", unit_id=C), [Unfit.OF_ANOTHER_KIND, Unfit.OF_ANOTHER_UNIT]),
    ],
)
def test_a_course_tells_all_that_stands_against_somebody(audience: Audience, against: list[Unfit]) -> None:
    assert unfit(audience, SOMEBODY) == against


def test_whom_a_course_isnt_for_is_told_why() -> None:
    with pytest.raises(NotForYou) as caught:
        check_fits(Audience(kind="PPPK"), SOMEBODY, "eventId")
    check_spoken(caught.value)


def waits(*people: UUID, budget: UUID | None = None) -> list[Waiting]:
    return [Waiting(one, one, budget) for one in people]


@pytest.mark.parametrize(
    ("free", "busy", "left", "got"),
    [
        (1, (), 300, (A,)),
        (3, (), 300, (A, B, C)),
        (0, (), 300, ()),
        (1, (A,), 300, (B,)),
        (3, (), 199, (A,)),
        (3, (A,), 100, (B,)),
        (3, (), 99, ()),
    ],
)
def test_seats_are_given_in_order_to_who_is_free_and_can_be_paid(
    free: int, busy: Sequence[UUID], left: int, got: Sequence[UUID]
) -> None:
    given = seated(waits(A, B, C, budget=A), free, Decimal(100), busy, {A: Decimal(left)})
    assert [one.enrolment_id for one in given] == list(got)


def test_whose_budget_is_empty_holds_up_nobody_whose_isnt() -> None:
    line = [*waits(A, budget=A), *waits(B, budget=B)]
    assert seated(line, 1, Decimal(100), (), {A: Decimal(0), B: Decimal(100)}) == line[1:]
    assert seated(waits(C), 1, Decimal(0), (), {}) == waits(C)


def at(day: int, begins: int, ends: int) -> Time:
    return Time(datetime(2026, 8, day, begins, tzinfo=UTC), datetime(2026, 8, day, ends, tzinfo=UTC))


def named(*times: Time) -> dict[Field, Time]:
    return {("meetings", str(place)): one for place, one in enumerate(times)}


@pytest.mark.parametrize(
    ("times", "error"),
    [
        ([], NoMeeting),
        ([at(1, 8, 9)] * 101, NoMeeting),
        ([at(1, 9, 9)], MeetingWithoutTime),
        ([Time(at(1, 8, 9).begins, at(2, 8, 9).begins)], MeetingWithoutTime),
        ([at(1, 10, 12), at(1, 8, 11)], MeetingsOverlap),
    ],
)
def test_meetings_that_cant_be_held_are_refused(times: list[Time], error: type[Refusal]) -> None:
    with pytest.raises(error):
        check_meetings(named(*times), "meetings")


@given(st.lists(st.integers(1, 1439), min_size=1, max_size=20), st.integers(1, 200))
def test_lessons_fit_into_the_meetings_of_the_forms_that_meet_for_them(
    lasting: list[int], lessons: int
) -> None:
    """45 minutes each, however they lie in the meetings."""
    begins = datetime(2026, 8, 1, tzinfo=UTC)
    times = [Time(begins, begins + timedelta(minutes=one)) for one in lasting]
    rule = lesson_rule({"minutes": 45, "in_meetings": ["TECHNICAL"]})
    check_lessons(rule, TrainingForm.E_LEARNING, lessons, times, "meetings")
    if sum(lasting) >= 45 * lessons:
        check_lessons(rule, TrainingForm.TECHNICAL, lessons, times, "meetings")
    else:
        with pytest.raises(MeetingsTooShort) as told:
            check_lessons(rule, TrainingForm.TECHNICAL, lessons, times, "meetings")
        assert told.value.facts["given"] == sum(lasting) // 45


def test_one_meeting_may_begin_as_another_ends() -> None:
    check_meetings(named(at(1, 8, 10), at(1, 10, 12)), "meetings")
    assert not overlap([at(1, 8, 10)], [at(1, 10, 12), at(2, 8, 10)])
    assert overlap([at(1, 8, 10)], [at(2, 8, 10), at(1, 9, 12)])


@pytest.mark.parametrize(
    ("present", "meetings", "enough"), [(4, 5, True), (3, 4, False), (1, 1, True), (0, 0, False)]
)
def test_four_in_five_meetings_are_enough(present: int, meetings: int, enough: bool) -> None:
    percent = shipped("training_completion", TODAY).body["percent"]
    assert attended_enough(present, meetings, percent) is enough


def test_a_certificates_hash_changes_with_whatever_it_says() -> None:
    says = Certified(
        tenant="surakarta",
        number=number_of(7, "PIM-1", 2026),
        code="rahasia",
        employee_id=A,
        course="Kepemimpinan",
        form="STRUCTURAL",
        hours=40,
        begins_on=TODAY,
        ends_on=TODAY,
        issued_on=TODAY,
    )
    assert says.number == "0007/PIM-1/2026"
    assert len(hash_of(says)) == 64
    others = [replace(says, hours=41), replace(says, employee_id=B), replace(says, number="0008/PIM-1/2026")]
    assert len({hash_of(one) for one in [says, *others]}) == 4


@pytest.mark.parametrize("amount", ["-1", "0.001", "1000000000000001", "NaN", "1E-40"])
def test_an_amount_that_is_no_money_is_refused(amount: str) -> None:
    with pytest.raises(NotAnAmount):
        check_amount(Decimal(amount), "cost")


def test_a_ceiling_covers_what_is_promised_and_paid() -> None:
    assert check_ceiling(Decimal("10.50"), Decimal(4), Decimal("6.50")) == Decimal("10.50")
    with pytest.raises(CeilingTooLow) as caught:
        check_ceiling(Decimal(10), Decimal(4), Decimal("6.50"))
    assert caught.value.facts == {"spent": Decimal("10.50")}
