"""Feed text becomes plain, bounded and printable, and falls into the sentences a person would see."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import TEXT_LIMIT, plain_line, plain_text, sentences, tidy, truncated


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p>two<b>three</b>", "One\ntwothree"),  # blocks break lines, inline tags don't
        ("a<br/>b<br>c", "a\nb\nc"),
        ("<font>" * 500 + "deep", "deep"),
        ("<script>alert(1)</script>Council votes", "Council votes"),
        ("<div><style>p{}</style><ul><li>One</li><li>Two</li></ul></div>", "One\nTwo"),
        ("Tom &amp; Jerry&#8217;s", "Tom & Jerry’s"),
        ("&lt;p&gt;Escaped twice&lt;/p&gt;", "Escaped twice"),  # WordPress puts markup through two escapers
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),  # no tag, so nothing is cut
        ("<p title='a>b'>kept</p>", "kept"),
        ("<!-- hidden -->shown", "shown"),
        ("", ""),
    ],
)
def test_markup_becomes_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Mayorâ€™s plan", "Mayor’s plan"),  # UTF-8 read as Windows-1252
        ("cafÃ© ban", "café ban"),
        ("SÃO PAULO", "SÃO PAULO"),  # a real capital Ã is followed by a letter, never by a continuation
        ("safe\u202etxt.exe", "safetxt.exe"),  # text that displays backwards
        ("in\u200bvis\u00adible", "invisible"),
        ("tag\U000e0041\U000e0042ged", "tagged"),  # instructions hidden in tag characters
        ("a\x00b\x1bc", "abc"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("z" + "\u0301" * 50, "ź\u0301\u0301\u0301"),  # a flood of accents
        ("  many \t blanks \r\n\r\n\n next ", "many blanks\nnext"),
        ("نص عربي", "نص عربي"),
        (
            "Coun\u200dcil b\u200cans it",
            "Council bans it",
        ),  # joiners that break up words for a reader of bytes
        ("со\u200dвет", "совет"),
        ("क्\u200dष می\u200cخواهم", "क्\u200dष می\u200cخواهم"),  # letters that need them
        ("👩\u200d⚕️ and 👨\u200d👩\u200d👧", "👩\u200d⚕️ and 👨\u200d👩\u200d👧"),
        ("\x1b[1;31mCouncil\x1b[0m bans", "Council bans"),  # a terminal's colours
        ("[1;31mCouncil[0m bans", "Council bans"),  # the same, less what can't be seen
        ("\x9b31mred\x9b0m", "red"),
        ("\x1b]0;title\x07shown", "shown"),
        ("A [31m] mast and a [note]", "A [31m] mast and a [note]"),  # no colour ends: nobody began one
    ],
)
def test_characters_are_mended(raw: str, text: str) -> None:
    assert tidy(raw) == text


@pytest.mark.parametrize("blank", [" ", "\n", "\t \n", "\u00a0"])
def test_blanks_do_not_hide_the_text(blank: str) -> None:
    """Megabytes of nothing before or within the text are one gap, and cost no time."""
    started = time.process_time()
    gap = blank * (5_000_000 // len(blank))
    assert plain_text(f"{gap}Council bans it.") == "Council bans it."
    assert plain_text(f"<p>{gap}Council</p>{gap}<p>bans it.</p>", limit=2_000) == "Council\nbans it."
    assert tidy(f"Council{gap}bans it.").split() == ["Council", "bans", "it."]
    assert plain_line(f"{gap}Council bans it{gap}") == "Council bans it"
    assert time.process_time() - started < 5


def test_a_title_is_one_line() -> None:
    assert plain_line("<h1>Two\nlines</h1><p>more</p>") == "Two lines more"
    assert len(plain_line("x" * 10_000)) <= 500


@given(st.text(max_size=400))
def test_tidy_twice_changes_nothing(raw: str) -> None:
    once = tidy(raw)
    assert tidy(once) == once
    once.encode("utf-8")


@given(st.text(alphabet="<>/&;#abp \n\"'=!-", max_size=300))
def test_any_markup_gives_text_without_controls(raw: str) -> None:
    assert "\x00" not in plain_text(raw)


@pytest.mark.parametrize(
    "hostile",
    [
        "<p" * 500_000,
        "<div>" * 100_000 + "deep" + "</div>" * 100_000,
        "&" * 1_000_000,
        "&amp;" * 200_000,
        "<" * 1_000_000,
        "a" * 10_000_000,
        "word " * 2_000_000,
        "\u202e" * 1_000_000,
        "â€" * 500_000,
        "." * 1_000_000,
    ],
    ids=[
        "open tags",
        "deep",
        "ampersands",
        "entities",
        "less",
        "long word",
        "long",
        "bidi",
        "mojibake",
        "dots",
    ],
)
def test_hostile_text_costs_bounded_time(hostile: str) -> None:
    started = time.process_time()
    text = plain_text(hostile)
    assert len(text) <= TEXT_LIMIT
    sentences(text)
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Gov. Phil Scott signed S. 124. It is law.", ["Gov. Phil Scott signed S. 124.", "It is law."]),
        ("The U.S. Senate met. It voted.", ["The U.S. Senate met.", "It voted."]),
        ("In Portland, Ore. The council met.", ["In Portland, Ore.", "The council met."]),
        ("In Portland, Ore. Take our survey.", ["In Portland, Ore.", "Take our survey."]),
        ("St. Louis acted on Feb. 12 at 5 p.m. Friday.", ["St. Louis acted on Feb. 12 at 5 p.m. Friday."]),
        ('"Why?" she asked. "Because."', ['"Why?" she asked.', '"Because."']),
        ("A line\nanother line", ["A line", "another line"]),
        ("It cost $1.5 million. Nobody paid.", ["It cost $1.5 million.", "Nobody paid."]),
        ("J. Smith v. Doe ended.", ["J. Smith v. Doe ended."]),
        ("顔認識を禁止。市議会が可決。", ["顔認識を禁止。", "市議会が可決。"]),  # no blank behind a stop
        ("市议会禁止人脸识别！市长签署了吗？是的。", ["市议会禁止人脸识别！", "市长签署了吗？", "是的。"]),
        (
            "市長は「禁止する。」と述べた。次は投票。",
            ["市長は「禁止する。」と述べた。", "次は投票。"],
        ),  # its speaker
        ("禁止。。。本当。", ["禁止。。。", "本当。"]),
        ("Ban?! Yes.", ["Ban?!", "Yes."]),
        ("Visit example.com today!Now.", ["Visit example.com today!Now."]),  # Latin marks need their blank
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, cut: list[str]) -> None:
    assert [sentence.text for sentence in sentences(text)] == cut


@given(st.text(max_size=500))
def test_sentences_are_verbatim(text: str) -> None:
    for sentence in sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text


def test_truncation_prefers_a_sentence() -> None:
    text = "The council voted. The mayor will sign it on Friday at noon."
    assert truncated(text, 30) == "The council voted."
    assert truncated(text, 200) == text
    assert truncated("word " * 20, 22) == "word word word word…"


@given(st.text(max_size=300), st.integers(min_value=0, max_value=120))
def test_truncation_keeps_its_limit(text: str, limit: int) -> None:
    assert len(truncated(text, limit)) <= limit


@given(
    st.text(
        st.sampled_from("aZé Â\u20ac\u0301\u0308\u115f\u00a0\u200b\u2028\n\t.<b>&#8;") | st.characters(),
        max_size=40,
    )
)
def test_text_that_needs_no_mending_is_told_apart(raw: str) -> None:
    # A control character calls for mending and leaves nothing behind.
    if "<" not in raw:
        assert plain_text(raw) == plain_text(f"{raw}\x00")
