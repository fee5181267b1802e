"""What can be found out about an issuer (RFC 8414, OpenID Discovery) and about the API (RFC 9728)."""

from collections.abc import Mapping

from jenjang.identity.server.clients import SECRET_METHODS
from jenjang.identity.server.devices import BY_DEVICE
from jenjang.identity.server.grants import METHODS
from jenjang.identity.server.issuer import KNOWN_SCOPES, OwnIssuer

GRANT_TYPES = ("authorization_code", "refresh_token", "client_credentials", BY_DEVICE)
LOCALES = ("id", "en")


def of_issuer(issuer: OwnIssuer) -> Mapping[str, object]:
    """Where its endpoints are, and what they can do."""
    url = issuer.url
    # OpenID Connect Discovery §3 wants RS256 named, whatever the keys are: strict clients look for it.
    algorithms = sorted({"RS256", *(str(key.alg) for key in issuer.ring.keys.values())})
    return {
        "issuer": url,
        "authorization_endpoint": f"{url}/authorize",
        "token_endpoint": f"{url}/token",
        "jwks_uri": f"{url}/jwks",
        "userinfo_endpoint": f"{url}/userinfo",
        "device_authorization_endpoint": f"{url}/device_authorization",
        "revocation_endpoint": f"{url}/revoke",
        "introspection_endpoint": f"{url}/introspect",
        "end_session_endpoint": f"{url}/logout",
        "scopes_supported": list(KNOWN_SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(GRANT_TYPES),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": algorithms,
        "token_endpoint_auth_methods_supported": list(METHODS),
        "revocation_endpoint_auth_methods_supported": list(METHODS),
        "introspection_endpoint_auth_methods_supported": list(SECRET_METHODS),
        "code_challenge_methods_supported": ["S256"],
        "claims_supported": [
            "sub",
            "name",
            "preferred_username",
            "email",
            "email_verified",
            "auth_time",
            "amr",
            "acr",
        ],
        "acr_values_supported": ["1", "2"],
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "prompt_values_supported": ["none", "login", "consent"],
        "ui_locales_supported": list(LOCALES),
        "authorization_response_iss_parameter_supported": True,
    }


def of_resource(resource: str, issuers: list[str]) -> Mapping[str, object]:
    """What the API is (RFC 9728 §2), and whose tokens it takes."""
    return {
        "resource": resource,
        "resource_name": "Jenjang",
        "authorization_servers": issuers,
        "bearer_methods_supported": ["header"],
    }
