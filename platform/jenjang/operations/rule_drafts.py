"""National rules between releases: one operator proposes a version, another publishes it."""

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from jenjang.appraisal.policy import bounds
from jenjang.appraisal.rules.credit import credit_rule
from jenjang.appraisal.rules.distribution import distribution_rule
from jenjang.appraisal.rules.improvement import path_rule
from jenjang.appraisal.rules.periods import period_rule
from jenjang.appraisal.rules.predicate import predicate_rule
from jenjang.appraisal.rules.working_days import working_calendar
from jenjang.career.rules.moves import career_pattern
from jenjang.career.rules.plans import plan_rule
from jenjang.career.rules.promotion import promotion_rule
from jenjang.career.rules.requirements import requirement_rule
from jenjang.career.rules.stagnation import stagnation_rule
from jenjang.competence.rules.match import match_rule
from jenjang.competence.rules.standards import usual_levels
from jenjang.competence.rules.validity import months_of
from jenjang.core.errors import Refusal
from jenjang.organisation.rules.life import transitions_of
from jenjang.organisation.rules.number import NumberRule
from jenjang.organisation.rules.placement import level_below, standard_span
from jenjang.organisation.rules.rank import rank_rule
from jenjang.organisation.rules.retirement import retirement_age
from jenjang.rules.models import RuleDraft, RuleSet
from jenjang.rules.shelf import Rule, load_rules
from jenjang.study.rules.entitlements import merit_rule
from jenjang.study.rules.study import study_rule
from jenjang.training.rules.evaluation import evaluation_rule
from jenjang.training.rules.forms import form_rules
from jenjang.training.rules.hours import hours_rule
from jenjang.training.rules.meetings import lesson_rule, percent_of
from jenjang.training.rules.ranking import ranking_rule

Body = Mapping[str, Any]  # Any: each rule reads its own shape.
MARKS = ("V", "V*", "M")
"""How sure we are of a rule: read in the law, read elsewhere, from memory."""
WEEK: Body = {"days_off": {"five_day_week": [6, 7]}}


def _both_weeks(body: Body) -> object:
    return [working_calendar(body, [], six_day_week=six) for six in (False, True)]


READ_BY: Mapping[str, Callable[[Body], object]] = {
    "appraisal_deadlines": bounds,
    "appraisal_periods": period_rule,
    "career_pattern": career_pattern,
    "career_plan": plan_rule,
    "civil_service_number": lambda body: NumberRule(**body),
    "competency_standard": usual_levels,
    "competency_validity": months_of,
    "functional_credit": credit_rule,
    "improvement_path": path_rule,
    "job_person_match": match_rule,
    "merit_entitlement": merit_rule,
    "performance_predicate": predicate_rule,
    "position_requirements": requirement_rule,
    "predicate_distribution": distribution_rule,
    "public_holidays": lambda body: working_calendar(WEEK, [body], six_day_week=False),
    "rank_change": rank_rule,
    "rank_promotion": promotion_rule,
    "rank_span": lambda body: [
        (standard_span(body, level, None), level_below(body, level)) for level in body["levels"]
    ],
    "retirement_age": lambda body: [retirement_age(body, level, "") for level in body["ages"]],
    "service_transitions": transitions_of,
    "stagnation": stagnation_rule,
    "study_leave": study_rule,
    "training_completion": percent_of,
    "training_evaluation": evaluation_rule,
    "training_forms": form_rules,
    "training_hours": lambda body: [hours_rule(body, kind) for kind in body["kinds"]],
    "training_lessons": lesson_rule,
    "training_ranking": ranking_rule,
    "working_week": _both_weeks,
}
"""Who reads the body of each rule: what they can't read is not proposed."""


class RuleNotRead(Refusal):
    """No rule {name} is read here. There are {known}."""


class RuleUnreadable(Refusal):
    """The body of {name} {version} can't be read as such a rule: {why}"""


class RuleMarkUnknown(Refusal):
    """confidence is {mark}; it says V (read in the law), V* (read elsewhere) or M (from memory)."""


class VersionKnown(Refusal):
    """{name} {version} is there already, {how}: give the new one another version."""


class VersionOverlaps(Refusal):
    """{name} {version} would be in force together with {other}, which begins on {begins}."""


class NotDrafted(Refusal):
    """Nobody has proposed {name} {version}, or it is published: `jenjang rules list` shows what waits."""


class OneOperator(Refusal):
    """{by} (login {login}) proposed {name} {version}: another person publishes it, by another login."""


@dataclass(frozen=True, slots=True)
class Operator:
    """Who acts: the name told, and the login of the operating system."""

    name: str
    login: str

    def is_other_than(self, name: str, login: str) -> bool:
        """Whether neither the name (however it is written) nor the login is the same."""
        return _plain(self.name) != _plain(name) and self.login != login


@dataclass(frozen=True, slots=True)
class RuleEnds:
    """A version that ends where another begins."""

    version: str
    on: datetime.date


async def propose(
    database: AsyncConnection, rule: Rule, operator: Operator, now: datetime.datetime
) -> RuleEnds | None:
    """Keep a version as a draft; which version it will end, and when.

    Raises RuleNotRead, RuleMarkUnknown, RuleUnreadable, VersionKnown, VersionOverlaps.
    """
    check_readable(rule)
    ended = await _ended_by(database, rule)
    row = {name: getattr(rule, name) for name in ("name", "version", "source", "confidence", "body")}
    dates = {"valid_from": rule.valid_from, "valid_to": rule.valid_to}
    by = {"proposed_by": operator.name, "proposed_login": operator.login, "proposed_at": now}
    new = insert(RuleDraft).values(**row, **dates, **by).on_conflict_do_nothing()
    if not (await database.execute(new.returning(RuleDraft.version))).all():
        raise VersionKnown(name=rule.name, version=rule.version, how="as a draft")
    return ended


async def publish(
    database: AsyncConnection, name: str, version: str, operator: Operator, now: datetime.datetime
) -> RuleEnds | None:
    """Publish what another operator proposed: servers go by it within a minute.

    Raises NotDrafted, OneOperator, and what `propose` raises of what has changed meanwhile.
    """
    draft = await waiting(database, name, version, lock=True)
    if not operator.is_other_than(draft.proposed_by, draft.proposed_login):
        raise OneOperator(name=name, version=version, by=draft.proposed_by, login=draft.proposed_login)
    rule = rule_of(draft)
    check_readable(rule)
    ended = await _ended_by(database, rule)
    by = {"published_by": operator.name, "published_login": operator.login, "published_at": now}
    await database.execute(
        update(RuleDraft).where(RuleDraft.name == name, RuleDraft.version == version).values(by)
    )
    await load_rules(database)
    return ended


async def withdraw(database: AsyncConnection, name: str, version: str) -> None:
    """Take back a draft that nobody has published. Raises NotDrafted."""
    await waiting(database, name, version, lock=True)
    await database.execute(delete(RuleDraft).where(RuleDraft.name == name, RuleDraft.version == version))


async def waiting(
    database: AsyncConnection, name: str, version: str, *, lock: bool = False
) -> Any:  # Any: a row.
    """The draft that waits for a second person. Raises NotDrafted."""
    table = RuleDraft.__table__
    wanted = select(table).where(
        table.c.name == name, table.c.version == version, table.c.published_at.is_(None)
    )
    found = (await database.execute(wanted.with_for_update() if lock else wanted)).one_or_none()
    if found is None:
        raise NotDrafted(name=name, version=version)
    return found


def check_readable(rule: Rule) -> None:
    """Refuse what the code that goes by this rule couldn't read.

    Raises RuleNotRead, RuleMarkUnknown, RuleUnreadable.
    """
    read = READ_BY.get(rule.name)
    if read is None:
        raise RuleNotRead(name=rule.name, known=", ".join(READ_BY))
    if rule.confidence not in MARKS:
        raise RuleMarkUnknown(mark=rule.confidence)
    try:
        read(json.loads(json.dumps(rule.body)))
    except (AttributeError, KeyError, TypeError, ValueError, Refusal) as error:
        why = f"{type(error).__name__}: {error}"
        raise RuleUnreadable(name=rule.name, version=rule.version, why=why) from error


def rule_of(row: Any) -> Rule:  # Any: a row of a table of rules.
    """A row as the rule that it is."""
    return Rule(row.name, row.version, row.source, row.confidence, row.valid_from, row.valid_to, row.body)


async def in_table(database: AsyncConnection) -> list[Rule]:
    """Every version that servers go by, by name and date."""
    table = RuleSet.__table__
    rows = await database.execute(select(table).order_by(table.c.name, table.c.valid_from))
    return [rule_of(row) for row in rows]


async def drafted(database: AsyncConnection) -> list[Any]:  # Any: rows.
    """Every draft, published or not, by name and version."""
    table = RuleDraft.__table__
    return list(await database.execute(select(table).order_by(table.c.name, table.c.version)))


async def _ended_by(database: AsyncConnection, rule: Rule) -> RuleEnds | None:
    """The version that the new one ends. Raises VersionKnown, VersionOverlaps."""
    ended = None
    for other in await in_table(database):
        if other.name != rule.name:
            continue
        if other.version == rule.version:
            raise VersionKnown(name=rule.name, version=rule.version, how="in force or before")
        if other.valid_from >= rule.valid_from and (
            rule.valid_to is None or other.valid_from < rule.valid_to
        ):
            raise VersionOverlaps(
                name=rule.name, version=rule.version, other=other.version, begins=other.valid_from
            )
        if other.in_force(rule.valid_from):
            ended = RuleEnds(other.version, rule.valid_from)
    return ended


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
