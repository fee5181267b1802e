"""What positions ask for: the usual levels, and whose gap changes with a standard."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from jenjang.competence.rules.levels import check_level
from jenjang.core.errors import BadUserInput, Conflict

Levels = Mapping[str, int]
"""Levels by subject."""
H = TypeVar("H")


class NoCompetencyNamed(BadUserInput):
    """Name at least one competency."""


class AskedForTwice(BadUserInput):
    """Each competency is named once."""


class PositionNotThere(Conflict):
    """This position isn't open on {on}."""


def usual_levels(body: Mapping[str, Any]) -> Levels:  # Any: a rule's body; here its levels.
    """The usual level by level of position (jenjang jabatan). Raises NoSuchLevel."""
    return {code: check_level(int(level), "levels") for code, level in body["levels"].items()}


def missing(required: int | None, assessed: int | None) -> int | str | None:
    """The gap: None where nothing is asked for, a word where no level counts, else required - assessed."""
    if required is None:
        return None
    return "NOT_ASSESSED" if assessed is None else required - assessed


def affected(before: Levels, after: Levels, holders: Mapping[H, Levels]) -> list[H]:
    """Whose gap changes when a position asks for `after`, not `before`; of holders the levels that count.

    Who isn't assessed stays so whatever the level asked for; but to be asked at all, or no more, is a change.
    """
    subjects = before.keys() | after.keys()
    return [holder for holder, levels in holders.items() if _changes(before, after, levels, subjects)]


def _changes(before: Levels, after: Levels, levels: Levels, subjects: Iterable[str]) -> bool:
    return any(
        missing(before.get(one), levels.get(one)) != missing(after.get(one), levels.get(one))
        for one in subjects
    )
