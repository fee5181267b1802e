"""What people are told: words, never the codes of closed lists."""

import re
from enum import Enum

from jenjang.appraisal import terms as of_appraisal
from jenjang.core.errors import Refusal
from jenjang.core.language import sentence
from jenjang.core.permission import Role
from jenjang.organisation import terms as of_organisation

LISTS = [
    kind
    for kind in (*vars(of_appraisal).values(), *vars(of_organisation).values(), Role)
    if isinstance(kind, type) and issubclass(kind, Enum)
]
CODES = {str(value) for kind in LISTS for value in kind} - {"PNS", "PPPK"}


def check_spoken(refusal: Refusal) -> None:
    """In Indonesian a refusal names no value of a closed list by its code."""
    told = sentence(refusal, "id")
    assert not CODES & set(re.findall(r"[A-Z][A-Z_]+", told)), told
