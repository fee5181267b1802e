"""Each requirement of a study leave is met, missing, or for somebody to check, and none is left out."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenjang.core.months import months_later
from jenjang.organisation.rules.span import Span
from jenjang.organisation.terms import ServiceState, Standing
from jenjang.rules.shelf import shipped
from jenjang.study.rules.bond import bond_months, bond_of, months_of
from jenjang.study.rules.requirements import (
    NotChecked,
    RequirementsMissing,
    Student,
    Study,
    check_checked,
    check_met,
    findings,
)
from jenjang.study.rules.study import study_rule
from jenjang.study.terms import StudyDuty, StudyFunding, StudyRequirement

TODAY, BEGINS, BACK = date(2026, 7, 1), date(2026, 9, 1), date(2028, 9, 1)
RULE = study_rule(shipped("study_leave", TODAY).body)
MASTER = Study("S2", StudyDuty.RELEASED, BEGINS, BACK)
FIT = Student(
    kind="PNS",
    state=ServiceState.ACTIVE,
    appointed=date(2015, 3, 1),
    retires=date(2050, 1, 1),
    education="S1",
    schools=("SMA", "D3", "D4", "S1", "S2", "S3"),
    predicates={2024: "GOOD", 2025: "VERY_GOOD"},
)
R = StudyRequirement
ALWAYS = {R.ADMISSION, R.HEALTH}


def standing(study: Study, who: Student) -> dict[StudyRequirement, Standing]:
    return {one.requirement: one.standing for one in findings(RULE, study, who, TODAY)}


def unmet(study: Study, who: Student, how: Standing = Standing.MISSING) -> set[StudyRequirement]:
    return {one for one, so in standing(study, who).items() if so is how}


def test_who_has_all_of_it_lacks_nothing_and_some_is_to_be_checked() -> None:
    assert unmet(MASTER, FIT) == set()
    assert unmet(MASTER, FIT, Standing.MANUAL) == ALWAYS


@pytest.mark.parametrize(
    ("who", "missing"),
    [
        ({"kind": "PPPK"}, R.KIND),
        ({"state": ServiceState.CANDIDATE}, R.IN_SERVICE),
        ({"state": ServiceState.SUSPENDED}, R.IN_SERVICE),
        ({"appointed": date(2024, 7, 2)}, R.TIME_SERVED),
        ({"predicates": {2024: "POOR", 2025: "GOOD"}}, R.PERFORMANCE),
        ({"predicates": {2025: "GOOD"}}, R.PERFORMANCE),
        ({"predicates": {}}, R.PERFORMANCE),
        ({"sanctions": [Span(date(2026, 1, 1), date(2026, 7, 2))]}, R.DISCIPLINE),
        ({"sanctions": [Span(date(2026, 1, 1))]}, R.DISCIPLINE),
        ({"retires": date(2034, 8, 31)}, R.SERVICE_LEFT),
        ({"education": "S3"}, R.EDUCATION),
        ({"studies": 1}, R.NO_OTHER_STUDY),
        ({"bonds": [Span(date(2020, 1, 1), date(2026, 9, 2))]}, R.NO_BOND),
    ],
)
def test_whatever_is_not_met_is_told_by_name(who: dict[str, object], missing: StudyRequirement) -> None:
    assert unmet(MASTER, replace(FIT, **who)) == {missing}  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize(
    "who",
    [
        {"appointed": date(2024, 7, 1)},
        {"sanctions": [Span(date(2026, 1, 1), date(2026, 7, 1))]},
        {"retires": date(2034, 9, 1)},
        {"bonds": [Span(date(2020, 1, 1), date(2026, 9, 1))]},
    ],
)
def test_what_is_met_to_the_day_is_met(who: dict[str, object]) -> None:
    assert unmet(MASTER, replace(FIT, **who)) == set()  # type: ignore[arg-type]  # by name


def test_for_a_field_that_is_needed_most_one_year_is_enough_and_that_is_to_be_checked() -> None:
    new = replace(FIT, appointed=date(2025, 7, 1))
    assert unmet(MASTER, new) == {R.TIME_SERVED}
    urgent = replace(MASTER, is_priority=True)
    assert unmet(urgent, new) == set()
    assert unmet(urgent, new, Standing.MANUAL) == {*ALWAYS, R.PRIORITY}


@pytest.mark.parametrize("who", [{"education": None}, {"education": "S2"}])
def test_a_school_that_nobody_knows_or_of_the_same_level_is_to_be_checked(who: dict[str, object]) -> None:
    found = replace(FIT, **who)  # type: ignore[arg-type]  # by name
    assert unmet(MASTER, found, Standing.MANUAL) == {*ALWAYS, R.EDUCATION}


def test_when_somebody_retires_is_to_be_checked_where_nobody_knows() -> None:
    assert unmet(MASTER, replace(FIT, retires=None), Standing.MANUAL) == {*ALWAYS, R.SERVICE_LEFT}


def test_no_school_takes_longer_than_it_does() -> None:
    assert unmet(replace(MASTER, ends=date(2028, 9, 2)), FIT) == {R.LENGTH}


def test_how_long_a_school_takes_that_the_rule_doesn_t_list_is_to_be_checked() -> None:
    diploma = replace(MASTER, level="D1")
    of_school = replace(FIT, education="SMA", schools=("SMA", "D1", "S2"))
    assert "D1" not in RULE.longest
    assert unmet(diploma, of_school) == set()
    assert unmet(diploma, of_school, Standing.MANUAL) == {*ALWAYS, R.LENGTH}


def test_all_that_is_missing_is_told_at_once_and_what_is_to_be_checked_is_named() -> None:
    with pytest.raises(RequirementsMissing) as caught:
        check_met(findings(RULE, MASTER, replace(FIT, kind="PPPK", studies=1), TODAY))
    assert caught.value.facts["missing"] == [R.KIND, R.NO_OTHER_STUDY]
    found = findings(RULE, MASTER, FIT, TODAY)
    check_met(found)
    check_checked(found, [R.HEALTH, R.ADMISSION], "checked")
    with pytest.raises(NotChecked) as unchecked:
        check_checked(found, [R.HEALTH], "checked")
    assert unchecked.value.facts["unchecked"] == [R.ADMISSION]


@pytest.mark.parametrize(
    ("duty", "funding", "months"),
    [
        (StudyDuty.RELEASED, StudyFunding.GOVERNMENT, 48),
        (StudyDuty.RELEASED, StudyFunding.SELF, 48),
        (StudyDuty.KEPT, StudyFunding.SCHOLARSHIP, 24),
        (StudyDuty.KEPT, StudyFunding.SELF, 0),
    ],
)
def test_who_was_released_owes_twice_the_time(duty: StudyDuty, funding: StudyFunding, months: int) -> None:
    assert bond_months(RULE, duty, funding, BEGINS, BACK) == months
    bond = bond_of(months, BACK)
    assert (bond and bond.ends) == (months_later(BACK, months) if months else None)


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 3000))
def test_a_month_that_was_begun_counts(begins: date, days: int) -> None:
    ends = date.fromordinal(begins.toordinal() + days)
    months = months_of(begins, ends)
    assert months_later(begins, months - 1) < ends <= months_later(begins, months)
