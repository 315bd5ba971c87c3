"""Relevance takes public decisions on surveillance technology and leaves everything else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.concepts import phrases_of, read
from bot.core.lexicon import concepts
from bot.core.lexicon.relevance import WEIGHTS
from bot.core.relevance import (
    FAINT,
    RELEVANT_AT,
    STRONG,
    features_of,
    labels,
    names_technology,
    relevance_of,
    sign_expected,
    unrelated,
)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Council bans face recognition",
            "The City Council voted 9-0 to keep police from using the technology.",
        ),
        ("Judge: police drones need warrant", "The court sided with a resident who sued the county."),
        ("Regulator fines Clearview AI", "The data protection authority ordered it to delete faces."),
        (
            "Sheriff's plate readers under audit",
            "The county auditor found that deputies shared data with ICE.",
        ),
        ("Gesichtserkennung: Bundestag debattiert Gesetz", "Die Polizei soll die Software nutzen dürfen."),
    ],
)
def test_decisions_on_surveillance_are_in(title: str, text: str) -> None:
    assert relevance_of(read(title, text)).score >= 0.5


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("New phone unlocks with your face", "Face ID is faster and the price is lower."),
        ("Face recognition with Python", "In this tutorial you will learn how to use OpenCV."),
        ("Flu surveillance: week 40", "Influenza cases rose in five states, the health department said."),
        ("Council bans plastic bags", "The City Council voted 9-0; police will hand out fines."),
        ("Police chief sues city", "The court hears the case on Monday."),  # no technology: anybody's news
        ("Drone delivery expands", "Customers get packages within an hour."),
        ("Startup raises $40M for face payments", "Venture capital investors led the Series B round."),
        ("", ""),
    ],
)
def test_other_worlds_are_out(title: str, text: str) -> None:
    assert relevance_of(read(title, text)).score < 0.5


def test_reasons_are_plain_words() -> None:
    found = relevance_of(read("Council bans face recognition", "The City Council voted 9-0."))
    assert found.reasons
    assert all(reason.startswith(("for: ", "against: ")) for reason in found.reasons)


def test_no_weight_has_the_wrong_sign_or_an_unknown_name() -> None:
    known = labels()
    for name, weight in WEIGHTS.items():
        assert name in known
        assert weight * sign_expected(name) > 0


@given(st.text(max_size=300), st.text(max_size=600))
def test_scores_and_features_stay_in_bounds(title: str, text: str) -> None:
    reading = read(title, text)
    assert 0 <= relevance_of(reading).score <= 1
    assert all(0 <= value <= 1 for value in features_of(reading).values())


TECHNOLOGY = sorted(phrases_of(f"{STRONG} {FAINT}".split()))
OTHERS = sorted(phrases_of({concept.name for concept in concepts()} - set(f"{STRONG} {FAINT}".split())))


def test_a_text_without_the_subject_is_told_so_unread() -> None:
    assert not names_technology("Council bans plastic bags", "The City Council voted 9-0; police will fine.")
    assert not names_technology(
        "Tablet surfaces a new interface", "License to cook: a chef's favourite platter"
    )
    assert unrelated() == relevance_of(read("Council bans plastic bags", ""))
    assert unrelated().score < RELEVANT_AT


@pytest.mark.parametrize("joint", [" ", "-", "/", " - ", "\u00a0", "’s ", "' ", " l'"])
def test_every_name_of_the_subject_is_seen(joint: str) -> None:
    for phrase in TECHNOLOGY:
        assert names_technology("News", f"The l’{phrase.replace(' ', joint)}s of it"), phrase


# Scraps of phrases, of what joins and breaks them, and of what letters may look like.
SCRAPS = (
    st.sampled_from(TECHNOLOGY)
    | st.sampled_from(OTHERS)
    | st.sampled_from([word for phrase in TECHNOLOGY for word in phrase.split()])
    | st.sampled_from((" ", "-", "‑", "–", " - ", "/", "'s ", "’s ", "' ", "\u00a0", "\n", ". ", ", ", "_"))
    | st.sampled_from(("l'", "dell’", "İ", "ſ", "K", "ß", "é", "1", "'", "顔認識", "の", "4k", "\u0301"))
    | st.text(max_size=3)
)
TEXTS = st.lists(SCRAPS.flatmap(lambda scrap: st.sampled_from((scrap, scrap.upper(), scrap.title())))).map(
    "".join
)


@given(TEXTS, TEXTS)
@settings(max_examples=500, deadline=None)
def test_what_is_not_read_would_score_the_same(title: str, text: str) -> None:
    if not names_technology(title, text):
        assert relevance_of(read(title, text)) == unrelated()
