SELECT coalesce((SELECT '{"name":' || json_scalar(t1.name)::text || ',"validFrom":"'
    || t1.valid_from::text || '","validTo":' || coalesce('"' || t1.valid_to::text
      || '"', 'null') || ',"headcount":' || (SELECT count(*)
      FROM unit_ancestry a JOIN placements p ON p.tenant_id = ctx.tenant
      AND p.unit_id = a.unit_id AND p.valid_from <= $2::date AND (p.valid_to IS NULL
        OR p.valid_to > $2::date)
      WHERE a.tenant_id = ctx.tenant AND a.ancestor_id = t1.unit_id AND a.valid_from <= $2::date
      AND (a.valid_to IS NULL OR a.valid_to > $2::date))::text || ',"leaderships":['
    || coalesce((SELECT string_agg(q.j, ',')
        FROM (SELECT '{"kind":"' || t2.kind || '","leaderName":' || json_scalar((SELECT e.name
              FROM employees e
              WHERE e.tenant_id = ctx.tenant AND e.id = t2.employee_id))::text
          || '}' AS j
          FROM leaderships t2
          WHERE t2.tenant_id = ctx.tenant AND t2.unit_id = t1.unit_id AND t2.valid_from <= $2::date
          AND (t2.valid_to IS NULL OR t2.valid_to > $2::date)
          ORDER BY t2.kind DESC, t2.id
          LIMIT 100) q), '') || ('],"children":' || (SELECT '{"nodes":['
        || coalesce(string_agg(q.a0, ','), '') || ']}'
        FROM (SELECT '{"name":' || json_scalar(t3.name)::text || ',"parent":'
          || CASE WHEN t4.unit_id IS NOT NULL THEN '{"name":' || json_scalar(t4.name)::text
          || '}' ELSE 'null' END || '}' AS a0
          FROM (SELECT t3.*
            FROM unit_versions t3
            WHERE t3.tenant_id = ctx.tenant AND t3.valid_from <= $2::date
            AND (t3.valid_to IS NULL OR t3.valid_to > $2::date) AND t3.parent_id = t1.unit_id
            ORDER BY t3.name, t3.unit_id
            LIMIT 5) t3
          LEFT JOIN unit_versions t4 ON t4.tenant_id = ctx.tenant AND t4.valid_from <= $2::date
          AND (t4.valid_to IS NULL OR t4.valid_to > $2::date) AND t4.unit_id = t3.parent_id
          ORDER BY t3.name, t3.unit_id) q) || '}')
    FROM unit_versions t1
    WHERE t1.tenant_id = ctx.tenant AND t1.valid_from <= $2::date AND (t1.valid_to IS NULL
      OR t1.valid_to > $2::date) AND t1.unit_id = $3::uuid
    LIMIT 1), 'null') AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
