"""A small model of one person's appraisal in one quarter: what each deed does to it, and who sees what.

It knows nothing of the house: what is legal and what shows is written down here once more, in few words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = Any  # Any: what a client is answered.

EVALUATE, TAKE_PART, MANAGE = "appraisal:evaluate", "appraisal:take_part", "appraisal:manage"
PEOPLE = ("staff", "chief", "leader", "head", "colleague", "stranger", "admin", "auditor")
"""The employee, the evaluator, that one's superior, the head of all; a colleague, a leader elsewhere who sits
in the calibration; who administers, and who audits."""
SEE_RESULTS = {"staff", "chief", "leader", "head", "admin", "auditor"}
SEE_DRAFTS = {"chief", "leader", "head", "admin"}
SEE_CALIBRATIONS = {"leader", "stranger", "admin", "auditor"}
MEMBERS = ("leader", "stranger")
JUDGES = {"chief": "leader", "stranger": "head"}
"""Who decides on an objection, by who gave the result: that one's superior."""
WAITING = {"OPEN", "EVALUATED"}
OTHER = {
    "state": "OPEN",
    "predicate": None,
    "evaluations": [],
    "points": [],
    "objection": None,
    "improvementPath": None,
}
"""The employee's appraisal in the quarter before, with which nobody does anything."""
PREDICATES = {"BELOW": "NEEDS_IMPROVEMENT", "AS_EXPECTED": "GOOD"}
"""By the rating of results, whether behaviour is as expected or above."""
FLIPPED = {"BELOW": "AS_EXPECTED", "AS_EXPECTED": "BELOW"}
ABOVE_OR_NOT = {"AS_EXPECTED": "ABOVE", "ABOVE": "AS_EXPECTED"}


@dataclass(frozen=True)
class Rated:
    """An evaluation: by what it came to be, its two ratings, whether the employee may read it."""

    stage: str
    results: str
    behaviour: str
    published: bool = False

    @property
    def predicate(self) -> str:
        return PREDICATES[self.results]


@dataclass
class Model:
    """Where everything stands; None: there is no such thing yet."""

    skp: str | None = None
    cycle: str | None = None
    appraisal: str | None = None
    passed_on: bool = False
    """Whether it went to a leader elsewhere, being late."""
    giver: str = "chief"
    """Who gave the last evaluation that wasn't a calibration's or a judge's."""
    predicate: str | None = None
    ratings: list[Rated] = field(default_factory=list)
    calibrations: list[str] = field(default_factory=list)
    judged: bool = False
    """Whether a closed calibration has looked at the result."""
    changed_from: Rated | None = None
    """What the open calibration changed first."""
    objection: str | None = None
    outcome: str | None = None
    sides: list[str] = field(default_factory=list)
    acknowledged: bool = False
    path: str | None = None

    def seen_by(self, who: str) -> Json:
        """What the reader is to answer somebody."""
        everything = who in SEE_RESULTS
        one = everything or who in self.late_at
        counting = everything or self.skp == "ACKNOWLEDGED"
        appraisals = [self._appraisal(who)] if one and self.appraisal else []
        return {
            "skps": _nodes([{"state": self.skp}] if one and counting and self.skp else []),
            "appraisals": _nodes([*appraisals, OTHER] if everything and appraisals else appraisals),
            **{
                state.lower(): {"totalCount": self.calibrations.count(state) * (who in SEE_CALIBRATIONS)}
                for state in ("OPEN", "CLOSED", "CANCELLED")
            },
        }

    @property
    def sits(self) -> bool:
        """Whether a calibration is open."""
        return "OPEN" in self.calibrations

    @property
    def late_at(self) -> frozenset[str]:
        """To whom it went, while it waits there."""
        return _of("stranger") if self.passed_on and self.appraisal in WAITING else frozenset()

    @property
    def heard(self) -> frozenset[str]:
        """Both sides of an objection."""
        return _of("staff", self.giver)

    @property
    def came_late(self) -> bool:
        """Whether the result came after the calibration of its unit."""
        return self.appraisal == "EVALUATED" and "CLOSED" in self.calibrations and not self.judged

    def _appraisal(self, who: str) -> Json:
        shown = [one for one in self.ratings if one.published or who in SEE_DRAFTS | self.late_at]
        return {
            "state": self.appraisal,
            "predicate": self.predicate,
            "evaluations": [
                {
                    "stage": one.stage,
                    "results": one.results,
                    "behaviour": one.behaviour,
                    "predicate": one.predicate,
                }
                for one in reversed(shown)
            ],
            "points": [{"kind": "STRENGTH"}, {"kind": "IMPROVEMENT"}] if shown else [],
            "objection": self._objection(),
            "improvementPath": {"state": self.path} if self.path else None,
        }

    def _objection(self) -> Json:
        if self.objection is None:
            return None
        told = [{"side": side} for side in self.sides]
        return {"state": self.objection, "outcome": self.outcome, "statements": told}

    def rate(self, stage: str, results: str, behaviour: str, *, published: bool = False) -> None:
        self.ratings.append(Rated(stage, results, behaviour, published))

    def publish(self) -> None:
        """What is evaluated becomes a result."""
        if self.appraisal != "EVALUATED":
            return
        self.ratings = [Rated(one.stage, one.results, one.behaviour, True) for one in self.ratings]
        self.appraisal, self.predicate = "PUBLISHED", self.ratings[-1].predicate
        self.follow()

    def follow(self) -> None:
        """A poor result opens a path; one that doesn't run yet lapses with a result that is lifted."""
        if self.predicate == "NEEDS_IMPROVEMENT":
            self.path = self.path or "OPEN"
        elif self.path == "OPEN":
            self.path = "LAPSED"


def _nodes(rows: list[Json]) -> Json:
    return {"nodes": rows}


Does = Callable[[Model, str, bool], None]


@dataclass(frozen=True)
class Step:
    """A deed in the model: by which permission, by whom, when it is legal, and what it does."""

    needs: str
    actors: frozenset[str]
    legal: Callable[[Model], bool]
    does: Does
    """What it does, by whom; the flag is a choice that the deed leaves: good or poor, upheld or changed."""
    now: Callable[[Model], frozenset[str]] | None = None
    """Which of those it is by now, where that changes."""

    def may(self, model: Model, who: str) -> bool:
        return who in self.actors and self.legal(model) and (self.now is None or who in self.now(model))


def _of(*actors: str) -> frozenset[str]:
    return frozenset(actors)


def _set(**values: str) -> Does:
    def does(model: Model, _who: str, _choice: bool) -> None:
        for name, value in values.items():
            setattr(model, name, value)

    return does


def _passed_on(model: Model, _who: str, _choice: bool) -> None:
    model.passed_on = True


def _evaluated(model: Model, who: str, poor: bool) -> None:
    model.giver = who
    model.rate("EVALUATION", "BELOW" if poor else "AS_EXPECTED", "AS_EXPECTED")
    model.appraisal = "EVALUATED"


def _sat(model: Model, _who: str, _choice: bool) -> None:
    model.calibrations.append("OPEN")
    model.changed_from = None


def _risen(model: Model, _who: str, _choice: bool) -> None:
    model.calibrations[-1] = "CLOSED"
    model.judged |= model.appraisal == "EVALUATED"


def _cancelled(model: Model, _who: str, _choice: bool) -> None:
    model.calibrations[-1] = "CANCELLED"
    first, last = model.changed_from, model.ratings[-1] if model.ratings else None
    if first and last and (first.results, first.behaviour) != (last.results, last.behaviour):
        model.rate("CALIBRATION", first.results, first.behaviour)


def _calibrated(model: Model, _who: str, _choice: bool) -> None:
    last = model.ratings[-1]
    model.changed_from = model.changed_from or last
    model.rate("CALIBRATION", last.results, ABOVE_OR_NOT[last.behaviour])


def _published(model: Model, _who: str, _choice: bool) -> None:
    model.publish()


def _closed(model: Model, _who: str, _choice: bool) -> None:
    model.publish()
    model.cycle = "CLOSED"
    if model.appraisal == "OPEN":
        model.appraisal = "MISSED"


def _acknowledged(model: Model, _who: str, _choice: bool) -> None:
    model.appraisal, model.acknowledged = "ACKNOWLEDGED", True


def _explained(model: Model, who: str, _choice: bool) -> None:
    model.sides.append("EMPLOYEE" if who == "staff" else "LEADER")


def _withdrawn(model: Model, _who: str, _choice: bool) -> None:
    model.objection = "WITHDRAWN"
    model.appraisal = "ACKNOWLEDGED" if model.acknowledged else "PUBLISHED"


def _decided(model: Model, _who: str, changed: bool) -> None:
    model.objection, model.appraisal = "DECIDED", "FINAL"
    model.outcome = "CHANGED" if changed else "UPHELD"
    if changed:
        last = model.ratings[-1]
        model.rate("OBJECTION", FLIPPED[last.results], last.behaviour, published=True)
        model.predicate = model.ratings[-1].predicate
        model.follow()


def _may_evaluate(model: Model) -> bool:
    again = model.appraisal == "EVALUATED" and not (model.judged or model.sits)
    return model.cycle == "OPEN" and model.skp == "ACKNOWLEDGED" and (model.appraisal == "OPEN" or again)


def _may_publish(model: Model) -> bool:
    held_up = model.sits and model.appraisal == "EVALUATED"
    return model.cycle == "OPEN" and not held_up and not model.came_late


STEPS: Mapping[str, Step] = {
    "draft": Step(TAKE_PART, _of("staff", "chief"), lambda m: m.skp is None, _set(skp="DRAFT")),
    "offer": Step(TAKE_PART, _of("chief"), lambda m: m.skp == "DRAFT", _set(skp="OFFERED")),
    "give_back": Step(TAKE_PART, _of("staff"), lambda m: m.skp == "OFFERED", _set(skp="DRAFT")),
    "agree": Step(TAKE_PART, _of("staff"), lambda m: m.skp == "OFFERED", _set(skp="ACKNOWLEDGED")),
    "open": Step(MANAGE, _of("admin"), lambda m: m.cycle is None, _set(cycle="OPEN", appraisal="OPEN")),
    "pass_on": Step(MANAGE, _of("admin"), lambda m: m.appraisal == "OPEN", _passed_on),
    "evaluate": Step(
        EVALUATE, _of("chief", "stranger"), _may_evaluate, _evaluated, lambda m: m.late_at | {"chief"}
    ),
    "sit": Step(
        MANAGE,
        _of("admin"),
        lambda m: m.cycle == "OPEN" and not m.sits and ("CLOSED" not in m.calibrations or m.came_late),
        _sat,
    ),
    "calibrate": Step(
        TAKE_PART,
        frozenset(MEMBERS),
        lambda m: m.cycle == "OPEN" and m.sits and m.appraisal == "EVALUATED",
        _calibrated,
    ),
    "rise": Step(TAKE_PART, _of("leader"), lambda m: m.sits, _risen),
    "call_off": Step(MANAGE, _of("admin"), lambda m: m.sits, _cancelled),
    "publish": Step(MANAGE, _of("admin"), _may_publish, _published),
    "close": Step(
        MANAGE, _of("admin"), lambda m: m.cycle == "OPEN" and not m.sits and not m.came_late, _closed
    ),
    "acknowledge": Step(TAKE_PART, _of("staff"), lambda m: m.appraisal == "PUBLISHED", _acknowledged),
    "object": Step(
        TAKE_PART,
        _of("staff"),
        lambda m: m.appraisal in {"PUBLISHED", "ACKNOWLEDGED"} and m.objection is None,
        _set(appraisal="OBJECTED", objection="FILED"),
    ),
    "explain": Step(
        TAKE_PART,
        _of("staff", "chief", "stranger"),
        lambda m: m.objection == "FILED",
        _explained,
        lambda m: m.heard,
    ),
    "withdraw": Step(TAKE_PART, _of("staff"), lambda m: m.objection == "FILED", _withdrawn),
    "decide": Step(
        EVALUATE,
        _of("leader", "head"),
        lambda m: m.objection == "FILED" and set(m.sides) == {"EMPLOYEE", "LEADER"},
        _decided,
        lambda m: _of(JUDGES[m.giver]),
    ),
    "improve": Step(EVALUATE, _of("chief"), lambda m: m.path in {"OPEN", "RUNNING"}, _set(path="RUNNING")),
}
