"""Say which technologies or regimes an item is about, with the words that show it."""

from bot.core.concepts import Reading, sign_of
from bot.core.models import Evidence
from bot.core.vocabulary import Topic

# The concepts that name a topic; a vendor names the technology that it is known for.
_TOPICS: tuple[tuple[Topic, tuple[str, ...]], ...] = (
    (Topic.FACE_RECOGNITION, ("FACE", "VFACE")),
    (Topic.ALPR, ("ALPR", "VALPR")),
    (Topic.DRONES, ("DRONE",)),
    (Topic.CELL_SITE_SIMULATOR, ("CELLSITE",)),
    (Topic.PREDICTIVE_POLICING, ("PREDICT",)),
    (Topic.GUNSHOT_DETECTION, ("GUNSHOT",)),
    (Topic.BIOMETRICS_PRIVACY, ("BIOMETRIC",)),
    (Topic.SURVEILLANCE_OVERSIGHT, ("SURVTECH",)),
)
_FAINT = ("SURV", "CAMERA", "VOTHER")


def topics_of(reading: Reading) -> tuple[tuple[Topic, ...], tuple[Evidence, ...]]:
    """Give the topics in the order of the vocabulary, each with the first words that show it."""
    topics: list[Topic] = []
    evidence: list[Evidence] = []
    for topic, names in _TOPICS:
        at = _first(reading, names)
        if at is not None:
            topics.append(topic)
            evidence.append(_evidence(reading, topic, at))
    if not topics:
        at = _first(reading, _FAINT)
        if at is not None:
            topics.append(Topic.OTHER)
            evidence.append(_evidence(reading, Topic.OTHER, at))
    return tuple(topics), tuple(evidence)


def _first(reading: Reading, names: tuple[str, ...]) -> int | None:
    places = [at for name in names if (at := reading.signs.find(sign_of(name))) >= 0]
    return min(places, default=None)


def _evidence(reading: Reading, topic: Topic, at: int) -> Evidence:
    start, end, words = reading.words(at, at + 1)
    source = "summary" if reading.zones[at] else "title"
    return Evidence(
        field="topics", value=topic, source=source, start=start, end=end, text=words, rule=f"topics.{topic}"
    )
