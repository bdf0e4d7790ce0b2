"""What is looked for in a picture's file, and where: the fields of IPTC's photo metadata, with the places each has.

Source: IPTC Photo Metadata Standard 2025.1, its table of specifications, and IPTC's mapping of EXIF to them.
"""

from enum import StrEnum
from typing import Final, NamedTuple


class Kind(StrEnum):
    """What a field holds."""

    LINE = "line"
    LINES = "lines"
    NAMES = "names"
    ADDRESS = "address"
    TERM = "term"
    MOMENT = "moment"


class Field(NamedTuple):
    """One field, under the name that a photo has for it where it has one.

    - xmp, iim, exif: where it stands, the first place going before the next; IIM's room is in `iim.ROOM`.
    - longest: how many letters a photo's field has room for; 0: any number, or no photo has it.
    - fills: a photo's form has it.
    """

    name: str
    kind: Kind = Kind.LINE
    xmp: tuple[str, ...] = ()
    iim: tuple[int, ...] = ()
    exif: tuple[str, ...] = ()
    longest: int = 0
    fills: bool = True


FIELDS: Final = (
    Field("caption", Kind.LINES, ("dc:description",), (120,), ("ImageDescription", "UserComment")),
    Field("creators", Kind.NAMES, ("dc:creator",), (80,), ("Artist",), fills=False),
    Field("credit", xmp=("photoshop:Credit",), iim=(110,), longest=255),
    Field("organisation", xmp=("photoshop:Source",), iim=(115,), fills=False),
    Field("copyright_notice", xmp=("dc:rights",), iim=(116,), exif=("Copyright",), longest=255),
    # Its places are told in `moments.py`, those of the next in `places.py`.
    Field("taken_at", Kind.MOMENT),
    Field("place", longest=255),
    Field("headline", xmp=("photoshop:Headline",), iim=(105,), longest=255),
    Field("title", xmp=("dc:title",), iim=(5,), longest=255),
    Field("instructions", Kind.LINES, ("photoshop:Instructions",), (40,)),
    Field("usage_terms", Kind.LINES, ("xmpRights:UsageTerms",)),
    Field("web_statement", Kind.ADDRESS, ("xmpRights:WebStatement",), longest=500),
    Field("licence_page", Kind.ADDRESS, ("plus:Licensor/plus:LicensorURL",), longest=500),
    Field("alt_text", xmp=("Iptc4xmpCore:AltTextAccessibility",), longest=300),
    Field("source_type", Kind.TERM, ("Iptc4xmpExt:DigitalSourceType",), longest=60),
    Field("data_mining", Kind.TERM, ("plus:DataMining",), longest=60),
    Field("keywords", Kind.NAMES, ("dc:subject",), (25,)),
    Field(
        "people",
        Kind.NAMES,
        ("Iptc4xmpExt:PersonInImage", "Iptc4xmpExt:PersonInImageWDetails/Iptc4xmpExt:PersonName"),
    ),
    Field("ai_system", xmp=("Iptc4xmpExt:AISystemUsed",), fills=False),
    Field("ai_system_version", xmp=("Iptc4xmpExt:AISystemVersionUsed",), fills=False),
    Field("ai_prompt", Kind.LINES, ("Iptc4xmpExt:AIPromptInformation",), fills=False),
    Field("ai_prompt_writer", xmp=("Iptc4xmpExt:AIPromptWriterName",), fills=False),
)
# Read out of a caption or made of others, and so filled without a place of their own.
FIRST_RAN: Final = (Field("first_ran_in", longest=120), Field("first_ran_on", longest=40))
BY_NAME: Final = {field.name: field for field in (*FIELDS, *FIRST_RAN)}
