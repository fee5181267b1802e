"""A refusal's code is its class's name, word by word."""

import pytest

from jenjang.core.errors import Conflict
from jenjang.organisation.rules.leading import ActingNeedsAnEnd
from jenjang.organisation.rules.number import NotEighteenDigits
from jenjang.organisation.rules.rank import NotARankDate


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (Conflict, "CONFLICT"),
        (NotEighteenDigits, "NOT_EIGHTEEN_DIGITS"),
        (ActingNeedsAnEnd, "ACTING_NEEDS_AN_END"),
        (NotARankDate, "NOT_A_RANK_DATE"),
    ],
)
def test_each_word_of_the_name_is_one_of_the_code(refusal: type[Conflict], code: str) -> None:
    assert refusal.code == code
