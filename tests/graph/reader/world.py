"""Two governments with the same ids and different people, and every kind of row that is easy to get wrong."""

import json
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from jenjang.organisation import models
from jenjang.organisation.imports import models as imports

TODAY = date(2026, 11, 21)
HERE, THERE = "surakarta", "plaju"
SPACE = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
Row = dict[str, Any]  # Any: a column's value.
Time = tuple[str, str | None]

NAMES = (
    "Siti Aminah",
    "Siti Aminah",
    "SITI AMINAH",
    "Élise Ömer",
    "İbrahim ΣΑΣ",
    'O\'Brien "Bob" \\ Tan',
    "100% _pasti_",
    "baris\nbaru\ttab",
    "Zoë 🙂 漢字",
    "A",
    "Ni Luh Ketut",
    "ß Straße",
)
UNITS: dict[str, list[tuple[str, str, str | None, Time]]] = {
    "root": [("GOVERNMENT", "Pemerintah", None, ("2000-01-01", None))],
    "dinas": [
        ("DINAS", "Dinas Pendidikan", "root", ("2015-01-01", "2024-01-01")),
        ("DINAS", "Dinas Pendidikan dan Kebudayaan", "root", ("2024-01-01", None)),
    ],
    "badan": [("BADAN", "Badan 'Kepegawaian'", "root", ("2012-01-01", None))],
    "bidang": [
        ("BIDANG", "Bidang Guru", "dinas", ("2016-01-01", "2025-07-01")),
        ("BIDANG", "Bidang Guru", "badan", ("2025-07-01", None)),
    ],
    "seksi": [("SEKSI", 'Seksi "Data" \\ 50%_', "bidang", ("2017-01-01", None))],
    "gone": [("UPTD", "UPTD Lama", "dinas", ("2015-01-01", "2022-03-01"))],
    "coming": [("KELURAHAN", "Kelurahan Baru", "root", ("2027-01-01", None))],
    "kecamatan": [("KECAMATAN", "Kecamatan Laweyan", "root", ("2012-01-01", None))],
    "twin": [("SEKOLAH", "SD Negeri 1", "dinas", ("2015-01-01", None))],
    "twin2": [("SEKOLAH", "SD Negeri 1", "kecamatan", ("2015-01-01", None))],
    "sekolah3": [("SEKOLAH", "SD 漢字 🙂\nbaris", "kecamatan", ("2018-05-01", None))],
}
REGIONS = {"kecamatan": "33.72.01", "coming": "33.72.01.1001"}
LEADERS: list[tuple[str, int, str, Time]] = [
    ("dinas", 10, "DEFINITIVE", ("2020-01-01", None)),
    ("badan", 0, "DEFINITIVE", ("2018-01-01", "2026-11-01")),
    ("badan", 11, "PLT", ("2026-11-01", "2027-02-01")),
    ("badan", 12, "PLH", ("2026-11-20", "2026-11-22")),
    ("seksi", 11, "PLH", ("2026-11-01", "2027-01-01")),
    ("bidang", 3, "DEFINITIVE", ("2027-01-01", None)),
    ("kecamatan", 4, "DEFINITIVE", ("2015-01-01", "2026-11-21")),
]
DELEGATIONS = (
    (20, 10, "2026-01-01", None),
    (10, 11, "2026-11-21", "2027-01-01"),
    (12, 13, "2024-01-01", "2025-06-01"),
    (12, 10, "2025-06-01", "2026-11-21"),
    (7, 10, "2026-11-22", None),
    (2, 6, "2026-03-01", None),
    (5, 14, "2026-03-01", "2027-01-01"),
    (4, 22, "2026-03-01", None),
)
LEADER, ACTING, ALONE, SANCTIONED = 10, 11, 1, 2


def key(*parts: object) -> UUID:
    """The same id every time, and in both governments."""
    return uuid5(SPACE, "/".join(str(part) for part in parts))


def person(number: int) -> UUID:
    return key("employee", number)


def unit(name: str) -> UUID:
    return key("unit", name)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def organisation(tenant: str) -> Iterator[tuple[type[Any], Iterable[Row]]]:  # Any: a model.
    """The rows of each table, in the order in which they need each other."""
    chance = random.Random(tenant)  # noqa: S311  # Test data, not a secret.
    people = list(employees(tenant, chance))
    yield models.Unit, ({"id": unit(name), "siasn_id": f"U-{name}"} for name in UNITS)
    yield models.UnitVersion, versions(tenant)
    yield models.UnitAncestry, ancestry()
    yield models.Position, positions(tenant)
    yield models.Employee, people
    yield models.EmployeeNumber, numbers(people)
    yield models.ServicePeriod, periods(people)
    yield models.RankHolding, ranks(people, chance)
    yield models.Placement, placements(people, chance)
    yield models.Education, educations(people, chance)
    yield models.Sanction, sanctions()
    yield models.Leadership, leaderships()
    yield models.EvaluatorDelegation, delegations()
    yield imports.ImportBatch, batches(tenant)
    yield imports.ImportRefusal, refusals()


def versions(tenant: str) -> Iterator[Row]:
    for name, times in UNITS.items():
        for place, (kind, title, parent, (since, until)) in enumerate(times):
            yield {
                "id": key("version", name, place),
                "unit_id": unit(name),
                "kind": kind,
                "name": f"{title}{'' if tenant == HERE else ' di sana'}",
                "parent_id": unit(parent) if parent else None,
                "region_code": REGIONS.get(name),
                "valid_from": day(since),
                "valid_to": day(until),
            }


def ancestry() -> Iterator[Row]:
    """The closure of the tree, between the days on which anything in it changes."""
    days = sorted({day for times in UNITS.values() for *_, time in times for day in time if day})
    for since, until in zip(days, [*days[1:], None], strict=True):
        for name in UNITS:
            here: str | None = name
            depth = 0
            while here and (found := standing(here, since)):
                yield {
                    "unit_id": unit(name),
                    "ancestor_id": unit(here),
                    "depth": depth,
                    "valid_from": day(since),
                    "valid_to": day(until),
                }
                here, depth = found[2], depth + 1


def standing(name: str, on: str) -> tuple[str, str, str | None, Time] | None:
    """The version of a unit that holds on a day."""
    return next((one for one in UNITS[name] if one[3][0] <= on and (one[3][1] or "9999") > on), None)


def positions(tenant: str) -> Iterator[Row]:
    kinds = [
        ("Kepala", "ADMINISTRATOR", "III.a", ("III/d", "IV/b"), 1, True),
        ("Analis 'Utama'", "PELAKSANA", None, ("II/c", None), 2, False),
        ("Pengelola Data", "PELAKSANA", None, (None, None), 5, False),
    ]
    for name, times in UNITS.items():
        for place, (title, level, echelon, span, seats, critical) in enumerate(kinds):
            yield {
                "id": key("position", name, place),
                "unit_id": unit(name),
                "siasn_id": f"J-{name}-{place}" if place else None,
                "name": f"{title}{'' if tenant == HERE else ' sana'}",
                "level": level,
                "echelon": echelon,
                "lowest_rank": span[0],
                "highest_rank": span[1],
                "retirement_age": 58,
                "retirement_rule": "retirement_age 2023",
                "critical": critical,
                "seats": seats,
                "valid_from": day(times[0][3][0]),
                "valid_to": day(times[-1][3][1])
                if place < 2
                else day("2026-06-01")
                if name == "badan"
                else None,
            }


def employees(tenant: str, chance: random.Random) -> Iterator[Row]:
    for number in range(30):
        born = date(1966, 1, 1) + timedelta(chance.randrange(12_000))
        since = date(2005 + number // 2, 1 + number % 12, 1)
        nip = f"{born:%Y%m%d}{since:%Y%m}{1 + number % 2}{number:03d}"
        yield {
            "id": person(number),
            "number": nip,
            "kind": "PPPK" if number % 7 == 3 else "PNS",
            "siasn_id": f"P-{number}" if number % 3 else None,
            "name": NAMES[number % len(NAMES)] + ("" if tenant == HERE else " Lain"),
            "front_title": ("Dr.", None, 'Ir. "H."')[number % 3],
            "back_title": (None, "S.Pd., M.M.", None, "S.E.")[number % 4],
            "sex": "MALE" if number % 2 == 0 else "FEMALE",
            "birth_date": born,
            "birth_place": chance.choice(["Solo", None, "Palembang"]),
            "nik": f"{number:016d}" if number % 5 else None,
            "phone": f"+62 {number}" if number % 2 else None,
            "email": f"p{number}@{tenant}.example" if number % 4 else None,
            "work_email": f"k{number}@{tenant}.go.id" if number % 3 else None,
            "address": 'Jl. "Slamet" \\ 1\nRT 2' if number % 2 else None,
            "appointed_on": since,
            "state": chance.choice(["ACTIVE", "ACTIVE", "ACTIVE", "STUDY_LEAVE", "RETIRED", "CANDIDATE"]),
            "retires_on": date(2026 + number, 1, 1) if number % 4 else None,
            "retirement_rule": "retirement_age 2023" if number % 4 else None,
            "version": 1 + number,
        }


def numbers(people: list[Row]) -> Iterator[Row]:
    for place, one in enumerate(people):
        since = one["appointed_on"]
        last = {"employee_id": one["id"], "number": one["number"], "kind": one["kind"]}
        if place % 6 == 0:
            old = {"employee_id": one["id"], "number": f"19{place:016d}", "kind": "PPPK"}
            yield {**old, "id": key("number", place, 0), "valid_from": since, "valid_to": date(2022, 5, 1)}
            since = date(2022, 5, 1)
        yield {**last, "id": key("number", place, 1), "valid_from": since}


def periods(people: list[Row]) -> Iterator[Row]:
    for place, one in enumerate(people):
        turn = date(2024, 1, 1) + timedelta(place)
        about = {"employee_id": one["id"]}
        yield {
            **about,
            "id": key("period", place, 0),
            "state": "CANDIDATE",
            "reason": None,
            "valid_from": one["appointed_on"],
            "valid_to": turn,
        }
        yield {
            **about,
            "id": key("period", place, 1),
            "state": one["state"],
            "reason": 'it\'s "so"',
            "valid_from": turn,
        }


def ranks(people: list[Row], chance: random.Random) -> Iterator[Row]:
    ladder = ["II/c", "III/a", "III/b", "III/c", "IV/a"]
    for place, one in enumerate(people):
        if place % 9 == 8:
            continue  # Somebody without any rank.
        days = [date(2020, 1, 1), date(2023, 4, 1), date(2026, 4, 1), date(2027, 4, 1)]
        for step in range(chance.randrange(1, 5)):
            ends = days[step + 1] if step < 3 else None
            yield {
                "id": key("rank", place, step),
                "employee_id": one["id"],
                "rank": ladder[min(4, step + place % 2)],
                "decree_number": f"SK-{place}/{step}" if step else None,
                "decree_date": days[step] if step else None,
                "reason": "REGULER" if step % 2 else None,
                "valid_from": days[step],
                "valid_to": ends,
            }


def placements(people: list[Row], chance: random.Random) -> Iterator[Row]:
    names = list(UNITS)
    for place, one in enumerate(people):
        if place % 8 == ALONE:
            continue  # Somebody never placed.
        days = [date(2019, 1, 1), date(2023, 1, 1), date(2026, 1, 1), date(2027, 3, 1)]
        for step in range(4 if place % 5 == 0 else 3):
            where = "dinas" if place == LEADER else chance.choice(names)
            which = chance.randrange(3)
            ends = (
                date(2026, 11, 21) if place % 11 == 7 and step == 2 else days[step + 1] if step < 3 else None
            )
            yield {
                "id": key("placement", place, step),
                "employee_id": one["id"],
                "position_id": key("position", where, which),
                "unit_id": unit(where),
                "reason": chance.choice(["MUTASI", "PROMOSI", None]),
                "decree_number": None if step else 'No. "1"',
                "decree_date": days[step] if step else None,
                "fits": chance.choice([True, False, None]),
                "misfit": chance.choice([None, "rank"]),
                "fit_rule": chance.choice([None, "rank_span 2000"]),
                "valid_from": days[step],
                "valid_to": ends,
            }


def educations(people: list[Row], chance: random.Random) -> Iterator[Row]:
    for place, one in enumerate(people):
        for step in range(place % 4):
            yield {
                "id": key("education", place, step),
                "employee_id": one["id"],
                "level": chance.choice(["S1", "S2", "SMA"]),
                "programme": chance.choice([None, 'Ilmu "Pemerintahan"']),
                "school": chance.choice([None, "UNS", "Universitas Sriwijaya"]),
                "graduated_in": chance.choice([1999, 2005, 2005, 2016]),
            }


def sanctions() -> Iterator[Row]:
    for place in (SANCTIONED, 0, 10, 13, 20):
        for step, severity in enumerate(["LIGHT", "SEVERE"]):
            yield {
                "id": key("sanction", place, step),
                "employee_id": person(place),
                "severity": severity,
                "kind": "Teguran 'lisan'",
                "decree_number": None if step else f"HD-{place}",
                "valid_from": date(2024, 2, 1),
                "valid_to": date(2025, 2, 1) if step else None,
            }


def leaderships() -> Iterator[Row]:
    for place, (where, who, kind, (since, until)) in enumerate(LEADERS):
        yield {
            "id": key("leadership", place),
            "unit_id": unit(where),
            "employee_id": person(who),
            "kind": kind,
            "valid_from": day(since),
            "valid_to": day(until),
        }


def delegations() -> Iterator[Row]:
    """Who evaluates whom by delegated authority: now, no more, and not yet."""
    for place, (who, evaluator, since, until) in enumerate(DELEGATIONS):
        yield {
            "id": key("delegation", place),
            "employee_id": person(who),
            "evaluator_employee_id": person(evaluator),
            "reason": f"SK {place} 'delegasi' \\ 漢",
            "valid_from": day(since),
            "valid_to": day(until),
        }


def batches(tenant: str) -> Iterator[Row]:
    for place, (state, moment) in enumerate(
        [
            ("TRIED", "2026-01-05T12:00:00"),
            ("REFUSED", "2026-01-05T12:00:00"),
            ("APPLIED", "2026-02-01T23:59:59.250000"),
            ("UNDONE", "2025-12-31T17:00:00.000001"),
        ]
    ):
        at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        yield {
            "id": key("batch", place),
            "kind": "PEOPLE" if place % 2 else "UNITS",
            "state": state,
            "file_name": f'pegawai "{tenant}".csv',
            "file_hash": f"{place:064x}",
            "row_count": 10,
            "created_count": place,
            "changed_count": 0,
            "refused_count": place,
            "imported_by": person(0) if place else None,
            "imported_at": at,
            "undone_at": at + timedelta(hours=5) if state == "UNDONE" else None,
        }


def refusals() -> Iterator[Row]:
    for place in range(8):
        yield {
            "id": key("refusal", place),
            "batch_id": key("batch", place % 3),
            "row": 2 + place // 2,
            "column": "NIP" if place % 2 else None,
            "code": "BAD_USER_INPUT",
            "facts": "{}",
            "messages": json.dumps({"id": "Salah", "en": 'It\'s "wrong"'}),
            "content": json.dumps({"NIP BARU": "1\n2", "NAMA": 'Siti "A" \\ 漢 \1'}, ensure_ascii=False),
        }


def led(who: int) -> tuple[UUID, ...]:
    """The units that somebody leads today, with all below them."""
    heads = {
        where
        for where, leader, _, (since, until) in LEADERS
        if leader == who and since <= str(TODAY) < (until or "9999")
    }
    return tuple(sorted(unit(name) for name in UNITS if heads & set(above(name))))


def below(top: str) -> tuple[UUID, ...]:
    """A unit and all below it today."""
    return tuple(sorted(unit(name) for name in UNITS if top in set(above(name))))


def above(name: str) -> Iterator[str]:
    here: str | None = name
    while here and (found := standing(here, str(TODAY))):
        yield here
        here = found[2]
