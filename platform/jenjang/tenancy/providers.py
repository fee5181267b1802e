"""Who vouches for a government's people, as its file says: our issuer, and providers of its own."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from jenjang.tenancy.strict import Strict

NEARBY = re.compile(r"http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/|$)")
"""What may be reached without TLS, where JENJANG_NEARBY_PROVIDERS allows it: this machine itself."""
OF_OURS = frozenset({"keys", "algorithms"})
"""All that is to be said of an issuer of ours."""


def _reached_safely(address: str) -> str:
    if not address.startswith("https://") and not NEARBY.match(address):
        raise ValueError("it must be an https address")
    if "#" in address or "?" in address:
        raise ValueError("it has neither `?` nor `#`")
    return address


def _kept_elsewhere(secret: str) -> str:
    if not secret.removeprefix("env:").removeprefix("file:") or secret[:4] not in ("env:", "file"):
        raise ValueError('name where the secret is: "env:NAME_OF_A_VARIABLE" or "file:path", never itself')
    return secret


Address = Annotated[str, AfterValidator(_reached_safely)]
SecretPlace = Annotated[str, AfterValidator(_kept_elsewhere)]


class PersonMapping(Strict):
    """How a token of a government's own identity provider names a person."""

    claim: str = Field("sub", min_length=1, description="The claim that tells who it is.")
    names: Literal["SUBJECT", "NUMBER", "SIASN_ID", "EMAIL"] = Field(
        "SUBJECT",
        description="What the claim holds: a subject we have an account for, a NIP or NI, a SIASN person id, "
        "or a work e-mail address that the provider has verified (`email_verified`).",
    )

    @model_validator(mode="after")
    def _subject_is_sub(self) -> "PersonMapping":
        if self.names == "SUBJECT" and self.claim != "sub":
            raise ValueError("a SUBJECT is always in `sub`: say what the claim holds with `names`")
        return self


class Introspection(Strict):
    """How the provider is asked about tokens that only it can read (RFC 7662)."""

    client_id: str = Field(min_length=1, description="What we are called there.")
    secret: SecretPlace = Field(description="Where our secret is: `env:…` or `file:…`.")
    url: Address | None = Field(None, description="Where to ask; left out, as discovery says.")


class ProviderLogin(Strict):
    """Signing in at the provider from our own sign-in page."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,30}$", description="Its part of the callback's address.")
    label: str = Field(min_length=1, max_length=60, description="What the button says.")
    client_id: str = Field(min_length=1, description="What we are called there.")
    secret: SecretPlace | None = Field(
        None, description="Where our secret is: `env:…` or `file:…`; left out, we have none (PKCE alone)."
    )
    scopes: tuple[str, ...] = Field(("openid", "profile", "email"), description="What we ask for.")

    @model_validator(mode="after")
    def _of_openid(self) -> "ProviderLogin":
        if "openid" not in self.scopes:
            raise ValueError("`openid` must be among the scopes: without it the provider names nobody")
        return self


class Issuer(Strict):
    """Who vouches for a government's people: its own identity provider, or ours when `keys` is `own`."""

    url: Address | None = Field(None, description="`iss`; of ours always {public_url}/t/<code>.")
    audience: str | None = Field(None, min_length=1, description="`aud`; of ours {public_url}/graphql.")
    algorithms: tuple[Literal["ES256", "RS256"], ...] = Field(("ES256",), min_length=1)
    keys: str = Field(
        "own",
        min_length=1,
        description="`own`, `discovery`, an https address of a JWKS, or a file beside this one.",
    )
    profile: Literal["rfc9068", "keycloak"] = Field("rfc9068", description="How its access tokens look.")
    client: Literal["client_id", "azp"] | None = Field(
        None, description="The claim that names the application; left out, as the profile has it."
    )
    person: PersonMapping = PersonMapping()
    first_login: Literal["refuse", "link", "pending"] = Field(
        "refuse", description="What becomes of somebody who has no account yet."
    )
    introspection: Introspection | None = None
    login: ProviderLogin | None = None

    @property
    def own(self) -> bool:
        return self.keys == "own"

    @property
    def fetched(self) -> bool:
        """Whether its keys come over the network."""
        return self.keys == "discovery" or self.keys.startswith(("https://", "http://"))

    @property
    def client_claim(self) -> str:
        """The claim that names the application: Keycloak guarantees `azp` only."""
        return self.client or ("azp" if self.profile == "keycloak" else "client_id")

    @model_validator(mode="after")
    def _foreign_is_named(self) -> "Issuer":
        if self.own and (said := self.model_fields_set - OF_OURS):
            raise ValueError(f"ours takes no {', '.join(sorted(said))}: they follow from JENJANG_PUBLIC_URL")
        if not self.own and not (self.url and self.audience):
            raise ValueError("an issuer with keys of its own needs `url` and `audience`")
        if self.keys.startswith("http"):
            _reached_safely(self.keys)
        return self

    @model_validator(mode="after")
    def _first_login_fits(self) -> "Issuer":
        by_subject = self.person.names == "SUBJECT"
        if self.first_login == "link" and by_subject:
            raise ValueError("to link somebody, say by which claim: `person` with NUMBER, SIASN_ID or EMAIL")
        if self.first_login == "refuse" and not by_subject:
            raise ValueError("`person` is read at a first login: set `first_login` to link or pending")
        return self
