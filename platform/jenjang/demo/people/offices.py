"""The demo's units: what a city, a regency or a district of Indonesia consists of."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any

from jenjang.organisation.terms import UnitKind
from jenjang.tenancy.catalogue import Government, GovernmentKind


@dataclass(frozen=True, slots=True)
class Head:
    """The position that leads a unit."""

    title: str
    level: str
    echelon: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """A unit; which trades work there, and how large a share of the staff it has."""

    id: str
    parent: str | None
    name: str
    kind: UnitKind
    head: Head | None
    trade: str
    weight: int
    region_code: str | None = None


@cache
def places() -> Mapping[str, Any]:  # Any: a table of names and codes.
    """What lies in each of the demo's governments."""
    return tomllib.loads((files("jenjang.demo.people") / "places.toml").read_text("utf-8"))


def siasn_id(*parts: str) -> str:
    """A stable invented id, as SIASN's look."""
    return blake2b("/".join(parts).encode(), digest_size=16).hexdigest().upper()


def offices(government: Government) -> Sequence[Office]:
    """The government's units, each after the one it stands under; the first is the government itself."""
    district = government.kind is GovernmentKind.DISTRICT
    layout = _district_layout if district else _city_layout
    built = Builder(government)
    layout(built, places()[government.code])
    return built.offices


class Builder:
    """Puts units under units, giving each its id."""

    def __init__(self, government: Government) -> None:
        self.government = government
        self.offices: list[Office] = []

    def add(
        self,
        under: str | None,
        name: str,
        kind: UnitKind,
        head: Head | None,
        trade: str,
        weight: int,
        region_code: str | None = None,
    ) -> str:
        """Add a unit; returns its id."""
        unit = siasn_id(self.government.code, under or "", name)
        self.offices.append(Office(unit, under, name, kind, head, trade, weight, region_code))
        return unit


def _district_layout(built: Builder, place: Mapping[str, Any]) -> None:  # Any: as in `places`.
    title = place["title"]
    camat = Head(f"Camat {title}", "ADMINISTRATOR", "III.a")
    government = built.government
    kind = UnitKind.GOVERNMENT
    root = built.add(None, government.name, kind, camat, "office", 3, government.region_code)
    _district_office(built, root, title)
    for village in place["villages"]:
        _village(built, root, village["name"], village.get("code"))
    for name in _taken(place, 0, 2):
        _clinic(built, root, f"Puskesmas {name}", 24)
    school_office = Head(f"Kepala UPTD Pendidikan {title}", "PENGAWAS", "IV.a")
    schools = built.add(root, f"UPTD Pendidikan {title}", UnitKind.UPTD, school_office, "office", 5)
    for number in range(1, 6):
        _school(built, schools, f"SD Negeri {number} {title}", 9)
    for number in (1, 2):
        _school(built, root, f"SMP Negeri {number} {title}", 16)
    cleaning = Head(f"Kepala UPTD Kebersihan {title}", "PENGAWAS", "IV.a")
    built.add(root, f"UPTD Kebersihan {title}", UnitKind.UPTD, cleaning, "office", 10)


def _taken(place: Mapping[str, Any], start: int, count: int) -> list[str]:  # Any: as in `places`.
    return [village["name"] for village in place["villages"][start : start + count]]


def _district_office(built: Builder, district: str, title: str) -> None:
    """What every kecamatan has: a secretariat with two subbagian, and sections."""
    secretary = Head(f"Sekretaris Kecamatan {title}", "ADMINISTRATOR", "III.b")
    under = built.add(
        district, f"Sekretariat Kecamatan {title}", UnitKind.SEKRETARIAT, secretary, "office", 3
    )
    for name in ("Umum dan Kepegawaian", "Perencanaan dan Keuangan"):
        _subdivision(built, under, name)
    for name in ("Pemerintahan", "Pemberdayaan Masyarakat", "Ketenteraman dan Ketertiban"):
        head = Head(f"Kepala Seksi {name}", "PENGAWAS", "IV.a")
        built.add(district, f"Seksi {name}", UnitKind.SEKSI, head, "office", 4)


def _village(built: Builder, under: str, name: str, code: str | None) -> None:
    lurah = Head(f"Lurah {name}", "PENGAWAS", "IV.a")
    village = built.add(under, f"Kelurahan {name}", UnitKind.KELURAHAN, lurah, "office", 4, code)
    head = Head("Kepala Seksi Pemerintahan Kelurahan", "PENGAWAS", "IV.b")
    built.add(village, "Seksi Pemerintahan", UnitKind.SEKSI, head, "office", 2)


def _clinic(built: Builder, under: str, name: str, weight: int) -> None:
    head = Head(f"Kepala {name}", "AHLI_MADYA")
    built.add(under, name, UnitKind.PUSKESMAS, head, "health", weight)


def _school(built: Builder, under: str, name: str, weight: int) -> None:
    head = Head(f"Kepala {name}", "AHLI_MADYA")
    built.add(under, name, UnitKind.SEKOLAH, head, "school", weight)


def _subdivision(built: Builder, under: str, name: str) -> None:
    head = Head(f"Kepala Subbagian {name}", "PENGAWAS", "IV.a")
    built.add(under, f"Subbagian {name}", UnitKind.SUBBAGIAN, head, "office", 3)


def _division(built: Builder, under: str, name: str, trade: str = "office") -> str:
    head = Head(f"Kepala Bidang {name}", "ADMINISTRATOR", "III.b")
    return built.add(under, f"Bidang {name}", UnitKind.BIDANG, head, trade, 5)


DINAS = {
    "Pendidikan": ("Pembinaan SD", "Pembinaan SMP"),
    "Kesehatan": ("Kesehatan Masyarakat", "Pelayanan Kesehatan"),
    "Pekerjaan Umum dan Penataan Ruang": ("Bina Marga", "Sumber Daya Air"),
    "Kependudukan dan Pencatatan Sipil": ("Pelayanan Pendaftaran Penduduk", "Pencatatan Sipil"),
    "Komunikasi dan Informatika": ("Aplikasi Informatika", "Statistik dan Persandian"),
}
BADAN = {
    "Kepegawaian dan Pengembangan Sumber Daya Manusia": ("Mutasi dan Promosi", "Pengembangan Kompetensi"),
    "Perencanaan Pembangunan Daerah": ("Pemerintahan dan Sosial Budaya", "Ekonomi dan Prasarana"),
}


SHORT = {
    "Dinas Pekerjaan Umum dan Penataan Ruang": "Dinas PUPR",
    "Dinas Kependudukan dan Pencatatan Sipil": "Dinas Dukcapil",
    "Dinas Komunikasi dan Informatika": "Dinas Kominfo",
    "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia": "BKPSDM",
    "Badan Perencanaan Pembangunan Daerah": "Bappeda",
}


def short(unit: str) -> str:
    """What a unit is called in the names of its positions: by its usual abbreviation where it has one."""
    return SHORT.get(unit, unit)


def _city_layout(built: Builder, place: Mapping[str, Any]) -> None:  # Any: as in `places`.
    government = built.government
    root = built.add(None, government.name, UnitKind.GOVERNMENT, None, "office", 0, government.region_code)
    _secretariat(built, root)
    inspector = Head("Inspektur", "JPT_PRATAMA", "II.b")
    audit = built.add(root, "Inspektorat", UnitKind.INSPEKTORAT, inspector, "audit", 9)
    _bureau(built, audit, "Inspektorat")
    for name, divisions in DINAS.items():
        head = Head(f"Kepala {short(f'Dinas {name}')}", "JPT_PRATAMA", "II.b")
        dinas = built.add(root, f"Dinas {name}", UnitKind.DINAS, head, "office", 4)
        _bureau(built, dinas, f"Dinas {name}")
        for division in divisions:
            _division(built, dinas, division)
        _services(built, dinas, name, place)
    for name, divisions in BADAN.items():
        head = Head(f"Kepala {short(f'Badan {name}')}", "JPT_PRATAMA", "II.b")
        badan = built.add(root, f"Badan {name}", UnitKind.BADAN, head, "office", 4)
        _bureau(built, badan, f"Badan {name}")
        for division in divisions:
            _division(built, badan, division, "personnel" if name.startswith("Kepegawaian") else "office")
    for district in place["districts"]:
        title = district["name"]
        camat = Head(f"Camat {title}", "ADMINISTRATOR", "III.a")
        name, kind = f"Kecamatan {title}", UnitKind.KECAMATAN
        unit = built.add(root, name, kind, camat, "office", 2, district["code"])
        _district_office(built, unit, title)
        for village in district["villages"]:
            _village(built, unit, village, None)


def _secretariat(built: Builder, root: str) -> None:
    secretary = Head("Sekretaris Daerah", "JPT_PRATAMA", "II.a")
    under = built.add(root, "Sekretariat Daerah", UnitKind.SEKRETARIAT, secretary, "office", 3)
    for name in ("Organisasi", "Hukum", "Pemerintahan", "Umum"):
        head = Head(f"Kepala Bagian {name}", "ADMINISTRATOR", "III.a")
        built.add(under, f"Bagian {name}", UnitKind.BIDANG, head, "office", 5)


def _bureau(built: Builder, under: str, of: str) -> None:
    """The secretariat of a dinas, badan or inspektorat."""
    secretary = Head(f"Sekretaris {short(of)}", "ADMINISTRATOR", "III.a")
    bureau = built.add(under, f"Sekretariat {of}", UnitKind.SEKRETARIAT, secretary, "office", 2)
    _subdivision(built, bureau, "Umum dan Kepegawaian")


def _services(
    built: Builder, dinas: str, name: str, place: Mapping[str, Any]
) -> None:  # Any: as in `places`.
    """What a dinas runs: schools, clinics, a technical unit."""
    districts = [district["name"] for district in place["districts"]]
    if name == "Pendidikan":
        for number, title in enumerate(districts[:3], 1):
            _school(built, dinas, f"SMP Negeri {number} {place['title']}", 10)
            _school(built, dinas, f"SD Negeri {title}", 7)
    if name == "Kesehatan":
        for title in districts[:3]:
            _clinic(built, dinas, f"Puskesmas {title}", 11)
    if name == "Pekerjaan Umum dan Penataan Ruang":
        head = Head("Kepala UPTD Laboratorium Konstruksi", "PENGAWAS", "IV.a")
        built.add(dinas, "UPTD Laboratorium Konstruksi", UnitKind.UPTD, head, "office", 6)


def subtree(all_offices: Sequence[Office], top: str) -> Iterator[str]:
    """A unit and all below it; units come after the one they stand under."""
    inside = {top}
    for office in all_offices:
        if office.parent in inside:
            inside.add(office.id)
    return iter(inside)
