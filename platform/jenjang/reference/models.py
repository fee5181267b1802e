"""The tables of the national code lists, each row with its source and the time it is in force."""

import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, SmallInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.database.model import Dated, Model


class PositionKind(StrEnum):
    """What kind of position a level belongs to."""

    JPT = "JPT"
    ADMINISTRATOR = "ADMINISTRATOR"
    PENGAWAS = "PENGAWAS"
    JF_KEAHLIAN = "JF_KEAHLIAN"
    JF_KETERAMPILAN = "JF_KETERAMPILAN"
    PELAKSANA = "PELAKSANA"


class Listed(Dated):
    """Columns of every code list: SIASN's own id, order in the list, edition, source, confidence."""

    code: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True, sort_order=-1)
    siasn_id: Mapped[str | None]
    name: Mapped[str]
    position: Mapped[int] = mapped_column(SmallInteger)
    edition: Mapped[str]
    source: Mapped[str]
    confidence: Mapped[str]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]


class Rank(Listed, Model):
    """A golongan/ruang of PNS (I/a to IV/e) or a golongan of PPPK (I to XVII)."""

    __tablename__ = "ranks"

    scheme: Mapped[str]


class Echelon(Listed, Model):
    """An eselon of a structural position, with the ranks it usually spans."""

    __tablename__ = "echelons"

    level: Mapped[str] = mapped_column(ForeignKey("position_levels.code"))
    lowest_rank: Mapped[str] = mapped_column(ForeignKey("ranks.code"))
    highest_rank: Mapped[str] = mapped_column(ForeignKey("ranks.code"))


class PositionLevel(Listed, Model):
    """A level of position (jenjang jabatan), from Pelaksana to JPT Utama."""

    __tablename__ = "position_levels"

    kind: Mapped[str]
    family: Mapped[str]


class EducationLevel(Listed, Model):
    """A level of schooling, from SD to S3."""

    __tablename__ = "education_levels"


class Competency(Listed, Model):
    """A managerial or socio-cultural competency that the nation defines (PermenPANRB 38/2017)."""

    __tablename__ = "competencies"

    family: Mapped[str]


class Behaviour(Listed, Model):
    """One of the seven core values of civil servants (BerAKHLAK), and how it shows."""

    __tablename__ = "behaviours"

    english: Mapped[str]
    guides: Mapped[list[str]] = mapped_column(ARRAY(Text()))


class Region(Listed, Model):
    """A place in the Interior Ministry's list (kode wilayah): province, regency, city, district, village."""

    __tablename__ = "regions"

    kind: Mapped[str]
    parent: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
