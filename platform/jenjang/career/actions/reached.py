"""The statement behind career options: a page of positions, with all that differs between them."""

from sqlalchemy import text

TAKEN = """(SELECT count(*) FROM placements h
                  WHERE h.tenant_id = :tenant AND h.position_id = p.id AND h.valid_from <= :on
                    AND (h.valid_to IS NULL OR h.valid_to > :on))"""
ON_PATH = """EXISTS (SELECT FROM career_paths c
                  WHERE c.tenant_id = :tenant AND c.from_position_id = :held AND c.to_position_id = p.id
                    AND c.valid_from <= :on AND (c.valid_to IS NULL OR c.valid_to > :on))"""
WANTED = f"""
    WITH wanted AS (
        SELECT p.id, p.name, p.level, p.unit_id, p.echelon, p.lowest_rank, p.highest_rank, p.seats
          FROM positions p
         WHERE p.tenant_id = :tenant AND p.level = ANY(:levels) AND p.id <> :held
           AND p.valid_from <= :on AND (p.valid_to IS NULL OR p.valid_to > :on)
           AND (CAST(:position AS uuid) IS NULL OR p.id = :position)
           AND (CAST(:unit AS uuid) IS NULL OR p.unit_id IN (
               SELECT a.unit_id FROM unit_ancestry a
                WHERE a.tenant_id = :tenant AND a.ancestor_id = :unit
                  AND a.valid_from <= :on AND (a.valid_to IS NULL OR a.valid_to > :on)))
           AND (CAST(:on_path AS boolean) IS NULL OR {ON_PATH} = :on_path)
           AND (CAST(:vacant AS boolean) IS NULL OR (p.seats > {TAKEN}) = :vacant))"""
COUNTED = text(f"{WANTED} SELECT count(*) FROM wanted")
"""How many positions there are in all, on whatever page."""
REACHED = text(f"""{WANTED},
    page AS (
        SELECT * FROM wanted
         WHERE CAST(:name AS text) IS NULL OR (name, id) > (:name, CAST(:id AS uuid))
         ORDER BY name, id LIMIT :most)
    SELECT p.id, p.name, p.level, p.unit_id, p.echelon, p.lowest_rank, p.highest_rank,
           p.seats - {TAKEN} AS vacancies, {ON_PATH} AS on_path,
           u.name AS unit_name,
           s.asked, s.lacking
      FROM page p
      LEFT JOIN unit_versions u ON u.tenant_id = :tenant AND u.unit_id = p.unit_id
       AND u.valid_from <= :on AND (u.valid_to IS NULL OR u.valid_to > :on)
     CROSS JOIN LATERAL (
        SELECT count(*) AS asked,
               coalesce(jsonb_agg(jsonb_build_array(c.code, c.name, s.level, l.level) ORDER BY c.code)
                            FILTER (WHERE l.level IS NULL OR l.level < s.level), '[]') AS lacking
          FROM competency_standards s
          JOIN competency_subjects c ON c.tenant_id = :tenant AND c.subject = s.subject
          LEFT JOIN competency_levels l ON l.tenant_id = :tenant AND l.employee_id = :employee
           AND l.subject = s.subject AND l.valid_from <= :on AND l.valid_to > :on
         WHERE s.tenant_id = :tenant AND s.position_id = p.id AND s.valid_from <= :on
           AND (s.valid_to IS NULL OR s.valid_to > :on)) s
     ORDER BY p.name, p.id
""")
"""Seats are counted for the page only, unless it is asked which are free: there may be tens of thousands."""
