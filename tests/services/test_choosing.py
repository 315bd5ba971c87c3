"""Polls with a language model: asked for what may be posted only, and never at an item's cost."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from clocks import NOON
from services.pipeline import ScriptedFetcher, document, entry, feed, poller

from bot.core.choices import Choice, Choices
from bot.core.classify import analyse
from bot.core.errors import ChoiceError, ModelError
from bot.core.models import Destination, Filter, Item, Story, Subscription
from bot.core.vocabulary import Platform
from bot.services.choosing import chosen
from bot.store import SqlStore

MAIN = Destination(platform=Platform.CONSOLE, workspace="", channel="main")
OLD = entry("Library opens on Sundays", "The library will open on Sundays.", at=NOON - timedelta(days=1))
LEAD = "The Duluth City Council voted 7-2 on Monday to ban police use of facial recognition technology."
AUDIT = "Mayor Ana Ruiz wants an audit of every camera that the police department has bought."
TRIAL = "Police Chief Lee Park asked the council last week for a trial of the cameras downtown."
TEXT = f"{LEAD} {AUDIT} {TRIAL} The ordinance heads to Mayor Ana Ruiz, who has ten days to sign it."


def vote(place: str, *, days_ago: int = 0) -> str:
    """One report of a vote."""
    title, at = f"{place} bans police use of facial recognition", NOON - timedelta(days=days_ago)
    return entry(title, TEXT.replace("Duluth", place), at=at)


@dataclass
class ScriptedChooser:
    """Gives the same numbers to every question, or raises."""

    answer: Choice | Exception = field(default_factory=lambda: Choice(sentences=(1, 2)))
    facts: bool = False
    asked: list[str] = field(default_factory=list)

    async def choose(self, choices: Choices, *, now: datetime) -> Choice:
        assert now == NOON
        self.asked.append(choices.title)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def close(self) -> None: ...


class SilentChooser(ScriptedChooser):
    """Never answers."""

    async def choose(self, choices: Choices, *, now: datetime) -> Choice:
        await asyncio.Event().wait()
        raise AssertionError


async def posted(store: SqlStore, chooser: ScriptedChooser, *entries: str) -> list[Story]:
    """The stories that are queued for the channel after a first poll without and a second with the entries."""
    feeds = {"duluth": feed("duluth", home="us/mn")}
    await store.sync_feeds(list(feeds.values()))
    await store.add_subscription(Subscription(id=0, destination=MAIN, filter=Filter()))
    fetcher = ScriptedFetcher({"duluth": document(OLD, vote("Bemidji"))})
    polls = poller(store, fetcher, feeds, chooser=chooser)
    await polls.poll_now()
    assert chooser.asked == []  # the first contact posts nothing, so nothing is asked
    fetcher.bodies["duluth"] = document(OLD, *entries)
    await polls.poll_now()
    rows = await store.deliveries()
    return [story for row in rows if row.story_id and (story := await store.story(row.story_id))]


async def test_what_is_posted_holds_the_chosen_sentences(sqlite_store: SqlStore) -> None:
    chooser = ScriptedChooser()
    (story,) = await posted(sqlite_store, chooser, vote("Duluth"))
    assert story.summary.sentences == (LEAD, AUDIT)
    (trace,) = await sqlite_store.trace(story.sources[0].title)
    assert trace.analysis is not None
    assert trace.analysis.verdict.reasons[0] == "a model chose the summary's sentences"  # what `why` shows


async def test_only_what_may_be_posted_is_asked_about(sqlite_store: SqlStore) -> None:
    """Nothing irrelevant, nothing too old."""
    chooser = ScriptedChooser()
    await posted(
        sqlite_store,
        chooser,
        vote("Fargo", days_ago=9),
        vote("Duluth"),
        entry("Duluth opens a skate park", TEXT[300:], at=NOON),
    )
    assert chooser.asked == ["Duluth bans police use of facial recognition"]


async def test_a_reissued_feed_is_not_asked_about(sqlite_store: SqlStore) -> None:
    """Its entries are held anyway."""
    chooser = ScriptedChooser()
    undated = [vote(f"Town{number}").split("<pubDate>")[0] + "</item>" for number in range(12)]
    assert await posted(sqlite_store, chooser, *undated) == []
    assert chooser.asked == []


@pytest.mark.parametrize(
    "answer",
    [
        ModelError("HTTP 503"),
        ModelError("the budget of 2 calls is spent"),
        ChoiceError("the answer holds no choice"),
        Choice(sentences=(99,)),
    ],
)
async def test_a_failure_costs_no_item(sqlite_store: SqlStore, answer: Choice | Exception) -> None:
    (story,) = await posted(sqlite_store, ScriptedChooser(answer), vote("Duluth"))
    assert story.summary.sentences[0] == LEAD
    assert AUDIT not in story.summary.sentences


async def test_a_model_that_is_too_slow_for_the_poll_is_left(sqlite_store: SqlStore) -> None:
    """What was chosen until then stays chosen."""
    analyses = [analyse(Item(feed="", guid="1", url="", title="Duluth bans facial recognition", text=TEXT))]
    same = await chosen(
        analyses, SilentChooser(), wanted=lambda _: True, feed="duluth", now=NOON, limit_s=0.01
    )
    assert same == analyses


async def test_an_endpoint_in_trouble_is_asked_once_a_poll(sqlite_store: SqlStore) -> None:
    chooser = ScriptedChooser(ModelError("HTTP 503"))
    stories = await posted(sqlite_store, chooser, vote("Duluth"), vote("Winona"))
    assert len(stories) == 2
    assert len(chooser.asked) == 1
