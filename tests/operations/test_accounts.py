"""From nothing to an answer: accounts and roles by the command line, and the tokens they come in with."""

import asyncio
from pathlib import Path
from uuid import UUID

import httpx2
import pytest
from factories.command_line import Done, Run
from factories.organisation import an_employee
from sqlalchemy import null, select, update

from jenjang.app import create_app
from jenjang.core.settings import HOUSE
from jenjang.database.engine import bound, engine
from jenjang.graph.scalars import encode_id
from jenjang.identity.issuers import embedded_url
from jenjang.identity.models import Account
from jenjang.identity.server.models import SecondFactor
from jenjang.organisation.models import Unit, UnitVersion


def grant(run: Run, subject: str, role: str, *more: str, tenant: str = "surakarta") -> Done:
    given = ("--by", "BKPSDM", "--reason", "SK 800/1")
    return run("account", "grant", subject, role, "--tenant", tenant, *given, *more)


def answer(token: str, query: str) -> object:
    async def ask() -> object:
        app = create_app()
        transport = httpx2.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx2.AsyncClient(transport=transport, base_url="https://jenjang.example") as client,
        ):
            sent = {"authorization": f"Bearer {token}"}
            return (await client.post("/graphql", json={"query": query}, headers=sent)).json().get("data")

    return asyncio.run(ask())


def test_a_first_admin_asks_and_is_answered(installed: Run) -> None:
    assert (
        installed("account", "add", "budi", "--tenant", "surakarta").out == "budi may come in to surakarta.\n"
    )
    assert grant(installed, "budi", "regional_admin", "--from", "2024-01-01").code == 0
    token = installed("token", "--tenant", "surakarta", "--subject", "budi").out.strip()
    assert answer(token, "{ viewer { roles } employees(first: 1) { totalCount } }") == {
        "viewer": {"roles": ["REGIONAL_ADMIN"]},
        "employees": {"totalCount": 0},
    }
    listed = installed("account", "list", "--tenant", "surakarta").out
    assert "REGIONAL_ADMIN from 2024-01-01" in listed
    assert "https://jenjang.example/t/surakarta" in listed
    assert installed("account", "end", "budi", "regional_admin", "--tenant", "surakarta").code == 0
    assert answer(token, "{ viewer { roles } }") == {"viewer": {"roles": []}}
    assert installed("account", "disable", "budi", "--tenant", "surakarta").code == 0
    assert answer(token, "{ viewer { roles } }") is None
    refused = installed("token", "--tenant", "surakarta", "--subject", "budi")
    assert (refused.code, refused.out) == (2, "")
    assert "jenjang account enable budi --tenant surakarta" in refused.err
    assert installed("account", "enable", "budi", "--tenant", "surakarta").code == 0
    assert answer(token, "{ viewer { roles } }") == {"viewer": {"roles": []}}


async def government_unit(url: str) -> UUID:
    app = engine(url)
    async with bound(app, "surakarta") as session:
        unit = await session.scalar(select(UnitVersion.unit_id).where(UnitVersion.kind == "GOVERNMENT"))
        await session.execute(update(Unit).where(Unit.id == unit).values(siasn_id="A8"))
    await app.dispose()
    assert unit
    return unit


@pytest.mark.parametrize("by_siasn", [True, False])
def test_a_role_is_given_for_a_unit(installed: Run, database, by_siasn: bool) -> None:
    unit = asyncio.run(government_unit(database.app_url))
    named = "A8" if by_siasn else encode_id("Unit", unit)
    subject = f"lina-{by_siasn}"
    installed("account", "add", subject, "--tenant", "surakarta")
    assert grant(installed, subject, "TRAINING_MANAGER", "--unit", named).code == 0
    listed = installed("account", "list", "--tenant", "surakarta").out
    (row,) = [line for line in listed.splitlines() if subject in line]
    assert "TRAINING_MANAGER in Pemerintah Kota Surakarta from" in row
    token = installed("token", "--tenant", "surakarta", "--subject", subject).out.strip()
    assert answer(token, "{ viewer { roles } }") == {"viewer": {"roles": ["TRAINING_MANAGER"]}}


def test_a_unit_that_nobody_knows_or_a_role_that_no_unit_bounds_is_refused(installed: Run) -> None:
    installed("account", "add", "mira", "--tenant", "surakarta")
    unknown = grant(installed, "mira", "TRAINING_MANAGER", "--unit", "B9")
    assert (unknown.code, unknown.out) == (2, "")
    assert "surakarta has no unit B9" in unknown.err
    unbound = grant(installed, "mira", "MENTOR", "--unit", "A8")
    assert (unbound.code, unbound.out) == (2, "")
    assert "The role MENTOR is given for the whole government" in unbound.err


async def hired(url: str) -> str:
    app = engine(url)
    async with bound(app, "surakarta") as session:
        number = (await an_employee(session)).number
    await app.dispose()
    return number


@pytest.fixture
def number(database) -> str:
    """The NIP of somebody in service in Surakarta."""
    return asyncio.run(hired(database.app_url))


def test_an_employee_s_account_is_staff_by_itself(installed: Run, number: str) -> None:
    assert installed("account", "add", "siti", "--tenant", "surakarta", "--nip", number).code == 0
    token = installed("token", "--tenant", "surakarta", "--subject", "siti").out.strip()
    assert answer(token, "{ viewer { roles person { nip } } }") == {
        "viewer": {"roles": ["STAFF"], "person": {"nip": number}}
    }
    assert number in installed("account", "list", "--tenant", "surakarta").out


def test_a_first_password_tells_how_long_it_holds(installed: Run, number: str) -> None:
    installed("account", "add", "rina", "--tenant", "surakarta", "--nip", number)
    said = installed("account", "password", "rina", "--tenant", "surakarta").out
    assert said.startswith("rina signs in within 7 days by NIP or work e-mail with  ")


def test_a_lost_second_factor_is_reset(installed: Run, database) -> None:
    installed("account", "add", "wati", "--tenant", "surakarta")
    done = installed("account", "second-factor-reset", "wati", "--tenant", "surakarta")
    assert (done.code, done.err) == (2, "wati has no second factor: there is nothing to reset.\n")
    asyncio.run(set_up(database.app_url, "wati"))
    done = installed("account", "second-factor-reset", "wati", "--tenant", "surakarta")
    assert done.out == "wati has no second factor any more, and is signed out everywhere.\n"
    assert installed("account", "second-factor-reset", "wati", "--tenant", "surakarta").code == 2


async def set_up(url: str, subject: str) -> None:
    app = engine(url)
    async with bound(app, "surakarta") as session:
        account = await session.scalar(select(Account.id).where(Account.subject == subject))
        session.add(SecondFactor(account_id=account, secret=b"-", last_step=0))
    await app.dispose()


def test_a_program_s_token_names_the_application_it_is_bound_to(installed: Run) -> None:
    installed("account", "add", "simpeg", "--tenant", "surakarta", "--client", "simpeg-app")
    assert grant(installed, "simpeg", "INTEGRATION_CLIENT").code == 0
    token = installed("token", "--tenant", "surakarta", "--subject", "simpeg").out.strip()
    assert answer(token, "{ viewer { client roles } }") == {
        "viewer": {"client": "simpeg-app", "roles": ["INTEGRATION_CLIENT"]}
    }


def test_a_province_has_its_admin(installed: Run) -> None:
    installed("account", "add", "dewi", "--tenant", "jawa_tengah")
    assert grant(installed, "dewi", "provincial_admin", tenant="jawa_tengah").code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("token", "--tenant", "surakarta", "--as", "admin"), "jenjang account add demo-admin --tenant"),
        (("token", "--tenant", "surakarta", "--subject", "nobody"), "surakarta has no account nobody of"),
        (("token", "--tenant", "surakarta"), "Name one account: --subject"),
        (("account", "add", "x", "--tenant", "solo"), "There is no solo.toml"),
        (("account", "add", "x", "--tenant", "plaju", "--nip", "1"), "plaju has no employee with the NIP 1"),
        (("account", "add", "x", "--tenant", "plaju", "--issuer", "https://x"), "plaju believes no issuer"),
        (("account", "disable", "nobody", "--tenant", "plaju"), "plaju has no account nobody"),
        (("account", "end", "known", "MENTOR", "--tenant", "plaju"), "known doesn't hold MENTOR"),
        (("account", "add", "known", "--tenant", "plaju"), "The account known of"),
    ],
)
def test_a_refusal_is_one_sentence(installed: Run, words: tuple[str, ...], sentence: str) -> None:
    installed("account", "add", "known", "--tenant", "plaju")
    done = installed(*words)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("role", "more", "sentence"),
    [
        ("STAFF", (), "STAFF is given to nobody"),
        ("PROVINCIAL_ADMIN", (), "this government is none: choose REGIONAL_ADMIN"),
        ("INTEGRATION_CLIENT", (), "The role INTEGRATION_CLIENT is for a program"),
        ("MENTOR", ("--from", "2024-01-01", "--to", "2024-01-01"), "can't end on 2024-01-01"),
        ("MENTOR", ("--from", "2025-01-01"), "The account holds the role MENTOR from 2026-01-01 to …"),
    ],
)
def test_a_role_that_does_not_fit_is_refused(
    installed: Run, role: str, more: tuple[str, ...], sentence: str
) -> None:
    installed("account", "add", "ani", "--tenant", "plaju")
    grant(installed, "ani", "MENTOR", "--from", "2026-01-01", tenant="plaju")
    done = grant(installed, "ani", role, *more, tenant="plaju")
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err


def test_a_role_may_be_held_twice_one_time_after_the_other(installed: Run) -> None:
    installed("account", "add", "eka", "--tenant", "plaju")
    assert grant(installed, "eka", "MENTOR", "--from", "2026-01-01", tenant="plaju").code == 0
    early = grant(installed, "eka", "MENTOR", "--from", "2024-01-01", "--to", "2026-01-01", tenant="plaju")
    assert early.out == "eka is MENTOR of plaju from 2024-01-01 to 2026-01-01.\n"


def test_a_government_that_is_not_there_yet_is_told_how_to_take_it_in(
    installed: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (HOUSE / "tenants" / "surakarta.toml").read_text().replace("33.72", "33.73")
    (tmp_path / "salatiga.toml").write_text(text)
    monkeypatch.setenv("JENJANG_TENANTS", str(tmp_path))
    assert "jenjang tenant provision salatiga" in installed("account", "list", "--tenant", "salatiga").err


def test_while_the_database_is_away_a_token_is_made_and_the_doubt_is_told(
    installed: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JENJANG_DATABASE_URL", "postgresql://jenjang_app@127.0.0.1:1/jenjang")
    done = installed("token", "--tenant", "surakarta", "--as", "staff")
    assert (done.code, done.out.count(".")) == (0, 2)
    assert "Whether surakarta has the account demo-staff is not known." in done.err


def test_who_came_alone_is_listed_and_admitted_as_somebody(installed: Run, database, number: str) -> None:
    asyncio.run(came(database.app_url))
    listed = installed("account", "list", "--tenant", "surakarta").out
    assert "199001012020011001" in listed
    done = installed("account", "admit", "f:1:budi", "--tenant", "surakarta", "--nip", number)
    assert done.out == "f:1:budi may come in to surakarta.\n"
    listed = installed("account", "list", "--tenant", "surakarta").out
    assert "199001012020011001" not in listed
    nobody = installed("account", "admit", "nobody", "--tenant", "surakarta")
    assert (nobody.code, nobody.out) == (2, "")


async def came(url: str) -> None:
    """Somebody whom nobody knows, and who waits."""
    app = engine(url)
    async with bound(app, "surakarta") as session:
        issuer = embedded_url("https://jenjang.example", "surakarta")
        waits = {"admitted_at": null(), "claimed": "199001012020011001"}
        session.add(Account(issuer=issuer, subject="f:1:budi", **waits))
    await app.dispose()
