SELECT '{"person":' || coalesce((SELECT '{"nip":"' || t1.number || '","fullName":'
    || json_scalar((concat_ws(' ', t1.front_title, t1.name) || coalesce(', '
          || t1.back_title, '')))::text || ',"rank":' || CASE WHEN t2.code IS NOT NULL THEN '{"code":'
    || json_scalar(t2.code)::text || ',"name":' || json_scalar(t2.name)::text
    || '}' ELSE 'null' END || ',"position":' || CASE WHEN t4.id IS NOT NULL THEN '{"name":'
    || json_scalar(t4.name)::text || ',"level":' || CASE WHEN t6.code IS NOT NULL THEN '{"name":'
    || json_scalar(t6.name)::text || '}' ELSE 'null' END || '}' ELSE 'null' END
    || ',"unit":' || CASE WHEN t7.unit_id IS NOT NULL THEN '{"name":' || json_scalar(t7.name)::text
    || ',"parent":' || CASE WHEN t8.unit_id IS NOT NULL THEN '{"name":'
    || json_scalar(t8.name)::text || '}' ELSE 'null' END || '}' ELSE 'null' END
    || ',"educations":[' || coalesce((SELECT string_agg(q.j, ',')
        FROM (SELECT '{"level":' || CASE WHEN t10.code IS NOT NULL THEN '{"name":'
          || json_scalar(t10.name)::text || '}' ELSE 'null' END || ',"school":'
          || coalesce(json_scalar(t9.school)::text, 'null') || ',"graduatedIn":'
          || t9.graduated_in::text || '}' AS j
          FROM (SELECT t9.*
            FROM educations t9
            WHERE t9.tenant_id = ctx.tenant AND t9.employee_id = t1.id
            ORDER BY t9.graduated_in DESC, t9.id, t9.id
            LIMIT 100) t9
          LEFT JOIN education_levels t10 ON t10.code = t9.level
          ORDER BY t9.graduated_in DESC, t9.id, t9.id) q), '') || ']}'
    FROM employees t1
    LEFT JOIN rank_holdings t3 ON t3.tenant_id = ctx.tenant AND t3.employee_id = t1.id
    AND t3.valid_from <= $2::date AND (t3.valid_to IS NULL OR t3.valid_to > $2::date)
    LEFT JOIN ranks t2 ON t2.code = t3.rank
    LEFT JOIN placements t5 ON t5.tenant_id = ctx.tenant AND t5.employee_id = t1.id
    AND t5.valid_from <= $2::date AND (t5.valid_to IS NULL OR t5.valid_to > $2::date)
    LEFT JOIN positions t4 ON t4.id = t5.position_id AND t4.tenant_id = ctx.tenant
    LEFT JOIN position_levels t6 ON t6.code = t4.level
    LEFT JOIN unit_versions t7 ON t7.unit_id = t5.unit_id AND t7.tenant_id = ctx.tenant
    AND t7.valid_from <= $2::date AND (t7.valid_to IS NULL OR t7.valid_to > $2::date)
    LEFT JOIN unit_versions t8 ON t8.tenant_id = ctx.tenant AND t8.valid_from <= $2::date
    AND (t8.valid_to IS NULL OR t8.valid_to > $2::date) AND t8.unit_id = t7.parent_id
    WHERE t1.tenant_id = ctx.tenant AND t1.id = $3::uuid
    LIMIT 1), 'null') || '}' AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
