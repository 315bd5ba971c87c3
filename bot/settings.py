"""Settings from the environment and `.env`, prefix `CIVICWATCH_`; any of them also from `…_FILE`."""

import os
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot import __version__
from bot.core.errors import ConfigError
from bot.core.urls import fault_in_proxy, host_of

PREFIX = "CIVICWATCH_"
ENV_FILE = Path(".env")


class Settings(BaseSettings):
    """What an operator can set; each field's description is its documentation."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: SecretStr = Field(
        default=SecretStr("sqlite:///civicwatch.sqlite3"),
        description="SQLite file (sqlite:///PATH) or PostgreSQL server (postgresql://USER:PASSWORD@HOST/NAME).",
    )
    feeds_file: Path = Field(default=Path("feeds.yaml"), description="The feed catalogue.")
    pid_file: Path = Field(
        default=Path("civicwatch.pid"),
        description="Where the running bot leaves its process id for `feeds reload`.",
    )
    discord_token: SecretStr | None = Field(default=None, description="Discord bot token; unset: no Discord.")
    slack_bot_token: SecretStr | None = Field(
        default=None, description="Slack bot token (xoxb-…); unset: no Slack."
    )
    slack_app_token: SecretStr | None = Field(
        default=None,
        description="Slack app-level token (xapp-…) for Socket Mode; unset: posts only, no commands.",
    )
    slack_managers: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(),
        description="Slack user ids (comma-separated) who may change subscriptions, besides admins.",
    )
    discord_api_url: str = Field(
        default="https://discord.com/api/v10", description="Where Discord's API is; for proxies and tests."
    )
    slack_api_url: str = Field(
        default="https://slack.com/api/", description="Where Slack's API is; for proxies and tests."
    )
    model_url: str | None = Field(
        default=None,
        description="OpenAI-compatible endpoint (e.g. http://127.0.0.1:11434/v1) whose model chooses among "
        "the source's sentences; unset: no model.",
    )
    model_name: str = Field(default="", description="The model's name at that endpoint.")
    model_key: SecretStr | None = Field(default=None, description="Its API key, if it wants one.")
    model_facts: bool = Field(
        default=False, description="Whether it also chooses which sentence tells what was decided."
    )
    model_daily_calls: int = Field(
        default=200, ge=0, description="Questions to the model on one UTC day; then the rules choose alone."
    )
    contact: str = Field(
        default="https://github.com/civicwatch/civicwatch",
        description="A URL or e-mail address in the user agent, so that a publisher can reach you.",
    )
    operator_channel: str | None = Field(
        default=None,
        description="Where notices to the operator go, e.g. slack:T0123/C0456; unset: the log only.",
    )
    allow_hosts: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(),
        description="Hosts (comma-separated) that may be fetched though their address is private.",
    )
    proxy: SecretStr | None = Field(
        default=None,
        description="HTTP proxy by which feeds are fetched, http://[USER:PASSWORD@]HOST:PORT; unset: none.",
    )
    public_url: str | None = Field(
        default=None,
        description="Where the internet reaches this bot, e.g. https://bot.example.org; with it, hubs "
        "are asked to tell when feeds change (WebSub); unset: polling only.",
    )
    listen_host: str = Field(default="127.0.0.1", description="The address on which hubs' calls arrive.")
    listen_port: int = Field(default=8787, ge=0, le=65_535, description="The port on which they arrive.")
    poll_concurrency: int = Field(default=16, ge=1, le=256, description="Feeds fetched at once.")
    parse_workers: int = Field(
        default=2, ge=1, le=32, description="Processes that parse feeds and judge their items."
    )
    parse_timeout_s: float = Field(
        default=5.0, gt=0, le=120, description="Time limit for one feed document, and for judging its items."
    )
    parse_memory_mb: int = Field(default=512, ge=128, description="Memory limit of one parse process.")
    max_item_age_h: float = Field(
        default=48.0, gt=0, description="Items published longer ago are kept, not posted."
    )
    hourly_cap: int = Field(
        default=12, ge=1, description="Messages an hour and channel; further stories go into a digest."
    )
    in_doubt: Literal["resend", "hold"] = Field(
        default="resend", description="What to do with a post whose fate the platform cannot tell."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Least level that is logged."
    )

    @field_validator("slack_managers", "allow_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            frozenset(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("discord_api_url", "slack_api_url", "public_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is None:
            return value
        if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname:
            raise ValueError("must be an address that begins with https://")
        if urlsplit(value).query or urlsplit(value).fragment:
            raise ValueError("must be an address without ? and #: paths are put behind it")
        return value

    @field_validator("proxy")
    @classmethod
    def _http_proxy(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            fault = fault_in_proxy(value.get_secret_value())
            if fault:
                raise ValueError(fault)
        return value

    @property
    def proxy_url(self) -> str:
        """The proxy for feeds; empty if there is none."""
        return self.proxy.get_secret_value() if self.proxy else ""

    @property
    def own_lanes(self) -> frozenset[str]:
        """The allowed hosts as feeds' hosts are written: in lower case, without `www.`."""
        bracketed = (f"[{host}]" if ":" in host and "[" not in host else host for host in self.allow_hosts)
        return frozenset(filter(None, (host_of(f"http://{host}/") for host in bracketed)))

    @property
    def user_agent(self) -> str:
        """Who we say we are to publishers."""
        return f"Civicwatch/{__version__} (+{self.contact})"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret value, for the log's redactor."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        secrets = {
            name: value.get_secret_value() for name, value in values.items() if isinstance(value, SecretStr)
        }
        # Where database and proxy are, is no secret; the passwords in their addresses are.
        for name in ("database_url", "proxy"):
            secrets[name] = urlsplit(secrets.get(name, "")).password or ""
        return tuple(filter(None, secrets.values()))


def load_settings(**overrides: Any) -> Settings:  # noqa: ANN401 - any field's type
    """Read `.env`, the environment, `…_FILE` files and overrides, later ones winning; raise ConfigError."""
    given = {key: value for key, value in overrides.items() if value is not None}
    try:
        return Settings(**(_from_files() | given))
    except ValidationError as exc:
        raise ConfigError("\n".join(_problem(error["loc"], error["msg"]) for error in exc.errors())) from None


def _from_files() -> dict[str, str]:
    """The values of `CIVICWATCH_NAME_FILE` variables: how Docker and systemd hand over secrets."""
    variables = (dotenv_values(ENV_FILE) if ENV_FILE.is_file() else {}) | os.environ
    values: dict[str, str] = {}
    for name in Settings.model_fields:
        variable = f"{PREFIX}{name.upper()}_FILE"
        if path := variables.get(variable):
            try:
                values[name] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as exc:
                raise ConfigError(f"{variable}: can't read {path}: {exc.strerror}") from exc
            except UnicodeError:
                raise ConfigError(f"{variable}: {path} is no text in UTF-8") from None
    return values


def _problem(location: tuple[int | str, ...], message: str) -> str:
    name = str(location[0]) if location else "settings"
    description = Settings.model_fields[name].description if name in Settings.model_fields else ""
    message = message.removeprefix("Value error, ")
    return f"{PREFIX}{name.upper()}: {message[0].lower()}{message[1:]}. {description}"
