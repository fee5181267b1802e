"""Making the authorization servers of all governments that have ours."""

from collections.abc import Mapping

from jenjang.identity.issuers import Issuers
from jenjang.identity.server.issuer import OwnIssuer
from jenjang.identity.server.server import Server
from jenjang.identity.tokens import Verifier


def servers_of(issuers: Issuers) -> Mapping[str, Server]:
    """A server for each government whose people we vouch for; the others have none here."""
    verifier = Verifier(issuers)
    return {
        issuer.tenant: Server(OwnIssuer(issuer.tenant, issuer.url, issuer.audience, issuer.live), verifier)
        for issuer in issuers
        if issuer.live
    }
