"""Items one after the other into stories, as `civicwatch analyze` does it."""

from datetime import UTC, datetime

from bot.core.models import Item
from bot.core.stream import Stream


def item(number: int, title: str, text: str = "", published: datetime | None = None) -> Item:
    return Item(feed="", guid=str(number), url="", title=title, text=text, published=published)


VOTE = item(
    1,
    "Minneapolis City Council bans police use of facial recognition",
    "The Minneapolis City Council voted 9-4 on Friday to ban the Minneapolis Police Department from using facial "
    "recognition technology, Clearview AI's software included.",
)
SAME = item(
    2,
    "Facial recognition outlawed for Minneapolis police",
    "In a 9-4 vote on Friday, the Minneapolis City Council banned facial recognition technology, such as that of "
    "Clearview AI, for the Minneapolis Police Department.",
)
ELSEWHERE = item(
    3,
    "Oakland City Council bans police use of facial recognition",
    "The Oakland City Council voted on Tuesday to ban the Oakland Police Department from using facial recognition.",
)
RECIPE = item(4, "Ten soups for autumn", "Pumpkin is the vegetable of the season.")


def test_stories_of_a_stream():
    """Two reports of one vote, another city, and something else entirely."""
    stream = Stream()
    found = [stream.add(each)[1] for each in (VOTE, ELSEWHERE, RECIPE, SAME)]
    assert [each.story for each in found] == ["s1", "s2", None, "s1"]
    assert all(each.reasons for each in found)


def test_irrelevant_items_leave_no_trace():
    """Assignment of what matters does not depend on what doesn't."""
    with_noise, without = Stream(), Stream()
    for number in range(5):
        with_noise.add(item(100 + number, f"Ten soups for autumn, part {number}"))
    assert [with_noise.add(each)[1] for each in (VOTE, SAME)] == [
        without.add(each)[1] for each in (VOTE, SAME)
    ]


def test_a_copy_is_a_repost():
    """The same text again."""
    stream = Stream()
    stream.add(VOTE)
    analysis, again = stream.add(VOTE)
    assert (again.story, again.repost) == ("s1", True)
    assert analysis.verdict.relevant


def test_dates_keep_years_apart():
    """The anniversary of a vote is not the vote."""
    stream = Stream()
    first = item(1, VOTE.title, VOTE.text, datetime(2021, 2, 12, tzinfo=UTC))
    later = item(2, SAME.title, SAME.text, datetime(2026, 2, 12, tzinfo=UTC))
    assert [stream.add(each)[1].story for each in (first, later)] == ["s1", "s2"]


CITIES = [
    "Akron", "Albuquerque", "Anaheim", "Ann Arbor", "Baltimore", "Berkeley", "Boise", "Boston", "Boulder", "Buffalo",
    "Cambridge, Mass.", "Chattanooga", "Chula Vista", "Cincinnati", "Cleveland", "Dallas", "Dayton", "Denver",
    "Des Moines", "Detroit", "Durham, N.C.", "El Paso", "Eugene, Ore.", "Fresno", "Grand Rapids", "Hartford, Conn.",
    "Honolulu", "Houston", "Indianapolis", "Jacksonville", "Kalamazoo", "Knoxville", "Las Vegas", "Lubbock", "Madison, Wis.",
    "Memphis", "Milwaukee", "Minneapolis", "Nashville", "New Orleans", "Oakland", "Omaha", "Philadelphia", "Phoenix",
    "Pittsburgh", "Portland, Maine", "Portland, Ore.", "Sacramento", "San Diego", "Seattle",
]  # fmt: skip
TEMPLATES = [
    "{} bans facial recognition",
    "{} City Council votes to ban police use of facial recognition technology",
    "{} police to get Flock Safety license plate readers under new contract",
    "{} City Council considers surveillance technology oversight ordinance",
    "Mayor of {} signs facial recognition moratorium",
    "Judge rules {} police drone surveillance program unconstitutional",
]


def test_template_headlines_never_merge_cities():
    """Fifty cities, six headlines, no text, no dates: whatever joins is one city's."""
    stream = Stream()
    cities_of: dict[str, set[str]] = {}
    for number, (template, city) in enumerate((template, city) for template in TEMPLATES for city in CITIES):
        story = stream.add(item(number, template.format(city)))[1].story
        if story is not None:
            cities_of.setdefault(story, set()).add(city)
    assert len(cities_of) >= 250
    assert [cities for cities in cities_of.values() if len(cities) > 1] == []
