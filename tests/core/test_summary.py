"""Summaries: sentences of the source, whole, without advertising, quotations with their speaker."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.models import Evidence, Verdict
from bot.core.summary import CHARS_LIMIT, MOST_SENTENCES, summarise

NOTHING = Verdict(relevant=True, score=1.0)
LEAD = "The Riverton City Council voted 7-2 on Tuesday to ban face recognition by city departments."
NEXT = "The ordinance heads to Mayor Ana Ruiz, who has ten days to sign it."


def sentences_of(
    text: str, title: str = "Riverton bans face recognition", verdict: Verdict = NOTHING
) -> tuple[str, ...]:
    return summarise(title, text, verdict).sentences


def test_lead_comes_first_then_what_is_next():
    """Who decided what, with what vote, and the next step: the filler between is left out."""
    filler = "Weather in the valley was mild and the square was full of people."
    assert sentences_of(f"{LEAD} {filler} {NEXT}") == (LEAD, NEXT)


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
    filler = "Weather in the valley was mild and the square was full of people."
    assert sentences_of(f"{LEAD} {back}") == (LEAD, back)
    assert back not in sentences_of(f"{LEAD} {filler} {back}")
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
    text = f"{LEAD} {proof}"
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


def test_a_huge_text_is_answered_at_once():
    """Ten megabytes without a full stop cost no more than their first screens."""
    assert all(len(sentence) <= CHARS_LIMIT for sentence in sentences_of("word " * 2_000_000))
