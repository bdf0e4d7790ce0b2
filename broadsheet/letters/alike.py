"""Letters that say the same in nearly the same words: forty senders of one text are one thing to decide on, not forty.

A letter's words are taken two by two, and of these pairs a sketch is kept (MinHash, by `rensa`): two sketches tell about how
many pairs two texts share, without the texts. Sketches are filed in bands, so that those that might be alike are found among
all letters of five years at once; what was found is then compared word by word.
"""

import re
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b
from itertools import pairwise
from typing import Final

from rensa import RMinHash

PERMUTATIONS: Final = 128
ROWS: Final = 2
SEED: Final = 2016
# Of a text's words, so many in a hundred stand in runs of three or more that another has too: from here on an editor is told,
# and from there on it is held.
TOLD: Final = 40
HELD: Final = 70
# Below so many words, everything is like everything.
LEAST_WORDS: Final = 12
RUN: Final = 3
# By their sketches, two that share fewer pairs are not compared.
LEAST_PAIRS: Final = 0.08

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared: in small letters, without accents and signs.

    >>> words_of("The ferry’s BACK — at last!")
    ['the', 'ferrys', 'back', 'at', 'last']
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return [re.sub("['’]", "", word) for word in WORD.findall(plain)]


def sketch_of(words: list[str]) -> list[int]:
    """Return the sketch of a text: 128 numbers; none of one that is too short to be told from others."""
    if len(words) < LEAST_WORDS:
        return []
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update([f"{one} {other}" for one, other in pairwise(words)])
    return list(sketch.digest())


def packed(sketch: list[int]) -> bytes:
    """Return a sketch as it is kept."""
    return b"".join(number.to_bytes(4, "big") for number in sketch)


def unpacked(kept: bytes) -> list[int]:
    """Return a sketch that was kept.

    >>> unpacked(packed([1, 2**32 - 1]))
    [1, 4294967295]
    """
    return [int.from_bytes(kept[at : at + 4], "big") for at in range(0, len(kept), 4)]


def bands_of(sketch: list[int]) -> list[int]:
    """Return the bands of a sketch, each a signed number of 64 bits: alike texts share one at least, almost surely."""
    return [
        int.from_bytes(
            blake2b(packed(sketch[at : at + ROWS]) + at.to_bytes(2, "big"), digest_size=8).digest(),
            "big",
            signed=True,
        )
        for at in range(0, len(sketch), ROWS)
    ]


def share_of_pairs(one: list[int], other: list[int]) -> float:
    """Return about which share of their pairs two texts have in common, by their sketches."""
    if not one or len(one) != len(other):
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def overlap(one: list[str], other: list[str]) -> int:
    """Return how many in a hundred words of the shorter text stand in runs of three or more that the longer has too.

    >>> overlap("the ferry should run on tuesdays too".split(), "we think the ferry should run on sundays too".split())
    71
    """
    short, long = sorted((one, other), key=len)
    if len(short) < RUN:
        return 0
    runs = {tuple(long[at : at + RUN]) for at in range(len(long) - RUN + 1)}
    covered = set[int]()
    for at in range(len(short) - RUN + 1):
        if tuple(short[at : at + RUN]) in runs:
            covered.update(range(at, at + RUN))
    return round(100 * len(covered) / len(short))


def prints_of(words: list[str], *, length: int = 6, window: int = 8) -> set[int]:
    """Return marks of a text by which a copied passage of some 14 words is found in any other text (winnowing).

    Of the runs of six words, in each eight that follow one another the one with the least mark is kept.
    """
    marks = [_mark(words[at : at + length]) for at in range(len(words) - length + 1)]
    if not marks:
        return set()
    last = max(1, len(marks) - window + 1)
    return {min(marks[at : at + window]) for at in range(last)}


def _mark(words: Iterable[str]) -> int:
    digest = blake2b(" ".join(words).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
