"""Who may do what of appraisal today, said a second time in Python: the twins of its `viewerCan`."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from graph.reader.rows import Row, Rows, holds

from jenjang.core.permission import Viewer

Asked = Callable[[Rows, Row, Viewer, date], bool]


def is_own(_: Rows, row: Row, viewer: Viewer, __: date) -> bool:
    return bool(row["employee_id"] == viewer.employee_id)


def is_in_place(rows: Rows, row: Row, _: Viewer, today: date) -> bool:
    """Whether somebody is placed today in the unit of the SKP."""
    placed = rows.at("placements", "employee_id", row["employee_id"], today)
    return any(one["unit_id"] == row["unit_id"] for one in placed)


def superior(rows: Rows, who: UUID | None, on: date) -> UUID | None:
    """Who was named to evaluate somebody, as long as placed; else who leads the nearest unit above."""
    if not (placed := rows.at("placements", "employee_id", who, on)):
        return None
    for one in rows.at("evaluator_delegations", "employee_id", who, on):
        if rows.at("placements", "employee_id", one["evaluator_employee_id"], on):
            return one["evaluator_employee_id"]  # type: ignore[no-any-return]  # a column's value
    above = sorted(
        rows.at("unit_ancestry", "unit_id", placed[0]["unit_id"], on), key=lambda one: one["depth"]
    )
    leaders = [
        lead["employee_id"]
        for step in above
        for lead in rows.at("leaderships", "unit_id", step["ancestor_id"], on)
        if lead["kind"] in ("DEFINITIVE", "PLT") and lead["employee_id"] != who
    ]
    return leaders[0] if leaders else None


def is_superior(rows: Rows, row: Row, viewer: Viewer, today: date) -> bool:
    """Whether the viewer is the superior of somebody who is still placed where the SKP is of."""
    above = superior(rows, row["employee_id"], today)
    return bool(is_in_place(rows, row, viewer, today) and above and above == viewer.employee_id)


def is_under_way(rows: Rows, row: Row, _: Viewer, __: date) -> bool:
    return any(
        one["year"] == row["year"] and one["state"] in ("DRAFT", "OFFERED")
        for one in rows.where("skps", "employee_id", row["employee_id"])
    )


def waits_for(_: Rows, row: Row, viewer: Viewer, __: date) -> bool:
    named = (row["evaluator_employee_id"], row["escalated_to_employee_id"])
    return viewer.employee_id is not None and viewer.employee_id in named


def is_calibrated(rows: Rows, row: Row, _: Viewer, today: date) -> bool:
    """Whether a calibration has judged the result, or an open one looks at it."""
    if row["calibration_id"]:
        return True
    (cycle,) = rows.where("appraisal_cycles", "id", row["cycle_id"])
    on = min(cycle["ends"] - timedelta(1), today)
    steps = rows.where("unit_ancestry", "unit_id", row["unit_id"])
    above = {one["ancestor_id"] for one in steps if holds(one, on)}
    opened = [one for one in rows.where("calibrations", "cycle_id", cycle["id"]) if one["state"] == "OPEN"]
    return any(one["unit_id"] in above for one in opened)


def holds_no_own_draft(rows: Rows, calibration: Row, viewer: Viewer, today: date) -> bool:
    """Whether nothing unpublished of the viewer's is among the results that count in a calibration."""
    return not own_drafts(rows, calibration, viewer, today)


def looks_at_no_own_draft(rows: Rows, calibration: Row, viewer: Viewer, today: date) -> bool:
    """The same of what it looks at: what another judged counts, but a further one leaves it alone."""
    own = own_drafts(rows, calibration, viewer, today)
    return not any(not calibration["is_supplementary"] or one["calibration_id"] is None for one in own)


def own_drafts(rows: Rows, calibration: Row, viewer: Viewer, today: date) -> list[Row]:
    (cycle,) = rows.where("appraisal_cycles", "id", calibration["cycle_id"])
    on = min(cycle["ends"] - timedelta(1), today)
    below = {one["unit_id"] for one in rows.at("unit_ancestry", "ancestor_id", calibration["unit_id"], on)}
    return [
        one
        for one in rows.where("appraisals", "employee_id", viewer.employee_id)
        if one["cycle_id"] == calibration["cycle_id"]
        and one["unit_id"] in below
        and one["state"] == "EVALUATED"
    ]


def is_open(rows: Rows, row: Row, _: Viewer, __: date) -> bool:
    return any(one["state"] == "OPEN" for one in rows.where("appraisal_cycles", "id", row["cycle_id"]))


def may_object(rows: Rows, row: Row, viewer: Viewer, today: date) -> bool:
    until = row["objection_until"]
    return bool(
        is_own(rows, row, viewer, today)
        and row["state"] in ("PUBLISHED", "ACKNOWLEDGED")
        and until
        and until >= today
        and not rows.where("objections", "appraisal_id", row["id"])
    )


def sits(rows: Rows, row: Row, viewer: Viewer, _: date) -> bool:
    members = rows.where("calibration_members", "calibration_id", row["id"])
    return any(one["employee_id"] == viewer.employee_id and one["left_at"] is None for one in members)


def gave_it(rows: Rows, row: Row, viewer: Viewer, _: date) -> bool:
    """Whether the viewer gave the last evaluation that wasn't a calibration's or a judge's."""
    given = [
        one
        for one in rows.where("evaluations", "appraisal_id", row["appraisal_id"])
        if one["stage"] == "EVALUATION"
    ]
    last = max(given, key=lambda one: one["number"], default=None)
    by = last["by_employee_id"] if last else None
    for appraisal in rows.where("appraisals", "id", row["appraisal_id"]):
        by = by or appraisal["evaluator_employee_id"]
    return viewer.employee_id is not None and bool(by == viewer.employee_id)


def may_decide(rows: Rows, row: Row, viewer: Viewer, today: date) -> bool:
    sides = {one["side"] for one in rows.where("objection_statements", "objection_id", row["id"])}
    named = viewer.employee_id is not None and row["judge_employee_id"] == viewer.employee_id
    return bool(named and (row["statements_until"] < today or len(sides) > 1))


def may_explain(rows: Rows, row: Row, viewer: Viewer, today: date) -> bool:
    side = is_own(rows, row, viewer, today) or gave_it(rows, row, viewer, today)
    return bool(row["statements_until"] >= today and side)


def may_answer(rows: Rows, row: Row, viewer: Viewer, _: date) -> bool:
    (appraisal,) = rows.where("appraisals", "id", row["appraisal_id"])
    asked = row["rater_employee_id"] == viewer.employee_id and not row["answered"]
    return bool(asked and appraisal["state"] in ("OPEN", "EVALUATED"))


def while_(*states: str) -> Callable[..., Asked]:
    """Only in one of these states, and if all of these say so."""

    def only_if(*also: Asked) -> Asked:
        return lambda rows, row, viewer, today: (
            row["state"] in states and all(one(rows, row, viewer, today) for one in also)
        )

    return only_if


def either(one: Asked, other: Asked) -> Asked:
    return lambda *asked: one(*asked) or other(*asked)


def both(one: Asked, other: Asked) -> Asked:
    return lambda *asked: one(*asked) and other(*asked)


def never(one: Asked) -> Asked:
    return lambda *asked: not one(*asked)


MINE: dict[str, Asked] = {
    "SkpCan.change": while_("DRAFT")(either(both(is_own, is_in_place), is_superior)),
    "SkpCan.offer": while_("DRAFT")(is_superior),
    "SkpCan.acknowledge": while_("OFFERED")(is_own, is_in_place),
    "SkpCan.giveBack": while_("OFFERED")(is_own),
    "SkpCan.revise": while_("ACKNOWLEDGED")(never(is_under_way), is_superior),
    "AppraisalCan.evaluate": either(
        while_("OPEN")(waits_for, is_open), while_("EVALUATED")(waits_for, never(is_calibrated), is_open)
    ),
    "AppraisalCan.acknowledge": while_("PUBLISHED")(is_own),
    "AppraisalCan.object": may_object,
    "CalibrationCan.change": while_("OPEN")(sits),
    "CalibrationCan.close": while_("OPEN")(
        sits, lambda _, row, viewer, __: row["chair_employee_id"] == viewer.employee_id
    ),
    "CalibrationCan.reseat": while_("OPEN")(),
    "CalibrationCan.cancel": while_("OPEN")(looks_at_no_own_draft),
    "ObjectionCan.explain": while_("FILED")(may_explain),
    "ObjectionCan.withdraw": while_("FILED")(is_own),
    "ObjectionCan.decide": while_("FILED")(may_decide),
    "RatingInvitationCan.answer": may_answer,
    "EmployeeCan.assess": lambda _, row, viewer, __: row["id"] != viewer.employee_id,
    "Viewer.toEvaluate": while_("OPEN")(waits_for),
}
