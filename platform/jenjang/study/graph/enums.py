"""The closed lists of study leave in the contract."""

from jenjang.graph.enums import enumerated
from jenjang.study.terms import (
    BondStanding,
    EntitlementState,
    StudyDuty,
    StudyFunding,
    StudyLeaveState,
    StudyRequirement,
)

__all__ = [
    "BondStanding",
    "EntitlementState",
    "StudyDuty",
    "StudyFunding",
    "StudyLeaveState",
    "StudyRequirement",
]

enumerated(
    StudyFunding,
    "Who pays for a study.",
    {
        "GOVERNMENT": "The government.",
        "SCHOLARSHIP": "Somebody else: a ministry, a fund, a partner (beasiswa).",
        "SELF": "Whoever studies (biaya mandiri).",
    },
)
enumerated(
    StudyDuty,
    "Whether who studies works on.",
    {
        "RELEASED": "Released from duty for the study (dibebaskan dari jabatan).",
        "KEPT": "Works on beside the study.",
    },
)
enumerated(
    StudyLeaveState,
    "What became of a study leave.",
    {
        "REQUESTED": "It waits for a decision.",
        "APPROVED": "It is to begin, or is under way.",
        "DECLINED": "It wasn't approved.",
        "WITHDRAWN": "Whoever asked for it took it back.",
        "REPORTED": "The study is over, and was reported of.",
    },
)
enumerated(
    StudyRequirement,
    "What a study leave (tugas belajar) asks for.",
    {
        "KIND": "To be of a kind of civil servant that is sent.",
        "IN_SERVICE": "To be in service, and at work.",
        "TIME_SERVED": "Months of service.",
        "PERFORMANCE": "The predicates of the last years.",
        "DISCIPLINE": "No sanction in force.",
        "SERVICE_LEFT": "Retirement late enough after the study: asked is a day.",
        "EDUCATION": "A higher school than the highest finished.",
        "LENGTH": "No more months than the school takes.",
        "NO_OTHER_STUDY": "No other leave requested or under way.",
        "NO_BOND": "No service owed for an earlier study when it begins.",
        "PRIORITY": "That the government needs the field most.",
        "ADMISSION": "That the school admits the person, and may teach the subject.",
        "HEALTH": "Health of body and mind.",
    },
)
enumerated(
    BondStanding,
    "How somebody stands to the service owed for a study (ikatan dinas).",
    {
        "NONE": "Nothing is owed.",
        "RUNNING": "It is being served.",
        "SERVED": "It was served.",
        "BROKEN": "The person left the service before: resigned, dismissed, transferred out, contract ended.",
    },
)
enumerated(
    EntitlementState,
    "Whether a right that merit gave can be claimed.",
    {
        "OPEN": "It can.",
        "CLAIMED": "It was claimed.",
        "EXPIRED": "Nobody claimed it in time.",
    },
)
