"""What the demo hands out at its start: addresses, tokens, and something to paste."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from jenjang.core.settings import Settings
from jenjang.demo.appraisals.filling import REGIONS
from jenjang.demo.environment import how_to_use
from jenjang.demo.sign_in import BACK, PASSWORD
from jenjang.identity.personas import BROWSER

ASKED = (
    "{ viewer { roles tenant { name } } employees(first: 3) { totalCount nodes { nip name unit { name } } } }"
)
SHOWN = "surakarta"
"""The region that the example is of."""


@dataclass(frozen=True, slots=True)
class Brochure:
    """How the running demo is reached, and as whom."""

    url: str
    database: str
    tokens: Mapping[str, Mapping[str, str]]
    province_tokens: Mapping[str, str]
    people: Mapping[str, int]
    numbers: Mapping[str, Mapping[str, str]]
    """The NIP by which each persona who is a person signs in, by government."""
    folder: Path

    @classmethod
    def of(
        cls,
        settings: Settings,
        tokens: Mapping[str, Any],  # Any: tokens by persona of a region, or the one of a province.
        people: Mapping[str, int],
        numbers: Mapping[str, Mapping[str, str]],
        folder: Path,
    ) -> Self:
        return cls(
            url=settings.public_url,
            database=settings.owner_url,
            tokens=tokens["tokens"],
            province_tokens=tokens["province_tokens"],
            people=people,
            numbers=numbers,
            folder=folder,
        )

    @property
    def graphql(self) -> str:
        return f"{self.url}/graphql"

    def line(self) -> str:
        """All of it as one line of JSON, for programs."""
        return json.dumps(
            {
                "url": self.url,
                "graphql": self.graphql,
                "database": self.database,
                "app_role": "jenjang_app",
                "schema": "public",
                "tokens": self.tokens,
                "province_tokens": self.province_tokens,
                "people": self.people,
                "sign_in": {
                    "client_id": BROWSER,
                    "redirect_uri": BACK,
                    "password": PASSWORD,
                    "numbers": self.numbers,
                },
            }
        )

    def leaflet(self) -> str:
        """All of it for a person at a terminal."""
        return "\n".join(_lines(self))


def _lines(brochure: Brochure) -> Iterator[str]:
    yield ""
    yield f"  {brochure.url:<38} the first page: regions, personas, health"
    yield f"  {brochure.url + '/graphiql':<38} GraphiQL: choose a persona on the first page, then query"
    yield f"  {brochure.graphql:<38} the API"
    yield f"  {brochure.url + '/schema.graphql':<38} its contract"
    yield ""
    yield "Tokens, good for a day:"
    for code, personas in brochure.tokens.items():
        yield ""
        remembered = "with appraisals" if code in REGIONS else "without appraisals"
        yield f"# {code}, {brochure.people.get(code, 0)} people, {remembered}"
        yield from (f"{code}_{name}={token}" for name, token in personas.items())
    yield ""
    yield "# provinces: what they will see, published aggregates, comes with a later release"
    yield from (f"province_{code}={token}" for code, token in brochure.province_tokens.items())
    yield ""
    yield "Paste this:"
    yield ""
    token = brochure.tokens.get(SHOWN, {}).get("admin", "TOKEN")
    yield f"curl -s {brochure.graphql} \\"
    yield f"  -H 'Authorization: Bearer {token}' \\"
    yield "  -H 'Content-Type: application/json' \\"
    yield f"  -d '{json.dumps({'query': ASKED})}'"
    yield ""
    yield "Or sign in as people do (docs/oauth.md), for example at"
    yield ""
    yield f"  {brochure.url}/t/{SHOWN}/login"
    yield from (f"  NIP of the {name}: {nip}" for name, nip in brochure.numbers.get(SHOWN, {}).items())
    yield f"  password of each: {PASSWORD}"
    yield ""
    yield "For `jenjang` itself (doctor, token, tenant list, import), in another terminal:"
    yield ""
    yield how_to_use(brochure.folder, Path(sys.executable).with_name("jenjang"))
    yield ""
    yield "Ctrl-C ends it; the data stays for the next start."
