"""What an installation is told from outside: the same variables with and without containers."""

from pathlib import Path
from typing import Any

from pydantic import Field, ModelWrapValidatorHandler, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from jenjang.core.errors import Refusal

HOUSE = Path(__file__).resolve().parents[3]
"""The repository, where `schema/`, `tenants/` and `migrations/` lie beside `platform/`."""


class SettingUnfit(Refusal):
    """{name} can't be used: {problem}. Correct it, or leave it out for its default."""


class Settings(BaseSettings):
    """Every setting, read from `JENJANG_…` variables."""

    model_config = SettingsConfigDict(env_prefix="JENJANG_", extra="ignore")

    database_url: str = Field(
        "postgresql://jenjang_app@localhost/jenjang", description="PostgreSQL, as the role that serves."
    )
    owner_url: str = Field(
        "postgresql://jenjang_owner@localhost/jenjang",
        description="PostgreSQL, as the role that owns and migrates.",
    )
    worker_url: str = Field(
        "postgresql://jenjang_worker@localhost/jenjang",
        description="PostgreSQL, as the role that works in the background.",
    )
    superuser_url: str | None = Field(
        None, description="PostgreSQL, as a superuser: only to create roles and database, once."
    )
    redis_url: str | None = Field(None, description="Redis or Valkey; absent, each process is on its own.")
    public_url: str = Field("http://127.0.0.1:8000", description="How clients reach this server.")
    tenants: Path = Field(HOUSE / "tenants", description="The folder of one .toml a government.")
    contract: Path = Field(HOUSE / "schema", description="The folder of the published contract.")
    keys: Path = Field(
        HOUSE / ".jenjang" / "keys",
        description="The folder of the issuers' private keys and of the data keys.",
    )
    nearby_providers: bool = Field(
        False,
        description="Let identity providers be at private addresses, and without TLS on this machine.",
    )
    demo: bool = Field(False, description="Show personas and hand out their tokens. Never in production.")
    reader_connections: int = Field(6, gt=0, description="Connections that a process keeps for reads.")
    deed_connections: int = Field(4, gt=0, description="Connections that a process keeps for deeds.")
    statement_timeout: int = Field(5000, gt=0, description="Milliseconds a statement may take.")
    lock_timeout: int = Field(2000, gt=0, description="Milliseconds a statement may wait for a lock.")

    deed_patience: float = Field(30, gt=0, description="Seconds a deed may wait for its turn.")

    @field_validator("database_url", "owner_url", "worker_url", "superuser_url")
    @classmethod
    def _of_postgresql(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith("postgresql://"):
            raise ValueError("it must begin with postgresql://")
        return url

    @field_validator("redis_url")
    @classmethod
    def _of_redis(cls, url: str | None) -> str | None:
        if url and not url.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("it must begin with redis://, rediss:// or unix://")
        return url

    @model_validator(mode="wrap")
    @classmethod
    def _told_plainly(
        cls,
        given: Any,  # Any: whatever the environment holds.
        handler: ModelWrapValidatorHandler["Settings"],
    ) -> "Settings":
        """Raises SettingUnfit, without the value: it may be a secret."""
        try:
            return handler(given)
        except ValidationError as error:
            first = error.errors(include_input=False)[0]
            name = f"JENJANG_{first['loc'][0]}".upper()
            raise SettingUnfit(name=name, problem=first["msg"].removeprefix("Value error, ")) from None
