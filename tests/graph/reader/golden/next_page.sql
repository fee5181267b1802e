SELECT (SELECT '{"edges":[' || coalesce(array_to_string((array_agg(q.a0))[1:2], ','), '')
  || ('],"pageInfo":{"hasPreviousPage":true,"hasNextPage":' || (count(*) > 2)::text
    || ',"startCursor":' || CASE WHEN count(*) > 0 THEN '"' || translate(encode(convert_to(json_build_array('b02fcb42', (array_agg(q.a2))[1], (array_agg(q.a1))[1])::text, 'UTF8'), 'base64'), E'\n', '')
    || '"' ELSE 'null' END || ',"endCursor":' || CASE WHEN count(*) > 0 THEN '"'
    || translate(encode(convert_to(json_build_array('b02fcb42', (array_agg(q.a2))[least(count(*), 2)], (array_agg(q.a1))[least(count(*), 2)])::text, 'UTF8'), 'base64'), E'\n', '')
    || '"' ELSE 'null' END || '}}')
  FROM (SELECT '{"cursor":"' || translate(encode(convert_to(json_build_array('b02fcb42', t1.appointed_on, t1.id)::text, 'UTF8'), 'base64'), E'\n', '')
    || '","node":{"name":' || json_scalar(t1.name)::text || ',"appointedOn":"'
    || t1.appointed_on::text || '"}}' AS a0, t1.id AS a1, t1.appointed_on AS a2
    FROM employees t1
    WHERE t1.tenant_id = ctx.tenant AND (t1.appointed_on, t1.id) < ($2::date, $3::uuid)
    ORDER BY t1.appointed_on DESC, t1.id DESC
    LIMIT 3) q) AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
