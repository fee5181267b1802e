SELECT (SELECT '{"nodes":[' || coalesce(array_to_string((array_agg(q.a0))[1:4], ','), '')
  || ('],"totalCount":' || (SELECT (least(count(*), 10000))::text
      FROM (SELECT 1
        FROM appraisals t1
        WHERE t1.tenant_id = ctx.tenant AND (t1.employee_id IN (SELECT $3::uuid
            UNION ALL SELECT p.employee_id
            FROM placements p
            WHERE p.tenant_id = ctx.tenant AND p.unit_id = ANY($4::uuid[])
            AND p.valid_from <= $2::date AND (p.valid_to IS NULL OR p.valid_to > $2::date)
            UNION ALL SELECT n.employee_id
            FROM (
    SELECT d.*
              FROM evaluator_delegations d
      JOIN placements theirs ON theirs.tenant_id = ctx.tenant
      
              AND theirs.employee_id = d.evaluator_employee_id AND theirs.valid_from <= $2::date
      
              AND (theirs.valid_to IS NULL OR theirs.valid_to > $2::date)
    
              WHERE d.tenant_id = ctx.tenant AND d.valid_from <= $2::date
              AND (d.valid_to IS NULL OR d.valid_to > $2::date)
 AND d.evaluator_employee_id = $3::uuid) n
            UNION ALL SELECT x.person
            FROM (SELECT e.employee_id AS person, e.id AS thing
              FROM appraisals e
              WHERE e.tenant_id = ctx.tenant AND e.escalated_to_employee_id = $3::uuid
              AND e.state IN ('OPEN', 'EVALUATED')
              UNION ALL SELECT o.employee_id AS person, o.appraisal_id AS thing
              FROM objections o
              WHERE o.tenant_id = ctx.tenant AND o.judge_employee_id = $3::uuid
              AND (o.state = 'FILED' OR o.state = 'DECIDED' AND o.decide_until >= $2::date)) x)
          AND (t1.employee_id NOT IN (SELECT x.person
              FROM (SELECT e.employee_id AS person, e.id AS thing
                FROM appraisals e
                WHERE e.tenant_id = ctx.tenant AND e.escalated_to_employee_id = $3::uuid
                AND e.state IN ('OPEN', 'EVALUATED')
                UNION ALL SELECT o.employee_id AS person, o.appraisal_id AS thing
                FROM objections o
                WHERE o.tenant_id = ctx.tenant AND o.judge_employee_id = $3::uuid
                AND (o.state = 'FILED' OR o.state = 'DECIDED' AND o.decide_until >= $2::date)) x)
            OR t1.id IN (SELECT x.thing
              FROM (SELECT e.employee_id AS person, e.id AS thing
                FROM appraisals e
                WHERE e.tenant_id = ctx.tenant AND e.escalated_to_employee_id = $3::uuid
                AND e.state IN ('OPEN', 'EVALUATED')
                UNION ALL SELECT o.employee_id AS person, o.appraisal_id AS thing
                FROM objections o
                WHERE o.tenant_id = ctx.tenant AND o.judge_employee_id = $3::uuid
                AND (o.state = 'FILED' OR o.state = 'DECIDED' AND o.decide_until >= $2::date)) x)
            OR EXISTS (SELECT
              FROM (SELECT $3::uuid
                UNION ALL SELECT p.employee_id
                FROM placements p
                WHERE p.tenant_id = ctx.tenant AND p.unit_id = ANY($4::uuid[])
                AND p.valid_from <= $2::date AND (p.valid_to IS NULL OR p.valid_to > $2::date)
                UNION ALL SELECT n.employee_id
                FROM (
    SELECT d.*
                  FROM evaluator_delegations d
      JOIN placements theirs ON theirs.tenant_id = ctx.tenant
      
                  AND theirs.employee_id = d.evaluator_employee_id AND theirs.valid_from <= $2::date
      
                  AND (theirs.valid_to IS NULL OR theirs.valid_to > $2::date)
    
                  WHERE d.tenant_id = ctx.tenant AND d.valid_from <= $2::date
                  AND (d.valid_to IS NULL OR d.valid_to > $2::date)
 AND d.evaluator_employee_id = $3::uuid) n) x (person)
              WHERE x.person = t1.employee_id))) AND (t1.state = ANY($5::text[]))
        LIMIT 10001) q) || ',"pageInfo":{"hasNextPage":' || (count(*) > 4)::text
    || '}}')
  FROM (SELECT '{"employee":' || CASE WHEN t2.id IS NOT NULL THEN '{"name":'
    || json_scalar(t2.name)::text || '}' ELSE 'null' END || ',"dueOn":"'
    || t1.due_on::text || '","state":"' || t1.state || '","escalatedAt":'
    || coalesce('"' || to_char(t1.escalated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      || '"', 'null') || ',"evaluations":[' || coalesce((SELECT string_agg(q.j, ',')
        FROM (SELECT '{"number":' || t3.number::text || ',"predicate":"'
          || t3.predicate || '","publishedAt":' || coalesce('"' || to_char(t3.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
            || '"', 'null') || '}' AS j
          FROM evaluations t3
          WHERE t3.tenant_id = ctx.tenant AND t3.appraisal_id = t1.id AND (t3.published_at IS NOT NULL
            OR (t3.employee_id IN (SELECT p.employee_id
                FROM placements p
                WHERE p.tenant_id = ctx.tenant AND p.unit_id = ANY($4::uuid[])
                AND p.valid_from <= $2::date AND (p.valid_to IS NULL OR p.valid_to > $2::date)
                UNION ALL SELECT n.employee_id
                FROM (
    SELECT d.*
                  FROM evaluator_delegations d
      JOIN placements theirs ON theirs.tenant_id = ctx.tenant
      
                  AND theirs.employee_id = d.evaluator_employee_id AND theirs.valid_from <= $2::date
      
                  AND (theirs.valid_to IS NULL OR theirs.valid_to > $2::date)
    
                  WHERE d.tenant_id = ctx.tenant AND d.valid_from <= $2::date
                  AND (d.valid_to IS NULL OR d.valid_to > $2::date)
 AND d.evaluator_employee_id = $3::uuid) n
                UNION ALL SELECT x.person
                FROM (SELECT e.employee_id AS person, e.id AS thing
                  FROM appraisals e
                  WHERE e.tenant_id = ctx.tenant AND e.escalated_to_employee_id = $3::uuid
                  AND e.state IN ('OPEN', 'EVALUATED')) x) AND (t3.employee_id NOT IN (SELECT x.person
                  FROM (SELECT e.employee_id AS person, e.id AS thing
                    FROM appraisals e
                    WHERE e.tenant_id = ctx.tenant AND e.escalated_to_employee_id = $3::uuid
                    AND e.state IN ('OPEN', 'EVALUATED')) x) OR t3.appraisal_id IN (SELECT x.thing
                  FROM (SELECT e.employee_id AS person, e.id AS thing
                    FROM appraisals e
                    WHERE e.tenant_id = ctx.tenant AND e.escalated_to_employee_id = $3::uuid
                    AND e.state IN ('OPEN', 'EVALUATED')) x) OR EXISTS (SELECT
                  FROM (SELECT p.employee_id
                    FROM placements p
                    WHERE p.tenant_id = ctx.tenant AND p.unit_id = ANY($4::uuid[])
                    AND p.valid_from <= $2::date AND (p.valid_to IS NULL
                      OR p.valid_to > $2::date)
                    UNION ALL SELECT n.employee_id
                    FROM (
    SELECT d.*
                      FROM evaluator_delegations d
      JOIN placements theirs ON theirs.tenant_id = ctx.tenant
      
                      AND theirs.employee_id = d.evaluator_employee_id AND theirs.valid_from <= $2::date
      
                      AND (theirs.valid_to IS NULL OR theirs.valid_to > $2::date)
    
                      WHERE d.tenant_id = ctx.tenant AND d.valid_from <= $2::date
                      AND (d.valid_to IS NULL OR d.valid_to > $2::date)

                      AND d.evaluator_employee_id = $3::uuid) n) x (person)
                  WHERE x.person = t3.employee_id)))) AND ((t3.published_at IS NOT NULL
              OR t3.employee_id IS DISTINCT
              FROM $3::uuid))
          ORDER BY t3.number DESC, t3.id
          LIMIT 100) q), '') || ']}' AS a0, t1.id AS a1
    FROM (SELECT t1.*
      FROM appraisals t1
      WHERE t1.tenant_id = ctx.tenant AND (t1.employee_id IN (SELECT $3::uuid
          UNION ALL SELECT p.employee_id
          FROM placements p
          WHERE p.tenant_id = ctx.tenant AND p.unit_id = ANY($4::uuid[])
          AND p.valid_from <= $2::date AND (p.valid_to IS NULL OR p.valid_to > $2::date)
          UNION ALL SELECT n.employee_id
          FROM (
    SELECT d.*
            FROM evaluator_delegations d
      JOIN placements theirs ON theirs.tenant_id = ctx.tenant
      
            AND theirs.employee_id = d.evaluator_employee_id AND theirs.valid_from <= $2::date
      
            AND (theirs.valid_to IS NULL OR theirs.valid_to > $2::date)
    
            WHERE d.tenant_id = ctx.tenant AND d.valid_from <= $2::date
            AND (d.valid_to IS NULL OR d.valid_to > $2::date)
 AND d.evaluator_employee_id = $3::uuid) n
          UNION ALL SELECT x.person
          FROM (SELECT e.employee_id AS person, e.id AS thing
            FROM appraisals e
            WHERE e.tenant_id = ctx.tenant AND e.escalated_to_employee_id = $3::uuid
            AND e.state IN ('OPEN', 'EVALUATED')
            UNION ALL SELECT o.employee_id AS person, o.appraisal_id AS thing
            FROM objections o
            WHERE o.tenant_id = ctx.tenant AND o.judge_employee_id = $3::uuid
            AND (o.state = 'FILED' OR o.state = 'DECIDED' AND o.decide_until >= $2::date)) x)
        AND (t1.employee_id NOT IN (SELECT x.person
            FROM (SELECT e.employee_id AS person, e.id AS thing
              FROM appraisals e
              WHERE e.tenant_id = ctx.tenant AND e.escalated_to_employee_id = $3::uuid
              AND e.state IN ('OPEN', 'EVALUATED')
              UNION ALL SELECT o.employee_id AS person, o.appraisal_id AS thing
              FROM objections o
              WHERE o.tenant_id = ctx.tenant AND o.judge_employee_id = $3::uuid
              AND (o.state = 'FILED' OR o.state = 'DECIDED' AND o.decide_until >= $2::date)) x)
          OR t1.id IN (SELECT x.thing
            FROM (SELECT e.employee_id AS person, e.id AS thing
              FROM appraisals e
              WHERE e.tenant_id = ctx.tenant AND e.escalated_to_employee_id = $3::uuid
              AND e.state IN ('OPEN', 'EVALUATED')
              UNION ALL SELECT o.employee_id AS person, o.appraisal_id AS thing
              FROM objections o
              WHERE o.tenant_id = ctx.tenant AND o.judge_employee_id = $3::uuid
              AND (o.state = 'FILED' OR o.state = 'DECIDED' AND o.decide_until >= $2::date)) x)
          OR EXISTS (SELECT
            FROM (SELECT $3::uuid
              UNION ALL SELECT p.employee_id
              FROM placements p
              WHERE p.tenant_id = ctx.tenant AND p.unit_id = ANY($4::uuid[])
              AND p.valid_from <= $2::date AND (p.valid_to IS NULL OR p.valid_to > $2::date)
              UNION ALL SELECT n.employee_id
              FROM (
    SELECT d.*
                FROM evaluator_delegations d
      JOIN placements theirs ON theirs.tenant_id = ctx.tenant
      
                AND theirs.employee_id = d.evaluator_employee_id AND theirs.valid_from <= $2::date
      
                AND (theirs.valid_to IS NULL OR theirs.valid_to > $2::date)
    
                WHERE d.tenant_id = ctx.tenant AND d.valid_from <= $2::date
                AND (d.valid_to IS NULL OR d.valid_to > $2::date)
 AND d.evaluator_employee_id = $3::uuid) n) x (person)
            WHERE x.person = t1.employee_id))) AND (t1.state = ANY($5::text[]))
      ORDER BY t1.due_on, t1.id
      LIMIT 5) t1
    LEFT JOIN employees t2 ON t2.tenant_id = ctx.tenant AND t2.id = t1.employee_id
    AND t2.id IN (SELECT $3::uuid
      UNION ALL SELECT p.employee_id
      FROM placements p
      WHERE p.tenant_id = ctx.tenant AND p.unit_id = ANY($4::uuid[]) AND p.valid_from <= $2::date
      AND (p.valid_to IS NULL OR p.valid_to > $2::date))
    ORDER BY t1.due_on, t1.id) q) AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
