"""The timeline tells results, trainings and assessments, too; completed trainings tell the course's name."""

from collections.abc import Sequence

from alembic import op

revision: str = "2026_11_24_timeline"
down_revision: str | None = "2026_11_23_plans_kept_whole"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ROLES = "jenjang_app, jenjang_worker"
COMPLETED = """
CREATE OR REPLACE VIEW trainings_completed WITH (security_invoker = true) AS
SELECT tenant_id, id, employee_id, course_id, form, hours, ends_on AS completed_on, issued_on AS certified_on{more}
FROM training_certificates
"""
TIMELINE = """
CREATE OR REPLACE VIEW timeline_entries WITH (security_invoker = true) AS
SELECT tenant_id, id, employee_id, 'SERVICE'::text AS kind, state AS title,
       valid_from AS begins_on, valid_to AS ends_on, decree_number, 0 AS precedence
FROM service_periods
UNION ALL
SELECT tenant_id, id, employee_id, 'NUMBER', number, valid_from, valid_to, NULL, 1
FROM employee_numbers
UNION ALL
SELECT h.tenant_id, h.id, h.employee_id, 'RANK', h.rank || ' ' || r.name,
       h.valid_from, h.valid_to, h.decree_number, 2
FROM rank_holdings h JOIN ranks r ON r.code = h.rank
UNION ALL
SELECT p.tenant_id, p.id, p.employee_id, 'PLACEMENT', o.name, p.valid_from, p.valid_to, p.decree_number, 3
FROM placements p JOIN positions o ON o.tenant_id = p.tenant_id AND o.id = p.position_id
UNION ALL
SELECT tenant_id, id, employee_id, 'LEADERSHIP', kind, valid_from, valid_to, decree_number, 4
FROM leaderships
UNION ALL
SELECT e.tenant_id, e.id, e.employee_id, 'EDUCATION', concat_ws(' ', l.name, e.programme),
       make_date(e.graduated_in, 1, 1), NULL, NULL, 5
FROM educations e JOIN education_levels l ON l.code = e.level
UNION ALL
SELECT tenant_id, id, employee_id, 'SANCTION', kind, valid_from, valid_to, decree_number, 6
FROM sanctions
"""
MORE = """UNION ALL
SELECT tenant_id, md5(employee_id || '/' || year)::uuid, employee_id, 'PERFORMANCE', predicate,
       make_date(year, 1, 1), make_date(year + 1, 1, 1), NULL, 7
FROM performance_years
UNION ALL
SELECT tenant_id, id, employee_id, 'TRAINING', course || ' (' || hours || ' JP)', completed_on, NULL, NULL, 8
FROM trainings_completed
UNION ALL
SELECT a.tenant_id, a.id, a.employee_id, 'COMPETENCY', s.name || ': tingkat ' || a.level,
       a.assessed_on, a.expires_on, NULL, 9
FROM competency_assessments a
JOIN competency_subjects s ON s.tenant_id = a.tenant_id AND s.subject = a.subject
WHERE a.withdrawn_at IS NULL
"""


def upgrade() -> None:
    op.execute(COMPLETED.format(more=", course"))
    op.execute(TIMELINE + MORE)


def downgrade() -> None:
    op.execute(TIMELINE)
    op.execute("DROP VIEW trainings_completed")
    op.execute(COMPLETED.format(more=""))
    op.execute(f"GRANT SELECT ON trainings_completed TO {ROLES}")
