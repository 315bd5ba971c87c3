"""What a follow's words mean, and that the words which `list` shows make the same follow again."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.commands import parse
from bot.core.errors import UsageError
from bot.core.follows import follow_words, overlaps, same_wish, subscription_of
from bot.core.models import Destination, Filter, Subscription
from bot.core.vocabulary import Action, Mode, Platform, SourceKind, Stage, Topic

HERE = Destination(platform=Platform.SLACK, workspace="T1", channel="C1")
VENDORS = ("Axon", "Clearview AI", "Flock Safety")


def made(words):
    return subscription_of(parse(f"follow {words}"), HERE, vendors=VENDORS, created_by="U1")


PLACES = [
    ("in MN", {"us/mn"}),
    ('"Portland, ME"', {"us/me/portland"}),
    # commas separate places and also belong to them
    ("in MN, Portland, ME and the UK", {"us/mn", "us/me/portland", "gb"}),
    # a large city needs no state: its namesake in Kansas has 2,000 people
    ("Minneapolis", {"us/mn/minneapolis"}),
    # the state holds the city of the same name
    ("in New York", {"us/ny"}),
    ("in NYC", {"us/ny/new-york-city"}),
    # English words that are states
    ("in IN", {"us/in"}),
    ("in OR", {"us/or"}),
    # what menus put together
    ("place:us/mn/duluth;us/mn/minneapolis", {"us/mn/duluth", "us/mn/minneapolis"}),
    ("in us/mn/duluth, us/mn/minneapolis", {"us/mn/duluth", "us/mn/minneapolis"}),
    # Western Australia has the same letters
    ("in WA", {"us/wa"}),
    ("in au/wa", {"au/wa"}),
    ("in us/mn/duluth", {"us/mn/duluth"}),
    ("in Trinidad and Tobago", {"tt"}),
    ("in EU", {"eu"}),
    ("in Hennepin County", {"us/mn/hennepin-county"}),
]

REFUSED = [
    # two cities that many people mean
    ("in Portland", "'Portland' can be Portland, OR; Portland, ME; "),
    # the state or the capital
    ("in Washington", "'Washington' can be WA; Washington, DC; "),
    (
        "face recogniton",
        "I know no place, topic or company 'face recogniton': did you mean 'face_recognition'?",
    ),
    ("in Nowhereville", "I know no place, topic or company 'Nowhereville'; put a state after a town"),
    ("digest 8am Mars/Phobos", "'Mars/Phobos' is no time zone: use a name such as America/Chicago"),
    ("in " + ", ".join(["MN", "WI"] * 20), "that names 40 places; a follow takes at most 25"),
]


@pytest.mark.parametrize(("words", "places"), PLACES)
def test_places(words, places):
    assert made(words).filter.places == places


@pytest.mark.parametrize(("words", "reply"), REFUSED)
def test_what_is_unclear_is_asked_back(words, reply):
    with pytest.raises(UsageError, match=f"^{re.escape(reply)}"):
        made(words)


def test_a_company_may_be_named_without_saying_so():
    assert made("Flock").filter == Filter(vendors=frozenset({"Flock Safety"}))
    assert made("vendor Clearview in Texas").filter.vendors == {"Clearview AI"}


def test_an_unknown_company_is_taken_as_typed_where_it_is_called_one():
    assert made('vendor "Acme Optics"').filter.vendors == {"Acme Optics"}


def test_time_zones_in_any_case():
    assert made("alpr digest 7am europe/london").timezone == "Europe/London"


FILTERS = st.builds(
    Filter,
    topics=st.frozensets(st.sampled_from(Topic)),
    actions=st.frozensets(st.sampled_from(Action)),
    stages=st.frozensets(st.sampled_from(Stage)),
    places=st.frozensets(
        st.sampled_from(("us", "us/mn", "us/wa", "us/me/portland", "us/or/portland", "us/ny/new-york-city", "gb", "eu", "us/?/portland"))
    ),
    vendors=st.frozensets(st.sampled_from((*VENDORS, "Acme Optics"))),
    source_kinds=st.frozensets(st.sampled_from(SourceKind)),
    min_score=st.integers(0, 100).map(lambda hundredths: hundredths / 100),
)  # fmt: skip
WISHES = st.builds(
    Subscription,
    id=st.just(0),
    destination=st.just(HERE),
    filter=FILTERS,
    mode=st.just(Mode.DIGEST),
    digest_at=st.sampled_from(("08:00", "00:30", "23:59")),
    timezone=st.sampled_from(("UTC", "America/Chicago", "America/Argentina/Buenos_Aires")),
)


@settings(max_examples=150, deadline=None)
@given(WISHES)
def test_the_words_that_list_shows_make_the_same_follow(wish):
    assert same_wish(made(follow_words(wish)), wish)


OVERLAPS = [
    ("everything", "drones in MN", True),
    ("alpr in MN", "alpr in Minneapolis", True),
    ("alpr in MN", "drones in MN", False),
    ("alpr in MN", "alpr in WI", False),
    ("alpr, drones ban", "drones", True),
]


@pytest.mark.parametrize(("one", "other", "expected"), OVERLAPS)
def test_overlap_is_mutual(one, other, expected):
    first, second = made(one).filter, made(other).filter
    assert overlaps(first, second) is overlaps(second, first) is expected
