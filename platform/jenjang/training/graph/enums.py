"""The closed lists of training in the contract."""

from jenjang.graph.enums import enumerated
from jenjang.training.terms import (
    EnrolmentState,
    EventState,
    FormGroup,
    FundingSource,
    ReactionQuestion,
    TrainingForm,
    WaitsFor,
)

__all__ = [
    "EnrolmentState",
    "EventState",
    "FormGroup",
    "FundingSource",
    "ReactionQuestion",
    "TrainingForm",
    "WaitsFor",
]

enumerated(
    TrainingForm,
    "Statutory forms of competence development (PerLAN 10/2018).",
    {
        "STRUCTURAL": "Pelatihan struktural kepemimpinan (PKP, PKA, PKN).",
        "MANAGERIAL": "Pelatihan manajerial.",
        "TECHNICAL": "Pelatihan teknis.",
        "FUNCTIONAL": "Pelatihan fungsional.",
        "SOCIO_CULTURAL": "Pelatihan sosial kultural.",
        "SEMINAR": "Seminar, konferensi, sarasehan.",
        "WORKSHOP": "Workshop, lokakarya.",
        "COURSE": "Kursus.",
        "UPGRADING": "Penataran.",
        "TECHNICAL_GUIDANCE": "Bimbingan teknis (bimtek).",
        "DISSEMINATION": "Sosialisasi.",
        "COACHING": "Coaching.",
        "MENTORING": "Mentoring.",
        "E_LEARNING": "E-learning.",
        "DISTANCE_LEARNING": "Pelatihan jarak jauh.",
        "SECONDMENT": "Detasering.",
        "OUTDOOR_LEARNING": "Pembelajaran alam terbuka.",
        "BENCHMARKING": "Patok banding.",
        "EXCHANGE": "Pertukaran PNS dengan swasta, BUMN, BUMD.",
        "SELF_STUDY": "Belajar mandiri.",
        "LEARNING_COMMUNITY": "Komunitas belajar.",
        "ON_THE_JOB": "Bimbingan di tempat kerja.",
        "INTERNSHIP": "Magang, praktik kerja.",
    },
)
enumerated(
    FormGroup,
    "The two groups of forms.",
    {
        "CLASSICAL": "Klasikal: face to face in a class.",
        "NON_CLASSICAL": "Nonklasikal: at work, or outside a class.",
    },
)
enumerated(
    FundingSource,
    "Who pays.",
    {
        "APBD": "The regional budget.",
        "APBN": "The national budget.",
        "PARTNER": "A partner.",
    },
)
enumerated(
    EventState,
    "What became of a training event.",
    {
        "OPEN": "It is to be held, or is being held.",
        "COMPLETED": "It is over; certificates are out.",
        "CANCELLED": "It isn't held.",
    },
)
enumerated(
    EnrolmentState,
    "What became of an enrolment.",
    {
        "REQUESTED": "It costs something, and waits for the leader's approval.",
        "WAITING": "It is on the waiting list.",
        "SEATED": "There is a seat.",
        "COMPLETED": "The training was completed.",
        "NOT_COMPLETED": "The event is over, and too few meetings were attended.",
        "DECLINED": "The leader didn't approve it.",
        "WITHDRAWN": "Whoever enrolled took it back.",
        "CANCELLED": "The event was cancelled, or was over before there was a seat.",
    },
)
enumerated(
    ReactionQuestion,
    "What who attended is asked about.",
    {
        "CONTENT": "Materi.",
        "TRAINER": "Pengajar.",
        "FACILITIES": "Sarana dan prasarana.",
    },
)
enumerated(
    WaitsFor,
    "What somebody on the list of an event waits for.",
    {
        "SEAT": "All seats are taken.",
        "MONEY": "A seat is free, and less is left in the unit's budget than it costs.",
        "TURN": "A seat and money are there, and the seat is given within a minute; unless the person is"
        " elsewhere at one of its times, or not in service.",
    },
)
