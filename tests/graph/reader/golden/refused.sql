SELECT (SELECT '{"nodes":[' || coalesce(string_agg(q.a0, ','), '') || ']}'
  FROM (SELECT '{"name":' || json_scalar(t1.name)::text || ',"nik":null,"sanctions":null}' AS a0
    FROM employees t1
    WHERE t1.tenant_id = ctx.tenant
    ORDER BY t1.name_key, t1.id
    LIMIT 2) q) AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
