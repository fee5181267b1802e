"""How fast a file of people and one of their SKPs come in: generated, brought into a government, rolled back.

python bench/import_rate.py postgresql://jenjang_app@…/jenjang --tenant surakarta --rows 20000
"""

import asyncio
import csv
import io
import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated
from uuid import UUID

import typer

from jenjang.appraisal.imports import skps as expectations
from jenjang.core import clock
from jenjang.core.context import Context
from jenjang.core.permission import Role, Viewer
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound, engine
from jenjang.organisation.imports.batches import import_file
from jenjang.organisation.terms import ImportKind, ImportState

__all__ = ["expectations"]
# A kind of file that this import makes known.
UNITS = b"Id|DiatasanId|NamaUnor|JenisUnorId|TMT\nU1||Dinas Ukur|DINAS|02-01-2017\n"
POSTS = 20
RESULTS = 4
"""Results that an SKP expects, each a row of its file."""
SPREAD = 3_650
"""Days over which the people's births are spread."""
BORN = date(1975, 1, 1)


def positions() -> bytes:
    rows = [f"P{post}|U1|Pengolah Data {post}|PELAKSANA|9999|02-01-2017" for post in range(POSTS)]
    return "\n".join(["JABATAN ID|UNOR ID|JABATAN NAMA|JENJANG|JUMLAH FORMASI|TMT", *rows]).encode()


def people(count: int) -> bytes:
    """That many men, each with a rank, a position and a school."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="|")
    writer.writerow(
        [
            "PNS ID",
            "NIP BARU",
            "NAMA",
            "TANGGAL LAHIR",
            "JENIS KELAMIN",
            "NIK",
            "NOMOR HP",
            "EMAIL",
            "ALAMAT",
            "TEMPAT LAHIR NAMA",
            "EMAIL GOV",
            "TMT CPNS",
            "TMT PNS",
            "GOL AKHIR ID",
            "TMT GOLONGAN",
            "JABATAN ID",
            "TMT JABATAN",
            "TINGKAT PENDIDIKAN ID",
            "PENDIDIKAN NAMA",
            "TAHUN LULUS",
            "UNOR ID",
        ]
    )
    for place in range(count):
        born = BORN + timedelta(days=place % SPREAD)
        writer.writerow(
            f"B{place}|{number(place)}|Pegawai {place}|{born:%d-%m-%Y}|M|{place:016d}"
            f"|0800{place:08d}|p{place}@surel.example|Jalan Ukur {place}|Surakarta|p{place}@contoh.example"
            f"|01-03-2010|01-03-2011|31|01-10-2018|P{place % POSTS}|01-02-2020"
            "|40|Manajemen|2005|U1".split("|")
        )
    return out.getvalue().encode()


def number(place: int) -> str:
    born = BORN + timedelta(days=place % SPREAD)
    return f"{born:%Y%m%d}2010031{1 + place // SPREAD:03d}"


def skps(rows: int) -> bytes:
    """So many results of SKPs, four to each person, agreed on this January with one of the first two."""
    year = clock.now().year
    out = ["NIP|TAHUN|TANGGAL DISEPAKATI|MODEL|NIP PENILAI|JENIS HASIL|HASIL KERJA|INDIKATOR KUANTITAS"]
    for place in range(rows // RESULTS):
        said = f"{number(place)}|{year}|05-01-{year}|KUALITATIF|{number(int(place == 0))}|UTAMA"
        out += [f"{said}|Laporan {one} tersusun|Jumlah laporan" for one in range(RESULTS)]
    return "\n".join(out).encode()


async def measure(url: str, tenant: str, rows: int, folder: str) -> None:
    """`folder`: for keys, which go with what is rolled back."""
    database = engine(url, connections=1)
    try:
        async with bound(database, tenant, statement_timeout=60_000) as session:
            now = clock.now()
            viewer = Viewer(tenant, UUID(int=0), (Role.REGIONAL_ADMIN,), {})
            seals = Vault(Path(folder)).of(tenant)
            context = Context(viewer, session, now, clock.today("Asia/Jakarta", now), seals)
            await import_file(context, ImportKind.UNITS, "units.csv", UNITS)
            await import_file(context, ImportKind.POSITIONS, "positions.csv", positions())
            for kind, content in ((ImportKind.PEOPLE, people(rows)), (ImportKind.SKPS, skps(rows))):
                for title, dry_run in (("tried", True), ("brought in", False), ("unchanged", False)):
                    await measure_one(context, kind, content, title, dry_run=dry_run)
            await session.rollback()
    finally:
        await database.dispose()


async def measure_one(
    context: Context, kind: ImportKind, content: bytes, title: str, *, dry_run: bool
) -> None:
    begun, spent = time.perf_counter(), time.process_time()
    batch = await import_file(context, kind, "file.csv", content, dry_run=dry_run)
    took, cpu = time.perf_counter() - begun, time.process_time() - spent
    rows = batch.row_count
    typer.echo(
        f"{kind.lower()} {title}: {rows} rows in {took:.1f} s, {rows / took:.0f} rows/s;"
        f" Python's CPU {cpu:.1f} s"
    )
    if batch.state == ImportState.REFUSED:
        raise typer.Exit(1)


def main(
    url: Annotated[str, typer.Argument(help="The database, as the role that serves.")],
    tenant: Annotated[str, typer.Option(help="A provisioned government.")] = "surakarta",
    rows: Annotated[int, typer.Option(help="How many people.")] = 20_000,
) -> None:
    """Measure the import of people and of SKPs: only tried, brought in, and brought in again unchanged."""
    with TemporaryDirectory() as folder:
        asyncio.run(measure(url, tenant, rows, folder))


if __name__ == "__main__":
    typer.run(main)
