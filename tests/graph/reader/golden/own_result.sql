SELECT '{"person":' || coalesce((SELECT '{"appraisals":' || (SELECT '{"nodes":['
      || coalesce(string_agg(q.a0, ','), '') || ('],"totalCount":' || (SELECT (least(count(*), 10000))::text
          FROM (SELECT 1
            FROM appraisals t2
            WHERE t2.tenant_id = ctx.tenant AND t2.employee_id = t1.id AND t2.employee_id IN (SELECT $2::uuid)
            AND (t2.state = ANY($3::text[]))
            LIMIT 10001) q) || '}')
      FROM (SELECT '{"cycle":' || CASE WHEN t3.id IS NOT NULL THEN '{"kind":"'
        || t3.kind || '","year":' || t3.year::text || '}' ELSE 'null' END
        || ',"state":"' || t2.state || '","predicate":' || coalesce('"'
          || t2.predicate || '"', 'null') || ',"evaluatorName":' || coalesce(json_scalar((SELECT e.name
              FROM employees e
              WHERE e.tenant_id = ctx.tenant AND e.id = t2.evaluator_employee_id))::text, 'null')
        || ',"evaluations":[' || coalesce((SELECT string_agg(q.j, ',')
            FROM (SELECT '{"number":' || t4.number::text || ',"stage":"'
              || t4.stage || '","results":"' || t4.results || '","behaviour":"'
              || t4.behaviour || '","predicate":"' || t4.predicate || '","derivation":'
              || json_scalar((CASE $4::text WHEN 'en' THEN t4.derivation_en ELSE t4.derivation_id END))::text
              || ',"rule":' || json_scalar(t4.rule)::text || ',"publishedAt":'
              || coalesce('"' || to_char(t4.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                || '"', 'null') || '}' AS j
              FROM evaluations t4
              WHERE t4.tenant_id = ctx.tenant AND t4.appraisal_id = t2.id
              AND (t4.published_at IS NOT NULL OR false) AND ((t4.published_at IS NOT NULL
                  OR t4.employee_id IS DISTINCT
                  FROM $2::uuid))
              ORDER BY t4.number DESC, t4.id
              LIMIT 100) q), '') || ('],"points":[' || coalesce((SELECT string_agg(q.j, ',')
              FROM (SELECT '{"kind":"' || t5.kind || '","statement":' || json_scalar(t5.statement)::text
                || ',"behaviour":' || CASE WHEN t6.code IS NOT NULL THEN '{"name":'
                || json_scalar(t6.name)::text || '}' ELSE 'null' END || ',"competency":'
                || CASE WHEN t7.code IS NOT NULL THEN '{"name":' || json_scalar(t7.name)::text
                || '}' ELSE 'null' END || ',"intention":' || CASE WHEN t8.id IS NOT NULL THEN '{"step":'
                || json_scalar(t8.step)::text || ',"wantedBy":"' || t8.wanted_by::text
                || '"}' ELSE 'null' END || '}' AS j
                FROM (SELECT t5.*
                  FROM evaluation_points t5
                  WHERE t5.tenant_id = ctx.tenant AND t5.appraisal_id = t2.id
                  AND (t5.published_at IS NOT NULL OR false) AND ((t5.published_at IS NOT NULL
                      OR t5.employee_id IS DISTINCT
                      FROM $2::uuid))
                  ORDER BY t5.kind DESC, t5.id
                  LIMIT 100) t5
                LEFT JOIN behaviours t6 ON t6.code = t5.behaviour
                LEFT JOIN competencies t7 ON t7.code = t5.competency
                LEFT JOIN step_intentions t8 ON t8.tenant_id = ctx.tenant
                AND t8.point_id = t5.id AND t8.employee_id IN (SELECT $2::uuid)
                ORDER BY t5.kind DESC, t5.id) q), '') || ('],"competencyScores":['
            || coalesce((SELECT string_agg(q.j, ',')
                FROM (SELECT '{"competency":' || CASE WHEN t10.code IS NOT NULL THEN '{"name":'
                  || json_scalar(t10.name)::text || '}' ELSE 'null' END
                  || ',"relation":"' || t9.relation || '","raters":' || coalesce(t9.raters::text, 'null')
                  || ',"mean":' || coalesce('"' || t9.mean::text || '"', 'null')
                  || '}' AS j
                  FROM (SELECT t9.*
                    FROM competency_tallies t9
                    WHERE t9.tenant_id = ctx.tenant AND t9.appraisal_id = t2.id
                    AND t9.employee_id IN (SELECT $2::uuid) AND (t9.published_at IS NOT NULL)
                    ORDER BY t9.competency, t9.relation, t9.id
                    LIMIT 100) t9
                  LEFT JOIN competencies t10 ON t10.code = t9.competency
                  ORDER BY t9.competency, t9.relation, t9.id) q), '') || ']}')) AS a0
        FROM (SELECT t2.*
          FROM appraisals t2
          WHERE t2.tenant_id = ctx.tenant AND t2.employee_id = t1.id AND t2.employee_id IN (SELECT $2::uuid)
          AND (t2.state = ANY($3::text[]))
          ORDER BY t2.begins DESC, t2.id DESC
          LIMIT 5) t2
        LEFT JOIN appraisal_cycles t3 ON t3.tenant_id = ctx.tenant AND t3.id = t2.cycle_id
        ORDER BY t2.begins DESC, t2.id DESC) q) || '}'
    FROM employees t1
    WHERE t1.tenant_id = ctx.tenant AND t1.id = $2::uuid
    LIMIT 1), 'null') || '}' AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
