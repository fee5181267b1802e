SELECT (SELECT '{"nodes":[' || coalesce(string_agg(q.a0, ','), '') || ']}'
  FROM (SELECT '{"state":"' || t1.state || '","fileName":' || json_scalar(t1.file_name)::text
    || ',"importedAt":"' || to_char(t1.imported_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    || '","undoneAt":' || coalesce('"' || to_char(t1.undone_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      || '"', 'null') || ',"refusals":' || (SELECT '{"nodes":[' || coalesce(string_agg(q.a0, ','), '')
      || ']}'
      FROM (SELECT '{"row":' || t2.row::text || ',"column":' || coalesce(json_scalar(t2.column)::text, 'null')
        || ',"message":' || json_scalar((t2.messages ->> $3::text))::text
        || ',"content":' || json_scalar((t2.content::text))::text || '}' AS a0
        FROM import_refusals t2
        WHERE t2.tenant_id = ctx.tenant AND t2.batch_id = t1.id
        ORDER BY t2.row, t2.id
        LIMIT 1) q) || '}' AS a0
    FROM import_batches t1
    WHERE t1.tenant_id = ctx.tenant AND (t1.state = ANY($2::text[]))
    ORDER BY t1.imported_at DESC, t1.id DESC
    LIMIT 2) q) AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
