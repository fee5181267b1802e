"""What is asked of every server: three documents, each by one persona."""

from dataclasses import dataclass

import orjson


@dataclass(frozen=True)
class Operation:
    """A document and who sends it. Goals: the part of the limit, the times of the usual stack."""

    name: str
    persona: str
    document: str
    of_limit: float
    times_orm: float

    def body(self) -> bytes:
        return orjson.dumps({"query": self.document, "operationName": self.name})


PROFILE = Operation(
    "Profile",
    "staff",
    """query Profile { viewer { person {
      id nip name fullName kind state
      rank { code name } position { id name } unit { id name kind }
      educations { school programme graduatedIn }
    } } }""",
    0.80,
    25,
)
TEAM = Operation(
    "Team",
    "leader",
    """query Team { employees(first: 50) { nodes {
      id nip name position { name } rank { code name }
      placements(first: 5) { nodes { validFrom validTo decreeNumber } }
    } } }""",
    0.85,
    35,
)
PAGE = Operation(
    "Page",
    "admin",
    """query Page { employees(first: 100) {
      nodes { id nip name fullName kind state sex appointedOn retiresOn workEmail }
      pageInfo { hasNextPage endCursor }
    } }""",
    0.80,
    15,
)
OPERATIONS = (PROFILE, TEAM, PAGE)


def never_seen(number: int) -> bytes:
    """The profile with an alias that no document had before, deep inside, so that nothing of it is kept."""
    return orjson.dumps({"query": PROFILE.document.replace(" code name ", f" code n{number}: name ")})
