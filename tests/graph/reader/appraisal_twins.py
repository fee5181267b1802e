"""Appraisal's expressions said a second time in Python: the twins of its declarations."""

import base64
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from uuid import UUID

from graph.reader import allowed_twins as allowed
from graph.reader import settings_twins as settings
from graph.reader import siasn_twins as siasn
from graph.reader.rows import Row, Rows
from graph.reader.world import TODAY

from jenjang.appraisal.graph import subjects
from jenjang.core.permission import Reach, Viewer

Leaf = Callable[[Rows, Row, date], object]
Seen = Callable[[Rows, Viewer, Reach, Sequence[UUID], date], set[object]]


def name_by(column: str) -> Leaf:
    """The name of the person whom a column names."""

    def name(rows: Rows, row: Row, _: date) -> object:
        return next((one["name"] for one in rows.where("employees", "id", row[column])), None)

    return name


def in_english(column: str) -> Leaf:
    """The English one of two texts: these tests ask in English."""
    return lambda _, row, __: row[f"{column}_en"]


def account_name_by(column: str) -> Leaf:
    """The name of whoever has the account, or the account's own where nobody has it."""

    def name(rows: Rows, row: Row, at: date) -> object:
        for account in rows.where("accounts", "id", row[column]):
            return name_by("employee_id")(rows, account, at) or account["subject"]
        return None

    return name


def of_batch(fact: Leaf) -> Leaf:
    """What the file that brought a row in tells; None where none did."""

    def told(rows: Rows, row: Row, at: date) -> object:
        for batch in rows.where("import_batches", "id", row["import_batch_id"]):
            return fact(rows, batch, at)
        return None

    return told


def is_evaluated(appraisal: Row) -> bool:
    return appraisal["state"] not in ("OPEN", "MISSED")


def is_late(appraisal: Row) -> bool:
    return bool(appraisal["state"] == "OPEN" and appraisal["due_on"] < TODAY)


def is_unacknowledged(appraisal: Row) -> bool:
    until = appraisal["acknowledge_until"]
    return appraisal["state"] == "PUBLISHED" and until is not None and until < TODAY


def in_cycle(fits: Callable[[Row], bool]) -> Leaf:
    """How many appraisals of a cycle fit."""
    return lambda rows, row, _: sum(map(fits, rows.where("appraisals", "cycle_id", row["id"])))


def below_unit(fits: Callable[[Row], bool]) -> Leaf:
    """How many appraisals fit in the same cycle, in a unit and all below it on the date."""

    def count(rows: Rows, row: Row, at: date) -> int:
        below = {one["unit_id"] for one in rows.at("unit_ancestry", "ancestor_id", row["unit_id"], at)}
        appraisals = rows.where("appraisals", "cycle_id", row["cycle_id"])
        return sum(fits(one) for one in appraisals if one["unit_id"] in below)

    return count


def of_cycle(column: str) -> Leaf:
    """A column of the cycle of the appraisal that a row names."""

    def value(rows: Rows, row: Row, _: date) -> object:
        (appraisal,) = rows.where("appraisals", "id", row["appraisal_id"])
        (cycle,) = rows.where("appraisal_cycles", "id", appraisal["cycle_id"])
        return cycle[column]

    return value


def due_on(rows: Rows, row: Row, _: date) -> object:
    (appraisal,) = rows.where("appraisals", "id", row["appraisal_id"])
    return appraisal["due_on"]


def superior_statement(rows: Rows, row: Row, _: date) -> object:
    found = rows.where("skp_results", "id", row["superior_result_id"])
    return found[0]["statement"] if found else None


def is_orphan(_: Rows, row: Row, __: date) -> bool:
    return row["superior_result_id"] is None and row["objective_id"] is None


def differs(rows: Rows, row: Row, _: date) -> bool:
    ours = rows.where("appraisals", "id", row["appraisal_id"])
    return bool(ours and ours[0]["predicate"] and ours[0]["predicate"] != row["predicate"])


def is_mislabelled(_: Rows, row: Row, __: date) -> bool:
    return bool(row["follows"] != row["predicate"])


def b64(kind: str, key: object) -> str:
    return base64.b64encode(f"{kind}:{key}".encode()).decode()


def about(_: Rows, row: Row, __: date) -> str:
    return b64(row["about_type"], row["about_id"])


OF_TWO = {
    "Dialogue": ("dialogues", "leader_employee_id"),
    "Feedback": ("feedback", "by_employee_id"),
    "FeedbackRequest": ("feedback_requests", "of_employee_id"),
}
OF_ONE = {
    "Appraisal": "appraisals",
    "CareerPlan": "career_plans",
    "CompetencyAssessment": "competency_assessments",
    "ImprovementPath": "improvement_paths",
    "ImprovementTarget": "improvement_targets",
    "Objection": "objections",
    "RatingInvitation": "rating_invitations",
    "Skp": "skps",
    "StagnationCase": "stagnation_cases",
    "StudyEntitlement": "study_entitlements",
    "StudyLeave": "study_leaves",
    "TrainingBehaviour": "training_behaviours",
}
SAYING = {
    "CareerStep": ("career_steps", "what"),
    "Employee": ("employees", "name"),
    "Position": ("positions", "name"),
}
"""By type: the table, and the column that says what it is."""
PERIODS = {"ANNUAL": "Year", "QUARTERLY": "Quarter", "MONTHLY": "Month"}


def about_name(rows: Rows, notice: Row, at: date) -> object:
    """Of a person, of the other one of two, of a unit today, of a period in English; or what it says."""
    kind = notice["about_type"]
    table, other = OF_TWO.get(kind) or (OF_ONE.get(kind, ""), "employee_id")
    if table:
        for row in rows.where(table, "id", notice["about_id"]):
            is_own = row["employee_id"] == notice["employee_id"]
            return name_by(other if is_own else "employee_id")(rows, row, at)
    table, column = SAYING.get(kind, ("", ""))
    if table:
        return next((row[column] for row in rows.where(table, "id", notice["about_id"])), None)
    enrolled = rows.where("training_enrolments", "id", notice["about_id"])
    for row in enrolled if kind == "TrainingEnrolment" else ():
        if row["employee_id"] != notice["employee_id"]:
            return name_by("employee_id")(rows, row, at)
        return training_name(rows, row["event_id"])
    if kind == "TrainingEvent":
        return training_name(rows, notice["about_id"])
    for row in rows.where("calibrations", "id", notice["about_id"]) if kind == "Calibration" else ():
        return next((one["name"] for one in rows.at("unit_versions", "unit_id", row["unit_id"], TODAY)), None)
    for row in rows.where("appraisal_cycles", "id", notice["about_id"]) if kind == "AppraisalCycle" else ():
        number = "" if row["kind"] == "ANNUAL" else f" {row['number']}"
        return f"{PERIODS[row['kind']]}{number} {row['year']}"
    return None


def training_name(rows: Rows, event_id: object) -> object:
    """Of an event: the course's and its own; None where there is none."""
    for event in rows.where("training_events", "id", event_id):
        (course,) = rows.where("training_courses", "id", event["course_id"])
        return f"{course['name']}, {event['title']}"
    return None


def is_delegated(rows: Rows, row: Row, _: date) -> bool:
    return any(
        one["evaluator_employee_id"] == row["evaluator_employee_id"]
        and one["valid_from"] <= TODAY
        and (one["valid_to"] is None or one["valid_to"] > row["begins"])
        for one in rows.where("evaluator_delegations", "employee_id", row["employee_id"])
    )


def year_of_skp(rows: Rows, row: Row, _: date) -> object:
    return rows.where("skps", "id", row["skp_id"])[0]["year"]


LEAVES: dict[str, Leaf] = {
    **settings.LEAVES,
    **siasn.LEAVES,
    "Appraisal.employeeName": name_by("employee_id"),
    "Appraisal.evaluatorDelegated": is_delegated,
    "Appraisal.evaluatorName": name_by("evaluator_employee_id"),
    "AppraisalCycle.people": in_cycle(lambda _: True),
    "AppraisalCycle.evaluated": in_cycle(is_evaluated),
    "AppraisalCycle.late": in_cycle(is_late),
    "AppraisalCycle.unacknowledged": in_cycle(is_unacknowledged),
    "AppraisalPolicy.proposedByName": account_name_by("proposed_by_account_id"),
    "AppraisalPolicy.publishedByName": account_name_by("published_by_account_id"),
    "Calibration.chairName": name_by("chair_employee_id"),
    "CalibrationChange.byName": name_by("by_employee_id"),
    "CalibrationChange.employeeName": name_by("employee_id"),
    "CalibrationResult.appraisalId": lambda _, row, __: b64("Appraisal", row["id"]),
    "CalibrationMember.name": name_by("employee_id"),
    "CycleUnit.people": below_unit(lambda _: True),
    "CycleUnit.evaluated": below_unit(is_evaluated),
    "CycleUnit.late": below_unit(is_late),
    "CycleUnit.unacknowledged": below_unit(is_unacknowledged),
    "Dialogue.employeeName": name_by("employee_id"),
    "Dialogue.leaderName": name_by("leader_employee_id"),
    "Evaluation.byName": name_by("by_employee_id"),
    "Evaluation.derivation": in_english("derivation"),
    "Feedback.byName": name_by("by_employee_id"),
    "Feedback.toName": name_by("employee_id"),
    "EvaluatorDelegation.employeeName": name_by("employee_id"),
    "EvaluatorDelegation.evaluatorName": name_by("evaluator_employee_id"),
    "FeedbackRequest.askedByName": name_by("employee_id"),
    "FeedbackRequest.ofName": name_by("of_employee_id"),
    "ImprovementReview.byName": name_by("by_employee_id"),
    "NationalResult.differs": differs,
    "NationalResult.mislabelled": is_mislabelled,
    "Notice.about": about,
    "Notice.aboutName": about_name,
    "Objection.decidedByName": name_by("decided_by_employee_id"),
    "Objection.judgeName": name_by("judge_employee_id"),
    "ObjectionStatement.byName": name_by("by_employee_id"),
    "RatingInvitation.dueOn": due_on,
    "RatingInvitation.kind": of_cycle("kind"),
    "RatingInvitation.number": of_cycle("number"),
    "RatingInvitation.year": of_cycle("year"),
    "RatingInvitation.ratedName": name_by("employee_id"),
    "Skp.evaluatorName": name_by("evaluator_employee_id"),
    "Skp.importedAt": of_batch(lambda _, batch, __: batch["imported_at"]),
    "Skp.importedByName": of_batch(account_name_by("imported_by")),
    "Skp.importedFrom": of_batch(lambda _, batch, __: batch["file_name"]),
    "SkpResult.orphan": is_orphan,
    "SkpResult.superiorStatement": superior_statement,
    "SuperiorResult.resultId": lambda _, row, __: b64("SkpResult", row["id"]),
    "SuperiorResult.superiorName": name_by("employee_id"),
    "SuperiorResult.year": year_of_skp,
}
COMPUTED: dict[str, Leaf] = {
    "SuperiorResultFilter.year": year_of_skp,
    "ObjectionFilter.overdue": lambda _, row, on: row["state"] == "FILED" and row["decide_until"] < on,
    "AppraisalFilter.escalated": lambda _, row, __: row["escalated_at"] is not None,
    "NationalResultFilter.differs": differs,
    "NationalResultFilter.mislabelled": is_mislabelled,
    "NoticeFilter.unread": lambda _, row, __: row["read_at"] is None,
    "SkpFilter.imported": lambda _, row, __: row["import_batch_id"] is not None,
    "SkpResultFilter.orphan": is_orphan,
}


def is_published(row: Row) -> bool:
    return row["published_at"] is not None


def rank(row: Row) -> int:
    """The place of a predicate, the best first."""
    return ("VERY_GOOD", "GOOD", "NEEDS_IMPROVEMENT", "POOR", "VERY_POOR").index(row["predicate"])


ORDERS: dict[str, Callable[[Row], int]] = {"Calibration.counts": rank}

GUARDS: dict[tuple[str, str], Callable[[Row], bool]] = {
    ("Evaluation", "appraisal:evaluate"): is_published,
    ("EvaluationPoint", "appraisal:evaluate"): is_published,
}


def is_no_own_draft(_: Rows, row: Row, viewer: Viewer, __: date) -> bool:
    return is_published(row) or row["employee_id"] != viewer.employee_id


def is_looked_at(_: Rows, row: Row, viewer: Viewer, today: date) -> bool:
    on = min(row["last_day"], today)
    below = row["below_from"] <= on and (row["below_to"] is None or on < row["below_to"])
    return below and row["employee_id"] != viewer.employee_id


def below_calibration(fits: Callable[[Row], bool]) -> Leaf:
    """How many appraisals below a calibration's unit fit, by the tree of units of its period."""

    def count(rows: Rows, row: Row, _: date) -> int:
        (cycle,) = rows.where("appraisal_cycles", "id", row["cycle_id"])
        on = min(cycle["ends"] - timedelta(1), TODAY)
        below = {one["unit_id"] for one in rows.at("unit_ancestry", "ancestor_id", row["unit_id"], on)}
        appraisals = rows.where("appraisals", "cycle_id", row["cycle_id"])
        return sum(fits(one) for one in appraisals if one["unit_id"] in below)

    return count


def is_not_calibrated(appraisal: Row) -> bool:
    return appraisal["state"] == "EVALUATED" and appraisal["calibration_id"] is None


def applies_until(rows: Rows, row: Row, _: date) -> object:
    """When the agreed edition that follows begins to count."""
    if row["applies_from"] is None:
        return None
    agreed = [
        one
        for one in rows.where("skps", "employee_id", row["employee_id"])
        if one["year"] == row["year"] and one["state"] in ("ACKNOWLEDGED", "SUPERSEDED")
    ]
    this = (row["applies_from"], row["edition"])
    later = [one["applies_from"] for one in agreed if (one["applies_from"], one["edition"]) > this]
    return min(later, default=None)


LEAVES |= {
    "Skp.appliesUntil": applies_until,
    "Calibration.notEvaluated": below_calibration(lambda one: one["state"] == "OPEN"),
    "Calibration.notCalibrated": below_calibration(is_not_calibrated),
}


def counts_no_own_draft(rows: Rows, row: Row, viewer: Viewer, today: date) -> bool:
    (calibration,) = rows.where("calibrations", "id", row["calibration_id"])
    return allowed.holds_no_own_draft(rows, calibration, viewer, today)


def until_own(column: str) -> Callable[[Rows, Row, Viewer, date], object]:
    """A column that whose own draft is counted isn't told."""
    return lambda rows, row, viewer, today: (
        row[column] if allowed.holds_no_own_draft(rows, row, viewer, today) else None
    )


def version_of_draft(_: Rows, row: Row, viewer: Viewer, __: date) -> object:
    """Of the own draft nothing tells what is done with it."""
    is_own = row["employee_id"] == viewer.employee_id
    return 1 if is_own and not is_published(row) else row["version"]


def version_of_calibration(rows: Rows, row: Row, viewer: Viewer, __: date) -> object:
    """A change of the own draft is told by no version."""
    changes = rows.where("calibration_changes", "calibration_id", row["id"])
    own = [one for one in changes if one["employee_id"] == viewer.employee_id and not is_published(one)]
    return row["version"] - len(own)


MINE: dict[str, Callable[[Rows, Row, Viewer, date], object]] = {
    **allowed.MINE,
    "Appraisal.version": version_of_draft,
    "Calibration.version": version_of_calibration,
    "Calibration.withinPattern": until_own("within_pattern"),
    "Calibration.deviation": until_own("deviation_en"),
    "Calibration.explanation": until_own("explanation"),
}
SHOWN: dict[str, Callable[[Rows, Row, Viewer, date], bool]] = {
    "AppraisalSettings": lambda _, row, __, ___: row["name"] == "appraisal_deadlines",
    "SiasnSkp22": lambda rows, row, _, __: is_published(row) and siasn.is_annual(rows, row),
    "SiasnKinerjaPeriodik": lambda rows, row, _, __: is_published(row) and not siasn.is_annual(rows, row),
    "Evaluation": is_no_own_draft,
    "EvaluationPoint": is_no_own_draft,
    "CalibrationChange": is_no_own_draft,
    "CalibrationCount": counts_no_own_draft,
    "CalibrationResult": is_looked_at,
    "CompetencyScore": lambda _, row, __, ___: is_published(row),
}


def appraised(rows: Rows, viewer: Viewer, reach: Reach, units: Sequence[UUID], today: date) -> set[object]:
    """The people of the units, and whom one evaluates by delegated authority."""
    me = viewer.employee_id
    if reach is Reach.OWN:
        return {me}
    people = {one["employee_id"] for unit in units for one in rows.at("placements", "unit_id", unit, today)}
    named = rows.at("evaluator_delegations", "evaluator_employee_id", me, today)
    named = named if rows.at("placements", "employee_id", me, today) else []
    return people | {one["employee_id"] for one in named}


def late(rows: Rows, me: UUID | None) -> list[Row]:
    """The appraisals that came to somebody, being late, and wait."""
    came = rows.where("appraisals", "escalated_to_employee_id", me)
    return [one for one in came if one["state"] in ("OPEN", "EVALUATED")]


def judged(rows: Rows, me: UUID | None, today: date) -> list[Row]:
    """The objections that one is to decide, or decided of late."""
    asked = rows.where("objections", "judge_employee_id", me)
    decided = [one for one in asked if one["state"] == "DECIDED" and one["decide_until"] >= today]
    return [*(one for one in asked if one["state"] == "FILED"), *decided]


def drafts(rows: Rows, viewer: Viewer, reach: Reach, _: Sequence[UUID], __: date) -> set[object]:
    """Of whom one doesn't reach: the late appraisals."""
    return {one["id"] for one in late(rows, viewer.employee_id)} if reach is Reach.UNIT else set()


def results(rows: Rows, viewer: Viewer, reach: Reach, units: Sequence[UUID], today: date) -> set[object]:
    """The same, and those on which one decides."""
    more = judged(rows, viewer.employee_id, today) if reach is Reach.UNIT else ()
    return drafts(rows, viewer, reach, units, today) | {one["appraisal_id"] for one in more}


def expected(rows: Rows, viewer: Viewer, reach: Reach, _: Sequence[UUID], __: date) -> set[object]:
    """The SKPs that late appraisals measure."""
    found = set()
    for one in late(rows, viewer.employee_id) if reach is Reach.UNIT else ():
        (cycle,) = rows.where("appraisal_cycles", "id", one["cycle_id"])
        editions = [
            skp
            for skp in rows.where("skps", "employee_id", one["employee_id"])
            if skp["year"] == cycle["year"]
        ]
        last_month = (cycle["ends"] - timedelta(1)).replace(day=1)
        counting = [skp for skp in editions if skp["applies_from"] and skp["applies_from"] <= last_month]
        found |= {skp["id"] for skp in editions if skp["id"] == one["skp_id"]}
        if counting:
            found.add(max(counting, key=lambda skp: (skp["applies_from"], skp["edition"]))["id"])
    return found


def expected_results(
    rows: Rows, viewer: Viewer, reach: Reach, units: Sequence[UUID], today: date
) -> set[object]:
    skps = expected(rows, viewer, reach, units, today)
    return {one["id"] for skp in skps for one in rows.where("skp_results", "skp_id", skp)}


def objections(rows: Rows, viewer: Viewer, reach: Reach, units: Sequence[UUID], today: date) -> set[object]:
    """Those of people in reach and those that one decides; the own, and those to what one gave."""
    people = appraised(rows, viewer, reach, units, today)
    of_people = {one["id"] for who in people for one in rows.where("objections", "employee_id", who)}
    if reach is Reach.UNIT:
        return of_people | {one["id"] for one in judged(rows, viewer.employee_id, today)}
    given = (
        objection
        for one in rows.where("evaluations", "by_employee_id", viewer.employee_id)
        if one["id"] == last_given(rows, one["appraisal_id"])
        for objection in rows.where("objections", "appraisal_id", one["appraisal_id"])
        if objection["state"] == "FILED"
    )
    return of_people | {one["id"] for one in given}


def last_given(rows: Rows, appraisal: object) -> object:
    """The last evaluation that an evaluator gave."""
    given = [
        one for one in rows.where("evaluations", "appraisal_id", appraisal) if one["stage"] == "EVALUATION"
    ]
    return max(given, key=lambda one: one["number"])["id"] if given else None


def superiors_skps(rows: Rows, viewer: Viewer, reach: Reach, _: Sequence[UUID], today: date) -> set[object]:
    if reach is not Reach.OWN:
        return set()
    theirs = rows.where("skps", "employee_id", allowed.superior(rows, viewer.employee_id, today))
    return {one["id"] for one in theirs if one["state"] == "ACKNOWLEDGED"}


def own_eyes(_: Rows, viewer: Viewer, reach: Reach, __: Sequence[UUID], ___: date) -> set[object]:
    return {viewer.employee_id} if reach is Reach.OWN else set()


def of_two(table: str, other: str) -> Seen:
    """Rows between two people: both see them; so do, by way of the first one's units, who leads there."""

    def seen(rows: Rows, viewer: Viewer, reach: Reach, units: Sequence[UUID], today: date) -> set[object]:
        if reach is Reach.OWN:
            mine = [*rows.where(table, "employee_id", viewer.employee_id)]
            return {one["id"] for one in (*mine, *rows.where(table, other, viewer.employee_id))}
        people = {
            one["employee_id"] for unit in units for one in rows.at("placements", "unit_id", unit, today)
        }
        return {one["id"] for who in people for one in rows.where(table, "employee_id", who)}

    return seen


def of_two_only(table: str, other: str) -> Seen:
    """Rows between two people that nobody else sees."""
    seen = of_two(table, other)
    return lambda rows, viewer, reach, units, today: (
        seen(rows, viewer, reach, units, today) if reach is Reach.OWN else set()
    )


def calibrations(rows: Rows, viewer: Viewer, reach: Reach, units: Sequence[UUID], _: date) -> set[object]:
    if reach is Reach.OWN:
        sits = rows.where("calibration_members", "employee_id", viewer.employee_id)
        return {one["calibration_id"] for one in sits if one["left_at"] is None}
    return {one["id"] for unit in units for one in rows.where("calibrations", "unit_id", unit)}


SUBJECTS: dict[int, Seen] = {
    id(subjects.APPRAISED): appraised,
    id(subjects.DRAFTS): appraised,
    id(subjects.RESULTS): appraised,
    id(subjects.EXPECTED): appraised,
    id(subjects.EXPECTED_RESULTS): appraised,
    id(subjects.OBJECTIONS): objections,
    id(subjects.SUPERIORS_SKPS): superiors_skps,
    id(subjects.OWN_EYES): own_eyes,
    id(subjects.FEEDBACK): of_two("feedback", "by_employee_id"),
    id(subjects.FEEDBACK_REQUESTS): of_two_only("feedback_requests", "of_employee_id"),
    id(subjects.DIALOGUES): of_two("dialogues", "leader_employee_id"),
    id(subjects.CALIBRATIONS): calibrations,
}
THINGS: dict[int, Seen] = {
    id(subjects.DRAFTS): drafts,
    id(subjects.RESULTS): results,
    id(subjects.EXPECTED): expected,
    id(subjects.EXPECTED_RESULTS): expected_results,
}
"""What is covered of people who aren't."""
