"""Whom rows of appraisal are about, and which of them each reach covers."""

from jenjang.appraisal.actions import entrusted
from jenjang.core.permission import Reach
from jenjang.graph.declare import About, Subject
from jenjang.organisation.actions.superiors import NAMED, OF_ONE
from jenjang.organisation.graph.subjects import PEOPLE

PLACED_IN_UNITS = (
    "JOIN placements p ON p.tenant_id = {tenant} AND p.employee_id = r.employee_id"
    " AND p.unit_id = ANY({units}) AND p.valid_from <= {today}"
    " AND (p.valid_to IS NULL OR p.valid_to > {today})"
)

EVALUATED_PEOPLE = {
    Reach.OWN: PEOPLE.sets[Reach.OWN],
    Reach.UNIT: f"{PEOPLE.sets[Reach.UNIT]} UNION ALL SELECT n.employee_id FROM ("
    + NAMED.format(tenant="{tenant}", employee="{me}", on="{today}")
    + ") n",
}
APPRAISED = Subject(EVALUATED_PEOPLE)
"""OWN is the viewer's own person; UNIT the people of the units, and those whom the viewer evaluates by
delegated authority."""
DRAFTS = Subject(EVALUATED_PEOPLE, {Reach.UNIT: entrusted.LATE})
"""The same, and of others the one appraisal that the viewer evaluates as the superior of who is late."""
RESULTS = Subject(EVALUATED_PEOPLE, {Reach.UNIT: entrusted.RESULTS})
"""The same, and of others the one appraisal on which the viewer is to decide."""
EXPECTED = Subject(EVALUATED_PEOPLE, {Reach.UNIT: entrusted.SKPS})
EXPECTED_RESULTS = Subject(EVALUATED_PEOPLE, {Reach.UNIT: entrusted.SKP_RESULTS})
"""The people, and of others the SKP, and its results, that such a late appraisal measures."""

OBJECTIONS = Subject(
    {
        Reach.OWN: "SELECT o.id FROM objections o WHERE o.tenant_id = {tenant} AND o.employee_id = {me}"
        " UNION ALL SELECT o.id FROM evaluations e"
        " JOIN objections o ON o.tenant_id = {tenant} AND o.appraisal_id = e.appraisal_id"
        " AND o.state = 'FILED'"
        " WHERE e.tenant_id = {tenant} AND e.by_employee_id = {me} AND e.stage = 'EVALUATION'"
        " AND NOT EXISTS (SELECT FROM evaluations l WHERE l.tenant_id = {tenant}"
        " AND l.appraisal_id = e.appraisal_id AND l.stage = 'EVALUATION' AND l.number > e.number)",
        Reach.UNIT: "SELECT o.id FROM objections o WHERE o.tenant_id = {tenant}"
        f" AND o.employee_id IN ({APPRAISED.sets[Reach.UNIT]}) UNION ALL SELECT o.id{entrusted.TO_JUDGE}",
    }
)
"""OWN are the own objections, and those to a result that the viewer gave, while both sides are heard, whoever
is to evaluate now; UNIT those of people in reach, and those that the viewer is to decide."""

SUPERIORS_SKPS = Subject(
    {
        Reach.OWN: "SELECT k.id FROM skps k WHERE k.tenant_id = {tenant} AND k.state = 'ACKNOWLEDGED'"
        " AND k.employee_id IN (SELECT s.superior_employee_id FROM ("
        + OF_ONE.format(tenant="{tenant}", on="{today}")
        + " AND p.employee_id = {me}) s)"
    }
)
"""OWN are the agreed SKPs of whoever evaluates the viewer today, and nobody else reaches there."""

OWN_EYES = Subject({Reach.OWN: "SELECT {me}"})
"""OWN is the viewer's own person, and nobody else reaches there."""

FEEDBACK = Subject(
    {
        Reach.OWN: "SELECT r.id FROM feedback r WHERE r.tenant_id = {tenant}"
        " AND {me} IN (r.employee_id, r.by_employee_id)",
        Reach.UNIT: f"SELECT r.id FROM feedback r {PLACED_IN_UNITS} WHERE r.tenant_id = {{tenant}}",
    }
)
"""OWN is what one was given and gave; UNIT what people of the units were given."""

FEEDBACK_REQUESTS = Subject(
    {
        Reach.OWN: "SELECT r.id FROM feedback_requests r WHERE r.tenant_id = {tenant}"
        " AND {me} IN (r.employee_id, r.of_employee_id)"
    }
)
"""OWN is what one asks or is asked."""

DIALOGUES = Subject(
    {
        Reach.OWN: "SELECT r.id FROM dialogues r WHERE r.tenant_id = {tenant}"
        " AND {me} IN (r.employee_id, r.leader_employee_id)",
        Reach.UNIT: f"SELECT r.id FROM dialogues r {PLACED_IN_UNITS} WHERE r.tenant_id = {{tenant}}",
    }
)
"""OWN are the talks that one had, on either side; UNIT those of people of the units."""

CALIBRATIONS = Subject(
    {
        Reach.OWN: "SELECT m.calibration_id FROM calibration_members m WHERE m.tenant_id = {tenant}"
        " AND m.employee_id = {me} AND m.left_at IS NULL",
        Reach.UNIT: "SELECT c.id FROM calibrations c WHERE c.tenant_id = {tenant}"
        " AND c.unit_id = ANY({units})",
    }
)
"""OWN are those in which one sits; UNIT those of units in which the viewer holds the permission."""

OF_APPRAISED = About(APPRAISED, "employee_id")
APPRAISAL = About(RESULTS, "employee_id", "id")
OF_APPRAISAL = About(RESULTS, "employee_id", "appraisal_id")
OF_DRAFT = About(DRAFTS, "employee_id", "appraisal_id")
SKP = About(EXPECTED, "employee_id", "id")
OF_SKP = About(EXPECTED, "employee_id", "skp_id")
OF_SKP_RESULT = About(EXPECTED_RESULTS, "employee_id", "result_id")
OBJECTION = About(OBJECTIONS, "id")
OF_OBJECTION = About(OBJECTIONS, "objection_id")
OF_SUPERIORS_SKP = About(SUPERIORS_SKPS, "skp_id")
FOR_OWN_EYES = About(OWN_EYES, "employee_id")
OF_AUTHOR = About(OWN_EYES, "author_employee_id")
OF_RATER = About(OWN_EYES, "rater_employee_id")
GIVEN = About(FEEDBACK, "id")
ASKED = About(FEEDBACK_REQUESTS, "id")
DIALOGUE = About(DIALOGUES, "id")
OF_DIALOGUE = About(DIALOGUES, "dialogue_id")
CALIBRATION = About(CALIBRATIONS, "id")
OF_CALIBRATION = About(CALIBRATIONS, "calibration_id")

READ, EVALUATE, TAKE_PART = "appraisal:read", "appraisal:evaluate", "appraisal:take_part"
PRIVATE = "appraisal:private"
NOT_OWN_DRAFT = "({row}.published_at IS NOT NULL OR {row}.employee_id IS DISTINCT FROM {me})"
"""What isn't published yet shows to nobody about whom it is, whatever roles that person holds."""
LOOKED_AT = (
    "({row}.employee_id IS DISTINCT FROM {me} AND {row}.below_from <= least({row}.last_day, {today})"
    " AND ({row}.below_to IS NULL OR {row}.below_to > least({row}.last_day, {today})))"
)
"""What a calibration looks at goes by the tree of units of its period; nobody looks at the own draft."""
LOOKS_AT = "(NOT c.is_supplementary OR a.calibration_id IS NULL)"
"""SQL: a calibration `c` looks at an appraisal `a`, a further one only where no other has judged it."""
NO_OWN_DRAFT = (
    "NOT EXISTS (SELECT FROM calibrations c"
    " JOIN appraisal_cycles y ON y.tenant_id = {{tenant}} AND y.id = c.cycle_id"
    " JOIN appraisals a ON a.tenant_id = {{tenant}} AND a.cycle_id = c.cycle_id AND a.employee_id = {{me}}"
    " AND a.state = 'EVALUATED'"
    " JOIN unit_ancestry u ON u.tenant_id = {{tenant}} AND u.unit_id = a.unit_id"
    " AND u.ancestor_id = c.unit_id AND u.valid_from <= least(y.ends - 1, {{today}})"
    " AND (u.valid_to IS NULL OR u.valid_to > least(y.ends - 1, {{today}}))"
    " WHERE c.tenant_id = {{tenant}} AND c.id = {{row}}.{calibration} AND {which})"
)
"""SQL: none of the drafts below the unit of a calibration is the viewer's own; all count in its pattern."""
COUNTS_NO_OWN_DRAFT = NO_OWN_DRAFT.format(calibration="calibration_id", which="true")
"""Whoever knows everybody else's result reads the own one off a distribution: it waits for publication."""
PUBLISHED = "{row}.published_at IS NOT NULL"
