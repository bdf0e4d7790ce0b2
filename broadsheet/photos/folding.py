"""Words as they are compared, whatever their letters: in small ones, without accents."""

import unicodedata


def folded(words: str) -> str:
    """Return words for comparing.

    >>> folded("Élan  an der FÄHRE\\nŁódź"), folded("Straße")
    ('elan an der fahre łodz', 'strasse')
    """
    apart = unicodedata.normalize("NFKD", words.replace("\0", " ")).casefold()
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())
