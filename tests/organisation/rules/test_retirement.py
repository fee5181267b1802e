"""The day somebody retires."""

from datetime import date

import pytest

from jenjang.organisation.rules.retirement import Retirement, retirement


@pytest.mark.parametrize(
    ("birth_date", "age", "on"),
    [
        (date(1968, 9, 26), 58, date(2026, 10, 1)),
        (date(1968, 9, 1), 58, date(2026, 10, 1)),
        (date(1968, 12, 31), 58, date(2027, 1, 1)),
        (date(1968, 11, 30), 60, date(2028, 12, 1)),
        (date(1968, 2, 29), 65, date(2033, 3, 1)),
    ],
)
def test_it_is_the_first_of_the_month_after_the_birthday(birth_date: date, age: int, on: date) -> None:
    assert retirement(birth_date, age, "retirement_age 2023") == Retirement(on, "retirement_age 2023")
