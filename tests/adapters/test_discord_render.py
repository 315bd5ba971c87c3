"""What Discord shows of our messages: snapshots of real shapes, and laws for any content."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from adapters.test_discord_escape import INVITATION, PING, texts
from doubles.discord_rules import message_faults
from hypothesis import given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from bot.adapters.discord.embeds import Rendered, embed_length
from bot.adapters.discord.render import message_embed, render, render_answer
from bot.core.message import MOST_IN_DIGEST, message_of
from bot.core.models import (
    Answer,
    AnswerLine,
    Digest,
    Jurisdiction,
    Message,
    Notice,
    Post,
    Source,
    SourceLink,
    Story,
    Summary,
    Verdict,
)
from bot.core.vocabulary import Action, Direction, Level, SourceKind, Stage, StageDetail, Topic

OWN_LINK = re.compile(r"^<https?://[^<>\s]+>$", re.MULTILINE)
AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def ban() -> Story:
    """The case that started it: a council's ban, reported once and copied once."""
    verdict = Verdict(
        relevant=True,
        score=0.97,
        topics=(Topic.FACE_RECOGNITION,),
        action=Action.BAN,
        stage=Stage.ENACTED,
        stage_detail=StageDetail.PASSED_BY_COUNCIL,
        direction=Direction.RESTRICTS,
        jurisdiction=Jurisdiction(level=Level.CITY, name="Minneapolis", state="MN", country="US"),
        vendors=("Clearview AI",),
        agencies=("Minneapolis Police Department",),
        vote="unanimous",
    )
    summary = Summary(
        sentences=(
            "The Minneapolis City Council voted unanimously on Friday to bar its police department from using face recognition.",
            "The ordinance also names software by Clearview AI, which matches photos scraped from the web.",
        )
    )
    original = Source(
        item_id=1, outlet="Prairie Ledger", title="Minneapolis bans police use of face recognition",
        url="https://prairie-ledger.example/2026/ban?id=7", verdict=verdict, summary=summary,
    )  # fmt: skip
    copy = Source(
        item_id=2, outlet="Best Loans Daily", title="Council bans face recognition", kind=SourceKind.NEWS,
        url="https://best-loans.example/ban_(copy)", repost=True, trusted=False, verdict=verdict, summary=summary,
    )  # fmt: skip
    return Story(
        id=42, sources=(original, copy), verdict=verdict, summary=summary, first_seen=AT, last_seen=AT,
        conflicts=("vote: unanimous (Prairie Ledger), 12-1 (Best Loans Daily)",),
    )  # fmt: skip


def message(**changes: object) -> Message:
    values: dict[str, Any] = {
        "headline": "Headline", "url": "https://paper.example/a", "action": Action.OTHER, "stage": Stage.NONE,
        "stage_detail": None, "direction": Direction.INFORMS, "place": "", "facts": (), "sentences": (), "cut": False,
        "sources": (), "more_sources": 0, "conflicts": (), "topics": (), "score": 0.5, "reasons": (), "first_seen": AT,
        "updated": None, "reference": "S-1",
    }  # fmt: skip
    return Message(**{**values, **changes})


# --- as people see it -----------------------------------------------------------------------------------


def test_the_founding_case() -> None:
    """Facts first, exact sentences, who reports it, and that one of them is a copy."""
    assert render(message_of(ban()), mark="cw17") == snapshot(
        Rendered(
            embeds=(
                {
                    "color": 40563,
                    "author": {"name": "BAN · passed by council · Minneapolis, MN"},
                    "title": "Minneapolis bans police use of face recognition",
                    "timestamp": "2026-11-23T15:00:00+00:00",
                    "footer": {"text": "face recognition · relevance 97% · S-42 · cw17"},
                    "url": "https://prairie-ledger.example/2026/ban?id=7",
                    "description": "The Minneapolis City Council voted unanimously on Friday to bar its police department from using face recognition. The ordinance also names software by Clearview AI, which matches photos scraped from the web.",
                    "fields": [
                        {"name": "Vote", "value": "unanimous", "inline": True},
                        {"name": "Agency", "value": "Minneapolis Police Department", "inline": True},
                        {"name": "Vendor", "value": "Clearview AI", "inline": True},
                        {
                            "name": "Sources disagree",
                            "value": "vote: unanimous (Prairie Ledger), 12-1 (Best Loans Daily)",
                            "inline": False,
                        },
                        {
                            "name": "Sources",
                            "value": "[Prairie Ledger](https://prairie-ledger.example/2026/ban?id=7) · [Best Loans Daily](https://best-loans.example/ban_%28copy%29) (repost)",
                            "inline": False,
                        },
                    ],
                },
            )
        )
    )


def test_the_founding_case_in_plain_text() -> None:
    """The form for a channel that refuses the embed: same facts, same link, no preview."""
    assert render(message_of(ban()), plain=True, mark="cw17").content == snapshot("""\
**BAN · passed by council · Minneapolis, MN**
Minneapolis bans police use of face recognition
<https://prairie-ledger.example/2026/ban?id=7>
Vote: unanimous · Agency: Minneapolis Police Department · Vendor: Clearview AI
The Minneapolis City Council voted unanimously on Friday to bar its police department from using face recognition. The ordinance also names software by Clearview AI, which matches photos scraped from the web.
face recognition · relevance 97% · S-42 · cw17\
""")


def test_an_edited_sequel_says_what_came_before() -> None:
    """The reader of an update finds the earlier story and sees that the message has changed."""
    sequel = message(follows=("Minneapolis bans face recognition", "https://paper.example/ban"), updated=AT, cut=True,
                     sentences=("A judge blocked the ordinance.", "The city will"), sample=True)  # fmt: skip
    assert render(sequel) == snapshot(
        Rendered(
            embeds=(
                {
                    "color": 5682409,
                    "author": {"name": "EXAMPLE · NEWS"},
                    "title": "Headline",
                    "timestamp": "2026-11-23T15:00:00+00:00",
                    "footer": {"text": "relevance 50% · S-1 · updated"},
                    "url": "https://paper.example/a",
                    "description": "A judge blocked the ordinance. The city will…",
                    "fields": [
                        {
                            "name": "Earlier",
                            "value": "[Minneapolis bans face recognition](https://paper.example/ban)",
                            "inline": False,
                        }
                    ],
                },
            )
        )
    )


def test_a_digest() -> None:
    """One linked headline, facts and a taste of the text for each story; the rest is counted."""
    digest = Digest(title="Face recognition · Mon 23 Nov", messages=(message_of(ban()), message()), more=3)
    assert render(digest, mark="cw18") == snapshot(
        Rendered(
            embeds=(
                {
                    "color": 5682409,
                    "title": "Face recognition · Mon 23 Nov",
                    "description": """\
**[Minneapolis bans police use of face recognition](https://prairie-ledger.example/2026/ban?id=7)**
BAN · passed by council · Minneapolis, MN · 2 sources
The Minneapolis City Council voted unanimously on Friday to bar its police department from using face recognition.

**[Headline](https://paper.example/a)**
NEWS

+3 more\
""",
                    "footer": {"text": "cw18"},
                },
            )
        )
    )
    assert render(digest, plain=True).content == snapshot("""\
**Face recognition · Mon 23 Nov**
Minneapolis bans police use of face recognition
<https://prairie-ledger.example/2026/ban?id=7>
Headline
<https://paper.example/a>
+3 more\
""")


LONG_STORIES = [
    # A usual day: a sentence of taste for each would be too much.
    {"headline": "h" * 110, "url": f"https://paper.example/{'u' * 90}", "sentences": ("s" * 300,)},
    # A search's redirections.
    {"headline": "h" * 110, "url": f"https://search.example/{'u' * 450}"},
    # Nothing but markup, which is escaped, and letters that count twice.
    {"headline": "*" * 300, "place": "\U0001f600" * 200, "url": f"https://search.example/{'u' * 2000}"},
]


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("parts", LONG_STORIES, ids=["usual", "searched", "hostile"])
def test_a_full_digest_leaves_no_story_out(parts: dict[str, Any], plain: bool) -> None:
    """What does not fit is said in brief: nothing tells the left out ones a second time."""
    shown = render(Digest(title="t" * 300, messages=(message(**parts),) * MOST_IN_DIGEST), plain=plain)
    text = shown.content if plain else shown.embeds[0]["description"]
    assert "more" not in text
    told = [line for line in text.splitlines() if parts["headline"][:3] in line.replace("\\", "")]
    assert len(told) == MOST_IN_DIGEST


def test_a_notice() -> None:
    """Our own words keep their lines; what they quote is escaped."""
    notice = Notice(
        title="Feed *ledger* fails", text="HTTP 403 since Monday.\nAdvice: <@1> ask the publisher."
    )
    assert render(notice) == snapshot(
        Rendered(
            embeds=(
                {
                    "color": 15113984,
                    "title": "Feed \\*ledger\\* fails",
                    "description": """\
HTTP 403 since Monday.
Advice: <\u200b@1> ask the publisher.\
""",
                },
            )
        )
    )
    assert render(notice, plain=True, mark="cw9").content == snapshot("""\
**Feed \\*ledger\\* fails**
HTTP 403 since Monday.
Advice: <\u200b@1> ask the publisher.
cw9\
""")


def test_an_answer_with_a_story() -> None:
    """Lines with links and small details, then the whole story as a second embed."""
    answer = Answer(
        title="Newest stories",
        lines=(
            AnswerLine(text="A [odd] title", url="https://paper.example/a", detail="1 source · S-1"),
            AnswerLine(text="plain"),
        ),
        message=message(),
        footer="Searched 3 stories.",
    )
    assert render_answer(answer) == snapshot(
        Rendered(
            embeds=(
                {
                    "color": 29362,
                    "title": "Newest stories",
                    "description": """\
**[A \\[odd\\] title](https://paper.example/a)**
1 source · S-1
plain\
""",
                    "footer": {"text": "Searched 3 stories."},
                },
                {
                    "color": 5682409,
                    "author": {"name": "NEWS"},
                    "title": "Headline",
                    "timestamp": "2026-11-23T15:00:00+00:00",
                    "footer": {"text": "relevance 50% · S-1"},
                    "url": "https://paper.example/a",
                },
            )
        )
    )


def test_a_refusal_looks_different() -> None:
    """Yes and no are told apart at a glance."""
    yes, no = (render_answer(Answer(title="x", ok=ok)).embeds[0]["color"] for ok in (True, False))
    assert yes != no


# --- whatever the content -------------------------------------------------------------------------------

urls = st.one_of(
    texts,
    st.text(max_size=40).map("https://paper.example/".__add__),
    st.just("https://x.example/" + "a" * 1900),
)
long_texts = st.one_of(
    texts, st.sampled_from(("word " * 900, "*" * 400, "😀" * 300, "@everyone " * 60, "\n" * 300, ""))
)
messages = st.builds(
    Message,
    headline=long_texts, url=urls, action=st.sampled_from(Action), stage=st.sampled_from(Stage),
    stage_detail=st.none() | st.sampled_from(StageDetail), direction=st.sampled_from(Direction), place=long_texts,
    facts=st.lists(st.tuples(long_texts, long_texts), max_size=12).map(tuple),
    sentences=st.lists(long_texts, max_size=5).map(tuple), cut=st.booleans(),
    sources=st.lists(st.builds(SourceLink, outlet=long_texts, url=urls, repost=st.booleans()), max_size=12).map(tuple),
    more_sources=st.integers(0, 10_000), conflicts=st.lists(long_texts, max_size=6).map(tuple),
    topics=st.lists(st.sampled_from(Topic), max_size=9).map(tuple), score=st.floats(0, 1), reasons=st.just(()),
    first_seen=st.just(AT), updated=st.none() | st.just(AT), reference=texts,
    follows=st.none() | st.tuples(long_texts, urls), timezone=st.just("UTC"), sample=st.booleans(),
)  # fmt: skip
posts = st.one_of(
    messages,
    st.builds(Digest, title=long_texts, messages=st.lists(messages, max_size=2).map(lambda some: tuple(some) * 9),
              more=st.integers(0, 99_999), timezone=st.just("UTC")),
    st.builds(Notice, title=long_texts, text=long_texts),
)  # fmt: skip
answers = st.builds(
    Answer,
    title=long_texts,
    lines=st.lists(st.builds(AnswerLine, text=long_texts, url=st.just("") | urls, detail=st.just("") | long_texts), max_size=12)
    .map(tuple),
    message=st.none() | messages, footer=long_texts, ok=st.booleans(),
)  # fmt: skip


def strings(value: object) -> list[str]:
    if isinstance(value, Mapping):
        return [text for part in value.values() for text in strings(part)]
    if isinstance(value, (list, tuple)):
        return [text for part in value for text in strings(part)]
    return [value] if isinstance(value, str) else []


def assert_acceptable(rendered: Rendered) -> None:
    """Discord would take it, it is not empty, and nothing in it pings or invites."""
    body = {"content": rendered.content, "embeds": list(rendered.embeds), "allowed_mentions": {"parse": []}}
    assert message_faults(body) == []
    assert rendered.content.strip() or all(embed["title"].strip() for embed in rendered.embeds)
    assert rendered.content or rendered.embeds
    assert sum(map(embed_length, rendered.embeds)) <= 6000
    for text in strings([rendered.content, rendered.embeds]):
        assert not PING.search(OWN_LINK.sub("", text)), text
    for embed in rendered.embeds:
        for text in strings([embed.get("title", ""), embed.get("description", ""), embed.get("fields", [])]):
            assert not INVITATION.search(text), text


@settings(max_examples=40, deadline=None)
@given(posts, st.booleans())
def test_every_post_is_acceptable(post: Post, plain: bool) -> None:
    """No content of any feed makes a message that Discord refuses or that pings."""
    rendered = render(post, plain=plain, mark="cw123456")
    assert_acceptable(rendered)
    last = rendered.content.split()[-1] if plain else rendered.embeds[0]["footer"]["text"].split()[-1]
    assert last == "cw123456"  # the history is searched for it


@settings(max_examples=40, deadline=None)
@given(answers)
def test_every_answer_is_acceptable(answer: Answer) -> None:
    """Both embeds of an answer share one limit."""
    assert_acceptable(render_answer(answer))


@settings(max_examples=40, deadline=None)
@given(messages)
def test_fact_line_and_link_survive_any_length(one: Message) -> None:
    """Whatever must be trimmed, what happened and where to read it stays."""
    embed = render(one).embeds[0]
    assert embed["author"]["name"]
    if one.url.startswith("https://paper.example/"):
        assert embed["url"].startswith("https://paper.example/")


@pytest.mark.parametrize("count", [1, 5, 30])
def test_sources_are_listed_or_counted(count: int) -> None:
    """No source disappears silently."""
    links = tuple(
        SourceLink(outlet=f"Outlet {n}", url=f"https://o{n}.example/{'x' * 60}") for n in range(count)
    )
    [field] = render(message(sources=links, more_sources=2)).embeds[0]["fields"]
    shown, _, more = field["value"].rpartition("+")
    assert shown.count("](") + int(more.removesuffix(" more")) == count + 2


def test_a_day_is_the_same_day_for_every_reader() -> None:
    """Discord shows timestamps by the reader's clock, for which midnight in UTC may be the evening before."""
    day = message(first_seen=datetime(2026, 11, 20, tzinfo=UTC), first_is_day=True)
    embed = message_embed(day)
    assert "timestamp" not in embed
    assert embed["footer"]["text"].endswith("20 Nov 2026")
    assert message_embed(replace(day, updated=AT))["timestamp"] == AT.isoformat()
