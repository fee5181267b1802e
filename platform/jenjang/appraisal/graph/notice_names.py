"""What a notice is about in words: SQL of a person's name, a unit's, a training's, or a period's."""

from collections.abc import Mapping

PEOPLE: Mapping[str, tuple[str, str | None]] = {
    "Appraisal": ("appraisals", None),
    "CareerPlan": ("career_plans", None),
    "CompetencyAssessment": ("competency_assessments", None),
    "Dialogue": ("dialogues", "leader_employee_id"),
    "Feedback": ("feedback", "by_employee_id"),
    "FeedbackRequest": ("feedback_requests", "of_employee_id"),
    "ImprovementPath": ("improvement_paths", None),
    "ImprovementTarget": ("improvement_targets", None),
    "Objection": ("objections", None),
    "RatingInvitation": ("rating_invitations", None),
    "Skp": ("skps", None),
    "StagnationCase": ("stagnation_cases", None),
    "StudyEntitlement": ("study_entitlements", None),
    "StudyLeave": ("study_leaves", None),
    "TrainingBehaviour": ("training_behaviours", None),
}
"""By type: the table, and the column of the second person, where it is between two."""
UNIT = (
    "SELECT v.name FROM calibrations r JOIN unit_versions v ON v.tenant_id = {tenant}"
    " AND v.unit_id = r.unit_id AND v.valid_from <= {today} AND (v.valid_to IS NULL OR v.valid_to > {today})"
    " WHERE r.tenant_id = {tenant} AND r.id = {row}.about_id"
)
TRAINING = (
    "SELECT c.name || ', ' || r.title FROM training_events r"
    " JOIN training_courses c ON c.tenant_id = {tenant} AND c.id = r.course_id"
    " WHERE r.tenant_id = {tenant} AND r.id = {row}.about_id"
)
ENROLMENT = (
    "SELECT CASE r.employee_id WHEN {row}.employee_id THEN c.name || ', ' || v.title ELSE e.name END"
    " FROM training_enrolments r"
    " JOIN training_events v ON v.tenant_id = {tenant} AND v.id = r.event_id"
    " JOIN training_courses c ON c.tenant_id = {tenant} AND c.id = v.course_id"
    " JOIN employees e ON e.tenant_id = {tenant} AND e.id = r.employee_id"
    " WHERE r.tenant_id = {tenant} AND r.id = {row}.about_id"
)
"""One's own is named by course and event, another's by the person."""
STEP = "SELECT r.what FROM career_steps r WHERE r.tenant_id = {tenant} AND r.id = {row}.about_id"
POSITION = "SELECT r.name FROM positions r WHERE r.tenant_id = {tenant} AND r.id = {row}.about_id"
PERIOD = (
    "SELECT CASE r.kind WHEN 'ANNUAL' THEN CASE {language} WHEN 'en' THEN 'Year' ELSE 'Tahun' END"
    " WHEN 'QUARTERLY' THEN CASE {language} WHEN 'en' THEN 'Quarter ' ELSE 'Triwulan ' END || r.number"
    " ELSE CASE {language} WHEN 'en' THEN 'Month ' ELSE 'Bulan ' END || r.number END || ' ' || r.year"
    " FROM appraisal_cycles r WHERE r.tenant_id = {tenant} AND r.id = {row}.about_id"
)


def _person(table: str, other: str | None) -> str:
    """SQL of whose a row is, or of the other one of two."""
    one = "r.employee_id"
    who = f"CASE {one} WHEN {{row}}.employee_id THEN r.{other} ELSE {one} END" if other else one
    return (
        f"SELECT e.name FROM {table} r JOIN employees e ON e.tenant_id = {{tenant}} AND e.id = {who}"
        " WHERE r.tenant_id = {tenant} AND r.id = {row}.about_id"
    )


PERSON = "SELECT e.name FROM employees e WHERE e.tenant_id = {tenant} AND e.id = {row}.about_id"
NAMED = {kind: _person(*where) for kind, where in PEOPLE.items()}
NAMES = {
    **NAMED,
    "AppraisalCycle": PERIOD,
    "Calibration": UNIT,
    "CareerStep": STEP,
    "Employee": PERSON,
    "Position": POSITION,
    "TrainingEnrolment": ENROLMENT,
    "TrainingEvent": TRAINING,
}
ABOUT_NAME = (
    "CASE {row}.about_type " + " ".join(f"WHEN '{kind}' THEN ({sql})" for kind, sql in NAMES.items()) + " END"
)
