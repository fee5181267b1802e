SELECT coalesce((SELECT '{"timeline":' || (SELECT '{"nodes":[' || coalesce(string_agg(q.a0, ','), '')
      || ('],"totalCount":' || (SELECT (least(count(*), 10000))::text
          FROM (SELECT 1
            FROM timeline_entries t2
            WHERE t2.tenant_id = ctx.tenant AND t2.employee_id = t1.id AND (t2.kind <> 'SANCTION'
              OR false) AND (t2.kind <> 'PERFORMANCE' OR false) AND (t2.kind <> 'TRAINING'
              OR false) AND (t2.kind <> 'COMPETENCY' OR false)
            LIMIT 10001) q) || ',"totalCountExact":' || (SELECT (count(*) <= 10000)::text
          FROM (SELECT 1
            FROM timeline_entries t2
            WHERE t2.tenant_id = ctx.tenant AND t2.employee_id = t1.id AND (t2.kind <> 'SANCTION'
              OR false) AND (t2.kind <> 'PERFORMANCE' OR false) AND (t2.kind <> 'TRAINING'
              OR false) AND (t2.kind <> 'COMPETENCY' OR false)
            LIMIT 10001) q) || '}')
      FROM (SELECT '{"kind":"' || t2.kind || '","title":' || json_scalar((CASE WHEN t2.kind IN ('SERVICE', 'LEADERSHIP', 'PERFORMANCE') THEN CASE t2.title WHEN 'CANDIDATE' THEN 'Calon PNS' WHEN 'ACTIVE' THEN 'Aktif' WHEN 'STUDY_LEAVE' THEN 'Tugas belajar' WHEN 'UNPAID_LEAVE' THEN 'Cuti di luar tanggungan negara' WHEN 'SUSPENDED' THEN 'Pemberhentian sementara' WHEN 'RETIRED' THEN 'Pensiun' WHEN 'CONTRACT_ENDED' THEN 'Perjanjian kerja berakhir' WHEN 'RESIGNED' THEN 'Berhenti atas permintaan sendiri' WHEN 'DISMISSED' THEN 'Diberhentikan' WHEN 'TRANSFERRED_OUT' THEN 'Pindah ke instansi lain' WHEN 'DECEASED' THEN 'Meninggal dunia' WHEN 'DEFINITIVE' THEN 'Pejabat definitif' WHEN 'PLT' THEN 'Pelaksana tugas (Plt.)' WHEN 'PLH' THEN 'Pelaksana harian (Plh.)' WHEN 'VERY_GOOD' THEN 'Kinerja sangat baik' WHEN 'GOOD' THEN 'Kinerja baik' WHEN 'NEEDS_IMPROVEMENT' THEN 'Kinerja butuh perbaikan' WHEN 'POOR' THEN 'Kinerja kurang' WHEN 'VERY_POOR' THEN 'Kinerja sangat kurang' END ELSE t2.title END))::text
        || ',"beginsOn":"' || t2.begins_on::text || '"}' AS a0
        FROM timeline_entries t2
        WHERE t2.tenant_id = ctx.tenant AND t2.employee_id = t1.id AND (t2.kind <> 'SANCTION'
          OR false) AND (t2.kind <> 'PERFORMANCE' OR false) AND (t2.kind <> 'TRAINING'
          OR false) AND (t2.kind <> 'COMPETENCY' OR false)
        ORDER BY t2.begins_on DESC, t2.id DESC
        LIMIT 4) q) || '}'
    FROM employees t1
    WHERE t1.tenant_id = ctx.tenant AND t1.id = $2::uuid
    LIMIT 1), 'null') AS c0
FROM (SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx
