"""Settings come from the environment, from `.env` and from files; secrets stay hidden."""

from pathlib import Path

import pytest

from bot.core.errors import ConfigError
from bot.settings import load_settings


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_defaults_need_no_environment() -> None:
    settings = load_settings()
    assert settings.database_url.get_secret_value().startswith("sqlite:///")
    assert settings.secrets == ()


def test_of_the_databases_address_only_the_password_is_secret() -> None:
    assert load_settings(database_url="postgresql://me:hunter2@db/civic").secrets == ("hunter2",)


def test_the_environment_wins_over_the_env_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("CIVICWATCH_HOURLY_CAP=3\nCIVICWATCH_LOG_LEVEL=DEBUG\n", encoding="utf-8")
    monkeypatch.setenv("CIVICWATCH_HOURLY_CAP", "5")
    settings = load_settings()
    assert (settings.hourly_cap, settings.log_level) == (5, "DEBUG")


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Docker and systemd hand over secrets as files."""
    (tmp_path / "token").write_text("very-secret\n", encoding="utf-8")
    monkeypatch.setenv("CIVICWATCH_DISCORD_TOKEN_FILE", str(tmp_path / "token"))
    settings = load_settings()
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == "very-secret"
    assert "very-secret" not in repr(settings)


def test_lists_are_comma_separated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVICWATCH_ALLOW_HOSTS", "localhost, feeds.internal")
    assert load_settings().allow_hosts == {"localhost", "feeds.internal"}
    assert load_settings(allow_hosts="WWW.Nas.lan, ::1, 10.0.0.7").own_lanes == {"nas.lan", "::1", "10.0.0.7"}


def test_each_wrong_setting_is_one_line_that_says_how_to_mend_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVICWATCH_HOURLY_CAP", "many")
    monkeypatch.setenv("CIVICWATCH_IN_DOUBT", "panic")
    with pytest.raises(ConfigError) as caught:
        load_settings()
    lines = str(caught.value).splitlines()
    assert [line.split(":")[0] for line in lines] == ["CIVICWATCH_HOURLY_CAP", "CIVICWATCH_IN_DOUBT"]
    assert "'resend' or 'hold'" in lines[1]


@pytest.mark.parametrize(
    "variable", ["CIVICWATCH_DISCORD_API_URL", "CIVICWATCH_SLACK_API_URL", "CIVICWATCH_PUBLIC_URL"]
)
def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "nonsense")
    with pytest.raises(ConfigError, match=f"{variable}: .*begins with https://"):
        load_settings()


def test_a_missing_secret_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVICWATCH_SLACK_BOT_TOKEN_FILE", "nowhere/token")
    with pytest.raises(ConfigError, match="CIVICWATCH_SLACK_BOT_TOKEN_FILE: can't read nowhere/token"):
        load_settings()


def test_a_secret_file_that_is_no_text_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_bytes(b"\xff\xfe\x00token")
    monkeypatch.setenv("CIVICWATCH_DISCORD_TOKEN_FILE", str(file))
    with pytest.raises(ConfigError, match=r"CIVICWATCH_DISCORD_TOKEN_FILE: .* UTF-8"):
        load_settings()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CIVICWATCH_PROXY", "http://me:hunter2@proxy.example:999999"),
        ("CIVICWATCH_PROXY", "socks5://proxy.example:1080"),
        ("CIVICWATCH_PUBLIC_URL", "https://watch.example/a?b=c"),
    ],
)
def test_an_address_that_could_not_work_is_told_at_start(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigError, match=variable) as caught:
        load_settings()
    assert "hunter2" not in str(caught.value)
    assert "Value error" not in str(caught.value)
    assert "value error" not in str(caught.value)
