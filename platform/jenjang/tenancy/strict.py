"""The base of what a government's file is read into."""

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """Immutable, and with no key that we don't know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
