"""“This photo originally appeared in … on …”: where a caption says that its photo ran before."""

import re
from typing import Final, NamedTuple

from broadsheet.lib.sentences import SHORTENED

BEGINS: Final = re.compile(
    r"(?:^|(?<=[.!?”\"»)])\s+)(?:"
    r"(?:This|The)(?: file)? (?:photo|photograph|picture|image|illustration) (?:was )?(?:originally|first) (?:appeared|ran|published|printed)"
    r"|Esta (?:foto|fotografía|imagen) (?:apareció|se publicó|fue publicada) (?:originalmente|por primera vez)"
    r"|Dies(?:es|e) (?:Foto|Bild|Aufnahme) erschien (?:zuerst|ursprünglich)"
    r") "
)
AT: Final = r"(?:in|en|im|in der|in den)"
ON: Final = r"(?:on|in|el|en|am|im)"
MONTH: Final = (
    r"(?:jan|ene|feb|mar|mär|apr|abr|may|mai|jun|jul|aug|ago|sep|oct|okt|nov|dec|dic|dez)\w*\.?"
)
DATE: Final = rf"(?:\w+, )?(?:{MONTH} \d.*|{MONTH} de \d.*|\d{{1,2}}\.?(?: de)? {MONTH}.*|\d{{1,2}}[./]\d.*|(?:18|19|20)\d\d)"
SAYS: Final = re.compile(
    rf"{ON} (?P<alone>{DATE})|{AT} (?P<where>(?:the )?(?-i:[^\W\d_a-zß-ÿ]).*?)(?:(?:,? {ON} |, )(?P<when>{DATE}))?",
    re.IGNORECASE,
)
# What a full stop may stand behind within a sentence, besides what `SHORTENED` knows.
WITHIN: Final = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|St|Mt|Ft)\.$")
LONGEST_PLACE, LONGEST_DATE = 120, 40


class FirstRan(NamedTuple):
    """A caption without the sentence, and what the sentence said."""

    caption: str
    where: str = ""
    when: str = ""


def take_first_ran(caption: str) -> FirstRan:
    """Return a caption without the sentence that says where its photo ran first, and that.

    >>> take_first_ran("The depot burns. This photo originally appeared in The Larkmere Ledger on Aug. 15, 2000. It was rebuilt.")
    FirstRan(caption='The depot burns. It was rebuilt.', where='The Larkmere Ledger', when='Aug. 15, 2000')
    """
    begins = BEGINS.search(caption)
    if begins is None:
        return FirstRan(caption)
    ends = _end_of_sentence(caption, begins.end())
    said = SAYS.fullmatch(caption[begins.end() : ends].strip(" ."))
    if said is None:
        return FirstRan(caption)
    where, when = said["where"] or "", said["when"] or said["alone"] or ""
    if len(where) > LONGEST_PLACE or len(when) > LONGEST_DATE:
        return FirstRan(caption)
    rest = f"{caption[: begins.start()].rstrip()} {caption[ends:].lstrip()}".strip()
    return FirstRan(rest, where, when)


def _end_of_sentence(text: str, start: int) -> int:
    """Return where a sentence ends: at its full stop, or before the bracket of a credit."""
    for found in re.finditer(r"\.(?=\s|$)|(?=\s\()", text[start:]):
        ends = start + found.end()
        before = text[max(start, ends - 24) : ends]
        if found[0] and (SHORTENED.search(before) or WITHIN.search(before)):
            continue
        # “am 15. August”.
        if re.search(r"\d\.$", before) and re.match(rf"\s+{MONTH}", text[ends:], re.IGNORECASE):
            continue
        return ends
    return len(text)
