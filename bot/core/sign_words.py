"""Put a sign of one development into words, for `why`: a sentence that names what was found."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache

from bot.core.profiles import ItemProfile, StoryProfile
from bot.core.signs import gap_of

_Told = Callable[[ItemProfile, StoryProfile], str]

_WHOLE: dict[str, str] = {
    "text:two languages": "written in two languages",
    "text:two languages, same topic, action and stage": "written in two languages, same action and stage",
    "names:all others across languages": "the headlines name others",
    "headline:alike": "headlines are alike",
    "headline:told by the other": "the story tells what its headline says",
    "headline:tells the other": "it tells what the story's headlines say",
    "headline:ahead against back": "one headline looks ahead, the other back",
    "names:all others": "the headlines name others",
    "names:all others, one town": "the headlines name others",
    "names:other parties": "other parties",
    "place:unknown": "the place of one is unknown",
    "place:unknown of both": "the place is unknown",
    "direction:opposite": "one restricts what the other allows",
    "stage:ahead against done": "one is to come, the other was done",
    "stage:ahead of what was done": "it looks ahead to what the story tells as done",
    "stage:done of what was ahead": "it tells as done what the story looks ahead to",
    "stage:hearings on two days": "hearings on two days",
    "step:either chamber": "one says a chamber, the other the legislature",
    "step:other in court": "another step in court",
    "case:same phase": "the same step of the case",
    "case:ruling against appeal": "one court's ruling and another's on appeal",
    "case:two phases, by both headlines": "the headlines tell two steps of a case",
    "vote:near": "the votes nearly agree",
    "vote:both unanimous": "both votes unanimous",
    "vote:unanimous against split": "one vote unanimous, the other split",
    "figures:shared": "same figures",
    "sums in headlines:shared": "same sum of money in the headlines",
    "sums in headlines:other": "another sum of money in the headlines",
    "sums:shared": "same sum of money",
    "sums:other": "another sum of money",
    "company:other": "another company",
    "story:of several reports": "the story has several reports",
    "story:some tell the same action and stage": "reports of the story tell the same action and stage",
    "topic:same": "same topic",
    "topic:other": "another technology",
    "topic:kin": "a kindred technology",
    "topic:another first": "another technology comes first",
}
# Signs of several names whose words lie in the name: pattern, sentence.
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (r"tells:(.+), one", r"only one of them speaks of “\1”"),
        (r"tells:(.+), both", r"both speak of “\1”"),
        (r"tells:(.+) against (.+)", r"one speaks of “\1”, the other of “\2”"),
        (r"case:(.+)~(.+)", r"one tells “\1”, the other “\2”"),
        (r"event:one (\w+)'s (.+) of one company", r"one \1, the same technology and company: \2"),
        (r"event:one (\w+)'s (.+), (.+)", r"one \1, the same technology: \2, \3"),
        (r"event:one (\w+).*", r"one \1, the same technology, action and stage"),
        (r"action:same.*", "same action, {action}"),
        (r"action:.*", "{action} is not {actions}"),
        (r"chance:same stage.*", "likely the same stage, {stage}"),
        (r"chance:hardly the same stage", "hardly the same stage: {stage}, not {stages}"),
        (r"chance:(?:same|kin) action", "likely the same action, {action}"),
        (r"chance:hardly the same action", "hardly the same action: {action}, not {actions}"),
        (r"chance:ahead against done", "one is likely to come, the other done"),
        (r"chance:passed or enacted", "one vote, told as passed or as law"),
        (r"chance:one is an opinion", "one gives an opinion, the other a report"),
        (r"stage:same.*", "same stage, {stage}"),
        (r"stage:.*", "another stage: {stage}, not {stages}"),
        (r"step:same (.+)", r"same step, \1"),
        (r"step:.*", "another step: {detail}"),
        (r"place:same.*|place:wide.*", "same place, {place}"),
        (r"place:other, named all the same", "one names the other's place"),
        (r"place:(?:around|other).*", "{place} and {places} are not the same body"),
        (r"text:alike.*|text:hardly alike|place:unknown, alike", "texts are {text} alike"),
        (r"names:(?:shared.*|in both headlines.*)", "the same names: {names}"),
        (r"bill:same", "same bill, {bill}"),
        (r"bill:other", "another bill: {bill}, not {bills}"),
        (r"vote:same", "same vote, {vote}"),
        (r"vote:other", "another vote: {vote}, not {votes}"),
        (r"company:same", "same company, {vendor}"),
        (r"time:(same|other) (.+)", r"\1 \2"),
        (r"days:(?:within|beyond).*", "published {days}"),
        (r"date:(.+) a told (day|weekday)", r"published \1 the \2 that the other tells of"),
        (r"date:told year is (.+)", r"the year told and the year published: \1"),
    )
)
_KNOWN_ONLY: dict[str, _Told] = {
    "{action}": lambda item, _: str(item.action),
    "{actions}": lambda _, story: _most(story.actions),
    "{stage}": lambda item, _: str(item.stage),
    "{stages}": lambda _, story: _most(story.stages),
    "{detail}": lambda item, story: f"{item.detail}, not {_most(story.stages)}",
    "{place}": lambda item, _: item.place,
    "{places}": lambda _, story: _most(story.places),
    "{bill}": lambda item, _: item.bill.upper(),
    "{bills}": lambda _, story: _most(story.bills).upper(),
    "{vote}": lambda item, _: item.vote,
    "{votes}": lambda _, story: _most(story.votes),
    "{vendor}": lambda item, story: next((name for name in item.vendors if name in story.vendors), ""),
    "{names}": lambda item, story: ", ".join(
        sorted(n for n in item.subjects if n in story.subjects or n in story.terms)[:3]
    ),
    "{days}": lambda item, story: _apart(gap_of(item, story)),
}


def sentence_of(sign: str, item: ItemProfile, story: StoryProfile, *, text: float) -> str:
    """Say a sign in words; "" for what only balances the others and tells a reader nothing."""
    words = _template(sign)
    if "{" not in words:
        return words
    words = words.replace("{text}", f"{text:.0%}")
    for slot, told in _KNOWN_ONLY.items():
        if slot in words:
            words = words.replace(slot, told(item, story))
    return words if sign.startswith(_PLACES) else words.replace("_", " ")


@lru_cache(maxsize=1_024)
def _template(sign: str) -> str:
    """The sentence with its open places: there are a few hundred signs."""
    if sign in _WHOLE:
        return _WHOLE[sign]
    for pattern, sentence in _PATTERNS:
        if pattern.fullmatch(sign):
            return pattern.sub(sentence, sign).replace("_", " ")
    return ""


_PLACES = ("place:", "bill:")


def _apart(gap: timedelta | None) -> str:
    days = round(gap / timedelta(days=1)) if gap else 0
    return f"{days} day{'s' if days > 1 else ''} apart" if days else "within a day"


def _most(counts: Mapping[str, int]) -> str:
    return max(counts, key=lambda value: (counts[value], value)) if counts else "none"
