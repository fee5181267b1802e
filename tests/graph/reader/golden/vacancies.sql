SELECT (SELECT '{"nodes":[' || coalesce(string_agg(q.a0, ','), '') || ']}'
  FROM (SELECT '{"name":' || json_scalar(t1.name)::text || ',"seats":' || t1.seats::text
    || ',"incumbents":' || ((SELECT count(*)
        FROM placements p
        WHERE p.tenant_id = ctx.tenant AND p.position_id = t1.id AND p.valid_from <= $2::date
        AND (p.valid_to IS NULL OR p.valid_to > $2::date)))::text || ',"vacancies":'
    || (t1.seats - (SELECT count(*)
        FROM placements p
        WHERE p.tenant_id = ctx.tenant AND p.position_id = t1.id AND p.valid_from <= $2::date
        AND (p.valid_to IS NULL OR p.valid_to > $2::date)))::text || ',"unit":'
    || CASE WHEN t2.unit_id IS NOT NULL THEN '{"name":' || json_scalar(t2.name)::text
    || '}' ELSE 'null' END || ',"holders":' || (SELECT '{"nodes":[' || coalesce(string_agg(q.a0, ','), '')
      || ']}'
      FROM (SELECT '{"name":' || json_scalar(t3.name)::text || '}' AS a0
        FROM placements t4, employees t3
        WHERE t4.tenant_id = ctx.tenant AND t4.position_id = t1.id AND t4.valid_from <= $2::date
        AND (t4.valid_to IS NULL OR t4.valid_to > $2::date) AND t3.id = t4.employee_id
        AND t3.tenant_id = ctx.tenant
        ORDER BY t3.name_key, t3.id
        LIMIT 1) q) || '}' AS a0
    FROM (SELECT t1.*
      FROM positions t1
      WHERE t1.tenant_id = ctx.tenant AND t1.valid_from <= $2::date AND (t1.valid_to IS NULL
        OR t1.valid_to > $2::date) AND ((t1.seats - (SELECT count(*)
            FROM placements p
            WHERE p.tenant_id = ctx.tenant AND p.position_id = t1.id AND p.valid_from <= $2::date
            AND (p.valid_to IS NULL OR p.valid_to > $2::date))) > $3::int
        AND t1.critical = $4::boolean)
      ORDER BY t1.name, t1.id
      LIMIT 2) t1
    LEFT JOIN unit_versions t2 ON t2.tenant_id = ctx.tenant AND t2.valid_from <= $2::date
    AND (t2.valid_to IS NULL OR t2.valid_to > $2::date) AND t2.unit_id = t1.unit_id
    ORDER BY t1.name, t1.id) q) AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
