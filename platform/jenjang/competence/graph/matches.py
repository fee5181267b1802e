"""How well somebody matches the position held: job-person match."""

from decimal import Decimal

from jenjang.competence.graph import enums
from jenjang.competence.graph.people import READ
from jenjang.graph.declare import extend, field, one, record
from jenjang.organisation import models
from jenjang.organisation.graph.people import Employee
from jenjang.organisation.graph.subjects import PERSON

OWN = (
    "FROM placements p"
    " JOIN competency_standards s ON s.tenant_id = {tenant} AND s.position_id = p.position_id"
    " AND s.valid_from <= {at} AND (s.valid_to IS NULL OR s.valid_to > {at})"
    " LEFT JOIN competency_levels l ON l.tenant_id = {tenant} AND l.employee_id = p.employee_id"
    " AND l.subject = s.subject AND l.valid_from <= {at} AND l.valid_to > {at}"
    " WHERE p.tenant_id = {tenant} AND p.employee_id = {row}.id"
    " AND p.valid_from <= {at} AND (p.valid_to IS NULL OR p.valid_to > {at})"
)
"""SQL of what the position held on the date asks for, beside the levels that count."""
MATCH = (
    "SELECT count(*) AS required, count(l.level) AS assessed, CASE WHEN count(*) = count(l.level)"
    f" THEN round(100.0 * sum(least(l.level, s.level)) / sum(s.level), 2) END AS percent {OWN}"
)
"""As `rules/match.py` computes it; a test holds one against the other."""
CLASS = (
    "SELECT c.one ->> 'class' FROM rule_sets r"
    " CROSS JOIN LATERAL jsonb_array_elements(r.body -> 'classes') c(one)"
    " WHERE r.name = 'job_person_match' AND r.valid_from <= {at}"
    " AND (r.valid_to IS NULL OR r.valid_to > {at})"
    " AND {beside}.percent >= (c.one ->> 'from')::numeric ORDER BY (c.one ->> 'from')::numeric DESC LIMIT 1"
)
RULE = (
    "SELECT r.name || ' ' || r.version FROM rule_sets r WHERE r.name = 'job_person_match'"
    " AND r.valid_from <= {at} AND (r.valid_to IS NULL OR r.valid_to > {at})"
)


@record(models.Employee, needs=READ, about=PERSON)
class CompetencyMatch:
    """How much of what the position held on the date asks for somebody was assessed at (job-person match)."""

    required: int = field(
        "How many competencies the position asks for.",
        sql="{beside}.required",
        beside=MATCH,
    )
    assessed: int = field("In how many of them a level counts.", sql="{beside}.assessed", beside=MATCH)
    percent: Decimal | None = field(
        "The levels that count, each up to the level asked for, as a percentage of those asked for, to two"
        " places; null as long as one is not assessed, or nothing is asked for.",
        sql="{beside}.percent",
        beside=MATCH,
    )
    match_class: enums.MatchClass | None = field("What that percentage is called.", sql=CLASS, beside=MATCH)
    rule: str | None = field("Version of the rule that calls it so.", sql=RULE)


@extend(Employee)
class EmployeeMatch:
    match: CompetencyMatch | None = one("How well the person matches the position held.", by="id")
