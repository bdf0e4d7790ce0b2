"""Text of others, made fit to be shown: it stays text, keeps its lines, and cannot grow over its neighbours."""

import unicodedata
from typing import Final

# More marks on one letter than any script has stand in no word.
MOST_MARKS: Final = 4
# Embeddings, overrides and isolates: each text has a direction of its own where it is shown.
DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def calmed(text: str) -> str:
    """Return a text without control characters, overrides of direction, and piles of combining marks.

    >>> calmed("a\\x00b\\u202ec\\r\\nd"), len(calmed("e" + "\\u0301" * 1000))
    ('abc\\nd', 5)
    """
    kept, marks = [], 0
    for letter in text.replace("\r\n", "\n").replace("\r", "\n"):
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind.startswith("M") else 0
        is_odd = (kind in ("Cc", "Cs") and letter not in "\n\t") or letter in DIRECTIONS
        if not is_odd and marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)
