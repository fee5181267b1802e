"""One government's own issuer: its address, what its tokens are for, and its keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jenjang.identity.keys import KeyRing, LiveKeys
from jenjang.identity.permissions import MEANINGS

STANDARD_SCOPES: Mapping[str, str] = {
    "openid": "who you are",
    "profile": "your name and civil-service number",
    "email": "your work e-mail address",
}
KNOWN_SCOPES = (*STANDARD_SCOPES, *MEANINGS)
"""Those of OpenID, and every permission."""


def scopes_within(asked: Sequence[str], may: Sequence[str]) -> Sequence[str]:
    """What is asked for; naming no permission asks for all that may be had, and not for more.

    A token that names none opens all that its person may do: only who may have every permission, or was
    registered for none (it acts as its person does), gets one.
    """
    permissions = [one for one in may if one in MEANINGS]
    everything = not permissions or set(MEANINGS) <= set(permissions)
    return list(
        dict.fromkeys(asked if everything or set(asked) & set(permissions) else [*asked, *permissions])
    )


@dataclass(frozen=True, slots=True)
class OwnIssuer:
    """What the authorization server of one government is known by."""

    tenant: str
    url: str
    audience: str
    keys: LiveKeys

    @property
    def ring(self) -> KeyRing:
        """The keys as they are now."""
        return self.keys.ring
