"""Cleaning takes out what the author did not write, and nothing that is news."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clean import cleaned
from bot.core.models import Item

DATA = Path(__file__).parent.parent / "data"


def item(
    title: str = "Council bans face recognition", text: str = "", outlet: str = "", url: str = ""
) -> Item:
    return Item(feed="f", guid="g", url=url, title=title, text=text, outlet=outlet)


@pytest.mark.parametrize(
    ("title", "outlet", "kept"),
    [
        ("Council bans drones | KSTP.com", "", "Council bans drones"),  # after a bar stands the outlet
        ("Council bans drones - The Gazette", "", "Council bans drones"),
        (
            "Council bans drones - By Jane Doe - The Gazette",
            "",
            "Council bans drones",
        ),  # run in by a reposter
        ("Council bans drones – KARE 11", "", "Council bans drones"),
        ("Council bans drones - somewhere.org", "", "Council bans drones"),
        (
            "Council bans drones - Riverside Voice",
            "Riverside Voice",
            "Council bans drones",
        ),  # the item's own outlet
        ("BREAKING: Council bans drones", "", "Council bans drones"),
        ("UPDATED: WATCH: Council bans drones today", "", "Council bans drones today"),
        ("Council bans drones (VIDEO)", "", "Council bans drones"),
        ("SHOCKING! Council bans drones here", "", "Council bans drones here"),
        ("Council bans drones everywhere By John Smith", "", "Council bans drones everywhere"),
        # What looks like a tail and is news:
        ("Facial recognition banned by Portland voters", "", "Facial recognition banned by Portland voters"),
        (
            "Facial Recognition Ban Approved By City Council",
            "",
            "Facial Recognition Ban Approved By City Council",
        ),
        (
            "Drones in Elk Grove - what the council decided",
            "",
            "Drones in Elk Grove - what the council decided",
        ),
        ("Facial Recognition Banned By New Orleans", "", "Facial Recognition Banned By New Orleans"),
        ("Face scans: 5-4 vote - mayor may veto", "", "Face scans: 5-4 vote - mayor may veto"),
        ("SIGNED: Governor approves drone bill", "", "SIGNED: Governor approves drone bill"),
        ("Editorial: Ban the cameras", "", "Editorial: Ban the cameras"),  # says what kind of text it is
        ("Update: soon", "", "Update: soon"),  # two words are no headline: leave it
        ("The Gazette", "The Gazette", "The Gazette"),
        ("", "", ""),
    ],
)
def test_titles_lose_tails_and_labels_only(title: str, outlet: str, kept: str) -> None:
    assert cleaned(item(title, outlet=outlet)).item.title == kept


NEWS = (
    "The council voted 7-0 on Monday to ban face recognition.\nPolice asked for an exception, which members refused.\n"
    "The mayor has ten days to sign it."
)


@pytest.mark.parametrize(
    "furniture",
    [
        "The post Council bans face recognition appeared first on The Gazette.",
        "Related Articles",
        "Leave a Reply\nYour email address will not be published. Required fields are marked *",
        "Back to top button",
        "Share this:\nFacebook\nTwitter",
        "Sign up for our newsletter and never miss a story!",
        "Continue reading on The Gazette »",
        "Filed under: News, Politics",
        "© 2026 The Gazette. All rights reserved.",
        "Read more",
        "Photo: Jane Doe/AP",
        "Follow us on Facebook and Twitter.",
    ],
)
def test_page_furniture_goes(furniture: str) -> None:
    clean = cleaned(item(text=f"{NEWS}\n{furniture}"))
    assert clean.item.text == NEWS
    assert clean.removed


def test_what_follows_related_articles_at_the_foot_goes_too() -> None:
    foot = "Related Articles\nTen best beaches\nMayor opens bridge\nLeave a Reply\nBack to top button"
    assert cleaned(item(text=f"{NEWS}\n{foot}")).item.text == NEWS


def test_an_inset_in_the_first_half_costs_only_its_heading() -> None:
    text = f"Face recognition was banned.\nRelated articles\n{NEWS}"
    assert cleaned(item(text=text)).item.text == f"Face recognition was banned.\n{NEWS}"


KINDS_OF_ADVERTISING = (DATA / "advertising.txt").read_text(encoding="utf-8").splitlines()
ADVERTISING = [
    "If you are short of cash, same day payday loans can help you until your next paycheck.",
    "Play at the best online casino and claim your welcome bonus now.",
    "Students can save time with an essay writing service.",
    "Use promo code SAVE20 at checkout.",
]


@pytest.mark.parametrize("sentence", ADVERTISING)
def test_a_planted_advertisement_goes(sentence: str) -> None:
    lines = NEWS.split("\n")
    planted = f"{lines[0]} {sentence}\n{lines[1]}\n{lines[2]}"
    clean = cleaned(item(text=planted))
    assert clean.item.text == NEWS
    assert any(sentence in removed for removed in clean.removed)


def test_hardly_any_kind_of_advertising_survives() -> None:
    """Fifty kinds of wares, most of which no word list names: what sells is known by how it speaks."""
    lines = NEWS.split("\n")
    texts = {ad: f"{lines[0]} {ad}\n{lines[1]}\n{lines[2]}" for ad in KINDS_OF_ADVERTISING}
    kept = [ad for ad, text in texts.items() if cleaned(item(text=text)).item.text != NEWS]
    assert len(kept) <= len(texts) / 50, kept


@pytest.mark.parametrize(
    "text",
    [
        "The council banned face recognition.\nSign up to speak at Tuesday's hearing.\nThe vote is due in May.",
        "The council banned face recognition.\nResidents can sign up for alerts here.\nThe vote was 7-0.",
        "Plate readers were tabled.\nThe company gave police a free trial of ten cameras.\nNobody objected.",
        "Plate readers were bought.\nYou can read the contract online today.\nIt costs $3,000 a year for each.",
        "Here is what you need to know now.\nThe best argument came last.\nDrones will get no loan.",
    ],
)
def test_news_that_speaks_a_little_like_a_shop_stays(text: str) -> None:
    assert cleaned(item(text=text)).item.text == text


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "City caps payday loans",
            "The council voted to cap payday loans at 36 percent.\nLenders object.\nIt is law.",
        ),
        (
            "State bans casino ads",
            "Lawmakers banned online casino advertising.\nThe bill passed.\nIt was signed.",
        ),
        (
            "Council news",
            "The council banned face recognition.\nIt also regulated payday loans.\nBoth votes were 7-0.",
        ),
        (
            "Lenders",
            "Payday loans cost families.\nPayday lending grew.\nCash advance shops opened.\nNobody acted.",
        ),
    ],
)
def test_news_about_what_is_advertised_stays(title: str, text: str) -> None:
    assert cleaned(item(title, text=text)).item.text == text


def test_markup_in_titles_and_texts_goes() -> None:
    clean = cleaned(item("<b>Council</b> bans &amp; fines", text="<p>One.</p><p>Two.</p>"))
    assert (clean.item.title, clean.item.text) == ("Council bans & fines", "One.\nTwo.")


@given(st.text(max_size=200), st.text(max_size=600))
def test_cleaning_twice_changes_nothing_more(title: str, text: str) -> None:
    once = cleaned(item(title, text=text)).item
    twice = cleaned(once).item
    assert len(twice.text) <= len(once.text)
    assert twice.feed == once.feed


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000_000,
        "the post " * 100_000,
        "share " * 200_000,
        "- " * 300_000,
        "[click here " * 50_000,
        "by A B " * 90_000,
    ],
    ids=["long", "posts", "shares", "dashes", "clicks", "bylines"],
)
def test_hostile_text_is_cleaned_in_bounded_time(text: str) -> None:
    started = time.process_time()
    cleaned(item(text, text=text))
    assert time.process_time() - started < 2
