"""Telling photo captions by the credit at their end, and parting the two."""

import re
from typing import Final, NamedTuple

from broadsheet.lib.sentences import ends_like_a_sentence
from broadsheet.lib.words import word_set

# What a credit without brackets begins with.
CREDIT_WORD: Final = (
    r"photo(?:graph)?s?|photos?|foto(?:s|graf(?:ía|in|ie)?)?|fotó|bild(?:er)?|image|images|imagen|imagem|immagine|picture|pictures|illustration|illustrations|ilustración|graphic|grafik|"
    r"credit|crédit(?: photo)?|crédito|video|screen ?(?:shot|grab)|archivbild|archivfoto|symbolbild|symbolfoto|zdjęcie|фото|kuva"
)  # fmt: skip
# What makes a credit of words in brackets; matched against small letters.
CREDIT_MARK: Final = re.compile(
    r"\b(?:photos?|photograph(?:y|er|s)?|foto\w*|photo ?/|pictures?|image[ns]?|images|courtesy|provided|contributed|submitted|handout|hand-?out|screen ?(?:shot|grab)|file|archives?|archivo|archiv\w*|illustration|ap|afp|epa|dpa|efe|ansa|pa|tns|upi|reuters|getty|"
    r"associated press|shutterstock|istock|adobe stock|unsplash|wikimedia|flickr|google|via|staff|freelance|special to|cc[ -]by\S*|public domain|cortesía|cedida|bild|imago|privat|repro|crédit|crédito|credit|ritzau|ntb|tt|anp|belga|lusa|keystone|apa|"
    r"collection|museum|historical society|police department|sheriff's office|drone|staffer|stringer|pool|provisto|suministrada|courtoisie|avec l'aimable|divulgação|reprodução|dr)\b"
)  # fmt: skip
CREDIT_WORDS: Final = 14
LONGEST_CAPTION_WORDS: Final = 90
LABELS: Final = word_set(
    """
    photo photos video videos gallery audio update updated watch opinion live map poll
    sponsored fotos bilder vídeo
    """
)
NAMES = re.compile(
    r"[^\W\d_a-zß-ÿ][\w.'’-]*(?:,? (?:(?:[^\W\d_a-zß-ÿ][\w.'’-]*)|&|and|of|the|de|von|van|der|la|y|und|et))*"
)
SLASHED = re.compile(r"[@\w.'’)-]{2,} ?/ ?[A-Z@\w]")
# Without brackets a credit needs its word: “Photo: …”, “Photo by …”, “Foto: …”, or the slash of “AP Photo/…”.
SUFFIX = re.compile(
    rf"(?:(?<=[.!?…”\"»|–—)])|(?<= ))(?P<credit>(?:[A-Z]{{2,8}} )?(?i:(?:{CREDIT_WORD})"
    r"(?:(?: by| courtesy(?: of)?| provided by| from| via| credit| von| de| par| di)?(?: ?: ?| ?/ ?)"
    r"|(?: illustration)? (?:by|courtesy of|provided by|submitted by|via) ))"
    r"(?=[^\W_a-zß-ÿ]|the |dpa|privat|epa|imago)[^.!?]{2,90}(?:\.[^.!?]{1,30})?)\.?$"
)
TOKEN: Final = r"[^\W\d_a-zß-ÿ][\w.'’&-]*"
# “… on Sunday. NAME/PAPER”: after a whole sentence, a slash between names is credit enough.
SLASH_SUFFIX = re.compile(
    rf"(?:(?<=[.!?…”\"»]) (?P<credit>{TOKEN}(?: {TOKEN}){{0,3}} ?[/|] ?{TOKEN}(?: (?:of|the|{TOKEN})){{0,5}})"
    rf"|(?<=[.!?…”\"»]) ?[/|] ?(?P<name>{TOKEN}(?: {TOKEN}){{1,3}}(?: / {TOKEN})?)"
    rf"|(?<=\S) [—–|]? ?(?P<sign>© ?{TOKEN}(?: (?:/ ?)?{TOKEN}){{0,4}}))$"
)
BARE_SIGNS = re.compile("[/|©]")
WHOLE = re.compile(
    rf"(?:(?:[A-Z]{{2,8}} )?(?:{CREDIT_WORD})(?: by| courtesy(?: of)?| provided by| credit)?(?: ?: ?| ?/ ?| )|courtesy(?: of)? |courtesy photo|submitted photo|contributed photo|file photo|"
    r"(?:via )?getty images|ap photo|©)(?P<rest>.{0,80})",
    re.IGNORECASE,
)


class Caption(NamedTuple):
    """What a caption says, and the words of its credit without brackets."""

    text: str
    credit: str


def split_credit(line: str) -> Caption | None:
    """Return the caption and credit of a line that ends in a credit, or is one; else nothing."""
    bracketed = split_brackets(line)
    if bracketed is not None:
        return bracketed
    if is_credit_line(line):
        return Caption("", line)
    if line.count(" ") > LONGEST_CAPTION_WORDS:
        return None
    slashed = (
        SLASH_SUFFIX.search(line, max(0, len(line) - 100)) if BARE_SIGNS.search(line) else None
    )
    if slashed:
        credit = slashed["credit"] or slashed["name"] or slashed["sign"]
        return Caption(line[: slashed.start()].rstrip(), credit)
    tail = line[-130:]
    if not any(sign in tail for sign in (":", "/", "by ", "ourtesy of ", "via ")):
        return None
    found = SUFFIX.search(line, max(0, len(line) - 130))
    if found and found.start("credit") > 0 and found["credit"][0].isupper():
        before = line[: found.start("credit")].rstrip(" |–—-")
        credit = found["credit"]
        if count(credit) <= CREDIT_WORDS and (
            ":" in credit or "/" in credit or before[-1:] in '.!?…”"»)'
        ):
            return Caption(before, credit)
    return None


def split_brackets(line: str) -> Caption | None:
    """Return caption and credit where the credit stands in brackets at the end."""
    bare = line.removesuffix(".").rstrip()
    if not bare.endswith(")") or count(line) > LONGEST_CAPTION_WORDS:
        return None
    opening = matching_bracket(bare)
    before, credit = bare[:opening].rstrip(), bare[opening + 1 : -1].strip()
    if opening < 0 or not could_be_credit(credit):
        return None
    after_sentence = not before or (ends_like_a_sentence(before) and before[-1] not in ",;:")
    full_stop = line.endswith(".")
    strong = is_strong_credit(credit)
    if strong and (not full_stop or after_sentence):
        return Caption(before, credit)
    if after_sentence and before and not full_stop and NAMES.fullmatch(credit):
        return Caption(before, credit)
    return None


def matching_bracket(text: str) -> int:
    """Return where the bracket opens that the last letter closes, or -1."""
    depth = 0
    for at in range(len(text) - 1, max(-1, len(text) - 160), -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if depth == 0:
            return at
    return -1


def could_be_credit(words: str) -> bool:
    """Return whether the words could name someone: few, with a capital, and not a sentence."""
    if not words or count(words) > CREDIT_WORDS or words.casefold() in LABELS:
        return False
    if words[-1] in "!?…" or (
        words[-1] == "." and ends_like_a_sentence(words) and count(words) > 5
    ):
        return False
    return words[0] in "@©" or words[0].isupper() or CREDIT_MARK.match(words.casefold()) is not None


def is_strong_credit(words: str) -> bool:
    """Return whether the words are a credit wherever they stand."""
    if words[0] == "@" and " " not in words:
        return True
    return SLASHED.search(words) is not None or CREDIT_MARK.search(words.casefold()) is not None


def is_credit_line(line: str) -> bool:
    """Return whether the whole line is a credit without brackets."""
    if count(line) > CREDIT_WORDS or ends_like_a_sentence(line):
        return False
    found = WHOLE.fullmatch(line)
    if found is not None:
        rest = found["rest"].strip()
        return not rest or is_strong_credit(rest) or NAMES.fullmatch(rest) is not None
    halves = re.split(r" ?/ ?", line)
    return (
        len(halves) == 2
        and all(2 <= count(half) <= 5 or half in ("AP", "Staff") for half in halves)
        and all(NAMES.fullmatch(half) for half in halves)
    )


def count(words: str) -> int:
    return words.count(" ") + 1
