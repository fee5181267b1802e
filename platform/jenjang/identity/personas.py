"""Stand-ins for the kinds of people who ask: what a demo's personas are called, and their tokens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from jenjang.core.errors import Refusal
from jenjang.core.permission import Role
from jenjang.core.settings import Settings
from jenjang.identity.issue import LONGEST_FOR_A_PERSONA, issue_token
from jenjang.identity.issuers import audience, embedded_url
from jenjang.identity.keys import key_ring
from jenjang.tenancy.catalogue import Government, GovernmentKind

BROWSER = "demo-browser"


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to try the API as: `client` asks on their behalf, `role` is granted on top."""

    client: str = BROWSER
    role: Role | None = None
    program: bool = False

    @property
    def a_person(self) -> bool:
        """Whether an employee of the government stands behind it."""
        return not self.program and self.role is not Role.PROVINCIAL_ADMIN


PERSONAS: Mapping[str, Persona] = {
    "staff": Persona(),
    "leader": Persona(),
    "superior": Persona(),
    "mentor": Persona(role=Role.MENTOR),
    "admin": Persona(role=Role.REGIONAL_ADMIN),
    "client": Persona(client="demo-integration", role=Role.INTEGRATION_CLIENT, program=True),
}
PROVINCE_PERSONAS: Mapping[str, Persona] = {"province": Persona(role=Role.PROVINCIAL_ADMIN)}
"""A province sees published aggregates only: nobody of its own staff is in the demo."""


class NotOurTokens(Refusal):
    """{tenant} takes no tokens of ours: add [[issuers]] with keys = "own" to its file."""


class PersonaUnknown(Refusal):
    """There is no persona {persona} in {tenant}: try {known}."""


def personas_of(government: Government) -> Mapping[str, Persona]:
    """The personas that a government has: a province's differ from the others'."""
    return PROVINCE_PERSONAS if government.kind is GovernmentKind.PROVINCE else PERSONAS


def subject(persona: str) -> str:
    """What our issuer calls a persona."""
    return f"demo-{persona}"


def persona_of(government: Government, name: str) -> Persona:
    """The persona of that name. Raises PersonaUnknown."""
    persona = personas_of(government).get(name)
    if persona is None:
        known = ", ".join(personas_of(government))
        raise PersonaUnknown(persona=name, tenant=government.code, known=known)
    return persona


def issue_to(
    settings: Settings, government: Government, name: str, lifetime: timedelta = LONGEST_FOR_A_PERSONA
) -> str:
    """A persona's token, signed by our issuer for it. Raises PersonaUnknown, NotOurTokens, LivesTooLong."""
    return issue_for(settings, government, subject(name), persona_of(government, name).client, lifetime)


def issue_for(
    settings: Settings, government: Government, account: str, client: str, lifetime: timedelta
) -> str:
    """An account's token, by the name that our issuer has for it. Raises NotOurTokens, LivesTooLong."""
    ours = government.own_issuer
    if ours is None:
        raise NotOurTokens(tenant=government.code)
    return issue_token(
        key_ring(settings.keys, government.code, ours.algorithms[0]),
        embedded_url(settings.public_url, government.code),
        audience(settings.public_url),
        account,
        client,
        lifetime=lifetime,
        longest=LONGEST_FOR_A_PERSONA,
    )
