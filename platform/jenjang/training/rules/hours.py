"""Hours of a year: a PNS is to reach some (PP 11/2017 art. 203), a PPPK not to exceed some (PP 49/2018)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jenjang.core.errors import BadUserInput, Conflict


class OverTheCap(Conflict):
    """That would be {hours} JP in {year}, and this person may have {cap}: a training manager can raise it."""


class CapNotRaised(BadUserInput):
    """The cap is {cap} JP; raise it to more, at most to {most}."""


MOST_HOURS = 2000
"""JP of a year that a cap is ever raised to."""


@dataclass(frozen=True, slots=True)
class HoursRule:
    """JP a year of somebody of one kind: at least, at most; None: the law says nothing."""

    least: int | None = None
    most: int | None = None


def hours_rule(body: Mapping[str, Any], kind: str) -> HoursRule:  # Any: least and most, by kind of person.
    """The rule for PNS or PPPK as its data tells it."""
    return HoursRule(**{end: int(hours) for end, hours in body["kinds"].get(kind, {}).items()})


def cap_of(rule: HoursRule, raised: int | None) -> int | None:
    """How many JP somebody may have in a year: by the rule, or what a manager raised that to."""
    return rule.most if rule.most is None or raised is None else max(rule.most, raised)


def check_cap(cap: int | None, had: int, more: int, year: int, field: str) -> None:
    """Refuse more JP than somebody may have. `had`: earned in the year, enrolled for. Raises OverTheCap."""
    if cap is not None and had + more > cap:
        raise OverTheCap(field, hours=had + more, year=year, cap=cap)


def check_raised(cap: int | None, wanted: int, field: str) -> int:
    """The cap wanted, more than the one there is. Raises CapNotRaised, also of who has none."""
    if cap is None or not cap < wanted <= MOST_HOURS:
        raise CapNotRaised(field, cap=cap, most=MOST_HOURS)
    return wanted


def missing(rule: HoursRule, had: int) -> int:
    """JP that somebody still lacks in a year, 0 or more."""
    return max(0, (rule.least or 0) - had)
