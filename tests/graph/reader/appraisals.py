"""The world's appraisals: expectations, cycles, results published and not, the own drafts of all who look."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from graph.reader.world import HERE, LEADER, UNITS, Row, key, person, unit

from jenjang.appraisal.models import calibration as calibrating
from jenjang.appraisal.models import cycle as cycles
from jenjang.appraisal.models import evaluation as evaluations
from jenjang.appraisal.models import skp as expected
from jenjang.appraisal.terms import Aspect, OrganisationPredicate, Predicate, Rating, ResultKind

PEOPLE = 30
BEGUN = datetime(2026, 2, 1, 1, 30, tzinfo=UTC)
TEXTS = ('Kata "kutip" \\ dan 🙂', "it's <b>\nbaris\ttab</b>", "漢字 100%_ $1::text {row}", "Selesai.", "")
BEHAVIOURS = ("ADAPTIF", "AKUNTABEL", "LOYAL")
LEVELS = ("ADMINISTRATOR", "AHLI_MUDA", "TERAMPIL", None)
CYCLES: tuple[tuple[str, int, int, str, str, str | None, str, str], ...] = (
    ("ANNUAL", 2025, 1, "2025-01-01", "2026-01-01", None, "2026-01-21", "CLOSED"),
    ("MONTHLY", 2026, 10, "2026-10-01", "2026-11-01", None, "2026-11-20", "CLOSING"),
    ("MONTHLY", 2026, 11, "2026-11-01", "2026-12-01", None, "2026-11-21", "OPEN"),
    ("QUARTERLY", 2026, 3, "2026-07-01", "2026-10-01", "dinas", "2026-11-22", "OPEN"),
    ("ANNUAL", 2026, 1, "2026-01-01", "2027-01-01", None, "2027-01-21", "OPEN"),
)
PAST, CLOSING, LATE, OF_DINAS, RUNNING = range(len(CYCLES))
STATES = {
    PAST: ("PUBLISHED", "ACKNOWLEDGED", "OBJECTED", "FINAL"),
    CLOSING: ("OPEN", "EVALUATED", "PUBLISHED", "MISSED"),
    LATE: ("OPEN", "EVALUATED"),
    OF_DINAS: ("EVALUATED", "OPEN", "FINAL"),
    RUNNING: ("EVALUATED", "EVALUATED", "EVALUATED", "OPEN"),
}
"""In the running year all who look on have a draft about themselves: 0, 1, 2, 4, 5, 6, 10, 13 and 20."""


CALIBRATIONS = (
    (RUNNING, "dinas", LEADER, "OPEN"),
    (RUNNING, "badan", 0, "OPEN"),
    (PAST, "root", 0, "CLOSED"),
    (CLOSING, "gone", 5, "CLOSED"),
    (OF_DINAS, "dinas", LEADER, "OPEN"),
    (LATE, "root", 2, "CLOSED"),
    (LATE, "dinas", 2, "CANCELLED"),
)
FURTHER = 4
"""The place of a calibration of a unit that was calibrated before."""


def said(place: int) -> str:
    """Some text, odd ones first."""
    return TEXTS[place % len(TEXTS)]


def moment(hours: int) -> datetime:
    return BEGUN + timedelta(hours=hours, microseconds=hours % 3)


def taking_part(cycle: int) -> range:
    """Who is appraised in a cycle."""
    return range(0, PEOPLE, 4) if cycle == OF_DINAS else range(15) if cycle == LATE else range(PEOPLE)


def state(cycle: int, who: int) -> str:
    return STATES[cycle][who % len(STATES[cycle])]


def published(cycle: int, who: int) -> datetime | None:
    """When somebody's result was published, if it was."""
    is_out = state(cycle, who) in ("PUBLISHED", "ACKNOWLEDGED", "OBJECTED", "FINAL")
    return moment(100 * cycle + who) if is_out else None


def appraised() -> Iterator[tuple[int, int, UUID]]:
    """Every appraisal: its cycle, whose it is, its id."""
    for cycle in range(len(CYCLES)):
        for who in taking_part(cycle):
            yield cycle, who, key("appraisal", cycle, who)


def evaluated() -> Iterator[tuple[int, int, UUID]]:
    """Those of them that are evaluated."""
    return (one for one in appraised() if state(*one[:2]) not in ("OPEN", "MISSED"))


def appraisals(tenant: str) -> Iterator[tuple[type[Any], Iterable[Row]]]:  # Any: a model.
    """The rows of each table, in the order in which they need each other."""
    chance = random.Random(f"{tenant} appraised")  # noqa: S311  # Test data, not a secret.
    yield expected.UnitObjective, objectives(tenant)
    yield expected.Skp, skps(chance)
    yield expected.SkpResult, results()
    yield expected.SkpIndicator, indicators()
    yield expected.SkpBehaviour, behaviours()
    yield cycles.AppraisalCycle, list(map(cycle_row, range(len(CYCLES))))
    yield cycles.CycleUnit, cycle_units()
    yield calibrating.Calibration, calibrations()
    yield cycles.Appraisal, appraisal_rows(chance)
    yield evaluations.Evaluation, evaluation_rows(chance)
    yield evaluations.EvaluationPoint, points(tenant)
    yield evaluations.StepIntention, intentions()


def objectives(tenant: str) -> Iterator[Row]:
    for place, name in enumerate(("dinas", "dinas", "badan", "root", "gone")):
        yield {
            "id": key("objective", place),
            "unit_id": unit(name),
            "year": 2026 - place % 2,
            "statement": f"{said(place)}{'' if tenant == HERE else ' sana'}",
            "indicator": said(place + 1),
            "created_at": BEGUN,
        }


def skps(chance: random.Random) -> Iterator[Row]:
    """Somebody's editions: acknowledged ones, one superseded, drafts, offers, a withdrawn one."""
    for who in range(PEOPLE):
        states = ["SUPERSEDED", "ACKNOWLEDGED"]
        if who % 5:
            states = [("DRAFT", "OFFERED", "ACKNOWLEDGED", "WITHDRAWN")[who % 4]]
        for edition, where in enumerate(states, 1):
            known = where in ("ACKNOWLEDGED", "SUPERSEDED")
            yield {
                "id": key("skp", who, edition),
                "employee_id": person(who),
                "evaluator_employee_id": person((who + 1) % PEOPLE),
                "unit_id": unit(chance.choice(list(UNITS))),
                "year": 2026 - who % 3,
                "edition": edition,
                "model": "QUANTITATIVE" if who % 2 else "QUALITATIVE",
                "state": where,
                "begins_on": date(2026 - who % 3, 1, 1),
                "applies_from": date(2026, edition, 1) if known else None,
                "resources": said(who) if who % 2 else None,
                "accountability": None if who % 2 else said(who + 1),
                "consequences": said(who + 2) if who % 3 else None,
                "change_reason": said(who) if edition > 1 else None,
                "offered_at": moment(who) if where != "DRAFT" else None,
                "acknowledged_at": moment(who + 1) if known and who % 4 else None,
                "agreed_on": date(2026, 1, 1 + who) if known and who % 4 == 0 else None,
                "import_batch_id": key("batch", who % 3) if known and who % 4 == 0 else None,
                "version": 1 + who,
                "created_at": BEGUN,
            }


def results() -> Iterator[Row]:
    """Each leads to the superior's result, to an objective, to both, or nowhere; superiors come first."""
    for who in reversed(range(PEOPLE)):
        for number in (1, 2):
            superior = key("result", who + 1, 1) if number == 1 and who + 1 < PEOPLE and who % 3 else None
            yield {
                "id": key("result", who, number),
                "skp_id": key("skp", who, 1),
                "employee_id": person(who),
                "number": number,
                "kind": list(ResultKind)[number - 1],
                "statement": f"{said(who)} {number}",
                "superior_result_id": superior,
                "objective_id": key("objective", who % 5) if who % 2 and number == 1 else None,
            }


def indicators() -> Iterator[Row]:
    for who in range(PEOPLE):
        for place, aspect in enumerate(list(Aspect)[: who % 4]):
            yield {
                "id": key("indicator", who, aspect),
                "result_id": key("result", who, 1),
                "employee_id": person(who),
                "aspect": aspect,
                "statement": said(who + place),
                "target": Decimal("12.50") * place if who % 2 else None,
                "measure": "dokumen" if who % 2 else None,
            }


def behaviours() -> Iterator[Row]:
    for who in range(PEOPLE):
        for place, code in enumerate(BEHAVIOURS[: 1 + who % 3]):
            yield {
                "id": key("behaviour", who, code),
                "skp_id": key("skp", who, 1),
                "employee_id": person(who),
                "behaviour": code,
                "expectation": said(place) if place % 2 else None,
            }


def cycle_row(place: int) -> Row:
    kind, year, number, begins, ends, where, due_on, stands = CYCLES[place]
    return {
        "id": key("cycle", place),
        "kind": kind,
        "year": year,
        "number": number,
        "begins": date.fromisoformat(begins),
        "ends": date.fromisoformat(ends),
        "unit_id": unit(where) if where else None,
        "due_on": date.fromisoformat(due_on),
        "state": stands,
        "fewest_raters": 3 + place,
        "escalation_days": 5,
        "reminder_days": 3,
        "to_close": None if stands == "OPEN" else PEOPLE,
        "closed_so_far": {"OPEN": 0, "CLOSING": 7}.get(stands, PEOPLE),
        "opened_at": moment(place),
        "closed_at": moment(place + 50) if stands == "CLOSED" else None,
        "version": 1 + place,
    }


def cycle_units() -> Iterator[Row]:
    for place in range(len(CYCLES)):
        for number, name in enumerate(UNITS):
            told = list(OrganisationPredicate)[number % 5] if (place + number) % 2 else None
            yield {
                "id": key("cycle unit", place, name),
                "cycle_id": key("cycle", place),
                "unit_id": unit(name),
                "predicate": told,
                "basis": said(number) if told else None,
                "set_at": moment(number) if told else None,
            }


def calibrations() -> Iterator[Row]:
    for place, (cycle, where, chair, stands) in enumerate(CALIBRATIONS):
        closed = stands == "CLOSED"
        yield {
            "id": key("calibration", place),
            "cycle_id": key("cycle", cycle),
            "unit_id": unit(where),
            "chair_employee_id": person(chair),
            "unit_predicate": "GOOD",
            "rule": "predicate_distribution 2023",
            "state": stands,
            "is_supplementary": place == FURTHER,
            "within_pattern": place % 2 == 0 if closed else None,
            "deviation_id": 'lebih dari "20%"' if closed else None,
            "deviation_en": "it's more than 20%" if closed else None,
            "explanation": said(place) if place == 3 else None,
            "cancel_reason": said(place) if stands == "CANCELLED" else None,
            "opened_at": moment(place // 2),
            "closed_at": None if stands == "OPEN" else moment(place + 9),
            "version": 1 + place,
        }


def calibrated(cycle: int, who: int) -> UUID | None:
    """The calibration that has judged somebody's result, if one has."""
    place = {PAST: 2, OF_DINAS: 2, LATE: 5}.get(cycle)
    is_judged = place and state(cycle, who) not in ("OPEN", "MISSED") and who % 3 != 1
    return key("calibration", place) if is_judged else None


def appraisal_rows(chance: random.Random) -> Iterator[Row]:
    for cycle, who, identity in appraised():
        _, _, _, begins, _, _, due_on, _ = CYCLES[cycle]
        out = published(cycle, who)
        yield {
            "id": identity,
            "cycle_id": key("cycle", cycle),
            "employee_id": person(who),
            "unit_id": unit(chance.choice(list(UNITS))),
            "headed_unit_id": unit("dinas") if who == LEADER else None,
            "evaluator_employee_id": person((who + 1) % PEOPLE) if who % 10 != 9 else None,
            "level": LEVELS[who % len(LEVELS)],
            "skp_id": key("skp", who, 1) if who % 3 else None,
            "calibration_id": calibrated(cycle, who),
            "state": state(cycle, who),
            "predicate": chance.choice(list(Predicate)) if out else None,
            "months": 1 + who % 12,
            "begins": date.fromisoformat(begins),
            "due_on": date.fromisoformat(due_on) + timedelta(who % 2),
            "escalated_to_employee_id": person((who + 2) % PEOPLE) if who % 7 == 1 else None,
            "escalated_at": moment(who) if who % 7 == 1 else None,
            "published_at": out,
            "read_at": moment(who + 5) if out and who % 2 else None,
            "acknowledged_at": moment(who + 6) if state(cycle, who) == "ACKNOWLEDGED" else None,
            "acknowledge_until": date(2026, 11, 20 + who % 3) if out and who % 5 else None,
            "objection_until": date(2026, 11, 20 + who % 3) if out else None,
            "version": 1 + who,
        }


def evaluation_rows(chance: random.Random) -> Iterator[Row]:
    """Every third has a further one, which now and then is a draft where the first one is published."""
    for cycle, who, identity in evaluated():
        for number in (1, 2) if who % 3 == 1 or who % 10 == 0 else (1,):
            out = published(cycle, who)
            yield {
                "id": key("evaluation", cycle, who, number),
                "appraisal_id": identity,
                "employee_id": person(who),
                "number": number,
                "stage": "EVALUATION" if number == 1 else ("CALIBRATION", "OBJECTION")[who % 2],
                "results": chance.choice(list(Rating)),
                "results_reason": said(who),
                "behaviour": chance.choice(list(Rating)),
                "behaviour_reason": said(who + 1),
                "unit_predicate": "GOOD" if who == LEADER else None,
                "predicate": chance.choice(list(Predicate)),
                "rule": "performance_predicate 2022",
                "derivation_id": f"karena {said(who)}",
                "derivation_en": f"because {said(who)}",
                "change_reason": said(who) if number > 1 else None,
                "by_employee_id": person((who + 1) % PEOPLE) if who % 4 else None,
                "made_at": moment(10 * cycle + number),
                "published_at": None if number > 1 and who % 4 == 2 else out,
            }


def points(tenant: str) -> Iterator[Row]:
    for cycle, who, identity in evaluated():
        for kind in ("STRENGTH", "IMPROVEMENT"):
            yield {
                "id": key("point", cycle, who, kind),
                "appraisal_id": identity,
                "employee_id": person(who),
                "kind": kind,
                "statement": f"{said(who)}{'' if tenant == HERE else ' sana'}",
                "behaviour": BEHAVIOURS[who % 3] if who % 2 else None,
                "competency": None if who % 3 else "M.01",
                "published_at": published(cycle, who),
            }


def intentions() -> Iterator[Row]:
    """A step for every other improvement, one of a point that isn't published (any more)."""
    for place, (cycle, who, _) in enumerate(evaluated()):
        if who % 2 == 0 and (published(cycle, who) or who == 2):
            yield {
                "id": key("intention", cycle, who),
                "point_id": key("point", cycle, who, "IMPROVEMENT"),
                "employee_id": person(who),
                "step": said(who),
                "wanted_by": date(2026, 11, 20) + timedelta(place % 5),
                "state": ("WANTED", "TAKEN_UP", "DROPPED")[place % 3],
                "made_at": moment(place),
            }
