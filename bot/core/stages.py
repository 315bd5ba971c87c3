"""Decide how far a decision has come, and which way it moves the use of surveillance technology."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from bot.core.concepts import Reading
from bot.core.lexicon.stages import STAGE_RULES, Found
from bot.core.models import Evidence
from bot.core.phases import phases_of
from bot.core.rules import Hit, Rule, Table, compiled, evidence_of
from bot.core.vocabulary import Action, Direction, Stage, StageDetail

# These actions are done when they are told: no vote follows.
_STAGELESS = frozenset((Action.SETTLEMENT, Action.ENFORCEMENT, Action.INCIDENT, Action.STUDY))
_CHALLENGED: Rule[Found] = Rule(
    id="stage.court",
    value=(Stage.CHALLENGED, None),
    pattern="COURT/SUE/RULING/APPEAL/CASE",
    weight=9.0,
    why="contested in court",
)
_TABLE, _IN_COURT = Table(STAGE_RULES), Table((_CHALLENGED,))
# A claim for damages contests no programme: of a person wrongly arrested, of shoppers against a company.
_PERSONAL = "WRONGED/ARREST"
_COMPANY = "PRIVATE/VFACE/VOTHER"
_ACCUSED = "SUE/CASE/COURT ~8 AGAINST ~3 VFACE/VOTHER/PRIVATE/PRODUCT"
_PROSECUTED = ("REGULATOR ~6 SUE", "SUE ~2 PRODUCT/VFACE/VOTHER/PRIVATE")
_FOUGHT = "FINE/APPEAL/POLICE/BAN/COUNCIL/MAYOR"
_PUBLIC = "POLICE/BAN/COUNCIL/CHAMBER/MAYOR/GOVERNOR/REGULATOR/FINE"
_SURE_OF_OPINION = 5.5
"""An opinion's own words ("say no") tell no stage; only a stated vote or veto does."""
_WISHES = frozenset((Stage.PROPOSED, Stage.REPEALED, Stage.HEARING))
"""Stages that an opinion rather wants than tells."""


def stage_hits(reading: Reading) -> list[Hit[Found]]:
    """Find what every rule has to say of the stage, the strongest first."""
    return _TABLE.hits(reading)


def stage_of(
    reading: Reading, action: Action, hits: Sequence[Hit[Found]] | None = None
) -> tuple[Stage, StageDetail | None, tuple[Evidence, ...], str]:
    """Give the stage by the rules alone, the finer one if told, the words that show it, and the reason."""
    if action in _STAGELESS:
        return Stage.NONE, None, (), ""
    if action is Action.LAWSUIT:
        if _is_private(reading):
            return Stage.NONE, None, (), ""
        found = _IN_COURT.hits(reading)
    else:
        found = stage_hits(reading) if hits is None else list(hits)
    if action is Action.OPINION:
        found = [hit for hit in found if _told_by_opinion(hit)]
    if not found:
        return Stage.NONE, None, (), ""
    best = found[0]
    return (*_shown(reading, best), best.rule.why)


def shown_stage(
    reading: Reading, stage: Stage, hits: Sequence[Hit[Found]]
) -> tuple[Stage, StageDetail | None, tuple[Evidence, ...]] | None:
    """Give the rules' finer stage and words for a stage found otherwise; None if no rule shows it."""
    found = next((hit for hit in (*hits, *_IN_COURT.hits(reading)) if hit.rule.value[0] is stage), None)
    return _shown(reading, found) if found else None


def _shown(reading: Reading, hit: Hit[Found]) -> tuple[Stage, StageDetail | None, tuple[Evidence, ...]]:
    stage, detail = hit.rule.value
    proof = evidence_of(reading, hit, "stage")
    return stage, detail or _finer(reading, stage, proof.text), (proof,)


def _told_by_opinion(hit: Hit[Found]) -> bool:
    return hit.strength >= _SURE_OF_OPINION and hit.rule.value[0] not in _WISHES


# The finer stage by the words themselves; the first that fits.
_FINER: tuple[tuple[Stage, StageDetail, re.Pattern[str]], ...] = tuple(
    (stage, detail, re.compile(pattern, re.IGNORECASE))
    for stage, detail, pattern in (
        (Stage.PROPOSED, StageDetail.INTRODUCED, r"introduc|\bfile[sd]\b"),
        (Stage.PROPOSED, StageDetail.ANNOUNCED, r"\bannounc|\bplan(?:s|ned)?\b"),
        (Stage.FAILED, StageDetail.WITHDRAWN, r"withdr|\bpull(?:s|ed)\b|\bdropped\b"),
        (Stage.FAILED, StageDetail.DIED, r"\bdie[sd]?\b|\bdead\b"),
        (Stage.CHALLENGED, StageDetail.REMANDED, r"\bremand"),
        (
            Stage.CHALLENGED,
            StageDetail.ENJOINED,
            r"\binjunction|\bblocks?\b|\bblocked\b|\bhalt|\bfreez|\bfrozen\b",
        ),
        (Stage.CHALLENGED, StageDetail.UPHELD, r"\bupheld\b|\bupholds?\b"),
        (
            Stage.CHALLENGED,
            StageDetail.STRUCK_DOWN,
            r"\b(?:struck|strikes?)\sdown|unconstitutional|unlawful|inconstitucional",
        ),
        (Stage.CHALLENGED, StageDetail.FILED, r"\bsue[sd]?\b|\bfile[sd]?\b|\blawsuit\b"),
    )
)


def _finer(reading: Reading, stage: Stage, proof: str) -> StageDetail | None:
    """Tell a proposal's or a failure's manner by its proof, a case's by the headline."""
    if stage is Stage.CHALLENGED:
        return _in_court(reading.title)
    fitting = (
        detail for its_stage, detail, pattern in _FINER if its_stage is stage and pattern.search(proof)
    )
    return next(fitting, None)


# What stands before a court's word: "won't block", "lifts injunction", "asked to block" are no block.
_WITHHELD = re.compile(
    r"(?:\bnot|\bno|n['’]t|\bnever|\brefus\w+|\bdeclin\w+|\bden(?:y|ies|ied|ying)|\breject\w*|\blift\w*|\bdissolv\w+"
    r"|\bvacat\w+|\boverturn\w*|\brevers\w+|\bunlikely|\bturns? down|\btossed|\btosses"
    r"|\bends?|\bended)\b[^.;:]{0,40}$",
    re.IGNORECASE,
)
_ASKED_FOR = re.compile(
    r"\b(?:ask\w*|want\w*|urg\w+|seek\w*|sought|request\w*|demand\w*|su(?:e[sd]?|ing)|lawsuits?|suits?|motions?|petition\w*"
    r"|fil(?:e[sd]?|ing)|tr(?:y|ies|ied)|bids?)\b[^.;:]{0,40}$",
    re.IGNORECASE,
)
_AGREED = re.compile(r"\b(?:agree[sd]?|vote[sd]?|move[sd]?) to $", re.IGNORECASE)
_RULED = frozenset((StageDetail.ENJOINED, StageDetail.UPHELD, StageDetail.STRUCK_DOWN, StageDetail.REMANDED))


def _in_court(title: str) -> StageDetail | None:
    """How far a case has come, by its headline; None where a court refused or undid what the words name."""
    for stage, detail, pattern in _FINER:
        match = pattern.search(title) if stage is Stage.CHALLENGED else None
        if match is None:
            continue
        before = title[: match.start()]
        if detail in _RULED and _WITHHELD.search(before):
            return None
        asked = _ASKED_FOR.search(before) or (before.lower().endswith(" to ") and not _AGREED.search(before))
        if detail is StageDetail.FILED and "case filed" not in phases_of(title, ""):
            return None  # "judge rules in a lawsuit" names a suit that was filed long ago
        return StageDetail.FILED if detail in _RULED and asked else detail
    return None


def _is_private(reading: Reading) -> bool:
    title = reading.signs[: _zone_end(reading, 0)]
    head = reading.signs[: _zone_end(reading, 1)]
    if compiled(_PERSONAL).search(head):
        return not compiled("CHALLENGE/RIGHTS").search(head)
    if compiled(_ACCUSED).search(head) and not compiled(_FOUGHT).search(title):
        return True
    if any(compiled(way).search(head) for way in _PROSECUTED) and not compiled(_FOUGHT).search(head):
        return True
    if compiled(_PUBLIC).search(head):
        return False
    if compiled(_COMPANY).search(head):
        return not compiled("GOVT").search(title)
    # A case under a biometric privacy act that names no public body is one between private parties.
    return bool(compiled("BIOMETRIC").search(head)) and not compiled("GOVT/FACE").search(head)


def _zone_end(reading: Reading, zone: int) -> int:
    return bisect_right(reading.zones, zone)


_RESTRICTING = frozenset(
    (Action.BAN, Action.MORATORIUM, Action.REGULATE, Action.OVERSIGHT, Action.ENFORCEMENT, Action.SETTLEMENT)
)
_EXPANDING = frozenset((Action.AUTHORIZE, Action.PROCURE, Action.REPEAL))
_UNDONE = frozenset((Stage.FAILED, Stage.VETOED, Stage.REPEALED))


def direction_of(action: Action, stage: Stage) -> Direction:
    """Say which way it moves use: a ban that fails expands it, a contract that ends restricts it."""
    if action is Action.LAWSUIT:
        return Direction.CONTESTS
    if action in _RESTRICTING:
        return Direction.EXPANDS if stage in _UNDONE else Direction.RESTRICTS
    if action in _EXPANDING:
        return Direction.RESTRICTS if stage in _UNDONE else Direction.EXPANDS
    return Direction.INFORMS
