"""The limit's two statements about careers: the own one with plan, gap and certificates, and a team's."""

HOLDS = "{0}.valid_from <= $2 AND ({0}.valid_to IS NULL OR {0}.valid_to > $2)"


def listed(row: str, order: str, source: str, most: int) -> str:
    """SQL of up to so many rows as JSON, with commas between; `row` makes one, in that order."""
    return f"""coalesce((SELECT string_agg(j, ',') FROM (
        SELECT {row} AS j FROM {source} ORDER BY {order} LIMIT {most}) q), '')"""


def gaps(name: str) -> str:
    """SQL of what the position held asks for; `name` is SQL of more that is told of the competency."""
    row = f"""'{{"competency":{{"code":"' || s.subject || '"' || {name} || '}},"required":' || s.level
        || ',"assessed":' || coalesce(l.level::text, 'null')
        || ',"gap":' || coalesce((s.level - l.level)::text, 'null') || '}}'"""
    source = f"""competency_standards s
        LEFT JOIN competencies c ON c.code = s.competency
        LEFT JOIN competency_levels l ON l.tenant_id = ctx.tenant AND l.employee_id = e.id
              AND l.subject = s.subject AND {HOLDS.format("l")}
        WHERE s.tenant_id = ctx.tenant AND s.position_id = p.position_id AND {HOLDS.format("s")}"""
    return listed(row, "s.subject", source, 5)


def years(most: int) -> str:
    row = """'{"year":' || y.year || ',"hours":' || y.hours || '}'"""
    source = """(SELECT year, sum(hours) AS hours FROM training_certificates
        WHERE tenant_id = ctx.tenant AND employee_id = e.id GROUP BY year) y"""
    return listed(row, "y.year DESC", source, most)


CERTIFICATES = listed(
    """'{"number":' || to_json(t.number) || ',"courseName":' || to_json(t.course) || ',"hours":' || t.hours
       || ',"issuedOn":"' || t.issued_on || '"}'""",
    "t.issued_on DESC, t.id DESC",
    "training_certificates t WHERE t.tenant_id = ctx.tenant AND t.employee_id = e.id",
    3,
)
STEPS = listed(
    """'{"what":' || to_json(s.what) || ',"due":"' || s.due || '","doneOn":'
       || coalesce('"' || s.done_on || '"', 'null') || '}'""",
    "s.due, s.id",
    "career_steps s WHERE s.tenant_id = ctx.tenant AND s.goal_id = g.id",
    100,
)
GOALS = listed(
    f"""'{{"title":' || to_json(g.title) || ',"due":"' || g.due || '","horizon":"' || g.horizon
        || '","steps":[' || {STEPS} || ']}}'""",
    "g.due, g.id",
    "career_goals g WHERE g.tenant_id = ctx.tenant AND g.plan_id = c.id",
    100,
)


def plans(first: str, last: str) -> str:
    """SQL of the latest plan; `first` and `last` are SQL of what is told before its state and at its end."""
    row = f"""'{{' || {first} || '"state":"' || c.state || '","standsUntil":'
        || coalesce('"' || c.stands_until || '"', 'null') || ',"steps":' || n.steps
        || ',"stepsDone":' || n.done || {last} || '}}'"""
    source = """career_plans c, LATERAL (
        SELECT count(*) AS steps, count(s.done_on) AS done FROM career_steps s
         WHERE s.tenant_id = ctx.tenant AND s.plan_id = c.id) n
        WHERE c.tenant_id = ctx.tenant AND c.employee_id = e.id
          AND (c.state NOT IN ('DRAFT', 'DISCARDED') OR c.employee_id = $3)"""
    return listed(row, "c.begins_on DESC, c.id DESC", source, 1)


def career(key: str, position_key: str, plan_key: str, placed: str, context: str) -> str:
    """The statement of one's own career; the keys are SQL of global ids."""
    of_plan = plans(f"""'"id":' || {plan_key} || ','""", f"""',"goals":[' || {GOALS} || ']'""")
    named = """',"name":' || to_json(c.name)"""
    return f"""
SELECT (
  SELECT '{{"id":' || {key} || ',"name":' || to_json(e.name) || ',"position":'
         || coalesce('{{"id":' || {position_key} || ',"name":' || to_json(o.name) || '}}', 'null')
         || ',"competencyGaps":{{"nodes":[' || {gaps(named)} || ']}},"trainingYears":{{"nodes":['
         || {years(2)} || ']}},"trainingCertificates":{{"nodes":[' || {CERTIFICATES}
         || ']}},"careerPlans":{{"nodes":[' || {of_plan} || ']}}}}'
    FROM employees e {placed} WHERE e.tenant_id = ctx.tenant AND e.id = $3)
  FROM {context}
"""


def growth(key: str, leads: str, placed: str, context: str) -> str:
    """The statement of a team's careers; `key` is SQL of a person's global id, `leads` of who are in it."""
    return f"""
SELECT (SELECT string_agg(j, ',') FROM (
  SELECT '{{"id":' || {key} || ',"name":' || to_json(e.name) || ',"position":'
         || coalesce('{{"name":' || to_json(o.name) || '}}', 'null')
         || ',"competencyGaps":{{"nodes":[' || {gaps("''")} || ']}},"trainingYears":{{"nodes":['
         || {years(1)} || ']}},"careerPlans":{{"nodes":[' || {plans("''", "''")} || ']}}}}' AS j
    FROM (SELECT * FROM employees e WHERE e.tenant_id = ctx.tenant AND e.id IN {leads}
           ORDER BY e.name_key, e.id LIMIT 50) e {placed}
   ORDER BY e.name_key, e.id) q)
  FROM {context}
"""
