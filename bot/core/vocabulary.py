"""The closed vocabularies that every part and every interface shares.

Policy for adding a value: it needs a definition that two people would apply alike, a cue that a text can
show, and a test with a real case. Values are part of the JSON contract of `civicwatch analyze` and of
stored rows: they are never renamed, only added.
"""

from enum import StrEnum


class Topic(StrEnum):
    """What technology or regime an item is about."""

    FACE_RECOGNITION = "face_recognition"
    ALPR = "alpr"
    DRONES = "drones"
    CELL_SITE_SIMULATOR = "cell_site_simulator"
    PREDICTIVE_POLICING = "predictive_policing"
    GUNSHOT_DETECTION = "gunshot_detection"
    BIOMETRICS_PRIVACY = "biometrics_privacy"
    SURVEILLANCE_OVERSIGHT = "surveillance_oversight"
    OTHER = "other"


class Action(StrEnum):
    """What the measure or the decision does."""

    BAN = "ban"
    MORATORIUM = "moratorium"
    REGULATE = "regulate"
    OVERSIGHT = "oversight"
    AUTHORIZE = "authorize"
    PROCURE = "procure"
    REPEAL = "repeal"
    LAWSUIT = "lawsuit"
    SETTLEMENT = "settlement"
    ENFORCEMENT = "enforcement"
    INCIDENT = "incident"
    STUDY = "study"
    OPINION = "opinion"
    OTHER = "other"


class Stage(StrEnum):
    """How far the decision has come."""

    PROPOSED = "proposed"
    COMMITTEE = "committee"
    HEARING = "hearing"
    PASSED_CHAMBER = "passed_chamber"
    ENACTED = "enacted"
    VETOED = "vetoed"
    EFFECTIVE = "effective"
    FAILED = "failed"
    CHALLENGED = "challenged"
    REPEALED = "repealed"
    NONE = "none"


class StageDetail(StrEnum):
    """The finer stage, where the text tells it."""

    ANNOUNCED = "announced"
    INTRODUCED = "introduced"
    POSTPONED = "postponed"
    REPORTED = "reported"
    FIRST_READING = "first_reading"
    PASSED_ONE_CHAMBER = "passed_one_chamber"
    PASSED_LEGISLATURE = "passed_legislature"
    PASSED_BY_COUNCIL = "passed_by_council"
    SIGNED = "signed"
    BECAME_LAW_UNSIGNED = "became_law_unsigned"
    ADOPTED_BY_VOTERS = "adopted_by_voters"
    PARTIALLY_VETOED = "partially_vetoed"
    VETO_OVERRIDDEN = "veto_overridden"
    VETO_SUSTAINED = "veto_sustained"
    WITHDRAWN = "withdrawn"
    DIED = "died"
    SUNSET = "sunset"
    ENJOINED = "enjoined"
    STRUCK_DOWN = "struck_down"
    UPHELD = "upheld"
    REMANDED = "remanded"
    FILED = "filed"


class Direction(StrEnum):
    """Which way the event moves the use of surveillance technology."""

    RESTRICTS = "restricts"
    EXPANDS = "expands"
    CONTESTS = "contests"
    INFORMS = "informs"


class Level(StrEnum):
    """The kind of place that acts."""

    CITY = "city"
    COUNTY = "county"
    STATE = "state"
    FEDERAL = "federal"
    COUNTRY = "country"
    SUPRANATIONAL = "supranational"
    NONE = "none"


class DateBasis(StrEnum):
    """Where an item's date comes from, or why it has none and counts from when we first saw it."""

    PUBLISHED = "published"
    """The format's own date of publication: pubDate, atom:published, date_published."""
    ELEMENT = "element"
    """Another element that tells it: dc:date, dcterms:created and the like."""
    UPDATED = "updated"
    """The entry's last change, where nothing tells its publication: it was published then or before."""
    NONE = "none"
    AMBIGUOUS = "ambiguous"
    """`03/04/2026`, and no other entry of the feed tells which number is the month."""
    IMPLAUSIBLE = "implausible"
    """Before 1990, or further ahead than a wrong clock explains."""
    UNREADABLE = "unreadable"


class SourceKind(StrEnum):
    """What kind of publisher stands behind a feed."""

    NEWS = "news"
    ADVOCACY = "advocacy"
    TRADE = "trade"
    LEGISLATIVE = "legislative"
    COURT = "court"
    GOVERNMENT = "government"


class Platform(StrEnum):
    """Where a destination lives."""

    CONSOLE = "console"
    DISCORD = "discord"
    SLACK = "slack"


class Mode(StrEnum):
    """How a subscription wants its stories."""

    INSTANT = "instant"
    DIGEST = "digest"


class DigestDays(StrEnum):
    """On which days a digest is made."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Threads(StrEnum):
    """What is answered in the thread of a posted story, besides the edit of its message."""

    OFF = "off"
    STAGES = "stages"
    """What was corrected, what has a date now, and the next stage."""
    ALL = "all"
    """These and each further outlet that reports in its own words."""


class FeedState(StrEnum):
    """Whether a feed is polled."""

    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"


class DeliveryState(StrEnum):
    """Where one story stands on its way to one channel (docs/delivery.md draws the machine)."""

    PENDING = "pending"
    SENDING = "sending"
    DOUBT = "doubt"
    SENT = "sent"
    HELD = "held"
    DEAD = "dead"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


UNSETTLED = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.DOUBT)
"""What may still be posted."""


class Fate(StrEnum):
    """What became of one item: the first word of every answer to `why`."""

    BASELINE = "baseline"
    """Stood in the feed when we first saw it; recorded, never posted."""
    IRRELEVANT = "irrelevant"
    NEW_STORY = "new_story"
    JOINED = "joined"
    """Another report of a story that we have: edits its message, posts nothing new."""
    TOO_OLD = "too_old"
    """Published longer ago than the age limit: kept for look-ups, not posted."""
    HELD = "held"
    """Part of a re-issued feed: kept, not posted, the operator was told."""
    UNJUDGED = "unjudged"
    """Our analysis failed on it: its identity was kept, the operator was told."""
