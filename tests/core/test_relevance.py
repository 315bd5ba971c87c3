"""Relevance takes public decisions on surveillance technology and leaves everything else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.concepts import phrases_of, read
from bot.core.lexicon import concepts
from bot.core.lexicon.gates import GATES
from bot.core.lexicon.relevance import WEIGHTS
from bot.core.relevance import (
    FAINT,
    RELEVANT_AT,
    STRONG,
    WORLDS,
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


def test_no_other_subject_swallows_the_technology() -> None:
    """ "What is facial recognition" told a salesman, and the item named no technology any more."""
    # A face or a biometric pass alone may be a phone's or an airline's.
    technology = phrases_of(STRONG.split()) - {"face", "biometric"}
    for phrase in phrases_of(WORLDS):
        inner = {name for name in technology if f" {name} " in f" {phrase} " and name != phrase}
        assert not inner, (phrase, inner)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Explainer: What is facial recognition and which states restrict it?",
            "At least 15 states have some limit on police use, from Maine's near-total ban to a warrant rule.",
        ),
        ("What is face recognition, and why does the council want to ban it?", "A vote is due on Monday."),
        ("Clearview's odd deal with plaintiffs is fair, judge says", "Class members get a share of it."),
        ("Illinois court approves Clearview settlement", ""),
        ("Police kept using Clearview after ban", "Officers ran 400 searches, records show."),
        ("No more Clearview for the Mounties", ""),
        ("Sheriff hid stingray from judges", "Deputies tracked phones without a warrant, the court found."),
        ("Police must say when they use a Stingray, court rules", ""),
        (
            "Jury awards $2 million to man misidentified by facial recognition",
            "The city must pay for the wrongful arrest.",
        ),
        ("Federal jury sides with workers over fingerprint scans", "The award is $228 million under BIPA."),
        ("Council bans police drones", "The vote was 6-1; recreational drones are not affected."),
        ("Governor signs bill on police drones", "It also makes drone contraband drops a felony."),
        ("School board bans facial recognition", "It removed a graphic novel from libraries, too."),
    ],
)
def test_double_meanings_in_our_sense_are_in(title: str, text: str) -> None:
    assert relevance_of(read(title, text)).score >= RELEVANT_AT


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("What is facial recognition? Our guide to the best apps", "Book a demo of our seamless solution."),
        ("Clearview wrestlers edge Flagler in district final", "The Pioneers won 38-31 behind two pins."),
        ("Clearview Library board approves new branch", "The district will pay $5 million for the building."),
        ("Clearview council votes to raise taxes", "The town board approved the budget 4-1 on Monday."),
        ("Kairos names new chair", "The ecumenical council voted on Tuesday."),
        ("Harris wins school board seat", "She plans a stingray exhibit at the county aquarium."),
        ("Council approves hailstorm relief", "The mayor will sign the ordinance for damaged homes."),
        ("City council honors diver", "He freed a stingray from a net; the mayor read a resolution."),
        ("Student wins award for facial recognition art", "The jury recognized her portrait series."),
        (
            "Face recognition portrait takes first prize",
            "The contest jury saw 900 photographs in the court house.",
        ),
        ("School board votes 5-4 to ban book about police surveillance", "The graphic novel was pulled."),
        ("Library pulls novel about a facial recognition state", "The board voted 3-2 to remove it."),
        (
            "Court upholds ban on recreational drones in state parks",
            "The ruling backs the rule on hobby aircraft.",
        ),
        ("Governor signs law against drone contraband", "Smugglers who fly it into prisons face ten years."),
        ("FAA proposes rule for drone deliveries", "The agency opened a comment period on package drones."),
    ],
)
def test_double_meanings_in_another_sense_are_out(title: str, text: str) -> None:
    assert relevance_of(read(title, text)).score < RELEVANT_AT


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Man arrested after license plate reader flags stolen truck",
            "Officers pulled the vehicle over on Route 9.",
        ),
        (
            "License plate reader helps deputies find missing teen",
            "She was found safe, the sheriff's office said.",
        ),
        ("Flock camera leads police to murder suspect", "Detectives said the car was seen near the mall."),
        (
            "Police drone finds missing toddler",
            "A thermal camera spotted the boy, the sheriff's office said.",
        ),
        ("Facial recognition leads officers to robbery suspect", "The man, 34, is due in court on Monday."),
        ("Police release body camera video of Friday's fatal shooting", "The clip shows two officers fire."),
        ("CCTV appeal: do you recognise this man?", "Officers would like to speak to him about a theft."),
        ("Movie review: In 'Watchers', a drone sees too much", "In it a court bans police surveillance."),
        ("Book review: The watched city", "A mayor bans face recognition, and the council votes him out."),
        ("Morning Brief: School budget, a new bridge", "Plus: the council's vote on license plate readers."),
        ("Tuesday headlines: rents rise", "Also: a plate reader and the best tacos in town."),
    ],
)
def test_kinds_without_a_decision_are_out(title: str, text: str) -> None:
    found = relevance_of(read(title, text))
    assert found.score < RELEVANT_AT
    assert any(gate.told in reason for gate in GATES for reason in found.reasons)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Man arrested after wrong face recognition match sues Detroit police", "He spent 30 hours in jail."),
        ("Innocent woman arrested, facial recognition blamed", "Police dropped the charges."),
        ("$136K per arrest: police say no to another year of ShotSpotter", ""),
        (
            "Accord à Détroit après une arrestation fondée sur la reconnaissance faciale",
            "La ville versera 300 000 dollars.",
        ),
        (
            "Does A.I. lead police to ignore evidence?",
            "An officer looked at a face recognition match, and no further.",
        ),
        ("Police chief arrested for using Flock cameras to stalk ex-girlfriend", "He ran 228 searches."),
        ("Officer charged with misuse of license plate reader", "He tracked a woman, investigators said."),
        ("Plate readers find stolen cars, but council wants limits", "The ordinance is due for a vote."),
        ("Court: arrest by plate reader needs no warrant", "Judges sided with the police."),
        ("Audit finds police shared plate reader data with ICE", "The state auditor looked at 300 searches."),
        ("Board review: council to vote on plate readers", "The mayor proposed the policy on Monday."),
        ("Morning vote on license plate readers", "The council will decide whether police get them."),
        (
            "Police must release body camera video within days, council decides",
            "The ordinance covers surveillance video.",
        ),
        ("Judge rules Salem police drone program unlawful", ""),
        ("Salem wins Flock suit", "A court has sided with the city and against two drivers."),
        ("Council says no to free Flock trial", "The chief wanted eight. He got a 2-5 vote."),
        ("Daily briefing by police on facial recognition ordered by council", "The ordinance passed 7-2."),
    ],
)
def test_news_that_looks_like_them_is_in(title: str, text: str) -> None:
    assert relevance_of(read(title, text)).score >= RELEVANT_AT


def test_gates_speak_against_and_know_their_concepts() -> None:
    for gate in GATES:
        assert gate.weight < 0
        assert gate.why
        assert gate.name not in labels()


def test_flock_hill_has_a_team() -> None:
    """The company's name is a town's and a school's, too: beside a game it is theirs."""
    game = relevance_of(read("Flock Hill too strong in Saturday's final", "The hosts led 17-3 at the break."))
    assert game.score < RELEVANT_AT
