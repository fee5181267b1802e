"""Whether somebody fitted a position when placed, as the deed decides it, for a file's placements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from jenjang.organisation.actions.law import cite
from jenjang.organisation.imports.codes import Codes
from jenjang.organisation.imports.history import Fact, Joined, at, compared
from jenjang.organisation.imports.known import Place
from jenjang.organisation.imports.plan import Values
from jenjang.organisation.rules.placement import Misfit, fit, span_demanded, span_of_rising, standard_span
from jenjang.organisation.rules.retirement import retirement
from jenjang.organisation.terms import EmployeeKind

RANK_UNKNOWN = str(Misfit.RANK_UNKNOWN)
"""A placement kept with this alone is judged again when the rank held then comes to be known."""
UNDECIDED: Values = {"fits": None, "misfit": None, "fit_rule": None}


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whose placements are judged: the kind, the birth, and the ranks held."""

    kind: EmployeeKind
    birth_date: date
    ranks: Iterable[Fact]


def judged(
    placements: Joined, kept: Iterable[Fact], bearer: Bearer, places: Mapping[UUID, Place], codes: Codes
) -> Joined:
    """The placements with their fit decided: new ones, those moved, and those whose rank was unknown."""
    held = {fact.id: fact.content["position_id"] for fact in kept}
    history = []
    for before, fact in zip((None, *placements.history), placements.history, strict=False):
        position = fact.content["position_id"]
        if held.get(fact.id) != position or fact.content["misfit"] == RANK_UNKNOWN:
            left = before and before.ends == fact.begins
            level = places[before.content["position_id"]].level if before and left else None
            fit_columns = fitting(places[position], fact.begins, bearer, codes, level)
            history.append(replace(fact, content={**fact.content, **fit_columns}))
        else:
            history.append(fact)
    return compared(history, kept)


def fitting(place: Place, on: date, bearer: Bearer, codes: Codes, from_level: str | None = None) -> Values:
    """The columns of a placement that tell whether the person fits, with the rank held on its day.

    `from_level` is the level of the position that was held until then. Placements from
    before the rule in force are left undecided: other spans held then.
    """
    if not codes.rank_span.in_force(on):
        return UNDECIDED
    standard = standard_span(codes.rank_span.body, place.level, place.echelon)
    own = (place.lowest_rank, place.highest_rank)
    demanded, source = span_demanded(own, standard, bearer.kind, cite(codes.rank_span))
    demanded = span_of_rising(codes.rank_span.body, demanded, place.level, from_level)
    lowest, highest = (codes.rank_by_code[code] if code else None for code in demanded)
    held = at(bearer.ranks, on)
    rank = codes.rank_by_code[held.content["rank"]] if held else None
    retires = retirement(bearer.birth_date, place.retirement_age, place.retirement_rule)
    found = fit(rank, lowest, highest, on, retires.on, f"{source}, {place.retirement_rule}")
    return {"fits": found.fits, "misfit": ", ".join(found.misfits) or None, "fit_rule": found.rule}
