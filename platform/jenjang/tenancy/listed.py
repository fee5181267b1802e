"""A government as a command is given it: by the code that its file in the catalogue bears."""

from collections.abc import Mapping

from jenjang.core.errors import Refusal
from jenjang.core.settings import Settings
from jenjang.tenancy.catalogue import Government


class TenantNotListed(Refusal):
    """There is no {code}.toml in {folder}: copy example.toml there; listed are {known}."""


def named(settings: Settings, listed: Mapping[str, Government], code: str) -> Government:
    """The government with that code. Raises TenantNotListed."""
    if code not in listed:
        raise TenantNotListed(code=code, folder=settings.tenants, known=", ".join(listed))
    return listed[code]
