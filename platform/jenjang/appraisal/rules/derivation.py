"""Why a predicate is what it is, told in a sentence that is kept beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from jenjang.appraisal.rules.predicate import PredicateRule
from jenjang.appraisal.terms import EvaluationStage, OrganisationPredicate, Predicate, Rating
from jenjang.core.errors import Conflict

BECAUSE = {
    "id": "karena hasil kerja {results}, perilaku kerja {behaviour}, aturan {rule}",
    "en": "because results {results}, behaviour {behaviour}, rule {rule}",
}
BECAUSE_OF_UNIT = {
    "id": "karena unit yang dipimpin berpredikat {unit} sehingga hasil kerja {results}, "
    "perilaku kerja {behaviour}, aturan {rule}",
    "en": "because the unit that is headed is {unit}, which makes results {results}, behaviour {behaviour}, "
    "rule {rule}",
}
CHANGED: Mapping[EvaluationStage, Mapping[str, str]] = {
    EvaluationStage.CALIBRATION: {
        "id": "; diubah dalam kalibrasi dari {before}: {reason}",
        "en": "; changed in calibration from {before}: {reason}",
    },
    EvaluationStage.OBJECTION: {
        "id": "; diubah dengan putusan atas keberatan dari {before}: {reason}",
        "en": "; changed by the decision on an objection from {before}: {reason}",
    },
}
KEPT: Mapping[EvaluationStage, Mapping[str, str]] = {
    EvaluationStage.CALIBRATION: {
        "id": "; predikat tetap {before} dalam kalibrasi: {reason}",
        "en": "; the predicate stays {before} in calibration: {reason}",
    },
    EvaluationStage.OBJECTION: {
        "id": "; predikat tetap {before} dengan putusan atas keberatan: {reason}",
        "en": "; the predicate stays {before} by the decision on an objection: {reason}",
    },
}


class UnitSetsResults(Conflict):
    """Whoever heads a unit has its achievement as the rating of results: {unit} is {asked}, not {results}."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an evaluation after the first one stands against: by what stage, from which predicate, why."""

    stage: EvaluationStage
    before: Predicate
    reason: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """A predicate with all that it came from."""

    predicate: Predicate
    results: Rating
    behaviour: Rating
    unit: OrganisationPredicate | None
    """Of the unit that the person heads."""
    change: Change | None
    rule: PredicateRule
    cited: str
    """The rule's name and version."""

    def text(self, language: str) -> str:
        """The reason as a person reads it, in Indonesian (id) or English (en)."""
        labels = self.rule.labels[language]
        template = BECAUSE_OF_UNIT if self.unit else BECAUSE
        because = template[language].format(
            unit=labels.organisation_predicates[self.unit] if self.unit else "",
            results=labels.ratings[self.results],
            behaviour=labels.ratings[self.behaviour],
            rule=self.cited,
        )
        return because + self._changed(language)

    def _changed(self, language: str) -> str:
        if not self.change:
            return ""
        told = KEPT if self.change.before is self.predicate else CHANGED
        before = self.rule.labels[language].predicates[self.change.before]
        return told[self.change.stage][language].format(before=before, reason=self.change.reason)


def derivation(
    rule: PredicateRule,
    cited: str,
    results: Rating,
    behaviour: Rating,
    unit: OrganisationPredicate | None = None,
    change: Change | None = None,
) -> Derivation:
    """The predicate of two ratings, and why; `unit` is the predicate of the unit that the person heads.

    Source: PermenPANRB 6/2022; SE MenPANRB 3/2023 for heads of units. Raises UnitSetsResults where the
    rating of a head's results isn't the one that follows from the unit.
    """
    if unit and (asked := rule.rating_of_unit(unit)) is not results:
        raise UnitSetsResults("results", unit=unit, asked=asked, results=results)
    return Derivation(rule.of(results, behaviour), results, behaviour, unit, change, rule, cited)
