"""How predicates are spread over a unit's people, against the pattern that its own predicate asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jenjang.appraisal.rules.body import of_each, one_of
from jenjang.appraisal.rules.predicate import Labels
from jenjang.appraisal.terms import OrganisationPredicate, Predicate
from jenjang.core.errors import BadUserInput


class GroupsOverlap(BadUserInput):
    """Two demands of a pattern tell of {predicate} beside different predicates; say them one by one."""


class Bound(StrEnum):
    """How a demand bounds the number of people: by a share of all in percent, or by a number of people."""

    MORE_THAN = "MORE_THAN"
    AT_LEAST = "AT_LEAST"
    AT_MOST = "AT_MOST"
    PEOPLE_AT_LEAST = "PEOPLE_AT_LEAST"


WORDS: Mapping[Bound, Mapping[str, str]] = {
    Bound.MORE_THAN: {
        "id": "{who} harus lebih dari {value}% ({asked} dari {people} orang atau lebih); ada {found}",
        "en": "{who} must be more than {value}% ({asked} of {people} people or more); there are {found}",
    },
    Bound.AT_LEAST: {
        "id": "{who} harus paling sedikit {value}% ({asked} dari {people} orang atau lebih); ada {found}",
        "en": "{who} must be at least {value}% ({asked} of {people} people or more); there are {found}",
    },
    Bound.AT_MOST: {
        "id": "{who} harus paling banyak {value}% ({asked} dari {people} orang atau kurang); ada {found}",
        "en": "{who} must be at most {value}% ({asked} of {people} people or fewer); there are {found}",
    },
    Bound.PEOPLE_AT_LEAST: {
        "id": "{who} harus paling sedikit {value} dari {people} orang; ada {found}",
        "en": "{who} must be at least {value} of {people} people; there are {found}",
    },
}
IMPOSSIBLE = {
    "id": "; {people} orang terlalu sedikit untuk memenuhi pola ini",
    "en": "; {people} people are too few for this pattern",
}
OR = {"id": " dan/atau ", "en": " and/or "}


@dataclass(frozen=True, slots=True)
class Demand:
    """A bound on how many people have one of some predicates; `value` in percent (0-100) or people."""

    of: frozenset[Predicate]
    bound: Bound
    value: int

    def asked(self, people: int) -> int:
        """The fewest people, or for AT_MOST the most, that meet the demand among so many."""
        if self.bound is Bound.PEOPLE_AT_LEAST:
            return self.value
        whole, part = divmod(people * self.value, 100)
        match self.bound:
            case Bound.MORE_THAN:
                return whole + 1
            case Bound.AT_LEAST:
                return whole + bool(part)
            case Bound.AT_MOST:
                return whole

    def is_met(self, found: int, people: int) -> bool:
        """Whether so many among so many people meet it."""
        asked = self.asked(people)
        return found <= asked if self.bound is Bound.AT_MOST else found >= asked


Pattern = Sequence[Demand]


@dataclass(frozen=True, slots=True)
class Deviation:
    """A demand that isn't met: what is asked and what is there, in people.

    Impossible: no distribution of so few people meets the whole pattern, so nobody can be blamed.
    """

    demand: Demand
    people: int
    asked: int
    found: int
    impossible: bool

    def text(self, language: str, labels: Mapping[str, Labels]) -> str:
        """What a person reads, in Indonesian (id) or English (en), with the words of the predicate rule."""
        names = labels[language].predicates
        who = OR[language].join(names[one] for one in Predicate if one in self.demand.of)
        template = WORDS[self.demand.bound][language] + (IMPOSSIBLE[language] if self.impossible else "")
        return template.format(
            who=who, value=self.demand.value, asked=self.asked, people=self.people, found=self.found
        )


@dataclass(frozen=True, slots=True)
class DistributionRule:
    """The pattern that each predicate of a unit asks of its people, and how many calibrate at least.

    Source: SE MenPANRB 3/2023; the number of members is the house's reading [M].
    """

    patterns: Mapping[OrganisationPredicate, Pattern]
    fewest_members: int


def distribution_rule(
    body: Mapping[str, Any],
) -> DistributionRule:  # Any: lists of demands, each with its value.
    """The rule set `predicate_distribution`. Raises RuleSetIncomplete, RuleSetOfOtherWords, GroupsOverlap."""
    patterns = of_each(OrganisationPredicate, body["patterns"], "patterns", _pattern)
    return DistributionRule(patterns, body["fewest_members"])


def _pattern(told: Sequence[Mapping[str, Any]]) -> Pattern:  # Any: a demand's words and its number.
    who, bound = one_of(Predicate, "a demand"), one_of(Bound, "a demand")
    demands = [Demand(frozenset(map(who, one["of"])), bound(one["bound"]), one["value"]) for one in told]
    groups = {demand.of for demand in demands}
    for predicate in Predicate:
        if sum(predicate in group for group in groups) > 1:
            raise GroupsOverlap("body", predicate=predicate)
    return tuple(demands)


def check(pattern: Pattern, counts: Mapping[Predicate, int]) -> tuple[Deviation, ...]:
    """Every demand of the pattern that the counts don't meet; none where there are no people.

    Source: SE MenPANRB 3/2023. Guidance, not a quota: a deviation is to be explained, not refused.
    Shares are compared exactly: 7 of 10 is at most 70 %, 8 of 11 is more.
    """
    people = sum(counts.values())
    impossible = not can_be_met(pattern, people)
    found = {demand: sum(counts.get(one, 0) for one in demand.of) for demand in pattern}
    return tuple(
        Deviation(demand, people, demand.asked(people), found[demand], impossible)
        for demand in pattern
        if people and not demand.is_met(found[demand], people)
    )


def can_be_met(pattern: Pattern, people: int) -> bool:
    """Whether any distribution of so many people over the predicates meets the whole pattern.

    Exact, for any number: groups of predicates don't overlap, so each has a least and a most of its own,
    and those only need to leave room for each other.
    """
    groups = {demand.of: (0, people) for demand in pattern}
    for demand in pattern:
        least, most = groups[demand.of]
        asked = demand.asked(people)
        upper = demand.bound is Bound.AT_MOST
        groups[demand.of] = (least, min(most, asked)) if upper else (max(least, asked), most)
    free = people if frozenset(Predicate) - frozenset().union(*groups) else 0
    return (
        all(least <= most for least, most in groups.values())
        and sum(least for least, _ in groups.values()) <= people
        and sum(most for _, most in groups.values()) + free >= people
    )
