"""Find how far a court case has come: brought, heard, ruled upon, settled.

Every report of a case shares its parties, its place and its words: only its phase tells the reports of the
suit from those of the ruling a year later.
"""

import re

RULED = "case ruled"
APPEALED = "ruled on appeal"
PHASES = frozenset(("case filed", RULED, "case settled"))
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
_CUES: dict[str, tuple[str, ...]] = {
    # Indian courts "issue notice" on a plea: the case is heard, not decided.
    "case heard": (
        "notices?", "(?:to|must) respond", "responses", r"(?:seeks?|sought) [^.]{0,30}(?:reply|response)",
    ),
    "case settled": (
        "settle[sd]?", "settling", "settlements?", "consent (?:decree|order)", "agree[sd]? to pay",
        "(?:will|to|must) pay", "pays", r"reach(?:es|ed)? (?:[^.]{0,30} )?deal",
    ),
    RULED: (
        rf"(?:{'|'.join(_WHO)})(?: \S+){{0,4}} (?:{'|'.join(_DOES)})",
        r"(?:wins?|won|loses?|lost)\b[^.]{0,40}\b(?:case|lawsuit|suit|challenge|appeal)",
        "sides? with", "sided with",
        "ruling", "ruled", "verdict", "struck down", "unconstitutional", r"inconstitucional\w*", "unlawful",
        "illegal(?=,? (?:court|judge))", "injunction", "dismiss(?:ed|es|al)", "summary judgment", "upheld",
        "no search", "court order", "sentencia", "fallo", "won['’]t hear", "declines? to hear", "tosse[sd]",
    ),
    # Named once more: what a headline only mentions counts after what it tells.
    "case argued": (
        "(?:court|judges?|justices) (?:to )?(?:hears?|heard|weighs?|considers?|asks?|asked|seeks?)",
        "(?:oral )?arguments", "trial (?:opens|begins|starts)", "permission granted", "to hear",
    ),
    "case filed": (
        "sue[sd]?", "suing", "files?", "filed", "lawsuits?", "suit", "class action", "complaint",
        "legal challenge", r"takes? \S+ to court", "demanda", "ação", "klagt?", "petition",
    ),
}  # fmt: skip
_PHASES = tuple(
    (phase, re.compile(rf"\b(?:{'|'.join(cues)})\b", re.IGNORECASE)) for phase, cues in _CUES.items()
)
_CIRCUITS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh"
# "will take it to the Fourth Circuit" tells of an appeal that is still to come.
_APPEALED = re.compile(
    r"(?<!to the )(?<!before the )\b(?:appeals? (?:court|panel|judges)|court of appeals?|appellate"
    rf"|(?:{_CIRCUITS.replace(' ', '|')}|d\.?c\.?) circuit|supreme court|affirm(?:s|ed)"
    r"|confirms? (?:the )?ruling)\b",
    re.IGNORECASE,
)


def phases_of(title: str, text: str) -> frozenset[str]:
    """How far a case has come, by the headline, else by the first sentences; empty if not told."""
    for words in (title, text[:LOOKED_AT]):
        for phase, cues in _PHASES:
            if cues.search(words):
                appealed = phase == RULED and _APPEALED.search(f"{title} {text[:200]}")
                return frozenset((phase, APPEALED) if appealed else (phase,))
    return frozenset()
