"""The viewer in the contract. Later domains add what is theirs."""

from jenjang.graph.declare import field, one, plain
from jenjang.identity.graph.enums import Role
from jenjang.tenancy.graph import Tenant


@plain
class Viewer:
    """Whoever asks: an account of one government, with what its roles allow today."""

    roles: list[Role] = field(
        "The roles held today.", told=lambda asking: [role.value for role in asking.viewer.roles]
    )
    permissions: list[str] = field(
        "The permissions held, each with its reaches: `employee:read OWN UNIT`.",
        told=lambda asking: [
            " ".join((name, *sorted(asking.viewer.reach(name)))) for name in sorted(asking.viewer.grants)
        ],
    )
    client: str | None = field("The application that asks.", told=lambda asking: asking.viewer.client)
    tenant: Tenant | None = one("The viewer's government.", needs="tenant:read")
