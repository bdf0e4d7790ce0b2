"""Bylines: the names of those who wrote a story, as they stand on a line of their own."""

import re
from typing import Final

from broadsheet.archive.page_dates import without_dates
from broadsheet.archive.vocabulary import BY, ROLE
from broadsheet.lib.words import word_set

BYLINE_WORDS: Final = 16
LEAD = re.compile(rf"(?:{BY})(?: ?: ?| )", re.IGNORECASE)
# What may stand before “By”: the kind of a piece, or when it was put on the page.
BEFORE_BY = re.compile(
    r"(?:exclusive|analysis|commentary|column|opinion|review|interview|report|feature|editorial|"
    r"(?:posted|published|updated|submitted|added|created)(?: (?:on|at))?)[:,| ]+(?=by )",
    re.IGNORECASE,
)
# The paper’s name before the byline: “Upper Valley Radio | By …”.
PAPER_FIRST = re.compile(r"^[^|•·]{3,40} [|•·] ?(?=(?i:by) [A-Z])")
# What is left of “on May 2, 2017” without its date.
DANGLING = re.compile(r"(?: (?:on|at|am|le|el|den|il|em|vom)|[ ,|•·-])+$")
# Words for the newsroom, which papers in Spanish and Italian print before the paper’s own name.
NEWSROOM = re.compile("reda(?:cción|zione|ção) (?:de )?(?:El|La|Il|O) ", re.IGNORECASE)
WHEN = re.compile(
    r"(?:à|at|um|a las|alle|kl|às|om)?[ .]*\d{1,2}[:.h]\d\d.{0,8}|(?:temps de lecture|lesezeit|lectura|lettura).{0,16}|\d+ ?min\w*(?: .{4,10})?|updated|actualizado|aktualisiert",
    re.IGNORECASE,
)
EVENT = re.compile(
    r"\b(?:day|night|week|weekend|festival|county|park|church|school|club|hall|street)\b",
    re.IGNORECASE,
)
SPECIAL = re.compile(
    r"(?:special|for|exclusive) (?:to|for) (?:the )?[A-Z][\w.’' &-]{2,40}|for the [A-Z][\w.’' &-]{2,40}",
    re.IGNORECASE,
)
PAPERS: Final = word_set(
    """
    advocate advertiser argus banner beacon bee bulletin bugle call chronicle citizen clarion
    courier democrat dispatch echo enterprise examiner express eagle free-press gazette globe guardian
    herald independent inquirer journal lantern leader ledger mail mercury messenger mirror monitor
    news newspapers observer outlook packet pilot post press recorder record reflector register
    reporter republic republican review sentinel signal standard star statesman sun telegram
    telegraph times today tribune union voice weekly world anzeiger blatt bote kurier
    nachrichten rundschau tageblatt zeitung bladet avisen tidende tidningen blad dagblad courant
    diario gaceta correo heraldo noticias voz prensa gazzetta corriere giornale jornal correio
    folha courrier dépêche républicain télégramme
    """
)
EMAIL = re.compile(r"\(?\S+@\S+\.\w+\)?|(?<!\S)@\w{3,}")
PARTS = re.compile(
    r" ?[|•·;]+ ?| (?=(?:AP|AFP|Staff|Sports|Senior|Managing|Contributing|Associated Press|Special to|Of the|For the|FOR THE|FOR ) ?)| [–—-] |, | \(|\)| / ?| (?=The [A-Z])|/|(?<=[^\W\d_]{2})\. (?=[A-Z])| (?:on|at|am|le|el|den|il|em) (?=.*\d)"
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
# What is somebody's name, unlike “Staff reports”.
AGENCY_NAME = re.compile("press|reuters|service", re.IGNORECASE)
NOBODY = re.compile(
    r"(?:the )?(?:news(?:room)?|web|digital|online|wire|sports|local)? ?(?:staff|desk)(?: (?:reports?|writers?|reporters?))?|.{3,30} reports",
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
    bare = bare_byline(line)
    if SPECIAL.fullmatch(bare) or NEWSROOM.match(bare):
        return []
    if bare.startswith(("—", "–")):
        signed = bare.lstrip("—– ")
        return [in_title_case(signed)] if is_name(signed) else read_byline(signed)
    if names := names_after_by(line, bare):
        return names
    if bare != line and (name := name_beside_a_date(line, bare)):
        return [name]
    short = len(bare.split()) <= 10 and not bare.endswith(".")
    if AGENCY.fullmatch(bare) or (short and ROLE.search(bare.casefold())):
        return names_with_a_role(bare)
    return None


def bare_byline(line: str) -> str:
    """Return a byline without addresses, dates and the kind of the piece (“Exclusive by …”)."""
    bare = re.sub(r" {2,}", " ", EMAIL.sub("", without_dates(line))).strip(" ,|•·")
    bare = PAPER_FIRST.sub("", DANGLING.sub("", bare))
    before = BEFORE_BY.match(bare)
    return f"By{bare[before.end() + 2 :]}" if before else bare


def names_after_by(line: str, bare: str) -> list[str]:
    """Return the names that follow “By”, or none."""
    lead = LEAD.match(bare)
    if lead is None or not (bare[0].isupper() or line[0].islower()):
        return []
    rest = bare[lead.end() :]
    is_sentence = rest.endswith(".") and ROLE.search(rest.casefold()) is None and len(rest) > 40
    return [] if is_sentence else names_in(rest)


def name_beside_a_date(line: str, bare: str) -> str:
    """Return the name on a line that has a whole date too, and no other words; or nothing."""
    if without_dates(line) == line:
        return ""
    name, *others = [part.strip(" ,.") for part in PARTS.split(bare)]
    beside = all(not other or WHEN.fullmatch(other) for other in others)
    return in_title_case(name) if beside and is_name(name) and not EVENT.search(name) else ""


def names_in(words: str) -> list[str]:
    """Return the names at the beginning of what follows “By”, up to the first part that is none."""
    names: list[str] = []
    for part in PARTS.split(AND.sub(" | ", words)):
        part = part.strip(" .,")
        if not part:
            continue
        if NOBODY.fullmatch(part):
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
        return [words] if AGENCY_NAME.search(words) else []
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
    return NAME.fullmatch(words) is not None and not words.startswith(("By ", "BY "))


def looks_like_a_paper(words: str) -> bool:
    return (
        re.search(
            r"\b(?:the|ledger|times|news|herald|tribune|gazette|post|journal|press|daily|register|zeitung|tageblatt|anzeiger|diario|today)\b",
            words.casefold(),
        )
        is not None
    )


def names_a_paper(words: str) -> bool:
    """Return whether a few words are the name of a newspaper, as it stands beneath a writer's."""
    parts = words.split()
    return (
        1 < len(parts) <= 6
        and all(part[0].isupper() or len(part) < 4 for part in parts)
        and (parts[-1].casefold() in PAPERS or (len(parts) > 2 and parts[1].casefold() in PAPERS))
    )


def is_person(name: str) -> bool:
    """Return whether a byline names a person and not an agency."""
    return AGENCY.fullmatch(name) is None


def in_title_case(name: str) -> str:
    """Return a name that was printed in capitals as names are written."""
    if not name.isupper() or len(name) <= 4:
        return name
    titled = re.sub(r"(?<=[’'])S\b", "s", name.title())
    return re.sub(r"\bMc([a-z])", lambda found: "Mc" + found[1].upper(), titled)
