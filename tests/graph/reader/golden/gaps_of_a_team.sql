SELECT (SELECT '{"nodes":[' || coalesce(string_agg(q.a0, ','), '') || ']}'
  FROM (SELECT '{"name":' || json_scalar(t1.name)::text || ',"competencyGaps":'
    || (SELECT '{"nodes":[' || coalesce(string_agg(q.a0, ','), '') || ']}'
      FROM (SELECT '{"competency":' || CASE WHEN t3.subject IS NOT NULL THEN '{"code":'
        || json_scalar(t3.code)::text || '}' ELSE 'null' END || ',"required":'
        || t2.required::text || ',"assessed":' || coalesce((t4.level)::text, 'null')
        || ',"gap":' || coalesce((t2.required - t4.level)::text, 'null')
        || '}' AS a0
        FROM (SELECT t2.*
          FROM competency_gaps t2
          WHERE t2.tenant_id = ctx.tenant AND t2.employee_id = t1.id AND t2.placed_from <= $2::date
          AND (t2.placed_to IS NULL OR t2.placed_to > $2::date) AND t2.required_from <= $2::date
          AND (t2.required_to IS NULL OR t2.required_to > $2::date)
          ORDER BY t2.subject, t2.id
          LIMIT 2) t2
        LEFT JOIN competency_subjects t3 ON t3.tenant_id = ctx.tenant AND t3.subject = t2.subject CROSS JOIN LATERAL (SELECT max(l.level) AS level
          FROM competency_levels l
          WHERE l.tenant_id = ctx.tenant AND l.employee_id = t2.employee_id
          AND l.subject = t2.subject AND l.valid_from <= $2::date AND l.valid_to > $2::date) t4
        ORDER BY t2.subject, t2.id) q) || '}' AS a0
    FROM employees t1
    WHERE t1.tenant_id = ctx.tenant AND t1.id IN (SELECT $3::uuid
      UNION ALL SELECT p.employee_id
      FROM placements p
      WHERE p.tenant_id = ctx.tenant AND p.unit_id = ANY($4::uuid[]) AND p.valid_from <= $2::date
      AND (p.valid_to IS NULL OR p.valid_to > $2::date))
    ORDER BY t1.name_key, t1.id
    LIMIT 3) q) AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
