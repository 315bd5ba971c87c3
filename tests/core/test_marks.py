"""Turns of phrase that tell how far a matter has come, as features of the weights."""

import pytest

from bot.core.concepts import read
from bot.core.decision import proposal_of
from bot.core.lexicon.marks import MARKS
from bot.core.weighing import features_of, told


def marks_in(text: str) -> set[str]:
    return {mark.name for mark in MARKS if mark.pattern.search(text.lower())}


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("A second vote, seen as a formality, is set for Monday.", "another vote is due"),
        ("One last council vote is required before it takes hold.", "another vote is due"),
        ("It still needs a final reading.", "another vote is due"),
        ("The board gave initial approval to the contract.", "first of several votes"),
        ("It now heads to the governor's desk.", "a signature is due"),
        ("The mayor has said he will sign it.", "a signature is due"),
        ("La medida pasa ahora a la firma del ejecutivo.", "a signature is due"),
        ("Trustees tabled the agreement.", "put off"),
        ("The council will vote on Thursday.", "a vote is ahead"),
        ("The town moves a step closer to a ban.", "comes closer"),
        ("The committee recommended approval.", "a committee acted"),
        ("The governor returned the bill to lawmakers with amendments.", "the executive refused"),
        ("Supporters ask the mayor to veto it.", "a veto is asked for"),
        ("The rule takes effect on Friday.", "in force"),
        ("The county ends its contract for plate readers.", "ended by those who had it"),
        ("Supervisors lifted the ban.", "a limit undone"),
        ("The measure was voted down.", "voted down"),
        ("The panel deadlocked.", "voted down"),
        ("She moved to have the evidence suppressed.", "a criminal case"),
    ],
)
def test_what_the_marks_are_found_in(text: str, mark: str):
    assert mark in marks_in(text)


def test_names_are_their_own_and_a_quiet_text_has_none():
    assert len({mark.name for mark in MARKS}) == len(MARKS)
    assert marks_in("Loons were counted on the lake in mild weather.") == set()


def test_title_and_text_are_told_apart_and_in_words():
    reading = read("Second vote is set for Monday", "Loons were counted on the lake.")
    found = features_of(reading, proposal_of(reading))
    assert {"mt:another vote is due", "m:another vote is due"} <= found.keys()
    assert "mx:another vote is due" not in found
    assert told("mt:another vote is due") == "another vote is due, says the headline"
