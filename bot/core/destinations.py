"""Destinations as people write them: `slack:T01/C02`, `discord:GUILD/CHANNEL`, `console:main`."""

import re

from bot.core.errors import UsageError
from bot.core.models import Destination
from bot.core.vocabulary import Platform

FORM = re.compile(r"^(?P<platform>[a-z]+):(?:(?P<workspace>[\w.-]{1,64})/)?(?P<channel>[\w.-]{1,80})$")
EXAMPLES = {
    Platform.CONSOLE: "console:main",
    Platform.DISCORD: "discord:SERVER_ID/CHANNEL_ID",
    Platform.SLACK: "slack:TEAM_ID/CHANNEL_ID",
}


def destination_of(text: str) -> Destination:
    """Read a destination; raise UsageError that shows the right form."""
    match = FORM.match(text.strip())
    if not match or match["platform"] not in set(Platform):
        raise UsageError(f"'{text[:80]}' is no channel: write it as {', '.join(EXAMPLES.values())}")
    platform = Platform(match["platform"])
    workspace = match["workspace"] or ""
    if platform is not Platform.CONSOLE and not workspace:
        raise UsageError(f"'{text[:80]}' lacks its workspace: write it as {EXAMPLES[platform]}")
    return Destination(platform=platform, workspace=workspace, channel=match["channel"])
