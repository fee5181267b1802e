"""Results as SIASN takes them: each field of its payloads, by its very name, as SQL over an appraisal.

`skp22` takes a year's result, `kinerjaperiodik` a month's or a quarter's (BKN's API; fields [V*]). What we
don't know is null and never guessed: who isn't known to SIASN has no id there; of an evaluator who is no
civil servant, such as a regent, nothing is known; koefisienId is known for the predicate Baik only [M].
What is said of the evaluator holds on the last day of the period [M].
Placeholders: {row} (the appraisal's alias), {tenant}.
"""

from collections.abc import Mapping

RULE_OF = (
    "rule_sets s ON s.name = split_part(e.rule, ' ', 1) COLLATE \"C\""
    " AND s.version = split_part(e.rule, ' ', 2) COLLATE \"C\""
)
CODE = (
    "SELECT (s.body -> 'codes' -> '{list}' ->> e.{column})::int FROM evaluations e JOIN {rule}"
    " WHERE e.tenant_id = {{tenant}} AND e.appraisal_id = {{row}}.id AND e.published_at IS NOT NULL"
    " ORDER BY e.number DESC LIMIT 1"
)
"""By the version of the rule that the result was made by: of the evaluation that counts."""
HELD = (
    "JOIN {table} h ON h.tenant_id = {{tenant}} AND h.employee_id = {{row}}.evaluator_employee_id"
    " AND h.valid_from < c.ends AND (h.valid_to IS NULL OR h.valid_to >= c.ends)"
)
SERVANT = "SELECT e.{column} FROM employees e WHERE e.tenant_id = {{tenant}} AND e.id = {{row}}.{whose}"
OF_CYCLE = "SELECT {what} FROM appraisal_cycles c WHERE c.tenant_id = {{tenant}} AND c.id = {{row}}.cycle_id"
IN_FORCE = (
    "SELECT s.body {what} FROM appraisal_cycles c JOIN rule_sets s ON s.name = '{rule}'"
    " AND s.valid_from < c.ends AND (s.valid_to IS NULL OR s.valid_to >= c.ends)"
    " WHERE c.tenant_id = {{tenant}} AND c.id = {{row}}.cycle_id"
)

RATINGS: Mapping[str, str] = {
    "hasilKinerjaNilai": CODE.format(list="ratings", column="results", rule=RULE_OF),
    "perilakuKerjaNilai": CODE.format(list="ratings", column="behaviour", rule=RULE_OF),
    "kuadranKinerjaNilai": CODE.format(list="predicates", column="predicate", rule=RULE_OF),
}
RANK_ID = (
    "SELECT r.siasn_id FROM appraisal_cycles c "
    + HELD.format(table="rank_holdings")
    + " JOIN ranks r ON r.code = h.rank WHERE c.tenant_id = {tenant} AND c.id = {row}.cycle_id"
)
POSITION = (
    "SELECT q.name FROM appraisal_cycles c "
    + HELD.format(table="placements")
    + " JOIN positions q ON q.tenant_id = {tenant} AND q.id = h.position_id"
    " WHERE c.tenant_id = {tenant} AND c.id = {row}.cycle_id"
)
UNIT_NAME = (
    "SELECT v.name FROM appraisal_cycles c "
    + HELD.format(table="placements")
    + " JOIN unit_versions v ON v.tenant_id = {tenant} AND v.unit_id = h.unit_id"
    " AND v.valid_from < c.ends AND (v.valid_to IS NULL OR v.valid_to >= c.ends)"
    " WHERE c.tenant_id = {tenant} AND c.id = {row}.cycle_id"
)
NAME = SERVANT.format(column="name", whose="evaluator_employee_id")
NUMBER = SERVANT.format(column="number", whose="evaluator_employee_id")
APPRAISED = SERVANT.format(column="siasn_id", whose="employee_id")
STATUS = "CASE WHEN {row}.evaluator_employee_id IS NOT NULL THEN 'ASN' END"
COEFFICIENT = (
    IN_FORCE.format(rule="functional_credit", what="-> 'levels' -> {row}.level ->> 'siasn_at_good'")
    + " AND {row}.predicate = 'GOOD'"
)
YEAR = OF_CYCLE.format(what="c.year")

SKP22: Mapping[str, str] = {
    **RATINGS,
    "penilaiGolongan": RANK_ID,
    "penilaiJabatan": POSITION,
    "penilaiNama": NAME,
    "penilaiNipNrp": NUMBER,
    "penilaiUnorNama": UNIT_NAME,
    "pnsDinilaiOrang": APPRAISED,
    "statusPenilai": STATUS,
    "tahun": YEAR,
}
KINERJA_PERIODIK: Mapping[str, str] = {
    "bulanMulaiPenilaian": OF_CYCLE.format(what="extract(month FROM c.begins)::int"),
    "bulanSelesaiPenilaian": OF_CYCLE.format(what="extract(month FROM c.ends - 1)::int"),
    **RATINGS,
    "koefisienId": COEFFICIENT,
    "penilaiGolongan": RANK_ID,
    "penilaiJabatanNama": POSITION,
    "penilaiNama": NAME,
    "penilaiNipNrp": NUMBER,
    "penilaiUnorNama": UNIT_NAME,
    "periodikId": IN_FORCE.format(rule="appraisal_periods", what="-> 'kinds' -> c.kind ->> 'siasn'"),
    "pnsDinilaiId": APPRAISED,
    "statusPenilai": STATUS,
    "tahun": YEAR,
    "tahunMulaiPenilaian": OF_CYCLE.format(what="extract(year FROM c.begins)::int"),
    "tahunSelesaiPenilaian": OF_CYCLE.format(what="extract(year FROM c.ends - 1)::int"),
}
OF_KIND = (
    "{{row}}.published_at IS NOT NULL AND EXISTS (SELECT FROM appraisal_cycles c"
    " WHERE c.tenant_id = {{tenant}} AND c.id = {{row}}.cycle_id AND c.kind {kind})"
)
ANNUAL, PERIODIC = OF_KIND.format(kind="= 'ANNUAL'"), OF_KIND.format(kind="<> 'ANNUAL'")
"""Which appraisals have a payload at all: published ones, of a year or of a part of one."""
