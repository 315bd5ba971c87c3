"""Which forces, regulators and ministries an item names."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.agencies import find_agencies

NAMED = [
    ("Minneapolis City Council Bans Its Police Department From Face Recognition", "", ["Minneapolis Police Department"]),  # headline capitals
    ("Minneapolis police may not use face recognition", "", ["Minneapolis Police Department"]),  # lower-case police
    ("Minneapolis council bans its police department from using it", "", ["Minneapolis Police Department"]),  # "its", in the headline of one city
    ("NYPD discloses tools", "", ["New York Police Department"]),  # initials of the largest force
    ("New York police fly drones", "", ["New York Police Department"]),  # one name for both
    ("LAPD approves drones", "", ["Los Angeles Police Department"]),  # initials
    ("Oakland weighs cameras", "OPD asked for 290 of them.", ["Oakland Police Department"]),  # initials with their city
    ("Council hears OPD", "", ["OPD"]),  # initials without it: told as they stand
    ("Milwaukee council", "The Milwaukee Police Department (MPD) paused; MPD said so.", ["Milwaukee Police Department"]),  # one force, two names
    ("Commission meets", "The Fire & Police Commission heard Milwaukee police.", ["Fire and Police Commission", "Milwaukee Police Department"]),  # ampersand
    ("Baltimore City police exempted", "", ["Baltimore Police Department"]),  # "City" is no part of the name
    ("Portland Police Bureau ends pilot", "", ["Portland Police Bureau"]),  # a bureau
    ("Metro Nashville Police Department tests readers", "", ["Metro Nashville Police Department"]),  # a united city and county
    ("Pasco Sheriff's Office settles", "", ["Pasco County Sheriff's Office"]),  # the county is implied
    ("King County council bans it", "The sheriff's office must stop.", ["King County Sheriff's Office"]),  # the county's own
    ("King County sheriff's department must stop", "", ["King County Sheriff's Office"]),  # another word for it
    ("Texas Attorney General sues", "", ["Texas Attorney General"]),  # a state's
    ("Attorney General Ken Paxton sues", "", ["Texas Attorney General"]),  # by name
    ("Michigan State Police audited", "", ["Michigan State Police"]),  # a state's force
    ("California Highway Patrol lends cameras", "", ["California Highway Patrol (CHP)"]),  # another
    ("FTC bars chain", "The Federal Trade Commission said so.", ["Federal Trade Commission (FTC)"]),  # once, not twice
    ("ICE and CBP use app", "", ["Immigration and Customs Enforcement (ICE)", "Customs and Border Protection (CBP)"]),  # two
    ("Met Police doubles deployments", "", ["Metropolitan Police"]),  # London
    ("Met faces court over cameras", "", ["Metropolitan Police"]),  # shorter still
    ("D.C. Metropolitan Police use drones", "", ["Metropolitan Police Department (D.C.)"]),  # not London
    ("South Wales Police acted unlawfully", "", ["South Wales Police"]),  # a region's force
    ("ICO fines firm", "The Information Commissioner’s Office said so.", ["Information Commissioner's Office (ICO)"]),  # curly apostrophe
    ("Gardaí to get cameras", "", ["An Garda Síochána"]),  # plural
    ("Garda Síochána bill", "", ["An Garda Síochána"]),  # long form
    ("RCMP broke the law", "", ["Royal Canadian Mounted Police (RCMP)"]),  # Canada
    ("Hyderabad police commissioner answers court", "", ["Hyderabad Police"]),  # an officer stands for the force
    ("China's Ministry of Public Security issues rules", "", ["Ministry of Public Security"]),  # a ministry
    ("French watchdog CNIL fines firm", "", ["Commission nationale de l'informatique et des libertés (CNIL)"]),  # a regulator
    ("Smallville Police Department buys drones", "", ["Smallville Police Department"]),  # no gazetteer knows it
    ("Council passes ordinance", "The Senate and the Supreme Court were silent.", []),  # no agencies
    ("California police lose face recognition", "", []),  # all police of a state are no agency
    ("Chula Vista police drone case", "", []),  # about drones, not the force
    ("ICE cold weather", "", ["Immigration and Customs Enforcement (ICE)"]),  # capitals cannot be told apart
    ("Ice cream prices", "", []),  # lower case can
    ("Mayor Jackson told police to stop", "", []),  # a name and police in one sentence
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "expected"), NAMED, ids=[row[0][:50] for row in NAMED])
def test_agencies_that_a_text_names(title: str, text: str, expected: list[str]) -> None:
    assert list(find_agencies(title, text)[0]) == expected


def test_home_gives_initials_a_city() -> None:
    assert find_agencies("Council hears OPD", "", home="us/ca/oakland")[0] == ("Oakland Police Department",)


@given(
    st.text(max_size=300),
    st.lists(
        st.sampled_from(
            ["Oakland", "Police", "MPD", "King County", "sheriff's office", "ICE", "Met", "'s", ","]
        )
    ),
)
@settings(max_examples=100, deadline=None)
def test_evidence_is_verbatim(title: str, words: list[str]) -> None:
    text = " ".join(words)
    names, evidence = find_agencies(title, text)
    assert [proof.value for proof in evidence] == list(names)
    assert len(set(names)) == len(names)
    for proof in evidence:
        assert {"title": title, "summary": text}[proof.source][proof.start : proof.end] == proof.text


@pytest.mark.parametrize(
    "text", ["Police " * 20_000, "A" * 100_000, "Xyz " * 20_000 + "Police Department", "MPD " * 30_000]
)
def test_hostile_text_costs_bounded_time(text: str) -> None:
    started = time.perf_counter()
    find_agencies(text, text)
    assert time.perf_counter() - started < 1.0
