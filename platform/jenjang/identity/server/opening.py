"""Making the authorization servers of all governments that have ours."""

from collections.abc import Iterable, Mapping

from jenjang.core.settings import Settings
from jenjang.identity.issuers import Issuers, audience, embedded_url
from jenjang.identity.keys import LiveKeys
from jenjang.identity.server.issuer import OwnIssuer
from jenjang.identity.server.server import Server
from jenjang.identity.tokens import Verifier
from jenjang.tenancy.catalogue import Government


def servers_of(
    governments: Iterable[Government], issuers: Issuers, settings: Settings
) -> Mapping[str, Server]:
    """A server for each government whose people we vouch for; the others have none here."""
    verifier = Verifier(issuers)
    return {
        government.code: Server(own_issuer(government, settings), verifier)
        for government in governments
        if any(told.own for told in government.issuers)
    }


def own_issuer(government: Government, settings: Settings) -> OwnIssuer:
    """The government's issuer at this installation."""
    told = next(told for told in government.issuers if told.own)
    return OwnIssuer(
        tenant=government.code,
        url=embedded_url(settings.public_url, government.code),
        audience=audience(settings.public_url),
        keys=LiveKeys(settings.keys, government.code, told.algorithms[0]),
    )
