"""The closed lists of competencies in the contract."""

from jenjang.competence.terms import AssessmentSource, CompetencyFamily, MatchClass
from jenjang.graph.enums import enumerated

__all__ = ["AssessmentSource", "CompetencyFamily", "MatchClass"]

enumerated(
    CompetencyFamily,
    "What kind of competency (PermenPANRB 38/2017).",
    {
        "MANAGERIAL": "Kompetensi manajerial: the nation's, M.01 to M.08.",
        "SOCIO_CULTURAL": "Kompetensi sosial kultural: the nation's.",
        "TECHNICAL": "Kompetensi teknis: the government's own.",
    },
)
enumerated(
    AssessmentSource,
    "Where an assessed level comes from.",
    {
        "ASSESSMENT_CENTRE": "An assessment centre (penilaian kompetensi).",
        "LEADER": "The leader's judgement.",
        "TRAINING": "A finished training. It raises the level, and never lowers it.",
        "MENTORING": "Finished mentoring. It raises the level, and never lowers it.",
        "CERTIFICATE": "A certificate of competence. It raises the level, and never lowers it.",
        "IMPORT": "Recorded elsewhere before.",
    },
)
enumerated(
    MatchClass,
    "How well somebody matches a position (job-person match).",
    {
        "MEETS": "Memenuhi syarat: from 80 %.",
        "STILL_MEETS": "Masih memenuhi syarat: from 68 % to below 80 %.",
        "FALLS_SHORT": "Kurang memenuhi syarat: below 68 %.",
    },
)
