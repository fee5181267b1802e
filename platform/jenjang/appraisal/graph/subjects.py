"""Whom rows of appraisal are about, and which of them each reach covers."""

from jenjang.appraisal.actions.reach import ENTRUSTED
from jenjang.core.permission import Reach
from jenjang.graph.declare import About, Subject
from jenjang.organisation.actions.superiors import OF_ONE
from jenjang.organisation.graph.subjects import PEOPLE

PLACED_IN_UNITS = (
    "JOIN placements p ON p.tenant_id = {tenant} AND p.employee_id = r.employee_id"
    " AND p.unit_id = ANY({units}) AND p.valid_from <= {today}"
    " AND (p.valid_to IS NULL OR p.valid_to > {today})"
)

APPRAISED = Subject(
    {
        Reach.OWN: PEOPLE.sets[Reach.OWN],
        Reach.UNIT: f"{PEOPLE.sets[Reach.UNIT]} UNION ALL {ENTRUSTED}",
    }
)
"""OWN is the viewer's own person; UNIT the people of the units, and those whom the viewer evaluates by
delegated authority or as the superior of who is late."""

JUDGED = (
    "SELECT o.{column} FROM objections o WHERE o.tenant_id = {{tenant}} AND o.judge_employee_id = {{me}}"
    " AND (o.state = 'FILED' OR o.state = 'DECIDED' AND o.decide_until >= {{today}})"
)
"""SQL of what the viewer is to decide, and of what is decided until the day for that has passed."""
RESULTS = Subject(
    {
        Reach.OWN: APPRAISED.sets[Reach.OWN],
        Reach.UNIT: f"{APPRAISED.sets[Reach.UNIT]} UNION ALL {JUDGED.format(column='employee_id')}",
    }
)
"""The same, and those whose objection the viewer is to decide: of them the results, and nothing else."""

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
        f" AND o.employee_id IN ({APPRAISED.sets[Reach.UNIT]}) UNION ALL {JUDGED.format(column='id')}",
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
OF_RESULTS = About(RESULTS, "employee_id")
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
NO_OWN_DRAFT = (
    "NOT EXISTS (SELECT FROM calibrations c"
    " JOIN appraisal_cycles y ON y.tenant_id = {{tenant}} AND y.id = c.cycle_id"
    " JOIN appraisals a ON a.tenant_id = {{tenant}} AND a.cycle_id = c.cycle_id AND a.employee_id = {{me}}"
    " AND a.state = 'EVALUATED'"
    " JOIN unit_ancestry u ON u.tenant_id = {{tenant}} AND u.unit_id = a.unit_id"
    " AND u.ancestor_id = c.unit_id AND u.valid_from <= least(y.ends - 1, {{today}})"
    " AND (u.valid_to IS NULL OR u.valid_to > least(y.ends - 1, {{today}}))"
    " WHERE c.tenant_id = {{tenant}} AND c.id = {{row}}.{calibration})"
)
COUNTS_NO_OWN_DRAFT = NO_OWN_DRAFT.format(calibration="calibration_id")
"""Whoever knows everybody else's result reads the own one off a distribution: it waits for publication."""
PUBLISHED = "{row}.published_at IS NOT NULL"
