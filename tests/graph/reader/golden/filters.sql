SELECT (SELECT '{"nodes":[' || coalesce(string_agg(q.a0, ','), '') || ']}'
  FROM (SELECT '{"name":' || json_scalar(t1.name)::text || ',"kind":"' || t1.kind
    || '","rank":' || CASE WHEN t2.code IS NOT NULL THEN '{"code":' || json_scalar(t2.code)::text
    || '}' ELSE 'null' END || ',"unit":' || CASE WHEN t4.unit_id IS NOT NULL THEN '{"name":'
    || json_scalar(t4.name)::text || '}' ELSE 'null' END || '}' AS a0
    FROM (SELECT t1.*
      FROM employees t1
      WHERE t1.tenant_id = ctx.tenant AND (t1.name_key BETWEEN lower($3::text)
        AND lower($3::text) || U&'\+10FFFF' AND t1.kind = ANY($4::text[])
        AND ((EXISTS (SELECT
              FROM placements p JOIN unit_ancestry a ON a.tenant_id = p.tenant_id
              AND a.unit_id = p.unit_id AND a.valid_from <= $2::date AND (a.valid_to IS NULL
                OR a.valid_to > $2::date)
              WHERE p.tenant_id = ctx.tenant AND p.employee_id = t1.id AND p.valid_from <= $2::date
              AND (p.valid_to IS NULL OR p.valid_to > $2::date) AND a.ancestor_id = $5::uuid)) or (NOT (NOT (EXISTS (SELECT
                  FROM rank_holdings h
                  WHERE h.tenant_id = ctx.tenant AND h.employee_id = t1.id
                  AND h.valid_from <= $2::date AND (h.valid_to IS NULL OR h.valid_to > $2::date)
                  AND h.rank IS NOT NULL))))))
      ORDER BY t1.name_key, t1.id
      LIMIT 20) t1
    LEFT JOIN rank_holdings t3 ON t3.tenant_id = ctx.tenant AND t3.employee_id = t1.id
    AND t3.valid_from <= $2::date AND (t3.valid_to IS NULL OR t3.valid_to > $2::date)
    LEFT JOIN ranks t2 ON t2.code = t3.rank
    LEFT JOIN placements t5 ON t5.tenant_id = ctx.tenant AND t5.employee_id = t1.id
    AND t5.valid_from <= $2::date AND (t5.valid_to IS NULL OR t5.valid_to > $2::date)
    LEFT JOIN unit_versions t4 ON t4.unit_id = t5.unit_id AND t4.tenant_id = ctx.tenant
    AND t4.valid_from <= $2::date AND (t4.valid_to IS NULL OR t4.valid_to > $2::date)
    ORDER BY t1.name_key, t1.id) q) AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
