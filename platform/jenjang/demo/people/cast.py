"""Which governments the demo has people for, and who can be played in each."""

from collections.abc import Mapping

from jenjang.demo.people.offices import places
from jenjang.identity.personas import Persona, personas_of
from jenjang.tenancy.catalogue import Government, GovernmentKind

WITHOUT_PEOPLE = ("admin", "client")
"""Who can be played where nobody is employed yet: whoever will bring the people in."""


def is_peopled(government: Government) -> bool:
    """Whether the demo invents people for it: for its own regions only, and never for a province."""
    return government.kind is not GovernmentKind.PROVINCE and government.code in places()


def is_empty(government: Government) -> bool:
    """Whether it is a region that somebody added to the demo's: it is served without people."""
    return government.kind is not GovernmentKind.PROVINCE and government.code not in places()


def cast(government: Government) -> Mapping[str, Persona]:
    """The personas that can be played in it."""
    every = personas_of(government)
    return {name: every[name] for name in WITHOUT_PEOPLE} if is_empty(government) else every
