SELECT (SELECT '{"nodes":[' || coalesce(string_agg(q.a0, ','), '') || ('],"totalCount":'
    || (SELECT (least(count(*), 10000))::text
      FROM (SELECT 1
        FROM unit_versions t1
        WHERE t1.tenant_id = ctx.tenant AND t1.valid_from <= $2::date AND (t1.valid_to IS NULL
          OR t1.valid_to > $2::date) AND (t1.kind = $3::text)
        LIMIT 10001) q) || '}')
  FROM (SELECT '{"name":' || json_scalar(t1.name)::text || ',"parent":'
    || CASE WHEN t2.unit_id IS NOT NULL THEN '{"name":' || json_scalar(t2.name)::text
    || '}' ELSE 'null' END || '}' AS a0
    FROM (SELECT t1.*
      FROM unit_versions t1
      WHERE t1.tenant_id = ctx.tenant AND t1.valid_from <= $2::date AND (t1.valid_to IS NULL
        OR t1.valid_to > $2::date) AND (t1.kind = $3::text)
      ORDER BY t1.name, t1.unit_id
      LIMIT 2) t1
    LEFT JOIN unit_versions t2 ON t2.tenant_id = ctx.tenant AND t2.valid_from <= $2::date
    AND (t2.valid_to IS NULL OR t2.valid_to > $2::date) AND t2.unit_id = t1.parent_id
    ORDER BY t1.name, t1.unit_id) q) AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
