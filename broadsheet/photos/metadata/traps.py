"""Words that stand in a field and are no answer: what cameras write there, names of files, blanks."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from broadsheet.photos.metadata.fields import Field, Kind
from broadsheet.photos.metadata.moments import moment
from broadsheet.photos.metadata.reasons import Why
from broadsheet.photos.source_types import source_type_named

# Longer than any caption, and than what a form could show of it.
MOST_LETTERS: Final = 10_000
LONGEST_OF_NAMES: Final = 255
NOTHING: Final = re.compile(
    r"[(<\[]?(?:null|nil|nul|none|undefined|nan|n/?a|unknown|not set)[)>\]]?|[\W_]+", re.IGNORECASE
)
PLACEHOLDERS: Final = re.compile(
    r"(?:(?:(?:your|a|the|add|enter|type|write|insert|image|photo|picture) )*"
    r"(?:caption|description|title|headline|alt(?:ernative)? text|image|photo|picture|credit|copyright|author|creator|photographer|"
    r"artist|owner|camera owner|owner name|untitled|comments?|default|test)(?: here)?"
    r"|bild(?:unterschrift|beschreibung|titel)|beschreibung|titel|ohne titel|fotograf"
    r"|descripción|pie de foto|título|sin título|autor|légende|titre|sans titre|auteur|legenda|didascalia)(?:[-_ ]?\d{1,4})?\W*",
    re.IGNORECASE,
)
# As the makers of cameras, telephones and programs have been seen to write them.
CAMERAS: Final = re.compile(
    r"(?:olympus|minolta|konica minolta|sony|samsung|kodak|fujifilm|casio|nikon|canon|pentax|ricoh|vivitar|polaroid|benq|hp|jenoptik)"
    r"(?: (?:digital|dsc|camera|still|pictures))*"
    r"|digital (?:still )?camera|exif[_ ]jpeg(?:[_ ]\w+)*|jpeg|dcf ?1\.0|applemark|picasa(?: [\d.]+)?|binary comment|charset=\w+"
    r"|(?:\w{1,8}_)?(?:hdr|hdrpl|dav|sdr|cof|oznor|oznorwo|rhdr|vhdr|mde|ptr|ptfbty|fbt|fptbty|bty|btf|edf|nfd|norwo|hmtmdr)(?:_vivid)?"
    r"|screen ?shot|bildschirmfoto|captura de pantalla|lead technologies.*|creator: gd-jpeg.*|file written by .*|filter: ?\d.*"
    r"|(?:created|edited|processed|made|captured|optimized) (?:with|by|in|using) (?:the )?(?:gimp|adobe|photoshop|canva|paint|corel|"
    r"imagemagick|vsco|snapseed|ebay|camera|polarr|pixlr|lightroom|jpegmini|dji|gopro)\b.*|camera ?360.*|intel\(r\) jpeg.*|acdsee.*"
    r"|(?:microsoft )?(?:word|powerpoint)(?: -.*| presentation)|adobe (?:photoshop|illustrator|indesign)[\w .()]*",
    re.IGNORECASE | re.DOTALL,
)
ENDINGS: Final = (
    r"\.(?:jpe?g|png|gif|webp|avif|tiff?|hei[cf]|bmp|psd|dng|nef|cr[23w]|arw|raf|orf|rw2)"
)
FILES: Final = re.compile(
    r"(?:(?:dateiname|datei|file ?name|file|image|nombre(?: de archivo)?|nom du fichier|bestandsnaam) ?: ?)?"
    rf"(?:[\w.,()&+'\\/: -]+{ENDINGS}"
    r"|_?(?:dsc[nf_]?|img|image|mvimg|pxl|gopr|gp|dji|sam|wp|pict|cimg|hpim|mov|vid|p|kif|screenshot|whatsapp image|mg)[-_ ]?"
    r"\d{3,}[\w().: -]{0,24})",
    re.IGNORECASE,
)
LONGEST_NAME: Final = 160
# Degrees, as programs write them into captions, and numbers of devices.
WHERE: Final = re.compile(
    r"\d{1,3}\.\d{4,} ?°? ?[NSEW]\b|\d{1,3}(?:[.,]\d+)? ?° ?(?:\d{1,2} ?['′’][^A-Za-z]{0,8})?[NSEWO]\b"
    r"|\b(?:lat|lon|latitude|longitude|gps)\b\W{0,3}[-+]?\d{1,3}[.,]\d|[-+]?\d{1,3}\.\d{4,}[,;/ ]{1,3}[-+]?\d{1,3}\.\d{4,}|\bgeo:[-+\d]",
    re.IGNORECASE,
)
DEVICE: Final = re.compile(
    r"\b(?:serial(?: (?:number|no\.?))?|s/n|imei|device id)\W{1,3}(?=\w*\d)\w[\w-]{3,}",
    re.IGNORECASE,
)
# Of names, and of what may be said in one word, hardly anything is no answer.
NAMED: Final = frozenset({"keywords", "people", "place"})
# Where the name of a file is none.
WORDED: Final = frozenset(
    {"caption", "headline", "title", "alt_text", "instructions", "usage_terms"}
)
ADDRESS: Final = URLValidator(schemes=["http", "https"])
# The vocabularies of IPTC, C2PA and PLUS name their terms by the last word of an address.
TERMS: Final = {
    "source_type": re.compile(
        r"(?:https?://(?:cv\.iptc\.org/newscodes|c2pa\.org)/digitalsourcetype/|digsrctype:|digitalsourcetype:)?([A-Za-z]{3,60})/?",
        re.IGNORECASE,
    ),
    "data_mining": re.compile(
        r"(?:https?://ns\.useplus\.org/ldf/vocab/|plus:)?(DMI-[A-Z0-9-]{3,56})/?", re.IGNORECASE
    ),
}


def answer(field: Field, words: str) -> str:
    """Return what a field's words come to: a term by its name, a moment as all write it; empty if they are none of its kind.

    >>> answer(Field("source_type", Kind.TERM), "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture")
    'digitalCapture'
    """
    if field.kind == Kind.MOMENT:
        return moment(words)
    if field.kind == Kind.TERM:
        found = TERMS[field.name].fullmatch(words)
        term = found[1] if found else ""
        return source_type_named(term) if field.name == "source_type" else term
    if field.kind == Kind.ADDRESS:
        return web_address(words)
    return words


def web_address(words: str) -> str:
    """Return an address as a link needs it; empty if it is none.

    >>> web_address("www.larkmereledger.example/rights"), web_address("javascript:alert(1)"), web_address("see below")
    ('https://www.larkmereledger.example/rights', '', '')
    """
    address = words if "://" in words else f"https://{words}"
    try:
        ADDRESS(address)
    except ValidationError:
        return ""
    return address if "." in address.partition("://")[2] else ""


NONE_OF_ITS_KIND: Final = {
    Kind.MOMENT: Why.NO_DATE,
    Kind.TERM: Why.NO_TERM,
    Kind.ADDRESS: Why.NO_ADDRESS,
}


def why_not(field: Field, words: str, file_name: str = "") -> Why | None:
    """Return why words are no answer for a field; None if they are one.

    Args:
        words: tidied.
        file_name: the file's own, under which it came.
    """
    if not words:
        return Why.BLANK
    if field.kind in NONE_OF_ITS_KIND:
        return None if answer(field, words) else NONE_OF_ITS_KIND[field.kind]
    if len(words) > (LONGEST_OF_NAMES if field.kind == Kind.NAMES else MOST_LETTERS):
        return Why.TOO_LONG
    if WHERE.search(words) or DEVICE.search(words):
        return Why.DEVICE
    if NOTHING.fullmatch(words):
        return Why.NOTHING
    if field.name in NAMED or len(words) > LONGEST_NAME:
        return None
    return _why_nobody_wrote_it(field, words, file_name)


def _why_nobody_wrote_it(field: Field, words: str, file_name: str) -> Why | None:
    if PLACEHOLDERS.fullmatch(words):
        return Why.PLACEHOLDER
    if CAMERAS.fullmatch(words):
        return Why.CAMERA
    is_file = FILES.fullmatch(words) or is_name_of(file_name, words)
    return Why.FILE_NAME if is_file and field.name in WORDED else None


def is_name_of(file_name: str, words: str) -> bool:
    """Say whether words are the name of a file, with or without its ending.

    >>> is_name_of("ferry-at-dusk.jpg", "ferry-at-dusk"), is_name_of("ferry.jpg", "The ferry")
    (True, False)
    """
    name = file_name.casefold()
    return bool(name) and words.casefold() in (name, name.rpartition(".")[0])
