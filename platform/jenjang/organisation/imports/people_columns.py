"""The columns of SIASN's employee file, and what of them is kept.

Religion, marital status, NPWP and BPJS are known and deliberately not kept: no task of this
house needs them, and what isn't kept can't leak (UU 27/2022 art. 16: limited, specific, relevant).
"""

from dataclasses import dataclass
from datetime import date

from jenjang.organisation.imports import cells
from jenjang.organisation.imports.columns import Column
from jenjang.organisation.terms import Sex

COLUMNS = (
    Column("PNS ID", "siasn_id"),
    Column("NIP BARU", "number", cells.number, filled=True, present=True, also=("NIP",)),
    Column("NIP LAMA"),
    Column("NAMA", "name", filled=True, present=True),
    Column("GELAR DEPAN", "front_title"),
    Column("GELAR BELAKANG", "back_title"),
    Column("TEMPAT LAHIR ID"),
    Column("TEMPAT LAHIR NAMA", "birth_place", also=("TEMPAT LAHIR",)),
    Column("TANGGAL LAHIR", "birth_date", cells.day, filled=True, present=True),
    Column("JENIS KELAMIN", "sex", cells.sex, filled=True, present=True),
    Column("AGAMA ID"),
    Column("AGAMA NAMA"),
    Column("JENIS KAWIN ID"),
    Column("JENIS KAWIN NAMA"),
    Column("NIK", "nik", cells.nik),
    Column("NOMOR HP", "phone"),
    Column("EMAIL", "email"),
    Column("EMAIL GOV", "work_email"),
    Column("ALAMAT", "address"),
    Column("NPWP NOMOR"),
    Column("BPJS"),
    Column("JENIS PEGAWAI ID"),
    Column("JENIS PEGAWAI NAMA"),
    Column("KEDUDUKAN PNS ID", "legal_position_id", also=("KEDUDUKAN HUKUM ID",)),
    Column("KEDUDUKAN PNS NAMA", "legal_position", also=("KEDUDUKAN HUKUM NAMA",)),
    Column("STATUS CPNS PNS", "status"),
    Column("KARTU ASN VIRTUAL"),
    Column("NOMOR SK CPNS", "appointment_decree"),
    Column("TANGGAL SK CPNS"),
    Column("TMT CPNS", "appointed_on", cells.day, filled=True, present=True),
    Column("NOMOR SK PNS", "permanent_decree"),
    Column("TANGGAL SK PNS"),
    Column("TMT PNS", "permanent_on", cells.day),
    Column("GOL AWAL ID"),
    Column("GOL AWAL NAMA"),
    Column("GOL AKHIR ID", "rank_id"),
    Column("GOL AKHIR NAMA", "rank"),
    Column("TMT GOLONGAN", "ranked_on", cells.day),
    Column("MK TAHUN"),
    Column("MK BULAN"),
    Column("JENIS JABATAN ID"),
    Column("JENIS JABATAN NAMA"),
    Column("JABATAN ID", "position_id"),
    Column("JABATAN NAMA", "position"),
    Column("TMT JABATAN", "placed_on", cells.day),
    Column("TINGKAT PENDIDIKAN ID", "education_id"),
    Column("TINGKAT PENDIDIKAN NAMA", "education"),
    Column("PENDIDIKAN ID"),
    Column("PENDIDIKAN NAMA", "programme"),
    Column("TAHUN LULUS", "graduated_in", cells.year),
    Column("KPKN ID"),
    Column("KPKN NAMA"),
    Column("LOKASI KERJA ID"),
    Column("LOKASI KERJA NAMA"),
    Column("UNOR ID", "unit"),
    Column("UNOR NAMA"),
    Column("INSTANSI INDUK ID"),
    Column("INSTANSI INDUK NAMA"),
    Column("INSTANSI KERJA ID"),
    Column("INSTANSI KERJA NAMA"),
    Column("SATUAN KERJA INDUK ID"),
    Column("SATUAN KERJA INDUK NAMA"),
    Column("SATUAN KERJA KERJA ID"),
    Column("SATUAN KERJA KERJA NAMA"),
    Column("IS VALID NIK"),
    Column("NAMA SEKOLAH", "school"),
    Column("FLAG IKD"),
    Column("ESELON ID"),
    Column("ESELON NAMA"),
    Column("CREATED AT"),
    Column("UPDATED AT"),
)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What a row tells of somebody. An empty cell tells nothing: what is known stays."""

    siasn_id: str | None
    number: str
    name: str
    front_title: str | None
    back_title: str | None
    birth_place: str | None
    birth_date: date
    sex: Sex
    nik: str | None
    phone: str | None
    email: str | None
    work_email: str | None
    address: str | None
    legal_position_id: str | None
    legal_position: str | None
    status: str | None
    appointment_decree: str | None
    appointed_on: date
    permanent_decree: str | None
    permanent_on: date | None
    rank_id: str | None
    rank: str | None
    ranked_on: date | None
    position_id: str | None
    position: str | None
    placed_on: date | None
    education_id: str | None
    education: str | None
    programme: str | None
    graduated_in: int | None
    unit: str | None
    school: str | None

    @property
    def told_state_at(self) -> str:
        """The attribute that tells the state of service: the id of the kedudukan hukum, or its name."""
        return "legal_position_id" if self.legal_position_id else "legal_position"
