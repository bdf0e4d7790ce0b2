"""Bylines: the names of those who wrote a story, as they stand on a line of their own."""

import re
from typing import Final

from broadsheet.archive.vocabulary import BY, ROLE
from broadsheet.lib.words import word_set

BYLINE_WORDS: Final = 16
LEAD = re.compile(rf"(?:{BY})(?: ?: ?| )", re.IGNORECASE)
EMAIL = re.compile(r"\(?\S+@\S+\.\w+\)?")
PARTS = re.compile(
    r" ?[|•·;]+ ?| [–—-] |, | \(|\)| / ?| (?=The [A-Z])|/|(?<=[^\W\d_]{2})\. (?=[A-Z])| (?:on|at|am|le|el|den|il|em) (?=.*\d)"
)
AND = re.compile(r",? (?:and|und|y|e|et|och|og|en|i|&|и|with) ")
PARTICLE: Final = (
    r"(?:von|van|de|del|della|der|den|dos|da|di|du|la|le|bin|al|el|ter|ten|zu|af|av|i|y)"
)
TOKEN: Final = r"[^\W\d_a-zß-ÿ][\w.'’-]*"
NAME = re.compile(rf"{TOKEN}(?: (?:{PARTICLE}|{TOKEN})){{1,4}}")
AGENCY = re.compile(
    r"(?:the )?(?:associated press|canadian press|press association|reuters|staff(?: reports?| writers?)?|"
    r"(?:[a-z’']+ ){0,3}(?:staff|news service|wire|editorial board|redaktion|agencia|agencias|redacción))|ap|afp|dpa|efe|upi|pa|epd|kna|apa|lusa|ansa|belga|tt|ntb|ritzau",
    re.IGNORECASE,
)
NO_NAMES: Final = word_set(
    """
    news sports sport opinion business life living obituaries local politics community weather arts
    entertainment schools crime courts education stories story courier county city town nachrichten
    lokales kultur noticias deportes numbers land sea air bus train night hand law design mail phone email
    """
)


def read_byline(line: str) -> list[str] | None:
    """Return the names on a byline, perhaps none, or nothing if the line is no byline.

    >>> read_byline("By Jane Doe and John Roe, The Larkmere Ledger")
    ['Jane Doe', 'John Roe']
    """
    if line.count(" ") >= BYLINE_WORDS or line[-1:] in "!?:;":
        return None
    bare = re.sub(r" {2,}", " ", EMAIL.sub("", line)).strip(" ,|•·")
    if bare.startswith(("—", "–")):
        signed = bare.lstrip("—– ")
        return [in_title_case(signed)] if is_name(signed) else read_byline(signed)
    lead = LEAD.match(bare)
    if lead is not None and (bare[0].isupper() or line[0].islower()):
        rest = bare[lead.end() :]
        names = names_in(rest)
        if names and not (
            rest.endswith(".") and ROLE.search(rest.casefold()) is None and len(rest) > 40
        ):
            return names
    if AGENCY.fullmatch(bare):
        return names_with_a_role(bare)
    if len(bare.split()) <= 10 and ROLE.search(bare.casefold()) and not bare.endswith("."):
        return names_with_a_role(bare)
    return None


def names_in(words: str) -> list[str]:
    """Return the names at the beginning of what follows “By”, up to the first part that is none."""
    names: list[str] = []
    for part in PARTS.split(AND.sub(" | ", words)):
        part = part.strip(" .,")
        if not part:
            continue
        if is_name(part) or AGENCY.fullmatch(part):
            if names and ROLE.search(part.casefold()):
                break
            names.append(in_title_case(part))
        else:
            break
    # What stands last after a comma is more often the paper than another writer.
    return [name for at, name in enumerate(names) if at == 0 or not looks_like_a_paper(name)]


def names_with_a_role(words: str) -> list[str] | None:
    """Return the name before a role (“Jane Doe, Staff Writer”), no name for a role alone."""
    if AGENCY.fullmatch(words):
        return [words] if re.search("press|reuters|service", words, re.IGNORECASE) else []
    first, *rest = [part.strip() for part in PARTS.split(words) if part.strip()]
    if rest and is_name(first) and ROLE.search(" ".join(rest).casefold()):
        return [in_title_case(first)]
    if len(words.split()) <= 4 and re.fullmatch(
        r"(?:staff|senior|news|sports|city|local)? ?(?:\w+ )?(?:writer|reporter|editor|correspondent|columnist|redakteur(?:in)?|redactora?|periodista|journaliste)",
        words,
        re.IGNORECASE,
    ):
        return []
    return None


def is_name(words: str) -> bool:
    if not words or words.casefold().split()[-1] in NO_NAMES or words.startswith(("The ", "THE ")):
        return False
    return NAME.fullmatch(words) is not None


def looks_like_a_paper(words: str) -> bool:
    return (
        re.search(
            r"\b(?:the|ledger|times|news|herald|tribune|gazette|post|journal|press|daily|register|zeitung|tageblatt|anzeiger|diario|today)\b",
            words.casefold(),
        )
        is not None
    )


def in_title_case(name: str) -> str:
    """Return a name that was printed in capitals as names are written."""
    if not name.isupper() or len(name) <= 4:
        return name
    titled = re.sub(r"(?<=[’'])S\b", "s", name.title())
    return re.sub(r"\bMc([a-z])", lambda found: "Mc" + found[1].upper(), titled)
