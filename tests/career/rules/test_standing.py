"""What each level asks, and how somebody stands to every part of it."""

import itertools
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenjang.career.rules.months import months_within
from jenjang.career.rules.moves import LevelWithoutPattern
from jenjang.career.rules.requirements import Candidate, Credit, Finding, Goal, Lacking, requirement_rule
from jenjang.career.rules.standing import findings
from jenjang.career.terms import MoveKind, Requirement
from jenjang.organisation.rules.placement import span_of_rising, standard_span
from jenjang.organisation.rules.rank import Rank
from jenjang.organisation.rules.span import Span
from jenjang.organisation.terms import EmployeeKind, ServiceState, Standing
from jenjang.reference.listing import shipped as listed
from jenjang.reference.models import EducationLevel, PositionLevel
from jenjang.reference.models import Rank as ListedRank
from jenjang.rules.shelf import shipped

TODAY = date(2026, 11, 22)
AT_WORK = "ACTIVE/CANDIDATE"
RULE = requirement_rule(shipped("position_requirements", TODAY).body)
SCHOOLS = [row["code"] for row in listed(EducationLevel)]
LEVELS = [row["code"] for row in listed(PositionLevel)]
RANKS = {
    row["code"]: Rank(row["code"], EmployeeKind(row["scheme"]), place)
    for place, row in enumerate(listed(ListedRank), 1)
}
III_B, III_C, III_D, IV_B = (RANKS[code] for code in ("III/b", "III/c", "III/d", "IV/b"))
SPANS = shipped("rank_span", TODAY).body
PPPK_IX = Rank("PPPK-IX", EmployeeKind.PPPK, 9)
GOAL = Goal("ADMINISTRATOR", MoveKind.VERTICAL, III_C, IV_B, vacancies=1)
MADYA_SPAN = span_of_rising(SPANS, standard_span(SPANS, "AHLI_MADYA", None), "AHLI_MADYA", "AHLI_MUDA")
MADYA = Goal(
    "AHLI_MADYA", MoveKind.VERTICAL, *(RANKS[code or ""] for code in MADYA_SPAN), vacancies=1, rises=True
)
"""As who rises from Ahli Muda finds it."""
SHORT = [Lacking("M.01", "Integritas", 3, 2), Lacking("M.02", "Kerja Sama", 3, 1)]
UNASSESSED = Lacking("M.03", "Komunikasi", 3, None)
READY = Candidate(
    kind=EmployeeKind.PNS,
    birth_date=date(1980, 2, 29),
    rank=III_D,
    education="S1",
    schools=SCHOOLS,
    held=[("PELAKSANA", Span(date(2006, 1, 1), date(2023, 11, 22))), ("PENGAWAS", Span(date(2023, 11, 22)))],
    predicates={2024: "GOOD", 2025: "VERY_GOOD"},
    asked=9,
)


def standing(goal: Goal, who: Candidate, on: date = TODAY) -> dict[Requirement, Standing]:
    return {one.requirement: one.standing for one in findings(RULE, goal, who, on)}


def found(goal: Goal, who: Candidate, requirement: Requirement) -> Finding:
    (one,) = (one for one in findings(RULE, goal, who, TODAY) if one.requirement is requirement)
    return one


def test_who_has_all_that_is_recorded_is_to_be_checked_in_the_rest() -> None:
    assert standing(GOAL, READY) == {
        Requirement.IN_SERVICE: Standing.MET,
        Requirement.KIND: Standing.MET,
        Requirement.EDUCATION: Standing.MET,
        Requirement.RANK: Standing.MET,
        Requirement.EXPERIENCE: Standing.MET,
        Requirement.PERFORMANCE: Standing.MET,
        Requirement.COMPETENCIES: Standing.MET,
        Requirement.DISCIPLINE: Standing.MET,
        Requirement.VACANCY: Standing.MET,
        Requirement.INTEGRITY: Standing.MANUAL,
        Requirement.HEALTH: Standing.MANUAL,
    }


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        *(
            ({"state": state}, Finding(Requirement.IN_SERVICE, Standing.MISSING, AT_WORK, state))
            for state in set(ServiceState) - {"CANDIDATE", "ACTIVE"}
        ),
        (
            {"state": ServiceState.CANDIDATE},
            Finding(Requirement.IN_SERVICE, Standing.MET, AT_WORK, "CANDIDATE"),
        ),
        (
            {"leaves_on": date(2026, 11, 23)},
            Finding(Requirement.IN_SERVICE, Standing.MET, AT_WORK, "ACTIVE"),
        ),
        ({"leaves_on": TODAY}, Finding(Requirement.IN_SERVICE, Standing.MISSING, AT_WORK, "2026-11-22")),
        (
            {"leaves_on": TODAY, "state": ServiceState.RETIRED},
            Finding(Requirement.IN_SERVICE, Standing.MISSING, AT_WORK, "RETIRED"),
        ),
        ({"kind": EmployeeKind.PPPK}, Finding(Requirement.KIND, Standing.MISSING, "PNS", "PPPK")),
        ({"education": "D3"}, Finding(Requirement.EDUCATION, Standing.MISSING, "S1", "D3")),
        ({"education": None}, Finding(Requirement.EDUCATION, Standing.MANUAL, "S1", None)),
        ({"rank": III_B}, Finding(Requirement.RANK, Standing.MISSING, "III/c – IV/b", "III/b")),
        ({"rank": None}, Finding(Requirement.RANK, Standing.MANUAL, "III/c – IV/b", None)),
        ({"rank": PPPK_IX}, Finding(Requirement.RANK, Standing.MANUAL, "III/c – IV/b", "PPPK-IX")),
        (
            {"held": [("PENGAWAS", Span(date(2023, 11, 23)))]},
            Finding(Requirement.EXPERIENCE, Standing.MISSING, "36", "35"),
        ),
        (
            {
                "held": [
                    ("PENGAWAS", Span(date(2020, 1, 1), date(2021, 7, 1))),
                    ("AHLI_MUDA", Span(date(2025, 5, 22))),
                ]
            },
            Finding(Requirement.EXPERIENCE, Standing.MET, "36", "36"),
        ),
        (
            {"predicates": {2024: "POOR", 2025: "GOOD"}},
            Finding(Requirement.PERFORMANCE, Standing.MISSING, "GOOD/VERY_GOOD", "2024 POOR, 2025 GOOD"),
        ),
        (
            {"predicates": {2025: "GOOD"}},
            Finding(Requirement.PERFORMANCE, Standing.MISSING, "GOOD/VERY_GOOD", "2024 –, 2025 GOOD"),
        ),
        ({"predicates": {}}, Finding(Requirement.PERFORMANCE, Standing.MISSING, "GOOD/VERY_GOOD", None)),
        (
            {"asked": 9, "lacking": [*SHORT, UNASSESSED]},
            Finding(Requirement.COMPETENCIES, Standing.MISSING, "9", "6", (*SHORT, UNASSESSED)),
        ),
        (
            {"asked": 9, "lacking": [UNASSESSED]},
            Finding(Requirement.COMPETENCIES, Standing.MANUAL, "9", "8", (UNASSESSED,)),
        ),
        ({"asked": 0}, Finding(Requirement.COMPETENCIES, Standing.MANUAL, "0", "0")),
        (
            {"sanctions": [Span(date(2026, 1, 1), date(2027, 1, 1))]},
            Finding(Requirement.DISCIPLINE, Standing.MISSING, "0", "2027-01-01"),
        ),
        (
            {"sanctions": [Span(date(2025, 1, 1), TODAY)]},
            Finding(Requirement.DISCIPLINE, Standing.MET, "0", None),
        ),
    ],
)
def test_each_part_is_told_with_what_is_asked_and_what_is_there(
    changed: dict[str, Any], finding: Finding
) -> None:
    assert found(GOAL, replace(READY, **changed), finding.requirement) == finding


def test_a_position_without_a_free_seat_is_told() -> None:
    taken = replace(GOAL, vacancies=0)
    assert found(taken, READY, Requirement.VACANCY) == Finding(
        Requirement.VACANCY, Standing.MISSING, "1", "0"
    )


def test_a_position_without_a_span_asks_for_no_rank() -> None:
    assert Requirement.RANK not in standing(replace(GOAL, lowest_rank=None, highest_rank=None), READY)


@pytest.mark.parametrize(
    ("gathered", "stands"), [("100", Standing.MET), ("103.5", Standing.MET), ("99.5", Standing.MISSING)]
)
def test_credit_is_asked_of_who_comes_from_the_level_below(gathered: str, stands: Standing) -> None:
    who = replace(READY, credit=Credit(Decimal(100), Decimal(gathered)))
    assert found(MADYA, who, Requirement.CREDIT) == Finding(Requirement.CREDIT, stands, "100", gathered)
    assert Requirement.CREDIT not in standing(replace(MADYA, rises=False), who)
    assert Requirement.CREDIT not in standing(GOAL, who)


@pytest.mark.parametrize(
    ("rank", "stands"),
    [
        ("III/c", Standing.MISSING),
        ("III/d", Standing.MET),
        ("IV/a", Standing.MET),
        ("IV/d", Standing.MISSING),
    ],
)
def test_the_top_rank_of_the_level_below_is_enough_to_rise(rank: str, stands: Standing) -> None:
    assert standing(MADYA, replace(READY, rank=RANKS[rank]))[Requirement.RANK] is stands


def test_credit_that_is_not_counted_at_the_level_held_is_for_somebody_to_check() -> None:
    assert found(MADYA, READY, Requirement.CREDIT) == Finding(Requirement.CREDIT, Standing.MANUAL, "CREDIT")


def test_the_age_at_entry_is_asked_of_who_comes_from_elsewhere() -> None:
    born = replace(READY, birth_date=date(1971, 11, 22))
    across = replace(MADYA, rises=False)
    assert standing(across, born)[Requirement.AGE] is Standing.MET  # 55 today.
    assert standing(across, born, date(2026, 11, 23))[Requirement.AGE] is Standing.MISSING
    assert Requirement.AGE not in standing(MADYA, born)
    assert Requirement.AGE not in standing(replace(across, stays=True), born, date(2026, 11, 23))


def test_the_age_for_leading_positions_is_asked_of_everybody() -> None:
    first = Goal("JPT_PRATAMA", MoveKind.DIAGONAL, None, None, vacancies=1)
    born = replace(READY, birth_date=date(1970, 11, 21))
    assert found(first, born, Requirement.AGE) == Finding(Requirement.AGE, Standing.MISSING, "56", "56")


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_of_the_list_asks_for_schools_and_experience_that_exist(level: str) -> None:
    asked = RULE.of(level)
    assert asked.education in SCHOOLS
    assert not asked.experience or asked.experience.levels <= set(LEVELS)


def test_a_level_that_is_none_is_told() -> None:
    with pytest.raises(LevelWithoutPattern, match="ESELON_V"):
        findings(RULE, replace(GOAL, level="ESELON_V"), READY, TODAY)


def test_months_that_two_positions_share_count_once() -> None:
    both = [Span(date(2020, 1, 1), date(2021, 1, 1)), Span(date(2020, 7, 1), date(2021, 7, 1))]
    assert months_within(both, TODAY) == 18
    assert months_within([Span(date(2030, 1, 1))], TODAY) == 0


@given(st.lists(st.dates(date(2000, 1, 1), date(2026, 1, 1)), min_size=2, max_size=8, unique=True))
def test_a_time_cut_in_pieces_is_as_long_as_in_one(days: list[date]) -> None:
    days.sort()
    pieces = [Span(begins, ends) for begins, ends in itertools.pairwise(days)]
    assert abs(months_within(pieces, TODAY) - months_within([Span(days[0], days[-1])], TODAY)) <= 1
