"""A vote is the count on the reported measure, and nothing else that two numbers may be."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.votes import vote_of


@pytest.mark.parametrize(
    ("title", "text", "vote"),
    [
        ("Council bans face recognition 13-0", "", "13-0"),
        ("Lone no in 8-1 face surveillance vote", "", "8-1"),
        (
            "Council says no to three more months",
            "By 4-2, council members refused on Monday to prolong the trial.",
            "4-2",
        ),
        (
            "Veto of Minneapolis drone ordinance overturned",
            "By nine votes to four, the council enacted the limits.",
            "9-4",
        ),
        ("Hungary bans Pride", "Lawmakers rushed the amendment through by 136 to 27 on Tuesday.", "136-27"),
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


@pytest.mark.parametrize(
    ("title", "text", "vote"),
    [
        # An earlier vote:
        ("Mayor extends deal", "He signed months after the council rejected a $666,000 renewal 12-0.", None),
        ("Mayor extends deal", "It comes a week after members turned down a renewal 12-0.", None),
        ("Police drones, four years on", "The council passed the policy 7-2 four years back.", None),
        ("Drone policy under review", "In a July meeting, members voted 6-1 to keep it.", None),
        ("House to hear plate reader bill", "The bill cleared the Senate 30-4 in February.", None),
        ("Police miss the tool", "It is idle since the council adopted the ban 8-1.", None),
        ("Final vote on ban nears", "The ban passed its first test in October, 14-5.", None),
        # The same words around the news:
        ("Mayor signs ban", "She signed it a week after the council passed it 9-0.", "9-0"),
        ("City bars police from face recognition after 7-1 vote", "", "7-1"),
        (
            "Council restores ban",
            "Two weeks after lifting the ban, the council voted 5-4 to restore it.",
            "5-4",
        ),
        ("Council ends it", "The council voted 7-2 to end the use of face recognition in June.", "7-2"),
        ("Council bans it", "Members voted 7-2 on Tuesday to ban it starting in January.", "7-2"),
        ("Council bans it", "The ban passed 5-4 on Feb. 3, when the mayor was away.", "5-4"),
    ],
)
def test_an_earlier_vote_is_none(title: str, text: str, vote: str | None) -> None:
    """What was decided weeks ago is no news; a vote told beside another time is."""
    assert vote_of(title, text)[0] == vote


@pytest.mark.parametrize(
    ("title", "text", "vote"),
    [
        ("Council approves budget 7-2, delays face recognition policy", "", None),
        ("Panel hears plate reader bill", "It approved SB 12, an elections bill, 6-3 before taking testimony.", None),
        ("Council delays police policy", "After a 5-4 vote on rent control, members put the policy off.", None),
        ("After 5-4 vote on rent control, council turns to plate readers", "", None),
        ("Council ends plate readers", "It passed the budget 7-2 and ended the plate readers 5-4.", "5-4"),
        ("Council bans face recognition 7-2, passes budget", "", "7-2"),
        ("Council bans it", "After a debate on the budget members voted 5-4 for the face recognition ban.", "5-4"),
        # The matter is where it applies, or whose board it is:
        ("Ban on biometrics in schools passes 112-3", "", "112-3"),
        ("Trustees end camera deal", "The school board voted 6-1 to end it.", "6-1"),
        ("Trustees allow it", "Trustees voted 5-2 to allow it in schools.", "5-2"),
    ],
)  # fmt: skip
def test_a_vote_on_another_matter_is_none(title: str, text: str, vote: str | None) -> None:
    """One evening's agenda holds budgets and rents as well."""
    assert vote_of(title, text)[0] == vote


@pytest.mark.parametrize(
    ("text", "vote"),
    [
        ("The panel approved SB 12 6-3 before taking testimony on SB 447.", None),
        ("The panel approved SB 447 6-3 after it heard SB 12.", "6-3"),
        ("The panel approved Senate Bill 447 6-3.", "6-3"),
        ("The panel approved the plate reader bill, now SB 12, 6-3.", "6-3"),  # a new number, told as ours
        ("The panel voted 6-3.", "6-3"),
    ],
)
def test_a_vote_on_another_bill_is_none(text: str, vote: str | None) -> None:
    """Where the clause names a number, it must be the reported one's."""
    assert vote_of("Panel meets", text, bill="SB 447")[0] == vote


@pytest.mark.parametrize(
    ("title", "text", "vote"),
    [
        ("Mayor vetoes ban", "The council adopted it 6-3. Members need six votes to override.", None),
        ("Mayor vetoes ban; council lacks votes to override", "It had passed 6-3.", None),
        ("Governor vetoes ban", "It passed 60-38, enough to override him.", None),
        ("Mayor vetoes ban; council answers", "On Friday members voted 8-1 to override.", "8-1"),
        ("Council fails to override veto of drone ban", "The vote was 6-3, one short.", "6-3"),
        ("Council passes ban 8-1 despite mayor's veto", "", "8-1"),
        ("Council defies mayor in 33-14 vote; mayor vows veto", "", "33-14"),  # nothing is vetoed
        ("Drone ban passes 7-2 under threat of veto", "", "7-2"),
    ],
)
def test_the_vote_before_a_veto_is_history(title: str, text: str, vote: str | None) -> None:
    """Only an override that is told as done is the news."""
    assert vote_of(title, text)[0] == vote


@pytest.mark.parametrize(
    ("text", "vote"),
    [
        ("Los senadores votaron 40 a 9 a favor del proyecto.", "40-9"),
        ("El concejo aprobó por 8 a 1 la ordenanza.", "8-1"),
        ("Aprobó la ordenanza en una votación de 8 a 1.", "8-1"),
        ("Os vereadores aprovaram por 21 a 14 o projeto.", "21-14"),
        ("Votaron para guardar los datos de 30 a 60 días.", None),
        ("Aprobó cámaras que funcionan de 9 a 17 horas.", None),
        ("El horario es 8 a 20.", None),
    ],
)
def test_votes_abroad(text: str, vote: str | None) -> None:
    """Two numbers with "a" are a count where somebody votes, and they are no hours."""
    assert vote_of("", text)[0] == vote


def test_a_sentence_of_counts_costs_bounded_time() -> None:
    """Each count has its surroundings read, so only so many are."""
    started = time.process_time()
    vote_of("Council votes", "voted for the budget " + "13-2 " * 600)
    assert time.process_time() - started < 0.5


def test_the_words_are_shown() -> None:
    text = "It is done. Members voted 44 to six for the bill."
    _, (evidence,) = vote_of("A title", text)
    assert (evidence.source, evidence.value) == ("summary", "44-6")
    assert text[evidence.start : evidence.end] == evidence.text == "44 to six"


@given(st.text(alphabet="0123456789-– votedpass,.to in favor", max_size=200))
def test_any_text_is_answered(text: str) -> None:
    vote_of(text, text)
