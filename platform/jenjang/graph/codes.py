"""The closed list of reasons for which a deed is refused.

Made of every error class that the domains have declared: import this last, as the schema does through
`UserError`'s lazy reference.
"""

from enum import Enum
from typing import Any

import strawberry

from jenjang.core.errors import BadUserInput, Conflict, Forbidden, NotFound, Refusal

FAMILIES = (BadUserInput, Conflict, Forbidden, NotFound)


def is_of_a_deed(refusal: type[Refusal]) -> bool:
    """Whether a deed can be refused so; what concerns documents and tokens is a top-level error."""
    return issubclass(refusal, FAMILIES) and not refusal.__module__.startswith("jenjang.graph")


_codes = {
    code: strawberry.enum_value(code, description=refusal.template())
    for code, refusal in sorted(Refusal.registry.items())
    if is_of_a_deed(refusal)
}
_made: Any = Enum("UserErrorCode", _codes)  # type: ignore[misc]  # Any: mypy can't follow made enums.
UserErrorCode = strawberry.enum(_made, description="Why a deed was refused.")
