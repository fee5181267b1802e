"""What can be done to cycles: open, change, close them, and set the predicates of units in them."""

import strawberry

from jenjang.appraisal.actions import closing, cycles, unit_predicates
from jenjang.appraisal.actions.cycles import MANAGE
from jenjang.appraisal.graph.cycles import AppraisalCycle, CycleUnit
from jenjang.core.context import Context
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, payload_of
from jenjang.graph.perform import Ref

WORDS = {
    "basis": "On what it rests, such as the number of the report; 1 to 4,000 characters.",
    "cycle_id": "Global id of the cycle.",
    "due_on": "Until which day people are to be evaluated, within the law's days of delivery.",
    "expected_version": EXPECTED_VERSION,
    "kind": "How long the period is.",
    "number": "Which month (1-12) or quarter (1-4) of the year; 1 of a year.",
    "predicate": "The predicate of the unit's own performance.",
    "unit_id": "Global id of the unit.",
    "year": "Calendar year.",
}
OpenInput = input_of(
    cycles.OpenCycle,
    "AppraisalCycleOpenInput",
    "Which period is to be appraised, and in which units.",
    WORDS
    | {
        "due_on": WORDS["due_on"][:-1] + "; left out: as the government's settings say.",
        "unit_id": "Global id of the unit that it is for, with all below it; left out: for all.",
    },
    {"unit_id": "Unit"},
)
ChangeInput = input_of(
    cycles.ChangeCycle,
    "AppraisalCycleChangeInput",
    "Until when people are to be evaluated in which cycle.",
    WORDS,
    {"cycle_id": "AppraisalCycle"},
)
CloseInput = input_of(
    closing.CloseCycle,
    "AppraisalCycleCloseInput",
    "Which cycle is to be closed.",
    WORDS
    | {
        "missed": "How many people you know will be missed, as nobody has evaluated them; left out: nobody."
        " Where they are more, the cycle isn't closed.",
    },
    {"cycle_id": "AppraisalCycle"},
)
PredicateInput = input_of(
    unit_predicates.SetPredicate,
    "CycleUnitSetPredicateInput",
    "Which unit has which predicate in which cycle.",
    WORDS,
    {"cycle_id": "AppraisalCycle", "unit_id": "Unit"},
)
CyclePayload = payload_of(
    "AppraisalCyclePayload", "What became of the cycle.", cycle=(AppraisalCycle, "The cycle.")
)
UnitPayload = payload_of(
    "CycleUnitPayload", "What became of the unit.", cycle_unit=(CycleUnit, "The unit in the cycle.")
)


async def _open(context: Context, asked: cycles.OpenCycle) -> dict[str, object]:
    return {"cycle": Ref("AppraisalCycle", (await cycles.open_cycle(context, asked)).id)}


async def _change(context: Context, asked: cycles.ChangeCycle) -> dict[str, object]:
    return {"cycle": Ref("AppraisalCycle", (await cycles.change_cycle(context, asked)).id)}


async def _close(context: Context, asked: closing.CloseCycle) -> dict[str, object]:
    return {"cycle": Ref("AppraisalCycle", (await closing.close_cycle(context, asked)).id)}


async def _set_predicate(context: Context, asked: unit_predicates.SetPredicate) -> dict[str, object]:
    return {"cycle_unit": Ref("CycleUnit", (await unit_predicates.set_unit_predicate(context, asked)).id)}


@strawberry.type
class Mutation:
    appraisal_cycle_open = deed(
        "Open a period of appraisal for all, or for a unit: whoever serves there gets an appraisal in it.",
        needs=MANAGE,
        asks=OpenInput,
        gives=CyclePayload,
        do=_open,
        in_units=True,
    )
    appraisal_cycle_change = deed(
        "Change until when people are to be evaluated in an open cycle.",
        needs=MANAGE,
        asks=ChangeInput,
        gives=CyclePayload,
        do=_change,
        in_units=True,
    )
    appraisal_cycle_close = deed(
        "Close a cycle: what is evaluated is published in the background, what isn't is missed, for good,"
        " and only as many as `missed` says."
        " `closedSoFar` of `toClose` tells how far it is.",
        needs=MANAGE,
        asks=CloseInput,
        gives=CyclePayload,
        do=_close,
        in_units=True,
    )
    cycle_unit_set_predicate = deed(
        "Set the predicate of a unit's own performance: the rating of results of whoever heads it follows.",
        needs=MANAGE,
        asks=PredicateInput,
        gives=UnitPayload,
        do=_set_predicate,
        in_units=True,
    )
