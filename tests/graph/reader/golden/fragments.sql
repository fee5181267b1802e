SELECT '{"person":' || coalesce((SELECT '{"name":' || json_scalar(t1.name)::text
    || ',"rank":' || CASE WHEN t2.code IS NOT NULL THEN '{"code":' || json_scalar(t2.code)::text
    || '}' ELSE 'null' END || ',"born":' || coalesce('"' || t1.birth_date::text
      || '"', 'null') || ',"id":"RW1wbG95ZWU6' || encode(convert_to(t1.id::text, 'UTF8'), 'base64')
    || '","sex":"' || t1.sex || '"}'
    FROM employees t1
    LEFT JOIN rank_holdings t3 ON t3.tenant_id = ctx.tenant AND t3.employee_id = t1.id
    AND t3.valid_from <= $2::date AND (t3.valid_to IS NULL OR t3.valid_to > $2::date)
    LEFT JOIN ranks t2 ON t2.code = t3.rank
    WHERE t1.tenant_id = ctx.tenant AND t1.id = $3::uuid
    LIMIT 1), 'null') || '}' AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
