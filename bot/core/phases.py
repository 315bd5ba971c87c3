"""Find how far a court case has come: brought, heard, ruled upon, settled.

Every report of a case shares its parties, its place and its words: only its phase tells the reports of the
suit from those of the ruling a year later.
"""

import re

RULED = "case ruled"
APPEALED = "ruled on appeal"
NAMED = "case named"
HARM = "harm told"
"""What a case may come from: a wrongful arrest of which no suit is told yet."""
SETTLED = "case settled"
JUDGED = "settlement judged"
PHASES = frozenset(
    (
        HARM,
        "case filed",
        "case goes on",
        RULED,
        "appeal brought",
        "appeal turned away",
        SETTLED,
        JUDGED,
    )
)
"""Steps of a case of which one report tells one; a hearing lies between two and is none."""
LOOKED_AT = 300
"""Characters of the text that are read where the headline names no phase."""

_WHO = ("judges?", "courts?", "justices", "tribunal", "jury", "jueza?", "juíza?", "justicia", "justiça")
_DOES = (
    "rules?", "ruled", "toss(?:es|ed)", "dismiss(?:es|ed)", "says?", "said", "finds?", "found", "upholds?",
    "upheld", "str(?:ikes?|uck)", "blocks?", "blocked", "lets?", "den(?:ies|ied)", "grants?", "granted",
    "orders?", "ordered", "declares?", "declared", "decide[sd]?", "held", "holds?", "refuse[sd]?", "rejects?",
    "rejected", "affirms?", "affirmed", "confirms?", "reverses?", "reversed", "overturn(?:s|ed)?", "throws?",
    "threw", "halts?", "halted", "freezes", "bars",
)  # fmt: skip
_JUDGING = r"(?:judges?|courts?|panel)"
_JUDGES = "(?:approves?|approved|oks|signs? off|rejects?|rejected|balks|questions|tosses|grants?|granted)"
_SETTLEMENT = r"(?:settlements?|deal)"
_WILL_NOT = "(?:won['’]t|will not|not|declines? to|declined to|refuses? to|refused to)"
_SUIT = "(?:lawsuits?|suit|complaint|plaintiffs?|petition|class action)"
# In the order in which they count: what a headline only mentions comes after what it tells.
_CUES: tuple[tuple[str, tuple[str, ...]], ...] = (
    # Indian courts "issue notice" on a plea: the case is heard, not decided.
    (
        "case heard",
        (
            "notices?(?! of appeal)",
            "(?:to|must) respond",
            "responses",
            r"(?:seeks?|sought) [^.]{0,30}(?:reply|response)",
        ),
    ),
    (
        JUDGED,
        (
            rf"{_JUDGING} (?:\S+ ){{0,3}}?{_JUDGES}\b[^.]{{0,60}}\b{_SETTLEMENT}",
            rf"{_SETTLEMENT} [^.]{{0,60}}(?:approval|approved|rejected)(?: \S+){{1,3}} {_JUDGING}",
            r"final approval [^.]{0,40}\b(?:settlement|deal)",
            rf"finali[sz]e[sd]?\b[^.]{{0,60}}\b(?:{_SETTLEMENT}|order)",
        ),
    ),
    (
        SETTLED,
        (
            "settle[sd]?(?! (?:how|whether|on|in)\\b)",
            "settling",
            "settlements?",
            "consent (?:decree|order)",
            "agree[sd]? to pay",
            "(?:will|to|must) pay",
            "pays",
            r"reach(?:es|ed)? (?:[^.]{0,30} )?deal",
            "raises? (?:its )?offer",
            "offers? to pay",
        ),
    ),
    # "A resident claims in her suit that drones are unlawful": so far one side says it.
    (
        "case filed",
        (
            f"{_SUIT} (?:argues?|claims?|says|alleges?|contends?|accuses?|challenges?|seeks?|targets?)",
            r"(?:claims?|says?|alleges?|argues?) in (?:\w+ )?(?:suit|lawsuit|complaint)",
            r"(?:hit with|faces|facing) [^.]{0,30}(?:suit|lawsuit|class action)",
        ),
    ),
    (
        "case goes on",
        (
            r"(?:suit|case|action|challenge)\b[^.]{0,60}\b(?:may|can|will) (?:go|move|proceed|continue)",
            r"lets? [^.]{0,80}\b(?:proceed|go (?:forward|on|ahead)|continue|move (?:ahead|forward))",
            "(?:refuses?|refused|declines?|declined|won['’]t) (?:to )?(?:toss|dismiss|throw out)",
            r"(?:denie[sd]|rejects?|rejected) [^.]{0,40}(?:motion|bid|attempt|request) to (?:dismiss|toss)",
            "survives?",
            r"clears? (?:\S+ )?hurdle",
            "revive[sd]?",
        ),
    ),
    ("appeal brought", (r"(?<!.)(?:\S+ ){1,4}appeals(?! (?:court|panel|judge))",)),
    (
        "appeal turned away",
        (
            f"{_WILL_NOT} (?:be heard|hear|take up|review|consider|rehear)",
            r"turn(?:s|ed) (?:down|away)[^.]{0,60}(?:appeal|case|petition|challenge|bid)",
            r"(?:denie[sd]|loses?|rejects?|rejected|refuse[sd]?)\b[^.]{0,40}(?:review|rehearing|certiorari)",
            r"(?:rehearing|review) (?:is |was )?(?:denied|rejected|refused)",
            "cert denied",
            r"lets? [^.]{0,60}(?:ruling|decision) stand",
        ),
    ),
    (
        RULED,
        (
            rf"(?:{'|'.join(_WHO)})(?: \S+){{0,4}} (?:{'|'.join(_DOES)})",
            r"(?:wins?|won|loses?|lost)\b[^.]{0,40}\b(?:case|lawsuit|suit|challenge|appeal)",
            "side[sd]? with",
            "decision goes against",
            "award(?:s|ed)?",
            "(?:summary )?judgment",
            "ruling|ruled|verdict|court order|injunction",
            r"struck down|unconstitutional|unlawful|illegal(?=,? (?:court|judge))|no search",
            "dismiss(?:ed|es|al)|tosse[sd]|upheld",
            r"inconstitucional\w*|sentencia|fallo|denegad[oa]|rechaza(?:n|do|da)?|anula(?:n|do|da)?",
            "condena(?:da|do)?",
            "annul(?:e|ée?)|condamnée?|urteilt?|entscheidet",
        ),
    ),
    (
        "appeal brought",
        (
            "appeals(?! (?:court|panel|judge))",
            "files? (?:an |its )?appeal|notices? of appeal|appealing",
            "appeal (?:is |was |has been )?(?:filed|lodged)",
            r"takes? [^.]{0,40}to (?:the )?(?:\S+ )?circuit",
            r"asks? [^.]{0,40}(?:supreme|high|appeals?|appellate) court",
            r"(?:goes|turns|went|turned) to [^.]{0,30}supreme",
        ),
    ),
    (
        "case argued",
        (
            "(?:court|judges?|justices) (?:to )?(?:hears?|heard|weighs?|considers?|asks?|asked|seeks?)",
            "(?:oral )?arguments",
            "trial (?:opens|begins|starts)",
            "permission granted",
            "to hear",
        ),
    ),
    (
        "case filed",
        (
            "sue[sd]?|suing|suit:",
            "(?:files?|filed)(?! an? appeal)",
            "brought suit|brings? (?:suit|case)",
            r"legal challenge|takes? \S+ to court|petition",
            "demanda|ação|klagt?",
        ),
    ),
    # "Comes out of a Detroit lawsuit" names a case and no step of it.
    (NAMED, ("lawsuits?|suit|class action|complaint",)),
)
_PHASES = tuple((phase, re.compile(rf"\b(?:{'|'.join(cues)})\b", re.IGNORECASE)) for phase, cues in _CUES)
_CIRCUITS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh"
# "will take it to the Fourth Circuit" tells of an appeal that is still to come.
_APPEALED = re.compile(
    r"(?<!to the )(?<!before the )\b(?:appeals? (?:court|panel|judges)|court of appeals?|appellate"
    rf"|(?:{_CIRCUITS.replace(' ', '|')}|d\.?c\.?) circuit|supreme court|upper tribunal|affirm(?:s|ed)"
    r"|confirms? (?:the )?ruling)\b",
    re.IGNORECASE,
)


def phases_of(title: str, text: str) -> frozenset[str]:
    """How far a case has come, by the headline, else by the first sentences; empty if not told."""
    for words in (title, text[:LOOKED_AT]):
        for phase, cues in _PHASES:
            if cues.search(words):
                if phase == NAMED:
                    break
                appealed = phase == RULED and _APPEALED.search(f"{title} {text[:200]}")
                return frozenset((phase, APPEALED) if appealed else (phase,))
    return frozenset()
