"""Choose at most three of a text's own sentences: who decided what, with what vote, and what comes next."""

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.core.advertising import may_sell
from bot.core.dedupe import plain_words, words_shared
from bot.core.models import Evidence, Summary, Verdict
from bot.core.sought import Sought
from bot.core.text import Sentence, searchable, sentences

MOST_SENTENCES = 3
CHARS_LIMIT = 600
SENTENCE_LIMIT = 600
"""A longer "sentence" is a list or a table that lost its marks."""
CHARS_LOOKED_AT = 20_000
LOOKED_AT = 40
"""Sentences considered: what matters stands in the first screens of an article."""
LEAST_WORDS = 5
CHOSEN_AT_LEAST = 1.3
"""A further sentence must earn its place in a long text, as what comes next always does."""

# What a text says of a decision: what a sentence gains by it, and the words that show it.
_WHO = (
    r"council|commission|committee|legislature|senate|house|assembly|parliament|board|court|judge|"
    r"governor|mayor|"
    r"voters|regulator|supervisors|aldermen"
)
_DID = (
    r"vot(?:e[ds]?|ing)|approv\w+|adopt\w*|pass(?:ed|es)|sign(?:ed|s)|veto\w*|reject\w*|ban(?:s|ned)?|"
    r"prohibit\w*|"
    r"rul(?:ed|ing)|fin(?:ed|es)|su(?:es|ed)|settle[ds]?|introduc\w+|repeal\w*|lift(?:s|ed)|postpon\w+|"
    r"enact\w*"
)
_VOTE = r"\d{1,3}\s?(?:-|–|to)\s?\d{1,3}|unanimous(?:ly)?"
_NEXT = (
    r"takes? (?:effect|(?:it|the \w+) up)|heads? to|goes (?:back |now )?to|sent to|moves? to|returns? to|"
    r"next (?:week|month|step|vote)|last word|must still|still (?:needs?|must|has to|have to)|"
    r"votes? (?:short|to override)|(?:second|final) (?:vote|reading)|hearing (?:on|is|will)|scheduled|is due|"
    r"(?:is|are) set for|expected to|deadline|will (?:vote|decide|consider|hold|hear|take up)|"
    r"tritt (?:\w+ ){0,4}in kraft|muss noch|müssen noch|entra(?:rá)? en vigor|falta(?:n)? (?:que|la firma)|"
    r"debe(?:n)? aún|aún debe(?:n)?|entre(?:ra)? en vigueur|doi(?:t|vent) encore|entra in vigore|deve ancora"
)
_BILL = r"(?:h\.?b|s\.?b|a\.?b|h\.?r|bill|ordinance|resolution|proposition|measure)\.?\s?\d+"
_CUES = tuple(
    (weight, re.compile(rf"\W(?:{words})\b"))
    for weight, words in ((0.6, _WHO), (0.9, _DID), (0.9, _VOTE), (1.7, _NEXT), (0.5, _BILL))
)

_FURNITURE = re.compile(
    r"\W(?:subscribe|sign up (?:for|to)|newsletter|click here|read more|learn more|follow us|"
    r"donate (?:to|today|now)|advertisement|sponsored|promo(?:tion)? code|payday|same[- ]day loans?|casino|"
    r"free trial|download (?:the|our)|app store|support (?:our|local) journalism|all rights reserved|"
    r"terms of (?:use|service)|cookies|appeared first on|related articles?|leave a (?:reply|comment)|"
    r"share this|"
    r"photo (?:by|credit)|continue reading|this (?:story|article) (?:was|is) (?:first|originally)|"
    r"filed under|"
    r"posted (?:in|by)|getty images)\b"
)
# These words point back; without the sentence before, nobody knows at what.
_POINTS_BACK = re.compile(
    r"[\"“‘'«(]*(?:he|she|they|it|its|his|her|their|him|them|this(?! (?:week|month|year|morning|fall|"
    r"spring))|that|"
    r"these|those|such|there|but|and|or|so|yet|however|also|instead|meanwhile|moreover|furthermore|"
    r"therefore|thus|"
    r"still|then|both|neither|which|while that|in addition|as a result|for (?:example|"
    r"instance)|"
    r"added|nor|the (?:former|latter|same|two))\b",
    re.IGNORECASE,
)
_INVITES = re.compile(r"(?:watch|listen|see|read|view|find out|click|visit|join|tell us)\b", re.IGNORECASE)
_IT_IS = re.compile(r"it (?:is|was)\b|it['’]s\b", re.IGNORECASE)
# What somebody spread, and the words that take it back: alone, the first is the hoax told once more.
_CLAIM = Sought(
    r"\W(?:posts?|videos?|memes?|tweets?|users?|rumou?rs?|hoax(?:es)?|social media|"
    r"(?:viral|online|widely shared) \w+)\W(?:[^.,]{0,40}\W)?"
    r"(?:claim(?:s|ed|ing)?|alleg(?:es?|ed|ing)|asserts?|asserted|suggest(?:s|ed|ing)?|"
    r"purport\w*|spread(?:s|ing)?|circulat\w+|has it)\b"
    r"|\W(?:viral|widely shared) \w+ (?:say(?:s|ing)?|said|tells?)\b"
    r"|\W(?:(?:the|an?|this) (?:\w+ )?claim |rumou?rs? (?:\w+ ){0,3})that\b|\Wit is (?:claimed|rumou?red)\b"
)
_DENIAL = Sought(
    r"\W(?:false(?:ly|hood)?|untrue|"
    r"(?:not|isn['’]t|aren['’]t|wasn['’]t) (?:\w+ )?(?:true|accurate|correct|real)|"
    r"misleading|fake[ds]?|doctored|fabricat\w+|baseless|unfounded|incorrect|inaccurate|debunk\w*|"
    r"misinformation|den(?:y|ies|ied)|no (?:truth|evidence|record|basis|such)|"
    r"never (?:\w+ )?(?:banned|voted|passed|approved|adopted|considered|proposed|signed|happened|took)|"
    r"(?:did not|didn['’]t|has not|hasn['’]t|have not|haven['’]t|had not|hadn['’]t|does not|doesn['’]t)|"
    r"(?:was|were|has been|have been) not)\b"
)
_OPEN_QUOTE, _CLOSE_QUOTE = "“«「『", "”»」』"
_QUOTED = re.compile(r"[“\"«]([^“”\"«»]*)[”\"»]")
_SPEAKER = re.compile(
    r"\b(?:said|says|told|tells|wrote|writes|according to|add(?:ed|s)|argue[sd]|state[sd]|call(?:s|ed)|"
    r"explained|"
    r"announced|warn(?:ed|s)|asked|testified|tweeted|reads?|note[sd]|ruled|titled|entitled|known as|"
    r"so-called)\b"
)
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_TEASER = re.compile(
    r"\s*(?:\[\s*(?:…|\.{3}|&hellip;)\s*\]|…|(?<!\.)\.{3,})\s*(?:read more|continue reading)?\s*[»→>]*\s*$",
    re.IGNORECASE,
)
_FULL_STOPS, _CLOSING = frozenset(".!?。！？।:;"), ")]\"'”’»"
_ELLIPSES = ("…", "...", "&hellip;")


def summarise(title: str, text: str, verdict: Verdict) -> Summary:
    """Pick the sentences, verbatim and in the text's order; `cut` says that the last one breaks off."""
    text = text[:CHARS_LOOKED_AT]
    found = sentences(text)[:LOOKED_AT]
    whole = [sentence for sentence in found if _is_whole(sentence.text)]
    if not whole:
        return _teaser(found)
    usable = [sentence for sentence in whole if _is_usable(sentence.text)]
    fresh = _saying_more(usable, title)
    lead = _lead_of(fresh) or _lead_of(usable)
    if lead is None:
        return Summary()
    order = {sentence.start: number for number, sentence in enumerate(found)}
    told = [one for one in usable if one is lead or (one in fresh and _tells(one.text))]
    if len(told) <= MOST_SENTENCES and sum(len(sentence.text) + 1 for sentence in told) <= CHARS_LIMIT:
        # So short a text was cut by its writer: what it tells last is mostly what comes next.
        chosen = _beside_each_other(told, order)
    else:
        chosen = _chosen(lead, fresh, order, _evidence_spans(verdict.evidence, text))
    return Summary(sentences=tuple(sentence.text for sentence in _with_denial(chosen, fresh, order)))


def choosable(title: str, text: str) -> list[Sentence]:
    """Give every sentence that may stand in a message, in the text's order: what others may choose from."""
    found = sentences(text[:CHARS_LOOKED_AT])[:LOOKED_AT]
    usable = [sentence for sentence in found if _is_whole(sentence.text) and _is_usable(sentence.text)]
    return _saying_more(usable, title)


def summary_of(wanted: Iterable[Sentence], text: str) -> Summary:
    """Make a summary of sentences that somebody else chose, less those that can't stand beside the rest."""
    found = sentences(text[:CHARS_LOOKED_AT])[:LOOKED_AT]
    order = {sentence.start: number for number, sentence in enumerate(found)}
    kept = _beside_each_other(sorted(wanted, key=lambda one: one.start), order)
    usable = [sentence for sentence in found if _is_whole(sentence.text) and _is_usable(sentence.text)]
    return Summary(sentences=tuple(sentence.text for sentence in _with_denial(kept, usable, order)))


def _beside_each_other(wanted: Iterable[Sentence], order: Mapping[int, int]) -> dict[int, Sentence]:
    """Of sentences in the text's order, keep what fits and can stand beside the rest, by their places."""
    kept: dict[int, Sentence] = {}
    room = CHARS_LIMIT
    for sentence in wanted:
        place = order[sentence.start]
        follows = place - 1 in kept
        if (
            len(kept) < MOST_SENTENCES
            and len(sentence.text) <= room
            and (follows or _stands_alone(sentence))
            and not _repeats(sentence, kept.values())
        ):
            kept[place] = sentence
            room -= len(sentence.text) + 1
    return kept


def _with_denial(
    chosen: Mapping[int, Sentence], usable: Sequence[Sentence], order: Mapping[int, int]
) -> list[Sentence]:
    """A claim goes only together with the words that take it back: these come in, or the claim goes."""
    kept = dict(chosen)
    claims = [place for place, sentence in kept.items() if _is_mere_claim(sentence)]
    if not claims or any(place > claims[0] and _is_denial(one) for place, one in kept.items()):
        return [kept[place] for place in sorted(kept)]
    denial = next((one for one in usable if order[one.start] > claims[0] and _is_denial(one)), None)
    claim = kept[claims[0]]
    if claims[0] == min(kept) and denial is not None and len(claim.text) + len(denial.text) < CHARS_LIMIT:
        return [claim, denial]
    rest = [kept[place] for place in sorted(kept) if place not in claims]
    return list(_beside_each_other(rest, order).values())


def _is_mere_claim(sentence: Sentence) -> bool:
    words = searchable(sentence.text)
    return bool(_CLAIM.search(words)) and not _DENIAL.search(words)


def _is_denial(sentence: Sentence) -> bool:
    return bool(_DENIAL.search(searchable(sentence.text)))


def _tells(sentence: str) -> bool:
    """Whether it says something, rather than asks, invites or sells."""
    return not sentence.endswith("?") and not _INVITES.match(sentence) and not may_sell(sentence)


def _lead_of(usable: Sequence[Sentence]) -> Sentence | None:
    """The first sentence that stands by itself. A text's very first "It is …" speaks of the headline."""
    return next((sentence for sentence in usable if _stands_alone(sentence)), None)


def _stands_alone(sentence: Sentence) -> bool:
    return not _POINTS_BACK.match(sentence.text) or (
        sentence.start == 0 and _IT_IS.match(sentence.text) is not None
    )


def _teaser(found: Sequence[Sentence]) -> Summary:
    """A teaser without one whole sentence: its words up to where it breaks off."""
    for sentence in found:
        words = _TEASER.sub("", sentence.text).rstrip()[:SENTENCE_LIMIT]
        if (
            len(words.split()) >= LEAST_WORDS
            and not _FURNITURE.search(searchable(words))
            and not _quote_without_speaker(words)
        ):
            return Summary(sentences=(words,), cut=True)
    return Summary()


def _is_whole(sentence: str) -> bool:
    if any(dots in sentence for dots in _ELLIPSES) and _TEASER.search(sentence):
        return False
    return sentence.rstrip(_CLOSING)[-1:] in _FULL_STOPS


def _is_usable(sentence: str) -> bool:
    """Whether it can stand in a message at all, the sentences around it apart."""
    # Chinese and Japanese write without blanks; two signs make about a word.
    words = len(sentence.split()) + len(_HAN.findall(sentence)) // 2
    return (
        words >= LEAST_WORDS
        and len(sentence) <= SENTENCE_LIMIT
        and not sentence.isupper()
        and not _FURNITURE.search(searchable(sentence))
        and not _quote_without_speaker(sentence)
    )


def _quote_without_speaker(sentence: str) -> bool:
    """A quotation that nobody says, or one that starts or ends in another sentence."""
    opened = sum(sentence.count(mark) for mark in _OPEN_QUOTE)
    closed = sum(sentence.count(mark) for mark in _CLOSE_QUOTE)
    straight = sentence.count('"')
    if opened != closed or straight % 2:
        return True
    pieces = _QUOTED.findall(sentence)
    clauses = [piece for piece in pieces if _is_clause(piece)]
    return bool(clauses) and _SPEAKER.search(_QUOTED.sub(" ", sentence)) is None


def _is_clause(quoted: str) -> bool:
    """A quoted phrase ("reckless use") is the writer's, a title is a name; a clause needs its speaker."""
    words = quoted.split()
    return len(words) >= 6 and sum(word[0].isupper() for word in words) < len(words) / 2


def _saying_more(usable: Iterable[Sentence], title: str) -> list[Sentence]:
    """The sentences that do not just repeat the headline."""
    known = plain_words(title)
    return [sentence for sentence in usable if words_shared(plain_words(sentence.text), known) < 0.95]


def _evidence_spans(evidence: Sequence[Evidence], text: str) -> list[tuple[int, str]]:
    """Where the text says the facts that the verdict found."""
    return [
        (proof.start, proof.field)
        for proof in evidence
        if proof.source == "summary" and proof.end <= len(text)
    ]


def _chosen(
    lead: Sentence, fresh: list[Sentence], order: Mapping[int, int], spans: list[tuple[int, str]]
) -> dict[int, Sentence]:
    chosen = {order[lead.start]: lead}
    said = _said_in(lead, spans)
    weighed = (
        (_worth(sentence, spans, order[sentence.start]), sentence)
        for sentence in fresh
        if order[sentence.start] > order[lead.start]
    )
    room = CHARS_LIMIT - len(lead.text)
    for worth, sentence in sorted(weighed, key=lambda pair: (-pair[0], pair[1].start)):
        place = order[sentence.start]
        news = len(_said_in(sentence, spans) - said)
        if len(chosen) == MOST_SENTENCES or worth + 0.3 * news < CHOSEN_AT_LEAST:
            continue
        if len(sentence.text) > room or _repeats(sentence, chosen.values()):
            continue
        if _POINTS_BACK.match(sentence.text) and place - 1 not in chosen:
            continue
        chosen[place] = sentence
        said |= _said_in(sentence, spans)
        room -= len(sentence.text) + 1
    return chosen


def _worth(sentence: Sentence, spans: list[tuple[int, str]], place: int) -> float:
    words = searchable(sentence.text)
    cues = sum(weight for weight, pattern in _CUES if pattern.search(words))
    facts = 0.25 * len(_said_in(sentence, spans))
    return cues + facts - 0.06 * place - (0.8 if sentence.text.endswith("?") else 0.0)


def _said_in(sentence: Sentence, spans: list[tuple[int, str]]) -> set[str]:
    return {field for start, field in spans if sentence.start <= start < sentence.end}


def _repeats(sentence: Sentence, chosen: Iterable[Sentence]) -> bool:
    words = plain_words(sentence.text)
    return any(words_shared(words, plain_words(other.text)) >= 0.8 for other in chosen)
