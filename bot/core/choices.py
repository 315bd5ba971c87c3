"""Offer what may be chosen of an item by number, and apply the numbers: nobody adds a word to the source's.

Two things can be chosen: the summary's sentences, and which sentence tells the item's own decision where
several tell different ones ("bans …" above, "after the Senate rejected …" below). Within one sentence the
rules decide alone: that "lifts ban" is no ban is knowledge, not judgement.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.core.actions import action_of
from bot.core.concepts import Reading, read
from bot.core.errors import ChoiceError
from bot.core.models import Analysis, Evidence, Verdict
from bot.core.stages import direction_of, stage_of
from bot.core.summary import MOST_SENTENCES, choosable, summary_of
from bot.core.text import Sentence, truncated
from bot.core.topics import topics_of
from bot.core.vocabulary import Action, Stage, StageDetail

SENTENCES_OFFERED = 12
CLAIMS_OFFERED = 4
WORDS_SHOWN = 200
_DECIDED = ("action", "stage")

Offered = TypeVar("Offered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one sentence says was decided, by the rules that judge everything, with the words that say it."""

    action: Action
    stage: Stage
    stage_detail: StageDetail | None
    evidence: tuple[Evidence, ...]
    words: str
    """The sentence; for the core's own claim its evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What is offered, each numbered from 1."""

    title: str
    sentences: tuple[Sentence, ...]
    """Empty where the summary has them all already."""
    claims: tuple[Claim, ...]
    """The first is what the core decided."""

    @property
    def worth_asking(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self.sentences) or len(self.claims) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Numbers of what was offered."""

    sentences: tuple[int, ...] = ()
    claim: int = 1


def choices_of(analysis: Analysis, *, facts: bool) -> Choices:
    """Give what may be chosen instead of what the core chose: sentences, and `facts` if they are wanted."""
    item = analysis.item
    sentences = choosable(item.title, item.text)[:SENTENCES_OFFERED]
    if len(sentences) <= len(analysis.summary.sentences):
        sentences = []
    own = _own_claim(analysis.verdict)
    claims = _rivals(own, analysis) if facts else ()
    return Choices(title=item.title, sentences=tuple(sentences), claims=(own, *claims))


def applied(analysis: Analysis, choices: Choices, choice: Choice) -> Analysis:
    """Give the analysis as chosen. Raise ChoiceError if a number stands for nothing that was offered."""
    claim = _picked(choices.claims, (choice.claim,))[0]
    verdict, summary = analysis.verdict, analysis.summary
    if claim is not choices.claims[0]:
        verdict = _decided(verdict, claim)
    if choices.sentences or choice.sentences:
        if not 1 <= len(set(choice.sentences)) == len(choice.sentences) <= MOST_SENTENCES:
            raise ChoiceError(f"{len(choice.sentences)} sentences chosen, or one of them twice")
        chosen = summary_of(_picked(choices.sentences, choice.sentences), analysis.item.text)
        if not chosen.sentences:
            raise ChoiceError("the chosen sentences say nothing by themselves")
        if chosen != summary:
            summary = chosen
            verdict = _explained(verdict, "a model chose the summary's sentences")
    return replace(analysis, verdict=verdict, summary=summary)


def _picked(offered: Sequence[Offered], numbers: Sequence[int]) -> list[Offered]:
    if not all(1 <= number <= len(offered) for number in numbers):
        raise ChoiceError(f"a number chosen that is none of the {len(offered)} offered")
    return [offered[number - 1] for number in numbers]


def _decided(verdict: Verdict, claim: Claim) -> Verdict:
    """The verdict with another sentence's decision in the place of the core's."""
    stale = (f"{verdict.action}: ", f"{verdict.stage}: ")
    decided = replace(
        verdict,
        action=claim.action,
        stage=claim.stage,
        stage_detail=claim.stage_detail,
        direction=direction_of(claim.action, claim.stage),
        evidence=(*(proof for proof in verdict.evidence if proof.field not in _DECIDED), *claim.evidence),
        reasons=tuple(reason for reason in verdict.reasons if not reason.startswith(stale)),
    )
    return _explained(
        decided, f"a model took this for what is decided: “{truncated(claim.words, WORDS_SHOWN)}”"
    )


def _explained(verdict: Verdict, reason: str) -> Verdict:
    # First, because `why` shows only the first few.
    return replace(verdict, reasons=(reason, *verdict.reasons))


def _own_claim(verdict: Verdict) -> Claim:
    proofs = tuple(proof for proof in verdict.evidence if proof.field in _DECIDED)
    return Claim(
        action=verdict.action,
        stage=verdict.stage,
        stage_detail=verdict.stage_detail,
        evidence=proofs,
        words=" … ".join(dict.fromkeys(proof.text for proof in proofs)),
    )


def _rivals(own: Claim, analysis: Analysis) -> tuple[Claim, ...]:
    """The claims of single sentences that differ from the core's and from one another."""
    rivals: dict[tuple[Action, Stage], Claim] = {}
    for claim in _told(read(analysis.item.title, analysis.item.text)):
        # The same action without a stage says less than what the core has, not something else.
        lesser = claim.action is own.action and claim.stage in (own.stage, Stage.NONE)
        if not lesser:
            rivals.setdefault((claim.action, claim.stage), claim)
    return tuple(rivals.values())[: CLAIMS_OFFERED - 1]


def _told(reading: Reading) -> Iterator[Claim]:
    """What each sentence tells by itself, if it names a technology and a decision."""
    for sentence in _by_sentence(reading):
        topics, _ = topics_of(sentence)
        action, action_words, _ = action_of(sentence)
        if topics and action_words:
            stage, detail, stage_words, _ = stage_of(sentence, action)
            yield Claim(
                action=action,
                stage=stage,
                stage_detail=detail,
                evidence=(*action_words, *stage_words),
                words=sentence.words(0, len(sentence.signs))[2],
            )


def _by_sentence(reading: Reading) -> Iterator[Reading]:
    """The title and each sentence as a reading of its own, with the places that they have in the whole."""
    for zone in sorted(set(reading.zones))[: SENTENCES_OFFERED + 1]:
        start, end = reading.zones.index(zone), len(reading.zones) - reading.zones[::-1].index(zone)
        yield replace(
            reading,
            signs=reading.signs[start:end],
            starts=reading.starts[start:end],
            ends=reading.ends[start:end],
            zones=reading.zones[start:end],
        )
