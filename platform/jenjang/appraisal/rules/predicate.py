"""The predicate of a person's performance: two ratings and the matrix that joins them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jenjang.appraisal.rules.body import Word, of_each, one_of
from jenjang.appraisal.terms import OrganisationPredicate, Predicate, Rating
from jenjang.core.errors import BadUserInput
from jenjang.core.language import LANGUAGES


class CodeUnknown(BadUserInput):
    """SIASN's code {found} stands for nothing here; known: {known}."""


class CodeOfTwo(BadUserInput):
    """The rule set gives the code {code} to two words in {place}."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What ratings and predicates are called in one language, inside a sentence."""

    ratings: Mapping[Rating, str]
    predicates: Mapping[Predicate, str]
    organisation_predicates: Mapping[OrganisationPredicate, str]


@dataclass(frozen=True, slots=True)
class PredicateRule:
    """The matrix of ratings, the rule for whoever heads a unit, SIASN's codes, and the words.

    Source: PermenPANRB 6/2022 (matrix), SE MenPANRB 3/2023 (heads of units).
    """

    cells: Mapping[Rating, Mapping[Rating, Predicate]]
    """By the rating of results, then by that of behaviour: all nine."""
    ratings_of_units: Mapping[OrganisationPredicate, Rating]
    rating_codes: Mapping[Rating, int]
    predicate_codes: Mapping[Predicate, int]
    labels: Mapping[str, Labels]
    """By language: id, en."""

    def of(self, results: Rating, behaviour: Rating) -> Predicate:
        """The predicate of two ratings."""
        return self.cells[results][behaviour]

    def rating_of_unit(self, predicate: OrganisationPredicate) -> Rating:
        """The rating of results of whoever heads a unit of that predicate: the unit's achievement is it."""
        return self.ratings_of_units[predicate]

    def code_of(self, rating: Rating) -> int:
        """SIASN's code of a rating (hasilKinerjaNilai, perilakuKerjaNilai): 1 (above) to 3 (below)."""
        return self.rating_codes[rating]

    def code_of_predicate(self, predicate: Predicate) -> int:
        """SIASN's code of a predicate (kuadranKinerjaNilai): 1 (Sangat Baik) to 5 (Sangat Kurang)."""
        return self.predicate_codes[predicate]

    def rating_of_code(self, code: int) -> Rating:
        """The rating that SIASN's code stands for. Raises CodeUnknown."""
        return _named(code, self.rating_codes)

    def predicate_of_code(self, code: int) -> Predicate:
        """The predicate that SIASN's code stands for. Raises CodeUnknown."""
        return _named(code, self.predicate_codes)


def predicate_rule(
    body: Mapping[str, Any],
) -> PredicateRule:  # Any: parts of different shapes.
    """The rule set `performance_predicate`. Raises RuleSetIncomplete, RuleSetOfOtherWords, CodeOfTwo."""
    cells = of_each(Rating, body["cells"], "cells", _row)
    rating = one_of(Rating, "rating_of_unit")
    units = of_each(OrganisationPredicate, body["rating_of_unit"], "rating_of_unit", rating)
    return PredicateRule(
        cells,
        units,
        _codes(Rating, body["codes"]["ratings"], "codes of ratings"),
        _codes(Predicate, body["codes"]["predicates"], "codes of predicates"),
        {language: _labels(body["labels"][language]) for language in LANGUAGES},
    )


def _row(told: Mapping[str, str]) -> Mapping[Rating, Predicate]:
    return of_each(Rating, told, "a row of cells", one_of(Predicate, "a cell"))


def _codes(words: type[Word], told: Mapping[str, int], place: str) -> Mapping[Word, int]:
    codes = of_each(words, told, place, int)
    for code in codes.values():
        if [*codes.values()].count(code) > 1:
            raise CodeOfTwo("body", code=code, place=place)
    return codes


def _labels(told: Mapping[str, Mapping[str, str]]) -> Labels:
    return Labels(
        of_each(Rating, told["ratings"], "labels of ratings", str),
        of_each(Predicate, told["predicates"], "labels of predicates", str),
        of_each(OrganisationPredicate, told["organisation_predicates"], "labels of units", str),
    )


def _named(code: int, codes: Mapping[Word, int]) -> Word:
    for word, own in codes.items():
        if own == code:
            return word
    raise CodeUnknown("code", found=code, known=", ".join(map(str, codes.values())))
