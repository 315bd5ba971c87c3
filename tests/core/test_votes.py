"""A vote is the count on the reported measure, and nothing else that two numbers may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.votes import vote_of


@pytest.mark.parametrize(
    ("title", "text", "vote"),
    [
        ("Council bans face recognition 13-0", "", "13-0"),
        ("Lone no in 8-1 face surveillance vote", "", "8-1"),
        ("ShotSpotter expansion squeaks by, 5-4", "", "5-4"),
        (
            "House of Delegates moves biometric bill",
            "Consumers could sue under the amended version, 99-34.",
            "99-34",
        ),
        ("Junta prohíbe reconocimiento facial", "Aprobó por ocho votos a uno la ordenanza.", "8-1"),
        ("Gemeinderat kippt Verbot", "Mit 63 zu 58 Stimmen strich der Rat den Artikel.", "63-58"),
        ("Council minutes", "The motion failed: For: 2 (Gleason, Mendoza). Against: 5.", "2-5"),
        ("Committee splits", "With two for and two against, the committee sent nothing on.", "2-2"),
        ("9th Circuit, 3-0: users can sue", "", "3-0"),  # judges vote, too
        (
            "Mayor vetoes ban",
            "The council had squeaked it through on a 5-4 vote.",
            None,
        ),  # the vote before the veto
        ("Council overrides veto of ban", "The 9-2 vote puts it in force.", "9-2"),
        ("Bill lost", "He lost by a two-to-one margin in the House.", None),  # a ratio
        ("Concejo cancela contrato", "Votó de manera unánime el martes.", "unanimous"),
        ("", "The bill passed the House 61–9 on Wednesday.", "61-9"),  # en dash
        ("", "Members voted 44 to six for the bill.", "44-6"),  # a style guide's words below ten
        ("", "By a vote of seven to two the board adopted the policy.", "7-2"),
        ("", "With 523 in favor, 46 opposed and 49 abstaining, MEPs backed the act.", "523-46"),
        ("", "Foram 499 votos a favor, 28 contra e 93 abstenções na votação.", "499-28"),
        ("", "By 21 votes to 14 the council let police try the cameras.", "21-14"),
        ("", "The ordinance 13-0 passed on Friday.", "13-0"),  # not the number of an ordinance
        ("", "The council approved the ban unanimously.", "unanimous"),
        ("", "All nine council members voted in favor of the ban on Monday.", "9-0"),
        ("", "Seven ayes, not one nay: the city council put plate readers aside.", "7-0"),
        ("", "Eleven city councilors voted for it, and none against.", "11-0"),
        ("", "Two ayes and no nays is no vote of a body.", None),
        ("", "All nine council members spoke before the vote.", None),
        ("", "In a unanimous vote the board adopted it.", "unanimous"),
        ("", "Councilors said yes, without a single no, to the ordinance.", "unanimous"),
        (
            "Council unanimous",
            "The council voted unanimously, 9-0, for the ban.",
            "9-0",
        ),  # the number is the better fact
        ("", "The vote failed 14-16.", "14-16"),
        (
            "",
            "The ordinance passed 4-2 and upholds parts of the ban which the council had adopted in 2020.",
            "4-2",
        ),
        # Other things:
        ("", "The council passed it; cameras run 24-7 there.", None),
        ("", "The council voted for a contract of 3-5 years.", None),
        ("", "Members voted to keep data for 30 to 60 days.", None),
        ("", "The council approved cameras for ages 12 to 15.", None),
        ("", "The council voted on June 27-28.", None),
        ("", "The 2019-20 budget passed.", None),
        ("", "Council Bill 21-0001 passed.", None),
        (
            "",
            "The appeals court ruled 2-1 that police need a warrant.",
            "2-1",
        ),  # a court's split is a vote, too
        ("", "Eagles beat Giants 13-0.", None),
        ("", "The council's unanimous vote last September created the board.", None),  # an earlier vote
        ("", "The council had unanimously passed a law two years ago.", None),
        ("", "Support was unanimous among residents.", None),
        ("", "The price rose from $5-6 after the vote.", None),
        ("", "", None),
    ],
)
def test_votes(title: str, text: str, vote: str | None) -> None:
    assert vote_of(title, text)[0] == vote


def test_the_words_are_shown() -> None:
    text = "It is done. Members voted 44 to six for the bill."
    _, (evidence,) = vote_of("A title", text)
    assert (evidence.source, evidence.value) == ("summary", "44-6")
    assert text[evidence.start : evidence.end] == evidence.text == "44 to six"


@given(st.text(alphabet="0123456789-– votedpass,.to in favor", max_size=200))
def test_any_text_is_answered(text: str) -> None:
    vote_of(text, text)
