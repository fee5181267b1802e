"""The demo's files: what SIASN and the establishment's list would give for a government, as CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from jenjang.core.settings import Settings
from jenjang.demo.people.calendar_days import FOUNDED
from jenjang.demo.people.offices import Office, offices, places, siasn_id
from jenjang.demo.people.servants import Crew, Post, Servant, crew, seats
from jenjang.demo.people.trades import RANK_IDS, RANK_NAMES
from jenjang.organisation.imports.people_columns import COLUMNS
from jenjang.organisation.terms import EmployeeKind, ImportKind, Sex
from jenjang.reference.listing import shipped
from jenjang.reference.models import Echelon
from jenjang.tenancy.catalogue import Government, catalogue

FILES: Mapping[str, ImportKind] = {
    "units.csv": ImportKind.UNITS,
    "positions.csv": ImportKind.POSITIONS,
    "people.csv": ImportKind.PEOPLE,
    "ranks.csv": ImportKind.RANKS,
    "placements.csv": ImportKind.PLACEMENTS,
    "leaders.csv": ImportKind.UNITS,
}
"""In the order in which they come in: the units once more at last, when their leaders are known."""
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class World:
    """A government as the demo invents it."""

    government: Government
    offices: Sequence[Office]
    crew: Crew


def codes() -> list[str]:
    """The governments that the demo has people for."""
    return list(places())


@cache
def world(code: str) -> World:
    """A government's units and people, the same at every call."""
    government = catalogue(Settings().tenants)[code]
    units = offices(government)
    return World(government, units, crew(code, units))


def contents(world: World) -> dict[str, bytes]:
    """Every file's content, by its name."""
    servants = world.crew.servants
    leaders = leaders_of(world)
    rows: dict[str, Iterable[Cells]] = {
        "units.csv": [_unit(office, None) for office in world.offices],
        "positions.csv": _positions(world),
        "people.csv": (_person(servant, world) for servant in servants),
        "ranks.csv": (row for servant in servants for row in _ranks(servant)),
        "placements.csv": (row for servant in servants for row in _placements(servant)),
        "leaders.csv": [_unit(office, leaders.get(office.id)) for office in world.offices],
    }
    return {name: delimited(rows[name], PEOPLE_HEADER if name == "people.csv" else None) for name in FILES}


PEOPLE_HEADER = [column.header for column in COLUMNS]


def delimited(rows: Iterable[Cells], header: Sequence[str] | None = None) -> bytes:
    """Rows as SIASN delimits them."""
    listed = list(rows)
    text = io.StringIO()
    writer = csv.writer(text, delimiter="|", lineterminator="\r\n")
    names = header or list(listed[0])
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in listed)
    return text.getvalue().encode()


@cache
def day(on: date | None) -> str:
    """A date as SIASN writes it."""
    return f"{on:%d-%m-%Y}" if on else ""


def leaders_of(world: World) -> Mapping[str, Servant]:
    """Who leads each unit that is led: its head; the government itself the secretary of the region."""
    heads = {servant.post.unit: servant for servant in world.crew.servants if servant.post.is_head}
    top = world.offices[0]
    if top.head is None:
        secretariat = next(each for each in world.offices if each.name == "Sekretariat Daerah")
        heads[top.id] = heads[secretariat.id]
    return heads


def _unit(office: Office, leader: Servant | None) -> Cells:
    return {
        "Id": office.id,
        "InstansiId": "",
        "DiatasanId": office.parent or "",
        "EselonId": ECHELON_IDS.get(office.head.echelon or "", "") if office.head else "",
        "NamaUnor": office.name,
        "NamaJabatan": office.head.title if office.head else "",
        "CepatKode": "",
        "IndukUnorId": office.parent or "",
        "PemimpinPnsId": leader.siasn_id if leader else "",
        "JenisUnorId": str(office.kind),
        "KodeWilayah": office.region_code or "",
        "TMT": day(FOUNDED),
        "NomorSK": "Perda 8/2016" if office.parent else "",
    }


ECHELON_IDS = {row["code"]: row["siasn_id"] for row in shipped(Echelon)}


def _positions(world: World) -> Iterator[Cells]:
    """The establishment: heads' positions, vacant ones too, and staff with a seat to spare here and there."""
    needed = dict(seats(world.crew))
    for office in world.offices:
        if office.head:
            title, level, echelon = office.head.title, office.head.level, office.head.echelon
            post = Post(
                office.id, siasn_id(world.crew.code, office.id, "head"), title, level, echelon, is_head=True
            )
            needed.setdefault(post, 1)
    for place, (post, count) in enumerate(needed.items()):
        yield {
            "JABATAN ID": post.id,
            "UNOR ID": post.unit,
            "JABATAN NAMA": post.name,
            "JENJANG": post.level,
            "ESELON ID": ECHELON_IDS.get(post.echelon or "", ""),
            "JUMLAH FORMASI": str(count + (not post.is_head and place % 5 == 0)),
            "KRITIS": "Y" if post.level == "JPT_PRATAMA" or post.name.startswith("Dokter") else "T",
            "TMT": day(FOUNDED),
        }


def _person(servant: Servant, world: World) -> Cells:
    pns = servant.kind is EmployeeKind.PNS
    rank_on, rank = servant.ranks[-1]
    placed_on, post = servant.posts[-1]
    front, back = _titles(servant)
    return {
        "PNS ID": servant.siasn_id,
        "NIP BARU": servant.number,
        "NAMA": servant.name,
        "GELAR DEPAN": front,
        "GELAR BELAKANG": back,
        "TEMPAT LAHIR NAMA": servant.birth_place,
        "TANGGAL LAHIR": day(servant.birth_date),
        "JENIS KELAMIN": "M" if servant.sex is Sex.MALE else "F",
        "NIK": _nik(servant, world.government.region_code),
        "NOMOR HP": f"0800{servant.number[2:8]}{servant.number[-2:]}",
        "EMAIL": _email(servant),
        "EMAIL GOV": f"{servant.number}@{world.crew.code.replace('_', '-')}.go.id.example",
        "ALAMAT": _address(servant, places()[world.crew.code]["title"]),
        "JENIS PEGAWAI NAMA": "PNS Daerah" if pns else "PPPK",
        "KEDUDUKAN PNS ID": "03" if servant.on_study_leave else "01" if pns else "71",
        "KEDUDUKAN PNS NAMA": "Tugas Belajar" if servant.on_study_leave else "Aktif" if pns else "PPPK Aktif",
        "STATUS CPNS PNS": "C" if servant.is_candidate else "P",
        "NOMOR SK CPNS": _decree("813", servant.appointed_on),
        "TMT CPNS": day(servant.appointed_on),
        "NOMOR SK PNS": _decree("821", servant.permanent_on),
        "TMT PNS": day(servant.permanent_on),
        "GOL AWAL ID": RANK_IDS[servant.ranks[0][1]],
        "GOL AKHIR ID": RANK_IDS[rank],
        "GOL AKHIR NAMA": rank,
        "TMT GOLONGAN": day(rank_on),
        "JABATAN ID": post.id,
        "JABATAN NAMA": post.name,
        "TMT JABATAN": day(placed_on),
        "TINGKAT PENDIDIKAN ID": servant.schooling.level_id,
        "TINGKAT PENDIDIKAN NAMA": servant.schooling.level,
        "PENDIDIKAN NAMA": servant.programme,
        "TAHUN LULUS": str(servant.graduated_in),
        "UNOR ID": post.unit,
        "NAMA SEKOLAH": _school(servant),
        "ESELON ID": ECHELON_IDS.get(post.echelon or "", ""),
    }


STREETS = (
    *("Melati", "Mawar", "Kenanga", "Cempaka", "Anggrek", "Flamboyan", "Kamboja", "Dahlia"),
    *("Merpati", "Kutilang", "Cendrawasih", "Rajawali", "Mangga", "Rambutan", "Nangka", "Belimbing"),
)


def _address(servant: Servant, place: str) -> str:
    """Where somebody lives: a street as every town has it, told by the person's own id."""
    lot = int(servant.siasn_id[:12], 16)
    lot, street = divmod(lot, len(STREETS))
    lot, number = divmod(lot, 180)
    lot, rt = divmod(lot, 9)
    return f"Jl. {STREETS[street]} No. {number + 1}, RT {rt + 1:02d}/RW {lot % 12 + 1:02d}, {place}"


def _email(servant: Servant) -> str:
    """A private e-mail; a third gave none."""
    lot = int(servant.siasn_id[12:18], 16)
    first, *_, last = servant.name.lower().split()
    return f"{first}.{last}{lot % 1000}@surel.example" if lot % 3 else ""


def _school(servant: Servant) -> str:
    """A school of the place of birth."""
    lot, place = int(servant.siasn_id[18:22], 16), servant.birth_place
    level = servant.schooling.level
    if level == "SMA":
        return f"SMA Negeri {lot % 5 + 1} {place}"
    return f"Politeknik {place}" if level == "D3" else f"Universitas {place}"


def _titles(servant: Servant) -> tuple[str, str]:
    """Academic titles before and after the name."""
    level, programme = servant.schooling.level, servant.programme
    if programme == "Pendidikan Dokter" and level != "SMA":
        return "dr.", "M.Kes." if level == "S2" else ""
    if level == "S2":
        return "", "M.Pd." if programme.startswith("Pendidikan") else "M.Si."
    if level == "S1":
        return "", next((title for word, title in TITLES if word in programme), "S.Sos.")
    return "", "A.Md." if level == "D3" else ""


TITLES = (
    ("Pendidikan", "S.Pd."),
    ("Hukum", "S.H."),
    ("Pemerintahan", "S.IP."),
    ("Akuntansi", "S.E."),
    ("Manajemen", "S.E."),
    ("Teknik", "S.Kom."),
    ("Keperawatan", "S.Kep."),
    ("Farmasi", "S.Farm."),
)


def _nik(servant: Servant, region_code: str) -> str:
    """A population number as the law builds it: region, day (a woman's plus 40), month, year, serial."""
    region = (region_code.replace(".", "") + "01")[:6]
    birth = servant.birth_date
    born = f"{birth.day + (40 if servant.sex is Sex.FEMALE else 0):02d}{birth:%m%y}"
    return f"{region}{born}{int(servant.number[-3:]):04d}"


@cache
def _decree(subject: str, on: date | None) -> str:
    return f"{subject}/{on:%m%d}/{on:%Y}" if on else ""


def _ranks(servant: Servant) -> Iterator[Cells]:
    """The ranks held before the present one, which the file of people tells, since the appointment."""
    for on, rank in servant.ranks[:-1]:
        yield {
            "NIP BARU": servant.number,
            "NAMA": servant.name,
            "GOLONGAN ID": RANK_IDS[rank],
            "GOLONGAN NAMA": RANK_NAMES[rank],
            "TMT GOLONGAN": day(on),
            "NOMOR SK": _decree("823", on),
            "TANGGAL SK": day(on),
            "JENIS KP": "" if (on, rank) == servant.ranks[0] else "REGULER",
        }


def _placements(servant: Servant) -> Iterator[Cells]:
    """The positions held before the present one, which the file of people tells."""
    for on, post in servant.posts[:-1]:
        yield {
            "NIP BARU": servant.number,
            "NAMA": servant.name,
            "JABATAN ID": post.id,
            "JABATAN NAMA": post.name,
            "UNOR ID": post.unit,
            "TMT JABATAN": day(on),
            "NOMOR SK": _decree("824", on),
            "TANGGAL SK": day(on),
        }
