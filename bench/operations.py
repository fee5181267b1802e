"""What is asked of every server: six documents, each by one persona."""

from dataclasses import dataclass
from typing import Any

import orjson


@dataclass(frozen=True)
class Operation:
    """A document and who sends it. Goals: the part of the limit, the times of the usual stack."""

    name: str
    persona: str
    document: str
    of_limit: float
    times_orm: float
    writes: bool = False
    """Whether each request is about something else, bears a key of its own, and expects a version."""

    def body(self, **variables: Any) -> bytes:  # Any: JSON.
        told = {"variables": variables} if variables else {}
        return orjson.dumps({"query": self.document, "operationName": self.name, **told})


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
CAREER = Operation(
    "Career",
    "staff",
    """query Career { viewer { person {
      id name position { id name }
      competencyGaps(first: 5) { nodes { competency { code name } required assessed gap } }
      trainingYears(first: 2) { nodes { year hours } }
      trainingCertificates(first: 3) { nodes { number courseName hours issuedOn } }
      careerPlans(first: 1) { nodes {
        id state standsUntil steps stepsDone
        goals { title due horizon steps { what due doneOn } }
      } }
    } } }""",
    0.80,
    25,
)
GROWTH = Operation(
    "Growth",
    "leader",
    """query Growth { employees(first: 50) { nodes {
      id name position { name }
      competencyGaps(first: 5) { nodes { competency { code } required assessed gap } }
      trainingYears(first: 1) { nodes { year hours } }
      careerPlans(first: 1) { nodes { state standsUntil steps stepsDone } }
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
RECORD = Operation(
    "Record",
    "leader",
    """mutation Record($input: AppraisalEvaluateInput!) { appraisalEvaluate(input: $input) {
      evaluation { results behaviour predicate rule derivation }
      appraisal { id state version }
      userErrors { code message }
    } }""",
    0.30,
    4,
    writes=True,
)
OPERATIONS = (PROFILE, TEAM, CAREER, GROWTH, PAGE, RECORD)
VERSION = 888888
"""Stands in a body for the version that is expected: one more than the appraisal was evaluated this turn."""


def evaluation(appraisal: str, number: int) -> dict[str, object]:
    """The input of one evaluation, each of the nine cells by turns; `appraisal` is a global id."""
    ratings = ("ABOVE", "AS_EXPECTED", "BELOW")
    return {
        "appraisalId": appraisal,
        "expectedVersion": VERSION,
        "results": ratings[number % 3],
        "resultsReason": f"Target {number % 7 + 1} dari 8 tercapai, dua di antaranya lebih awal",
        "behaviour": ratings[number // 3 % 3],
        "behaviourReason": "Santun kepada pemohon, dan menepati janji",
        "strengths": [{"statement": "Ramah dan cepat", "behaviour": "BERORIENTASI_PELAYANAN"}],
        "improvements": [{"statement": "Menyimak lebih lama", "competency": "M.03"}],
    }


def never_seen(number: int) -> bytes:
    """The profile with an alias that no document had before, deep inside, so that nothing of it is kept."""
    return orjson.dumps({"query": PROFILE.document.replace(" code name ", f" code n{number}: name ")})
