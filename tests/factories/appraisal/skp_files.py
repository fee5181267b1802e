"""Files of SKPs that were agreed on outside."""

from factories.imports import Cells


def an_agreed_one(number: str, **changes: str) -> Cells:
    """A row: a result that somebody's SKP of 2026 expects, agreed on on 9 January."""
    return {
        "NIP": f"'{number}",
        "NAMA": "tidak dibaca",
        "TAHUN": "2026",
        "TANGGAL DISEPAKATI": "09-01-2026",
        "MODEL": "KUANTITATIF",
        "NIP PENILAI": "",
        "ALASAN PERUBAHAN": "",
        "SUMBER DAYA": "",
        "EKSPEKTASI LOYAL": "",
        "JENIS HASIL": "UTAMA",
        "HASIL KERJA": "Guru terlatih",
        "HASIL KERJA PIMPINAN": "",
        "SASARAN UNIT": "",
        "INDIKATOR KUANTITAS": "Guru yang dilatih",
        "TARGET KUANTITAS": "120",
        "SATUAN KUANTITAS": "orang",
        "INDIKATOR KUALITAS": "",
        "TARGET KUALITAS": "",
        "SATUAN KUALITAS": "",
    } | changes
