"""Summaries: sentences of the source, whole, without advertising, quotations with their speaker."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.models import Evidence, Verdict
from bot.core.summary import CHARS_LIMIT, MOST_SENTENCES, choosable, summarise, summary_of

NOTHING = Verdict(relevant=True, score=1.0)
LEAD = "The Riverton City Council voted 7-2 on Tuesday to ban face recognition by city departments."
NEXT = "The ordinance heads to Mayor Ana Ruiz, who has ten days to sign it."


FILLER = "Weather in the valley was mild and the square was full of people."
MORE = "Some had come from towns across the river with drums and signs."


def sentences_of(
    text: str, title: str = "Riverton bans face recognition", verdict: Verdict = NOTHING
) -> tuple[str, ...]:
    return summarise(title, text, verdict).sentences


def test_lead_comes_first_then_what_is_next():
    """Who decided what, with what vote, and the next step: the filler between is left out."""
    assert sentences_of(f"{LEAD} {FILLER} {MORE} {NEXT}") == (LEAD, NEXT)


def test_a_short_text_is_told_whole():
    """Its writer has cut it already; what it tells last is mostly what comes next."""
    for last in (
        "A second reading, which would make it law, is set for Dec. 6.",
        "The full council takes it up Nov. 18.",
        "Members need six votes to override.",
        "The City Council has the last word Dec. 9.",
        "Residents filled the chamber until midnight to speak.",
    ):
        assert sentences_of(f"{LEAD} {last}") == (LEAD, last)
    german = ("Der Bundestag hat am Donnerstag ein Verbot beschlossen.", "Der Bundesrat muss noch zustimmen.")
    assert sentences_of(" ".join(german)) == german


@pytest.mark.parametrize(
    "other",
    [
        "Should police have such software at all?",
        "Watch the whole debate in our video.",
        "The council met in Annapolis, Md. Luxury apartments now offer two months of free rent.",
        "It is.",  # too short
        "The Riverton City Council voted 7-2 on Tuesday to ban face recognition by all city departments.",
        "Sign up for our newsletter and read more of this.",
    ],
)
def test_what_tells_nothing_is_left_out_of_a_short_text(other):
    """Questions, invitations, advertising, repetitions: short or not."""
    assert sentences_of(f"{LEAD} {other} {NEXT}") == (LEAD, NEXT)


@pytest.mark.parametrize(
    "last",
    [
        "A second reading, which would make it law, is set for Dec. 6.",
        "The full council takes it up Nov. 18.",
        "Republicans are one vote short of an override.",
        "The City Council has the last word Dec. 9.",
        "Der Bundesrat muss noch zustimmen.",
        "Le texte doit encore passer au Sénat.",
        "The ordinance takes effect in 30 days.",
    ],
)
def test_what_comes_next_always_earns_its_place(last):
    """In a longer text, too, without a vote or a body beside it."""
    assert sentences_of(f"{LEAD} {FILLER} {MORE} {last}") == (LEAD, last)


CLAIMS = (
    "A post claims the council banned the technology.",
    "A viral video says that Boise has outlawed face recognition.",
    "Posts on social media suggested nothing less than a ban on all such systems.",
    "A rumor has it that the council banned plate readers.",
    "Facebook users claimed the city had switched off all its cameras.",
)
DENIALS = (
    "The claim is false, the city clerk said.",
    "No such ordinance has been proposed, the clerk said.",
    "The council did not vote on the technology this year.",
    "There is no record of such a vote, according to city hall.",
    "The mayor denied that anything was decided.",
)


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("denial", DENIALS)
def test_a_claim_goes_only_with_its_denial(claim, denial):
    """Alone it would be the hoax told once more, by us."""
    assert sentences_of(f"{claim} {denial}") == (claim, denial)
    spread = sentences_of(f"{claim} {FILLER} {MORE} {FILLER.replace('valley', 'river')} {denial}")
    assert claim not in spread or denial in spread
    chosen = summary_of(choosable("", f"{claim} {FILLER} {denial}")[:1], f"{claim} {FILLER} {denial}")
    assert chosen.sentences == (claim, denial) or claim not in chosen.sentences


def test_a_claim_that_nobody_denies_is_not_told():
    """Somebody's post is no report."""
    assert sentences_of("A post claims the council banned the technology.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "The lawsuit claims police searched her plates 526 times.",
        "The company claims that its software is right in 99 of 100 cases.",
        "A viral post falsely claims that Boise banned face recognition.",
        "The council said it would post signs at each camera.",
        "Police posted images of the suspects on Monday, and the mayor said no charges followed.",
    ],
)
def test_a_party_that_claims_something_is_news(text):
    """What a plaintiff or a maker claims is told as theirs; a claim told as false is denied in the same words."""
    assert sentences_of(text) == (text,)


def test_advertising_and_furniture_are_never_chosen():
    """The payday-loan sentence and the page around the article."""
    text = (
        "Subscribe to our newsletter for more votes by the council. "
        f"{LEAD} If you need money before the vote, same-day payday loans are approved within the hour. {NEXT}\n"
        "Related articles\nLeave a reply"
    )
    assert sentences_of(text) == (LEAD, NEXT)


def test_no_sentence_opens_with_a_pronoun_whose_noun_is_missing():
    """ "It takes effect" tells nobody what does, unless the sentence before it stands there too."""
    back = "It takes effect on July 1 after a final vote by the council."
    assert sentences_of(f"{LEAD} {back}") == (LEAD, back)
    assert back not in sentences_of(f"{LEAD} {FILLER} {MORE} {back}")
    assert sentences_of(f"{back} {LEAD}") == (LEAD,)


def test_a_quotation_needs_its_speaker():
    """Half a quotation, or one that nobody says, is never shown."""
    orphan = "“We voted to ban it because it fails on dark faces and always will.”"
    spoken = "“We voted to ban it because it fails on dark faces,” said council member Lee Park."
    half = "“We voted to ban it. It fails on dark faces, and the committee will hold a hearing,” said Park."
    assert orphan not in sentences_of(f"{LEAD} {orphan}")
    assert sentences_of(f"{LEAD} {spoken}") == (LEAD, spoken)
    assert not any("“" in sentence for sentence in sentences_of(f"{LEAD} {half}"))


def test_quoted_phrases_are_the_writers():
    """A short phrase in quotation marks needs no speaker."""
    text = "The regulator fined the chain for “reckless use” of face recognition in its shops."
    assert sentences_of(text) == (text,)


def test_a_teaser_is_cut_at_its_last_whole_sentence():
    """What a feed cut off is dropped while something whole remains."""
    found = summarise("Ban", f"{LEAD} The mayor has said that she […]", NOTHING)
    assert found.sentences == (LEAD,)
    assert not found.cut


def test_a_teaser_without_a_whole_sentence_is_marked():
    """Better a marked fragment than nothing; the mark itself is the renderer's."""
    found = summarise("Ban", "The Riverton City Council voted 7-2 on Tuesday to ban face recog…", NOTHING)
    assert found.sentences == ("The Riverton City Council voted 7-2 on Tuesday to ban face recog",)
    assert found.cut


def test_the_headline_is_not_repeated():
    """Many feeds begin their text with the headline."""
    title = "Riverton council bans face recognition in a seven to two vote."
    assert sentences_of(f"{title}\n{LEAD}", title=title) == (LEAD,)
    assert sentences_of(title, title=title) == (title,)


def test_sentences_that_prove_facts_are_preferred():
    """A sentence that the verdict's evidence stands in is worth more."""
    proof = "Under the terms the police department keeps its Acme Vision account for open cases."
    text = f"{LEAD} {FILLER} {MORE} {proof}"
    start = text.index("Acme Vision")
    spans = tuple(
        Evidence(field=field, value="x", source="summary", start=start, end=start + 4, text="Acme", rule="t")
        for field in ("vendors", "agencies", "dates", "bill", "vote", "topics", "action")
    )
    assert proof not in sentences_of(text)
    assert proof in sentences_of(text, verdict=Verdict(relevant=True, score=1.0, evidence=spans))


def test_nothing_usable_gives_nothing():
    """A link, a caption, a byline: no summary is better than a bad one."""
    for text in (
        "",
        "Photo by A. Reyes / Getty Images",
        "https://example.org/a/b",
        "By Staff",
        "MORE NEWS HERE TODAY FOLKS.",
    ):
        assert sentences_of(text) == ()


PIECES = st.sampled_from(
    [
        LEAD,
        NEXT,
        "He said so.",
        "“Ban it now, all of it, for good,” she said.",
        "…",
        "[…]",
        "\n",
        "Mr. Lee v.",
        '"',
        " ",
    ]
)


@given(st.text(max_size=300) | st.lists(PIECES, max_size=12).map(" ".join))
def test_every_sentence_is_verbatim_and_bounded(text):
    """The one promise that no corruption survives: what is shown stands in the source."""
    found = summarise("Riverton bans face recognition", text, NOTHING)
    assert all(sentence in text for sentence in found.sentences)
    assert len(found.sentences) <= MOST_SENTENCES
    assert sum(map(len, found.sentences)) <= CHARS_LIMIT
    assert not found.cut or len(found.sentences) == 1


def test_chinese_and_japanese_sentences_are_told_one_by_one():
    """They have no blanks: a sentence ends at its stop, and its signs count as words."""
    first = "市議会は火曜日、警察による顔認識の使用を禁止する条例を可決した。"
    second = "市長は来週、条例に署名する見通しだ。"
    assert sentences_of(first + second, title="顔認識") == (first, second)
    assert sentences_of(first * 30, title="顔認識") == (first,)
    half = "市長は「顔認識を禁止する条例に明日署名する。ありがとう。」と述べた。"
    assert sentences_of(half, title="顔認識") == ()


def test_a_huge_text_is_answered_at_once():
    """Ten megabytes without a full stop cost no more than their first screens."""
    assert all(len(sentence) <= CHARS_LIMIT for sentence in sentences_of("word " * 2_000_000))
