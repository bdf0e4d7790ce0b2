"""Words as they stand in an address."""

from anyascii import anyascii
from django.utils.text import slugify


def slug_of(words: str, *, most: int = 100) -> str:
    """Return words as small Latin letters, figures and hyphens, whatever script they are in; "" if nothing is left of them.

    An address is read aloud, typed and printed, and must come through every program that links to it.

    >>> slug_of("Council votes 4–3 to close bridge")
    'council-votes-4-3-to-close-bridge'
    >>> slug_of("Año nuevo"), slug_of("أخبار"), slug_of("…")
    ('ano-nuevo', 'khbr', '')
    """
    return slugify(anyascii(words))[:most].strip("-")
