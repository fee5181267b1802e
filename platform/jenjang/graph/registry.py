"""All errors that a client may meet, with what each means and what to do: for docs/errors.md and /errors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jenjang.core.errors import Refusal
from jenjang.core.language import translations
from jenjang.graph.endpoint import STATUS
from jenjang.graph.errors import FAMILIES, code_of
from jenjang.graph.over_http import CODES

REMEDIES: Mapping[str, str] = {
    "GRAPHQL_PARSE_FAILED": "Correct the document where `locations` points.",
    "GRAPHQL_VALIDATION_FAILED": "Compare the document with the contract at /schema.graphql.",
    "BAD_USER_INPUT": "Correct what `field` names; `reason` tells the fault. Don't repeat it as it is.",
    "UNAUTHENTICATED": "Get a new token from your government's issuer, and send it as a bearer token.",
    "FORBIDDEN": "Leave out what `coordinate` names, or get a role with `permission`; `viewer` tells yours.",
    "NOT_FOUND": "Look the thing up again: it may be gone, or out of your reach.",
    "CONFLICT": "Load again what you change, and repeat the change if it still makes sense.",
    "RATE_LIMITED": "Wait `retryAfter` seconds; the query `rateLimit` tells what is left.",
    "COST_EXCEEDED": "Ask for less at once: smaller pages, fewer levels, or several requests.",
    "PERSISTED_DOCUMENT_NOT_FOUND": "Send the document's text along with its sha256 once.",
    "TIMEOUT": "Wait `retryAfter` seconds if it is given; else ask for less at once.",
    "INTERNAL": "Try again; if it stays so, report the request id.",
}
"""What to do, by the contract's codes."""
ABOUT = """# Errors

Printed by `jenjang contract print`; a test compares. A server shows the same at `/errors`, in Indonesian and
English; `docUrl` leads there, to the code.

An error at the top of an answer bears one of the twelve codes below in `extensions.code`, the request's id in
`requestId`, and where more is known a `reason` from the second table. A deed that is refused says why in its
payload's `userErrors`, whose `code` is from the second table too: nothing of that deed was done.

`field` is the place at fault, in `userErrors` from `input` down. At the top it begins with the variable's
name (`["i", "results", "0", "target"]` of `$i`) or, where the value stands in the document, with the
argument's. A value that isn't of its type is told with a reason (`NOT_A_DATE`, `NONE_OF_THESE`,
`VALUE_MISSING` …), each at its place, 20 at the most. `FORBIDDEN` tells in `coordinate` what was asked
for, and in `permission` what that needs ([permissions.md](permissions.md)).
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One error: its code, the contract's code it comes under, and its sentence with facts in braces."""

    code: str
    family: str
    status: int
    template: str

    def sentence(self, language: str) -> str:
        return translations(language).get(self.template, self.template)

    def remedy(self, language: str) -> str:
        """What to do about its family."""
        return translations(language).get(REMEDIES[self.family], REMEDIES[self.family])


def entries() -> list[Entry]:
    """Every error that the rooms loaded by now have declared for clients, by code."""
    return sorted(map(entry, filter(is_told, Refusal.registry.values())), key=lambda one: one.code)


def is_told(refusal: type[Refusal]) -> bool:
    """Whether a client may meet it; what belongs to the command line is its user's alone."""
    return issubclass(refusal, FAMILIES) or refusal.code in REMEDIES


def entry(refusal: type[Refusal]) -> Entry:
    family = code_of(refusal())
    status = STATUS.get(refusal) or CODES.get(refusal.code) or CODES.get(family, 400)
    return Entry(refusal.code, family, status, refusal.template())


def as_markdown() -> str:
    """docs/errors.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    every = {one.code: one for one in entries()}
    yield ABOUT
    yield "## Codes\n"
    yield "| code | status | meaning | what to do |\n|---|---|---|---|"
    for code, remedy in REMEDIES.items():
        yield f"| `{code}` | {every[code].status} | {every[code].sentence('en')} | {remedy} |"
    yield "\nThe status is told to clients that accept `application/graphql-response+json`; others get 200,"
    yield "but for 401, 403, 429 and 5xx.\n"
    yield "## Reasons, and codes of user errors\n"
    yield "| code | comes under | in English | in Indonesian |\n|---|---|---|---|"
    for one in every.values():
        if one.code not in REMEDIES or one.code in ("BAD_USER_INPUT", "CONFLICT", "FORBIDDEN", "NOT_FOUND"):
            yield f"| `{one.code}` | `{one.family}` | {one.sentence('en')} | {one.sentence('id')} |"
