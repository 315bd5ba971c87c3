"""Templates: the addresses they give are those that the sites document, and what is wrong is one clear line."""

import re
import shlex
from pathlib import Path

import pytest

from bot.core.errors import UsageError
from bot.core.vocabulary import SourceKind
from bot.feeds.newfeed import slug_of
from bot.feeds.secrets import names_in
from bot.feeds.templates import all_templates, filled_in, request_of_page, template_named
from bot.feeds.values import fault_in_url

DOCUMENT = Path(__file__).parents[2] / "docs" / "feeds.md"
GUID = "EFE087C2-C62A-40F9-B1F9-6E2975E86217"

ADDRESSES = [
    # The calendar page names the feed: its number cannot be known beforehand.
    ("legistar", {"client": "pittsburgh"}, "us/pa/pittsburgh", "https://pittsburgh.legistar.com/Calendar.aspx"),
    ("legistar-files", {"client": "seattle"}, "us/wa/seattle", "https://seattle.legistar.com/Legislation.aspx"),
    # Quotes and spaces are escaped, so that the server sees the words as they were meant.
    ("courtlistener", {"query": '"facial recognition"'}, None,
     "https://www.courtlistener.com/feed/search/?q=%22facial+recognition%22&type=o"),
    ("courtlistener-dockets", {"query": "Clearview & Co"}, None,
     "https://www.courtlistener.com/feed/search/?q=Clearview+%26+Co&type=r"),
    ("courtlistener-docket", {"docket": "4214664"}, None, "https://www.courtlistener.com/docket/4214664/feed/"),
    ("courtlistener-court", {"court": "ca9"}, None, "https://www.courtlistener.com/feed/court/ca9/"),
    ("federal-register", {"query": "biometric"}, None,
     "https://www.federalregister.gov/documents/search.rss?conditions%5Bterm%5D=biometric"),
    ("google-news", {"query": "ALPR council"}, "us/tx",
     "https://news.google.com/rss/search?q=ALPR+council+when%3A2d&hl=en-US&gl=US&ceid=US:en"),
    # A search that limits its time itself keeps its own limit.
    ("google-news", {"query": "ALPR when:7d"}, "gb",
     "https://news.google.com/rss/search?q=ALPR+when%3A7d&hl=en-GB&gl=GB&ceid=GB:en"),
    ("bing-news", {"query": "Gesichtserkennung"}, "de",
     "https://www.bing.com/news/search?q=Gesichtserkennung&format=rss"),
    # The token stays out of the address.
    ("legiscan", {}, None, "https://legiscan.com/gaits/feed/$ENV{LEGISCAN_FEED}.rss"),
    ("legiscan", {"variable": "OUR_LIST"}, None, "https://legiscan.com/gaits/feed/$ENV{OUR_LIST}.rss"),
    ("open-states", {"state": "pa", "query": "face"}, None, "https://openstates.org/pa/bills/feed/?query=face"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "home", "address"), ADDRESSES)
def test_a_template_gives_the_documented_address(name, given, home, address):
    assert filled_in(template_named(name), given, home=home).url == address


def test_the_edition_of_the_press_follows_place_and_language():
    request = filled_in(template_named("google-news"), {"query": "x y"}, home="at/wien", language="de-AT")

    assert request.url.endswith("&hl=de&gl=AT&ceid=AT:de")


PAGES = [
    # What stands in a browser's address line, with the parameters that the site adds.
    (f"https://madison.legistar.com/LegislationDetail.aspx?ID=1065902&GUID={GUID}&Options=ID&Search=",
     f"https://madison.legistar.com/Feed.ashx?M=LD&ID=1065902&GUID={GUID}"),
    # The order of the parameters is nobody's promise.
    (f"https://madison.legistar.com/LegislationDetail.aspx?GUID={GUID}&ID=1065902",
     f"https://madison.legistar.com/Feed.ashx?M=LD&ID=1065902&GUID={GUID}"),
    (f"https://madison.legistar.com/MeetingDetail.aspx?ID=7&GUID={GUID}",
     f"https://madison.legistar.com/Feed.ashx?M=CalendarDetail&ID=7&GUID={GUID}"),
    ("https://www.courtlistener.com/docket/4214664/aclu-v-clearview/?order_by=desc",
     "https://www.courtlistener.com/docket/4214664/feed/"),
    # The site itself, and its two pages of lists.
    ("https://pittsburgh.legistar.com", "https://pittsburgh.legistar.com/Calendar.aspx"),
    ("http://Pittsburgh.Legistar.com/calendar.aspx?x=1", "https://pittsburgh.legistar.com/Calendar.aspx"),
    ("https://pittsburgh.legistar.com/Legislation.aspx", "https://pittsburgh.legistar.com/Legislation.aspx"),
    # Somebody pasted the private address: the token is replaced before anything is stored.
    ("https://legiscan.com/gaits/feed/" + "0123456789abcdef" * 2 + ".rss",
     "https://legiscan.com/gaits/feed/$ENV{LEGISCAN_FEED}.rss"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "feed"), PAGES)
def test_a_page_whose_address_says_it_all_needs_no_template(page, feed):
    assert request_of_page(page, home="us/wi/madison").url == feed


@pytest.mark.parametrize(
    "page",
    [
        "https://madison.legistar.com/LegislationDetail.aspx?ID=1065902",  # no GUID
        "https://madison.legistar.com.evil.example/LegislationDetail.aspx?ID=1&GUID=" + GUID,
        "https://evil.example/docket/1/feed/",
        f"https://pittsburgh.legistar.com/Feed.ashx?M=Calendar&ID=1&GUID={GUID}",  # a feed already
    ],
)
def test_other_pages_are_no_template(page):
    assert request_of_page(page, home="us") is None


WRONG = [
    ("legistar", {}, "us/pa", "--client: missing"),
    ("legistar", {"client": "pittsburgh"}, None, "--home: missing"),
    # What would lead to another host, or out of the address.
    ("legistar", {"client": "evil.example/x"}, "us", "--client: wrong form"),
    ("legistar", {"client": "a@b"}, "us", "--client: wrong form"),
    ("legistar", {"client": "{home}"}, "us", "--client: wrong form"),
    ("courtlistener-docket", {"docket": "1/../2"}, None, "--docket: wrong form"),
    ("courtlistener", {"query": "a\nb"}, None, "--query: wrong form"),
    ("courtlistener", {"client": "x", "query": "x y"}, None, "--client: courtlistener does not take it"),
    ("open-states", {"state": "pa"}, None, "--query: missing"),
    ("legistar-file", {"client": "madison"}, "us", "give the page's address"),
]


@pytest.mark.parametrize(("name", "given", "home", "told"), WRONG)
def test_what_is_missing_or_wrong_is_one_line_with_its_mend(name, given, home, told):
    with pytest.raises(UsageError) as caught:
        filled_in(template_named(name), given, home=home)

    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_token_given_as_a_variable_is_not_repeated():
    token = "0123456789abcdef" * 2
    with pytest.raises(UsageError) as caught:
        filled_in(template_named("legiscan"), {"variable": token})

    assert token not in str(caught.value)


def test_an_unknown_template_names_those_there_are():
    with pytest.raises(UsageError, match="legistar, "):
        template_named("legistr")


LINKS = [
    # (template, address on the page, is it the feed that is meant?)
    ("legistar", f"https://x.legistar.com/Feed.ashx?M=Calendar&ID=44783118&GUID={GUID}", True),
    ("legistar", f"https://x.legistar.com/Feed.ashx?M=C&ID=17442&GUID={GUID}", True),
    ("legistar", f"https://x.legistar.com/Feed.ashx?ID=17442&GUID={GUID}&M=Calendar", True),
    ("legistar", f"https://x.legistar.com/Feed.ashx?M=CalendarDetail&ID=1&GUID={GUID}", False),
    ("legistar", f"https://x.legistar.com/Feed.ashx?M=L&ID=1&GUID={GUID}", False),
    ("legistar-files", f"https://x.legistar.com/Feed.ashx?M=L&ID=1&GUID={GUID}&Title=x", True),
    ("legistar-files", f"https://x.legistar.com/Feed.ashx?M=LD&ID=1&GUID={GUID}", False),
]


@pytest.mark.parametrize(("name", "link", "wanted"), LINKS)
def test_the_right_link_of_the_page_is_taken(name, link, wanted):
    assert filled_in(template_named(name), {"client": "x"}, home="us").is_link(link) is wanted


def test_a_calendar_is_asked_for_all_its_meetings():
    request = filled_in(template_named("legistar"), {"client": "x"}, home="us")
    link = f"https://x.legistar.com/Feed.ashx?M=Calendar&ID=1&GUID={GUID}&Mode=This%20Month&Title=City+of+X"

    assert request.settled(link) == f"https://x.legistar.com/Feed.ashx?M=Calendar&ID=1&GUID={GUID}&Mode=All"


def test_the_outlet_is_the_city_not_the_calendar():
    template = template_named("legistar")

    assert template.named("City of Long Beach - Calendar (This Year)") == "City of Long Beach"
    assert template.named("Pittsburgh") == "Pittsburgh"


@pytest.mark.parametrize("name", all_templates())
def test_every_template_is_whole(name):
    template = template_named(name)

    assert isinstance(template.kind, SourceKind)
    assert template.traps
    assert bool(template.url) != bool(template.page)
    assert bool(template.page) == bool(template.link)
    given = {option.name: shlex.split(option.example)[0] for option in template.options if option.example}
    if not any(option.from_page_only for option in template.options):
        request = filled_in(template, given, home="us/pa/pittsburgh")
        assert names_in(request.url) or not fault_in_url(request.url)
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug_of(request.slug))


@pytest.mark.parametrize("name", all_templates())
def test_the_document_tells_every_template_and_its_traps(name):
    text = DOCUMENT.read_text(encoding="utf-8")
    template = template_named(name)

    assert f"### {name}\n" in text
    assert template.usage in text
    assert [trap for trap in template.traps if trap not in text] == []
