"""Turns of phrase that tell how far a matter has come, whatever the matter is.

They are no rules: each is one feature for the weights of actions and stages (bot/core/weighing.py), which
learn from many places and years what it says. So a mark may be wrong now and then, and should be broad.
"""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Mark:
    """A name that a reader understands, and what its phrases look like in lower case."""

    name: str
    pattern: re.Pattern[str]


_EXECUTIVE: Final = r"(?:mayor|governor|gov\.?|president|(?:county )?executive)"
_BODY: Final = (
    r"(?:council|board|commission(?:ers)?|supervisors|aldermen|trustees|parliament|congress|senate|house"
    r"|lawmakers|legislat\w+|concejo|câmara|cámara|conseil|gemeinderat|landtag|bundestag|assembl\w+)"
)
_DAY: Final = (
    r"(?:(?:next|this|on|by) )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|month|tonight"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.? \d)"
)
_ORDER: Final = r"(?:second|third|2nd|3rd|final|last|another|one more|more|two more|follow-up|procedural)"


def _mark(name: str, *patterns: str) -> Mark:
    # Only where a word begins: looking at every letter takes several times as long.
    return Mark(name, re.compile(rf"\b(?:{'|'.join(patterns)})"))


MARKS: Final[tuple[Mark, ...]] = (
    _mark(
        "another vote is due",
        rf"{_ORDER}(?: and \w+)?,? (?:largely \w+ )?(?:city |council |floor )?(?:vote|reading|approval|passage)s?"
        r"\b[^.]{0,40}\b(?:is|are|remains?|needed|required|set|due|comes?|scheduled|expected|stands?|next|before)",
        rf"(?:needs?|require[sd]?|awaits?|faces?|takes?|must (?:get|pass|survive)|due for|up for) "
        rf"(?:a |its |the )?{_ORDER}\b[^.]{{0,12}}(?:vote|reading|approval|passage)",
        rf"(?:returns?|comes?|goes|go|going|be|headed) (?:back )?(?:to|before) the {_BODY}\b[^.]{{0,20}}"
        r"(?:for|next|in|on)\b",
        r"still (?:has|have|needs?|must|requires?)\b[^.]{0,30}(?:come back|vote|reading|approv|read|pass|sign)",
        r"\bvotes? (?:once more|again)|take it up (?:once more|again)|must be read twice|read twice",
        r"\bone (?:council |more |single |last |remaining )*vote (?:left|stands|remains|away)",
        r"now (?:needs|requires|moves|goes|heads) ",
        r"segunda (?:votación|votação|lectura)|seconde? lecture|zweite lesung|muss noch zustimmen|todavía necesita",
    ),
    _mark(
        "first of several votes",
        r"first (?:reading|vote\b|hurdle|of two|of three|round)|second reading|initial (?:approval|vote|passage)",
        r"preliminar\w+ (?:approv|vote|ok)|tentativ\w+ (?:approv|vote|ok)|introduced? (?:for publication|an? ordin)",
        r"(?:clears?|passe[sd]|survives?|advances?) (?:the )?(?:its )?(?:first|second|house|senate|assembly|chamber)",
        r"primera (?:votación|lectura)|première lecture|erste lesung|primeira (?:votação|discussão)",
    ),
    _mark(
        "a signature is due",
        rf"(?:goes?|going|heads?|headed|heading|moves?|sent|sends?|sending|now|next)[^.]{{0,25}} to (?:the )?"
        rf"(?:\w+ )?{_EXECUTIVE}\b",
        r"(?:goes?|heads?|headed|moves?|sent|sends?|sending) to [a-z]+(?: [a-z]+)?[’']s desk|on (?:his|her|the|\w+[’']s) desk",
        rf"{_EXECUTIVE}\b[^.]{{0,40}}(?:must|has yet to|yet to|still|will|would|expected|due|says?|said|promised|"
        r"plans|intends|agreed)[^.]{0,25}\b(?:act|sign|decide|review|veto)",
        r"(?:says?|said|will|expected|plans|intends|promised|agreed|ready)[^.]{0,12}(?:to|will|would|he[’']ll|she[’']ll) sign",
        r"(?:await|need|pending|only lacks?|lack)\w*\b[^.]{0,25}(?:signature|royal assent|sanction|mayor|governor|executive)",
        rf"{_EXECUTIVE}[’']?s? signature (?:next|is)|(?:to|for) (?:his|her) signature|firma del|sanção d|sanción d",
        r"doit encore se prononcer|à la signature|zur unterschrift|declined to say whether (?:he|she)|reste au maire",
        rf"\bif {_EXECUTIVE}\b[^.]{{0,30}}\bsigns|one signature|(?:to|on|awaits) the {_EXECUTIVE}(?:[’']s (?:desk|pen))?\b",
        rf"{_EXECUTIVE} (?:now )?has \w+ days|{_EXECUTIVE} to (?:veto|sign)\b",
    ),
    _mark(
        "put off",
        r"\btabl(?:es|ed|ing)\b|postpon|put(?:s|ting)? off|push(?:es|ed)? back|delay(?:s|ed)? (?:a |its |the |his )?\w* ?(?:vote|deci)",
        r"\bdefer(?:s|red)?\b|held over|holds? off|punt(?:s|ed)?\b|no decision|continued to|later date|takes? more time",
        r"aplaz|adiad|reporté|vertagt|verschoben|yanks? (?:the )?vote|on hold until",
    ),
    _mark(
        "a vote is ahead",
        r"(?:will|would|to|could|may|set to|due to|expected to|scheduled to) (?:vote|consider|take up|decide|hear|debate|discuss|weigh|review)",
        rf"\bvotes? (?:is |are )?(?:on )?{_DAY}|(?:up|set|scheduled|slated|back) for (?:a |another |its )?(?:\w+ )?(?:debate|vote|hearing|decision)",
        r"\bweighs?\b|\bconsiders?\b|\bmulls?\b|\bdebates?\b|\bto take up\b|takes up|agenda\b|ahead of (?:the |a )?vote|before (?:the |a )vote",
        r"public hearing|comment period|public comment|speak up|tell (?:the )?council",
    ),
    _mark(
        "comes closer",
        r"(?:moves?|moved|moving|steps?|inch\w*|nears?|edges?)[^.]{0,12} (?:closer|forward|toward|ahead|along)",
        r"(?:one |a )step (?:closer|forward|nearer)|\badvance[sd]?\b|clears? (?:a |the )?(?:key |first )?(?:hurdle|committee|panel)",
        r"(?:may|could) (?:soon )?(?:be|become|ban|forbid|get|lose)|set to (?:become|be|ban)|would (?:be|become|bar|ban|prohibit|forbid|have to|require|allow|let)\b",
        r"\bavanza\b|\bavança\b|\bavance\b",
    ),
    _mark(
        "a committee acted",
        r"(?:sub)?committee\b|\bcomisión\b|\bcomissão\b|\bausschuss\b|\bpanel (?:backs|votes|approves|recommends)",
        r"recommend(?:s|ed)? (?:approval|passage|adoption|that)|do pass|forward\w* recommendation|favorabl[ey]",
    ),
    _mark(
        "the executive refused",
        r"\bveto(?:es|ed)?\b|\bveta\b|\bvetó\b|\bvetou\b|strikes? down|refus\w+ to sign|won[’']t sign|no signature|not (?:going to )?sign",
        rf"return(?:s|ed|ing)?\b[^.]{{0,60}}\b(?:to (?:the )?{_BODY}|without|unsigned|with (?:amend|changes|comments))",
        r"(?:sends?|sent|sending|hand(?:s|ed|ing)?|gave|gives?)\b[^.]{0,40}\b(?:back|again)\b[^.]{0,20}(?:to|$)",
        rf"back (?:before|with|to|in front of) (?:the )?(?:\w+ )?(?:{_BODY})|override|overturn the (?:decision|veto)",
        rf"{_EXECUTIVE}[’']?s? (?:pen|objections?)|{_EXECUTIVE}\b[^.]{{0,25}}\b(?:blocks?|nixes|rejects?|says no|kills?|spikes?)|devolv(?:ió|eu)",
    ),
    _mark(
        "a veto is asked for",
        r"(?:ask|urg|want|call|press)\w*\b[^.]{0,40}\bto veto",
    ),
    _mark(
        "an override",
        r"overrid\w+",
    ),
    _mark(
        "in force",
        r"(?:takes?|took|taken|taking|goes|went|gone|come|came|comes|now) (?:into |in )?(?:effect|force)|\bin (?:effect|force)\b",
        r"\beffective\b|new laws? (?:for|that|start|take)|laws? (?:start|begin)|on the books|kicks? in|(?:is|are) now (?:law|banned)",
        r"(?:go(?:es)?|went|gone) live|switch(?:es|ed)? on|starting (?:today|this|on|monday|tuesday|wednesday|thursday|friday)|as of (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|today|now|this)",
        r"from today|since (?:tuesday|monday|sunday|saturday|friday|thursday|wednesday)|entr(?:ó|a|ent|e|ou) en? (?:vigor|vigueur)|en vigueur|in kraft|open(?:s|ed) (?:its |a )?\$?\d|cut the ribbon",
    ),
    _mark(
        "ended by those who had it",
        r"(?:end|cancel|terminat|scrap|axe|ditch|drop|kill|ground|retire|abandon|shut|dump|cut|discontinu)\w*\b[^.]{0,40}"
        r"\b(?:contract|agreement|deal|program\w*|pilot|cameras?|readers?|drones?|system|software|shotspotter|flock|service|use)",
        r"pull(?:s|ed)? (?:the )?plug|(?:backs?|walks?) (?:out|back|away)|(?:is|are) done with|says? no thanks|goodbye|got rid of|parts? ways",
        r"(?:won[’']t|will not|not to|(?:is|are|was|were|do|does|did|has|have|had|ca|could|would|should)n[’']t) (?:be )?(?:renew|extend)\w*|laps(?:e|es|ed)\b|expir(?:e|es|ed)\b|sunset(?:s|ted)?\b|no more \w+",
        r"(?:program\w*|pilot|test|trial|experiment|deal|contract) (?:is|are|was) (?:over|dead|done|gone)|gives? up|gibt\b[^.]{0,40}auf",
        r"(?:drops?|dropped|fires?|fired|deactivat\w+|cut off|no further)\b",
        r"cancela|rescind|rescisión|beendet|abgeschaltet|abandona|apaga|met fin",
    ),
    _mark(
        "a limit undone",
        r"(?:lift|repeal|revers|undo|undid|undone|scrap|roll|loosen|eas|rescind|retir|struck|strik|end)\w*\b[^.]{0,40}"
        r"\b(?:ban|prohibition|moratorium|rule|rules|restriction\w*|limit\w*|law|ordinance|article|policy)\b",
        r"\b(?:ban|prohibition|moratorium|rules?|limits?)\b[^.]{0,25}\b(?:lifted|repealed|undone|scrapped|reversed|rolled back|expired|ended|gone|sunsets?|relaxed|loosened)",
        r"legal again|(?:can|may) (?:once )?again|deroga|revoga|abroge|kippt|aufgehoben",
    ),
    _mark(
        "voted down",
        r"(?:vote[sd]? (?:it )?down|reject(?:s|ed)?|defeat(?:s|ed)?|fail(?:s|ed)?|dies?|died|kill(?:s|ed)?|shelve[sd]?|stall(?:s|ed)?|lose[sn]?|lost|falls? short|short of|withdr[ae]w\w*|yank\w*|pull(?:s|ed) (?:the )?(?:item|vote|bill|proposal))\b",
        r"\bties?\b|\btied\b|deadlock|goes nowhere|zieht\b[^.]{0,60}zurück|pulls? out|backs? off|won[’']t bring",
        r"went down|by a single vote|off the (?:table|agenda)|rejeita|rechaza|rejette|lehnt ab|abgelehnt",
    ),
    _mark(
        "an executive's own order",
        r"executive order|\border(?:s|ed)\b (?:an? end|a halt|the|his|her|police)|memorandum|guidance|issue[sd] (?:an? )?(?:order|directive|policy|rules?|guidance|advisory)",
        r"(?:chief|sheriff|mayor|governor|minist\w+|attorney general|commissioner)\b[^.]{0,30}\b(?:halts?|pauses?|suspend\w*|orders?|grounds?|bans?|bars?|adopts?|launch\w*|announce\w*)",
    ),
    _mark(
        "bought",
        r"\b(?:buys?|bought|purchase[sd]?|procure[sd]?|contract(?:s|ed)?|awards?|awarded|signs? (?:up|on)|renew(?:s|ed|al)?|sticks? with|lease[sd]?|licen[cs]es?|subscription|\$\d)",
        r"purchase order|procurement records|compra|contrata|achète|kauft",
    ),
    _mark(
        "in court",
        r"\b(?:judge|court|circuit|appeals?|tribunal|suit|lawsuit|sue[sd]?|suing|complaint|plaintiffs?|jury|ruling|ruled|injunction|justices?)\b",
        r"\bjuez|\bjuíza?\b|\bcorte\b|\bgericht\w*|\bjustice\b|\btribunal|суд",
    ),
    _mark(
        "a criminal case",
        r"motion to suppress|suppress(?:ed|es|ion)\b|convict|defendant|\bwarrants?\b|en banc|affirm(?:s|ed)\b|evidence",
    ),
    _mark(
        "a rule is out",
        r"(?:issues?|issued|publish(?:es|ed)?|notif(?:y|ies|ied)|gazett\w+|made|unveils?)\b[^.]{0,40}\b(?:code|rules?|regulations?|guid\w+|policy|measures|decree)",
        r"diario oficial|official journal|ya es ley|(?:code|rules?|regulations?) (?:is|are) (?:final|out)|beschließt|décret|promulg",
    ),
    _mark(
        "a trial begins",
        r"(?:start|begin|began|launch|try|tries|tried|test|pilot|rolls?|expand|deploy)\w*\b[^.]{0,30}\b(?:test|pilot|trial|out|use|using|program\w*|cameras?|drones?|recognition|system)",
    ),
    _mark(
        "brought in",
        r"\b(?:introduc|propos|refil|re-?introduc|fil(?:e|es|ed)\b|draft|unveil|plans? to|would)\w*|tries again|new bill|wants? to",
    ),
    _mark(
        "a person seeks redress",
        r"(?:false|wrongful)\w* (?:arrest|imprison|accus|detain|identif)\w*|wrong (?:man|woman|person|face)|damages|settle\w*|spent \w+ (?:days|hours|nights|months|years)",
        r"\b(?:man|woman|mother|father|couple|grandmother|driver|trucker|teen\w*) (?:sues|who)|sued (?:the|his|her|over)",
    ),
    _mark(
        "a wish",
        r"\b(?:should|must|urges?|urged|urging|calls? (?:on|for)|called (?:on|for)|demands?|petition|campaign\w*|coalition|open letter|opinion|editorial|we need|it[’']s time)\b",
    ),
    _mark(
        "taken by a vote",
        r"\b(?:votes?|voted|voting)\b[^.]{0,12}(?:\d{1,3}\s?(?:-|–|to)\s?\d{1,3}|unanim\w+|to )|\bunanim\w+|\b\d{1,3}(?:-|–| to )\d{1,3}\b|por \w+ votos|à l[’']unanimité|einstimmig",
        rf"{_BODY}\b[^.]{{0,20}}\b(?:approve[sd]?|passe[sd]|adopt(?:s|ed)|ban(?:s|ned)|okays?|ok[’']s|backs?|green[- ]?lights?|signs? off)",
    ),
    _mark(
        "signed or final",
        r"\bsigne?[sd]?\b[^.]{0,30}(?:into law|bill|law|measure|ordinance|legislation|friday|monday|tuesday|wednesday|thursday)|signs?\b",
        r"final(?:ly)? (?:approv|pass|adopt|vote|ok|reading|say|rule)\w*|becomes? (?:the )?(?:first|second|third|law|latest)|\bit[’']s (?:final|official|law)|makes? it official|enacts?|new law\b|ordained",
    ),
)
