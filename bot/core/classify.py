"""Say what one item means: clean it, score it, find its facts with their proof, summarise it."""

from bot.core.agencies import find_agencies
from bot.core.bills import bill_of
from bot.core.clean import Cleaned, plain, without_furniture
from bot.core.concepts import Reading, read
from bot.core.dates import dates_of
from bot.core.decision import decide
from bot.core.models import Analysis, Evidence, Item, Summary, Verdict
from bot.core.places import jurisdiction_of
from bot.core.relevance import RELEVANT_AT, Relevance, names_technology, relevance_of, unrelated
from bot.core.stages import direction_of
from bot.core.summary import summarise
from bot.core.topics import topics_of
from bot.core.vendors import find_vendors
from bot.core.vocabulary import SourceKind
from bot.core.votes import vote_of

WORTH_READING = 0.1
"""Below this score an item is read no further: nobody's threshold lies there, and most of a feed does."""
FACTS_LIMIT = 6_000
"""Characters of the text in which places, agencies and companies are looked for."""


def analyse(
    item: Item,
    *,
    home: str | None = None,
    kind: SourceKind = SourceKind.NEWS,  # noqa: ARG001 - every publisher is judged by its words alike
) -> Analysis:
    """Give everything that one item says; what it doesn't say stays unknown."""
    half = plain(item)
    if not names_technology(half.item.title, half.item.text):
        return _unread(half, unrelated())
    clean = without_furniture(half)
    title, text = clean.item.title, clean.item.text
    reading = read(title, text)
    relevance = relevance_of(reading)
    if relevance.score < WORTH_READING:
        return _unread(clean, relevance)
    verdict = _verdict(clean.item, reading, relevance.score, relevance.reasons, home=home)
    return Analysis(
        item=clean.item, verdict=verdict, summary=summarise(title, text, verdict), removed=clean.removed
    )


def _unread(clean: Cleaned, relevance: Relevance) -> Analysis:
    verdict = Verdict(relevant=False, score=relevance.score, reasons=relevance.reasons)
    return Analysis(item=clean.item, verdict=verdict, summary=Summary(), removed=clean.removed)


def _verdict(
    item: Item, reading: Reading, score: float, reasons: tuple[str, ...], *, home: str | None
) -> Verdict:
    title, text = item.title, item.text[:FACTS_LIMIT]
    topics, topic_words = topics_of(reading)
    decision = decide(reading)
    agencies, agency_words = find_agencies(title, text, home=home, outlet=item.outlet)
    vendors, vendor_words = find_vendors(title, text)
    place, place_words = jurisdiction_of(title, text, home=home, outlet=item.outlet, agencies=agencies)
    bill, bill_words = bill_of(title, text, action=decision.action, place=place)
    vote, vote_words = vote_of(title, text, bill=bill)
    dates, date_words = dates_of(title, text, published=item.published)
    evidence: tuple[Evidence, ...] = (
        *topic_words,
        *decision.evidence,
        *place_words,
        *agency_words,
        *vendor_words,
        *bill_words,
        *vote_words,
        *date_words,
    )
    return Verdict(
        relevant=score >= RELEVANT_AT,
        score=score,
        topics=topics,
        action=decision.action,
        stage=decision.stage,
        stage_detail=decision.detail,
        unsure=decision.unsure,
        action_chances=decision.action_chances,
        stage_chances=decision.stage_chances,
        direction=direction_of(decision.action, decision.stage),
        jurisdiction=place,
        vendors=vendors,
        agencies=agencies,
        bill=bill,
        vote=vote,
        dates=dates,
        evidence=evidence,
        reasons=(*reasons, *decision.reasons),
    )
