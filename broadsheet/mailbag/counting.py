"""How many words a text has: the same number in the browser (`mailbag_words.js`) and here.

A word is what stands between white space and holds a letter or a figure, so that "well-known" and "don't" are one. Slashes,
dashes and signs that nobody sees part words too, and what runs on without end counts by its length: 250 words that are
joined by dots are 250 words.
"""

import re
import unicodedata

# White space; what takes no room but parts words (zero-width space, joiners, word joiner, byte order mark, soft hyphen is
# within a word); slashes, dashes, bars.
PARTS = re.compile(r"[\s\u200b\u200d\u2060\ufeff/\\|–—―]+")
LONGEST, EACH = 40, 8


def words_in(text: str) -> int:
    """Return how many words a text has.

    >>> words_in("A well-known ferry, on time - at last."), words_in("either/or"), words_in("a.b" * 40)
    (7, 2, 15)
    """
    return sum(_count(one) for one in PARTS.split(unicodedata.normalize("NFC", text)))


def _count(run: str) -> int:
    signs = sum(unicodedata.category(sign)[0] in "LN" for sign in run)
    if not signs:
        return 0
    length = len(run)
    return 1 if length <= LONGEST else -(-length // EACH)
