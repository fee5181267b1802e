SELECT (SELECT '{"nodes":' || '[' || coalesce(array_to_string((p.a0)[1:2], ','), '')
  || ']' || '}'
  FROM (SELECT array_agg(q.a0) AS a0
    FROM (SELECT '{"name":' || (to_json(t1.name)::text) || ',"nik":null,"sanctions":null}' AS a0
      FROM employees t1
      WHERE t1.tenant_id = ctx.tenant
      ORDER BY t1.name_key, t1.id
      LIMIT 3) q) p) AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
