"""A government's file is read strictly; a fault is told by file, line and remedy."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from jenjang.core.settings import HOUSE
from jenjang.graph.limits import LIMITS
from jenjang.tenancy.catalogue import (
    CatalogueError,
    GovernmentKind,
    NoGovernments,
    PlaceTwice,
    RateLimit,
    catalogue,
    read,
)

TENANTS = HOUSE / "tenants"
EXAMPLE = (TENANTS / "example.toml").read_text("utf-8")


def test_every_shipped_file_is_a_government() -> None:
    found = catalogue(TENANTS)
    assert {"plaju", "maulafa", "pontianak", "surakarta", "kotabumi"} < set(found)
    assert {"kota_semarang", "kota_magelang", "kab_sukoharjo"} < set(found)
    assert {one.region_code for one in found.values() if one.kind is GovernmentKind.PROVINCE} == {
        "16",
        "18",
        "33",
        "53",
        "61",
    }
    assert "example" not in found


def test_a_government_lies_in_a_province_that_is_a_government_too() -> None:
    found = catalogue(TENANTS).values()
    provinces = {one.region_code for one in found if one.kind is GovernmentKind.PROVINCE}
    assert {one.province_code for one in found} == provinces


def test_the_east_keeps_its_own_time() -> None:
    assert catalogue(TENANTS)["maulafa"].time_zone == "Asia/Makassar"


def test_a_file_that_says_nothing_of_issuers_has_ours() -> None:
    (issuer,) = catalogue(TENANTS)["surakarta"].issuers
    assert issuer.own
    assert issuer.algorithms == ("ES256",)


def test_the_example_is_valid_and_names_every_key() -> None:
    government = read(TENANTS / "example.toml")
    ours, issuer = government.issuers
    assert (ours.own, issuer.own) == (True, False)
    assert issuer.person.names == "NUMBER"
    assert issuer.introspection
    assert issuer.login
    for block in (government, issuer, issuer.person, issuer.introspection, issuer.login):
        assert block.model_fields_set == set(type(block).model_fields)


@pytest.mark.parametrize(
    ("said", "instead", "line", "key", "remedy"),
    [
        ('"CITY"', '"TOWN"', 10, "kind", "correct this value"),
        ('time_zone = "Asia/Jakarta', 'time_zone = "Asia/Solo', 17, "time_zone", "correct this value"),
        ('"33.72"', '"33"', 14, "region_code", "correct this value"),
        ('["RS256"]', '["HS256"]', 47, "issuers.1.algorithms.0", "correct this value"),
        ('keys = "discovery"', 'keys = "http://sso.example/"', 42, "issuers.1", "correct this value"),
        ('url = "https', 'url = "http', 44, "issuers.1.url", "correct this value"),
        ('realms/pegawai"\naud', 'realms/pegawai?x=1"\naud', 44, "issuers.1.url", "correct this value"),
        ("audience =", "# audience =", 42, "issuers.1", "correct this value"),
        ("claim =", "clam =", 66, "issuers.1.person.clam", "remove it"),
        ('names = "NUMBER"', 'names = "SUBJECT"', 65, "issuers.1.person", "correct this value"),
        ('first_login = "link"', 'first_login = "refuse"', 42, "issuers.1", "correct this value"),
        ('"env:SURAKARTA', '"s3cr3t', 73, "issuers.1.introspection.secret", "correct this value"),
        ('"env:SURAKARTA_SSO_SECRET"', '"file:"', 73, "issuers.1.introspection.secret", "correct this"),
        ('"openid", "profile"', '"profile"', 79, "issuers.1.login", "correct this value"),
        (
            'keys = "own"\n',
            'keys = "x.json"\naudience = "b"\nurl = "https://b"\n',
            1,
            "",
            "correct this value",
        ),
        ("burst = 10000", "burst = 999", 33, "rate_limit.burst", "correct this value"),
        ('keys = "discovery"', 'keys = "own"', 42, "issuers.1", "correct this value"),
        ("burst = 10000", "burst =", 33, "TOML", "correct the spelling"),
        ("name = ", 'code = "solo"\nname = ', 7, "code", "remove it"),
        ("kind =", "sort =", 1, "kind", "add it"),
    ],
)
def test_a_fault_is_told_by_line_and_remedy(
    tmp_path: Path, said: str, instead: str, line: int, key: str, remedy: str
) -> None:
    path = tmp_path / "solo.toml"
    path.write_text(EXAMPLE.replace(said, instead, 1), "utf-8")
    with pytest.raises(CatalogueError) as refused:
        catalogue(tmp_path)
    facts = refused.value.facts
    assert (facts["file"], facts["line"], facts["key"]) == ("solo.toml", line, key)
    assert remedy in str(facts["remedy"])


def test_whatever_may_be_asked_can_be_paid_for_out_of_the_smallest_burst() -> None:
    assert RateLimit(burst=LIMITS.cost).burst == LIMITS.cost
    with pytest.raises(ValidationError):
        RateLimit(burst=LIMITS.cost - 1)


def test_two_governments_of_one_place_are_both_named(tmp_path: Path) -> None:
    for name in ("solo", "surakarta"):
        (tmp_path / f"{name}.toml").write_text(EXAMPLE, "utf-8")
    with pytest.raises(PlaceTwice) as refused:
        catalogue(tmp_path)
    assert str(refused.value).startswith("solo.toml and surakarta.toml are both the CITY of 33.72:")


def test_a_file_that_is_not_utf_8_is_told_by_line_and_remedy(tmp_path: Path) -> None:
    text = EXAMPLE.replace("Pemerintah Kota", "Pemérintah Kota")
    (tmp_path / "solo.toml").write_bytes(text.encode("latin-1", errors="replace"))
    with pytest.raises(CatalogueError) as refused:
        catalogue(tmp_path)
    facts = refused.value.facts
    assert (facts["file"], facts["line"], facts["remedy"]) == ("solo.toml", 7, "save the file as UTF-8")


def test_a_file_may_begin_with_the_mark_of_utf_8(tmp_path: Path) -> None:
    (tmp_path / "solo.toml").write_text(EXAMPLE, "utf-8-sig")
    assert list(catalogue(tmp_path)) == ["solo"]


@pytest.mark.parametrize("folder", ["", "missing"])
def test_a_folder_without_governments_is_told_by_name(tmp_path: Path, folder: str) -> None:
    (tmp_path / "example.toml").write_text(EXAMPLE, "utf-8")
    with pytest.raises(NoGovernments) as refused:
        catalogue(tmp_path / folder)
    assert "JENJANG_TENANTS" in str(refused.value)


@pytest.mark.parametrize("name", ["Solo", "kota-solo", "1solo", "s", "s" * 32])
def test_a_code_that_could_not_be_a_key_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.toml").write_text(EXAMPLE, "utf-8")
    with pytest.raises(CatalogueError) as refused:
        catalogue(tmp_path)
    assert refused.value.facts["key"] == "code"
    assert "rename the file" in str(refused.value)


def test_an_empty_line_before_does_not_hide_the_second_issuer(tmp_path: Path) -> None:
    second = (
        '\n[[issuers]]\nurl = "https://b.example"\naudience = "x"\nkeys = "b.json"\nalgorithm = "ES256"\n'
    )
    path = tmp_path / "solo.toml"
    path.write_text(EXAMPLE + second, "utf-8")
    with pytest.raises(CatalogueError) as refused:
        read(path)
    assert refused.value.facts["key"] == "issuers.2.algorithm"
    assert refused.value.facts["line"] == len((EXAMPLE + second).splitlines())
