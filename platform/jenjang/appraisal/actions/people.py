"""Who alone does a deed about somebody's appraisal."""

from jenjang.core.errors import Forbidden


class NotTheSuperior(Forbidden):
    """Only the person's direct superior of today does this."""


class NotTheEvaluator(Forbidden):
    """Only the evaluator does this: the direct superior, or who is named; the one above once it is there."""
