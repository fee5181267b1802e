SELECT (SELECT '{"nodes":[' || coalesce(array_to_string((array_agg(q.a0))[1:3], ','), '')
  || ('],"totalCount":' || (SELECT (least(count(*), 10000))::text
      FROM (SELECT 1
        FROM employees t1
        WHERE t1.tenant_id = ctx.tenant AND t1.id IN (SELECT $3::uuid
          UNION ALL SELECT p.employee_id
          FROM placements p
          WHERE p.tenant_id = ctx.tenant AND p.unit_id = ANY($4::uuid[])
          AND p.valid_from <= $2::date AND (p.valid_to IS NULL OR p.valid_to > $2::date))
        LIMIT 10001) q) || ',"pageInfo":{"hasNextPage":' || (count(*) > 3)::text
    || ',"endCursor":' || CASE WHEN count(*) > 0 THEN '"' || translate(encode(convert_to(json_build_array('5b539c26', (array_agg(q.a2))[least(count(*), 3)], (array_agg(q.a1))[least(count(*), 3)])::text, 'UTF8'), 'base64'), E'\n', '')
    || '"' ELSE 'null' END || '}}')
  FROM (SELECT '{"name":' || json_scalar(t1.name)::text || ',"email":' || CASE WHEN t1.id IN (SELECT $3::uuid) THEN coalesce(chr(1)
      || 'employees.email:' || t1.id::text || ':' || encode(t1.email, 'hex')
      || ':' || '' || chr(1), 'null') ELSE 'null' END || ',"position":'
    || CASE WHEN t2.id IS NOT NULL THEN '{"name":' || json_scalar(t2.name)::text
    || '}' ELSE 'null' END || ',"unit":' || CASE WHEN t4.unit_id IS NOT NULL THEN '{"name":'
    || json_scalar(t4.name)::text || '}' ELSE 'null' END || ',"rank":' || CASE WHEN t5.code IS NOT NULL THEN '{"code":'
    || json_scalar(t5.code)::text || '}' ELSE 'null' END || '}' AS a0, t1.id AS a1, t1.name_key AS a2
    FROM (SELECT t1.*
      FROM employees t1
      WHERE t1.tenant_id = ctx.tenant AND t1.id IN (SELECT $3::uuid
        UNION ALL SELECT p.employee_id
        FROM placements p
        WHERE p.tenant_id = ctx.tenant AND p.unit_id = ANY($4::uuid[]) AND p.valid_from <= $2::date
        AND (p.valid_to IS NULL OR p.valid_to > $2::date))
      ORDER BY t1.name_key, t1.id
      LIMIT 4) t1
    LEFT JOIN placements t3 ON t3.tenant_id = ctx.tenant AND t3.employee_id = t1.id
    AND t3.valid_from <= $2::date AND (t3.valid_to IS NULL OR t3.valid_to > $2::date)
    LEFT JOIN positions t2 ON t2.id = t3.position_id AND t2.tenant_id = ctx.tenant
    LEFT JOIN unit_versions t4 ON t4.unit_id = t3.unit_id AND t4.tenant_id = ctx.tenant
    AND t4.valid_from <= $2::date AND (t4.valid_to IS NULL OR t4.valid_to > $2::date)
    LEFT JOIN rank_holdings t6 ON t6.tenant_id = ctx.tenant AND t6.employee_id = t1.id
    AND t6.valid_from <= $2::date AND (t6.valid_to IS NULL OR t6.valid_to > $2::date)
    LEFT JOIN ranks t5 ON t5.code = t6.rank
    ORDER BY t1.name_key, t1.id) q) AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
