"""Say a story in plain words, before any platform's markup: labels, facts in reading order, sources."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot.core.models import DatedFact, Digest, Message, Source, SourceLink, Story, Verdict
from bot.core.places import label
from bot.core.routing import calls_for_action
from bot.core.text import truncated
from bot.core.urls import canonical_url, host_of, safe_url
from bot.core.vocabulary import Action, Stage, StageDetail, Topic

MOST_SOURCES = 5
MOST_FACTS = 8
MOST_CONFLICTS = 4
MOST_IN_DIGEST = 12
"""Stories in one message; a longer digest becomes several."""
HEADLINE_LIMIT = 300
VALUE_LIMIT = 160

_ACTIONS = {
    Action.BAN: "BAN",
    Action.MORATORIUM: "MORATORIUM",
    Action.REGULATE: "RULES",
    Action.OVERSIGHT: "OVERSIGHT",
    Action.AUTHORIZE: "PERMISSION",
    Action.PROCURE: "PURCHASE",
    Action.REPEAL: "ROLLBACK",
    Action.LAWSUIT: "COURT CASE",
    Action.SETTLEMENT: "SETTLEMENT",
    Action.ENFORCEMENT: "ENFORCEMENT",
    Action.INCIDENT: "INCIDENT",
    Action.STUDY: "REPORT",
    Action.OPINION: "OPINION",
    Action.OTHER: "NEWS",
}

# "Passed" alone is never said: to some it means law, to others a chamber's vote, or merely that it is over.
_STAGES = {
    Stage.PROPOSED: "proposed",
    Stage.COMMITTEE: "in committee",
    Stage.HEARING: "hearing",
    Stage.PASSED_CHAMBER: "voted for, another vote or a signature is due",
    Stage.ENACTED: "enacted",
    Stage.VETOED: "vetoed or returned",
    Stage.EFFECTIVE: "in force",
    Stage.FAILED: "failed or withdrawn",
    Stage.CHALLENGED: "challenged in court",
    Stage.REPEALED: "ended",
    Stage.NONE: "",
}
_DETAILS = {
    StageDetail.ANNOUNCED: "announced",
    StageDetail.INTRODUCED: "introduced",
    StageDetail.POSTPONED: "decision postponed",
    StageDetail.REPORTED: "reported by committee",
    StageDetail.FIRST_READING: "first reading, another vote is due",
    StageDetail.PASSED_ONE_CHAMBER: "passed by one chamber, the other must vote",
    StageDetail.PASSED_LEGISLATURE: "passed by the legislature, a signature is due",
    StageDetail.PASSED_BY_COUNCIL: "passed by council",
    StageDetail.SIGNED: "signed",
    StageDetail.BECAME_LAW_UNSIGNED: "law without a signature",
    StageDetail.ADOPTED_BY_VOTERS: "adopted by voters",
    StageDetail.PARTIALLY_VETOED: "signed, vetoed in part",
    StageDetail.VETO_OVERRIDDEN: "veto overridden",
    StageDetail.VETO_SUSTAINED: "veto sustained",
    StageDetail.WITHDRAWN: "withdrawn",
    StageDetail.DIED: "died without a vote",
    StageDetail.SUNSET: "ran out",
    StageDetail.ENJOINED: "blocked by a court",
    StageDetail.STRUCK_DOWN: "struck down by a court",
    StageDetail.UPHELD: "upheld by a court",
    StageDetail.REMANDED: "sent back by a higher court",
    StageDetail.FILED: "filed in court",
}
# A contract isn't law: buying and ending have words of their own.
_OF_PURCHASES = {
    Stage.ENACTED: "approved",
    Stage.REPEALED: "contract ended",
    Stage.FAILED: "rejected or withdrawn",
    Stage.PASSED_CHAMBER: "voted for, another vote is due",
}
_BOUGHT = (Action.PROCURE, StageDetail.PASSED_BY_COUNCIL)
_DATES = {
    "hearing": "Hearing",
    "vote": "Vote on",
    "effective": "In force from",
    "sunset": "Runs out",
    "deadline": "Deadline",
}


def topic_words(topic: Topic) -> str:
    """The topic as people say it."""
    if topic is Topic.ALPR:
        return "license plate readers"
    return "other surveillance" if topic is Topic.OTHER else topic.value.replace("_", " ")


def words_for(action: Action, stage: Stage, stage_detail: StageDetail | None = None) -> str:
    """What was done and how far it has come: `BAN · enacted`, `ROLLBACK · passed by council`."""
    return " · ".join(part for part in (_ACTIONS[action], stage_words(action, stage, stage_detail)) if part)


def stage_words(action: Action, stage: Stage, stage_detail: StageDetail | None = None) -> str:
    """How far it has come, in words that mean one thing only."""
    # Boards and commissions buy as councils do, and their votes are no laws.
    if stage_detail is not None and (action, stage_detail) != _BOUGHT:
        return _DETAILS[stage_detail]
    if action is Action.PROCURE:
        return _OF_PURCHASES.get(stage, _STAGES[stage])
    return _STAGES[stage]


def told_words(message: Message) -> str:
    """What was done and how far it has come, with a guess told as one."""
    words = words_for(message.action, message.stage, message.stage_detail)
    return f"probably {words}" if message.unsure and words else words


def title_line(message: Message) -> str:
    """The first line of every message: `BAN · enacted · Minneapolis, MN`."""
    parts = ["EXAMPLE" if message.sample else "", told_words(message), message.place]
    return " · ".join(part for part in parts if part)


def message_of(
    story: Story,
    *,
    timezone: str = "UTC",
    updated: datetime | None = None,
    follows: Story | None = None,
    sample: bool = False,
) -> Message:
    """The whole story for one channel."""
    verdict, lead = story.verdict, story.sources[0]
    links = source_links(story.sources)
    return Message(
        headline=truncated(lead.title, HEADLINE_LIMIT),
        url=safe_url(lead.url),
        action=verdict.action,
        stage=verdict.stage,
        stage_detail=verdict.stage_detail,
        unsure=verdict.unsure,
        direction=verdict.direction,
        place=label(verdict.jurisdiction),
        facts=facts_of(verdict),
        sentences=story.summary.sentences,
        cut=story.summary.cut,
        sources=links[:MOST_SOURCES],
        more_sources=len(links[MOST_SOURCES:]) + story.more_sources,
        conflicts=story.conflicts[:MOST_CONFLICTS],
        topics=verdict.topics,
        score=verdict.score,
        reasons=verdict.reasons + story.reasons,
        first_seen=story.first_seen,
        first_is_day=story.first_is_day,
        updated=updated,
        reference=f"S-{story.id}",
        follows=(truncated(follows.sources[0].title, HEADLINE_LIMIT), safe_url(follows.sources[0].url))
        if follows
        else None,
        timezone=timezone,
        sample=sample,
    )


def facts_of(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    """Label and value, in the order in which people ask."""
    facts = [
        ("Vote", verdict.vote or ""),
        ("Bill", verdict.bill or ""),
        ("Agency" if len(verdict.agencies) == 1 else "Agencies", ", ".join(verdict.agencies)),
        ("Vendor" if len(verdict.vendors) == 1 else "Vendors", ", ".join(verdict.vendors)),
        *((_date_name(fact), _day(fact)) for fact in verdict.dates),
    ]
    return tuple((name, truncated(value, VALUE_LIMIT)) for name, value in facts if value)[:MOST_FACTS]


def dated_facts(verdict: Verdict) -> dict[str, str]:
    """What happens when, by what it is: `{"Hearing": "3 Dec 2026, 5 Dec 2026"}`."""
    days: dict[str, list[str]] = {}
    for fact in verdict.dates:
        days.setdefault(_date_name(fact), []).append(_day(fact))
    return {name: ", ".join(dict.fromkeys(each)) for name, each in days.items()}


def _date_name(fact: DatedFact) -> str:
    return _DATES.get(fact.kind, "Date")


def _day(fact: DatedFact) -> str:
    """The date as exact as the text: `23 Nov 2026`, `Nov 2026`, `2026`."""
    year, *rest = fact.date.split("-")
    try:
        day = date(int(year), int(rest[0]) if rest else 1, int(rest[1]) if len(rest) > 1 else 1)
    except (ValueError, OverflowError):
        return fact.text
    return f"{day:%Y}" if not rest else f"{day:%b %Y}" if len(rest) == 1 else f"{day.day} {day:%b %Y}"


def source_links(sources: Sequence[Source]) -> tuple[SourceLink, ...]:
    """One link for each outlet's page, in the story's order; a second report of one outlet adds nothing."""
    links: dict[str, SourceLink] = {}
    pages: set[str] = set()
    for source in sources:
        url, page = safe_url(source.url), canonical_url(source.url)
        outlet = truncated(source.outlet or host_of(url) or "unnamed source", 80)
        if outlet.casefold() in links or page in pages:
            continue
        links[outlet.casefold()] = SourceLink(outlet=outlet, url=url, kind=source.kind, repost=source.repost)
        pages |= {page} if page else set()
    return tuple(links.values())


def in_digest_order(stories: Iterable[Story]) -> list[Story]:
    """Those that call for action first, then the newest."""
    return sorted(
        stories,
        key=lambda story: (not calls_for_action(story.verdict), -story.first_seen.timestamp(), story.id),
    )


def digest_of(
    stories: Sequence[Story], *, title: str = "", timezone: str = "UTC", most: int = MOST_IN_DIGEST
) -> Digest:
    """At most `most` stories, in digest order."""
    ranked = in_digest_order(stories)
    return Digest(
        title=truncated(
            title or f"{len(stories)} {'story' if len(stories) == 1 else 'stories'}", HEADLINE_LIMIT
        ),
        messages=tuple(message_of(story, timezone=timezone) for story in ranked[:most]),
        more=max(0, len(stories) - most),
        timezone=timezone,
    )
