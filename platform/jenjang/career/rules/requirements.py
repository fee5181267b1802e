"""What a position asks of whoever is to hold it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jenjang.career.rules.moves import LevelWithoutPattern
from jenjang.career.terms import MoveKind, Requirement
from jenjang.organisation.rules.rank import Rank
from jenjang.organisation.rules.span import Span
from jenjang.organisation.terms import EmployeeKind, ServiceState, Standing


@dataclass(frozen=True, slots=True)
class Experience:
    """At least so many months in positions of these levels together."""

    months: int
    levels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a level asks: None and empty ask nothing. Ages are in years, on the day of the appointment."""

    kinds: frozenset[EmployeeKind] = frozenset()
    education: str | None = None
    experience: Experience | None = None
    performance: bool = False
    age: int | None = None
    entry_age: int | None = None
    credit: bool = False
    manual: Sequence[Requirement] = ()


@dataclass(frozen=True, slots=True)
class RequirementRule:
    """What each level asks, and the predicates that count, of how many last years.

    Source: PP 11/2017 jo. PP 17/2020 Ps. 54, 72-78, 107; PermenPANRB 1/2023 [M].
    """

    levels: Mapping[str, Asked]
    predicates: frozenset[str]
    predicate_years: int

    def of(self, level: str) -> Asked:
        """Raises LevelWithoutPattern."""
        if level not in self.levels:
            raise LevelWithoutPattern("level", level=level)
        return self.levels[level]


@dataclass(frozen=True, slots=True)
class Goal:
    """A position that somebody looks at: its level, the ranks it demands of that person, its free seats.

    `rises` tells that it is reached from the functional level below, of the same line; `stays` that it is the
    same work elsewhere: a position of the same name and level as the one held.
    """

    level: str
    move: MoveKind
    lowest_rank: Rank | None
    highest_rank: Rank | None
    vacancies: int
    rises: bool = False
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Credit:
    """Credit (angka kredit) that something takes, and how much is there."""

    needed: Decimal
    gathered: Decimal

    def whole(self) -> "Credit":
        """Once nothing is missing."""
        return Credit(self.needed, max(self.needed, self.gathered))


@dataclass(frozen=True, slots=True)
class Lacking:
    """A competency of which a goal asks for a level, 1 to 5, while a lower one or none (None) counts."""

    code: str
    name: str
    required: int
    assessed: int | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What counts of somebody on a day.

    `schools` is the order of educations, the lowest first; `held` the times in positions with their level;
    `asked` counts the competencies that the goal asks for, `lacking` are those of them of which less is
    assessed, or nothing; `credit` is that for the next level of a functional position (None:
    none is counted at the level held). `leaves_on` is the first day after the service (None: not known).
    """

    kind: EmployeeKind
    birth_date: date
    rank: Rank | None
    education: str | None
    schools: Sequence[str]
    held: Sequence[tuple[str, Span]]
    predicates: Mapping[int, str]
    sanctions: Sequence[Span] = ()
    asked: int = 0
    lacking: Sequence[Lacking] = ()
    credit: Credit | None = None
    state: ServiceState = ServiceState.ACTIVE
    leaves_on: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """How somebody stands to one requirement: what is asked, and what is there, in the words of the lists.

    `lacking`: of competencies, those that stand against it.
    """

    requirement: Requirement
    standing: Standing
    asked: str
    found: str | None = None
    lacking: Sequence[Lacking] = ()


def requirement_rule(body: Mapping[str, Any]) -> RequirementRule:  # Any: words, numbers and a table.
    """The rule set `position_requirements`."""
    return RequirementRule(
        {code: _asked(level) for code, level in body["levels"].items()},
        frozenset(body["predicates"]),
        int(body["predicate_years"]),
    )


def _asked(told: Mapping[str, Any]) -> Asked:  # Any: an entry of the rule set's table.
    experience = told.get("experience")
    return Asked(
        kinds=frozenset(map(EmployeeKind, told.get("kinds", ()))),
        education=told.get("education"),
        experience=experience and Experience(experience["months"], frozenset(experience["levels"])),
        performance=told.get("performance", False),
        age=told.get("age"),
        entry_age=told.get("entry_age"),
        credit=told.get("credit", False),
        manual=tuple(map(Requirement, told.get("manual", ()))),
    )
