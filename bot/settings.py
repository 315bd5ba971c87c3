"""Settings from the environment and `.env`, prefix `CIVICWATCH_`; secrets may also come from files."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from bot import __version__
from bot.core.errors import ConfigError

PREFIX = "CIVICWATCH_"


class Settings(BaseSettings):
    """What an operator can set; each field's description is the documentation."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    database_url: SecretStr = Field(
        default=SecretStr("sqlite:///civicwatch.sqlite3"),
        description="SQLite file (sqlite:///PATH) or PostgreSQL server (postgresql://USER:PASSWORD@HOST/NAME).",
    )
    feeds_file: Path = Field(default=Path("feeds.yaml"), description="The feed catalogue.")
    discord_token: SecretStr | None = Field(default=None, description="Discord bot token; unset: no Discord.")
    slack_bot_token: SecretStr | None = Field(default=None, description="Slack bot token (xoxb-…); unset: no Slack.")
    slack_app_token: SecretStr | None = Field(
        default=None, description="Slack app-level token (xapp-…) for Socket Mode; unset: posts only, no commands."
    )
    slack_signing_secret: SecretStr | None = Field(default=None, description="For Slack's HTTP mode.")
    slack_managers: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(), description="Slack user ids (comma-separated) who may change subscriptions, besides admins."
    )
    discord_api_url: str = Field(default="https://discord.com/api/v10", description="Where Discord's API is; for proxies and tests.")
    slack_api_url: str = Field(default="https://slack.com/api/", description="Where Slack's API is; for proxies and tests.")
    contact: str = Field(
        default="https://github.com/civicwatch/civicwatch",
        description="A URL or e-mail address in the user agent, so that a publisher can reach you.",
    )
    operator_channel: str | None = Field(
        default=None, description="Where notices to the operator go, e.g. slack:T0123/C0456; unset: the log only."
    )
    allow_hosts: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(), description="Hosts (comma-separated) that may be fetched though their address is private."
    )
    poll_concurrency: int = Field(default=16, ge=1, le=256, description="Feeds fetched at once.")
    parse_workers: int = Field(default=2, ge=1, le=32, description="Processes that parse feeds.")
    parse_timeout_s: float = Field(default=5.0, gt=0, le=120, description="Time limit for one feed document.")
    parse_memory_mb: int = Field(default=512, ge=128, description="Memory limit of one parse process.")
    max_item_age_h: float = Field(default=48.0, gt=0, description="Items published longer ago are kept, not posted.")
    hourly_cap: int = Field(default=12, ge=1, description="Messages an hour and channel; further stories go into a digest.")
    in_doubt: Literal["resend", "hold"] = Field(
        default="resend", description="What to do with a post whose fate the platform cannot tell."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="Least level that is logged.")

    @property
    def user_agent(self) -> str:
        """Who we say we are to publishers."""
        return f"Civicwatch/{__version__} (+{self.contact})"
