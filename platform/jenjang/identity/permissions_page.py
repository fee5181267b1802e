"""The table of permissions for people: docs/permissions.md."""

from collections.abc import Iterator

from jenjang.core.permission import Role
from jenjang.identity.permissions import ALWAYS, CHANGES, IN_UNITS, MEANINGS, ONLY_IF_NAMED, ROLES, TABLE

ABOUT = f"""# Who may do what

Printed from `platform/jenjang/identity/permissions.py` by `jenjang permissions`; a test compares.

How far a permission goes: **own** one's own file and accounts, **unit** the people of some units and of all
below them, **tenant** the whole government, *if named* only under a token whose scopes name it. Somebody with
several roles holds what any of them allows. A token's scopes only narrow: once one of them names a
permission, the token holds those named, `{ALWAYS}`, and nothing else.

Whoever serves is staff, and whoever leads a unit (by appointment, as Plt. or Plh.) is its leader, on the days
on which that holds; nobody gives these. Who was named to evaluate somebody is a leader without units: of
`appraisal:read` and `appraisal:evaluate` unit reaches that person, too, and who is above such a one while
that evaluation is late. Who decides on an objection reads it, and that person's appraisals with their
evaluations, until it is decided and its day has passed; of that person nothing else. Who gave a result reads
an objection to it as their own while both sides are heard. All other roles are given: by whom,
why, from when to when.

A NIP is part of who somebody is (`employee:read`), and by law its first eight digits are the date
of birth: `employee:private` guards that field, and can't keep the date from who sees the number.

`appraisal:private` is with the two sides of an objection or of a path of improvement, and with who decides
and counsels: the person, and those who lead there or were named to evaluate. The next above decides wherever
one of them is missing, so all of a line hold it. Who acts for a leader never is a side; a committee, an
auditor or a program needs the outcome, not the words. Beyond them only the admin holds it, who keeps the
file.
"""
IN_SOME_UNITS = """
## In some units only

A role may be given for a unit and all below it. What is over the whole government in the table is then over
those units' people, or stays as it is where it is public in the government; nothing else is held:
"""
APPROVING = """
## To approve only

A role may be given to approve only: it reads what it reads, says yes or no, and doesn't hold
"""
GIVING = """
## Who gives what

`role:grant` gives and ends roles, `role:delegate` lets a colleague act as leader of a unit that one leads, up
to a day; it ends, too, when one leads it no more. Nobody gives what they don't hold: every permission of the
given role must be held at least as far by who gives it, under the scopes of the token in hand. Nobody gives
themselves a role. A role given to one account of a person holds for the person, whichever account is used.
"""


def as_markdown() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield ABOUT
    yield f"| permission | it is about | {' | '.join(role.lower().replace('_', ' ') for role in ROLES)} |"
    yield "|---|---|" + "---|" * len(ROLES)
    for permission in TABLE:
        cells = " | ".join(_cell(role, permission) for role in ROLES)
        yield f"| `{permission}` | {MEANINGS[permission]} | {cells} |"
    yield IN_SOME_UNITS
    yield ", ".join(f"`{permission}` {reach.lower()}" for permission, reach in IN_UNITS.items()) + "."
    yield APPROVING + ", ".join(f"`{permission}`" for permission in TABLE if permission in CHANGES) + "."
    yield GIVING.rstrip()


def _cell(role: Role, permission: str) -> str:
    reach = TABLE[permission][ROLES.index(role)]
    if reach is None:
        return "–"
    return f"*{reach.lower()}, if named*" if (role, permission) in ONLY_IF_NAMED else reach.lower()
