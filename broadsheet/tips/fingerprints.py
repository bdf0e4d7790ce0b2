"""Eight words for the newsroom's root key, to be printed in the paper, where no server can change them."""

import hashlib
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

WORDS_FILE: Final = Path(__file__).parent / "built" / "words.txt"
LENGTH: Final = 8


@cache
def words() -> tuple[str, ...]:
    """Return the 7,776 words of all codes, in alphabetical order."""
    return tuple(WORDS_FILE.read_text("ascii").split())


def fingerprint(root: str) -> str:
    """Return the words of a root key (hex), joined by hyphens.

    Source: docs/developers/tips.md, "Words".
    """
    summed = hashlib.sha256(b"broadsheet-tips-root-v1\n" + bytes.fromhex(root)).digest()
    number, found = int.from_bytes(summed), list[str]()
    for _place in range(LENGTH):
        number, digit = divmod(number, len(words()))
        found.append(words()[digit])
    return "-".join(reversed(found))


def normalised(typed: str) -> str:
    """Return words as they are meant, however somebody typed them.

    >>> normalised("  Ferry  MONDAY—mill ")
    'ferry-monday-mill'
    """
    plain = unicodedata.normalize("NFKC", typed).lower()
    return re.sub(r"[^a-z]+", "-", plain).strip("-")
