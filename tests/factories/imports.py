"""Files to bring in: a small government of three units and four positions, and people to fill it."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context
from jenjang.organisation.imports.batches import ORDER, import_file
from jenjang.organisation.imports.models import ImportBatch, ImportRefusal
from jenjang.organisation.terms import ImportKind, ImportState

Cells = Mapping[str, str]
DINAS, BIDANG, SEKSI = "UNOR-DINAS", "UNOR-BIDANG", "UNOR-SEKSI"


def delimited(rows: Iterable[Cells], mark: str = "|") -> bytes:
    """Rows as a CSV file; the header is that of the first."""
    listed = list(rows)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark)
    writer.writerow(listed[0])
    writer.writerows(row.values() for row in listed)
    return out.getvalue().encode()


def unit(siasn_id: str, parent: str = "", **changes: str) -> Cells:
    return {
        "Id": siasn_id,
        "DiatasanId": parent,
        "NamaUnor": f"Nama {siasn_id}",
        "JenisUnorId": "DINAS",
        "KodeWilayah": "",
        "TMT": "02-01-2017",
        "NomorSK": "",
        "PemimpinPnsId": "",
    } | changes


def position(name: str, unit: str, level: str, **changes: str) -> Cells:
    return {
        "JABATAN ID": f"{unit}/{name}",
        "UNOR ID": unit,
        "JABATAN NAMA": name,
        "JENJANG": level,
        "ESELON ID": "",
        "GOLONGAN TERENDAH ID": "",
        "GOLONGAN TERTINGGI ID": "",
        "JUMLAH FORMASI": "",
        "KRITIS": "T",
        "TMT": "02-01-2017",
    } | changes


UNITS = [unit(DINAS), unit(BIDANG, DINAS, JenisUnorId="BIDANG"), unit(SEKSI, BIDANG, JenisUnorId="SEKSI")]
POSITIONS = [
    position("Kepala Dinas", DINAS, "JPT_PRATAMA", **{"ESELON ID": "22", "KRITIS": "Y"}),
    position("Kepala Bidang", BIDANG, "ADMINISTRATOR", **{"ESELON ID": "III.b"}),
    position("Analis Kebijakan Ahli Pertama", BIDANG, "Ahli Pertama", **{"JUMLAH FORMASI": "2"}),
    position("Guru Ahli Pertama", SEKSI, "AHLI_PERTAMA", **{"JUMLAH FORMASI": "9999"}),
]


def person(serial: int = 1, **changes: str) -> Cells:
    """A man born on 26-09-1986 and appointed in May 2015, of that serial number."""
    number = f"1986092620150{5 + serial // 1000}1{serial % 1000:03d}"
    return {
        "PNS ID": f"PNS-{serial}",
        "NIP BARU": number,
        "NAMA": f"Pegawai {serial}",
        "GELAR BELAKANG": "S.IP.",
        "TANGGAL LAHIR": "26-09-1986",
        "JENIS KELAMIN": "M",
        "NIK": "3372012609860001",
        "KEDUDUKAN PNS ID": "01",
        "STATUS CPNS PNS": "P",
        "NOMOR SK CPNS": "813/1/2015",
        "TMT CPNS": f"01-0{5 + serial // 1000}-2015",
        "TMT PNS": f"01-0{5 + serial // 1000}-2016",
        "GOL AKHIR ID": "32",
        "TMT GOLONGAN": "01-10-2019",
        "JABATAN ID": "",
        "JABATAN NAMA": "Guru Ahli Pertama",
        "TMT JABATAN": "01-02-2020",
        "TINGKAT PENDIDIKAN ID": "40",
        "PENDIDIKAN NAMA": "Ilmu Pemerintahan",
        "TAHUN LULUS": "2009",
        "UNOR ID": SEKSI,
    } | changes


def held_rank(number: str, rank: str, on: str, **changes: str) -> Cells:
    return {
        "NIP BARU": number,
        "GOLONGAN ID": rank,
        "TMT GOLONGAN": on,
        "NOMOR SK": "823/1",
        "TANGGAL SK": "01-02-2020",
        "JENIS KP": "REGULER",
    } | changes


def held_position(number: str, name: str, unit: str, on: str, **changes: str) -> Cells:
    return {
        "NIP BARU": number,
        "JABATAN ID": "",
        "JABATAN NAMA": name,
        "UNOR ID": unit,
        "TMT JABATAN": on,
        "NOMOR SK": "824/1",
        "TANGGAL SK": "01-02-2020",
    } | changes


async def bring(
    context: Context, kind: ImportKind, rows: Iterable[Cells], name: str = "berkas.csv", **how: Any
) -> ImportBatch:
    return await import_file(context, kind, name, delimited(rows), **how)


async def establish(context: Context) -> None:
    """Bring the three units and four positions in."""
    for kind, rows in ((ImportKind.UNITS, UNITS), (ImportKind.POSITIONS, POSITIONS)):
        batch = await bring(context, kind, rows)
        assert batch.state == ImportState.APPLIED, await refusals(context.session, batch)


async def refusals(session: AsyncSession, batch: ImportBatch) -> list[tuple[int, str | None, str]]:
    """Row, column and code of each refusal of a batch."""
    of = ImportRefusal
    found = await session.execute(
        select(of.row, of.column, of.code).where(of.batch_id == batch.id).order_by(of.row, of.id)
    )
    return [tuple(row) for row in found]


async def dump(session: AsyncSession) -> dict[str, list[str]]:
    """Every row of every table that files touch, as PostgreSQL writes it."""
    names = [model.__tablename__ for model in ORDER]
    return {
        name: list(await session.scalars(text(f"SELECT t::text FROM {name} t ORDER BY id"))) for name in names
    }
