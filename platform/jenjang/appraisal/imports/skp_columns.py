"""The columns of a file of SKPs that were agreed on outside: a row for each result that one expects."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jenjang.appraisal.imports.columns import year
from jenjang.appraisal.rules.skps import Indicator
from jenjang.appraisal.terms import Aspect, ResultKind, SkpModel
from jenjang.core.errors import BadUserInput
from jenjang.organisation.imports import cells
from jenjang.organisation.imports.columns import Column

_TARGET = re.compile(r"(\d+)(?:[.,](\d+))?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}([.,]\d{3})+")
BEHAVIOURS = (
    "BERORIENTASI_PELAYANAN",
    "AKUNTABEL",
    "KOMPETEN",
    "HARMONIS",
    "LOYAL",
    "ADAPTIF",
    "KOLABORATIF",
)
ASPECTS = {
    Aspect.QUANTITY: "KUANTITAS",
    Aspect.QUALITY: "KUALITAS",
    Aspect.TIME: "WAKTU",
    Aspect.COST: "BIAYA",
}
MODELS = {
    **dict.fromkeys(("KUANTITATIF", "QUANTITATIVE"), SkpModel.QUANTITATIVE),
    **dict.fromkeys(("KUALITATIF", "QUALITATIVE"), SkpModel.QUALITATIVE),
}
KINDS = {
    **dict.fromkeys(("UTAMA", "MAIN"), ResultKind.MAIN),
    **dict.fromkeys(("TAMBAHAN", "EXTRA"), ResultKind.EXTRA),
}


class ModelUnreadable(BadUserInput):
    """{found} is no model of an SKP. Write KUANTITATIF or KUALITATIF."""


class ResultKindUnreadable(BadUserInput):
    """{found} is no kind of result. Write UTAMA or TAMBAHAN."""


class TargetUnreadable(BadUserInput):
    """{found} is no number. Write digits, with a comma before decimal places, as 12 or 12,5."""


class TargetReadTwoWays(BadUserInput):
    """{found} may be thousands or decimal places. Write 1000 without marks, and 1,5 with other than three places."""  # noqa: E501  # The whole sentence is the message.


def model(cell: str) -> SkpModel:
    """How results are measured, in Indonesian or English."""
    try:
        return MODELS[cell.upper()]
    except KeyError:
        raise ModelUnreadable(found=cell) from None


def kind(cell: str) -> ResultKind:
    """Whether a result is of the own task, in Indonesian or English."""
    try:
        return KINDS[cell.upper()]
    except KeyError:
        raise ResultKindUnreadable(found=cell) from None


def target(cell: str) -> Decimal:
    """A number with a comma or a point before its decimal places; never with marks between thousands."""
    if _THOUSANDS.fullmatch(cell):
        raise TargetReadTwoWays(found=cell)
    if found := _TARGET.fullmatch(cell):
        return Decimal(f"{found[1]}.{found[2] or 0}")
    raise TargetUnreadable(found=cell)


def _measured(aspect: Aspect, word: str) -> tuple[Column, ...]:
    of = aspect.lower()
    return (
        Column(f"INDIKATOR {word}", f"{of}_statement"),
        Column(f"TARGET {word}", f"{of}_target", target),
        Column(f"SATUAN {word}", f"{of}_measure"),
    )


WHOLE = (
    Column("MODEL", "model", model, filled=True, present=True),
    Column("NIP PENILAI", "evaluator", cells.number, also=("nipNrpPenilai",)),
    Column("ALASAN PERUBAHAN", "reason"),
    Column("SUMBER DAYA", "resources"),
    Column("SKEMA PERTANGGUNGJAWABAN", "accountability", also=("PERTANGGUNGJAWABAN",)),
    Column("KONSEKUENSI", "consequences"),
    *(Column(f"EKSPEKTASI {code.replace('_', ' ')}", f"expects_{code}") for code in BEHAVIOURS),
)
"""What an SKP says as a whole: each of its rows says the same, or nothing."""
COLUMNS = (
    Column("NIP", "number", cells.number, filled=True, present=True, also=("NIP BARU", "nipBaru")),
    Column("NAMA"),
    Column("TAHUN", "year", year, filled=True, present=True),
    Column("TANGGAL DISEPAKATI", "agreed_on", cells.day, filled=True, present=True),
    *WHOLE,
    Column("NAMA PENILAI"),
    Column("JENIS HASIL", "kind", kind, filled=True, present=True),
    Column("HASIL KERJA", "statement", filled=True, present=True),
    Column("HASIL KERJA PIMPINAN", "above"),
    Column("SASARAN UNIT", "objective"),
    *(column for aspect, word in ASPECTS.items() for column in _measured(aspect, word)),
)


@dataclass(frozen=True, slots=True)
class SkpRow:
    """A result that an SKP expects, and what the SKP says as a whole, by the names of `WHOLE`."""

    number: str
    year: int
    agreed_on: date
    kind: ResultKind
    statement: str
    above: str | None
    objective: str | None
    indicators: tuple[Indicator, ...]
    whole: Mapping[str, Any]  # Any: texts, and the model.


def skp_row(**told: Any) -> SkpRow:  # Any: each column has a type of its own.
    """A row of the file. An aspect of which anything is told is an indicator."""
    own = ("number", "year", "agreed_on", "kind", "statement", "above", "objective")
    whole = {column.attribute: told[column.attribute] for column in WHOLE if column.attribute}
    measured = (_indicator(aspect, told) for aspect in ASPECTS)
    indicators = tuple(one for one in measured if one)
    return SkpRow(**{name: told[name] for name in own}, indicators=indicators, whole=whole)


def _indicator(aspect: Aspect, told: Mapping[str, Any]) -> Indicator | None:  # Any: as in SkpRow.
    of = aspect.lower()
    said, counted, measure = (told[f"{of}_{part}"] for part in ("statement", "target", "measure"))
    if said is None and counted is None and measure is None:
        return None
    return Indicator(aspect=aspect, statement=said or "", target=counted, measure=measure)
