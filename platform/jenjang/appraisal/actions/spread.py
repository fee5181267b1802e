"""How the results of a unit's people are spread now, and where that doesn't fit the unit's own predicate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from jenjang.appraisal.actions.law import distribution_law_of, predicate_rule_on
from jenjang.appraisal.actions.scope import evaluated_below, last_evaluations, rated_below
from jenjang.appraisal.models.calibration import Calibration
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.rules.distribution import check
from jenjang.appraisal.rules.working_days import DAY
from jenjang.appraisal.terms import OrganisationPredicate, Predicate
from jenjang.core.context import Context
from jenjang.core.language import LANGUAGES

Counts = Mapping[Predicate, int]


@dataclass(frozen=True, slots=True)
class Spread:
    """How many people have each predicate, and each demand of the pattern that isn't met, by language."""

    counts: Counts
    deviations: Mapping[str, Sequence[str]]
    has_own: bool
    """Whether a draft of the viewer's own is counted: it could be told from the others'."""

    def told(self, language: str) -> str | None:
        """Where results don't fit the pattern, in one text; None where they do."""
        return "; ".join(self.deviations[language]) or None

    def told_to(self, context: Context) -> str | None:
        """The same, for whose own draft isn't counted; None for others."""
        return None if self.has_own else self.told(context.language)


async def note_spread(context: Context, calibration: Calibration) -> Spread:
    """The spread that a calibration would be closed with now; where it doesn't fit is kept with it.

    So whoever is seated later reads what those who sat there were told. By the version of the rule with
    which it was opened (SE MenPANRB 3/2023).
    """
    cycle = await context.get(AppraisalCycle, calibration.cycle_id)
    counts = await _counts(context, calibration, cycle)
    law = await distribution_law_of(context, calibration.rule)
    labels = (await predicate_rule_on(context, cycle.ends - DAY)).labels
    found = check(law.rule.patterns[OrganisationPredicate(calibration.unit_predicate)], counts)
    deviations = {code: [one.text(code, labels) for one in found] for code in LANGUAGES}
    spread = Spread(counts, deviations, await _has_own(context, calibration, cycle))
    calibration.deviation_id, calibration.deviation_en = spread.told("id"), spread.told("en")
    return spread


async def _has_own(context: Context, calibration: Calibration, cycle: AppraisalCycle) -> bool:
    """Whether a draft of the viewer's own is below the unit: it is counted, whoever has judged it."""
    drafts = evaluated_below(context, cycle, calibration.unit_id)
    own = drafts.where(Appraisal.employee_id == context.viewer.employee_id)
    return await context.session.scalar(own) is not None


async def _counts(context: Context, calibration: Calibration, cycle: AppraisalCycle) -> Counts:
    """How many people below the unit have each predicate, in a draft or published; 0 where nobody has."""
    rated = rated_below(context, cycle, calibration.unit_id)
    last = last_evaluations(Evaluation.appraisal_id.in_(rated)).subquery()
    rows = await context.session.execute(select(last.c.predicate, func.count()).group_by(last.c.predicate))
    found = {predicate: count for predicate, count in rows}  # noqa: C416  # A row isn't typed as a pair.
    return {predicate: found.get(predicate, 0) for predicate in Predicate}
