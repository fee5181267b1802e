"""What people write is stripped, never empty, never endless."""

import pytest

from jenjang.core.texts import MOST, NoText, TextTooLong, check_text


def test_blanks_at_the_ends_are_no_part_of_a_text() -> None:
    assert check_text(" dua  kata\n", "reason") == "dua  kata"


@pytest.mark.parametrize("text", ["", "  ", "\n\t"])
def test_blanks_alone_are_no_text(text: str) -> None:
    with pytest.raises(NoText) as caught:
        check_text(text, ("results", "0", "statement"))
    assert caught.value.field == ("results", "0", "statement")


def test_a_text_has_its_most_characters_and_not_one_more() -> None:
    assert len(check_text(f" {'a' * MOST} ", "reason")) == MOST
    with pytest.raises(TextTooLong) as caught:
        check_text("a" * 11, "reason", most=10)
    assert caught.value.facts == {"count": 11, "most": 10}
