"""Sample files for `jenjang import`: those that the demo's people came in by, and two of their appraisals."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from jenjang.demo.people.calendar_days import AS_OF
from jenjang.demo.people.files import Cells, World, contents, day, delimited, world
from jenjang.demo.people.personas import personas, superior_of
from jenjang.demo.people.servants import Servant
from jenjang.organisation.terms import ImportKind

SAMPLES = {"results.csv": ImportKind.RESULTS, "skps.csv": ImportKind.SKPS}
"""Files that the demo doesn't bring in itself: whoever tries it finds something new in them."""
AGREED_ON = date(AS_OF.year, 10, 19)
"""On next year's expectations: of this year's the demo's people have agreed on others already."""
BOTH_SIDES = {
    "TAHUN": str(AS_OF.year + 1),
    "TANGGAL DISEPAKATI": day(AGREED_ON),
    "MODEL": "KUANTITATIF",
    "EKSPEKTASI BERORIENTASI PELAYANAN": "Menjawab setiap pengaduan dalam satu hari kerja",
}
OF_LEADERS = "Layanan unit sesuai standar pelayanan"
RATED = (("2", "2", "2"), ("1", "2", "2"), ("1", "1", "1"), ("2", "3", "4"))
"""SIASN's codes of results, behaviour and predicate, as its own matrix gives them; the commonest first."""


def write_files(folder: Path, code: str) -> list[Path]:
    """Write a government's files into a folder, for `jenjang import`; in the order to bring them in."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in (contents(world(code)) | sampled(world(code))).items():
        (folder / name).write_bytes(content)
        written.append(folder / name)
    return written


def sampled(world: World) -> dict[str, bytes]:
    """By their names: what SIASN holds of a team's last year, and what it agreed on for the next one."""
    leader, *staff = team(world)
    return {
        "results.csv": delimited(_result(place, one) for place, one in enumerate((leader, *staff))),
        "skps.csv": delimited(_expectations(leader, superior_of(world, leader), staff)),
    }


def team(world: World) -> list[Servant]:
    """The persona of a leader, and the staff of the same unit."""
    number = personas(world.crew.code)["leader"]
    leader = next(each for each in world.crew.servants if each.number == number)
    here = [each for each in world.crew.servants if each.post.unit == leader.post.unit]
    return [leader, *(each for each in here if each is not leader)]


def _result(place: int, servant: Servant) -> Cells:
    results, behaviour, predicate = RATED[place % 7 % len(RATED)]
    return {
        "pnsDinilaiOrang": servant.siasn_id,
        "nip": servant.number,
        "nama": servant.name,
        "tahun": str(AS_OF.year - 1),
        "hasilKinerjaNilai": results,
        "perilakuKerjaNilai": behaviour,
        "kuadranKinerjaNilai": predicate,
    }


def _expectations(leader: Servant, superior: Servant, staff: list[Servant]) -> Iterator[Cells]:
    """The leader's, and to which of them those of each of the staff lead."""
    yield _expected(leader, superior, "UTAMA", OF_LEADERS, "Layanan sesuai standar", "95", "persen")
    for one in staff:
        served = f"Layanan {one.post.name} selesai tepat waktu"
        done = _expected(one, leader, "UTAMA", served, "Layanan yang selesai", "240", "layanan")
        yield {**done, "HASIL KERJA PIMPINAN": OF_LEADERS}
        yield _expected(
            one, leader, "TAMBAHAN", "Pegawai baru dibimbing", "Pegawai yang dibimbing", "2", "orang"
        )


def _expected(
    whose: Servant, evaluator: Servant, kind: str, result: str, indicator: str, target: str, measure: str
) -> Cells:
    """A row: one result that somebody's SKP expects, measured by how much of it there is."""
    return {
        "NIP": whose.number,
        "NAMA": whose.name,
        "NIP PENILAI": evaluator.number,
        **BOTH_SIDES,
        "JENIS HASIL": kind,
        "HASIL KERJA": result,
        "HASIL KERJA PIMPINAN": "",
        "INDIKATOR KUANTITAS": indicator,
        "TARGET KUANTITAS": target,
        "SATUAN KUANTITAS": measure,
    }
