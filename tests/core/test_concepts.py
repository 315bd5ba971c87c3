"""Texts become rows of concepts, and rules find meanings in them without reaching too far."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.concepts import read, sign_of
from bot.core.lexicon import concepts
from bot.core.rules import GROUPS, Rule, Table, compiled


def signs(*names: str) -> str:
    return "".join(name if name in ".|" else sign_of(name) for name in names)


def test_phrases_become_one_sign() -> None:
    reading = read("Council votes to lift its facial-recognition ban", "")
    assert reading.signs == signs("COUNCIL", "PASS", "LIFT", ".", "FACE", "BAN")


def test_punctuation_breaks_a_phrase() -> None:
    assert sign_of("LAW") not in read("Across the state, law enforcement agreed", "").signs
    assert sign_of("POLICE") in read("Across the state, law enforcement agreed", "").signs


def test_possessives_and_elisions_are_the_word_itself() -> None:
    assert sign_of("COUNCIL") in read("The council’s decision", "").signs
    assert sign_of("SETTLE") in read("Accettato l'accordo", "").signs


@pytest.mark.parametrize(
    ("pattern", "title", "found"),
    [
        ("BAN FACE", "They ban face recognition", True),
        ("BAN + FACE", "They ban all face recognition", False),
        ("BAN ~1 FACE", "They ban all face recognition", True),
        ("^ BAN", "They ban it", False),
        ("^ BAN", "Ban it", True),
        ("BAN $", "They want a ban", True),
        ("COUNCIL !NEGATION ~4 PASS", "Council did not pass it", False),
        ("COUNCIL !NEGATION ~4 PASS", "Council did then pass it", True),
        ("<AFTER BAN", "After the ban they went home", False),
        ("<AFTER BAN", "Home they went: a ban", True),
        ("COUNCIL/MAYOR PASS", "Mayor approves it", True),
    ],
)
def test_the_pattern_language(pattern: str, title: str, found: bool) -> None:
    assert bool(compiled(pattern).search(read(title, "").signs)) is found


def test_a_hit_never_crosses_a_sentence() -> None:
    rule = Rule(id="r", value="x", pattern="BAN ~9 FACE", why="w", weight=1.0)
    assert not Table([rule]).hits(read("", "They want a ban. Face recognition is here."))


def test_the_title_weighs_most() -> None:
    rule = Rule(id="r", value="x", pattern="BAN", why="w", weight=1.0)
    (in_title,) = Table([rule]).hits(read("A ban", ""))
    (in_text,) = Table([rule]).hits(read("", "First. A ban"))
    assert in_title.strength > in_text.strength


def test_the_lexicon_has_reasons_and_known_names() -> None:
    names = {concept.name for concept in concepts()}
    assert all(concept.why and concept.phrases.strip() for concept in concepts())
    assert all(name in names for group in GROUPS.values() for name in group.split())


@given(st.text(max_size=200), st.text(max_size=400))
def test_signs_lead_back_to_the_words(title: str, text: str) -> None:
    reading = read(title, text)
    assert len(reading.signs) == len(reading.starts) == len(reading.ends) == len(reading.zones)
    for place in range(len(reading.signs)):
        start, end, words = reading.words(place, place + 1)
        source = text if reading.zones[place] else title
        assert source[start:end] == words
