"""What some domain takes up, by name: for who counts what waits without loading any domain."""

TAKEN_UP = frozenset(
    {
        "appraisal.result_published",
        "career.improvement_let_go",
        "career.improvement_taken_up",
        "career.plan_approved",
        "competence.assessed",
        "organisation.placed",
        "organisation.rank_changed",
        "training.completed",
    }
)
"""Names of events that `jenjang/handlers.py` has a handler for; a test compares the two."""
