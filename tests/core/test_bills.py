"""A bill is an identifier as the text writes it; streets, years, votes and cited laws are none."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.bills import bill_of
from bot.core.models import Jurisdiction
from bot.core.vocabulary import Action, Level


@pytest.mark.parametrize(
    ("title", "text", "bill"),
    [
        ("SB 741 signed", "", "SB 741"),
        ("NOTICE: Docket #0683, ordinance banning facial recognition", "", "Docket #0683"),
        ("Town Meeting backs Article 25", "", "Article 25"),
        ("Stop Secret Cameras Surveillance Ordinance wins in Salem", "", "Stop Secret Cameras Surveillance Ordinance"),
        ("Salem Passes Facial Recognition Ban Ordinance", "", None),  # it describes, and every word is a capital
        (
            "Senators Lane and Ortiz Announce Face Search and Biometric Technology Moratorium Act",
            "",
            "Face Search and Biometric Technology Moratorium Act",
        ),
        ("Commissioners back rules", "The chief hailed Directive 307.5 and its penalties.", "Directive 307.5"),
        ("Court applies Directive 2016/680", "", None),  # the law that is applied, in force for years
        ("Police cite the California Vehicle Code", "", None),
        ("First AI Act bans kick in across the EU", "", "AI Act"),
        ("Governor Signs Sweeping Facial Recognition Privacy Act", "", None),  # what somebody thinks of it
        ("Governor Signs Facial Recognition Privacy Protection Bill", "", None),  # what it is
        ("Police adopt Directive 10 days after drone crash", "", None),
        ("Judge cites Article 5 of the constitution", "", None),  # of a law, of no town meeting
        ("Portland voters pass Question B", "", None),  # a place on one ballot
        ("Police face a question 5 weeks on", "", None),
        ("Voters back Initiative 2021-02", "", "Initiative 2021-02"),
        ("LPR bill survives", "BL2021-961 moved on Tuesday.", "BL2021-961"),
        ("Mayor vetoes Local Law D", "", "Local Law D"),
        ("Arkansas limits plate data", "Act 1491, now law, bars private readers.", "Act 1491"),
        ("Panel tables grant", "The resolution, No. 1482, would have accepted $1 million.", "No. 1482"),
        ("25-2291 Proposed contract amendment", "", "25-2291"),  # a clerk's file
        ("R-24-076 Board of Aldermen: drones", "", "R-24-076"),
        ("Fija reglas", "La reforma de la ley 5688 fue aprobada.", "ley 5688"),
        ("Drones over the beach", "Their use is covered by a policy under the POST Act.", None),  # a law in force
        ("", "S.B. 741 passed the House.", "S.B. 741"),
        ("", "SB-6280 cleared the House.", "SB-6280"),
        ("", "AB1215 is law.", "AB1215"),
        ("", "Under H.R. 7120, police would need a warrant.", "H.R. 7120"),
        ("", "Senators introduced S. 3284 on Tuesday.", "S. 3284"),
        ("", "LD 1585 became law.", "LD 1585"),
        ("", "Senate Bill 1385 would stop agencies.", "Senate Bill 1385"),
        ("", "Council Bill 21-0001 was passed.", "Council Bill 21-0001"),
        ("Board Bill 185 wins passage", "", "Board Bill 185"),
        ("", "Ordinance 35,137 would allow it.", "Ordinance 35,137"),
        ("", "Members passed bill 2021-961 late.", "bill 2021-961"),
        ("", "Voters approved Prop. E on Tuesday.", "Prop. E"),
        ("", "Canada's Bill C-27 is in committee.", "Bill C-27"),
        ("", "Council File 20-1234 is on the agenda.", "Council File 20-1234"),
        ("Council passes POST Act", "", "POST Act"),
        ("Lawmakers clear the AI Act", "The Artificial Intelligence Act is done.", "Artificial Intelligence Act"),
        ("", "The European Union’s AI Act bans it.", "AI Act"),
        ("", "The General Scheme of the Garda (Recording Devices) (Amendment) Bill 2023 is out.",
         "Garda (Recording Devices) (Amendment) Bill 2023"),
        ("HB 12 or SB 99?", "", "HB 12"),  # the first stands for the item
        # None of these is a bill:
        ("", "Police flew a drone over S. 32nd St. on Friday.", None),
        ("", "The council passed the ordinance 13-0.", None),
        ("", "A bill passed in 2021.", None),
        ("Governor Signs Facial Recognition Bill", "", None),
        ("Council Adopts Surveillance Technology Ordinance", "", None),
        ("", "The city's facial recognition ordinance is law.", None),
        ("", "The suit cites the Freedom of Information Act.", None),
        ("", "Illinois' Biometric Information Privacy Act applies.", None),
        ("", "Flight SB 1234567 landed.", None),
        ("", "", None),
    ],
)  # fmt: skip
def test_bills(title: str, text: str, bill: str | None) -> None:
    assert bill_of(title, text, action=Action.BAN)[0] == bill


def test_a_law_that_a_court_applies_is_no_bill() -> None:
    text = "The firm broke the Drone Privacy Act, judges said."
    assert bill_of("", text, action=Action.LAWSUIT)[0] is None
    assert bill_of("", text, action=Action.REGULATE)[0] == "Drone Privacy Act"


NEVADA = Jurisdiction(level=Level.STATE, name="Nevada", state="NV", country="US")


@pytest.mark.parametrize(
    ("title", "text", "bill"),
    [
        ("Nevada drone bill modeled on Utah's HB 100 introduced", "AB 231 would require a warrant.", "AB 231"),
        ("Nevada plate reader bill mirrors Washington's SB 6002", "AB 231 is new.", "AB 231"),
        ("Nevada bill inspired by Illinois’ HB 3339 would limit plate readers", "", None),
        ("Nevada face recognition bill is patterned after the failed HB 12", "", None),
        ("Unlike HB 21 on guns, HB 22 on facial recognition passes House", "", "HB 22"),
        ("House passes AB 231 on drones, unlike AB 21 on guns", "", "AB 231"),
        ("Drones in Nevada", "Utah's HB 100 went further. Now AB 231 is heard.", "AB 231"),
        ("Panel hears plate reader bill after passing SB 12 on elections", "It heard SB 447.", "SB 447"),
        ("Panel hears two bills", "It passed SB 12, an elections bill, and heard SB 447.", "SB 447"),
        ("City sued over plate data", "Police broke state law SB 34, the suit says.", None),
        ("City sued over plate data", "It calls this a violation of SB 34.", None),
        # What must stay:
        ("Lawmaker refiles ban", "AB 455 mirrors a measure that died in 2023.", "AB 455"),
        ("Nevada's AB 231 heads to governor", "", "AB 231"),
        ("Torres's AB 231 heads to governor", "", "AB 231"),
        ("AB 231 passes", "It would fine who violates it.", "AB 231"),
        ("Police would need warrants", "Under AB 231, modeled on a law elsewhere, they would ask.", "AB 231"),
        ("Plate readers and elections", "SB 447 on plate readers passed before the election.", "SB 447"),
    ],
)  # fmt: skip
def test_another_bill_is_none(title: str, text: str, bill: str | None) -> None:
    """A model elsewhere, a law that was broken and the evening's other bill lend no number."""
    assert bill_of(title, text, action=Action.REGULATE, place=NEVADA)[0] == bill


@pytest.mark.parametrize(
    ("text", "bill"),
    [
        ("It approved SB 12 6-3 before taking testimony on SB 447, which caps license plate data.", "SB 447"),
        ("License plate bill HB 5 passes the House; the panel stalls HB 7 on drones.", "HB 5"),
        ("HB 5 and HB 7 would bar police drones.", "HB 5"),
        ("Lawmakers took up HB 5. After a long night they passed HB 7 on drones.", "HB 5"),
        ("Voters look set to pass Proposition E. Prop E permits drones.", "Proposition E"),
    ],
)
def test_the_first_number_yields_to_one_by_the_technology(text: str, bill: str) -> None:
    """In one sentence, where the first stands by no technology and the two are no list."""
    assert bill_of("Panel meets", text)[0] == bill


def test_what_a_court_cites_is_no_bill() -> None:
    text = "The suit says that sharing is barred under SB 34."
    assert bill_of("City sued over plate data", text, action=Action.LAWSUIT)[0] is None
    assert (
        bill_of("Bill caps plate data", "Under SB 34, police would ask.", action=Action.REGULATE)[0]
        == "SB 34"
    )


def test_the_words_are_shown() -> None:
    text = "It is done: Senate Bill 1385 is law."
    value, (evidence,) = bill_of("A title", text)
    assert value == "Senate Bill 1385"
    assert text[evidence.start : evidence.end] == evidence.text


@pytest.mark.parametrize(
    "text",
    ["Aa " * 400_000, "A" * 1_000_000, "(A " * 300_000, "Bill " * 200_000, "the A of the " * 80_000],
    ids=["capitals", "one word", "brackets", "bills", "small words"],
)
def test_hostile_capitals_cost_bounded_time(text: str) -> None:
    started = time.process_time()
    bill_of(text[:500], text)
    assert time.process_time() - started < 1


@given(st.text(alphabet="ABSHR. 0123456789-,BillActOrdinance", max_size=200))
def test_any_text_is_answered(text: str) -> None:
    bill_of(text, text)
