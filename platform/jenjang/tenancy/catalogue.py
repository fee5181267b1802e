"""The catalogue of governments: one .toml each, read strictly; a bad file is refused by line and remedy."""

import re
import tomllib
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from jenjang.core.errors import Refusal
from jenjang.tenancy.providers import Issuer
from jenjang.tenancy.strict import Strict

EXAMPLE = "example"
"""The file that explains every key, and is no government."""
LINE = re.compile(r"\s*(?P<open>\[{0,2})\s*(?P<path>[\w.-]+)\s*(?:=|])")
"""A line of TOML that names a key, a [table] or a [[table of many]]."""
REMEDIES = {
    "code": "remove it; a government's code is the name of its file",
    "missing": "add it; tenants/example.toml shows how",
    "extra_forbidden": "there is no such key: remove it, or see tenants/example.toml for the right spelling",
}


class CatalogueError(Refusal):
    """{file}, line {line}: {key}: {problem}. To do: {remedy}."""


class NoGovernments(Refusal):
    """{folder} holds no government's .toml: set JENJANG_TENANTS to the folder that does."""


class PlaceTwice(Refusal):
    """{first}.toml and {second}.toml are both the {kind} of {region}: correct one, or take it away."""


class GovernmentKind(StrEnum):
    """What a tenant is: an autonomous government, or a district of one."""

    PROVINCE = "PROVINCE"
    REGENCY = "REGENCY"
    CITY = "CITY"
    DISTRICT = "DISTRICT"


zones = cache(available_timezones)
"""Every known time zone, read from the disk once: it takes longer than a hundred governments."""


def _known_zone(name: str) -> str:
    if name not in zones():
        raise ValueError("no such time zone; Indonesia has Asia/Jakarta, Asia/Makassar and Asia/Jayapura")
    return name


class RateLimit(Strict):
    """What one client application of the government may spend."""

    cost_per_minute: int = Field(60_000, gt=0, description="Points of query cost a minute.")
    burst: int = Field(
        10_000,
        ge=1_000,
        description="Points that may be spent at once: no less than the dearest operation costs.",
    )


class SignIn(Strict):
    """How people sign in at our own issuer."""

    second_factor: Literal["off", "optional", "required", "required_for_admins"] = Field(
        "optional", description="Whether a code of an authenticator app is asked for beside the password."
    )


class Government(Strict):
    """One tenant, as its file describes it."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{1,30}$")
    name: str = Field(min_length=1)
    kind: GovernmentKind
    region_code: str = Field(pattern=r"^\d\d(\.\d\d(\.\d\d)?)?$")
    time_zone: Annotated[str, AfterValidator(_known_zone)]
    siasn_id: str | None = Field(None, min_length=1, description="SIASN's instansiId.")
    records_since: date | None = Field(
        None,
        description="From which day plans, trainings and talks are recorded here; since it was provisioned.",
    )
    issuers: tuple[Issuer, ...] = (Issuer(),)
    rate_limit: RateLimit = RateLimit()
    sign_in: SignIn = SignIn()
    documents: Literal["any", "registered"] = Field(
        "any", description="Whether any document is answered, or those of schema/operations/ only."
    )

    @property
    def own_issuer(self) -> Issuer | None:
        """What its file says of our issuer for it; None where only its own providers vouch."""
        return next((issuer for issuer in self.issuers if issuer.own), None)

    @property
    def province_code(self) -> str:
        """The province it lies in: the first two digits of a kode wilayah."""
        return self.region_code[:2]

    @field_validator("region_code")
    @classmethod
    def _code_fits_kind(cls, code: str, others: ValidationInfo) -> str:
        kind = others.data.get("kind")
        parts = {GovernmentKind.PROVINCE: 1, GovernmentKind.DISTRICT: 3}.get(kind, 2) if kind else 0
        if parts and code.count(".") + 1 != parts:
            raise ValueError(f"the kode wilayah of a {kind} has {parts} part(s) between dots, not as {code}")
        return code

    @model_validator(mode="after")
    def _logins_lead_here(self) -> "Government":
        names = [issuer.login.name for issuer in self.issuers if issuer.login]
        if names and self.own_issuer is None:
            raise ValueError('`login` is on the sign-in page of ours: add [[issuers]] with keys = "own"')
        if len(set(names)) < len(names):
            raise ValueError("two providers' `login` bear the same name")
        if len([one for one in self.issuers if one.introspection]) > 1:
            raise ValueError("one issuer only may be asked about opaque tokens: they name none themselves")
        return self


def catalogue(folder: Path) -> dict[str, Government]:
    """Every government of the folder by its code, in alphabetical order.

    Raises CatalogueError, NoGovernments, PlaceTwice.
    """
    files = [path for path in sorted(folder.glob("*.toml")) if path.stem != EXAMPLE]
    if not files:
        raise NoGovernments(folder=folder)
    found = {government.code: government for government in map(read, files)}
    places = dict[tuple[str, GovernmentKind], str]()
    for one in found.values():
        first = places.setdefault((one.region_code, one.kind), one.code)
        if first != one.code:
            raise PlaceTwice(first=first, second=one.code, region=one.region_code, kind=one.kind)
    return found


def read(path: Path) -> Government:
    """One government's file; its code is the file's name. Raises CatalogueError with the line."""
    text = _text_of(path)
    try:
        content = tomllib.loads(text)
        if "code" in content:
            raise _refused(path, text, ("code",), "not a key of a file", REMEDIES["code"])
        return Government(code=path.stem, **content)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(path, text, str(error)) from None
    except ValidationError as error:
        raise _invalid(path, text, error) from None


def _text_of(path: Path) -> str:
    """What the file says, without the mark that some editors put before it."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem, remedy = "a letter is not UTF-8", "save the file as UTF-8"
        raise CatalogueError(file=path.name, line=line, key="TOML", problem=problem, remedy=remedy) from None


def _unreadable(path: Path, text: str, problem: str) -> CatalogueError:
    found = re.search(r"line (\d+)", problem)
    line = int(found[1]) if found else len(text.splitlines())
    return CatalogueError(
        file=path.name, line=line, key="TOML", problem=problem, remedy="correct the spelling there"
    )


def _invalid(path: Path, text: str, invalid: ValidationError) -> CatalogueError:
    error = invalid.errors()[0]
    fallback = "correct this value; tenants/example.toml explains the key"
    if error["loc"] == ("code",):
        fallback = "rename the file: small letters, digits and _ only, a letter first"
    problem = error["msg"].removeprefix("Value error, ")
    return _refused(path, text, error["loc"], problem, REMEDIES.get(error["type"], fallback))


def _refused(path: Path, text: str, key: tuple[int | str, ...], problem: str, remedy: str) -> CatalogueError:
    name = ".".join(map(str, key))
    return CatalogueError(file=path.name, line=_line_of(key, text), key=name, problem=problem, remedy=remedy)


def _line_of(key: tuple[int | str, ...], text: str) -> int:
    """The line that names the key, else the nearest that encloses it; 1 when none does."""
    lines = dict[tuple[int | str, ...], int]()
    table: tuple[int | str, ...] = ()
    counts = dict[tuple[str, ...], int]()
    for number, line in enumerate(text.splitlines(), 1):
        if not (found := LINE.match(line)):
            continue
        path = tuple(found["path"].split("."))
        if found["open"] == "[[":
            counts[path] = counts.get(path, 0) + 1
            table = (*path, counts[path] - 1)
        elif found["open"]:
            last = counts.get(path[:1])
            table = (path[0], last - 1, *path[1:]) if last else path
        lines.setdefault(table if found["open"] else (*table, *path), number)
    return next((lines[key[:end]] for end in range(len(key), 0, -1) if key[:end] in lines), 1)
