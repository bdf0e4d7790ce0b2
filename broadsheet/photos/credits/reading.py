"""Reading a credit line: words become a structure, or are kept as they came.

Nothing is guessed that printing could not show again: what was read is printed in each of the patterns that papers have and read
again, and no word may have been lost. Where that fails, the line stays as it is, for the desk.
"""

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from django.utils.translation import get_language

from broadsheet.masthead.credit_style import Between, Opening
from broadsheet.photos.credits import wording
from broadsheet.photos.credits.credit import NOTHING, Credit
from broadsheet.photos.credits.line import Line
from broadsheet.photos.credits.names import NOBODY, OwnNames, could_be_name
from broadsheet.photos.credits.printing import Pattern, printed

LONGEST = 255
# Marks that turn the direction of writing, and blanks that take no room.
UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
COUNTER = re.compile(r"^\d{1,3} ?(?:of|/) ?\d{1,3}(?=[^\W\d_])")
DOUBLED = re.compile(r"(Getty Images|Reuters|AFP)(?:Getty|Reuters|AFP)$")
PATTERNS = tuple(
    Pattern(between, opening, agency_first)
    for between in Between
    for opening in Opening
    for agency_first in (False, True)
)


def tidy(words: str) -> str:
    """Return a line without what nobody sees, with single blanks, in composed letters."""
    return " ".join(UNSEEN.sub("", unicodedata.normalize("NFC", words)).split())


def read_credit(words: str, own: OwnNames = NOBODY) -> Credit:
    """Return what a credit line says. It never fails: what is not understood is kept as it came (`is_read` False).

    >>> credit = read_credit("(AP Photo/Nell Roe, File)")
    >>> credit.creators, credit.organisation, credit.relation.label, credit.is_file
    (('Nell Roe',), 'AP', 'An agency', True)
    """
    line = tidy(words)[:LONGEST]
    return _read(line, own, get_language()) if line else NOTHING


@lru_cache(maxsize=4096)
def _read(line: str, own: OwnNames, _language: str | None) -> Credit:
    """Read one line; most photos of a paper bear one of few, in whatever language they are printed."""
    bare = _bare(line)
    found = Line(bare, own).credit()
    if found is None or not _holds(found, bare, own):
        return Credit(words=line, is_read=False)
    return replace(found, words=line)


def _bare(line: str) -> str:
    """Return a line without brackets around it, and without what pages glue on. All its commas are alike."""
    line = line.replace("،", ",")
    while line[:1] + line[-1:] in ('""', "“”", "()", "[]") and _is_one_pair(line):
        line = line[1:-1].strip()
    return DOUBLED.sub(r"\1", COUNTER.sub("", line.strip(" .,;–—-|")))


def _is_one_pair(line: str) -> bool:
    if line[0] in '"“':
        return not re.search('["“”]', line[1:-1])
    depth = 0
    for place, letter in enumerate(line):
        depth += (letter in "([") - (letter in ")]")
        if depth == 0:
            return place == len(line) - 1
    return False


def _holds(credit: Credit, line: str, own: OwnNames) -> bool:
    """Say whether nothing was lost, and whether it reads the same however the paper prints it."""
    named = (*credit.creators, credit.organisation, credit.for_whom, credit.via, *credit.made_from)
    if credit.is_empty or not all(could_be_name(name) for name in named if name):
        return False
    said = _words_of(" ".join([*_all_words(credit), *own.known]))
    unsaid = _words_of(line) - said - wording.NOISE
    # The Arabic “and” is written together with the name after it.
    if any(word[:1] != "و" or word[1:] not in said for word in unsaid):
        return False
    ways = {printed(credit, pattern._replace(own_name=own.printed)) for pattern in PATTERNS}
    return all(Line(_bare(way), own).credit() == credit for way in ways)


def _words_of(line: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", line.casefold()))


def _all_words(credit: Credit) -> list[str]:
    words = [credit.organisation, credit.for_whom, credit.via, credit.platform, credit.account]
    # A year of copyright says nothing of who made it.
    years = [str(year) for year in range(1900, 2100)] if credit.creators or words[0] else []
    return [*words, credit.licence, *credit.creators, *credit.made_from, *years]
