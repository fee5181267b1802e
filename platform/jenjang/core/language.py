"""Sentences in the reader's language: Indonesian first, English for whoever asks for it."""

from functools import cache, lru_cache
from pathlib import Path

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
    return refusal.message(translations(language).get(refusal.template()))


@cache
def translations(language: str) -> dict[str, str]:
    """Every room's translations: English sentence to that language's."""
    found: dict[str, str] = {}
    for path in sorted(ROOMS.rglob(f"{language}.po")):
        with path.open("rb") as file:
            found |= {str(one.id): str(one.string) for one in read_po(file) if one.id and one.string}
    return found
