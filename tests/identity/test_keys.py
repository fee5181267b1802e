"""Signing keys: made once, kept to their owner, published without their secret."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from joserfc.jwk import thumbprint

from jenjang.core.private_files import KeysOpenToOthers
from jenjang.core.settings import HOUSE, Settings
from jenjang.identity.issuers import (
    Issuer,
    Issuers,
    IssuerTwice,
    KeysUnreadable,
    UnfitAlgorithm,
    issuers_of,
)
from jenjang.identity.keys import key_ring
from jenjang.tenancy.catalogue import Government
from jenjang.tenancy.providers import Issuer as Told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def government(*issuers: Told) -> Government:
    return Government(
        code="surakarta",
        name="Kota Surakarta",
        kind="CITY",
        region_code="33.72",
        time_zone="Asia/Jakarta",
        issuers=issuers or (Told(),),
    )


def test_a_government_has_a_current_and_a_next_key_the_same_ever_after(folder: Path) -> None:
    ring = key_ring(folder, "surakarta")
    assert [key.alg for key in ring.keys.values()] == ["ES256", "ES256"]
    assert list(key_ring(folder, "surakarta").keys) == list(ring.keys)
    assert not ring.keys.keys() & key_ring(folder, "plaju").keys.keys()


def test_only_the_owner_reads_the_keys(folder: Path) -> None:
    key_ring(folder, "surakarta")
    assert stat.S_IMODE((folder / "surakarta.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == ["surakarta.json"]


def test_keys_that_others_can_read_are_not_used(folder: Path) -> None:
    key_ring(folder, "surakarta")
    (folder / "surakarta.json").chmod(0o640)
    with pytest.raises(KeysOpenToOthers):
        key_ring(folder, "surakarta")


def test_of_many_who_make_keys_at_once_all_use_the_firsts(folder: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        rings = list(pool.map(lambda _: key_ring(folder, "surakarta"), range(32)))
    assert len({tuple(ring.keys) for ring in rings}) == 1


def test_the_published_keys_bear_their_thumbprint_and_no_secret(folder: Path) -> None:
    published = key_ring(folder, "surakarta").jwks()["keys"]
    for key in published:
        assert set(key) == {"kty", "crv", "x", "y", "kid", "alg", "use"}
        assert key["kid"] == thumbprint({name: key[name] for name in ("kty", "crv", "x", "y")})


def test_rsa_keys_are_made_for_strict_clients(folder: Path) -> None:
    ring = key_ring(folder, "surakarta", "RS256")
    assert {key.alg for key in ring.keys.values()} == {"RS256"}
    assert ring.current.raw_value.key_size == 3072
    assert set(ring.jwks()["keys"][0]) == {"kty", "n", "e", "kid", "alg", "use"}


def test_our_issuer_is_an_address_below_ours(folder: Path) -> None:
    settings = Settings(keys=folder, public_url="https://jenjang.example/", tenants=HOUSE / "tenants")
    issuer = issuers_of([government()], settings).find("https://jenjang.example/t/surakarta")
    assert issuer
    assert (issuer.tenant, issuer.audience, issuer.algorithms) == (
        "surakarta",
        "https://jenjang.example/graphql",
        {"ES256"},
    )
    assert not any(key.is_private for key in issuer.keys.values())


def test_a_governments_own_provider_is_believed_by_the_keys_in_a_file(folder: Path, tmp_path: Path) -> None:
    published = key_ring(folder, "elsewhere").jwks()
    (tmp_path / "sso.json").write_text(json.dumps(published))
    told = Told(url="https://sso.example", audience="jenjang", keys="sso.json")
    settings = Settings(keys=folder, tenants=tmp_path)
    issuer = issuers_of([government(told)], settings).find("https://sso.example")
    assert issuer
    assert (issuer.tenant, issuer.audience) == ("surakarta", "jenjang")
    assert list(issuer.keys) == [key["kid"] for key in published["keys"]]


@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        "no JSON",
        "[]",
        "{}",
        '{"keys": []}',
        '{"keys": 7}',
        '{"keys": ["x"]}',
        '{"keys": [{"kty": "EC"}]}',
        '{"keys": [{"kty": "oct", "k": "AAAA"}]}',
    ],
)
def test_keys_that_can_t_be_read_are_told_by_their_file(
    folder: Path, tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "sso.json").write_text(content)
    told = Told(url="https://sso.example", audience="jenjang", keys="sso.json")
    with pytest.raises(KeysUnreadable) as refused:
        issuers_of([government(told)], Settings(keys=folder, tenants=tmp_path))
    assert refused.value.facts == {"path": tmp_path / "sso.json", "issuer": "https://sso.example"}


def test_an_issuer_vouches_for_one_government_only() -> None:
    first, second = (
        Issuer("https://sso.example", tenant, "jenjang", frozenset({"ES256"}), {})
        for tenant in ("surakarta", "plaju")
    )
    with pytest.raises(IssuerTwice) as refused:
        Issuers([first, second])
    assert refused.value.facts == {"issuer": first.url, "first": "surakarta", "second": "plaju"}


@pytest.mark.parametrize("algorithm", ["none", "HS256", "ES384", "RS512"])
def test_an_issuer_may_sign_with_the_two_algorithms_only(algorithm: str) -> None:
    with pytest.raises(UnfitAlgorithm):
        Issuer("https://sso.example", "surakarta", "jenjang", frozenset({"ES256", algorithm}), {})
