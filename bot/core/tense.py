"""Say of a headline whether it looks ahead, tells what was done, or looks back from years after."""

import re

from bot.core.sought import Sought
from bot.core.text import searchable

_LOOKS_AHEAD = re.compile(
    r"\W(?:to (?:vote|consider|decide|weigh|hear|hold|take up|review|discuss|debate)|consider(?:s|ing)?|"
    r"weigh(?:s|ing)?|mulls?|eyes|calls? (?:on|for)|urg(?:es|ing)|seeks?|wants?|asks?|(?:could|may) soon|"
    r"set to|plans? to|propose[sd]?|proposal|debates?|delay(?:s|ed)|postpone[sd]?|put off|tabled?|"
    r"moves? closer|heads? to|preview|ahead of|upcoming|must|speak up|up for|(?:on the )?agenda|"
    r"up to (?:the )?voters|voters (?:to|will)|before (?:the )?referendum|"
    r"introduces?|draft)\b"
)
_LOOKS_BACK = re.compile(
    r"\W(?:bans|banned|bars|barred|outlaw(?:s|ed)|prohibit(?:s|ed)|approve[sd]?|passe[sd]|adopt(?:s|ed)|"
    r"enact(?:s|ed)|sign(?:s|ed)|vetoe[sd]|reject(?:s|ed)|votes to|voted|ruled|"
    r"judge rules|court rules|fine[sd]|settle[sd]?|"
    r"oks|okayed|clear(?:s|ed)|becomes law|upholds|upheld|dismisse[sd]|lift(?:s|ed)|repeal(?:s|ed)|"
    r"end(?:s|ed)|pass (?:the )?(?:council|house|senate|assembly))\b"
)


def is_preview(title: str) -> bool | None:
    """Whether a headline looks ahead (True), tells what was done (False), or neither or both."""
    words = searchable(title)
    ahead, back = _LOOKS_AHEAD.search(words) is not None, _LOOKS_BACK.search(words) is not None
    return None if ahead == back else ahead


_YEARS = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) years? "
_YEARS_ON = Sought(rf"^{_YEARS}(?:later|on)\b(?=[,:;–—]| [–—-])|\b{_YEARS}(?:later|on)$", re.IGNORECASE)
_YEARS_AFTER = Sought(rf"(?<!than )\b{_YEARS}(?:after|since)\b[^,:;–—]*", re.IGNORECASE)
# What is told where nothing is decided: "police say they miss it", "what the ban changed".
_OBSERVES = re.compile(
    r"\W(?:says?|said|tells?|miss|asks?|wonders?|what|how|why|where|whether|still|remains?|lessons?"
    r"|looks? back|changed|in review|mixed|little|few)\b"
)


def looks_back(title: str) -> bool:
    """Whether a headline looks back from years after: "a year after the ban, police say …".

    "A year after the ban, council lifts it" tells a decision of its own.
    """
    if not (_YEARS_ON.search(title) or _YEARS_AFTER.search(title)):
        return False
    rest = searchable(_YEARS_AFTER.expression.sub(" ", _YEARS_ON.expression.sub(" ", title)))
    decides = _LOOKS_BACK.search(rest) is not None
    return not decides and (_YEARS_ON.search(title) is not None or _OBSERVES.search(rest) is not None)
