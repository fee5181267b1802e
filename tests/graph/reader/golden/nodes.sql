SELECT '[' || coalesce((SELECT '{"__typename":"Unit","id":"VW5p' || encode(convert_to('t:'
        || t1.unit_id::text, 'UTF8'), 'base64') || '","name":' || json_scalar(t1.name)::text
    || '}'
    FROM unit_versions t1
    WHERE t1.tenant_id = ctx.tenant AND t1.valid_from <= $2::date AND (t1.valid_to IS NULL
      OR t1.valid_to > $2::date) AND t1.unit_id = $3::uuid
    LIMIT 1), 'null') || ',' || coalesce((SELECT '{"__typename":"Employee","id":"RW1wbG95ZWU6'
    || encode(convert_to(t2.id::text, 'UTF8'), 'base64') || '","name":'
    || json_scalar(t2.name)::text || ',"placement":' || CASE WHEN t3.id IS NOT NULL THEN '{"position":'
    || CASE WHEN t4.id IS NOT NULL THEN '{"name":' || json_scalar(t4.name)::text
    || '}' ELSE 'null' END || '}' ELSE 'null' END || '}'
    FROM employees t2
    LEFT JOIN placements t3 ON t3.tenant_id = ctx.tenant AND t3.valid_from <= $2::date
    AND (t3.valid_to IS NULL OR t3.valid_to > $2::date) AND t3.employee_id = t2.id
    LEFT JOIN positions t4 ON t4.tenant_id = ctx.tenant AND t4.id = t3.position_id
    WHERE t2.tenant_id = ctx.tenant AND t2.id = $4::uuid AND t2.id IN (SELECT $5::uuid)
    LIMIT 1), 'null') || ',' || coalesce((SELECT '{"__typename":"Employee","id":"RW1wbG95ZWU6'
    || encode(convert_to(t5.id::text, 'UTF8'), 'base64') || '","name":'
    || json_scalar(t5.name)::text || ',"placement":' || CASE WHEN t6.id IS NOT NULL THEN '{"position":'
    || CASE WHEN t7.id IS NOT NULL THEN '{"name":' || json_scalar(t7.name)::text
    || '}' ELSE 'null' END || '}' ELSE 'null' END || '}'
    FROM employees t5
    LEFT JOIN placements t6 ON t6.tenant_id = ctx.tenant AND t6.valid_from <= $2::date
    AND (t6.valid_to IS NULL OR t6.valid_to > $2::date) AND t6.employee_id = t5.id
    LEFT JOIN positions t7 ON t7.tenant_id = ctx.tenant AND t7.id = t6.position_id
    WHERE t5.tenant_id = ctx.tenant AND t5.id = $6::uuid AND t5.id IN (SELECT $5::uuid)
    LIMIT 1), 'null') || ',null]' AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
