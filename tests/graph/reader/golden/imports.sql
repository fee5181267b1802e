SELECT (SELECT '{"nodes":[' || coalesce(string_agg(q.a0, ','), '') || ']}'
  FROM (SELECT '{"state":"' || t1.state || '","fileName":' || json_scalar(t1.file_name)::text
    || ',"importedAt":"' || to_char(t1.imported_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    || '","undoneAt":' || coalesce('"' || to_char(t1.undone_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      || '"', 'null') || ',"refusals":' || (SELECT '{"nodes":[' || coalesce(string_agg(q.a0, ','), '')
      || ']}'
      FROM (SELECT '{"row":' || t2.row::text || ',"column":' || coalesce(json_scalar(t2.column)::text, 'null')
        || ',"message":' || chr(1) || 'import_refusals.messages:' || t2.id::text
        || ':' || encode(t2.messages, 'hex') || ':' || $3::text || chr(1)
        || ',"content":' || chr(1) || 'import_refusals.content:' || t2.id::text
        || ':' || encode(t2.content, 'hex') || ':' || '' || chr(1) || '}' AS a0
        FROM import_refusals t2
        WHERE t2.tenant_id = ctx.tenant AND t2.batch_id = t1.id
        ORDER BY t2.row, t2.id
        LIMIT 1) q) || '}' AS a0
    FROM import_batches t1
    WHERE t1.tenant_id = ctx.tenant AND (t1.state = ANY($2::text[]))
    ORDER BY t1.imported_at DESC, t1.id DESC
    LIMIT 2) q) AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
