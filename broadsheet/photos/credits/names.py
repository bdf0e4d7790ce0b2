"""Telling people from organisations in a credit, and one person from the next."""

import re
from typing import NamedTuple

from broadsheet.photos.credits.wording import (
    AGENCIES,
    AND,
    AND_JOINED,
    ORGANISATION_WORDS,
    PARTICLES,
)

MOST_NAMES = 12
MOST_WORDS = 14
SUFFIX = re.compile(r",? (?=(?:Jr|Sr|II|III|IV)\b)")


def plain_name(name: str) -> str:
    """Return a name for comparing: without article, in small letters.

    >>> plain_name("The Larkmere  Ledger")
    'larkmere ledger'
    """
    words = re.sub(r"[^\w&]+", " ", name.casefold()).split()
    return " ".join(
        words[1:] if words[:1] in (["the"], ["el"], ["la"]) and len(words) > 1 else words
    )


def is_person(words: str) -> bool:
    """Say whether words could be the name of one person.

    >>> is_person("Ilse Markham"), is_person("Teal County Sheriff"), is_person("María de la Cruz")
    (True, False, True)
    """
    parts = words.split()
    if not 1 < len(parts) <= 6 or re.search(r"[\d&/|@]", words):
        return False
    named = [part for part in parts if part.casefold() not in PARTICLES]
    return (
        1 < len(named) <= 4
        and all(part[0].isupper() or not part[0].isascii() for part in named)
        and not any(ORGANISATION_WORDS.fullmatch(part.strip(".,")) for part in named)
        and not (all(part.isupper() and len(part) > 1 for part in named) and len(named) == 1)
    )


def is_organisation(words: str) -> bool:
    """Say whether words that stand alone name an organisation.

    >>> is_organisation("Shannon & Wilson"), is_organisation("NASA"), is_organisation("Nell Roe"), is_organisation("@roe")
    (True, True, False, False)
    """
    if words.startswith("@"):
        return False
    names = split_names(words)
    if len(names) > 1 and "&" not in words and all(is_person(name) for name in names):
        return False
    return not is_person(words)


def split_names(words: str) -> tuple[str, ...]:
    """Return several names one by one.

    >>> split_names("Nell Roe, Jon Abbey and Ruth Osei"), split_names("")
    (('Nell Roe', 'Jon Abbey', 'Ruth Osei'), ())
    """
    joined = SUFFIX.sub("\u00a0", words.strip(" ,/|"))
    parts = re.split(rf"(?:[,،;] ?(?:{AND} )?| {AND} |{AND_JOINED})", joined, flags=re.IGNORECASE)
    found = tuple(part.replace("\u00a0", " ").strip() for part in parts if part and part.strip())
    return found if len(found) <= MOST_NAMES else (words,)


def could_be_name(words: str) -> bool:
    """Say whether words could name someone or something, and are not a remark.

    >>> could_be_name("The University of Teal"), could_be_name("See the caption below"), could_be_name("Who is it?")
    (True, False, False)
    """
    parts = re.findall(r"[^\W\d_][\w.'’-]*|@[\w.]+|\d+", words)
    if not 0 < len(parts) <= MOST_WORDS or re.search(r'[!?;:"“”<>{}\\=]|https?', words):
        return False
    if len(words) < 2 or words.casefold() in AGENCIES:
        return len(words) > 1
    # In scripts without capitals none is asked for.
    telling = [part for part in parts if len(part) > 3 or part[0].isupper()]
    capital = [part for part in telling if not (part[0].isascii() and part[0].islower())]
    return (
        not telling
        or 2 * len(capital) > len(telling)
        or words[0] == "@"
        or len(parts) == 1
        # “Lantern plc”, “the Roe family”.
        or (len(parts) - (parts[0] in ("the", "la", "el")) == 2 and len(capital) == 1)
    )


class OwnNames(NamedTuple):
    """What the paper itself is called in credits.

    - printed: as its own pattern names it, “The Ledger”; may be empty.
    - known: all names of it, without article and in small letters.
    """

    printed: str = ""
    known: frozenset[str] = frozenset()

    def has(self, name: str) -> bool:
        return plain_name(name) in self.known


NOBODY = OwnNames()


def own_names(*names: str) -> OwnNames:
    """Return how a paper is called; the first is printed.

    >>> own_names("The Ledger", "The Larkmere Ledger").has("Larkmere Ledger")
    True
    """
    given = [name for name in names if name]
    return OwnNames(given[0] if given else "", frozenset(plain_name(name) for name in given))
