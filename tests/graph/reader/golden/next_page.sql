SELECT (SELECT '{"edges":' || '[' || coalesce(array_to_string((p.a0)[1:2], ','), '')
  || ']' || ',"pageInfo":' || '{"hasPreviousPage":true,"hasNextPage":' || (coalesce(cardinality(p.a2), 0) > 2)::text
  || ',"startCursor":' || CASE WHEN coalesce(cardinality(p.a2), 0) = 0 THEN 'null' ELSE ('"'
    || translate(encode(convert_to(json_build_array('b02fcb42', (p.a1)[1], (p.a2)[1])::text, 'UTF8'), 'base64'), E'\n', '')
    || '"') END || ',"endCursor":' || CASE WHEN coalesce(cardinality(p.a2), 0) = 0 THEN 'null' ELSE ('"'
    || translate(encode(convert_to(json_build_array('b02fcb42', (p.a1)[least(cardinality(p.a2), 2)], (p.a2)[least(cardinality(p.a2), 2)])::text, 'UTF8'), 'base64'), E'\n', '')
    || '"') END || '}' || '}'
  FROM (SELECT array_agg(q.a0) AS a0, array_agg(q.a1) AS a1, array_agg(q.a2) AS a2
    FROM (SELECT '{"cursor":' || ('"' || translate(encode(convert_to(json_build_array('b02fcb42', t1.appointed_on, t1.id)::text, 'UTF8'), 'base64'), E'\n', '')
        || '"') || ',"node":' || '{"name":' || (to_json(t1.name)::text)
      || ',"appointedOn":' || ('"' || t1.appointed_on::text || '"') || '}'
      || '}' AS a0, t1.appointed_on AS a1, t1.id AS a2
      FROM employees t1
      WHERE t1.tenant_id = ctx.tenant AND (t1.appointed_on, t1.id) < ($2::date, $3::uuid)
      ORDER BY t1.appointed_on DESC, t1.id DESC
      LIMIT 3) q) p) AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
