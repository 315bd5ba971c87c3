"""How alike two texts are: words by rarity, names, amounts, times, language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.agreement import are_kin, inside, places_conflict, sums_agree, votes_are_near
from bot.core.similarity import (
    MOST_TERMS,
    figures_of,
    likeness,
    mean_of,
    names_of,
    parties_of,
    subjects_of,
    sums_of,
    terms_of,
    times_of,
    tongue_of,
    weight_of,
    words_of,
)
from bot.core.steps import RIVALS, STEPS, steps_of
from bot.core.vocabulary import Action

VOTE = ("Riverton bans face scans", "The council voted 7-2 on Tuesday after Lee Park told of 900 searches.")
SAME = ("Face scans outlawed", "Lee Park, who had told the council of 900 searches, won Tuesday's vote 7-2.")
ELSE = (
    "Lakeside buys drones",
    "The sheriff will fly four aircraft over the harbour under a grant from the state.",
)


def test_rare_words_weigh_more():
    """A name tells more than "police", "police" more than "the"."""
    assert weight_of("the") < weight_of("police") < weight_of("harbour") < weight_of("Mahaffey")


def test_words_are_compared_without_accents_case_and_plural():
    """ "Gardaí" and "gardai" are one word."""
    assert words_of("Gardaí’s CITIES ban bans") == ["gardai", "city", "ban", "ban"]


def test_reports_of_one_vote_are_more_alike():
    """Than reports of two."""
    vote, same, other = (terms_of(*each) for each in (VOTE, SAME, ELSE))
    assert likeness(vote, same) > 0.3
    assert likeness(vote, other) < 0.1
    assert likeness(vote, vote) == pytest.approx(1.0, abs=0.01)


def test_the_mean_stands_for_its_members():
    """The likeness to a mean is the mean of the likenesses."""
    vote, same, other = (terms_of(*each) for each in (VOTE, SAME, ELSE))
    mean = mean_of(vote, 1, other, most=500)
    assert likeness(same, mean) == pytest.approx((likeness(same, vote) + likeness(same, other)) / 2, abs=0.01)


def test_names_are_capitalised_inside_sentences():
    """A headline in title case has none to tell."""
    assert names_of("City Council Bans Face Scans", "On Friday Jacob Mahaffey spoke.") >= {"mahaffey"}
    assert "scan" not in names_of("City Council Bans Face Scans", "")


@pytest.mark.parametrize(
    ("text", "figures", "times"),
    [
        ("a $1.4 billion deal", {"1.4"}, set()),
        ("un accordo da 1,4 miliardi, €1,4 mld", {"1.4"}, set()),  # a decimal comma
        ("will get $105,000 on Feb. 12, 2021", {"105000"}, {"2-12", "2021"}),
        ("on 7 September 2022, a Wednesday", set(), {"9-7", "9-", "2022", "wed"}),
        ("in March the council voted 7-2", set(), {"3-"}),  # a vote is no date
        ("may march on", set(), set()),
    ],
)
def test_amounts_and_times(text, figures, times):
    """What two reports of one thing both name."""
    assert figures_of("", text) == figures
    assert times_of("", text) == times


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("The council of the city voted to ban it, and the mayor is for it.", "en"),
        ("El consejo de la ciudad votó para prohibir el uso del sistema.", "other"),
        ("اقتراع في المدينة على منع الشرطة من التقنيات", "other"),
        ("Council bans scans", ""),
    ],
)
def test_language(text, tongue):
    """Enough to know that two texts can't share words."""
    assert tongue_of("", text) == tongue


@pytest.mark.parametrize(
    ("a", "b", "conflict"),
    [
        ("us/mn/minneapolis", "us/mn/minneapolis", False),
        ("us/mn/minneapolis", "us/mn/saint-paul", True),
        ("us/or/portland", "us/me/portland", True),
        ("us/?/portland", "us/me/portland", False),
        ("us/?/springfield", "?/cambridge", True),  # neither path knows its state
        ("us/ma/cambridge", "?/cambridge", False),
        ("us/mn/minneapolis", "us/mn", False),  # a state's law may be about one town
        ("us/mn", "us/wi", True),
        ("us/ca/santa-cruz", "us/ca/santa-cruz-county", False),
        ("us", "gb", True),
        ("in/telangana/", "in/hyderabad", False),
        ("in/telangana/", "ie/dublin", True),
        ("", "us", False),
    ],
)
def test_places_that_cannot_be_one(a, b, conflict):
    """Both ways round."""
    assert places_conflict(a, b) is conflict
    assert places_conflict(b, a) is conflict


def test_miscounts_are_near():
    """12-2 and 13-2 were one vote (Baltimore, 2021), 22-14 and 24-14 two (Nashville, a year apart)."""
    assert votes_are_near("12-2", "13-2")
    assert not votes_are_near("22-14", "24-14")
    assert not votes_are_near("7-2", "7-2-1")
    assert not votes_are_near("523-46-49", "499-28-93")


def test_kin_actions_are_symmetric():
    """Writers call one decision a ban or a moratorium, never a ban or its repeal."""
    assert all(are_kin(a, b) == are_kin(b, a) for a in Action for b in Action)
    assert are_kin(Action.BAN, Action.MORATORIUM)
    assert not are_kin(Action.BAN, Action.REPEAL)


def test_a_place_inside_another_is_not_the_same():
    """A town and its state may be one report's subject; a town and itself are no nesting."""
    assert inside("us/mn/riverton", "us/mn")
    assert inside("us/mn", "us/mn/riverton")
    assert not inside("us/mn/riverton", "us/mn/riverton")
    assert not inside("us/mn/riverton", "us/wi")


def test_sums_by_currency():
    """A decimal point, a scale before or after; people and years are no money."""
    text = "30.5 million euros, a £7.5m fine, $1,400,000 and $22M for 5 million people in 2024"
    assert sums_of("Firm pays $1.375 billion", text) == {
        "$1375000000", "€30500000", "£7500000", "$1400000", "$22000000",
    }  # fmt: skip
    assert sums_of("Nothing here", "") == frozenset()


@pytest.mark.parametrize(
    ("a", "b", "agree"),
    [
        ("$1400000000", "$1375000000", True),  # rounded by one outlet
        ("$1400000000", "$650000000", False),
        ("$33700000", "€30500000", None),  # one fine in two currencies
    ],
)
def test_sums_agree(a, b, agree):
    """Both ways round."""
    assert sums_agree(a, b) is agree
    assert sums_agree(b, a) is agree


def test_subjects_are_names_in_the_headline():
    """Whoever the text shows to be a name, and what no dictionary lists."""
    assert "krono" in subjects_of("Kronos To Pay $15.3M In Timeclock Settlement", frozenset())
    assert "park" in subjects_of("Council backs Lee Park on scans", frozenset({"park"}))
    assert not subjects_of("Council bans scans", frozenset({"park"}))


@pytest.mark.parametrize(
    ("title", "parties"),
    [
        ("White Castle Agrees To Pay $9.4M In Illinois Fingerprint Suit", {"white", "castle"}),
        ("Kmart broke Australian privacy law by scanning faces", {"kmart"}),
        ("Texas sues Meta over facial recognition", {"meta"}),
        ("Police facial recognition faces landmark legal challenge", set()),
        ("A" * 300 + " settles", set()),
    ],
)
def test_parties_stand_where_a_headline_names_them(title, parties):
    """ "White Castle" is two common words, and who pays."""
    assert parties_of(title) == parties


def test_a_rare_word_does_not_lend_its_weight_to_a_common_one():
    """ "Wills" and "offs" share their stems with words that stand everywhere."""
    assert weight_of("will") < 3
    assert weight_of("off") < 4.5


@pytest.mark.parametrize(
    ("title", "step"),
    [
        ("Voters in Riverton ban face scans", "voters"),
        ("Governor signs face recognition bill", "signature"),
        ("Bill heads to governor's desk", "awaits signature"),
        ("Face recognition law now in effect", "in force"),
        ("Council approves ban on first reading", "first reading"),
        ("Council gives final approval to ban", "final vote"),
        ("Bill passes House 52-7", "house"),
        ("State Senate votes for drone limits", "senate"),
        ("Committee advances ban", "committee"),
        ("Appeals court sides with city", "higher court"),
        ("Vote on ban delayed", "postponed"),
        ("City asks Supreme Court to keep videos secret", "court asked"),
        ("Judge rules face scans unlawful", "court ruled"),
        ("Coalition urges council to ban face scans", "appeal to act"),
    ],
)
def test_steps(title, step):
    """Each step has a headline that shows it."""
    assert step in steps_of(title, "")
    assert len({each.name for each in STEPS}) == len(STEPS)


def test_rules_are_no_ruling():
    """ "New rules" are not a court's."""
    assert "court ruled" not in steps_of("New rules on face recognition", "")


def test_rivals_are_steps():
    """Or phases of a case, which are told apart elsewhere."""
    names = {step.name for step in STEPS} | {"case filed", "case heard"}
    assert {name for pair in RIVALS for name in pair} <= names


@given(st.text(max_size=3000), st.text(max_size=3000))
def test_any_text_is_taken_and_bounded(title, text):
    """Feeds carry anything."""
    terms = terms_of(title, text)
    assert len(terms) <= MOST_TERMS
    assert 0 <= likeness(terms, terms) <= 1.02
    assert len(names_of(title, text)) <= 24
    assert len(figures_of(title, text)) <= 16
    assert len(times_of(title, text)) <= 16
    assert len(steps_of(title, text)) <= len(STEPS)
    assert tongue_of(title, text) in {"", "en", "other"}
