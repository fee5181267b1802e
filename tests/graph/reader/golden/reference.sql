SELECT coalesce((SELECT '{"code":' || json_scalar(t1.tenant_id)::text || ',"name":'
    || json_scalar(t1.name)::text || '}'
    FROM tenants t1
    WHERE t1.tenant_id = ctx.tenant
    LIMIT 1), 'null') AS c0, '{"educationLevels":[' || coalesce((SELECT string_agg(q.j, ',')
    FROM (SELECT '{"code":' || json_scalar(t2.code)::text || ',"name":'
      || json_scalar(t2.name)::text || '}' AS j
      FROM education_levels t2
      ORDER BY t2.position, t2.code
      LIMIT 100) q), '') || ']}' AS c1
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
