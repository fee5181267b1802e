"""A browser-like client: it keeps cookies, follows redirections that stay here, fills in forms."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from secrets import token_urlsafe
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
from factories.governments import subject
from factories.served import Served
from sqlalchemy import delete, select

from jenjang.database.engine import bound
from jenjang.identity.issuers import embedded_url
from jenjang.identity.models import Account
from jenjang.identity.server import passwords, registry
from jenjang.identity.server.models import Password, SecondFactor

BACK = "https://app.example/back"
PASSWORD = "kuda hitam berlari pelan"
FIELD = re.compile(r'<input type="hidden" name="(?P<name>\w+)" value="(?P<value>[^"]*)"')


@dataclass
class Application:
    """A registered application, and where it is."""

    tenant: str
    client_id: str
    secret: str | None
    issuer: str = ""

    @property
    def basic(self) -> tuple[str, str]:
        return self.client_id, self.secret or ""


@dataclass
class Asking:
    """What an application keeps while its person signs in."""

    application: Application
    verifier: str = field(default_factory=lambda: token_urlsafe(48))
    state: str = field(default_factory=token_urlsafe)
    nonce: str = field(default_factory=token_urlsafe)

    def address(self, **changed: str | None) -> str:
        """Where the application sends the browser; None leaves a parameter out."""
        digest = sha256(self.verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self.application.client_id,
            "redirect_uri": BACK,
            "scope": "openid profile",
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        } | changed
        query = urlencode({name: value for name, value in asked.items() if value is not None})
        return f"/t/{self.application.tenant}/authorize?{query}"


async def registered(
    served: Served, tenant: str, *, public: bool = False, by_itself: bool = True, device: bool = False
) -> Application:
    """Register an application at a government."""
    wanted = registry.Application(
        name="Aplikasi Uji",
        redirect_uris=(BACK,),
        scopes=("openid", "profile", "email", "employee:read", "unit:read"),
        public=public,
        by_itself=by_itself and not public,
        device=device,
    )
    issuer = embedded_url(served.settings.public_url, tenant)
    async with bound(served.app.state.house.engine, tenant) as session:
        found = await registry.register(session, issuer, wanted, "tests")
    return Application(tenant, found.client_id, found.secret, issuer)


async def with_password(
    served: Served, tenant: str, name: str, password: str = PASSWORD, *, must_change: bool = False
) -> str:
    """Give an account of the sample a password; gives the NIP to sign in with."""
    made = await passwords.hashed(password)
    async with bound(served.app.state.house.engine, tenant) as session:
        asked = select(Account.id).where(Account.subject == subject(name, tenant))
        account = (await session.execute(asked)).scalar_one()
        await session.execute(delete(Password).where(Password.account_id == account))
        # One of the sample, of which nobody has the secret.
        await session.execute(delete(SecondFactor).where(SecondFactor.last_step == 1))
        session.add(Password(account_id=account, hash=made, must_change=must_change))
    number = await served.data("{ viewer { person { nip } } }", tenant=tenant, subject=name)
    return str(number["viewer"]["person"]["nip"])


class Browser:
    """Somebody's browser."""

    def __init__(self, served: Served) -> None:
        self.client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=served.app),
            base_url=served.settings.public_url,
            follow_redirects=False,
        )
        self.host = urlsplit(served.settings.public_url).netloc

    async def open(self, address: str) -> httpx2.Response:
        """Follow redirections as long as they stay here."""
        answer = await self.client.get(address)
        while answer.is_redirect and urlsplit(answer.headers["location"]).netloc in ("", self.host):
            answer = await self.client.get(answer.headers["location"])
        return answer

    async def send(self, page: httpx2.Response, **filled: str) -> httpx2.Response:
        """Fill in the page's form and send it; follow what stays here."""
        action = unescape(re.search(r'<form method="post" action="([^"]+)"', page.text)[1])
        hidden = {found["name"]: unescape(found["value"]) for found in FIELD.finditer(page.text)}
        answer = await self.client.post(action, data={**hidden, **filled})
        if answer.is_redirect and urlsplit(answer.headers["location"]).netloc in ("", self.host):
            return await self.open(answer.headers["location"])
        return answer

    async def sign_in(self, page: httpx2.Response, name: str, password: str = PASSWORD) -> httpx2.Response:
        return await self.send(page, name=name, password=password)

    async def allow(self, asking: Asking, name: str, **changed: str | None) -> dict[str, str]:
        """Sign in, allow what is asked, and give what the application gets back."""
        page = await self.sign_in(await self.open(asking.address(**changed)), name)
        return came_back(await self.send(page, answer="allow"))


def came_back(answer: httpx2.Response) -> dict[str, str]:
    """The parameters with which the browser returns to the application."""
    assert answer.status_code == 303, answer.text
    address = urlsplit(answer.headers["location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == BACK
    return {name: values[0] for name, values in parse_qs(address.query).items()}


async def ask_token(served: Served, application: Application, **form: str) -> httpx2.Response:
    """POST to the token endpoint, with the client's secret if it has one."""
    by: Mapping[str, object] = {"auth": application.basic} if application.secret else {}
    sent = form if application.secret else {"client_id": application.client_id, **form}
    return await served.client.post(f"/t/{application.tenant}/token", data=sent, **by)


async def redeem(served: Served, asking: Asking, code: str, **changed: str) -> httpx2.Response:
    """Redeem a code as the application that asked for it."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": asking.verifier,
    } | changed
    return await ask_token(served, asking.application, **form)
