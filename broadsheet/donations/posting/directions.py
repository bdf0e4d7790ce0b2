"""Words of one direction among words of another: a name in Arabic in an English mail, and the other way round.

Source: Unicode Standard Annex 9, "Unicode Bidirectional Algorithm": isolates, and the older signs that turn what follows.
"""

from typing import Final

from django.utils.translation import get_language_bidi

from broadsheet.mailbag.typed import plain_text

FIRST_STRONG, POP = "\u2068", "\u2069"
_TURNS: Final = dict.fromkeys(range(0x202A, 0x202F))


def isolated(words: str) -> str:
    """Return words in one line, which turn nothing around them.

    >>> isolated("Ada\\r\\nLund") == "\\u2068Ada Lund\\u2069", isolated("")
    (True, '')
    """
    line = " ".join(plain_text(words).split())
    return f"{FIRST_STRONG}{line}{POP}" if line else ""


def without_turns(words: str) -> str:
    """Return a text without signs that turn the words after them, in whatever name they were typed."""
    return words.translate(_TURNS)


def in_sentence(words: str) -> str:
    """Return an amount, or what else is written from left to right, so that it stays whole in a sentence from right to left.

    Without that, digits that follow Arabic letters part from the sign of their currency.

    >>> in_sentence("$25")
    '$25'
    """
    return isolated(words) if get_language_bidi() else words
