"""Plant advertising between the sentences of labelled items: what of it is kept, and is any news lost?

    python -m benchmarks.planted_ads LABELS.jsonl [ADS.txt] [--show]

ADS holds one advertisement a line (default: tests/data/advertising.txt). Each relevant item of at least two
sentences gets four of them in turn, one at a time, after a sentence that ends. Ends with 1 if any stands in a
summary or any sentence of the item is gone.
"""

import json
import sys
from pathlib import Path

from bot.core.classify import analyse
from bot.core.clean import cleaned
from bot.core.models import Item
from bot.core.text import sentences

ADS = Path(__file__).parent.parent / "tests/data/advertising.txt"
EACH = 4


def main() -> int:
    files = [Path(word) for word in sys.argv[1:] if not word.startswith("--")]
    if not files:
        sys.exit(__doc__)
    ads = (files[1] if len(files) > 1 else ADS).read_text(encoding="utf-8").splitlines()
    planted = kept = quoted = lost = 0
    for number, item in enumerate(_items(files[0])):
        told = [sentence.text for sentence in sentences(cleaned(item).item.text)]
        ends = [
            at
            for at, sentence in enumerate(told, start=1)
            if sentence.rstrip('"”’)').endswith((".", "!", "?"))
        ]
        if len(told) < 2 or not ends:
            continue
        for turn in range(EACH):
            ad = ads[(number * EACH + turn) % len(ads)]
            at = ends[(number + turn) % len(ends)]
            found = analyse(_with_text(item, " ".join((*told[:at], ad, *told[at:]))))
            planted += 1
            in_text, in_summary = ad in found.item.text, any(ad in line for line in found.summary.sentences)
            gone = [sentence for sentence in told if sentence not in found.item.text]
            kept, quoted, lost = kept + in_text, quoted + in_summary, lost + bool(gone)
            if "--show" in sys.argv and (in_text or gone):
                print(f"{'kept' if in_text else 'LOST'}: {ad} | {item.title} | {gone}")
    print(f"planted {planted}: kept in the text {kept}, in a summary {quoted}; items that lost news {lost}")
    return int(quoted > 0 or lost > 0)


def _items(path: Path) -> list[Item]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Item(feed="", guid=row["id"], url=row.get("url") or "", title=row["title"], text=row["summary"] or "")
        for row in rows
        if row["labels"]["relevant"] is True
    ]


def _with_text(item: Item, text: str) -> Item:
    return Item(feed="", guid=item.guid, url=item.url, title=item.title, text=text)


if __name__ == "__main__":
    sys.exit(main())
