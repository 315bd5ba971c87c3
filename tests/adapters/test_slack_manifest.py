"""The app manifest asks for what the code uses, no more, and the guide explains each scope."""

import json
from pathlib import Path

from adapters.slack_world import NEEDS, SCOPES
from typer.testing import CliRunner

from bot.adapters.slack.manifest import manifest
from bot.cli.root import app
from bot.core.commands import REGISTRY

GUIDE = Path(__file__).parents[2] / "docs" / "slack.md"


def test_the_scopes_are_those_that_the_calls_need() -> None:
    """`commands` is the only one that no call needs: it brings the slash command itself."""
    asked = set(manifest()["oauth_config"]["scopes"]["bot"])
    assert asked == SCOPES
    assert asked - set().union(*NEEDS.values()) == {"commands"}


def test_the_guide_explains_every_scope() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    assert [scope for scope in SCOPES if f"`{scope}`" not in guide] == []


def test_the_app_needs_no_public_address() -> None:
    assert manifest()["settings"]["socket_mode_enabled"] is True
    assert "request_url" not in json.dumps(manifest())
    assert "url" not in manifest()["features"]["slash_commands"][0]


def test_the_manifest_keeps_slacks_lengths() -> None:
    shown = manifest()["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    (command,) = manifest()["features"]["slash_commands"]
    assert set(command["usage_hint"].split(" | ")) <= set(REGISTRY)


def test_the_command_prints_it_as_json() -> None:
    result = CliRunner().invoke(app, ["slack", "manifest"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == manifest()
