"""The console for the contract tests."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.harness import Harness
from rich.console import Console

from bot.adapters.console import ConsoleAdapter
from bot.core.models import Destination
from bot.core.vocabulary import Platform


class ConsoleHarness(Harness):
    """The adapter on a page of paper: an edit is one more sheet."""

    destination = Destination(platform=Platform.CONSOLE, workspace="", channel="main")

    def __init__(self) -> None:
        super().__init__()
        self.paper = io.StringIO()
        self.adapter = ConsoleAdapter(Console(file=self.paper, width=200))

    def visible(self) -> list[str]:
        return [sheet for sheet in self.paper.getvalue().split("#main")[1:] if sheet.strip()]


@asynccontextmanager
async def opened() -> AsyncIterator[ConsoleHarness]:
    """Started, and stopped in the end."""
    harness = ConsoleHarness()
    await harness.adapter.start()
    yield harness
    await harness.adapter.close()
