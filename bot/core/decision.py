"""Decide what was decided and how far it has come: rules propose, the weight of all that is told decides."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.actions import action_hits, action_of
from bot.core.concepts import Reading
from bot.core.lexicon.polarity import POLARITY_RULES, Polarity
from bot.core.lexicon.turns import BACKGROUND, TURNS, Turn
from bot.core.models import Evidence
from bot.core.rules import Hit, Table, evidence_of
from bot.core.stages import shown_stage, stage_hits, stage_of
from bot.core.vocabulary import Action, Stage, StageDetail
from bot.core.weighing import Proposal, Weighed, span_of, told, weigh

_POLARITY = Table(POLARITY_RULES)
_TURNED = {
    Polarity.NO_BAN: frozenset((Action.BAN, Action.MORATORIUM)),
    Polarity.NO_LEAVE: frozenset((Action.AUTHORIZE, Action.PROCURE, Action.REPEAL)),
}
"""What a refusal speaks of: a council may turn down a ban and approve the software in one evening."""
SURE_FROM = 0.5
"""Probability of an action; docs/judgement.md tells how often the ones above and below were right."""
STAGE_SURE_FROM = 0.7
"""The same of a stage."""
OUTWEIGHED_FROM = 0.9
"""Probability of another stage from which plain words have the last word, and yet are told as a guess."""
WORDS_RIGHT = 0.7
"""How likely an answer is that is not the weights' own: plain words corrected the stage of nine of 408
unseen items, six of them rightly."""
_TAKEN = frozenset((Stage.ENACTED, Stage.PASSED_CHAMBER, Stage.EFFECTIVE, Stage.REPEALED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Action and stage with the words that show them; `reasons` says what spoke for each."""

    action: Action
    stage: Stage
    detail: StageDetail | None
    evidence: tuple[Evidence, ...]
    reasons: tuple[str, ...]
    unsure: bool
    """Whether action or stage is as likely wrong as right."""
    action_chances: Mapping[str, float]
    """How likely each action is, all that was found considered."""
    stage_chances: Mapping[str, float]


def proposal_of(reading: Reading) -> Proposal:
    """Let the rules answer."""
    actions, stages = action_hits(reading), stage_hits(reading)
    action, _, _ = action_of(reading, actions)
    stage, _, _, _ = stage_of(reading, action, stages)
    return Proposal(action=action, stage=stage, actions=actions, stages=stages)


def decide(reading: Reading) -> Decision:
    """Give action and stage. A value that no word of the text shows is not taken: the rules' answer stays."""
    proposal = proposal_of(reading)
    by_weight, stage_by_weight = weigh(reading, proposal)
    action, action_words, action_why = _action(reading, proposal, by_weight)
    stage, detail, stage_words, stage_why = _stage(reading, proposal, stage_by_weight)
    turn = _turned(reading, action, stage)
    words = _turned_by_words(reading, action, stage, detail)
    if turn is not None and turn.rule.value is Polarity.DENIED:
        # What was not decided is no fact, nor how far it did not come.
        action, action_words, action_why = Action.OTHER, (), ""
        stage, detail, stage_words, stage_why = Stage.NONE, None, (), turn.rule.why
    elif words is not None:
        last, proof = words
        if last.action is not None:
            action = last.action
            action_words, action_why = (replace(proof, field="action", value=str(action)),), last.why
        if last.stage is not None:
            stage, detail, stage_words, stage_why = last.stage, last.detail, (proof,), last.why
    elif turn is not None:
        stage, detail, stage_words = Stage.FAILED, None, (evidence_of(reading, turn, "stage"),)
        stage_why = turn.rule.why
    told_both = (
        f"{action}: {action_why}" if action_why else "",
        f"{stage}: {stage_why}" if stage_why else "",
    )
    return Decision(
        action=action,
        stage=stage,
        detail=detail,
        evidence=(*action_words, *stage_words),
        reasons=tuple(line for line in told_both if line),
        unsure=(
            stage_by_weight.value != stage and stage_by_weight.probability > OUTWEIGHED_FROM
            if words
            else _is_unsure(action, by_weight)
            or (
                _is_unsure_how_far(action, stage, stage_by_weight)
                and not (stage_by_weight.value == stage and _is_borne_out(reading, action, stage))
            )
        ),
        action_chances=_chances(by_weight, action),
        stage_chances=_chances(stage_by_weight, stage),
    )


def _chances(weighed: Weighed, told: str) -> dict[str, float]:
    """How likely each value is; where plain words spoke against the weights, they are mostly right."""
    if told == weighed.value:
        return {value: round(chance, 2) for value, chance in weighed.chances.items()}
    rest = {value: round(chance * (1 - WORDS_RIGHT), 2) for value, chance in weighed.chances.items()}
    return {**rest, str(told): round(WORDS_RIGHT + rest.get(told, 0.0), 2)}


def _is_unsure(action: Action, weighed: Weighed) -> bool:
    """Whether the weights would not bet on the action, though the text has words for it."""
    if action is Action.OTHER:
        return False
    return weighed.value != action or weighed.probability < SURE_FROM


def _is_unsure_how_far(action: Action, stage: Stage, weighed: Weighed) -> bool:
    """Whether the weights would not bet on the stage that is told."""
    if stage is Stage.NONE or action is Action.OTHER:
        return False
    return weighed.value != stage or weighed.probability < STAGE_SURE_FROM


def _turned(reading: Reading, action: Action, stage: Stage) -> Hit[Polarity] | None:
    """What turns the decision round, if it was found to be taken."""
    if stage not in _TAKEN:
        return None
    hits = _POLARITY.hits(reading)
    return next((hit for hit in hits if action in _TURNED.get(hit.rule.value, Action)), None)


def _turned_by_words(
    reading: Reading, action: Action, stage: Stage, detail: StageDetail | None
) -> tuple[Turn, Evidence] | None:
    """The plain words that have the last word on this answer, and where they stand."""
    for turn in TURNS:
        concerns = (
            (not turn.stages or stage in turn.stages)
            and (not turn.details or detail in turn.details)
            and (not turn.actions or action in turn.actions)
        )
        if concerns and (proof := _proof_of(turn, reading)):
            return turn, proof
    return None


def _is_borne_out(reading: Reading, action: Action, stage: Stage) -> bool:
    """Whether plain words tell the stage: what would have corrected another one proves this one."""
    told = (turn for turn in TURNS if turn.stage is stage and (not turn.actions or action in turn.actions))
    return any(_proof_of(turn, reading) for turn in told)


def _proof_of(turn: Turn, reading: Reading) -> Evidence | None:
    found = _found(turn, reading)
    # Exceptions are sought last: most words are not there at all.
    return found if found and not turn.unless.search(reading.title) and turn.holds(reading.title) else None


def _found(turn: Turn, reading: Reading) -> Evidence | None:
    end = _end_of(reading, turn.sentences)
    for source, words, until in (
        ("title", reading.title, len(reading.title)),
        ("summary", reading.text, end),
    ):
        match = turn.pattern.search(words, 0, until)
        if match and not BACKGROUND.search(words, max(0, match.start() - 60), match.start()):
            return _proof(turn, match, source)
    return None


def _end_of(reading: Reading, sentence: int) -> int:
    """Where the text's sentence of that number ends; 0 for none."""
    signs = bisect_right(reading.zones, sentence)
    return reading.ends[signs - 1] if sentence and signs else 0


def _proof(turn: Turn, match: re.Match[str], source: str) -> Evidence:
    return Evidence(
        field="stage",
        value=str(turn.stage),
        source=source,
        start=match.start(),
        end=match.end(),
        text=match.group(),
        rule=f"turn.{turn.id}",
    )


def _action(
    reading: Reading, proposal: Proposal, weighed: Weighed
) -> tuple[Action, tuple[Evidence, ...], str]:
    action = Action(weighed.value)
    if action is proposal.action:
        return action_of(reading, proposal.actions)
    why = _why(weighed)
    if hit := next((hit for hit in proposal.actions if hit.rule.value is action), None):
        return action, (evidence_of(reading, hit, "action"),), f"{hit.rule.why}; {why}"
    if action is Action.OTHER:
        return action, (), ""
    span = span_of(reading, weighed, "action")
    return (action, (span,), why) if span else action_of(reading, proposal.actions)


def _stage(
    reading: Reading, proposal: Proposal, weighed: Weighed
) -> tuple[Stage, StageDetail | None, tuple[Evidence, ...], str]:
    stage = Stage(weighed.value)
    if stage is proposal.stage:
        return stage_of(reading, proposal.action, proposal.stages)
    if stage is Stage.NONE:
        return stage, None, (), ""
    why = _why(weighed)
    if shown := shown_stage(reading, stage, proposal.stages):
        return (*shown, why)
    span = span_of(reading, weighed, "stage")
    return (stage, None, (span,), why) if span else stage_of(reading, proposal.action, proposal.stages)


def _why(weighed: Weighed) -> str:
    return ", ".join(map(told, weighed.features[:3])) + f" ({weighed.probability:.0%})"
