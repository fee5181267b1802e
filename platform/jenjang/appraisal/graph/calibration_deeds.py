"""Opening, using and closing a calibration: the deeds and their inputs."""

import strawberry

from jenjang.appraisal.actions import calibrating, cancelling, changing, seating
from jenjang.appraisal.graph.calibrations import Calibration, CalibrationChange
from jenjang.appraisal.graph.cycles import Appraisal
from jenjang.appraisal.graph.subjects import TAKE_PART
from jenjang.core.context import Context
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, payload_of
from jenjang.graph.perform import Ref

MANAGE = "appraisal:manage"
WORDS = {
    "appraisal_id": "Global id of the appraisal: somebody else's, evaluated and not published.",
    "behaviour": "Behaviour (perilaku kerja) instead; left out: as it is.",
    "behaviour_reason": "Why behaviour is rated so: needed where the rating changes.",
    "calibration_id": "Global id of the calibration.",
    "chair_employee_id": "Global id of who leads the session, and closes it.",
    "cycle_id": "Global id of the cycle.",
    "expected_version": EXPECTED_VERSION,
    "explanation": "Why results don't fit the pattern: needed where they don't.",
    "member_employee_ids": "Global ids of who sits in it; with the chair at least two people.",
    "reason": "Why the result changes, for the person to read.",
    "results": "Results (hasil kerja) instead; left out: as they are.",
    "results_reason": "Why results are rated so: needed where the rating changes.",
    "unit_id": "Global id of the unit: the results of it and of all below it are looked at.",
}
OpenInput = input_of(
    calibrating.OpenCalibration,
    "CalibrationOpenInput",
    "Whose results are looked at by whom.",
    WORDS,
    {
        "cycle_id": "AppraisalCycle",
        "unit_id": "Unit",
        "chair_employee_id": "Employee",
        "member_employee_ids": "Employee",
    },
)
ChangeInput = input_of(
    changing.ChangeResult,
    "CalibrationChangeInput",
    "Whose result becomes which, and why.",
    WORDS
    | {"expected_version": "The `version` of the appraisal you saw; a newer one: STALE, nothing is done."},
    {"calibration_id": "Calibration", "appraisal_id": "Appraisal"},
)
CloseInput = input_of(
    calibrating.CloseCalibration,
    "CalibrationCloseInput",
    "Which calibration is closed.",
    WORDS,
    {"calibration_id": "Calibration"},
)
ReseatInput = input_of(
    seating.Reseat,
    "CalibrationReseatInput",
    "Who leads a calibration and sits in it from now on.",
    WORDS | {"reason": "Why; the chain of deeds keeps it."},
    {"calibration_id": "Calibration", "chair_employee_id": "Employee", "member_employee_ids": "Employee"},
)
CancelInput = input_of(
    cancelling.CancelCalibration,
    "CalibrationCancelInput",
    "Which calibration is called off, and why.",
    WORDS | {"reason": "Why; people whose results it had changed read it, and the chain of deeds keeps it."},
    {"calibration_id": "Calibration"},
)
CALIBRATION = (Calibration, "The calibration.")
DEVIATION = (
    str,
    "Where results don't fit the unit's pattern now, in words; null where they do, and while your own draft"
    " is one of them.",
)
OpenPayload = payload_of(
    "CalibrationOpenPayload", "What was opened.", calibration=CALIBRATION, deviation=DEVIATION
)
ChangePayload = payload_of(
    "CalibrationChangePayload",
    "What changed.",
    change=(CalibrationChange, "The result before and after."),
    appraisal=(Appraisal, "The appraisal, where you may see it."),
    calibration=CALIBRATION,
    deviation=DEVIATION,
)
ClosePayload = payload_of("CalibrationClosePayload", "What was closed.", calibration=CALIBRATION)
ReseatPayload = payload_of("CalibrationReseatPayload", "Who sits in it now.", calibration=CALIBRATION)
CancelPayload = payload_of("CalibrationCancelPayload", "What was called off.", calibration=CALIBRATION)


async def _open(context: Context, asked: calibrating.OpenCalibration) -> dict[str, object]:
    opened, spread = await calibrating.open_calibration(context, asked)
    return {"calibration": Ref("Calibration", opened.id), "deviation": spread.told_to(context)}


async def _change(context: Context, asked: changing.ChangeResult) -> dict[str, object]:
    change, spread = await changing.change_result(context, asked)
    return {
        "change": Ref("CalibrationChange", change.id),
        "appraisal": Ref("Appraisal", change.appraisal_id),
        "calibration": Ref("Calibration", change.calibration_id),
        "deviation": spread.told_to(context),
    }


async def _close(context: Context, asked: calibrating.CloseCalibration) -> dict[str, object]:
    closed = await calibrating.close_calibration(context, asked)
    return {"calibration": Ref("Calibration", closed.id)}


async def _reseat(context: Context, asked: seating.Reseat) -> dict[str, object]:
    return {"calibration": Ref("Calibration", (await seating.reseat(context, asked)).id)}


async def _cancel(context: Context, asked: cancelling.CancelCalibration) -> dict[str, object]:
    return {"calibration": Ref("Calibration", (await cancelling.cancel_calibration(context, asked)).id)}


@strawberry.type
class Mutation:
    calibration_open = deed(
        "Let named members look together at the results of a unit, whose own predicate asks for a pattern."
        " Of a unit calibrated before, by itself or with one above: at those evaluated since.",
        needs=MANAGE,
        asks=OpenInput,
        gives=OpenPayload,
        do=_open,
        in_units=True,
    )
    calibration_change = deed(
        "Change somebody else's result as a member, before it is published.",
        needs=TAKE_PART,
        asks=ChangeInput,
        gives=ChangePayload,
        do=_change,
        of_own=True,
        drafts=True,
    )
    calibration_close = deed(
        "Close a calibration as its chair; a spread that doesn't fit the pattern needs an explanation."
        " `STALE` where a result was changed that you haven't seen.",
        needs=TAKE_PART,
        asks=CloseInput,
        gives=ClosePayload,
        do=_close,
        of_own=True,
    )
    calibration_reseat = deed(
        "Let others lead a calibration that runs, and sit in it, such as where the chair has left.",
        needs=MANAGE,
        asks=ReseatInput,
        gives=ReseatPayload,
        do=_reseat,
        in_units=True,
    )
    calibration_cancel = deed(
        "Call a calibration off that runs: what it changed is taken back; the unit may be calibrated anew."
        " Not one that looks at your own draft.",
        needs=MANAGE,
        asks=CancelInput,
        gives=CancelPayload,
        do=_cancel,
        in_units=True,
    )
