"""A refusal and a denial name the same ban as a ban does, and are the opposite of it."""

import pytest

from bot.core.classify import analyse
from bot.core.models import Item
from bot.core.vocabulary import Action, Direction, Stage


def verdict(title, text):
    return analyse(Item(feed="f", guid="g", url="https://x.example/1", title=title, text=text)).verdict


@pytest.mark.parametrize(
    ("title", "text", "action", "direction"),
    [
        (
            "Riverton says no to facial recognition",
            "The Riverton City Council voted 6-2 against letting police use facial recognition.",
            Action.AUTHORIZE,
            Direction.RESTRICTS,
        ),
        (
            "City council won't ban facial recognition",
            "The Riverton City Council declined to ban police use of facial recognition on a 4-3 vote.",
            Action.BAN,
            Direction.EXPANDS,
        ),
    ],
)
def test_what_a_body_refused_failed(title, text, action, direction):
    said = verdict(title, text)

    assert (said.action, said.stage, said.direction) == (action, Stage.FAILED, direction)
    assert any(span.field == "stage" for span in said.evidence)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("No vote to ban facial recognition in Riverton, mayor says", "Mayor Ruiz denied that the city banned it."),
        ("Fact check: Did Riverton ban license plate readers? No.", "A post says the City Council banned them."),
        ("Riverton police and facial recognition", "The mayor denied that the council banned facial recognition."),
        ("Nobody voted to ban facial recognition in Riverton, mayor says", "The claim spread on Monday."),
    ],
)  # fmt: skip
def test_what_is_denied_is_no_decision(title, text):
    said = verdict(title, text)

    assert (said.stage, said.direction) == (Stage.NONE, Direction.INFORMS)


def test_a_ban_turned_down_beside_a_permission_expands_the_use():
    said = verdict(
        "Riverton council turns down ban on police facial recognition and approves the software",
        "The council voted 5-4 on Tuesday to let police use facial recognition.",
    )

    assert (said.action, said.stage) in {(Action.AUTHORIZE, Stage.ENACTED), (Action.BAN, Stage.FAILED)}
    assert said.direction is Direction.EXPANDS
