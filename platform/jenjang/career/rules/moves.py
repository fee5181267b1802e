"""Moves from one position to another: horizontal, vertical, diagonal, or none that the law knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jenjang.career.terms import MoveKind
from jenjang.core.errors import Conflict


class LowerPosition(Conflict):
    """{goal} is lower than {origin}: no career leads down (PP 11/2017 Ps. 189)."""


class TooManySteps(Conflict):
    """{goal} is {steps} steps above {origin}; a promotion goes up {most} at most."""


class LevelWithoutPattern(Conflict):
    """The rule set `career_pattern` doesn't say where the level {level} stands."""


@dataclass(frozen=True, slots=True)
class Height:
    """Where a level stands: its group (JA, JF, JPT), and the classes that its positions are of."""

    group: str
    lowest: int
    highest: int

    def steps_to(self, other: "Height") -> int:
        """How many steps up the other stands; 0 where some of both are equal, below 0 where it is lower."""
        if other.lowest > self.highest:
            return other.lowest - self.highest
        return min(other.highest - self.lowest, 0)


@dataclass(frozen=True, slots=True)
class CareerPattern:
    """Where each level stands (codes of position_levels), and how many steps up one move goes at most."""

    levels: Mapping[str, Height]
    most_steps: int

    def height(self, level: str) -> Height:
        """Raises LevelWithoutPattern."""
        if level not in self.levels:
            raise LevelWithoutPattern("level", level=level)
        return self.levels[level]

    def move(self, origin: str, goal: str, field: str = "toPositionId") -> MoveKind:
        """What a move from a position of one level to one of another is.

        Source: PermenPANRB 22/2021: horizontal to an equal level, within a group or between two; vertical to
        a higher one within a group; diagonal to a higher one of another group.
        Raises LowerPosition, TooManySteps, LevelWithoutPattern.
        """
        here, there = self.height(origin), self.height(goal)
        steps = here.steps_to(there)
        if steps < 0:
            raise LowerPosition(field, origin=origin, goal=goal)
        if steps > self.most_steps:
            raise TooManySteps(field, origin=origin, goal=goal, steps=steps, most=self.most_steps)
        if steps == 0:
            return MoveKind.HORIZONTAL
        return MoveKind.VERTICAL if here.group == there.group else MoveKind.DIAGONAL

    def reached_from(self, origin: str) -> Mapping[str, MoveKind]:
        """Each level to whose positions a position of this one leads, with the kind of move."""
        here = self.height(origin)
        near = (code for code, there in self.levels.items() if 0 <= here.steps_to(there) <= self.most_steps)
        return {code: self.move(origin, code) for code in near}


def career_pattern(body: Mapping[str, Any]) -> CareerPattern:  # Any: a number, and a table of heights.
    """The rule set `career_pattern`."""
    levels = {code: Height(**height) for code, height in body["levels"].items()}
    return CareerPattern(levels, int(body["most_steps"]))
