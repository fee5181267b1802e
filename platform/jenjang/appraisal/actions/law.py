"""National rules as appraisal asks them: the version of a date, or the one that a result names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from jenjang.appraisal.rules.credit import CreditRule, credit_rule
from jenjang.appraisal.rules.distribution import DistributionRule, distribution_rule
from jenjang.appraisal.rules.improvement import PathRule, path_rule
from jenjang.appraisal.rules.periods import PeriodRule, period_rule
from jenjang.appraisal.rules.predicate import PredicateRule, predicate_rule
from jenjang.core.context import Context
from jenjang.organisation.actions.law import cite
from jenjang.rules.shelf import rule_in_force, rule_of_version

T = TypeVar("T")
Read = Callable[[Mapping[str, Any]], T]  # Any: each rule reads its own shape.
PREDICATE, DISTRIBUTION, PATH = "performance_predicate", "predicate_distribution", "improvement_path"
CREDIT, PERIODS = "functional_credit", "appraisal_periods"


@dataclass(frozen=True, slots=True)
class Cited(Generic[T]):
    """A rule, and how a result names its version."""

    rule: T
    name: str


async def predicate_rule_on(context: Context, on: date) -> PredicateRule:
    """The matrix of ratings on a date. Raises NoRuleInForce."""
    return (await predicate_law_on(context, on)).rule


async def predicate_law_on(context: Context, on: date) -> Cited[PredicateRule]:
    """The matrix of ratings on a date, and its version. Raises NoRuleInForce."""
    return await _in_force(context, PREDICATE, on, predicate_rule)


async def predicate_law_of(context: Context, cited: str) -> Cited[PredicateRule]:
    """The matrix of ratings by which a result was made, that names it so. Raises NoSuchVersion."""
    return await _named(context, cited, predicate_rule)


async def distribution_law_on(context: Context, on: date) -> Cited[DistributionRule]:
    """The patterns of distribution on a date, and their version. Raises NoRuleInForce."""
    return await _in_force(context, DISTRIBUTION, on, distribution_rule)


async def distribution_law_of(context: Context, cited: str) -> Cited[DistributionRule]:
    """The patterns of distribution of the version that a calibration names. Raises NoSuchVersion."""
    return await _named(context, cited, distribution_rule)


async def path_law_on(context: Context, on: date) -> Cited[PathRule]:
    """Which results open a path of improvement on a date, and the version. Raises NoRuleInForce."""
    return await _in_force(context, PATH, on, path_rule)


async def credit_law_on(context: Context, on: date) -> Cited[CreditRule]:
    """The credit of functional positions on a date, and its version. Raises NoRuleInForce."""
    return await _in_force(context, CREDIT, on, credit_rule)


async def period_law_on(context: Context, on: date) -> Cited[PeriodRule]:
    """Kinds of periods on a date, and their version. Raises NoRuleInForce."""
    return await _in_force(context, PERIODS, on, period_rule)


async def _in_force(context: Context, name: str, on: date, read: Read[T]) -> Cited[T]:
    rule = await rule_in_force(context.session, name, on)
    context.cite(cite(rule))
    return Cited(rule.read_by(read), cite(rule))


async def _named(context: Context, cited: str, read: Read[T]) -> Cited[T]:
    name, _, version = cited.partition(" ")
    context.cite(cited)
    return Cited((await rule_of_version(context.session, name, version)).read_by(read), cited)
