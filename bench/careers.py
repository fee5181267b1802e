"""What positions ask for, what people were assessed at, learned and plan, as SQL: it follows `shape.py`."""

CAREERS = """
CREATE TEMPORARY TABLE asked ON COMMIT DROP AS
SELECT 'M.0' || k AS competency, k FROM generate_series(1, 4) k;
INSERT INTO competency_standards (position_id, competency, level, decree_number, valid_from)
SELECT post.id, competency, 3, 'SK-STANDAR', '2010-01-01' FROM post, asked;
INSERT INTO competency_assessments (employee_id, competency, level, source, assessed_on, expires_on, rule)
SELECT id, competency, 2 + (i + k) % 3, 'ASSESSMENT_CENTRE', '2025-06-01', '2031-06-01',
       'competency_assessment.2017'
  FROM person, asked;
INSERT INTO competency_levels (employee_id, subject, level, assessment_id, valid_from, valid_to)
SELECT employee_id, subject, level, id, assessed_on, expires_on FROM competency_assessments;

INSERT INTO training_courses (code, name, form, form_group, provider, amount, hours, rule, valid_from)
SELECT 'K-' || k, 'Pelayanan prima ' || k, 'COURSE', 'CLASSICAL', 'BKPSDM', 3, 20 + 4 * k,
       'training_forms.2018', '2020-01-01'
  FROM generate_series(1, 2) k;
INSERT INTO training_events (course_id, title, place, quota, source, enrol_until, begins_on, ends_on)
SELECT id, name || ' angkatan ' || y, 'Aula', 10000, 'APBD', make_date(y, 3, 1), make_date(y, 3, 2),
       make_date(y, 3, 4)
  FROM training_courses, generate_series(2024, 2025) y;
INSERT INTO training_enrolments (event_id, employee_id, state, seated_at)
SELECT e.id, p.id, 'COMPLETED', e.enrol_until FROM training_events e, person p;
INSERT INTO training_certificates (enrolment_id, employee_id, course_id, number, code, hash, course, form,
                                   hours, year, begins_on, ends_on, issued_on)
SELECT n.id, n.employee_id, c.id, 'ST-' || p.i || '/' || c.code || '/' || extract(year FROM e.begins_on),
       replace(n.id::text, '-', ''), md5(n.id::text), c.name, c.form, c.hours, extract(year FROM e.begins_on),
       e.begins_on, e.ends_on, e.ends_on
  FROM training_enrolments n JOIN training_events e ON e.id = n.event_id
  JOIN training_courses c ON c.id = e.course_id JOIN person p ON p.id = n.employee_id;

INSERT INTO career_plans (employee_id, begins_on, state, approved_on, stands_until, rule)
SELECT id, '2026-01-01', 'APPROVED', '2026-01-15', '2027-01-15', 'career_plan.2020'
  FROM person WHERE i % 3 = 1;
INSERT INTO career_goals (plan_id, employee_id, title, due, horizon)
SELECT id, employee_id, title, due, horizon
  FROM career_plans, (VALUES ('Menguasai pelayanan publik', date '2026-10-01', 'SHORT'),
                             ('Ahli madya', date '2029-10-01', 'LONG')) AS wanted (title, due, horizon);
INSERT INTO career_steps (goal_id, plan_id, employee_id, kind, what, due, done_on)
SELECT id, plan_id, employee_id, 'OTHER', 'Langkah ' || k, due - 60 * k, CASE k WHEN 2 THEN due - 120 END
  FROM career_goals, generate_series(1, 2) k
"""
"""Of four competencies that each position asks for some holders fall short; a third of all have a plan."""
