"""Make bot/core/data/common_words.txt: how rare a common English word is in a short news text.

    pip install symspellpy==6.10.1
    python tools/build_common_words.py > bot/core/data/common_words.txt

The counts are unigrams of Google Books Ngram (CC BY 3.0), as symspellpy (MIT) packages them.
"""

import math
import sys
from collections import defaultdict
from importlib.resources import files

KEPT = 14_000
TEXT_WORDS = 60
"""Length of the text that a weight is made for: a headline and a teaser."""
HEADER = """\
# How rare a common English word is in a short news text: -ln(share of 60-word texts that hold it), words.
# Made from unigram counts of the Google Books Ngram data (https://books.google.com/ngrams, CC BY 3.0), by way
# of the English frequency dictionary of symspellpy 6.10 (MIT): its 14,000 commonest words, rounded to 0.1.
# Words that are not listed are rarer than the last line. tools/build_common_words.py makes it again.
"""


def main() -> None:
    """Print the table."""
    text = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    counts = {word: int(count) for word, count in (line.split() for line in text.splitlines())}
    total = sum(counts.values())
    usable = [word for word in counts if word.isascii() and word.isalpha() and len(word) > 1]
    lines: defaultdict[float, list[str]] = defaultdict(list)
    for word in usable[:KEPT]:
        lines[round(-math.log(1 - math.exp(-TEXT_WORDS * counts[word] / total)), 1)].append(word)
    sys.stdout.write(HEADER)
    for weight in sorted(lines):
        sys.stdout.write(f"{weight:.1f} {' '.join(sorted(lines[weight]))}\n")


if __name__ == "__main__":
    main()
