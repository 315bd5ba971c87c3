"""The whole Discord client in a simulated Discord: commands synced, typed, completed, answered, failed."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import discord
import pytest
from recording import record
from simcord import Env

from bot.adapters.discord.gateway import GatewayClient, sync_changed
from bot.core.commands import REGISTRY, Invocation
from bot.core.errors import StoreError
from bot.core.models import Answer, AnswerLine, Caller, Destination
from bot.core.vocabulary import Platform

pytestmark = pytest.mark.simcord(shard_count=1)


@dataclass
class Pick:
    """One suggestion."""

    label: str
    value: str


@dataclass
class FakeAnswers:
    """Answers everything, and remembers what was asked."""

    asked: list[tuple[Invocation, Caller]] = field(default_factory=list)
    typed: list[tuple[str, str, str]] = field(default_factory=list)
    reply: Callable[[], Awaitable[Answer]] | None = None
    picks: Callable[[], Awaitable[list[Pick]]] | None = None

    async def answer(self, asked: Invocation, caller: Caller, /) -> Answer:
        self.asked.append((asked, caller))
        if self.reply is not None:
            return await self.reply()
        return Answer(title=f"Answer to {asked.command}", lines=(AnswerLine(text="@everyone <@1>"),))

    async def choices(self, command: str, option: str, typed: str, caller: Caller, /) -> list[Pick]:
        self.typed.append((command, option, typed))
        return await self.picks() if self.picks else [Pick(f"{typed} {n}", f"{typed}-{n}") for n in range(40)]


@pytest.fixture
def answers() -> FakeAnswers:
    return FakeAnswers()


@pytest.fixture
def simcord_bot(answers: FakeAnswers) -> GatewayClient:
    return GatewayClient(answers)


@pytest.fixture
async def env(simcord_env: Env) -> AsyncIterator[Env]:
    yield simcord_env
    for sent in simcord_env.http_requests:
        record("discord", method=sent.method, path=sent.path, body=sent.json)


@dataclass
class Scene:
    """A server with one channel, somebody who manages it and somebody who does not."""

    channel: Any
    manager: Any
    reader: Any


@pytest.fixture
def scene(env: Env) -> Scene:
    guild = env.create_guild()
    channel = guild.create_text_channel("police-tech")
    role = guild.create_role("Editors", permissions=discord.Permissions(manage_channels=True))
    return Scene(
        channel=channel,
        manager=guild.add_member(env.create_user("ada"), roles=[role]),
        reader=guild.add_member(env.create_user("rob")),
    )


def sent(env: Env, method: str, ending: str) -> list[Any]:
    return [one.json for one in env.http_requests if one.method == method and one.path.endswith(ending)]


# --- the commands that Discord knows --------------------------------------------------------------------


async def test_every_command_of_the_registry_is_offered(env: Env, scene: Scene) -> None:
    """One root, one subcommand for each command; none for private messages."""
    offered = scene.reader.available_commands(scene.channel)
    assert set(offered) == {f"civicwatch {name}" for name in REGISTRY}
    [[root]] = sent(env, "PUT", "/commands")
    assert (root["contexts"], root["integration_types"]) == ([0], [0])
    assert len(json.dumps(root)) < 8000


async def test_options_are_typed_and_bounded(env: Env) -> None:
    """Discord itself keeps people from typing a score of 2 or a mode that does not exist."""
    [[root]] = sent(env, "PUT", "/commands")
    options = {(one["name"], part["name"]): part for one in root["options"] for part in one["options"]}
    score, count, mode = options["follow", "min"], options["latest", "count"], options["follow", "mode"]
    assert (score["type"], score["min_value"], score["max_value"]) == (10, 0, 1)
    assert (count["type"], count["min_value"], count["max_value"]) == (4, 1, 10)
    assert [choice["value"] for choice in mode["choices"]] == ["instant", "digest"]
    assert options["follow", "place"]["autocomplete"]
    assert options["search", "words"]["required"]
    assert all(0 < len(part["description"]) <= 100 for part in options.values())


async def test_commands_are_sent_only_when_they_changed(env: Env, answers: FakeAnswers) -> None:
    """A restart costs one look, not one of the day's creations; a change costs one."""
    assert len(sent(env, "PUT", "/commands")) == 1
    await env.restart_bot(GatewayClient(answers))
    assert len(sent(env, "PUT", "/commands")) == 1

    changed = GatewayClient(answers)
    changed.tree.get_commands()[0].description = "Something else"  # type: ignore[union-attr]
    await env.restart_bot(changed)
    assert len(sent(env, "PUT", "/commands")) == 2
    assert not await sync_changed(changed.tree)


async def test_a_failed_sync_does_not_stop_the_client(env: Env, answers: FakeAnswers, scene: Scene) -> None:
    """What Discord has still works."""
    env.inject_error("GET", "/applications/*/commands", status=500, code=0)
    await env.restart_bot(GatewayClient(answers))
    result = await scene.reader.slash(scene.channel, "civicwatch help")
    assert result.response.embeds[0].title == "Answer to help"


# --- typing and answering -------------------------------------------------------------------------------


async def test_a_command_is_answered_to_its_author_alone(
    env: Env, scene: Scene, answers: FakeAnswers
) -> None:
    """Acknowledged at once, shown to nobody else, pinging nobody."""
    result = await scene.manager.slash(
        scene.channel, "civicwatch follow", topic="drones, alpr", place="Portland, ME", min=0.7, mode="digest",
        vendor="Flock Safety, Axon",
    )  # fmt: skip
    [first_sign] = sent(env, "POST", "/callback")
    assert first_sign == {"type": 5, "data": {"flags": 64}}  # deferred, ephemeral
    assert result.ephemeral
    assert result.response.embeds[0].description == "@\u200beveryone <\u200b@1>"
    assert scene.channel.last_message is None or scene.channel.last_message.flags.ephemeral
    asked, caller = answers.asked[0]
    assert asked.options == {
        "topic": ("drones", "alpr"), "place": ("Portland, ME",), "min": ("0.7",), "mode": ("digest",),
        "vendor": ("Flock Safety", "Axon"),
    }  # fmt: skip
    assert caller == Caller(
        destination=Destination(
            platform=Platform.DISCORD,
            workspace=str(scene.manager.guild.id),
            channel=str(scene.channel.id),
        ),
        user=str(scene.manager.id),
        may_manage=True,
    )
    [edit] = sent(env, "PATCH", "/messages/@original")
    assert edit["allowed_mentions"] == {"parse": []}


async def test_who_manages_the_channel_is_discords_word(scene: Scene, answers: FakeAnswers) -> None:
    """The permission counts in this channel, overwrites included."""
    await scene.reader.slash(scene.channel, "civicwatch list")
    assert not answers.asked[0][1].may_manage


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("latest", {"count": 3, "topic": "drones"}),
        ("search", {"words": "flock contract"}),
        ("why", {"item": "S-42"}),
        ("status", {}),
        ("list", {}),
        ("help", {"command": "follow"}),
        ("unfollow", {"follow": "2"}),
    ],
)
async def test_each_command_arrives_as_typed(
    scene: Scene, answers: FakeAnswers, command: str, options: dict[str, Any]
) -> None:
    """The registry's own check reads every option."""
    await scene.reader.slash(scene.channel, f"civicwatch {command}", **options)
    asked, _ = answers.asked[0]
    assert asked.command == command
    assert {name: value for name, (value,) in asked.options.items()} == {
        k: str(v) for k, v in options.items()
    }


async def test_what_cannot_be_read_is_explained(scene: Scene, answers: FakeAnswers) -> None:
    """Free text in a closed list: one line with the mend, and nothing was done."""
    result = await scene.manager.slash(scene.channel, "civicwatch follow", topic="dronez")
    assert "drones" in result.response.embeds[0].title
    assert not answers.asked


# --- suggestions ----------------------------------------------------------------------------------------


async def test_suggestions_fit_discords_menu(scene: Scene, answers: FakeAnswers) -> None:
    """25 at most, 100 characters each; what is longer as a value is left out, not cut."""

    async def picks() -> list[Pick]:
        return [
            Pick("x" * 150, "v"),
            Pick("too long", "v" * 101),
            Pick("", "v"),
            *(Pick(f"l{n}", f"v{n}") for n in range(40)),
        ]

    answers.picks = picks
    shown = await scene.reader.autocomplete(scene.channel, "civicwatch search", "place", "minn")
    assert answers.typed == [("search", "place", "minn")]
    assert len(shown) == 25
    assert [one["value"] for one in shown[:3]] == ["v", "v0", "v1"]
    assert len(shown[0]["name"]) == 100


async def test_late_or_failing_suggestions_are_none(env: Env, scene: Scene, answers: FakeAnswers) -> None:
    """The person types on; nothing hangs and nothing crashes."""

    async def never() -> list[Pick]:
        await asyncio.sleep(3600)  # of simulated time
        return []

    async def failing() -> list[Pick]:
        raise StoreError("the database is locked")

    for picks in (never, failing):
        answers.picks = picks
        assert await scene.reader.autocomplete(scene.channel, "civicwatch search", "place", "m") == []


# --- failures -------------------------------------------------------------------------------------------


async def test_a_crash_is_one_clear_line(
    env: Env, scene: Scene, answers: FakeAnswers, capsys: pytest.CaptureFixture[str]
) -> None:
    """The person learns that it was not them; the operator finds the traceback."""

    async def crash() -> Answer:
        raise ZeroDivisionError("secret detail")

    answers.reply = crash
    result = await scene.reader.slash(scene.channel, "civicwatch status")
    shown = result.response.embeds[0]
    assert shown.title == "Something went wrong in Civicwatch"
    assert "secret detail" not in str(shown.to_dict())
    assert "ZeroDivisionError" in capsys.readouterr().out
    assert [str(error.original) for error in env.errors] == ["secret detail"]  # type: ignore[attr-defined]


async def test_an_interaction_that_is_over_is_dropped(env: Env, scene: Scene, answers: FakeAnswers) -> None:
    """Too late, or acknowledged twice: the person asks again, and nothing is raised."""
    env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
    await scene.reader.slash(scene.channel, "civicwatch status")
    assert not answers.asked
