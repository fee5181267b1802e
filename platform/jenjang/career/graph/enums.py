"""The closed lists of careers in the contract."""

from jenjang.career.terms import (
    Blocker,
    CareerSign,
    Consent,
    ForecastBy,
    Horizon,
    MoveKind,
    PlanState,
    PromotionKind,
    Requirement,
    StagnationAnswer,
    StagnationEnd,
    StagnationSpared,
    StepKind,
)
from jenjang.graph.enums import enumerated

__all__ = [
    "Blocker",
    "CareerSign",
    "Consent",
    "ForecastBy",
    "Horizon",
    "MoveKind",
    "PlanState",
    "PromotionKind",
    "Requirement",
    "StagnationAnswer",
    "StagnationEnd",
    "StagnationSpared",
    "StepKind",
]

enumerated(
    MoveKind,
    "How one position leads to another (PermenPANRB 22/2021 on pola karier).",
    {
        "HORIZONTAL": "To an equal level, within a group or between two (perpindahan horizontal).",
        "VERTICAL": "To a higher level within a group (perpindahan vertikal).",
        "DIAGONAL": "To a higher level of another group (perpindahan diagonal).",
    },
)
enumerated(
    Requirement,
    "What a position asks of whoever is to hold it.",
    {
        "IN_SERVICE": "To be in service and at work; `found` is the state of service, or the day on which the"
        " service ends.",
        "KIND": "To be PNS, or PPPK.",
        "RANK": "A rank (golongan/ruang) within the position's span.",
        "EDUCATION": "A school of at least that level.",
        "EXPERIENCE": "So many months in positions of certain levels.",
        "PERFORMANCE": "One of these predicates in each of the last years.",
        "COMPETENCIES": "The levels that the position's standard asks for.",
        "CREDIT": "The credit (angka kredit) that a further level takes.",
        "DISCIPLINE": "No disciplinary sanction (hukuman disiplin) in force.",
        "AGE": "Not older than so many years.",
        "VACANCY": "A seat that is free.",
        "COMPETENCY_TEST": "Uji kompetensi of functional positions.",
        "INTEGRITY": "Integrity and morality.",
        "HEALTH": "Health of body and mind.",
        "SELECTION": "Open selection (seleksi terbuka).",
    },
)
enumerated(
    PromotionKind,
    "By which way somebody gets the next rank (kenaikan pangkat).",
    {
        "REGULER": "Reguler: after years in the rank, up to what the education leads to.",
        "STRUCTURAL": "Pilihan, of who holds a structural position.",
        "FUNCTIONAL": "Pilihan, of who holds a functional position: by credit (angka kredit).",
    },
)
enumerated(
    Blocker,
    "What stands in the way of the next rank.",
    {
        "TIME_IN_RANK": "The rank is not held for long enough.",
        "PERFORMANCE": "The last years' predicates are not good enough, or not known.",
        "CREDIT": "The credit (angka kredit) is not gathered.",
        "SANCTION": "A disciplinary sanction (hukuman disiplin) is in force.",
        "TOP_OF_EDUCATION": "The rank is the highest to which the education leads.",
        "TOP_OF_POSITION": "The rank is the highest that the position spans.",
        "NOT_IN_SERVICE": "The person has left service by then.",
        "AWAY": "The person is on unpaid leave (CLTN), or suspended.",
        "CANDIDATE": "The person is a candidate (CPNS).",
    },
)
enumerated(
    PlanState,
    "Where a career plan is.",
    {
        "DRAFT": "Being made; nobody else sees it.",
        "SUBMITTED": "The leader is to decide.",
        "RETURNED": "Returned with a comment, to be worked on.",
        "APPROVED": "The leader approved it.",
        "RENEWED": "The next plan took its place.",
        "DISCARDED": "Given up.",
    },
)
enumerated(
    Horizon,
    "How far off a goal is.",
    {"SHORT": "Due within twelve months of the plan's beginning.", "LONG": "Due later."},
)
enumerated(
    StepKind,
    "What a step of a plan is, which tells what ends it.",
    {
        "TRAINING": "A course: it ends when that is completed, not when one enrols.",
        "COMPETENCY": "A level in a competency: it ends when such a level counts.",
        "APPRAISAL": "A good result: it ends when an annual predicate of at least Baik is published of"
        " the year in which the plan begins, or of a later one.",
        "MENTORING": "To be mentored: it ends by the own word.",
        "OTHER": "Something else: it ends by the own word.",
    },
)
enumerated(
    ForecastBy,
    "By what positions are grouped in a forecast.",
    {
        "KIND": "By the kind of position, such as structural or functional.",
        "LEVEL": "By level (jenjang).",
        "POSITION": "By name (nama jabatan).",
        "COMPETENCY": "By what their standards ask for; takes `competence:read`, too.",
    },
)
enumerated(
    Consent,
    "Who may know what somebody wishes: each includes those before it.",
    {
        "SELF_ONLY": "Nobody else.",
        "LEADER": "Whoever leads the person's unit or one above; not who only acts for a leader.",
        "COMMITTEE": "The talent committee and the regional admin, too.",
    },
)
enumerated(
    CareerSign,
    "By what it shows that a career goes on.",
    {
        "MOVE": "Another position, or another rank.",
        "PLAN": "A career plan that was approved, and stands.",
        "TRAINING": "A course completed.",
        "DIALOGUE": "A talk with the leader on the work (dialog kinerja) that both confirmed.",
    },
)
enumerated(
    StagnationSpared,
    "Why nobody is asked about somebody's career now.",
    {
        "NOT_AT_WORK": "The person isn't at work: on leave, suspended, or out of the service.",
        "STUDYING": "The person is away to study.",
        "RETIRING": "The person retires soon.",
    },
)
enumerated(
    StagnationAnswer,
    "What was done for somebody whose career stands still.",
    {
        "PLAN_BEGUN": "A career plan was begun.",
        "TRAINING_ASKED": "Training was asked for.",
        "TALK_HELD": "The two talked about it.",
        "NONE_NEEDED": "Nothing, for a reason that is told.",
    },
)
enumerated(
    StagnationEnd,
    "Why a case of stagnation is closed.",
    {
        "PROGRESS": "Signs of progress came back.",
        "SPARED": "The person isn't at work, studies, or retires soon.",
        "ASKED_AGAIN": "It was answered long ago, and nothing came of it: a new case was opened.",
    },
)
