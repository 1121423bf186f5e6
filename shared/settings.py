"""Settings every service shares. Each comes from an environment variable `PACTWATCH_<NAME>`; services add their own."""

import sys
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, SecretStr, StringConstraints, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "PACTWATCH_"


def _readable(file: Path) -> Path:
    try:
        holds = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{file} cannot be read ({getattr(error, 'strerror', None) or 'it is no text'})") from None
    if not holds:
        raise ValueError(f"{file} is empty; write the password into it")
    return file


class CommonSettings(BaseSettings):
    """Where the servers are, and how a service shows itself."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    kafka: str = Field("localhost:9092", description="Bootstrap servers of Apache Kafka, comma separated.")
    database: SecretStr = Field(
        SecretStr("postgresql+asyncpg://pactwatch@localhost/pactwatch"),
        description="SQLAlchemy URL of PostgreSQL, with the asyncpg driver.",
    )
    database_password_file: Annotated[Path, AfterValidator(_readable)] | None = Field(
        None,
        description="File that holds the password of `PACTWATCH_DATABASE`, as Docker and Kubernetes mount secrets.",
    )
    topic_prefix: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]*$")] = Field(
        "", description="Put before every topic and consumer group, so that several systems can share one Kafka."
    )
    topic_partitions: int = Field(4, ge=1, le=1000, description="Partitions of a topic when it is first created.")
    topic_replication: int = Field(1, ge=1, le=9, description="Replicas of a topic when it is first created.")
    ops_host: str = Field("127.0.0.1", description="Address that serves `/metrics`, `/healthz` and `/readyz`.")
    ops_port: int = Field(9464, ge=0, le=65535, description="Port of the same; 0 takes a free one and logs it.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least severe line to log.")
    log_format: Literal["json", "console"] = Field("json", description="`json` for machines, `console` for people.")
    stall_after_seconds: float = Field(
        120.0, gt=0, description="A service with work waiting that handles nothing for so long is stuck, and exits."
    )

    @model_validator(mode="after")
    def _put_password_in(self) -> Self:
        if self.database_password_file is not None:
            try:
                url = make_url(self.database.get_secret_value())
            except (ArgumentError, ValueError):
                return self  # whoever connects says what is wrong with the URL
            password = self.database_password_file.read_text(encoding="utf-8").strip()
            whole = url.set(password=password).render_as_string(hide_password=False)
            object.__setattr__(self, "database", SecretStr(whole))
        return self


S = TypeVar("S", bound=BaseSettings)


def load(settings: type[S]) -> S:
    """Read settings from the environment, or end the process with a sentence for each wrong one."""
    try:
        return settings()
    except ValidationError as error:
        for problem in error.errors(include_input=False, include_url=False):
            name = PREFIX + "_".join(str(part) for part in problem["loc"]).upper()
            sys.stderr.write(f"{name} cannot be used: {problem['msg'].removeprefix('Value error, ')}.\n")
        raise SystemExit(2) from None
