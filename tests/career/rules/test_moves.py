"""Moves as PermenPANRB 22/2021 tells them apart."""

from datetime import date
from itertools import product

import pytest

from jenjang.career.rules.moves import LevelWithoutPattern, LowerPosition, TooManySteps, career_pattern
from jenjang.career.terms import MoveKind
from jenjang.core.errors import Refusal
from jenjang.reference.listing import shipped as listed
from jenjang.reference.models import PositionLevel
from jenjang.rules.shelf import shipped

PATTERN = career_pattern(shipped("career_pattern", date(2026, 11, 22)).body)
LEVELS = [row["code"] for row in listed(PositionLevel)]


@pytest.mark.parametrize(
    ("origin", "goal", "kind"),
    [
        ("PELAKSANA", "PELAKSANA", MoveKind.HORIZONTAL),
        ("PELAKSANA", "TERAMPIL", MoveKind.HORIZONTAL),
        ("PELAKSANA", "AHLI_PERTAMA", MoveKind.HORIZONTAL),
        ("TERAMPIL", "PELAKSANA", MoveKind.HORIZONTAL),
        ("PENGAWAS", "AHLI_MUDA", MoveKind.HORIZONTAL),
        ("AHLI_MADYA", "ADMINISTRATOR", MoveKind.HORIZONTAL),
        ("PENYELIA", "AHLI_MUDA", MoveKind.HORIZONTAL),
        ("PELAKSANA", "PENGAWAS", MoveKind.VERTICAL),
        ("PENGAWAS", "ADMINISTRATOR", MoveKind.VERTICAL),
        ("PEMULA", "TERAMPIL", MoveKind.VERTICAL),
        ("AHLI_PERTAMA", "AHLI_MUDA", MoveKind.VERTICAL),
        ("JPT_PRATAMA", "JPT_MADYA", MoveKind.VERTICAL),
        ("AHLI_PERTAMA", "PENGAWAS", MoveKind.DIAGONAL),
        ("PELAKSANA", "AHLI_MUDA", MoveKind.DIAGONAL),
        ("AHLI_MUDA", "ADMINISTRATOR", MoveKind.DIAGONAL),
        ("ADMINISTRATOR", "JPT_PRATAMA", MoveKind.DIAGONAL),
        ("AHLI_MADYA", "JPT_PRATAMA", MoveKind.DIAGONAL),
    ],
)
def test_a_move_is_what_the_law_calls_it(origin: str, goal: str, kind: MoveKind) -> None:
    assert PATTERN.move(origin, goal) is kind


@pytest.mark.parametrize(
    ("origin", "goal"),
    [("ADMINISTRATOR", "PENGAWAS"), ("AHLI_MUDA", "PELAKSANA"), ("JPT_PRATAMA", "AHLI_MADYA")],
)
def test_no_career_leads_down(origin: str, goal: str) -> None:
    with pytest.raises(LowerPosition):
        PATTERN.move(origin, goal)


@pytest.mark.parametrize(
    ("origin", "goal", "steps"),
    [("PELAKSANA", "ADMINISTRATOR", 2), ("PENGAWAS", "JPT_PRATAMA", 2), ("PEMULA", "AHLI_UTAMA", 5)],
)
def test_no_step_is_passed_over(origin: str, goal: str, steps: int) -> None:
    with pytest.raises(TooManySteps, match=f"{steps} steps above {origin}; a promotion goes up 1 at most"):
        PATTERN.move(origin, goal)


def test_every_level_of_the_list_has_its_place_and_no_other() -> None:
    assert set(PATTERN.levels) == set(LEVELS)
    with pytest.raises(LevelWithoutPattern):
        PATTERN.move("PELAKSANA", "ESELON_V")


def test_what_is_reached_is_what_a_move_leads_to() -> None:
    for origin, goal in product(LEVELS, LEVELS):
        try:
            kind = PATTERN.move(origin, goal)
        except Refusal:
            kind = None
        assert PATTERN.reached_from(origin).get(goal) is kind


def test_up_is_never_up_both_ways() -> None:
    for origin, goal in product(LEVELS, LEVELS):
        up = PATTERN.height(origin).steps_to(PATTERN.height(goal))
        assert up == -PATTERN.height(goal).steps_to(PATTERN.height(origin))
