"""What of somebody is known to whom it is entrusted alone: one appraisal, and what hangs on it.

SQL of two columns each: `person`, and `thing`, the id of what of that person is entrusted to somebody. The
reader asks the same as the deeds, so that what is seen and what may be done never differ.
"""

ESCALATED = (
    " WHERE e.tenant_id = {tenant} AND e.escalated_to_employee_id = {me} AND e.state IN ('OPEN', 'EVALUATED')"
)
LATE = f"SELECT e.employee_id AS person, e.id AS thing FROM appraisals e{ESCALATED}"
"""Appraisals that somebody evaluates as the superior of whoever does and is late."""
TO_JUDGE = (
    " FROM objections o WHERE o.tenant_id = {tenant} AND o.judge_employee_id = {me}"
    " AND (o.state = 'FILED' OR o.state = 'DECIDED' AND o.decide_until >= {today})"
)
JUDGED = f"SELECT o.employee_id AS person, o.appraisal_id AS thing{TO_JUDGE}"
"""Appraisals on which somebody is to decide, and those decided until the day for that has passed."""
RESULTS = f"{LATE} UNION ALL {JUDGED}"
"""Both: what somebody sees of an appraisal who is over nobody's units."""
COUNTING = (
    "SELECT n.id FROM skps n WHERE n.tenant_id = {tenant} AND n.employee_id = e.employee_id"
    " AND n.year = y.year AND n.applies_from <= (y.ends - interval '1 month')::date"
    " ORDER BY n.applies_from DESC, n.edition DESC LIMIT 1"
)
"""The edition that counts for a cycle: the last that applies when its last month begins (`edition_for`)."""
SKPS = (
    "SELECT e.employee_id AS person, k.id AS thing FROM appraisals e"
    " JOIN appraisal_cycles y ON y.tenant_id = {tenant} AND y.id = e.cycle_id"
    " JOIN skps k ON k.tenant_id = {tenant} AND k.employee_id = e.employee_id AND k.year = y.year"
    f" AND k.id IN (e.skp_id, ({COUNTING})){ESCALATED}"
)
"""SKPs that late appraisals measure: the one that counts, and the one by which it was evaluated."""
SKP_RESULTS = (
    f"SELECT m.person, r.id AS thing FROM ({SKPS}) m"
    " JOIN skp_results r ON r.tenant_id = {tenant} AND r.skp_id = m.thing"
)
"""The results that those SKPs expect."""
