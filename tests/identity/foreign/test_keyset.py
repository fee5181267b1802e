"""A provider's keys: which are taken, when they are read again, and what floods and outages do: nothing."""

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping

import pytest
from factories.identity import Time
from factories.provider import ec, rsa
from joserfc.jwk import OctKey
from structlog.testing import capture_logs

from jenjang.identity.foreign.fetching import Unfetched
from jenjang.identity.foreign.keyset import RemoteKeys, verifying
from jenjang.identity.keys import Key

BOTH = frozenset({"RS256", "ES256"})
FIRST, SECOND = rsa("first"), rsa("second")


def jwk(key: Key, **changed: object) -> dict[str, object]:
    told: dict[str, object] = {**key.as_dict(private=False), **changed}
    return {name: value for name, value in told.items() if value is not ...}


class Source:
    """A provider's JWKS address: what is published there, whether it answers, how often it was asked."""

    def __init__(self, *keys: Key) -> None:
        self.keys = list(keys)
        self.away = False
        self.slow: asyncio.Event | None = None
        self.asked = 0

    async def __call__(self) -> Mapping[str, Key]:
        self.asked += 1
        if self.slow:
            await self.slow.wait()
        if self.away:
            raise Unfetched("away")
        return {str(key.kid): key for key in self.keys}


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def source() -> Source:
    return Source(FIRST)


@pytest.fixture
def keys(source: Source, time: Time) -> RemoteKeys:
    return RemoteKeys("https://sso.example", source, time.ticking)


@pytest.mark.parametrize(
    ("told", "algorithms", "taken"),
    [
        (jwk(FIRST), BOTH, True),
        (jwk(ec("curve")), BOTH, True),
        (jwk(FIRST, use=..., alg=...), BOTH, True),
        (jwk(FIRST, key_ops=["verify"]), BOTH, True),
        (jwk(FIRST), {"ES256"}, False),
        (jwk(ec()), {"RS256"}, False),
        (jwk(FIRST, alg="RS512"), BOTH, False),
        (jwk(FIRST, alg="RSA-OAEP"), BOTH, False),
        (jwk(FIRST, alg="ES256"), BOTH, False),
        (jwk(FIRST, use="enc"), BOTH, False),
        (jwk(FIRST, key_ops=["encrypt"]), BOTH, False),
        (jwk(FIRST, key_ops="verify"), BOTH, False),
        (jwk(FIRST, kid=...), BOTH, False),
        (jwk(FIRST, kid=""), BOTH, False),
        (jwk(FIRST, kid=7), BOTH, False),
        (jwk(FIRST, n="AQAB"), BOTH, False),
        (jwk(FIRST, n="!"), BOTH, False),
        (jwk(FIRST, n=...), BOTH, False),
        (jwk(ec(), crv="P-384"), BOTH, False),
        (jwk(ec(), x="AAAA"), BOTH, False),
        ({"kty": "oct", "k": "c2VjcmV0", "kid": "o", "alg": "HS256"}, {"HS256", *BOTH}, False),
        ({"kty": "oct", "k": "c2VjcmV0", "kid": "o"}, BOTH, False),
        ({"kty": ["RSA"], "kid": "list"}, BOTH, False),
        ("RSA", BOTH, False),
        (None, BOTH, False),
    ],
)
def test_only_a_key_that_can_verify_for_the_issuer_is_taken(
    told: object, algorithms: set[str], taken: bool
) -> None:
    """What can't be taken leaves the others undisturbed."""
    found = verifying({"keys": [told, jwk(SECOND), jwk(ec("third"))]}, algorithms)
    others = {kid for kid, alg in (("second", "RS256"), ("third", "ES256")) if alg in algorithms}
    name = told["kid"] if isinstance(told, dict) and taken else None
    assert set(found) == others | ({name} if name else set())


@pytest.mark.parametrize("size", [512, 1024, 2040, 8200, 16_384])
def test_a_weak_key_is_not_taken_nor_one_that_would_keep_us_busy(size: int) -> None:
    modulus = urlsafe_b64encode(b"\xff" * (size // 8)).rstrip(b"=").decode()
    assert verifying({"keys": [jwk(FIRST, n=modulus)]}, BOTH) == {}


def test_no_private_half_gets_in() -> None:
    (taken,) = verifying({"keys": [FIRST.as_dict(private=True)]}, BOTH).values()
    assert not taken.is_private


def test_of_two_keys_of_one_name_neither_is_taken() -> None:
    assert set(verifying({"keys": [jwk(FIRST), jwk(SECOND, kid="first"), jwk(ec())]}, BOTH)) == {"second"}


def test_a_secret_of_the_same_name_does_not_take_the_keys_place() -> None:
    shared = OctKey.generate_key(256, {"kid": "first"}).as_dict()
    assert set(verifying({"keys": [shared, jwk(FIRST)]}, BOTH)) == {"first"}


@pytest.mark.parametrize("told", [{}, {"keys": 7}, {"keys": {"first": {}}}, {"keys": None}])
def test_what_is_no_jwk_set_is_refused_whole(told: dict[str, object]) -> None:
    with pytest.raises(Unfetched):
        verifying(told, BOTH)


async def test_keys_are_read_when_the_first_token_comes_and_then_left(
    keys: RemoteKeys, source: Source, time: Time
) -> None:
    assert (source.asked, len(keys)) == (0, 0)
    for _ in range(100):
        await keys.prepare("first")
        time.pass_by(seconds=2.9)
    assert (source.asked, list(keys)) == (1, ["first"])


async def test_a_thousand_unknown_kids_are_one_question_in_half_a_minute(
    keys: RemoteKeys, source: Source, time: Time
) -> None:
    await asyncio.gather(*(keys.prepare(f"kid-{one}") for one in range(1000)))
    assert source.asked == 1
    time.pass_by(seconds=29.9)
    await asyncio.gather(*(keys.prepare(f"kid-{one}") for one in range(1000)))
    assert source.asked == 1
    time.pass_by(seconds=0.1)
    await asyncio.gather(*(keys.prepare(f"kid-{one}") for one in range(1000)))
    assert source.asked == 2


async def test_a_new_key_is_known_as_soon_as_a_token_names_it(
    keys: RemoteKeys, source: Source, time: Time
) -> None:
    await keys.prepare("first")
    source.keys.insert(0, SECOND)
    time.pass_by(seconds=30)
    await keys.prepare("second")
    assert set(keys) == {"first", "second"}


async def test_a_withdrawn_key_is_dead_in_ten_minutes_and_nobody_waits_for_it_before(
    keys: RemoteKeys, source: Source, time: Time
) -> None:
    await keys.prepare("first")
    source.keys = [SECOND]
    source.slow = asyncio.Event()
    time.pass_by(seconds=300)
    await keys.prepare("first")
    assert list(keys) == ["first"], "read beside, not waited for"
    source.slow.set()
    await settled(lambda: list(keys) == ["second"])
    source.slow, source.keys = None, []
    time.pass_by(seconds=600)
    await keys.prepare("second")
    assert list(keys) == [], "waited for: nobody read them for ten minutes"


async def settled(condition: Callable[[], bool]) -> None:
    """Until what goes on beside has been done."""
    for _ in range(100):
        if condition():
            return
        await asyncio.sleep(0)
    pytest.fail("it never came to that")


async def test_keys_work_on_while_the_provider_is_away_and_cost_nobody_any_time(
    keys: RemoteKeys, source: Source, time: Time
) -> None:
    await keys.prepare("first")
    source.away = True
    time.pass_by(hours=1)
    with capture_logs() as lines:
        await keys.prepare("first")
    assert lines == [
        {
            "event": "keys of a provider not read",
            "issuer": "https://sso.example",
            "why": "away",
            "log_level": "warning",
        }
    ]
    source.slow = asyncio.Event()
    for _ in range(10):
        time.pass_by(seconds=31)
        await keys.prepare("first")  # It would wait for ever if it waited.
    assert list(keys) == ["first"]
    source.away, source.keys = False, [FIRST, SECOND]
    source.slow.set()
    await settled(lambda: set(keys) == {"first", "second"})


async def test_during_an_outage_it_is_asked_once_in_half_a_minute(
    keys: RemoteKeys, source: Source, time: Time
) -> None:
    source.away = True
    with capture_logs():
        for _ in range(60):
            await asyncio.gather(*(keys.prepare("first") for _ in range(20)))
            time.pass_by(seconds=1)
    assert source.asked == 2
    source.away = False
    await keys.prepare("first")
    assert list(keys) == ["first"]


async def test_who_stops_waiting_takes_nobody_else_along(keys: RemoteKeys, source: Source) -> None:
    source.slow = asyncio.Event()
    first, second = (asyncio.create_task(keys.prepare("first")) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    source.slow.set()
    await second
    assert (list(keys), source.asked) == (["first"], 1)


async def test_one_providers_outage_leaves_anothers_tokens_alone(source: Source, time: Time) -> None:
    hanging = Source()
    hanging.slow = asyncio.Event()
    theirs = RemoteKeys("https://hanging.example", hanging, time.ticking)
    ours = RemoteKeys("https://sso.example", source, time.ticking)
    waiting = asyncio.create_task(theirs.prepare("first"))
    await asyncio.sleep(0)
    await ours.prepare("first")
    assert not waiting.done()
    hanging.slow.set()
    await waiting
