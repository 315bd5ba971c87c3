"""What Slack users see, and what no text from outside can do to it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from adapters.posts import message
from adapters.slack_rules import refusal_of
from hypothesis import given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from bot.adapters.slack.answer import rendered_answer
from bot.adapters.slack.blocks import fits
from bot.adapters.slack.escape import literal, mrkdwn, mrkdwn_link, safe_link
from bot.adapters.slack.render import Rendered, rendered
from bot.core.message import MOST_IN_DIGEST
from bot.core.models import Answer, AnswerLine, Digest, Message, Notice, Post, SourceLink
from bot.core.vocabulary import Action, Direction, Stage, StageDetail, Topic

# --- the case that started it ---


def shown(content: Rendered) -> str:
    """The blocks as a reader sees them: one line each, links as [text](url)."""
    return "\n".join(line for block in content.blocks for line in _lines(block))


def _lines(block: dict[str, Any]) -> Iterator[str]:
    if block["type"] == "header":
        yield f"# {block['text']['text']}"
    elif block["type"] == "context":
        yield "~ " + " ".join(element["text"] for element in block["elements"])
    else:
        for element in block["elements"]:
            rows = element["elements"] if element["type"] == "rich_text_list" else [element]
            mark = "- " if element["type"] == "rich_text_list" else ""
            yield from (mark + "".join(map(_piece, row["elements"])) for row in rows)


def _piece(piece: dict[str, Any]) -> str:
    if piece["type"] == "emoji":
        return f":{piece['name']}:"
    text = f"[{piece['text']}]({piece['url']})" if piece["type"] == "link" else piece["text"]
    return f"**{text.strip()}**" if piece.get("style", {}).get("bold") and text.strip() else text


def test_the_minneapolis_ban() -> None:
    assert shown(rendered(message())) == snapshot("""\
:shield:**BAN · passed by council · Minneapolis, MN**
**[Minneapolis council bans police use of facial recognition](https://north.example/minneapolis-ban?a=1&b=2)**
The Minneapolis City Council voted unanimously on Friday to bar its police from facial recognition. The ordinance names Clearview AI, whose database is made of pictures taken from social media.
~ Vote: unanimous · Agency: Minneapolis Police Department · Vendor: Clearview AI
~ *Sources* <https://north.example/minneapolis-ban|North Star Courier>, <https://repeater.example/x|Repeater Daily> (repost), +2 more
~ face recognition · relevance 97% · S-42 · first seen 23 Nov 14:05 CST\
""")
    assert rendered(message()).text == snapshot("""\
BAN · passed by council · Minneapolis, MN
Minneapolis council bans police use of facial recognition
The Minneapolis City Council voted unanimously on Friday to bar its police from facial recognition. The ordinance names Clearview AI, whose database is made of pictures taken from social media.
<https://north.example/minneapolis-ban?a=1&amp;b=2>\
""")


def test_the_minneapolis_ban_as_plain_text() -> None:
    assert rendered(message(), plain=True).blocks == ()
    assert rendered(message(), plain=True).text == snapshot("""\
BAN · passed by council · Minneapolis, MN
Minneapolis council bans police use of facial recognition
The Minneapolis City Council voted unanimously on Friday to bar its police from facial recognition. The ordinance names Clearview AI, whose database is made of pictures taken from social media.
<https://north.example/minneapolis-ban?a=1&amp;b=2>
Vote: unanimous · Agency: Minneapolis Police Department · Vendor: Clearview AI
Sources: North Star Courier, Repeater Daily, +2 more
face recognition · relevance 97% · S-42 · first seen 23 Nov 14:05 CST\
""")


def test_everything_a_message_can_hold() -> None:
    full = message(
        sample=True,
        cut=True,
        action=Action.REPEAL,
        stage=Stage.PASSED_CHAMBER,
        stage_detail=StageDetail.PASSED_ONE_CHAMBER,
        direction=Direction.EXPANDS,
        conflicts=("vote: 12-2 (Harbour Sun), 13-2 (Law Desk)",),
        follows=("Council takes up *the* ban", "https://north.example/earlier"),
        updated=datetime(2026, 11, 24, 1, 30, tzinfo=UTC),
        topics=(Topic.FACE_RECOGNITION, Topic.ALPR),
    )
    assert shown(rendered(full)) == snapshot("""\
~ The newest story that matches; new ones follow by themselves.
:camera:**EXAMPLE · ROLLBACK · passed by one chamber, the other must vote · Minneapolis, MN**
**[Minneapolis council bans police use of facial recognition](https://north.example/minneapolis-ban?a=1&b=2)**
The Minneapolis City Council voted unanimously on Friday to bar its police from facial recognition. The ordinance names Clearview AI, whose database is made of pictures taken from social media. […]
~ Vote: unanimous · Agency: Minneapolis Police Department · Vendor: Clearview AI
~ Sources differ: vote: 12-2 (Harbour Sun), 13-2 (Law Desk)
~ *Sources* <https://north.example/minneapolis-ban|North Star Courier>, <https://repeater.example/x|Repeater Daily> (repost), +2 more
~ *Earlier* <https://north.example/earlier|Council takes up ∗the∗ ban>
~ face recognition, license plate readers · relevance 97% · S-42 · first seen 23 Nov 14:05 CST, updated 23 Nov 19:30 CST\
""")


def test_a_digest_groups_by_topic() -> None:
    digest = Digest(
        title="Minnesota, Mon 23 Nov",
        messages=(
            message(),
            message(topics=(Topic.DRONES,), headline="County buys drones", place="", facts=()),
            message(url=""),
        ),
        more=4,
    )
    assert shown(rendered(digest)) == snapshot("""\
# Minnesota, Mon 23 Nov
~ 7 stories
**Face recognition**
- **BAN · passed by council · Minneapolis, MN**: [Minneapolis council bans police use of facial recognition](https://north.example/minneapolis-ban?a=1&b=2) (North Star Courier, Repeater Daily)
- **BAN · passed by council · Minneapolis, MN**: Minneapolis council bans police use of facial recognition (North Star Courier, Repeater Daily)
**Drones**
- **BAN · passed by council**: [County buys drones](https://north.example/minneapolis-ban?a=1&b=2) (North Star Courier, Repeater Daily)
~ and 4 more: /civicwatch latest\
""")
    assert rendered(digest).text == snapshot("""\
Minnesota, Mon 23 Nov
• BAN · passed by council · Minneapolis, MN: Minneapolis council bans police use of facial recognition
• BAN · passed by council: County buys drones
• BAN · passed by council · Minneapolis, MN: Minneapolis council bans police use of facial recognition\
""")


@pytest.mark.parametrize("url_length", [90, 300, 450, 990])
@pytest.mark.parametrize("headline", ["h" * 140, '"' * 300], ids=["usual", "hostile"])
def test_a_full_digest_leaves_no_story_out(url_length: int, headline: str) -> None:
    """Outlets go first, then the longest addresses: nothing tells the left out ones a second time."""
    outlets = tuple(SourceLink(outlet="o" * 60, url="https://a.example/") for _ in range(3))
    url = "https://a.example/".ljust(url_length, "u")
    one = message(headline=headline, url=url, place="P" * 300, sources=outlets)
    content = rendered(Digest(title="Today", messages=(one,) * MOST_IN_DIGEST))
    assert fits(content.blocks)
    text = json.dumps(content.blocks, ensure_ascii=False)
    assert text.count(json.dumps(headline[:100])[1:-1]) == MOST_IN_DIGEST
    assert " more: " not in text


def test_a_plain_digest_keeps_its_links() -> None:
    digest = Digest(title="Today", messages=(message(), message(url="")))
    assert rendered(digest, plain=True).text == snapshot("""\
Today
• BAN · passed by council · Minneapolis, MN: Minneapolis council bans police use of facial recognition <https://north.example/minneapolis-ban?a=1&amp;b=2>
• BAN · passed by council · Minneapolis, MN: Minneapolis council bans police use of facial recognition\
""")


def test_a_notice() -> None:
    notice = Notice(title="Feed <failing>", text="north-star: http 403\nPublisher blocks us: ask them.")
    assert shown(rendered(notice)) == snapshot("""\
# Feed <failing>
north-star: http 403
Publisher blocks us: ask them.\
""")
    assert rendered(notice).text == snapshot("""\
Feed &lt;failing&gt;
north-star: http 403
Publisher blocks us: ask them.\
""")


def test_an_answer() -> None:
    answer = Answer(
        title="2 stories",
        lines=(
            AnswerLine(text="Council bans <it>", url="https://north.example/1", detail="BAN · enacted"),
            AnswerLine(text="Nothing else"),
        ),
        footer="since 1 Nov",
    )
    assert shown(rendered_answer(answer)) == snapshot("""\
**2 stories**
• [Council bans <it>](https://north.example/1)
   BAN · enacted
• Nothing else
~ since 1 Nov\
""")
    assert rendered_answer(answer).text == snapshot("""\
2 stories
Council bans &lt;it&gt; BAN · enacted
Nothing else
since 1 Nov\
""")


def test_a_refused_command_says_so_before_anything_else() -> None:
    answer = Answer(title="unknown command 'folow': did you mean 'follow'?", ok=False)
    assert shown(rendered_answer(answer)) == snapshot(
        ":warning: **unknown command 'folow': did you mean 'follow'?**"
    )


# --- escaping: a row for each trick that was tried ---


@pytest.mark.parametrize(
    ("typed", "escaped"),
    [
        ("AT&T <b>bold</b>", "AT&amp;T &lt;b&gt;bold&lt;/b&gt;"),
        ("<!channel> wake up", "‹!channel&gt; wake up"),
        ("<!subteam^S123|ops>", "‹!subteam^S123|ops&gt;"),
        ("ask <@U0ADMIN>", "ask ‹@U0ADMIN&gt;"),
        ("in <#C0NEWS|general>", "in ‹#C0NEWS|general&gt;"),
        ("<https://evil.example|click>", "&lt;https://evil.example|click&gt;"),
        ("@channel @HERE @everyone", "@\u2060channel @\u2060HERE @\u2060everyone"),
        ("*bold* _it_ ~no~ `code`", "∗bold∗ ˍitˍ ∼no∼ ˋcodeˋ"),
        ("> quoted", "› quoted"),
        ("safe\u202eevil\u202c \u2066x\u2069", "safeevil x"),  # text that runs backwards hides its end
        ("<\u200b!channel>", "‹!channel&gt;"),  # taking the zero-width space out must not make a mention
        ("two\nlines\r\nand\ttabs\x00\x1b[31m", "two lines and tabs[31m"),
        ("&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;"),  # escaped once already by the feed
        ("\ud83d broken", "broken"),  # half a surrogate pair cannot be sent
    ],
)
def test_outside_text_stays_text(typed: str, escaped: str) -> None:
    assert mrkdwn(typed, 200) == escaped


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://north.example/a?b=1&c=2", "https://north.example/a?b=1&c=2"),
        ("HTTP://north.example/", "HTTP://north.example/"),
        ("https://north.example/a|b<c>", "https://north.example/a%7Cb%3Cc%3E"),
        ("javascript:alert(1)", ""),
        ("slack://open", ""),
        ("https://north.example/a b", ""),
        ("https://north.example/\u202egpj.exe", ""),
        ("https://north.example/" + "a" * 1000, ""),
        ("", ""),
    ],
)
def test_only_a_web_address_becomes_a_link(url: str, safe: str) -> None:
    assert safe_link(url) == safe


def test_a_link_cannot_be_ended_early() -> None:
    assert (
        mrkdwn_link("a|b> <!here>", "https://x.example/?a|b&c", 80)
        == "<https://x.example/?a%7Cb&amp;c|a|b&gt; ‹!here&gt;>"
    )


def test_a_cut_never_splits_an_entity() -> None:
    assert mrkdwn("&" * 50, 23) == "&amp;" * 4 + "…"


# --- laws: whatever comes in, Slack takes it and nobody is pinged ---

TRICKS = ["<!channel>", "<!here|x>", "<@U0ADMIN>", "<!subteam^S1>", "<#C1>", "@channel", "*", "_", "&", "<", ">", "|", "\u202e",
          "\u200b", "\x00", "\n", "\ud800", "🛑", "a" * 300, " "]  # fmt: skip
nasty = st.lists(st.one_of(st.sampled_from(TRICKS), st.text(max_size=40)), max_size=30).map("".join)
urls = st.one_of(st.just("https://x.example/a"), nasty.map(lambda tail: f"https://x.example/{tail}"), nasty)
links = st.builds(SourceLink, outlet=nasty, url=urls, repost=st.booleans())
messages = st.builds(
    message,
    headline=nasty,
    url=urls,
    action=st.sampled_from(Action),
    stage=st.sampled_from(Stage),
    stage_detail=st.one_of(st.none(), st.sampled_from(StageDetail)),
    direction=st.sampled_from(Direction),
    place=nasty,
    facts=st.lists(st.tuples(nasty, nasty), max_size=12).map(tuple),
    sentences=st.lists(nasty, max_size=8).map(tuple),
    cut=st.booleans(),
    sources=st.lists(links, max_size=12).map(tuple),
    more_sources=st.integers(0, 99),
    conflicts=st.lists(nasty, max_size=5).map(tuple),
    topics=st.lists(st.sampled_from(Topic), max_size=9).map(tuple),
    follows=st.one_of(st.none(), st.tuples(nasty, urls)),
    timezone=st.one_of(st.just("America/Chicago"), nasty),
    sample=st.booleans(),
    updated=st.one_of(st.none(), st.just(datetime(2026, 11, 24, tzinfo=UTC))),
)
digests = st.builds(
    Digest, title=nasty, messages=st.lists(messages, max_size=14).map(tuple), more=st.integers(0, 99)
)
notices = st.builds(Notice, title=nasty, text=nasty)
answer_lines = st.lists(st.builds(AnswerLine, text=nasty, url=urls, detail=nasty), max_size=30).map(tuple)
answers = st.builds(
    Answer,
    title=nasty,
    lines=answer_lines,
    message=st.one_of(st.none(), messages),
    footer=nasty,
    ok=st.booleans(),
)


def assert_harmless(content: Rendered) -> None:
    body = {"channel": "C0NEWS", "text": content.text} | (
        {"blocks": list(content.blocks)} if content.blocks else {}
    )
    assert refusal_of("chat.postMessage", body) == ""
    sent = json.dumps(body, ensure_ascii=False)
    sent.encode("utf-8")
    for mention in ("<!", "<@", "<#", "@channel", "@here", "@everyone", "\u202e", "\x00"):
        assert mention not in sent


@settings(max_examples=60, deadline=None)
@given(post=st.one_of(messages, digests, notices), plain=st.booleans())
def test_every_post_is_taken_by_slack_and_pings_nobody(post: Post, plain: bool) -> None:
    assert_harmless(rendered(post, plain=plain))


@settings(max_examples=40, deadline=None)
@given(answers)
def test_every_answer_is_taken_by_slack_and_pings_nobody(answer: Answer) -> None:
    assert_harmless(rendered_answer(answer))


@given(nasty, st.integers(1, 300))
def test_escaping_keeps_its_limits(text: str, limit: int) -> None:
    assert len(literal(text, limit)) <= limit
    assert len(mrkdwn(text, limit)) <= limit


@pytest.mark.parametrize("filler", ["x", '"', "\\", "&", "é", "<!here> "])
def test_the_largest_message_stays_below_the_total(filler: str) -> None:
    """Quotes and backslashes count twice in JSON."""
    text, url = filler * 2000, "https://x.example/" + filler.strip() * 980
    source = SourceLink(outlet=text, url=url, repost=True)
    big = message(
        headline=text, url=url, place=text, facts=((text, text),) * 8, sentences=(text,) * 5, cut=True, sources=(source,) * 9,
        conflicts=(text,) * 4, topics=tuple(Topic), follows=(text, url), sample=True, reference=text,
    )  # fmt: skip
    lines = (AnswerLine(text=text, url=url, detail=text),) * 30
    for plain in (False, True):
        assert_harmless(rendered(big, plain=plain))
        assert_harmless(rendered(Digest(title=text, messages=(big,) * 20), plain=plain))
        assert_harmless(rendered(Notice(title=text, text=f"{text}\n" * 50), plain=plain))
    assert_harmless(rendered_answer(Answer(title=text, lines=lines, message=big, footer=text)))


def test_the_largest_digest_stays_below_the_total() -> None:
    big: Message = message(headline="h" * 300, place="p" * 200, url="https://x.example/" + "u" * 900)
    content = rendered(Digest(title="t" * 300, messages=(big,) * 60))
    assert_harmless(content)
    assert "more: /civicwatch latest" in shown(content)


def test_a_day_is_the_same_day_in_every_channel() -> None:
    """Midnight in UTC would be the evening before in Chicago."""
    day = message(first_seen=datetime(2026, 11, 20, tzinfo=UTC), first_is_day=True)
    assert shown(rendered(day)).endswith("first seen 20 Nov")
