"""The national code lists in the contract."""

from jenjang.graph.declare import field, many, plain, record
from jenjang.graph.enums import enumerated
from jenjang.reference import models
from jenjang.reference.models import PositionKind

NEEDS = "reference:read"
CODE = "Its code, the same everywhere."
SIASN = "Its id in SIASN."
PLACE = "Its place in the list, from 1, lowest first."

enumerated(
    PositionKind,
    "What SIASN calls jenis jabatan, with the functional ones parted by what they ask for.",
    {
        "JPT": "Jabatan pimpinan tinggi.",
        "ADMINISTRATOR": "Jabatan administrator.",
        "PENGAWAS": "Jabatan pengawas.",
        "JF_KEAHLIAN": "Jabatan fungsional keahlian: asks for a profession.",
        "JF_KETERAMPILAN": "Jabatan fungsional keterampilan: asks for a skill.",
        "PELAKSANA": "Jabatan pelaksana.",
    },
)


@record(models.Rank, key="code", needs=NEEDS)
class Rank:
    """A rank: golongan/ruang of a PNS (I/a to IV/e) or golongan of a PPPK (I to XVII)."""

    code: str = field(CODE)
    siasn_id: str | None = field(SIASN)
    name: str = field("Its name (pangkat), such as Penata Muda; of a PPPK the golongan itself.")
    scheme: str = field("PNS or PPPK.")
    position: int = field(PLACE)
    source: str = field("Where this comes from.")


@record(models.Echelon, key="code", needs=NEEDS)
class Echelon:
    """An eselon of a structural position."""

    code: str = field(CODE)
    siasn_id: str | None = field(SIASN)
    name: str = field("Its name.")
    lowest_rank: str = field("The lowest rank it usually spans.")
    highest_rank: str = field("The highest rank it usually spans.")
    position: int = field(PLACE)
    source: str = field("Where this comes from.")


@record(models.PositionLevel, key="code", needs=NEEDS)
class PositionLevel:
    """A level of position (jenjang jabatan), from Pelaksana to JPT Utama."""

    code: str = field(CODE)
    siasn_id: str | None = field(SIASN)
    name: str = field("Its name.")
    kind: PositionKind = field("The kind of position.")
    family: str = field("MANAGERIAL or NONMANAGERIAL (UU 20/2023).")
    position: int = field(PLACE)
    source: str = field("Where this comes from.")


@record(models.EducationLevel, key="code", needs=NEEDS)
class EducationLevel:
    """A level of schooling, from SD to S3."""

    code: str = field(CODE)
    siasn_id: str | None = field(SIASN)
    name: str = field("Its name.")
    position: int = field(PLACE)
    source: str = field("Where this comes from.")


@record(models.Competency, key="code", needs=NEEDS)
class Competency:
    """A managerial or socio-cultural competency (PermenPANRB 38/2017)."""

    code: str = field(CODE)
    name: str = field("Its name.")
    family: str = field("MANAGERIAL or SOCIO_CULTURAL.")
    position: int = field(PLACE)
    source: str = field("Where this comes from.")


@record(models.Behaviour, key="code", needs=NEEDS)
class Behaviour:
    """One of the seven core values of civil servants (BerAKHLAK, SE MenPANRB 20/2021)."""

    code: str = field(CODE)
    name: str = field("Its name.")
    english: str = field("Its name in English.")
    guides: list[str] = field("How it shows: three guides of behaviour (panduan perilaku).")
    position: int = field(PLACE)
    source: str = field("Where this comes from.")


@plain
class Reference:
    """National code lists, the same for all governments and with the same codes as SIASN."""

    ranks: list[Rank] = many(
        "Golongan/ruang of PNS and golongan of PPPK.", order="{row}.scheme, {row}.position"
    )
    echelons: list[Echelon] = many("Eselon.", order="{row}.position")
    position_levels: list[PositionLevel] = many("Levels of position.", order="{row}.position")
    education_levels: list[EducationLevel] = many("Levels of schooling.", order="{row}.position")
    competencies: list[Competency] = many("Competencies that the nation defines.", order="{row}.position")
    behaviours: list[Behaviour] = many("The seven core values, BerAKHLAK.", order="{row}.position")
