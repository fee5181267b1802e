"""What SIASN takes of a result, said a second time in Python."""

from collections.abc import Callable
from datetime import date, timedelta

from graph.reader.rows import Row, Rows

from jenjang.appraisal.rules.credit import credit_rule
from jenjang.appraisal.rules.periods import period_rule
from jenjang.appraisal.rules.predicate import PredicateRule, predicate_rule
from jenjang.appraisal.terms import CycleKind, Predicate, Rating
from jenjang.rules.shelf import all_shipped, shipped

Leaf = Callable[[Rows, Row, date], object]


def cycle_of(rows: Rows, row: Row) -> Row:
    (cycle,) = rows.where("appraisal_cycles", "id", row["cycle_id"])
    return cycle


def last_day(rows: Rows, row: Row) -> date:
    ends: date = cycle_of(rows, row)["ends"]
    return ends - timedelta(1)


def coded(code: Callable[[PredicateRule, Row], int]) -> Leaf:
    """A code by the rule of the last published evaluation."""

    def found(rows: Rows, row: Row, _: date) -> object:
        out = [one for one in rows.where("evaluations", "appraisal_id", row["id"]) if one["published_at"]]
        if not out:
            return None
        last = max(out, key=lambda one: one["number"])
        for rule in all_shipped():
            if f"{rule.name} {rule.version}" == last["rule"]:
                return code(predicate_rule(rule.body), last)
        return None

    return found


def of_person(column: str, whose: str) -> Leaf:
    return lambda rows, row, _: next((one[column] for one in rows.where("employees", "id", row[whose])), None)


def held(rows: Rows, row: Row, table: str) -> Row | None:
    """What the evaluator held on the last day of the period."""
    found = rows.at(table, "employee_id", row["evaluator_employee_id"], last_day(rows, row))
    return found[0] if found else None


def rank_id(rows: Rows, row: Row, _: date) -> object:
    rank = held(rows, row, "rank_holdings")
    return rank and rows.where("ranks", "code", rank["rank"])[0]["siasn_id"]


def position(rows: Rows, row: Row, _: date) -> object:
    placement = held(rows, row, "placements")
    return placement and rows.where("positions", "id", placement["position_id"])[0]["name"]


def unit(rows: Rows, row: Row, _: date) -> object:
    placement = held(rows, row, "placements")
    if not placement:
        return None
    found = rows.at("unit_versions", "unit_id", placement["unit_id"], last_day(rows, row))
    return found[0]["name"] if found else None


def status(_: Rows, row: Row, __: date) -> object:
    return "ASN" if row["evaluator_employee_id"] else None


def coefficient(rows: Rows, row: Row, _: date) -> object:
    levels = credit_rule(shipped("functional_credit", last_day(rows, row)).body).levels
    known = row["predicate"] == "GOOD" and row["level"] in levels
    return str(levels[row["level"]].code) if known else None


def period_id(rows: Rows, row: Row, _: date) -> object:
    rule = period_rule(shipped("appraisal_periods", last_day(rows, row)).body)
    code = rule.code_of(CycleKind(cycle_of(rows, row)["kind"]))
    return str(code) if code else None


def is_annual(rows: Rows, row: Row) -> bool:
    return bool(cycle_of(rows, row)["kind"] == "ANNUAL")


COMMON: dict[str, Leaf] = {
    "hasilKinerjaNilai": coded(lambda rule, row: rule.code_of(Rating(row["results"]))),
    "perilakuKerjaNilai": coded(lambda rule, row: rule.code_of(Rating(row["behaviour"]))),
    "kuadranKinerjaNilai": coded(lambda rule, row: rule.code_of_predicate(Predicate(row["predicate"]))),
    "penilaiGolongan": rank_id,
    "penilaiNama": of_person("name", "evaluator_employee_id"),
    "penilaiNipNrp": of_person("number", "evaluator_employee_id"),
    "penilaiUnorNama": unit,
    "statusPenilai": status,
    "tahun": lambda rows, row, _: cycle_of(rows, row)["year"],
}
SKP22: dict[str, Leaf] = {
    **COMMON,
    "penilaiJabatan": position,
    "pnsDinilaiOrang": of_person("siasn_id", "employee_id"),
}
KINERJA_PERIODIK: dict[str, Leaf] = {
    **COMMON,
    "bulanMulaiPenilaian": lambda rows, row, _: cycle_of(rows, row)["begins"].month,
    "bulanSelesaiPenilaian": lambda rows, row, _: last_day(rows, row).month,
    "koefisienId": coefficient,
    "penilaiJabatanNama": position,
    "periodikId": period_id,
    "pnsDinilaiId": of_person("siasn_id", "employee_id"),
    "tahunMulaiPenilaian": lambda rows, row, _: cycle_of(rows, row)["begins"].year,
    "tahunSelesaiPenilaian": lambda rows, row, _: last_day(rows, row).year,
}
LEAVES: dict[str, Leaf] = {
    **{f"SiasnSkp22.{name}": leaf for name, leaf in SKP22.items()},
    **{f"SiasnKinerjaPeriodik.{name}": leaf for name, leaf in KINERJA_PERIODIK.items()},
}
