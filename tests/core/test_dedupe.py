"""One entry or two: identity across feeds' changes, copies across outlets."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.dedupe import (
    Departed,
    copied,
    identity_of,
    lead_of,
    plain_title,
    plain_words,
    renamed,
    strangers,
    words_shared,
)
from bot.core.models import Dating, Item
from bot.core.vocabulary import DateBasis

TEXT = (
    "The Riverton City Council voted 7-2 on Tuesday to ban face recognition by city departments, police included. "
    "The ordinance goes to Mayor Ana Ruiz, who has ten days to sign it. Residents spoke for three hours before the vote."
)
OTHER_REPORT = (
    "Police in Riverton may no longer scan faces. After three hours of comment from the public, council members "
    "outlawed the technology for every department on a 7-2 vote; the mayor's signature is still needed."
)
ITEM = Item(
    feed="riverton-herald",
    guid="tag:herald.example,2026:1",
    url="https://herald.example/news/ban?utm_source=rss",
    title="Riverton council bans face recognition by police",
    text=TEXT,
    outlet="Riverton Herald",
    published=datetime(2026, 11, 17, tzinfo=UTC),
)


def test_identity_survives_a_new_guid_and_tracking():
    """A publisher that changes its software gives new guids to old pages."""
    again = replace(ITEM, guid="https://herald.example/?p=9", url="http://www.herald.example/news/ban/")
    assert identity_of(again).guid_hash != identity_of(ITEM).guid_hash
    assert identity_of(again).url_key == identity_of(ITEM).url_key != ""
    assert len(identity_of(ITEM).guid_hash) == 64


def test_title_and_host_identify_an_item_that_moved():
    """New guid and new address, but the same headline of the same day on the same host."""
    moved = replace(
        ITEM,
        guid="x",
        url="https://herald.example/2026/11/ban",
        title="Riverton Council bans face-recognition by police!",
    )
    assert identity_of(moved).title_key == identity_of(ITEM).title_key != ""


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Meeting agenda"},  # comes back every week
        {"url": ""},  # no host
        {"title": ""},
    ],
)
def test_weak_titles_identify_nothing(change):
    """A key that many items share would hide news."""
    assert identity_of(replace(ITEM, **change)).title_key == ""


def test_weekly_headlines_of_two_weeks_are_two_items():
    """ "City Council regular meeting agenda" of this week is not last week's."""
    later = replace(ITEM, published=datetime(2026, 11, 24, tzinfo=UTC))
    assert identity_of(later).title_key != identity_of(ITEM).title_key


def test_a_front_page_address_identifies_nothing():
    """Some feeds link every entry to the front page."""
    assert identity_of(replace(ITEM, url="https://herald.example/")).url_key == ""
    assert identity_of(replace(ITEM, url="https://herald.example/?utm_source=rss")).url_key == ""


def shared(a, b):
    return words_shared(plain_words(a), plain_words(b))


@pytest.mark.parametrize(
    ("text", "at_least", "at_most"),
    [
        (TEXT, 1.0, 1.0),
        (TEXT[:150] + "…", 0.9, 1.0),  # a teaser of it
        (f"Riverton, Nov. 17 - {TEXT} Read more at herald.example.", 0.9, 1.0),  # syndicated
        (
            TEXT.replace("Residents spoke", "Need cash? Same-day payday loans. Residents spoke"),
            0.85,
            1.0,
        ),  # an ad inside
        (OTHER_REPORT, 0.0, 0.5),  # another reporter on the same vote is no copy
        (TEXT.replace("Riverton", "Lakeside").replace("7-2", "9-0").split(". ")[2], 0.0, 1.0),
        ("", 0.0, 0.0),
    ],
)
def test_resemblance(text, at_least, at_most):
    """Copies and truncations are near 1, other reports are not."""
    assert at_least <= shared(TEXT, text) <= at_most


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        (replace(ITEM, url="https://m.herald.example/news/ban", text=""), True),  # nothing but the headline
        (
            replace(ITEM, url="https://wire.example/1", title="Council bans face scans", text=TEXT),
            True,
        ),  # new headline
        (
            # Author and outlet run into the title, an advertisement into the body.
            replace(
                ITEM,
                url="https://seo.example/1",
                title="Riverton council bans face recognition by police Jo Doe Riverton Herald",
                text=TEXT.replace("Residents", "Get same-day payday loans. Residents"),
            ),
            True,
        ),
        (
            replace(
                ITEM,
                url="https://times.example/1",
                title="Face scans outlawed in Riverton",
                text=OTHER_REPORT,
            ),
            False,
        ),
        # The same headline about the next town, with its own text.
        (
            replace(
                ITEM,
                url="https://lake.example/1",
                title="Lakeside council bans face recognition by police",
                text=OTHER_REPORT.replace("Riverton", "Lakeside"),
            ),
            False,
        ),
        # One headline in two outlets, each with a text of its own.
        (replace(ITEM, url="https://times.example/2", text=OTHER_REPORT), False),
    ],
)
def test_reposts(copy, expected):
    """What copies another source's text, and what only reports the same."""
    found = copied(
        title=plain_title(copy.title),
        lead=lead_of(copy.text),
        earlier_title=plain_title(ITEM.title),
        earlier_lead=lead_of(ITEM.text),
    )
    assert found.repost is expected
    assert bool(found.reasons) is expected


@given(st.text(max_size=400), st.text(max_size=400))
def test_resemblance_is_a_share_and_symmetric(a, b):
    """Whatever the texts are."""
    assert 0.0 <= shared(a, b) <= 1.0
    assert shared(a, b) == shared(b, a)


@given(
    st.builds(replace, st.just(ITEM), title=st.text(max_size=60), guid=st.text(), url=st.text(max_size=60))
)
def test_identity_never_fails(item):
    """Feeds carry anything, lone surrogates included."""
    identity = identity_of(item)
    assert len(identity.guid_hash) == 64
    assert identity == identity_of(item)


def test_an_update_of_an_entry_does_not_change_what_it_is_known_by():
    updated = replace(ITEM, dating=Dating(basis=DateBasis.UPDATED))
    later = replace(updated, published=datetime(2026, 11, 18, tzinfo=UTC))
    assert identity_of(later).title_key == identity_of(updated).title_key != ""


ENTRIES = st.lists(
    st.builds(
        replace,
        st.just(ITEM),
        guid=st.text("abc", min_size=1, max_size=2),
        url=st.sampled_from(["https://herald.example/docket", "https://herald.example/docket#2", ITEM.url]),
        title=st.sampled_from(["Order", "Minute entry from November 17 in Roe v. Doe"]),
        text=st.sampled_from(["", "Granted."]),
        published=st.sampled_from([datetime(2026, 11, day, tzinfo=UTC) for day in (17, 18)]),
    ),
    max_size=12,
)


def departed(entries):
    return [
        Departed(
            id=number,
            title=item.title,
            url_key=identity_of(item).url_key,
            title_key=identity_of(item).title_key,
            day=identity_of(item).day,
            present_at=datetime(2026, 11, 20, tzinfo=UTC),
        )
        for number, item in enumerate(entries)
    ]


@given(ENTRIES)
def test_a_document_under_new_guids_is_known_whatever_is_alike_in_it(entries):
    """Some publishing systems give new guids at every poll."""
    first = strangers(entries, ())
    later = strangers([replace(item, guid=f"{item.guid}'") for item in first], ())
    assert sorted(item.guid for item in renamed(later, departed(first)).values()) == sorted(
        item.guid for item in later
    )


@given(ENTRIES, ENTRIES)
def test_an_item_comes_back_once_at_most(known, entries):
    """What is more than was known is new."""
    back = renamed(entries, departed(known))
    assert set(back) <= set(range(len(known)))
    assert len({id(item) for item in back.values()}) == len(back)


@given(ENTRIES)
def test_every_guid_whose_entry_reads_otherwise_is_an_entry(entries):
    """Nothing is lost for being like another."""
    found = strangers(entries, ())
    guids = {item.guid for item in found}
    shown = {(item.url, item.title, item.text, item.published) for item in found}
    assert all(
        item.guid in guids or (item.url, item.title, item.text, item.published) in shown for item in entries
    )
