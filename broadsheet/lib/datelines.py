"""Datelines: the place that a story was reported from, printed before its first words.

AP style: the place in capitals, its state shortened unless the city stands alone, then a dash.
"""

import re
from typing import Final, NamedTuple

from broadsheet.lib.words import word_set

# The American cities that need no state, by AP's list, each with the state it lies in: a smaller
# namesake elsewhere still needs its own. A list with 27 cities is an older one.
STAND_ALONE: Final = {
    "Atlanta": "Georgia", "Baltimore": "Maryland", "Boston": "Massachusetts",
    "Chicago": "Illinois", "Cincinnati": "Ohio", "Cleveland": "Ohio", "Dallas": "Texas",
    "Denver": "Colorado", "Detroit": "Michigan", "Honolulu": "Hawaii", "Houston": "Texas",
    "Indianapolis": "Indiana", "Las Vegas": "Nevada", "Los Angeles": "California",
    "Miami": "Florida", "Milwaukee": "Wisconsin", "Minneapolis": "Minnesota",
    "New Orleans": "Louisiana", "New York": "New York", "Oklahoma City": "Oklahoma",
    "Philadelphia": "Pennsylvania", "Phoenix": "Arizona", "Pittsburgh": "Pennsylvania",
    "St. Louis": "Missouri", "Salt Lake City": "Utah", "San Antonio": "Texas",
    "San Diego": "California", "San Francisco": "California", "Seattle": "Washington",
    "Washington": "District of Columbia",
}  # fmt: skip

# How AP shortens the states in datelines; eight are never shortened.
STATES: Final = {
    "Alabama": "Ala.", "Alaska": "Alaska", "Arizona": "Ariz.", "Arkansas": "Ark.",
    "California": "Calif.", "Colorado": "Colo.", "Connecticut": "Conn.", "Delaware": "Del.",
    "Florida": "Fla.", "Georgia": "Ga.", "Hawaii": "Hawaii", "Idaho": "Idaho",
    "Illinois": "Ill.", "Indiana": "Ind.", "Iowa": "Iowa", "Kansas": "Kan.",
    "Kentucky": "Ky.", "Louisiana": "La.", "Maine": "Maine", "Maryland": "Md.",
    "Massachusetts": "Mass.", "Michigan": "Mich.", "Minnesota": "Minn.", "Mississippi": "Miss.",
    "Missouri": "Mo.", "Montana": "Mont.", "Nebraska": "Neb.", "Nevada": "Nev.",
    "New Hampshire": "N.H.", "New Jersey": "N.J.", "New Mexico": "N.M.", "New York": "N.Y.",
    "North Carolina": "N.C.", "North Dakota": "N.D.", "Ohio": "Ohio", "Oklahoma": "Okla.",
    "Oregon": "Ore.", "Pennsylvania": "Pa.", "Rhode Island": "R.I.", "South Carolina": "S.C.",
    "South Dakota": "S.D.", "Tennessee": "Tenn.", "Texas": "Texas", "Utah": "Utah",
    "Vermont": "Vt.", "Virginia": "Va.", "Washington": "Wash.", "West Virginia": "W.Va.",
    "Wisconsin": "Wis.", "Wyoming": "Wyo.",
}  # fmt: skip
# The post's two letters, which some papers print instead.
POSTAL: Final = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa",
    "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland",
    "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi",
    "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
    "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina",
    "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee",
    "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
    "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
STATE_NAMES: Final = {
    **{short.replace(".", "").replace(" ", "").casefold(): name for name, short in STATES.items()},
    **{code.casefold(): name for code, name in POSTAL.items()},
    **{name.replace(" ", "").casefold(): name for name in STATES},
    "penn": "Pennsylvania",
    "tex": "Texas",
    "cal": "California",
    "ida": "Idaho",
    "dc": "District of Columbia",
}
STAND_ALONE_FOLDED: Final = {city.casefold(): state for city, state in STAND_ALONE.items()}

# Capitals before a dash or colon that tell what kind of text follows, not where it was written.
NOT_PLACES: Final = word_set(
    """
    advertisement advisory alert analysis anzeige archive audio aviso brief breaking
    breaking-news clarification column comment commentary correction corrección editor
    editorial errata erratum event eventos exclusive exclusiva exklusiv exclusif fact faq
    feature file flash foto graphic interview kommentar korrektur leserbrief letter live
    more nachruf news note notice obituary opinion opinión photo photos picture police poll
    profile q&a question quiz rectification recap related review satire sponsored sports
    story summary team tip topic update updated upd urgent urgente video videos vidéo watch
    weather why
    """
)

NAME = r"[^\W\d_][\w.'’&/-]*"
# Where it was written: words with a capital, and the small words inside names of places.
PLACE = rf"(?P<place>{NAME}(?:[ ](?:/[ ])?{NAME}){{0,7}})"
# After the comma: a state, a country, or the day that agencies print there.
REST = r"(?P<rest>(?:,[ ][\w.’' -]{2,30}){0,2})"
AGENCY = r"(?:[ ]*[(/\[](?P<agency>[A-Za-z][\w .&/’'-]{1,30})[)/\]])?"
# A spaced dash of any kind; the dash without spaces only as a long one; "||" of old wires; ".-" of EFE.
DASH = r"(?:[ ]*(?:—|--+|\.[ ]?[-–—]|\|)[ ]*|[ ]+[–_-][ ]+|[ ]*–[ ]+)"
HEAD = re.compile(rf"(?:\((?P<first>[A-Z]{{2,12}})\)[ ]*[–—-]+[ ]*)?{PLACE}{REST}{AGENCY}")
DATELINE = re.compile(rf"{HEAD.pattern}(?P<end>{DASH}|:[ ]+)(?=[\"“”„‚'‘’«»(\[¿¡]*[^\Wa-zß-ÿ_])")
ALONE = re.compile(rf"{HEAD.pattern}(?P<end>{DASH})?")
DAY = re.compile(r"\d|^(?:mon|tues|wednes|thurs|fri|satur|sun)day$", re.IGNORECASE)
# Small words inside the names of places.
PARTICLES: Final = word_set(
    """
    / a am an and bei da de del der di do e en et im la le of on sur und upon y
    """
)
LONGEST_CHARS: Final = 90


class Dateline(NamedTuple):
    """A dateline as it was printed, and what it says.

    `place` keeps the capitals it was printed in, `region` is a state's full name where it is one,
    `agency` what stood in brackets, such as AP.
    """

    place: str
    region: str
    agency: str
    text: str


def split_dateline(paragraph: str) -> tuple[Dateline | None, str]:
    """Return the dateline at a paragraph's beginning, if there is one, and the words after it.

    >>> split_dateline("LARKMERE, Wis. (AP) — The ferry is back.")[0]
    Dateline(place='LARKMERE', region='Wisconsin', agency='AP', text='LARKMERE, Wis. (AP)')
    """
    found = DATELINE.match(paragraph[: LONGEST_CHARS + 20])
    if found is None or found.end() > LONGEST_CHARS:
        return None, paragraph
    rest = paragraph[found.end() :]
    if not is_dateline(found, rest):
        return None, paragraph
    return read_dateline(found), rest


def whole_dateline(line: str) -> Dateline | None:
    """Return the dateline that a line is, when nothing else stands on it.

    Such a line needs a dash, an agency, or a state that is known: capitals alone are a label.
    """
    if len(line) > LONGEST_CHARS or not any(letter.isupper() for letter in line[1:4]):
        return None
    found = ALONE.fullmatch(line)
    if found is None or not in_capitals(found["place"]) or names_no_place(found["place"]):
        return None
    dateline = read_dateline(found)
    if found["end"] or dateline.agency or dateline.region in STATES:
        return dateline
    return None


def print_dateline(place: str, region: str = "", *, home_region: str = "") -> str:
    """Return the dateline of a place as the paper prints it, without the dash.

    The region is left out where AP lets the city stand alone, and in the paper's own state.

    >>> print_dateline("Port Ellery", "Oregon", home_region="Wisconsin")
    'PORT ELLERY, Ore.'
    """
    name = re.sub(r"\bMC(?=[A-Z])", "Mc", place.upper()) if "Mc" in place else place.upper()
    region = full_region(region)
    stands_alone = STAND_ALONE_FOLDED.get(place.casefold()) == region
    if not name or not region or stands_alone or region == full_region(home_region):
        return name
    return f"{name}, {STATES.get(region, region)}"


def full_region(region: str) -> str:
    """Return a state's full name for any way to shorten it; anything else as it is."""
    folded = region.replace(".", "").replace(" ", "").casefold()
    return STATE_NAMES.get(folded, region.strip())


def is_dateline(found: re.Match[str], rest: str) -> bool:
    """Return whether what stands before a dash is a place; capitals, an agency or a state tell."""
    place = found["place"]
    if names_no_place(place):
        return False
    if found["end"].startswith(":"):
        return in_capitals(place) and len(place) > 3 and place.count(" ") < 4
    if in_capitals(place):
        return True
    if not all(word[0].isupper() or word in PARTICLES for word in place.split()):
        return False
    if found["agency"] or found["first"] or read_dateline(found).region in STATES:
        return True
    # One or two names before a dash, as European papers print it; a second dash makes an aside.
    aside = re.search(r" [—–-] |—", rest[:200])
    return not found["rest"] and place.count(" ") < 3 and place[0].isupper() and aside is None


def in_capitals(words: str) -> bool:
    letters = [letter for letter in words if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return capitals >= 2 and capitals >= 0.6 * len(letters) and words[0].isupper()


def names_no_place(words: str) -> bool:
    """Return whether capitals before a dash are a label such as UPDATE or EDITOR’S NOTE."""
    first = re.split(r"[ .'’/-]", words.casefold(), maxsplit=1)[0]
    return first in NOT_PLACES or words.casefold() in NOT_PLACES


def read_dateline(found: re.Match[str]) -> Dateline:
    parts = [part.strip() for part in found["rest"].split(",")]
    regions = [part for part in parts if part and not DAY.search(part)]
    text = found.string[: found.start("end") if found["end"] else None].strip()
    agency = found["agency"] or found["first"] or ""
    return Dateline(found["place"], full_region(regions[0]) if regions else "", agency, text)
