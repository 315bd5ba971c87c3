"""Whose technology an item is about."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.vendors import find_vendors

NAMED = [
    ("Clearview AI fined", "", ["Clearview AI"]),  # certain
    ("Clearview loses appeal", "The face recognition firm scraped photos.", ["Clearview AI"]),  # the cue stands below
    ("Oak Park votes to cancel Flock, 5-2", "The maker of eight plate cameras loses.", ["Flock Safety"]),
    ("New law limits Flock-style cameras", "", []),  # a kind of camera
    ("FTC puts new restrictions on Facebook over faces", "", ["Meta"]),  # not where something was posted
    ("State drops ID.me face scans", "", ["ID.me"]),
    ("Council takes Boston Dynamics' robot dog", "", ["Boston Dynamics"]),
    ("LiveView Technologies trailers leave parks", "", ["LiveView Technologies"]),
    ("Face search firm Clearview loses appeal", "", ["Clearview AI"]),  # a cue near by
    ("Clearview Avenue to close", "Road works begin Monday.", []),  # a street
    ("Flock Safety cameras go up", "", ["Flock Safety"]),  # certain
    ("Council drops Flock contract", "", ["Flock Safety"]),  # a contract is a cue
    ("A flock of birds under cameras", "", []),  # lower case
    ("ShotSpotter contract ends", "", ["SoundThinking"]),  # product to firm
    ("SoundThinking, formerly ShotSpotter, sued", "", ["SoundThinking"]),  # two names, one firm
    ("Rekognition misidentifies lawmakers", "", ["Amazon"]),  # product to firm
    ("Amazon Ring ends police requests", "", ["Amazon"]),  # the same firm
    ("Ring doorbells and the police", "", ["Amazon"]),  # one word with a cue
    ("Ring road opens", "", []),  # one word without
    ("Motorola Solutions wins plate reader deal", "", ["Motorola Solutions"]),
    ("Vigilant Solutions database leaked", "", ["Vigilant Solutions"]),  # bought by it
    ("Vigilant citizens form a watch", "", []),  # a word
    ("Axon drones for police", "", ["Axon"]),
    ("Axon growth in nerve cells", "", []),  # the nerve
    ("NEC software compares faces", "", ["NEC"]),
    ("NEC rules on wiring", "", []),  # the electrical code
    ("Facebook settles face recognition suit", "", ["Meta"]),  # the firm
    ("Police announce cameras in a Facebook post", "", []),  # where it was said
    ("Face search firm used photos scraped from Instagram", "", []),  # where faces come from
    ("IBM quits face recognition", "", ["IBM"]),
    ("Microsoft sells no face recognition to police", "", ["Microsoft"]),
    ("Meta settles Texas biometric suit", "", ["Meta"]),
    ("Facebook to pay in biometric suit", "", ["Meta"]),  # former name
    ("A meta study", "", []),  # lower case
    ("Apple pie contest", "", []),  # no cue
    ("Rite Aid barred from face recognition", "", []),  # a user of it
    ("Madison Square Garden and Bunnings scan faces", "", []),  # users of it
    ("Cellebrite and GrayKey at the border", "", ["Cellebrite", "Grayshift"]),  # two
    ("Hikvision, Dahua banned", "", ["Hikvision", "Dahua"]),  # a list
    ("PredPol, now Geolitica, shuts", "", ["PredPol"]),  # renamed
    ("Police buy DataWorks Plus system from Idemia", "", ["DataWorks Plus", "IDEMIA"]),  # order of appearance
    ("", "", []),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "expected"), NAMED, ids=[row[0][:50] for row in NAMED])
def test_vendors_that_a_text_names(title: str, text: str, expected: list[str]) -> None:
    assert list(find_vendors(title, text)[0]) == expected


def test_a_doubtful_name_is_believed_once_it_is_certain_elsewhere() -> None:
    names, evidence = find_vendors("Clearview loses", "Clearview AI said nothing.")
    assert names == ("Clearview AI",)
    assert (evidence[0].source, evidence[0].text) == ("title", "Clearview")


@given(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(["Clearview", "AI", "Flock", "Ring", "camera", "Meta", "NEC", "Face", "ID", "."])
    ),
)
@settings(max_examples=100, deadline=None)
def test_evidence_is_verbatim(title: str, words: list[str]) -> None:
    text = " ".join(words)
    names, evidence = find_vendors(title, text)
    assert [proof.value for proof in evidence] == list(names)
    for proof in evidence:
        assert {"title": title, "summary": text}[proof.source][proof.start : proof.end] == proof.text


@pytest.mark.parametrize("text", ["Flock " * 20_000, "A" * 100_000, "Ring camera " * 10_000])
def test_hostile_text_costs_bounded_time(text: str) -> None:
    started = time.process_time()
    find_vendors(text, text)
    assert time.process_time() - started < 1.0
