"""Who is one too many: the last rows of the file, on the first date that is too full."""

import time
from datetime import date

import pytest

from jenjang.organisation.imports.seats import Holding, _overfull
from jenjang.organisation.rules.span import Span

NEW_YEAR = [date(year, 1, 1) for year in range(2020, 2030)]


def holding(row: int | None, begins: int, ends: int | None = None) -> Holding:
    return Holding(Span(NEW_YEAR[begins], None if ends is None else NEW_YEAR[ends]), row)


@pytest.mark.parametrize(
    ("held", "seats", "refused"),
    [
        ([holding(2, 0), holding(3, 0)], 2, []),
        ([holding(2, 0), holding(3, 0), holding(4, 1)], 2, [4]),
        ([holding(4, 0), holding(3, 0), holding(2, 1)], 2, [4]),
        ([holding(2, 0, 1), holding(3, 1, 2), holding(4, 2)], 1, []),
        ([holding(2, 0, 2), holding(3, 1, 3), holding(4, 2)], 1, [3]),
        ([holding(None, 0), holding(2, 1), holding(3, 2)], 1, [2, 3]),
        ([holding(None, 0), holding(None, 0), holding(2, 1)], 1, [2]),
        ([holding(None, 0, 1), holding(None, 0, 1), holding(2, 1), holding(3, 1)], 1, [3]),
    ],
)
def test_the_last_rows_of_the_file_are_one_too_many(
    held: list[Holding], seats: int, refused: list[int]
) -> None:
    assert [row for row, _ in _overfull(held, seats)] == refused


def test_a_file_that_puts_everybody_on_one_seat_is_refused_at_once() -> None:
    held = [holding(row, 0) for row in range(2, 20_002)]
    begun = time.process_time()
    refused = dict(_overfull(held, 1))
    assert time.process_time() - begun < 2
    assert refused.keys() == set(range(3, 20_002))
    assert refused[3].facts == {"seats": 1, "on": NEW_YEAR[0]}
