"""The world's calibrations, objections, paths of improvement, credit and policies."""

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from graph.reader.appraisals import (
    CALIBRATIONS,
    PAST,
    PEOPLE,
    RUNNING,
    evaluated,
    moment,
    published,
    said,
    state,
)
from graph.reader.world import LEADER, Row, key, person

from jenjang.appraisal.models import calibration as calibrating
from jenjang.appraisal.models import credit as crediting
from jenjang.appraisal.models import objection as objecting
from jenjang.appraisal.models import policy as policies
from jenjang.appraisal.terms import Predicate, Rating

MEMBERS = ((2, 4, LEADER), (5, LEADER), (2, 6, 20), (), (4, LEADER, 20), (2, 5, LEADER), (2, 4))


def judgements(tenant: str) -> Iterator[tuple[type[Any], Iterable[Row]]]:  # Any: a model.
    """The rows of each table, in the order in which they need each other."""
    chance = random.Random(f"{tenant} judged")  # noqa: S311  # Test data, not a secret.
    yield calibrating.CalibrationMember, members()
    yield calibrating.CalibrationCount, counts()
    yield calibrating.CalibrationChange, changes(chance)
    yield objecting.Objection, objections()
    yield objecting.ObjectionStatement, statements()
    yield objecting.ImprovementPath, paths()
    yield objecting.ImprovementTarget, targets()
    yield objecting.ImprovementReview, reviews()
    yield crediting.Credit, credit_rows(chance)
    yield crediting.CreditStanding, standings()
    yield crediting.CreditProjection, projections()
    yield crediting.NationalResult, national(chance)


def members() -> Iterator[Row]:
    for place, some in enumerate(MEMBERS):
        for who in some:
            yield {
                "id": key("member", place, who),
                "calibration_id": key("calibration", place),
                "employee_id": person(who),
                "left_at": moment(who) if who in (20, 5) else None,
            }


def counts() -> Iterator[Row]:
    for place, (*_, stands) in enumerate(CALIBRATIONS):
        for number, predicate in enumerate(Predicate):
            yield {
                "id": key("count", place, predicate),
                "calibration_id": key("calibration", place),
                "predicate": predicate,
                "before": number,
                "after": 4 - number if stands == "CLOSED" else None,
            }


def changes(chance: random.Random) -> Iterator[Row]:
    """Every result that was changed; those of the running year are drafts."""
    for cycle, who, identity in evaluated():
        place = {RUNNING: who % 2, PAST: 2}.get(cycle)
        if place is None or not (who % 3 == 1 or who % 10 == 0):
            continue
        yield {
            "id": key("change", cycle, who),
            "calibration_id": key("calibration", place),
            "appraisal_id": identity,
            "employee_id": person(who),
            "before_evaluation_id": key("evaluation", cycle, who, 1),
            "after_evaluation_id": key("evaluation", cycle, who, 2),
            "before": chance.choice(list(Predicate)),
            "after": chance.choice(list(Predicate)),
            "reason": said(who),
            "by_employee_id": person((who + 3) % PEOPLE),
            "made_at": moment(who // 4),
            "published_at": published(cycle, who),
        }


def objected() -> Iterator[tuple[int, UUID, str]]:
    """Whose result is objected to, and where the objection stands."""
    for cycle, who, identity in evaluated():
        if cycle == PAST and state(cycle, who) in ("OBJECTED", "FINAL"):
            stands = "FILED" if state(cycle, who) == "OBJECTED" else ("DECIDED", "WITHDRAWN")[who % 8 == 7]
            yield who, identity, stands


def objections() -> Iterator[Row]:
    """Of one that is filed there is a decision in preparation: an evaluation that nobody may read yet."""
    for who, identity, stands in objected():
        further = who % 3 == 1 or who % 10 == 0
        decided = stands == "DECIDED"
        yield {
            "id": key("objection", who),
            "appraisal_id": identity,
            "employee_id": person(who),
            "grounds": said(who),
            "filed_on": date(2026, 11, 18) + timedelta(who % 5),
            "statements_until": date(2026, 11, 25),
            "decide_until": date(2026, 11, 20 + who % 3),
            "judge_employee_id": person((who + 2) % PEOPLE) if who % 4 else None,
            "state": stands,
            "outcome": ("UPHELD", "CHANGED")[further] if decided else None,
            "decision_reason": said(who + 1) if decided else None,
            "decided_by_employee_id": person((who + 2) % PEOPLE) if decided else None,
            "decided_at": moment(who) if decided else None,
            "before_evaluation_id": key("evaluation", PAST, who, 1),
            "after_evaluation_id": key("evaluation", PAST, who, 2) if further else None,
            "version": 1 + who,
        }


def statements() -> Iterator[Row]:
    for who, _, _ in objected():
        for place, side in enumerate(("EMPLOYEE", "LEADER")[: 1 + who % 2]):
            yield {
                "id": key("statement", who, side),
                "objection_id": key("objection", who),
                "employee_id": person(who),
                "side": side,
                "by_employee_id": person(who if place == 0 else (who + 1) % PEOPLE),
                "text": said(who + place),
                "made_at": moment(3),
            }


def on_a_path() -> Iterator[tuple[int, int, UUID]]:
    return ((cycle, who, one) for cycle, who, one in evaluated() if published(cycle, who) and who % 4 == 2)


def paths() -> Iterator[Row]:
    for place, (cycle, who, identity) in enumerate(on_a_path()):
        stands = ("OPEN", "RUNNING", "ACHIEVED", "NOT_ACHIEVED")[place % 4]
        over = stands in ("ACHIEVED", "NOT_ACHIEVED")
        yield {
            "id": key("path", cycle, who),
            "appraisal_id": identity,
            "employee_id": person(who),
            "state": stands,
            "counselling": said(place) if place % 2 else None,
            "counselled_on": date(2026, 3, 1) if place % 2 else None,
            "begins_on": date(2026, 1, 31) + timedelta(place % 2),
            "ends_on": date(2026, 9, 30) if over else None,
            "conclusion": said(place) if over else None,
            "version": 1 + place,
        }


def targets() -> Iterator[Row]:
    for cycle, who, _ in on_a_path():
        for place in range(2):
            yield {
                "id": key("target", cycle, who, place),
                "path_id": key("path", cycle, who),
                "employee_id": person(who),
                "statement": said(who + place),
                "measure": said(place),
                "review_on": date(2026, 6, 1),
            }


def reviews() -> Iterator[Row]:
    for cycle, who, _ in on_a_path():
        for place, outcome in enumerate(("ON_TRACK", "BEHIND", "REACHED")[: who % 3]):
            yield {
                "id": key("review", cycle, who, place),
                "target_id": key("target", cycle, who, 0),
                "employee_id": person(who),
                "held_on": date(2026, 5, 1) + timedelta(place // 2),
                "finding": said(who),
                "outcome": outcome,
                "by_employee_id": person((who + 1) % PEOPLE),
            }


def credit_rows(chance: random.Random) -> Iterator[Row]:
    for cycle, who, identity in evaluated():
        if cycle == PAST and who % 2 == 0:
            yield {
                "id": key("credit", who),
                "appraisal_id": identity,
                "employee_id": person(who),
                "year": 2025,
                "level": "AHLI_MUDA",
                "predicate": chance.choice(list(Predicate)),
                "months": 1 + who % 12,
                "amount": Decimal("5.625") * (1 + who % 12) + Decimal("0.000001") * who,
                "rule": "functional_credit 2023",
            }


def standings() -> Iterator[Row]:
    for who in range(0, PEOPLE, 2):
        for place, target in enumerate(("RANK", "LEVEL")):
            yield {
                "id": key("standing", who, target),
                "employee_id": person(who),
                "target": target,
                "level": "AHLI_MUDA",
                "gathered": Decimal("12.50") + who,
                "needed": Decimal(100 + 100 * place),
                "counted_to": date(2026, 1, 1),
                "rule": "functional_credit 2023",
            }


def projections() -> Iterator[Row]:
    for who in range(0, PEOPLE, 4):
        for place, predicate in enumerate(("VERY_GOOD", "GOOD")):
            yield {
                "id": key("projection", who, predicate),
                "standing_id": key("standing", who, "RANK"),
                "employee_id": person(who),
                "predicate": predicate,
                "met_on": date(2028 + place * (who % 3), 4, 1),
            }


def national(chance: random.Random) -> Iterator[Row]:
    """Beside a published result, beside one that isn't, beside none."""
    for who in range(PEOPLE):
        for cycle, kind, year, number in ((PAST, "ANNUAL", 2025, 1), (RUNNING, "ANNUAL", 2026, 1)):
            yield {
                "id": key("national", who, year),
                "employee_id": person(who),
                "appraisal_id": key("appraisal", cycle, who) if who % 5 else None,
                "siasn_id": f"N-{who}" if who % 2 else None,
                "kind": kind,
                "year": year,
                "number": number,
                "results": chance.choice(list(Rating)),
                "behaviour": chance.choice(list(Rating)),
                "predicate": chance.choice(list(Predicate)),
                "follows": chance.choice(list(Predicate)),
                "rule": "performance_predicate 2022",
                "imported_at": moment(who),
            }


def settings() -> Iterator[tuple[type[Any], Iterable[Row]]]:  # Any: a model.
    """What the government set itself: after its accounts, which propose and publish it."""
    yield policies.AppraisalPolicy, list(map(policy, range(4)))
    yield (
        policies.LocalHoliday,
        (
            {
                "id": key("holiday", place),
                "day": date(2026, 2, 17) + timedelta(300 * place),
                "name": said(place),
            }
            for place in range(3)
        ),
    )


def policy(place: int) -> Row:
    stands = ("PUBLISHED", "PUBLISHED", "PROPOSED", "WITHDRAWN")[place]
    out = stands == "PUBLISHED"
    return {
        "id": key("policy", place),
        "number": 1 + place,
        "state": stands,
        "valid_from": date(2026, 1, 1) + timedelta(324 * (place % 2)),
        "delivery_days": 14,
        "answer_days": 14,
        "objection_days": 14,
        "statement_days": 5,
        "decision_days": 14,
        "escalation_days": 5 + place,
        "reminder_days": 3,
        "fewest_raters": 3 + place,
        "six_day_week": place % 2 == 1,
        "reason": said(place),
        "proposed_by_account_id": key("account", 0),
        "proposed_at": moment(place),
        "published_by_account_id": key("account", None if place else 5) if out else None,
        "published_at": moment(place + 1) if out else None,
    }
