"""What a study leave asks for and how long it may be, as the rule's data tell it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jenjang.study.terms import StudyDuty, StudyFunding


@dataclass(frozen=True, slots=True)
class StudyRule:
    """The rule of study leave (tugas belajar). Times are in months but for `report_days`.

    Source: PermenPANRB 28/2021's circular on development by schooling [M].
    """

    kinds: frozenset[str]
    served: int
    served_for_priority: int
    """After so long a service, for a field that the government needs most."""
    predicates: frozenset[str]
    predicate_years: int
    service_left: Mapping[StudyDuty, int]
    """How many times the study's length of service are left after it, at least."""
    longest: Mapping[str, int]
    """By level of school; a level that isn't there isn't studied for on leave."""
    extension: int
    """By how much it may be made longer, in all."""
    report_days: int
    """Days after the study within which who studied reports back."""
    bond: Mapping[StudyDuty, Mapping[StudyFunding, int]]
    """How many times the study's length is to be served afterwards (ikatan dinas)."""


def study_rule(body: Mapping[str, Any]) -> StudyRule:  # Any: words and numbers by name.
    """The rule set `study_leave`. Raises KeyError of what is left out, ValueError."""
    bonds = body["bond"]
    return StudyRule(
        kinds=frozenset(body["kinds"]),
        served=int(body["served"]),
        served_for_priority=int(body["served_for_priority"]),
        predicates=frozenset(body["predicates"]),
        predicate_years=int(body["predicate_years"]),
        service_left={duty: int(body["service_left"][duty]) for duty in StudyDuty},
        longest={level: int(months) for level, months in body["longest"].items()},
        extension=int(body["extension"]),
        report_days=int(body["report_days"]),
        bond={duty: {one: int(bonds[duty][one]) for one in StudyFunding} for duty in StudyDuty},
    )
