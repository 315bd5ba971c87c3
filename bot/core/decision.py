"""Decide what was decided and how far it has come: rules propose, the weight of all that is told decides."""

from dataclasses import dataclass

from bot.core.actions import action_hits, action_of
from bot.core.concepts import Reading
from bot.core.models import Evidence
from bot.core.rules import evidence_of
from bot.core.stages import shown_stage, stage_hits, stage_of
from bot.core.vocabulary import Action, Stage, StageDetail
from bot.core.weighing import Proposal, Weighed, span_of, told, weigh


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Action and stage with the words that show them; `reasons` says what spoke for each."""

    action: Action
    stage: Stage
    detail: StageDetail | None
    evidence: tuple[Evidence, ...]
    reasons: tuple[str, ...]


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
