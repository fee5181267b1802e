"""A government's data as SQL: a tree of units, its positions, its people and their histories.

Each statement runs bound to one government. Person 1 leads the last unit, where 1 to 50 are placed.
"""

TEAM = 50

TEMPORARY = """
CREATE TEMPORARY TABLE place (i int, id uuid, parent int);
CREATE TEMPORARY TABLE post (i int, id uuid, unit int);
CREATE TEMPORARY TABLE person (i int, id uuid, birth date, since date, sex int, unit int)
"""

UNITS = """
TRUNCATE place, post, person;
-- Ten dinas stand under the root, each with three bidang.
INSERT INTO place
SELECT i, uuidv7(), CASE WHEN i > 10 THEN (i - 11) / 3 + 1 END FROM generate_series(1, 40) i;
INSERT INTO units (id, siasn_id) SELECT id, 'unor-' || i FROM place;
INSERT INTO unit_versions (unit_id, name, kind, parent_id, valid_from)
SELECT p.id, CASE WHEN p.i > 10 THEN 'Bidang ' ELSE 'Dinas ' END || (ARRAY['Kesehatan', 'Pendidikan',
       'Pekerjaan Umum', 'Perhubungan', 'Sosial', 'Pertanian', 'Pariwisata'])[1 + p.i % 7] || ' ' || p.i,
       CASE WHEN p.i > 10 THEN 'BIDANG' ELSE 'DINAS' END,
       coalesce((SELECT o.id FROM place o WHERE o.i = p.parent),
                (SELECT unit_id FROM unit_versions WHERE kind = 'GOVERNMENT')), '2008-01-01'
  FROM place p;
INSERT INTO unit_ancestry (unit_id, ancestor_id, depth, valid_from)
SELECT id, id, 0, date '2008-01-01' FROM place
 UNION ALL SELECT p.id, o.id, 1, '2008-01-01' FROM place p JOIN place o ON o.i = p.parent
 UNION ALL SELECT p.id, v.unit_id, CASE WHEN p.parent IS NULL THEN 1 ELSE 2 END, '2008-01-01'
             FROM place p, unit_versions v WHERE v.kind = 'GOVERNMENT';
INSERT INTO post SELECT i, uuidv7(), 1 + i % 40 FROM generate_series(0, 159) i;
INSERT INTO positions (id, unit_id, name, level, lowest_rank, highest_rank, retirement_age, retirement_rule,
                       seats, valid_from)
SELECT t.id, p.id, (ARRAY['Analis Kebijakan', 'Perencana', 'Pranata Komputer', 'Pengelola Keuangan',
       'Arsiparis'])[1 + t.i % 5] || ' Ahli Muda ' || t.i, 'AHLI_MUDA', 'III/a', 'III/d', 58,
       'retirement_age.2023', 100, '2010-01-01'
  FROM post t JOIN place p ON p.i = t.unit
"""

PEOPLE = f"""
INSERT INTO person
SELECT i, uuidv7(), birth, (birth + interval '24 years')::date, 1 + i % 2,
       CASE WHEN i <= {TEAM} THEN 40 ELSE 1 + (i * 7) % 39 END
  FROM (SELECT i, date '1968-01-01' + (i * 37) % 11000 AS birth FROM generate_series(1, $1::int) i) one
"""

HISTORIES = """
INSERT INTO employees (id, number, kind, siasn_id, name, back_title, sex, birth_date, work_email,
                       appointed_on, state, retires_on, retirement_rule)
SELECT id, to_char(birth, 'YYYYMMDD') || to_char(since, 'YYYYMM') || sex || lpad((i % 999)::text, 3, '0'),
       'PNS', md5(i::text), (ARRAY['Budi', 'Siti', 'Agus', 'Dewi', 'Joko', 'Rina', 'Wahyu', 'Endang',
       'Slamet', 'Nur', 'Dian', 'Hadi', 'Putri'])[1 + i % 13] || ' ' ||
       (ARRAY['Santoso', 'Lestari', 'Wibowo', 'Rahayu',
       'Hidayat', 'Pratiwi', 'Nugroho', 'Saputra', 'Kusuma', 'Handayani', 'Setiawan'])[1 + i % 11],
       CASE WHEN i % 3 > 0 THEN 'S.E.' END, CASE sex WHEN 1 THEN 'MALE' ELSE 'FEMALE' END, birth,
       'pegawai' || i || '@example.go.id', since, 'ACTIVE',
       (birth + interval '58 years')::date, 'retirement_age.2023'
  FROM person;
INSERT INTO employee_numbers (employee_id, number, kind, valid_from)
SELECT id, number, kind, appointed_on FROM employees WHERE siasn_id <> '';
INSERT INTO service_periods (employee_id, state, valid_from, valid_to)
SELECT id, 'CANDIDATE', since, since + 365 FROM person
 UNION ALL SELECT id, 'ACTIVE', since + 365, NULL FROM person;
INSERT INTO rank_holdings (employee_id, rank, decree_number, decree_date, reason, valid_from, valid_to)
SELECT id, (ARRAY['III/a', 'III/b', 'III/c'])[k], 'SK-' || i || '/' || k, since, 'REGULER',
       since + (k - 1) * 730, CASE WHEN k < 3 THEN since + k * 730 END
  FROM person, generate_series(1, 3) k;
INSERT INTO placements (employee_id, position_id, unit_id, decree_number, decree_date, reason, fits, fit_rule,
                        valid_from, valid_to)
SELECT one.id, post.id, place.id, 'SK-' || one.i || '/P' || k, one.since, 'MUTASI', true, 'rank_span.2000',
       since + (k - 1) * 700, CASE WHEN k < 3 THEN since + k * 700 END
  FROM (SELECT *, CASE WHEN k = 3 THEN unit ELSE 1 + (unit * k + i) % 39 END AS seat
          FROM person, generate_series(1, 3) k) one
  JOIN place ON place.i = seat JOIN post ON post.i = seat - 1 + 40 * (one.i % 4);
INSERT INTO educations (employee_id, level, programme, school, graduated_in)
SELECT id, level, programme, school, extract(year FROM birth) + age
  FROM person, (VALUES ('SMA', 'IPA', 'SMA Negeri 1 Surakarta', 18),
                       ('S1', 'Administrasi Negara', 'Universitas Sebelas Maret', 22))
                AS schools (level, programme, school, age);
INSERT INTO sanctions (employee_id, severity, kind, valid_from, valid_to)
SELECT id, 'LIGHT', 'Teguran tertulis', since + 400, since + 580 FROM person WHERE i % 50 = 0;
INSERT INTO leaderships (unit_id, employee_id, kind, valid_from)
SELECT place.id, person.id, 'DEFINITIVE', person.since + 2000
  FROM place, person WHERE place.i = 40 AND person.i = 1
"""


PRIVATE = """
UPDATE employees e SET birth_place = n.birth_place, nik = n.nik, phone = n.phone, email = n.email,
       address = n.address
  FROM unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[])
       n(id, birth_place, nik, phone, email, address)
 WHERE e.tenant_id = current_setting('app.tenant_id') AND e.id = n.id
"""


def private(number: int) -> dict[str, str]:
    """The private values of a person, to be sealed."""
    return {
        "birth_place": "Surakarta",
        "nik": f"{number:>16}".replace(" ", "3"),
        "phone": f"0812{number:08}",
        "email": f"orang{number}@example.id",
        "address": f"Jalan Slamet Riyadi {number}",
    }
