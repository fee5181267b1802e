"""Certificates: their numbers, and the hash by which a copy is known from a forgery."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """What a certificate says."""

    tenant: str
    number: str
    code: str
    """A secret of its holder's, by which anybody to whom it is given can check it."""
    employee_id: UUID
    course: str
    form: str
    hours: int
    begins_on: date
    ends_on: date
    issued_on: date


def number_of(place: int, course_code: str, year: int) -> str:
    """The number of the certificate that is a year's `place`-th (from 1) in the government."""
    return f"{place:04}/{course_code}/{year}"


def hash_of(certified: Certified) -> str:
    """SHA-256, in 64 hexadecimal digits, of all that it says: nobody's name or number is in it."""
    told = json.dumps(asdict(certified), sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()
