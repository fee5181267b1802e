"""Sentences in the reader's language: Indonesian first, English for whoever asks for it."""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from jenjang.core.errors import Refusal

LANGUAGES = ("id", "en")
ROOMS = Path(__file__).resolve().parents[1]


@lru_cache(maxsize=256)
def preferred(accept_language: str | None) -> str:
    """The language to answer in, from an Accept-Language header (RFC 9110 §12.5.4)."""
    best, most = LANGUAGES[0], 0.0
    for part in (accept_language or "").lower().replace(" ", "").split(",")[:16]:
        tag, _, weight = part.partition(";q=")
        try:
            wanted = float(weight or 1)
        except ValueError:
            continue
        if wanted > most and (name := tag.partition("-")[0]) in LANGUAGES:
            best, most = name, wanted
    return best


def sentence(refusal: Refusal, language: str) -> str:
    """What a refusal says to a person, in that language."""
    return refusal.message(translations(language).get(refusal.template()), words(language))


@cache
def translations(language: str) -> dict[str, str]:
    """Every room's translations: English sentence to that language's."""
    return {str(one.id): str(one.string) for one in _messages(language) if not one.context}


@cache
def words(language: str) -> dict[str, str]:
    """What values of closed lists are called in sentences: by list and value, as `SkpState.DRAFT`.

    A translation's context (`msgctxt`) names the list. Where a language has no word, the value stands.
    """
    return {f"{one.context}.{one.id}": str(one.string) for one in _messages(language) if one.context}


def _messages(language: str) -> Iterator[Message]:
    for path in sorted(ROOMS.rglob(f"{language}.po")):
        with path.open("rb") as file:
            yield from (one for one in read_po(file) if one.id and one.string)
