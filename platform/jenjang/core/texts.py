"""What people write: stripped of blanks at its ends, never empty, never endless."""

from jenjang.core.errors import BadUserInput

MOST = 4000
"""Characters of a text, about a printed page."""


class NoText(BadUserInput):
    """Say something here: blanks alone are no text."""


class TextTooLong(BadUserInput):
    """This text has {count} characters; at most {most} are kept."""


def check_text(text: str, field: str | tuple[str, ...], most: int = MOST) -> str:
    """The text without blanks at its ends, 1 to `most` characters. Raises NoText, TextTooLong."""
    stripped = text.strip()
    if not stripped:
        raise NoText(field)
    if len(stripped) > most:
        raise TextTooLong(field, count=len(stripped), most=most)
    return stripped
