"""Codes that people read to each other and type: of gifts, pledges and cheque slips. Each tells of a slip in itself."""

import re
import secrets
from typing import Final

# Without letters and digits that are taken for each other: Crockford's alphabet without Z. They are 31, a prime.
LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXY"
LENGTH: Final = 8
# What people write for them all the same.
_MEANT = str.maketrans("OILZ", "0112")


def new_code() -> str:
    """Return a code that was never given: 34 bits by chance, and a sign that proves them.

    >>> code = new_code()
    >>> read_code(code.lower()) == code
    True
    """
    drawn = "".join(secrets.choice(LETTERS) for _letter in range(LENGTH - 1))
    return written(drawn + _proof(drawn))


def written(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"


def read_code(typed: str) -> str:
    """Return a code as it stands in the books; empty if what was typed is none.

    >>> read_code("0000 0000"), read_code("0000-0001"), read_code("nonsense")
    ('0000-0000', '', '')
    """
    plain = re.sub(r"[\s\-–.]", "", typed).upper().translate(_MEANT)
    if len(plain) != LENGTH or not set(plain) <= set(LETTERS) or _proof(plain[:-1]) != plain[-1]:
        return ""
    return written(plain)


def _proof(drawn: str) -> str:
    """Return the sign that proves the others: their places count, so that two that changed places are found, too."""
    # Each place has a weight of its own below the prime, so one sign that is another always changes the sum.
    weighed = sum(place * LETTERS.index(sign) for place, sign in enumerate(drawn, 1))
    return LETTERS[weighed % len(LETTERS)]
