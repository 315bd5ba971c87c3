"""What a few plain words say of the action or the stage whatever else an item tells: they have the last word.

Weights add up all that a text shows, and so may miss the one word that turns it round: a council that votes to
put a ban off has voted, and a judge who won't block a law has ruled. Each row names the stages that it corrects.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bot.core.sought import Sought
from bot.core.tense import looks_back
from bot.core.vocabulary import Action, Stage, StageDetail

DONE: Final = frozenset((Stage.ENACTED, Stage.PASSED_CHAMBER, Stage.EFFECTIVE, Stage.REPEALED))
"""What a text says when it tells that something was decided."""


_NOTHING = Sought(r"(?!)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Words, which answers they correct, and to what."""

    id: str
    stage: Stage | None
    """None: the words tell nothing of it."""
    why: str
    pattern: Sought
    sentences: int = 0
    """How many sentences of the text count besides the headline."""
    detail: StageDetail | None = None
    action: Action | None = None
    """The right action, where the words tell it."""
    stages: frozenset[Stage] = DONE
    """The stages that are corrected; none: all."""
    details: frozenset[StageDetail | None] = field(default_factory=frozenset)
    """The finer stages that are corrected; none: all."""
    actions: frozenset[Action] = field(default_factory=frozenset)
    """The actions of which it is said; none: all."""
    unless: Sought = _NOTHING
    """Words of the headline beside which they tell of something else."""
    holds: Callable[[str], bool] = bool
    """What else must be true of the headline."""


def _words(pattern: str) -> Sought:
    return Sought(pattern, re.IGNORECASE)


_BODY = (
    r"(?:council(?:ors?|ors|members?)?|commission(?:ers?)?|board|supervisors|aldermen|trustees|selectmen|select board"
    r"|lawmakers|senate|house|committee|panel|legislators|assembly)"
)
# The body itself: of "two members voted against it" the others may have carried it.
_WHOLE_BODY = (
    r"(?<!on the )(?:council|commission|board|supervisors|aldermen|trustees|selectmen|lawmakers|senate|house|committee"
    r"|panel|legislators|assembly)"
)
_OPINION = _words(
    r"^\W*(?:letters?(?: to the editor)?|op-?ed|our (?:view|opinion)|my view|editorial|opinion|commentary"
    r"|(?:guest )?(?:column|essay|opinion|viewpoint)|viewpoints?|perspective|point of view)s?\s*(?::|\||[–—]| - )"
)
_NOT = (
    r"(?:won['’]t|will not|is(?:n['’]t| not)|are(?:n['’]t| not)|(?:decide[sd]?|opt(?:s|ed)?|vote[sd]?|agree[sd]?)"
    r"(?: \d+-\d+| unanimously)? (?:not to|against)|stop(?:s|ped)? short of|decline[sd]? to|refuse[sd]? to)"
)
_OFF = r"(?:table|delay|postpone|defer|put off|hold off|push back|punt)"
_COUNT = r"(?: \d+[-–]\d+| unanimously)?"
_NOT_SIGNED = frozenset((None, StageDetail.PASSED_BY_COUNCIL, StageDetail.ADOPTED_BY_VOTERS))

_DECIDED = _words(
    r"\b(?:approv(?:es|ed)|adopt(?:s|ed)|pass(?:es|ed)|oks|okay(?:s|ed)|enact(?:s|ed)|repeal(?:s|ed)|sign(?:s|ed))\b"
)
_FINAL = _words(r"\b(?:second|third|final|last) (?:and final )?(?:reading|vote|approval|passage)\b")
_HAS_DECIDED = _words(
    r"\b(?:approv(?:es|ed)|adopt(?:s|ed)|pass(?:es|ed)|oks|okay(?:s|ed)|enact(?:s|ed)|repeal(?:s|ed)|sign(?:s|ed)|bans|banned|bars"
    r"|votes? (?:\d|to|un)|voted|rejects?|ends?|ended|drops?|dropped|lifts?|cancels?|unanimous(?:ly)?|becomes?)\b"
)
_NO_PAUSE = frozenset(
    (Action.PROCURE, Action.AUTHORIZE, Action.OTHER, Action.REGULATE, Action.OVERSIGHT, Action.BAN)
)
_PAUSES = _words(
    r"\b(?:pauses?|paused|suspends?|suspended|halts?|halted|puts? [^.;:]{0,40}on hold)\b[^.;:]{0,40}"
    r"\b(?:use|using|cameras?|readers?|drones?|program|facial recognition|face recognition|Flock|searches|scans)\b"
)
_NOT_PAUSED = _words(
    r"\b(?:purchase|contract|plan|vote|talks|sharing|bid|considers?|to (?:pause|suspend|halt)|urge|asks?|calls?|judge|court"
    r"|lifts?|ends?|sell|sales?|tender|bill|law|rollout|installation|vendor|no pause|n[’']t)\b"
)
_CLOSER = re.compile(
    r"\b(?:closer|one step|step forward|advances|inches|moves (?:forward|ahead))\b", re.IGNORECASE
)


def _comes_closer(title: str) -> bool:
    return _CLOSER.search(title) is not None


BACKGROUND: Final = _words(
    r"\b(?:after|which|that|who|had|since|despite|following|until|before|when|though|although)\b[^.;:!?]{0,40}$"
)
"""What stands before words that tell of earlier: "bans it after voting to delay it twice"."""

TURNS: Final[tuple[Turn, ...]] = (
    Turn(
        id="opinion.label",
        action=Action.OPINION,
        stage=Stage.NONE,
        stages=frozenset(),
        actions=frozenset(Action) - {Action.OPINION},
        pattern=_OPINION,
        why="the headline says that it is an opinion",
    ),
    Turn(
        id="opinion.columnist",
        action=Action.OPINION,
        stage=None,
        stages=frozenset(),
        actions=frozenset(Action) - {Action.OPINION},
        sentences=2,
        pattern=_words(
            r"\bour columnist\b|\bcolumnist (?:says|argues|writes|asks)\b|\b(?:writes|argues) (?:our |a )?columnist\b"
        ),
        why="a columnist argues",
    ),
    Turn(
        id="opinion.stage",
        stage=Stage.NONE,
        actions=frozenset((Action.OPINION,)),
        pattern=_OPINION,
        why="an opinion decides nothing",
    ),
    Turn(
        id="veto.part",
        stage=Stage.ENACTED,
        detail=StageDetail.PARTIALLY_VETOED,
        stages=DONE | {Stage.VETOED},
        pattern=_words(
            r"\bveto(?:es|ed) (?:a |some )?(?:parts?|portions?|sections?|provisions?) of|\bsign(?:s|ed) (?:most|parts?) of"
        ),
        why="a part was vetoed, the rest was signed",
    ),
    Turn(
        id="veto.fell",
        stage=Stage.ENACTED,
        detail=StageDetail.VETO_OVERRIDDEN,
        stages=DONE | {Stage.VETOED},
        pattern=_words(
            r"\bveto\b[^.;]{0,60}? (?:is |was )?(?:overturned|overridden|overruled)\b|\b(?:overturns|overrules) [^.;]{0,40}\bveto\b"
            r"|\b(?:lawmakers|legislators|legislature|senate|house|assembly|council|board|supervisors|aldermen)\b[^.;]{0,20}"
            r"\b(?:override|overrides|overrode)\b"
        ),
        unless=_words(
            r"fail|short|attempt|effort|\btr(?:y|ies)|\bbid\b|\b(?:may|could|might|can(?:['’]t|not)|to|would) override|vow|want|plan"
            r"|weigh|consider|n['’]t|\bnot\b|lack"
        ),
        why="a veto fell",
    ),
    Turn(
        id="veto.title",
        stage=Stage.VETOED,
        pattern=_words(
            r"^[^,;:]{0,60}\bveto(?:es|ed)\b(?! (?:a |some )?(?:parts?|portions?|sections?|provisions?))"
        ),
        unless=_words(
            r"overr|overturn|sustain|threat|keeps|sign(?:s|ed)|rest of|n['’]t|\bnot\b|\bover veto|revive|new version|again"
        ),
        why="the headline tells of a veto",
    ),
    Turn(
        id="veto.threat",
        stage=Stage.PASSED_CHAMBER,
        stages=frozenset((Stage.VETOED,)),
        pattern=_words(
            r"\b(?:threaten(?:s|ed)?|vow(?:s|ed)?|promise[sd]?|pledge[sd]?|plans?|expected|likely|will|would|may|might|could|[’']ll)"
            r" (?:to )?veto\b|\bveto (?:threat|looms|likely|expected|possible)\b"
        ),
        why="a veto is threatened, none was cast",
    ),
    Turn(
        id="goes.to.governor",
        stage=Stage.PASSED_CHAMBER,
        detail=StageDetail.PASSED_LEGISLATURE,
        stages=frozenset((Stage.PASSED_CHAMBER,)),
        details=frozenset((None, StageDetail.PASSED_ONE_CHAMBER)),
        sentences=3,
        pattern=_words(
            r"\b(?:goes|heads|moves|is headed|is on its way|was sent|now) (?:now )?(?:on )?to (?:the )?(?:governor|gov\.)"
            r"|\bgovernor[’']s desk\b|\b(?:governor|gov\.)[^.;:]{0,30}\b(?:expected|likely|set|due) to (?:sign|veto)\b"
            r"|\b(?:legislature|both (?:chambers|houses)|general assembly) (?:has |have )?(?:passed|approved)\b"
        ),
        why="the governor is next",
    ),
    Turn(
        id="veto.not",
        stage=Stage.PASSED_CHAMBER,
        stages=frozenset((Stage.VETOED,)),
        pattern=_words(
            r"\b(?:does(?:n['’]t| not)|did(?:n['’]t| not)|won['’]t|will not|decline[sd]? to) veto"
        ),
        why="it was not vetoed",
    ),
    Turn(
        id="ban.not",
        stage=Stage.FAILED,
        actions=frozenset((Action.BAN, Action.MORATORIUM)),
        pattern=_words(
            rf"(?:\b{_NOT}|^\W*no) (?:\w+ ){{0,2}}?(?:ban|bar|outlaw|prohibit|forbid)(?:s|n?ing|ring)?\b"
        ),
        unless=_DECIDED,
        why="no ban was decided",
    ),
    Turn(
        id="lift.not",
        stage=Stage.FAILED,
        actions=frozenset((Action.REPEAL,)),
        pattern=_words(rf"\b{_NOT} (?:\w+ ){{0,2}}?(?:repeal|lift|overturn|revers|rescind|loosen|weaken)\w*"),
        unless=_DECIDED,
        why="the limit stays",
    ),
    Turn(
        id="buy.not",
        stage=Stage.FAILED,
        actions=frozenset((Action.PROCURE, Action.AUTHORIZE)),
        stages=frozenset((Stage.ENACTED, Stage.PASSED_CHAMBER, Stage.EFFECTIVE)),
        pattern=_words(
            rf"\b{_WHOLE_BODY} (?:unanimously )?vote[sd]?(?: \d+[-–]\d+| unanimously)? (?:against|not to) (?!renew|extend)"
            rf"|\b{_BODY} {_NOT} (?:buy|purchas|approv|allow|permit|restart|bring back)\w*"
        ),
        sentences=1,
        unless=_DECIDED,
        why="it was decided against",
    ),
    Turn(
        id="turned.down",
        stage=Stage.FAILED,
        actions=frozenset((Action.PROCURE, Action.AUTHORIZE)),
        stages=frozenset((Stage.ENACTED, Stage.PASSED_CHAMBER, Stage.EFFECTIVE)),
        sentences=2,
        pattern=_words(
            rf"\b{_BODY} (?:\w+ )?(?:turn(?:s|ed) down|vote[sd]? down|reject(?:s|ed)|refuse[sd]|shot down|shoots? down)\b"
            r"|\bgoes down (?:in flames|to defeat)\b|\bwent down (?:in flames|to defeat)\b"
        ),
        unless=_HAS_DECIDED,
        why="it was turned down",
    ),
    Turn(
        id="no.vote",
        stage=Stage.PROPOSED,
        detail=StageDetail.POSTPONED,
        stages=DONE | {Stage.VETOED},
        pattern=_words(r"\bno vote (?:yet|tonight|this week|until)\b|\bwithout (?:taking )?a vote\b"),
        why="nobody has voted yet",
    ),
    Turn(
        id="carried",
        stage=Stage.ENACTED,
        actions=frozenset((Action.PROCURE, Action.AUTHORIZE)),
        stages=frozenset((Stage.FAILED,)),
        pattern=_words(
            r"\b(?:wins?|gets?|buys?|passe[sd]|approve[sd]?|okays?|oks|adopt(?:s|ed))\b[^.;:]{0,60}\b(?:[4-9]-[0-3]|[5-9]-4|[6-9]-5)\b"
        ),
        unless=_words(r"\bagainst\b|\breject|\bfail|\bnot to\b|n[’']t\b"),
        why="the headline tells that it was carried",
    ),
    Turn(
        id="end.not",
        # That it goes on is no purchase, nor an end.
        action=Action.OTHER,
        stage=Stage.NONE,
        actions=frozenset((Action.PROCURE,)),
        stages=frozenset(
            (Stage.REPEALED, Stage.FAILED, Stage.ENACTED, Stage.PASSED_CHAMBER, Stage.EFFECTIVE)
        ),
        pattern=_words(
            rf"\b(?:{_NOT}|opt(?:s|ed)? not to|rejects? (?:a |the )?(?:bid|motion|call|plan|push|proposal)s? to) (?:\w+ ){{0,2}}?"
            r"(?:drop|end|cancel|terminat|scrap|ditch|remov|turn off|shut (?:off|down)|part with)\w*"
        ),
        unless=_DECIDED,
        why="it was decided to keep it",
    ),
    Turn(
        id="keeps.limit",
        action=Action.REPEAL,
        stage=Stage.FAILED,
        actions=frozenset((Action.BAN, Action.MORATORIUM, Action.REGULATE, Action.OVERSIGHT, Action.REPEAL)),
        pattern=_words(
            rf"\b{_BODY} (?:votes? to )?(?:keep|retain|preserve|stand by)s? [^.;:]{{0,50}}\b(?:ban|moratorium|limits|restrictions|rules)\b"
        ),
        why="the limit stays",
    ),
    Turn(
        id="bill.repeals",
        action=Action.REPEAL,
        stage=None,
        stages=frozenset(),
        actions=frozenset(
            (Action.BAN, Action.MORATORIUM, Action.REGULATE, Action.OVERSIGHT, Action.AUTHORIZE)
        ),
        pattern=_words(
            r"\b(?:bill|measure|ordinance|proposal|effort|bid|push|plan|vot(?:es?|ed)) (?:that would |would )?(?:to )?"
            r"(?:repeal|roll back|undo|lift|overturn|scrap|weaken|loosen)s? [^.;:]{0,60}"
            r"\b(?:law|ban|limits?|rules?|warrants?|requirements?|moratorium|protections?|restrictions?)\b"
        ),
        unless=_words(r"\bveto"),
        why="it would take a limit away",
    ),
    Turn(
        id="taken.down",
        stage=Stage.REPEALED,
        actions=frozenset((Action.PROCURE, Action.AUTHORIZE)),
        stages=frozenset((Stage.ENACTED, Stage.PASSED_CHAMBER, Stage.EFFECTIVE)),
        pattern=_words(
            r"\b(?:tak(?:es?|ing|en) down|tears? down|pull(?:s|ed)? the plug|switch(?:es|ed)? off|shut(?:s|ting)? (?:off|down)"
            r"|turn(?:s|ed|ing)? off|deactivat(?:es|ed)|dismantl(?:es|ed))\b"
            r"|\borders? [^.;:]{0,60}\b(?:removed|taken down|switched off|turned off|shut off|deactivated)\b"
        ),
        unless=_words(
            r"\b(?:back on|again|pending|temporar\w+|for now|until|n[’']t|not|never|refus\w+|rejects?|urg\w+|wants?|ask\w*|call\w*|could|may|might|should|must)\b"
        ),
        why="it is taken out of use",
    ),
    Turn(
        id="put.off",
        stage=Stage.PROPOSED,
        detail=StageDetail.POSTPONED,
        pattern=_words(
            rf"\b{_BODY} (?:will )?(?:table|delay|postpone|defer|put off|push back|punt)(?:s|d|ed|red)?\b(?! of\b)"
            rf"|\bvot(?:e[sd]?|ing){_COUNT} to {_OFF}\b(?! (?:using|use|the use|its|their|with)\b)"
        ),
        unless=_words(rf"{_DECIDED.expression.pattern}|\bdeadline\b"),
        why="the vote was put off",
    ),
    Turn(
        id="was.put.off",
        stage=Stage.PROPOSED,
        detail=StageDetail.POSTPONED,
        pattern=_words(
            r"^[^.;:]{0,60}\b(?:vote|decision|action|proposal|ban|bill|ordinance|contract|policy)\b[^.;:]{0,60}"
            r"\b(?:(?:is |was |gets )?(?:put off|postponed|delayed|pushed back|tabled|deferred))\b"
        ),
        unless=_words(r"\b(?:approv|adopt|pass|ok(?:s|ayed)|enact|ban(?:s|ned)|after|despite|long)"),
        why="the vote was put off",
    ),
    Turn(
        id="vote.to.put.off",
        stage=Stage.PROPOSED,
        detail=StageDetail.POSTPONED,
        sentences=1,
        actions=frozenset(
            (
                Action.BAN,
                Action.MORATORIUM,
                Action.PROCURE,
                Action.AUTHORIZE,
                Action.REGULATE,
                Action.OVERSIGHT,
            )
        ),
        pattern=_words(rf"\bvoted{_COUNT}(?: \w+day)?(?: night)? to (?:table|postpone|defer|put off)\b"),
        unless=_DECIDED,
        why="they voted to put it off",
    ),
    Turn(
        id="first.reading",
        stage=Stage.PASSED_CHAMBER,
        detail=StageDetail.FIRST_READING,
        stages=frozenset((Stage.ENACTED, Stage.EFFECTIVE)),
        details=_NOT_SIGNED,
        pattern=_words(
            r"\b(?:on|at|in) (?:a |its |the )?first (?:reading|vote|of two)|\bfirst reading\b|\bpreliminarily\b"
        ),
        unless=_FINAL,
        why="the first of several readings",
    ),
    Turn(
        id="another.reading",
        stage=Stage.PASSED_CHAMBER,
        detail=StageDetail.FIRST_READING,
        stages=frozenset((Stage.ENACTED, Stage.EFFECTIVE)),
        details=_NOT_SIGNED,
        sentences=3,
        pattern=_words(
            r"\b(?:(?:second|another|one more) (?:and final )?reading\b[^.]{0,30}?|(?:second|another|one more) (?:and final )?vote"
            r"(?: on (?:it|the (?:ban|bill|ordinance|measure)))?) (?:is|are) "
            r"(?:now |tentatively )?(?:set|scheduled|due|planned|expected|required|needed|slated)\b"
            r"|\b(?:first of two|first of three) (?:\w+ )?(?:readings|votes)\b"
        ),
        unless=_FINAL,
        why="another reading is due",
    ),
    Turn(
        id="more.due",
        stage=Stage.PASSED_CHAMBER,
        stages=frozenset((Stage.ENACTED,)),
        details=_NOT_SIGNED,
        sentences=3,
        pattern=_words(
            r"\b(?:still (?:has|have|needs?) to|must still|has yet to) (?:pass|clear|win|be (?:approved|adopted|passed|ratified))"
            r"|\b(?:once|when|if|until) (?:it is |it[’']s |it gets |he |she |the (?:mayor|governor) )?(?:signed|signs it)\b"
            r"|\bmuss noch zustimmen|\bdoit encore (?:être|passer|voter)|\btodavía (?:debe|falta)|\bainda (?:precisa|deve)"
        ),
        why="another body has to agree",
    ),
    Turn(
        id="to.be.signed",
        stage=Stage.PASSED_CHAMBER,
        stages=frozenset((Stage.ENACTED,)),
        details=_NOT_SIGNED,
        sentences=3,
        pattern=_words(
            r"\b(?:mayor|governor|gov\.|county executive|president)\b(?: [A-Z][\w.'’-]+){0,3} (?:is|was) (?:expected|likely|set)"
            r" to (?:sign|veto)\b|\bawaits? (?:the )?(?:mayor|governor|\w+)['’]s signature"
        ),
        why="a signature is due",
    ),
    Turn(
        id="unsigned",
        stage=Stage.ENACTED,
        detail=StageDetail.BECAME_LAW_UNSIGNED,
        stages=frozenset((Stage.ENACTED, Stage.PASSED_CHAMBER)),
        details=frozenset((None, StageDetail.SIGNED, StageDetail.PASSED_LEGISLATURE)),
        sentences=2,
        pattern=_words(
            r"\blets? [^.;:]{0,60}\b(?:become|take effect as) law\b"
            r"|\b(?:becomes?|became|becoming) law (?:\w+ ){0,4}?(?:without|unsigned)\b"
            r"|\b(?:did(?:n[’']t| not)|neither) sign(?:ed)? (?:it|the (?:bill|measure|ordinance))\b"
            r"[^.;:]{0,40}\b(?:did(?:n[’']t| not)|nor) veto"
        ),
        why="it became law without a signature",
    ),
    Turn(
        id="goes.to.mayor",
        stage=Stage.PASSED_CHAMBER,
        stages=frozenset((Stage.ENACTED,)),
        details=_NOT_SIGNED,
        sentences=4,
        pattern=_words(
            r"\b(?:goes|heads|moves|is headed|is on its way|was sent|now) (?:now )?(?:on )?to (?:the )?"
            r"(?:mayor|governor|gov\.|county executive|president)\b(?! in\b)"
            r"|\b(?:mayor|governor)[’']s desk\b"
        ),
        unless=_words(r"\bsign(?:s|ed)\b|\bveto"),
        why="a signature is due",
    ),
    Turn(
        id="bids.asked",
        stage=Stage.PROPOSED,
        actions=frozenset((Action.PROCURE,)),
        sentences=1,
        pattern=_words(
            r"\brequests? (?:for )?(?:proposals|bids|quotes|quotations)\b|\binvit(?:es|ation) (?:to|for)? ?bids?\b|\bRFPs?\b"
            r"|\bse(?:eks|eking) (?:bids|proposals|vendors?|bidders)\b|\b(?:bids|proposals) (?:are )?due\b"
        ),
        unless=_words(
            r"\baward|\bapprov|\bselect|\bchoos|\bpick|\bwins?\b|\bcancel|\bwithdr|\bpulls?\b|\breject|\bsigns?\b|\bhires?\b|\bbuys?\b|\bends?\b|\bchose"
        ),
        why="offers are asked for",
    ),
    Turn(
        id="closer.committee",
        stage=Stage.COMMITTEE,
        stages=frozenset((Stage.ENACTED, Stage.EFFECTIVE)),
        details=_NOT_SIGNED,
        sentences=2,
        pattern=_words(
            r"\b(?:committee|panel)\b[^.;:]{0,40}\b(?:pass|approv|advanc|vot|recommend|back|clear|sign off)\w*"
        ),
        holds=_comes_closer,
        why="a committee voted, and the headline says that it comes closer",
    ),
    Turn(
        id="on.agenda",
        stage=Stage.PROPOSED,
        stages=frozenset((Stage.ENACTED, Stage.EFFECTIVE)),
        details=_NOT_SIGNED,
        pattern=_words(
            r"\bagenda\b(?! items?\b)|\b(?:up|back) for (?:\w+ )?(?:vote|debate|discussion|approval|review|renewal)\b"
            r"|\bto (?:take up|consider|vote on|weigh|decide|discuss|hear)\b|\b(?:will|set to) (?:vote|consider|decide|weigh)\b"
            r"|\bhears? (?:\w+ ){0,3}(?:plan|proposal|pitch|case for)\b|\bno decision\b"
        ),
        unless=_HAS_DECIDED,
        why="the headline says that it is still to be decided",
    ),
    Turn(
        id="no.decision",
        stage=Stage.PROPOSED,
        stages=frozenset((Stage.ENACTED, Stage.EFFECTIVE)),
        details=_NOT_SIGNED,
        sentences=1,
        pattern=_words(
            r"\bno (?:final )?decision (?:has|had|was|is) (?:yet )?(?:come|been|made)\b|\b(?:has|have) yet to decide\b"
        ),
        why="nothing was decided yet",
    ),
    Turn(
        id="may.hear",
        stage=Stage.PROPOSED,
        stages=frozenset((Stage.HEARING,)),
        sentences=1,
        pattern=_words(r"\b(?:may|might|could) (?:call|hold|schedule)\b[^.;:]{0,30}\bhearings?\b"),
        why="a hearing that may come",
    ),
    Turn(
        id="call.to.act",
        stage=Stage.PROPOSED,
        stages=frozenset((Stage.ENACTED, Stage.EFFECTIVE, Stage.PASSED_CHAMBER)),
        details=_NOT_SIGNED,
        pattern=_words(
            r"^\W*(?:speak up|take action|action alert|call to action|urge|tell (?:the|your))\b"
            r"|\b(?:council|city|county|lawmakers|legislature|congress|mayor|police|[A-Z][\w.]+) (?:must|should) "
            r"(?:ban|pass|reject|adopt|act|vote|end|stop|regulate|sign|veto)\b"
        ),
        unless=_HAS_DECIDED,
        why="somebody demands it",
    ),
    Turn(
        id="paused.now",
        action=Action.MORATORIUM,
        stage=Stage.EFFECTIVE,
        stages=frozenset((Stage.NONE, Stage.REPEALED)),
        actions=_NO_PAUSE,
        pattern=_PAUSES,
        unless=_NOT_PAUSED,
        why="use is paused",
    ),
    Turn(
        id="paused",
        action=Action.MORATORIUM,
        stage=None,
        stages=frozenset(),
        actions=_NO_PAUSE,
        pattern=_PAUSES,
        unless=_NOT_PAUSED,
        why="use is paused",
    ),
    Turn(
        id="sharing.limited",
        # Who may see the data is limited; the technology stays in use.
        action=Action.REGULATE,
        stage=None,
        stages=frozenset(),
        actions=frozenset((Action.BAN,)),
        pattern=_words(
            r"\bban(?:s|ned|ning)?\b[^.;:]{0,20}\b(?:sharing|giving|selling)\b"
            r"|\bbar(?:s|red)?\b[^.;:]{0,30}\bfrom (?:sharing|giving|selling)\b"
        ),
        why="sharing is limited, not the technology",
    ),
    Turn(
        id="own.ban",
        stage=Stage.EFFECTIVE,
        stages=frozenset((Stage.ENACTED,)),
        actions=frozenset((Action.BAN, Action.MORATORIUM)),
        details=frozenset((None,)),
        pattern=_words(
            r"\b(?:police|police department|sheriff(?:[’']s office)?|police chief|MPD|[A-Z]{1,3}PD)\b[^.;:]{0,12}"
            r"\b(?:bans|pauses|hits pause|suspends|halts|stops using|bars itself)\b"
        ),
        unless=_words(
            r"\b(?:council|board|commission|law|bill|ordinance|court|judge|voters|governor|mayor|lawmakers)\b"
        ),
        why="a police force's own order is in force at once",
    ),
    Turn(
        id="bill.announced",
        stage=Stage.PROPOSED,
        detail=StageDetail.INTRODUCED,
        pattern=_words(
            r"\b(?:sen(?:ator|\.)s?|rep(?:resentative|\.)s?|congress(?:man|woman|members?)|lawmakers|legislators|democrats|republicans)\b"
            r"[^.;:]{0,60}\b(?:announce|unveil|introduce|reintroduce|file|propose)s?\b[^.;:]{0,100}\b(?:act|bill|legislation)\b"
        ),
        unless=_DECIDED,
        why="lawmakers announce a bill",
    ),
    Turn(
        id="voters.decided",
        stage=Stage.ENACTED,
        detail=StageDetail.ADOPTED_BY_VOTERS,
        stages=frozenset((Stage.ENACTED, Stage.PASSED_CHAMBER)),
        details=frozenset((None, StageDetail.PASSED_BY_COUNCIL)),
        sentences=1,
        pattern=_words(
            r"\bvoters (?:in [\w., ]{2,30} )?(?:\w+ )?(?:back|approve|pass|adopt|support|enact|say yes)(?:s|ed)?\b"
            r"|\b(?:approved|adopted|passed|backed|enacted) by (?:\w+ ){0,3}?voters\b"
        ),
        unless=_words(r"\b(?:polls?|surveys?|would|may|will|should|ask(?:s|ed)?|could|before)\b"),
        why="the voters decided",
    ),
    Turn(
        id="council.decided",
        stage=Stage.ENACTED,
        detail=StageDetail.PASSED_BY_COUNCIL,
        stages=frozenset((Stage.ENACTED,)),
        details=frozenset((StageDetail.ADOPTED_BY_VOTERS,)),
        sentences=1,
        pattern=_words(
            r"\b(?:council(?:ors|lors|members)?|supervisors|aldermen|commissioners|board)\b[^.;:]{0,50}"
            r"\b(?:votes?|voted|passe[sd]|approve[sd]?|adopt(?:s|ed)?|bans|oks|enacts?)\b"
        ),
        unless=_words(r"\bvoters (?:\w+ )?(?:back|approve|pass|adopt|support|enact|say yes|agree)"),
        why="the council decided, whatever the voters are asked",
    ),
    Turn(
        id="head.to.council",
        stage=Stage.PROPOSED,
        pattern=_words(
            r"\b(?:heads?|goes|go|moves?|moving|heading|off) (?:back )?to (?:the )?(?:full )?(?:(?:city|town|county) )?"
            r"(?:council|board|commission|supervisors|aldermen)\b"
        ),
        stages=frozenset((Stage.ENACTED, Stage.EFFECTIVE)),
        details=_NOT_SIGNED,
        unless=_DECIDED,
        why="the council has yet to take it up",
    ),
    Turn(
        id="filed.again",
        stage=Stage.PROPOSED,
        detail=StageDetail.INTRODUCED,
        stages=frozenset((Stage.FAILED,)),
        pattern=_words(
            r"^(?!.*\b(?:die[sd]?|dead|fail(?:s|ed)?|will|to re)\b).*\b(?:re-?file[sd]?|re-?introduce[sd]?|tries again)\b"
        ),
        why="it was brought in again",
    ),
    Turn(
        id="years.after",
        stage=Stage.EFFECTIVE,
        stages=frozenset((Stage.ENACTED,)),
        actions=frozenset(
            (Action.BAN, Action.MORATORIUM, Action.REGULATE, Action.OVERSIGHT, Action.AUTHORIZE)
        ),
        pattern=_words(r"\byears? (?:on|later|after|since)\b"),
        holds=looks_back,
        why="an anniversary looks at what is in force",
    ),
)
