"""What the house says, it says in Indonesian too."""

import re
from enum import Enum
from string import Formatter

import pytest

from jenjang.appraisal.policy import OutOfBounds
from jenjang.appraisal.rules.transitions import IllegalStep
from jenjang.appraisal.terms import Setting, SkpState
from jenjang.core.errors import NotFound, Refusal
from jenjang.core.language import preferred, sentence, translations, words
from jenjang.core.permission import Role
from jenjang.graph.registry import REMEDIES, entries
from jenjang.identity.keeping import RoleForAProgram
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


def closed_lists() -> dict[str, list[type[Enum]]]:
    """Our closed lists by name, below any class of the standard library's."""
    found: dict[str, list[type[Enum]]] = {}
    below: list[type[Enum]] = [Enum]
    while below:
        kinds = below.pop().__subclasses__()
        below += kinds
        for kind in kinds:
            if kind.__module__.startswith("jenjang."):
                found.setdefault(kind.__name__, []).append(kind)
    return found


def test_a_closed_list_has_a_word_for_each_of_its_values_or_for_none() -> None:
    spoken: dict[str, set[str]] = {}
    for name in words("id"):
        kind, _, value = name.partition(".")
        spoken.setdefault(kind, set()).add(value)
    assert spoken.pop("Fact") == {"none"}
    lists = closed_lists()
    for kind, values in spoken.items():
        (one,) = lists[kind]
        assert {str(value.value) for value in one} == values


@pytest.mark.parametrize(
    ("refusal", "indonesian", "english"),
    [
        (
            IllegalStep("skpId", current=SkpState.DRAFT, wanted=SkpState.ACKNOWLEDGED, legal=()),
            "Keadaannya kini rancangan, yang tidak dapat menjadi disepakati."
            " Kelanjutan yang mungkin: tidak ada.",
            "It is DRAFT by now and can't become ACKNOWLEDGED from there. What it can become: none.",
        ),
        (
            IllegalStep(current=SkpState.OFFERED, wanted=SkpState.OFFERED, legal=(SkpState.DRAFT,)),
            "Keadaannya kini ditawarkan, yang tidak dapat menjadi ditawarkan."
            " Kelanjutan yang mungkin: rancangan.",
            "It is OFFERED by now and can't become OFFERED from there. What it can become: DRAFT.",
        ),
        (
            OutOfBounds(setting=Setting.ANSWER_DAYS, value=5, law="PP 30/2019", least=14, most=14),
            "Pengaturan jangka waktu menanggapi hasil tidak boleh 5: PP 30/2019 membolehkan 14 sampai 14.",
            "The setting answer days can't be 5: PP 30/2019 allows 14 to 14.",
        ),
        (
            RoleForAProgram(role=Role.ACTING_LEADER),
            "Peran Pelaksana Delegasi untuk program: bagi akun yang terikat pada aplikasi "
            "dan bukan milik seseorang.",
            "The role ACTING_LEADER is for a program: "
            "for an account that is bound to an application and is no person's.",
        ),
    ],
)
def test_a_fact_of_a_closed_list_is_told_by_its_word(refusal: Refusal, indonesian: str, english: str) -> None:
    assert sentence(refusal, "id") == indonesian
    assert sentence(refusal, "en") == english


def test_a_refusal_speaks_the_reader_s_language() -> None:
    assert sentence(NotFound(), "en") == "There is no such thing, or you may not see it."
    assert sentence(NotFound(), "id") == "Tidak ada, atau Anda tidak berhak melihatnya."
