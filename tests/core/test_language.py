"""What the house says, it says in Indonesian too."""

import re
from string import Formatter

import pytest

from jenjang.core.errors import NotFound
from jenjang.core.language import preferred, sentence, translations
from jenjang.graph.registry import REMEDIES, entries
from jenjang.schema import schema

assert schema  # All errors of all rooms are declared by now.
SHARED = [one for one in entries() if one.template in translations("id") or one.family == one.code]


@pytest.mark.parametrize("one", SHARED, ids=lambda one: one.code)
def test_a_sentence_tells_the_same_facts_in_indonesian(one) -> None:
    told = translations("id")[one.template]
    assert facts(told) == facts(one.template)
    assert set(re.findall(r"`.*?`", told)) == set(re.findall(r"`.*?`", one.template))


def facts(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("remedy", REMEDIES.values())
def test_every_remedy_is_told_in_indonesian(remedy: str) -> None:
    told = translations("id")[remedy]
    assert set(re.findall(r"`.*?`", told)) == set(re.findall(r"`.*?`", remedy))


def test_every_error_of_the_shared_rooms_is_told_in_indonesian() -> None:
    silent = [one.code for one in entries() if one.template not in translations("id")]
    assert [code for code in silent if not from_a_file(code)] == []


def from_a_file(code: str) -> bool:
    """Reasons for which rows of files are refused have translations of their own."""
    from jenjang.core.errors import Refusal

    return Refusal.registry[code].__module__.startswith("jenjang.organisation.")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "id"),
        ("", "id"),
        ("en", "en"),
        ("EN-us", "en"),
        ("id, en;q=0.9", "id"),
        ("en;q=0.1, id;q=0.2", "id"),
        ("en;q=0", "id"),
        ("en;q=x", "id"),
        ("id ; q=0.1 , en ; q=0.2", "en"),
        ("de, fr", "id"),
        (",".join(["de"] * 50 + ["en"]), "id"),
    ],
)
def test_the_language_is_the_most_wanted_of_ours(header: str | None, language: str) -> None:
    assert preferred(header) == language


def test_a_refusal_speaks_the_reader_s_language() -> None:
    assert sentence(NotFound(), "en") == "There is no such thing, or you may not see it."
    assert sentence(NotFound(), "id") == "Tidak ada, atau Anda tidak berhak melihatnya."
