"""Find the vote on the reported measure: "13-0", "44 to six", "unanimous"; an earlier vote is none."""

import re
from itertools import islice

from bot.core.models import Evidence
from bot.core.other_votes import is_earlier, is_on_another_matter, overrides, told_of_a_veto
from bot.core.sought import Sought
from bot.core.text import sentences

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_NAMES = {word: value for value, word in enumerate(_WORDS.split())} | {"none": 0, "nothing": 0, "nil": 0}
_NUMBER = rf"\d{{1,3}}|{'|'.join(_NAMES)}"
# "6-1", "13 to 2", "44 votes to six"; never a part of a longer number, a price or a range of years.
_COUNT = re.compile(
    rf"(?<![\w.,$€£#/-])(?P<yes>{_NUMBER})(?:\s?[-–—‑]\s?|\s(?:votes\s)?(?:to|against)\s"
    r"|\s(?:votos|voix)\s(?:contra|contre|a|frente\sa)\s"
    rf"|(?<=\d)-to-)(?P<no>{_NUMBER})"
    r"(?P<third>[-–]\d{1,2})?(?![\w%]|[-–.,/]\d)",
    re.IGNORECASE,
)
# "ocho votos a uno", "mit neun zu zwei": as councils abroad have members. Sought only where such words stand.
_ABROAD = {
    word: value
    for words in (
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince",
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze",
        "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn",
        "zero um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze",
    )
    for value, word in enumerate(words.split())
}
# "Votaron 40 a 9": beside a verb of voting two numbers with "a" are counts as well.
_VOICES = Sought(
    r"\b(?:votos|voix|Stimmen|stemmen|zu|gegen|tegen|contra|contre"
    r"|[Vv]ot(?:ó|aron|aram|ou)|[Aa]prob(?:ó|aron)|[Aa]prov(?:ou|aram)|[Rr]echaz(?:ó|aron)|[Rr]ejeit(?:ou|aram))\b"
)
_NUMBER_ABROAD = rf"\d{{1,3}}|{'|'.join(_ABROAD)}"
_COUNT_ABROAD = Sought(
    rf"(?<![\w.,$€£#/-])(?P<yes>{_NUMBER_ABROAD})(?:\s(?:votos|voix|Stimmen|stemmen))?"
    rf"\s(?:contra|contre|a|frente\sa|zu|gegen|tegen)\s(?P<no>{_NUMBER_ABROAD})(?P<third>)(?![\w%]"
    rf"|[-–.,/]\d)",
    re.IGNORECASE,
)
# "499 in favor, 28 opposed": the words may stand before or after, in a few languages.
_FAVOUR = re.compile(
    rf"(?<![\w.,$€£-])(?P<yes>{_NUMBER})(?P<what>(?:\s\w+){{0,2}}?\s(?:in\sfavou?r|for|ayes?|yeas?"
    rf"|pela\saprovação|a\sfavor|votos\sa\sfavor"
    rf"|supporting|voting\syes|pour|dafür|voor))(?:,|;|\sand|\swith|\sto|\se|\sy|\set|\sund|\sen)*\s"
    rf"(?P<no>{_NUMBER})\s(?:opposed|against|nays?|noes|no\svotes|contra|en\scontra|contre|dagegen|tegen"
    rf"|voting\sno|opposing)",
    re.IGNORECASE,
)
# "For: 2 (Gleason, Mendoza). Against: 5": as minutes and tallies write it.
_TALLY = Sought(
    r"\b(?:for|ayes?|yeas?|yes)(?:\s?[:=–—-]\s?|\s)(?P<yes>\d{1,3})\b(?![-–.,/]\d)[^;]{0,80}?"
    r"\b(?:against|noes|nays?|no|opposed)(?:\s?[:=–—-]\s?|\s)(?P<no>\d{1,3})\b(?![-–.,/]\d)",
    re.IGNORECASE,
)
# "Eleven city councilors voted for it, and none against"; "eleven ayes, not one nay".
_NONE_AGAINST = Sought(
    rf"(?<![\w.,$€£-])(?P<yes>{_NUMBER})(?:(?:\s[a-z]+){{0,3}}\s(?:voted|were)\s(?:for|in\sfavou?r)(?:\s[a-z]+){{0,4}}"
    r",?\s(?:and|with)\s(?P<no>none|no\sone|nobody)\s(?:voted\s|was\s)?(?:against|opposed)"
    r"|\s(?:ayes|yeas)[,;]?\s(?:and\s)?(?P<nay>not\s(?:one|a\ssingle)|no)\s(?:nays?|noes?)\b)",
    re.IGNORECASE,
)
# "All nine councillors voted in favor."
_ALL = Sought(
    rf"\ball\s(?P<yes>{_NUMBER})(?:\s(?:city|town|present|of\sthe|its|the)){{0,2}}\s(?:councill?ors?|council\s?members?"
    r"|members|aldermen|alderpeople|supervisors|trustees|commissioners|selectmen)\s(?:voted\s(?:for|in\sfavou?r|yes)"
    r"|approved|backed|said\s(?:yes|aye))\b",
    re.IGNORECASE,
)
LEAST_MEMBERS = 3
"""One or two voters are no body."""
MOST_COUNTS = 12
"""Of one sentence; a hostile one holds hundreds, each with words around it to weigh."""
_DIGIT = re.compile(r"\d")
_UNANIMOUS = re.compile(
    r"\bunanimous(?:ly)?\b|\bwithout\s(?:a\s(?:single\s)?)?dissent(?:ing\svote)?\b|\bpor\sunanimidad"
    r"|\bpor\sunanimidade"
    r"|\beinstimmig|\bun[áa]nimes?\b|\bunanimité|\beenparig|\bunanimemente|\bunanimamente"
    r"|\bà\sl.unanimité|\bwith(?:out|\sno)\s(?:any\s)?(?:opposition|objections?"
    r"|dissenting\svotes?)\b|\bwithout\sa\ssingle\sno\b|\b(?:no\sone|nobody|no\smember)\sopposed\b",
    re.IGNORECASE,
)
# One of these stands in every match of the two: a plain search spares most sentences the patterns.
_AGAINST = ("oppos", "against", "nay", "noes", "no vote", "voting no", "contr", "gegen", "tegen")
_ONE_VOICE = (
    "unanim",
    "unánim",
    "eenparig",
    "einstimmig",
    "dissent",
    "opposition",
    "objection",
    "single no",
    "opposed",
)
_CUE = re.compile(
    r"\bvot(?:e|es|ed|ing)\b|\bpass(?:es|ed|age|ing)?\b|\bapprov|\badopt|\bclear(?:s|ed)\b|\breject"
    r"|\bsplit|\btally\b"
    r"|\bmargin\b|\bfail(?:s|ed)\b|\bback(?:s|ed)\b|\bdefeat|\benact|\boverr(?:ode|id)|\bban(?:s|ned)?\b"
    r"|\bbar(?:s|red)\b"
    r"|\badvanc|\bvot(?:[oó]|aron|aram)|\baprov|\baprob|\bsaid\syes\b|\bsays?\syes\b|\bsided\b|\bfavou?r\b|\bagree"
    r"|\bratif|\bendors"
    r"|\bok(?:s|ay\w*)?\b|\bsqueak|\bsail|\bsurviv|\breading\b|\bsays?\sno\b|\bsigns?\son\b|\bblock"
    r"|\buph[eo]ld|\boverturn"
    r"|\breverse|\bruled?\b|\bruling\b|\bdecision\b|\bopinion\b|\bjustices\b|\bheld\b|\bcourt\b"
    r"|\bcircuit\b|\bresurrect|\badopción"
    r"|\bstimm|\bbeschl|\bangenommen|\bvoté|\badopté|\bstemde|\baangenomen|\bsupervis|\bin\sfavor"
    r"|\bmoved\b|\bauthoriz"
    r"|\bconcur|\bcarried\b|\bturned\s(?:away|down)\b|\bpostpon|\btabled?\b|\bdelay|\brepeal|\brenew"
    r"|\bextend|\bsupport|\brefus|\brush(?:ed|es)\b|\bvoted\sdown\b",
    re.IGNORECASE,
)
_UNANIMOUS_CUE = re.compile(
    r"\bvot|\bpass(?:es|ed|age|ing)?\b|\bapprov|\badopt|\bban(?:s|ned)?\b|\benact|\badvanc|\bconsent"
    r"|\bagree|\bclear(?:s|ed)\b"
    r"|\breject|\bratif|\baccept|\bcommissioners|\btrustees|\bcouncil|\bboard\b|\bsenate\b|\bhouse\b"
    r"|\bcommittee|\bsupervisors|\baprov|\baprob|\bcourt|\bjustices|\bcircuit|\bpanel|\bruled?\b|\bstimmt"
    r"|\bbeschl|\bvoté|\badopté"
    r"|\bdesk\b|\brepeal|\breading\b|\bvotó|\bconcejo|\bconsejo|\bbill\b|\bordinance|\blegislation",
    re.IGNORECASE,
)
_JURY = Sought(r"\bjury\b|\bjurors\b", re.IGNORECASE)
_BODY = Sought(
    r"\bcouncil|\bsenate\b|\bhouse\b|\bpeers\b|\blords\b|\bmps\b|\bparliament|\bboard\b|\bcommission"
    r"|\bassembly\b|\bsupervisors|\blawmakers",
    re.IGNORECASE,
)
# A range, a score, a time of day, an age, a date.
_RANGE_BEFORE = re.compile(
    r"(?:\bfrom|\bbetween|\bages?|\baged|\bgrades?|\bnos?\.|\bnumbers?|\bpages?|\bchapters?|\bsections?"
    r"|\btitle|\bcovid|\broute"
    r"|\bweeks?|\blines?|\bdays?|\bin|(?<!vote\s)(?<!margin\s)(?<!tally\s)(?<!count\s)\bof|\bjan(?:uary)?\.?"
    r"|\bfeb(?:ruary)?\.?|\bmar(?:ch)?\.?|\bapr(?:il)?\.?|\bmay|\bjune?\.?|\bjuly?\.?"
    r"|\baug(?:ust)?\.?|\bsept?(?:ember)?\.?|\boct(?:ober)?\.?|\bnov(?:ember)?\.?|\bdec(?:ember)?\.?|\$"
    r"|\bfirst|\bplus|\bdesde|\bentre|(?<!margen\s)(?<!votación\s)(?<!resultado\s)(?<!diferencia\s)\bde)\s?$",
    re.IGNORECASE,
)
_VOTE_NEXT = re.compile(r"\s(?:[\w-]+\s){0,3}(?:vote|decision|ruling|opinion|split)\b", re.IGNORECASE)
_RANGE_AFTER = re.compile(
    r"\s?(?:-?(?:years?|months?|weeks?|days?|hours?|minutes?|miles|feet|foot|percent|per\scent|people"
    r"|points?|p\.?m|a\.?m"
    r"|inch|jan|feb|mar(?:ch)?\s\d|apr|june|july|aug|sept?|oct|nov|dec|million|billion|times|dollars"
    r"|members\b|d[ií]as|mes(?:es)?\b|años|anos\b|horas|minutos|euros|pesos|jahre|jours|mois)|%|°)",
    re.IGNORECASE,
)


def vote_of(title: str, text: str, *, bill: str | None = None) -> tuple[str | None, tuple[Evidence, ...]]:
    """Give the vote on the item's `bill` as `13-0` (`unanimous` where no count is told) with its words."""
    bodied = bool(_BODY.search(title) or _BODY.search(text[:1000]))
    vetoed = told_of_a_veto(title)
    unanimous: tuple[str, Evidence] | None = None
    for source, start, sentence in _pieces(title, text):
        if vetoed and not overrides(sentence):
            continue
        if count := _count_in(sentence, bodied=bodied, bill=bill):
            value, match = count
            return value, (_evidence(value, source, start, match, "votes.count"),)
        said = _UNANIMOUS.search(sentence) if unanimous is None and _shows(_ONE_VOICE, sentence) else None
        if said and _is_their_vote(sentence) and _is_this_vote(sentence, said, bill):
            unanimous = "unanimous", _evidence("unanimous", source, start, said, "votes.unanimous")
    tally = _TALLY.search(text[:3000])
    if tally and bodied and not vetoed:
        value = f"{_value(tally['yes'])}-{_value(tally['no'])}"
        return value, (_evidence(value, "summary", 0, tally, "votes.tally"),)
    if unanimous:
        return unanimous[0], (unanimous[1],)
    return None, ()


def _pieces(title: str, text: str) -> list[tuple[str, int, str]]:
    pieces = [("title", 0, title)]
    pieces.extend(("summary", sentence.start, sentence.text) for sentence in sentences(text[:3000])[:10])
    return pieces


def _shows(signs: tuple[str, ...], sentence: str) -> bool:
    lowered = sentence.lower()
    return any(sign in lowered for sign in signs)


def _is_this_vote(sentence: str, match: re.Match[str], bill: str | None) -> bool:
    return not is_earlier(sentence, match) and not is_on_another_matter(sentence, match, bill=bill)


def _is_their_vote(sentence: str) -> bool:
    return bool(_UNANIMOUS_CUE.search(sentence)) and not _JURY.search(sentence)


def _count_in(sentence: str, *, bodied: bool, bill: str | None) -> tuple[str, re.Match[str]] | None:
    if _JURY.search(sentence):
        return None
    alone = _NONE_AGAINST.search(sentence) or _ALL.search(sentence)
    if alone and _value(alone["yes"]) >= LEAST_MEMBERS and _is_this_vote(sentence, alone, bill):
        return f"{_value(alone['yes'])}-0", alone
    told = _FAVOUR.search(sentence) if _shows(_AGAINST, sentence) else None
    if told is None and _DIGIT.search(sentence):
        told = _TALLY.search(sentence)
    if told:
        value = f"{_value(told['yes'])}-{_value(told['no'])}"
        return (value, told) if _is_this_vote(sentence, told, bill) else None
    for match in _counts(sentence):
        # "the amended version, 99-34": set off by commas in an item about a council, it needs no verb.
        apart = bodied and sentence[: match.start()].rstrip().endswith((",", "(", ":"))
        if (apart or _CUE.search(sentence)) and _is_this_vote(sentence, match, bill):
            third = (match["third"] or "").replace("–", "-")
            return f"{_value(match['yes'])}-{_value(match['no'])}{third}", match
    return None


def _counts(sentence: str) -> list[re.Match[str]]:
    """Every count in a sentence: the first may be of an earlier vote, "9-0 in 2021, 5-4 now"."""
    counts = [match for match in islice(_COUNT.finditer(sentence), MOST_COUNTS) if _is_count(sentence, match)]
    if not counts and _VOICES.search(sentence):
        abroad = islice(_COUNT_ABROAD.finditer(sentence), MOST_COUNTS)
        counts = [match for match in abroad if _is_count(sentence, match)]
    return counts


def _is_count(sentence: str, match: re.Match[str]) -> bool:
    voted = _VOTE_NEXT.match(sentence, match.end())
    if not voted and _RANGE_BEFORE.search(sentence[max(0, match.start() - 20) : match.start()]):
        return False
    if not voted and _RANGE_AFTER.match(sentence, match.end()):
        return False
    if any(len(number) > 1 and number.startswith("0") for number in (match["yes"], match["no"])):
        return False  # "21-0001", "12-05": a file or a date
    total = _value(match["yes"]) + _value(match["no"])
    # "24-7", "50-50" and "9-5" are figures of speech.
    return total >= LEAST_MEMBERS and match.group() not in {"24-7", "50-50", "9-5"}


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    return _NAMES[number.lower()] if number.lower() in _NAMES else _ABROAD[number.lower()]


def _evidence(value: str, source: str, offset: int, match: re.Match[str], rule: str) -> Evidence:
    return Evidence(
        field="vote",
        value=value,
        source=source,
        start=offset + match.start(),
        end=offset + match.end(),
        text=match.group(),
        rule=rule,
    )
