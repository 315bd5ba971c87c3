"""Say of a bill's number that it is not the reported one's: a model elsewhere, a law that was broken."""

import re

from bot.core.models import Jurisdiction
from bot.core.other_matters import MATTER
from bot.core.places.cues import LIKENED
from bot.core.places.gazetteer import gazetteer

_REACH = 90
# "Modeled on Utah's HB 100", "unlike the failed HB 21": up to four words lead to the number.
_LIKENED = re.compile(rf"\b(?:{LIKENED}|based on) (?:[A-Za-z.'’-]+ ){{0,4}}$")
# "Broke state law SB 34", "in violation of SB 34": who breaks a law does not decide on it.
_BROKEN = re.compile(
    r"\b(?:br(?:oke|eaks?|eaking|oken)|breach\w*|violat\w+|flout\w*|contrary to|ran afoul of"
    r"|compl(?:y|ies|ied|ying|iance) with|required by) (?:of )?(?:[A-Za-z.'’-]+,? ){0,3}\(?$"
)
# In a suit or a fine, what something is told "under" is the law that the court applies.
_UNDER = re.compile(
    r"\b(?:[Uu]nder|[Cc]it(?:es|ed|ing)|barred by|prohibited by|law,?) (?:[\w.'’-]+ ){0,3}\(?$"
)
# "SB 12 on elections", "SB 12, an elections bill".
_ITS_MATTER = re.compile(
    rf",? (?:on|about|regarding|concerning|an?|the) (?:[\w'’-]+ )?{MATTER}\b", re.IGNORECASE
)
_OWNER = re.compile(r"(?P<owner>[A-Z][a-z]+(?: [A-Z][a-z]+)?)['’]s? $")


def is_another_bill(words: str, start: int, end: int, *, applied: bool, place: Jurisdiction | None) -> bool:
    """Whether the words around a number give it to another matter; `applied`: a court or a regulator acts."""
    before = words[max(0, start - _REACH) : start].rpartition("\n")[2]
    return bool(
        _LIKENED.search(before)
        or _BROKEN.search(before)
        or (applied and _UNDER.search(before))
        or _ITS_MATTER.match(words, end)
        or (place is not None and _is_elsewhere(before, place))
    )


def _is_elsewhere(before: str, place: Jurisdiction) -> bool:
    """Whether another state's name owns the number: "Utah's HB 100" in Nevada's news."""
    owner = _OWNER.search(before)
    if owner is None or place.state is None:
        return False
    name = owner["owner"]
    states = {state.name: code for code, state in gazetteer().states.items()}
    code = states.get(name) or states.get(name.rpartition(" ")[2])
    return code is not None and code != place.state
