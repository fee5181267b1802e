"""Whom a course is for."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from jenjang.core.errors import Conflict
from jenjang.training.terms import Unfit


class NotForYou(Conflict):
    """This course is for others: {reasons}."""


@dataclass(frozen=True, slots=True)
class Audience:
    """What a course asks of who goes; None or empty: nothing."""

    kind: str | None = None
    levels: Collection[str] = ()
    unit_id: UUID | None = None
    with_gap: bool = False
    subjects: Collection[str] = ()
    """The competencies that it teaches."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What somebody is on a day."""

    kind: str
    level: str | None
    units: Collection[UUID]
    """The unit of the placement, and all above it."""
    lacks: Collection[str]
    """Competencies in which the person falls short of the position, or isn't assessed."""


def unfit(audience: Audience, candidate: Candidate) -> list[Unfit]:
    """All that stands against it; empty: the course is for this person."""
    against = {
        Unfit.OF_ANOTHER_KIND: audience.kind not in (None, candidate.kind),
        Unfit.OF_ANOTHER_LEVEL: bool(audience.levels) and candidate.level not in audience.levels,
        Unfit.OF_ANOTHER_UNIT: audience.unit_id is not None and audience.unit_id not in candidate.units,
        Unfit.WITHOUT_GAP: audience.with_gap and not set(audience.subjects) & set(candidate.lacks),
    }
    return [reason for reason, holds in against.items() if holds]


def check_fits(audience: Audience, candidate: Candidate, field: str) -> None:
    """Refuse whom a course isn't for. Raises NotForYou."""
    if reasons := unfit(audience, candidate):
        raise NotForYou(field, reasons=reasons)
