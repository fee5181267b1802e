"""How the demo's results are spread: the same for the same person and year, believable for all together."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jenjang.appraisal.rules.derivation import derivation
from jenjang.appraisal.rules.predicate import PredicateRule
from jenjang.appraisal.terms import OrganisationPredicate, Rating

SHARES: Mapping[str, Mapping[str, int]] = {
    "results": {Rating.ABOVE: 24, Rating.AS_EXPECTED: 68, Rating.BELOW: 8},
    "behaviour": {Rating.ABOVE: 30, Rating.AS_EXPECTED: 68, Rating.BELOW: 2},
    "unit": {
        OrganisationPredicate.EXCELLENT: 18,
        OrganisationPredicate.GOOD: 70,
        OrganisationPredicate.NEEDS_IMPROVEMENT: 12,
    },
}
"""Of a hundred, how many."""


@cache
def words() -> Mapping[str, Any]:  # Any: sentences, by what they are for.
    """What the demo's leaders and people write."""
    return tomllib.loads((files("jenjang.demo.appraisals") / "words.toml").read_text("utf-8"))


def dice(*parts: str) -> str:
    """SQL of a number from 0 to 99 that is the same for the same parts, which are SQL of texts."""
    return f"(('x' || left(md5(concat_ws('/', {', '.join(parts)})), 8))::bit(32)::bigint % 100)"


def drawn(kind: str, *parts: str) -> str:
    """SQL of a rating or predicate, spread as SHARES says."""
    upto, cases = 0, []
    for word, share in SHARES[kind].items():
        upto += share
        cases.append(f"WHEN {dice(*parts)} < {upto} THEN '{word}'")
    return f"CASE {' '.join(cases)} END"


def chosen(texts: Sequence[str], *parts: str) -> str:
    """SQL of one of these texts, the same for the same parts."""
    listed = ", ".join(quoted(one) for one in texts)
    return f"(ARRAY[{listed}])[1 + {dice(*parts)} % {len(texts)}]"


def quoted(text: str) -> str:
    """A text of ours as SQL, safe from placeholders."""
    return "'" + text.replace("'", "''").replace(":", "\\:") + "'"


def reasons(kind: str, rating: str, *parts: str) -> str:
    """SQL of why somebody was rated so."""
    sentences: Mapping[str, Sequence[str]] = words()[kind]
    cases = (f"WHEN '{one}' THEN {chosen(texts, *parts)}" for one, texts in sentences.items())
    return f"CASE {rating} {' '.join(cases)} END"


def derivations(rule: PredicateRule, cited: str) -> str:
    """JSON of every way to a predicate: unit, results, behaviour, predicate, the derivation's two texts."""
    ways: list[tuple[OrganisationPredicate | None, Rating]] = [(None, results) for results in Rating]
    ways += [(unit, rule.rating_of_unit(unit)) for unit in OrganisationPredicate]
    return json.dumps(
        [_row(rule, cited, unit, results, behaviour) for unit, results in ways for behaviour in Rating]
    )


def _row(
    rule: PredicateRule, cited: str, unit: OrganisationPredicate | None, results: Rating, behaviour: Rating
) -> dict[str, str | None]:
    found = derivation(rule, cited, results, behaviour, unit)
    return {
        "unit": unit,
        "results": results,
        "behaviour": behaviour,
        "predicate": found.predicate,
        "derivation_id": found.text("id"),
        "derivation_en": found.text("en"),
    }
