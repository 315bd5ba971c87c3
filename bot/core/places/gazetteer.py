"""The places we know, by name and by path; tables in bot/core/data, provenance in docs/gazetteer.md."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

from bot.core.data import lines, table
from bot.core.models import Jurisdiction
from bot.core.vocabulary import Level

LOCAL = frozenset({Level.CITY, Level.COUNTY})
LARGE = 20_000
LEAD = 5
"""A city this many times larger than its next namesake is meant when nothing else is said."""
SMALL = 15_000
"""A smaller town is believed only beside words that show a town."""
METROPOLIS = 500_000
EU_ID = "ocd-division/region:eu"
FOLDED = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
_KNOWN_REGIONS = frozenset({"CA", "AU", "IN"})
"""Their regions are known as such: Victoria, Ontario and Delhi need no word beside them."""
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_BRITISH_PARTS = {"England": "eng", "Scotland": "sct", "Wales": "wls", "Northern Ireland": "nir"}


@dataclass(frozen=True, slots=True)
class Place:
    """One place with a body that can act."""

    level: Level
    name: str
    state: str | None
    country: str | None
    people: int
    ocd_id: str | None

    def jurisdiction(self, basis: str | None = None) -> Jurisdiction:
        """The place as the verdict tells it."""
        return Jurisdiction(
            level=self.level,
            name=self.name,
            state=self.state,
            country=self.country,
            ocd_id=self.ocd_id,
            basis=basis,
        )

    @property
    def path(self) -> str:
        """As filters write it: `us/mn/minneapolis`."""
        return self.jurisdiction().path


def key_of(name: str) -> str:
    """Fold case, accents, punctuation and Saint/St. so that every spelling of one name is one key."""
    name = name.lower().replace("'", "").replace("’", "")
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join([FOLDED.get(word, word) for word in _NOT_A_WORD.sub(" ", name).split()])


class Gazetteer:
    """All places in memory; a Place is made when its name is first asked for."""

    def __init__(self) -> None:
        self._rows = lines("places.tsv.gz")
        self._numbers: dict[str, list[int]] = {}
        for number, row in enumerate(self._rows):
            name = row.split("\t", 2)[1]
            self._numbers.setdefault(key_of(name), []).append(number)
            if "'s " in name:  # running text is cut at a possessive: Prince George's County
                self._numbers.setdefault(key_of(name.replace("'s ", " s ")), []).append(number)
        self._made: dict[int, Place] = {}
        self._extra: dict[str, list[Place]] = {}
        self.states: dict[str, Place] = {}
        """US states by their two letters."""
        self.state_keys: set[str] = set()
        self.regions: dict[str, list[Place]] = {}
        """Provinces and states of Canada and Australia by their code."""
        self.regions_named: dict[str, Place] = {}
        """Provinces and states abroad by key, also those that share their name with a city."""
        self.state_words: dict[str, Place] = {}
        """Dateline abbreviations ("Minn", "N.H."), dots and case as written but the last dot."""
        self.adjectives: dict[str, Place] = {}
        """Demonyms by key: "dutch", "californian"."""
        self.foreign_adjectives: set[str] = set()
        """Those that their language writes small: "francuski"."""
        self.countries: dict[str, Place] = {}
        self.capitals: dict[str, str] = {}
        """Two letters of a state to its capital's key."""
        self.eu = Place(Level.SUPRANATIONAL, "European Union", None, "EU", 0, EU_ID)
        for name in ("European Union", "EU", "E.U.", "Unión Europea", "União Europeia", "Union européenne"):
            self._add(name, self.eu)
        self._load_states()
        self._load_countries()
        self._load_regions()
        self._load_aliases()
        self.longest_from: dict[str, int] = {}
        """How many words the longest name has that begins with a word."""
        for key in (*self._numbers, *self._extra):
            first, size = key.split(" ", 1)[0], key.count(" ") + 1
            self.longest_from[first] = max(self.longest_from.get(first, 1), size)

    def _add(self, name: str, place: Place) -> None:
        self._extra.setdefault(key_of(name), []).append(place)

    def _load_states(self) -> None:
        for code, name, capital, short, adjective, ocd in table("states.tsv", 6):
            place = Place(Level.STATE, name, code, "US", 0, f"ocd-division/country:us/{ocd}")
            self.states[code] = place
            self.capitals[code] = key_of(capital)
            self.state_keys.add(key_of(name))
            self._add(name, place)
            for word in filter(None, short.split("|")):
                self.state_words[word.rstrip(".")] = place
                if word.count(".") > 1:
                    self._add(word, place)
            for word in filter(None, adjective.split("|")):
                self.adjectives[key_of(word)] = place

    def _load_countries(self) -> None:
        for code, name, others, adjectives in table("countries.tsv", 4):
            level = Level.FEDERAL if code == "US" else Level.COUNTRY
            # Open Civic Data has no division for these.
            ocd = None if code in {"XK", "PS", "MO"} else f"ocd-division/country:{code.lower()}"
            place = Place(level, name, None, code, 0, ocd)
            self.countries[code] = place
            for word in (name, *filter(None, others.split("|"))):
                self._add(word, place)
            for word in filter(None, adjectives.split("|")):
                self.adjectives[key_of(word)] = place
                if word.endswith("an"):
                    self.adjectives[key_of(f"{word}s")] = place
                if word[0].islower():
                    self.foreign_adjectives.add(word)
        for name, part in _BRITISH_PARTS.items():
            # Scotland has its own police and laws about them; Wales is policed under England's.
            level = Level.STATE if name == "Scotland" else Level.COUNTRY
            nation = Place(level, name, None, "GB", 0, f"ocd-division/country:gb/part:{part}")
            self._add(name, nation)
        for word, part in (
            ("scottish", "Scotland"),
            ("welsh", "Wales"),
            ("northern irish", "Northern Ireland"),
        ):
            self.adjectives[word] = self._extra[key_of(part)][0]

    def _load_regions(self) -> None:
        for country, code, name, capital, others, ocd in table("regions.tsv", 6):
            division = f"ocd-division/country:{country.lower()}/{ocd}" if ocd else None
            place = Place(Level.STATE, name, code or None, country, 0, division)
            if code:
                self.regions.setdefault(code, []).append(place)
            if capital and code:
                self.capitals[f"{country}-{code}"] = key_of(capital)
            for word in (name, *filter(None, others.split("|"))):
                self.regions_named.setdefault(key_of(word), place)
                # Rio de Janeiro is the city unless a word for the state stands beside it.
                if country in _KNOWN_REGIONS or key_of(word) not in self._numbers:
                    self._add(word, place)
                else:
                    self._add(f"{word} state", place)

    def _load_aliases(self) -> None:
        for name, path in table("aliases.tsv", 2):
            place = self.at(path)
            if place is not None:
                self._add(name, place)

    def _place(self, number: int) -> Place:
        if number not in self._made:
            kind, name, state, country, people, ocd = self._rows[number].split("\t")
            if ocd == "=":
                ocd = f"state:{state.lower()}/place:{name.lower().replace(' ', '_').replace('.', '')}"
            self._made[number] = Place(
                Level.COUNTY if kind == "o" else Level.CITY,
                name,
                state if country in {"US", "CA", "AU"} and state else None,
                country,
                int(people),
                f"ocd-division/country:{country.lower()}/{ocd}" if ocd else None,
            )
        return self._made[number]

    def named(self, key: str) -> tuple[Place, ...]:
        """Every place of that name, states and countries first, then by population."""
        cities = [self._place(number) for number in self._numbers.get(key, ())]
        return tuple(dict.fromkeys((*self._extra.get(key, ()), *cities)))

    def known(self, key: str) -> bool:
        """Whether any place has that name."""
        return key in self._numbers or key in self._extra

    def keys(self) -> list[str]:
        """Every name key, in order, for autocomplete."""
        return sorted({*self._numbers, *self._extra})

    def largest(self, length: int, most: int) -> dict[str, list[Place]]:
        """For every beginning of so many letters, the largest cities and counties here and abroad."""
        numbers: dict[str, list[int]] = {}
        for key, each in self._numbers.items():
            numbers.setdefault(key[:length], []).extend(each)
        return {
            start: [self._place(number) for number in self._top(found, most)]
            for start, found in numbers.items()
        }

    def _top(self, numbers: list[int], most: int) -> list[int]:
        # The table is in order of residents, so the smallest numbers are the largest places.
        numbers = sorted(numbers)
        at_home = (number for number in numbers if "\tUS\t" in self._rows[number])
        return [*numbers[:most], *islice(at_home, most)]

    def city(self, key: str, state: str) -> Place | None:
        """The city of that name in a US state."""
        found = (place for place in self.named(key) if place.country == "US" and place.state == state)
        return next((place for place in found if place.level is Level.CITY), None)

    def largest_in(self, state: str) -> Place | None:
        """The largest city of a US state; the table is in order of residents."""
        start = f"\t{state}\tUS\t"
        number = next((n for n, row in enumerate(self._rows) if row[0] == "c" and start in row), None)
        return None if number is None else self._place(number)

    def at(self, path: str) -> Place | None:
        """The place that a path names: `us/mn`, `us/mn/minneapolis`, `eu`, `gb/london`, `in/telangana`."""
        parts = [part for part in path.strip("/").split("/") if part]
        if not parts:
            return None
        country = parts[0].upper()
        if country == "EU":
            return self.eu
        if len(parts) == 1:
            return self.countries.get(country)
        if country == "US" and len(parts) == 2:
            return self.states.get(parts[1].upper())
        state = parts[1].upper() if len(parts) > 2 else None
        for place in self.named(key_of(parts[-1].replace("-", " "))):
            if place.country == country and (state is None or state in {place.state, (place.state or state)}):
                return place
        codes = self.regions.get(parts[1].upper(), []) if len(parts) == 2 else []
        return next((place for place in codes if place.country == country), None)


@cache
def inhabitants() -> Mapping[tuple[str | None, str | None], frozenset[str]]:
    """What people and things of a country, or of a US state, are called: by country and state, as keys."""
    words: defaultdict[tuple[str | None, str | None], set[str]] = defaultdict(set)
    for word, place in gazetteer().adjectives.items():
        words[place.country, place.state].add(word)
    return {where: frozenset(found) for where, found in words.items()}


@cache
def gazetteer() -> Gazetteer:
    """The one gazetteer; about a tenth of a second when first asked for."""
    return Gazetteer()
