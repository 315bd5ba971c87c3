"""News of one place need not name it, and what else tells whose body acts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.places import jurisdiction_of
from bot.core.places.officials import coverage_of

# title, text, outlet, expected path
TOLD = [
    # the outlet's own place, where the text speaks of such a place's body
    ("Council splits over cameras", "", "KUT", "us/tx/austin"),
    ("Alders adopt face surveillance ban 17-2", "", "Isthmus", "us/wi/madison"),
    ("MPD keeps its plate readers off", "", "Shepherd Express", "us/wi/milwaukee"),
    ("SAPD says no to ShotSpotter", "", "KSAT", "us/tx/san-antonio"),
    ("Supervisors back ban on spy gear", "", "Mission Local", "us/ca/san-francisco"),
    ("Town buys six license plate readers", "", "Wednesday Journal", "us/il/oak-park"),
    ("Senate panel takes up warrant bill for drones", "", "Maryland Matters", "us/md"),
    ("Plate reader bill dies in committee", "", "Idaho Capital Sun", "us/id"),
    ("State troopers get drones", "The governor signed it.", "KUOW", "us/wa"),
    ("Parlement stemt over gezichtsherkenning", "", "NRC", "nl"),
    ("Face recognition is often wrong, study finds", "", "KUT", ""),  # speaks of no body
    ("Council splits over cameras", "", "Wired", ""),  # an outlet without a place
    ("Council splits over cameras", "Ann Arbor's council debated.", "KUT", "us/mi/ann-arbor"),  # another's news
    # officials whom their own city's news calls by family name
    ("Johnson vetoes order to keep ShotSpotter", "", "Chicago Sun-Times", "us/il/chicago"),
    ("Johnston signs Flock extension", "The mayor did not ask.", "Denverite", "us/co/denver"),
    ("Christie lets drone bill die", "", "NJ.com", "us/nj"),
    ("Johnson vetoes order to keep ShotSpotter", "", "", ""),  # any Johnson
    ("Gov. Brown vetoes drone bill", "", "", ""),  # Oregon's or California's
    ("Ron Wyden unveils stingray warrant bill", "", "", "us"),
    # people are no towns
    ("Metro Council says no", "Councilmember Courtney Johnston said so.", "Nashville Scene", "us/tn/nashville"),
    ("Crowley nixes ban", "County Executive David Crowley sent it back.", "", "us/wi/milwaukee-county"),
    ("Norman puts facial recognition on ice", "The chief said MPD will wait.", "Urban Milwaukee", "us/wi/milwaukee"),
    ("SFPD gets a drone center", "Offices are at 315 Montgomery.", "", "us/ca/san-francisco"),
    # nicknames, capitals, largest cities
    ("Crescent City outlaws spy tech", "", "", "us/la/new-orleans"),
    ("Mississippi's capital bars face recognition", "", "", "us/ms/jackson"),
    ("Texas capital sets rules for surveillance", "", "", "us/tx/austin"),
    ("Maine's largest city bans face scans", "", "", "us/me/portland"),
    ("Plate reader bill shelved in Springfield", "Sen. Link withdrew the amendment.", "Chicago Tribune", "us/il"),
    ("Springfield council shelves plate readers", "", "The Republican", "us/ma/springfield"),
    # who is sued, and who only got at the data
    ("California AG sues El Cajon over plate data", "", "", "us/ca/el-cajon"),
    ("Judge won't toss challenge to Norfolk's plate readers", "U.S. District Judge Mark Davis ruled.", "", "us/va/norfolk"),
    ("Evanston ends Flock contract", "U.S. Customs and Border Protection saw its data.", "", "us/il/evanston"),
    ("Border Patrol had access to plates of Washington cities", "", "", "us/wa"),
    ("IBM leaves face recognition, calls on Congress to act", "", "", ""),
    # where a state only tells where
    ("Georgia police chief accused of stalking", "BRASELTON, Ga. — Town officials called the GBI.", "", "us/ga/braselton"),
    ("A Texas cop searched plate cameras nationwide", "The Johnson County Sheriff's Office asked.", "", "us/tx/johnson-county"),
    ("ACLU fights spy plane", "Baltimore's planes belong to Ohio's Persistent Surveillance Systems.", "", "us/md/baltimore"),
    # bare counties, New York's police, dotted states
    ("Suffolk panel tables plate reader grant", "", "Long Island Press", "us/ny/suffolk-county"),
    ("New York police fly drones over parties", "", "", "us/ny/new-york-city"),
    ("McDonnell seeks changes to Va. drone moratorium", "", "", "us/va"),
    ("MSPs back biometrics commissioner", "", "", "gb/scotland"),
    ("ICO fines face search firm", "The Metropolitan Police had tried it.", "", "gb"),
    ("Spanish Congress rejects face recognition bill", "", "", "es"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "text", "outlet", "expected"), TOLD, ids=[f"{row[0][:50]}-{row[2]}" for row in TOLD]
)
def test_whose_body_acts_by_what_surrounds_the_text(
    title: str, text: str, outlet: str, expected: str
) -> None:
    assert jurisdiction_of(title, text, outlet=outlet)[0].path == expected


def test_a_place_from_the_outlet_says_so_and_shows_its_words() -> None:
    place, evidence = jurisdiction_of("Council splits over cameras", "", outlet="KUT")
    assert place.basis == "the outlet covers Austin"
    assert [proof.text for proof in evidence] == ["Council"]


OUTLETS = [
    ("WSB-TV", "us/ga/atlanta"),
    ("The Republican", "us/ma/springfield"),
    ("WGAN (AP)", "us/me"),
    ("City of Bellingham", "us/wa/bellingham"),
    ("Cook County Record", "us/il/cook-county"),
    ("Scarsdale Inquirer", "us/ny/scarsdale"),  # not Philadelphia's
    ("Northampton City Clerk", ""),  # here and abroad
    ("Travel Weekly", ""),
]


@pytest.mark.parametrize(("outlet", "expected"), OUTLETS)
def test_what_an_outlet_covers(outlet: str, expected: str) -> None:
    place = coverage_of(outlet)
    assert (place.path if place else "") == expected


_OUTLET_WORDS = st.sampled_from(
    ["Mill", "Denver", "Orange", "County", "City", "of", "the", "St.", "Daily", "Clerk", "Iowa", "New", "York",
     "Sports", "Washington", "State", "University", "ACLU", "-", "&", "News", "Court", "Police", "São", "Paulo"]
)  # fmt: skip


@given(st.lists(_OUTLET_WORDS, max_size=6).map(" ".join))
def test_any_outlet_has_a_place_or_none(outlet: str) -> None:
    """A county that there isn't stopped the analysis once."""
    coverage_of("Mill County Sports")
    coverage_of(outlet)
