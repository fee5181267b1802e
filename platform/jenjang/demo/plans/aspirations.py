"""What people of a region wish for their careers: confided to nobody, to the leader, or to the committee."""

from sqlalchemy import text

from jenjang.core.context import Context
from jenjang.demo.appraisals.spread import chosen, dice

SHARE = 20
"""Of a hundred people, how many have wished something."""
SKILLS = (
    "Analisis data untuk perencanaan",
    "Pengadaan barang dan jasa",
    "Fasilitasi musyawarah warga",
    "Bahasa isyarat untuk loket layanan",
)
WORDS = (
    "Saya ingin memimpin tim yang melayani warga secara langsung.",
    "Pekerjaan lintas dinas paling cocok dengan pengalaman saya.",
    "Saya siap pindah kecamatan bila dibutuhkan.",
    "Dua tahun lagi saya ingin mencoba jabatan yang lebih menantang.",
)
WISHED = text(f"""
    INSERT INTO career_aspirations (employee_id, position_id, level, unit_id, skill, is_mobile, words,
                                    consent, consented_at, stated_on, withdrawn_on)
    SELECT w.id,
           CASE WHEN w.kind < 45 THEN w.positions[1 + w.place % nullif(cardinality(w.positions), 0)] END,
           CASE WHEN w.kind BETWEEN 45 AND 69 OR w.kind < 45 AND cardinality(w.positions) = 0
                THEN w.next_level END,
           CASE WHEN w.kind >= 85 THEN w.units[1 + w.place % cardinality(w.units)] END,
           CASE WHEN w.kind >= 70 OR w.next_level IS NULL THEN {chosen(SKILLS, "w.number")} END,
           w.kind % 3 = 0,
           CASE WHEN w.kind % 2 = 0 THEN {chosen(WORDS, "w.number", "'words'")} END,
           CASE WHEN {dice("w.number", "'consent'")} < 30 THEN 'SELF_ONLY'
                WHEN {dice("w.number", "'consent'")} < 60 THEN 'LEADER' ELSE 'COMMITTEE' END,
           (w.stated_on + time '10:30') AT TIME ZONE CAST(:zone AS text), w.stated_on,
           CASE WHEN {dice("w.number", "'back'")} < 8 THEN w.stated_on + 20 END
      FROM (SELECT e.id, e.number, {dice("e.number", "'kind'")} AS kind,
                   {dice("e.number", "'place'")}::int AS place,
                   CAST(:today AS date) - 21 - {dice("e.number", "'stated'")}::int AS stated_on,
                   n.next_level, coalesce(p.ids, '{{}}') AS positions, u.ids AS units
              FROM employees e
              JOIN placements h ON h.tenant_id = :tenant AND h.employee_id = e.id
               AND h.valid_from <= :today AND (h.valid_to IS NULL OR h.valid_to > :today)
              JOIN positions s ON s.tenant_id = :tenant AND s.id = h.position_id
              LEFT JOIN (VALUES ('PELAKSANA', 'PENGAWAS'), ('PENGAWAS', 'ADMINISTRATOR'),
                                ('AHLI_PERTAMA', 'AHLI_MUDA'), ('AHLI_MUDA', 'AHLI_MADYA'),
                                ('TERAMPIL', 'MAHIR'), ('MAHIR', 'PENYELIA')) n (level, next_level)
                ON n.level = s.level
              LEFT JOIN (SELECT level, array_agg(id ORDER BY name, id) AS ids FROM positions
                          WHERE tenant_id = :tenant AND valid_to IS NULL GROUP BY level) p
                ON p.level = n.next_level
             CROSS JOIN (SELECT array_agg(unit_id ORDER BY name, unit_id) AS ids FROM unit_versions
                          WHERE tenant_id = :tenant AND valid_to IS NULL) u
             WHERE e.tenant_id = :tenant AND e.state = 'ACTIVE' AND e.number <> :staff
               AND {dice("e.number", "'wish'")} < {SHARE}) w
""")
"""The persona of the staff has none: who tries the demo states it."""


async def wish(context: Context, staff: str) -> None:
    """Let some people have stated what they wish, and a few of them taken it back. `staff`: a number."""
    given = {"tenant": context.tenant, "today": context.today, "zone": context.zone, "staff": staff}
    await context.session.execute(WISHED, given)
