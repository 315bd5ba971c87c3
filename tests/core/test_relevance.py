"""Relevance takes public decisions on surveillance technology and leaves everything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.concepts import read
from bot.core.lexicon.relevance import WEIGHTS
from bot.core.relevance import features_of, labels, relevance_of, sign_expected


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
