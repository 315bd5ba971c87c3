"""Outside text reaches Discord as text: it styles nothing, links nowhere, pings nobody, and fits."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.adapters.discord.escape import (
    ZERO_WIDTH_SPACE,
    escaped,
    fitted,
    length,
    link_target,
    linked,
    unpinged,
    visible,
)

HOSTILE = (
    "@everyone", "@here", "＠everyone", "<@123>", "<@!123>", "<@&123>", "<#123>", "</follow:123>", "<:x:123>",
    "<a:x:123>", "<t:1700000000:R>", "<id:customize>", "[bank](https://evil.example)", "||spoiler||", "`code`",
    "https://discord.gg/abc", "discord.gg/abc", "discord.com/invite/abc", "**b**", "__u__", "~~s~~", "\\", "\\\\[",
    "\n# h", "\n> q", "\n-# s", "\n- l", "\n1. n", "\u202e", "\u2066", "\u200b", "@\u200deveryone", "\ud800", "\x00",
    "😀", "e\u0301", "\u0301" * 9, "\u3164", "<\u200d@123>", "<https://evil.example>", "<mailto:a@b.example>",
)  # fmt: skip
texts = st.lists(st.one_of(st.text(max_size=12), st.sampled_from(HOSTILE)), max_size=12).map("".join)

PING = re.compile(
    r"@everyone|@here|<@[!&]?\d+>|<#\d+>|</[^<>]+:\d+>|<a?:\w+:\d+>|<t:-?\d+(:\w)?>|<id:\w+>|<\w+:[^<>\s]+>",
    re.IGNORECASE,
)
INVITATION = re.compile(r"discord(app)?\.(gg|com/invite)", re.IGNORECASE)


def live_markup(text: str) -> list[str]:
    """What Discord's client would act on: mentions anywhere, and unescaped signs of markup."""
    found = [match.group() for pattern in (PING, INVITATION) for match in pattern.finditer(text)]
    rest = re.sub(r"\\[^0-9A-Za-z\s]", "¤", text)
    found += re.findall(r"[*_~|`\[\]\\]|://", rest)
    found += re.findall(r"^\s*(?:>|#|-#|-|\+|\d+[.)])(?=\s|$)", rest, re.MULTILINE)
    return found


@given(texts, st.booleans())
@example("@\u200deveryone", False)
@example("<\u200d@123>", False)
def test_nothing_in_outside_text_is_live(text: str, lines: bool) -> None:
    """Whatever a feed says is shown as it is, and only shown."""
    assert live_markup(escaped(visible(text, lines=lines))) == []
    assert not PING.search(unpinged(visible(text)))


@given(texts, st.integers(min_value=0, max_value=300), st.booleans())
def test_fitted_text_fits_and_is_not_live(text: str, limit: int, lines: bool) -> None:
    """Cutting happens before escaping, so no cut lays markup bare."""
    result = fitted(text, limit, lines=lines)
    assert length(result) <= limit
    assert live_markup(result) == []


@given(texts)
def test_visible_text_holds_nothing_hidden(text: str) -> None:
    """No direction marks, joiners, controls or lone surrogates; cleaning twice changes nothing."""
    once = visible(text)
    assert {unicodedata.category(character) for character in once} & {"Cc", "Cf", "Cs", "Zl", "Zp"} == set()
    assert visible(once) == once
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Council votes 5-4 on H.B. 12", "Council votes 5-4 on H.B. 12"),  # ordinary text stays as it is
        ("snake_case and 2*3*4", r"snake\_case and 2\*3\*4"),  # would turn italic
        ("[AP] Senate: what's next?", r"\[AP\] Senate: what's next?"),  # bracketed agency
        ("1. The ban", r"1\. The ban"),  # would turn into a list
        ("# 1 story", r"\# 1 story"),  # would turn into a headline
        ("see https://x.example/a", r"see https\://x.example/a"),  # only our own links are links
        ("mail tips@paper.example", "mail tips@paper.example"),  # an address is no mention
        ("if x <5 then", f"if x <{ZERO_WIDTH_SPACE}5 then"),
    ],
)
def test_real_text_keeps_its_words(text: str, shown: str) -> None:
    """Escaping is seen by Discord only, never by the reader."""
    assert escaped(visible(text)) == shown


@pytest.mark.parametrize(
    ("text", "limit", "result"),
    [
        ("short", 10, "short"),
        ("one two three four", 12, "one two…"),  # at a word
        ("abcdefghijklmnop", 8, "abcdefg…"),  # one long word
        ("😀😀😀😀", 5, "😀😀…"),  # two units each
        ("ab*cd", 4, "ab…"),  # the escape counts, and is never cut in two
        ("e\u0301" * 4, 4, "e\u0301…"),  # letter and accent stay together
        ("anything", 0, ""),
    ],
)
def test_cut(text: str, limit: int, result: str) -> None:
    """Cuts fall between words and never inside a character."""
    assert fitted(text, limit) == result


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://paper.example/a?b=1&c=%20#d", "https://paper.example/a?b=1&c=%20#d"),
        ("https://en.example/Foo_(bar)", "https://en.example/Foo_%28bar%29"),  # parentheses end a link
        ("https://x.example/a|b*c", "https://x.example/a%7Cb%2Ac"),
        ("https://аpple.example/", "https://xn--pple-43d.example/"),  # Cyrillic а: shown for what it is
        ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
        ("http://[::1]/x", "http://[::1]/x"),
        ("javascript:alert(1)", ""),
        ("https://discord.gg/abc", ""),  # an invitation to a stranger's server
        ("https://www.discord.com/invite/abc?x", ""),
        ("data:text/html,x", ""),
        ("https://x.example/" + "a" * 3000, ""),  # longer than Discord takes
        ("", ""),
    ],
)
def test_link_target(url: str, target: str) -> None:
    """Only web addresses become links, and none can end its own link early."""
    assert link_target(url) == target


@given(texts, st.text(max_size=40), st.integers(min_value=1, max_value=400))
def test_a_link_fits_and_goes_where_it_says(text: str, tail: str, limit: int) -> None:
    """The label can't change the target, nor the target break out of the link."""
    url = "https://paper.example/" + tail
    result = linked(text, url, limit=limit)
    assert length(result) <= limit
    target = link_target(url)
    if target and result.endswith(f"]({target})"):
        assert live_markup(result.removesuffix(f"]({target})").removeprefix("[")) == []
    else:
        assert live_markup(result) == []
