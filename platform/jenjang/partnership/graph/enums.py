"""The closed lists of partnership in the contract."""

from jenjang.graph.enums import enumerated
from jenjang.partnership.terms import AgreementKind, ContributionKind, EquipmentKind, PartnerKind

__all__ = ["AgreementKind", "ContributionKind", "EquipmentKind", "PartnerKind"]

enumerated(
    PartnerKind,
    "What a partner is.",
    {
        "UNIVERSITY": "Perguruan tinggi.",
        "GOVERNMENT": "Instansi pemerintah: a ministry, an agency, another government.",
        "BUMN": "Badan usaha milik negara.",
        "BUMD": "Badan usaha milik daerah.",
        "PRIVATE": "Swasta.",
        "CSO": "Organisasi masyarakat sipil.",
        "PROFESSION": "Organisasi profesi.",
        "INTERNATIONAL": "Lembaga internasional.",
    },
)
enumerated(
    AgreementKind,
    "How something was agreed.",
    {"MOU": "Nota kesepahaman (memorandum of understanding).", "PKS": "Perjanjian kerja sama."},
)
enumerated(
    ContributionKind,
    "What a partner gives.",
    {"MONEY": "Rupiah.", "SEATS": "Seats at events.", "TRAINER": "Days on which a trainer of theirs trains."},
)
enumerated(
    EquipmentKind,
    "What is lent to a meeting.",
    {
        "PROJECTOR": "Proyektor.",
        "LAPTOP": "Laptop.",
        "SOUND_SYSTEM": "Pengeras suara.",
        "VIDEO_CONFERENCE": "Perangkat konferensi video.",
        "CAMERA": "Kamera.",
        "LAB_SET": "Perangkat praktik laboratorium.",
        "VEHICLE": "Kendaraan.",
    },
)
