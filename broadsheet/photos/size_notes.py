"""What each size of a photo says of itself: a small packet of XMP with whose it is and on which terms, and nothing else.

Sources: ISO 16684-1 (XMP); IPTC Photo Metadata Standard 2025.1, for names of fields; PLUS LDF 2.0.1, for the licensor;
Creative Commons, "XMP", for a licence of theirs.
"""

import hashlib
import re
from collections.abc import Iterator
from xml.sax.saxutils import escape  # nosec B406 # it reads nothing

from wagtail.models import Site

from broadsheet.masthead.locale import papers_words
from broadsheet.photos.models import Photo
from broadsheet.press.recorder import unrecorded

# As much of a caption as IPTC's older block has room for: the packet stands in each thumbnail.
LONGEST_CAPTION = 2000
# What no XML 1.0 may hold: most signs below the blank, halves of letters, and two that are none.
NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "cc": "http://creativecommons.org/ns#",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
COMMONS = re.compile(r"CC[ -](BY(?:-(?:NC|ND|SA)){0,2})[ -](\d\.\d)", re.IGNORECASE)
PUBLIC_DOMAIN = re.compile(r"CC ?0\b|CC[ -]zero\b", re.IGNORECASE)
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about=""{names}>{fields}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""


def notes_of(photo: Photo) -> bytes:
    """Return the packet that all sizes of a photo carry; nothing if nothing is known of it."""
    with unrecorded():
        fields = "".join(_fields(photo))
    names = "".join(
        f' xmlns:{prefix}="{name}"'
        for prefix, name in NAMESPACES.items()
        if f"<{prefix}:" in fields
    )
    return PACKET.format(names=names, fields=fields).encode() if fields else b""


def stamp_of(photo: Photo, notes: bytes) -> str:
    """Return eight signs that change with whatever stands in a photo's sizes and in their names."""
    until = photo.until.timestamp() if photo.until else ""
    return hashlib.sha256(f"{photo.file.name}|{until}|".encode() + notes).hexdigest()[:8]


def _fields(photo: Photo) -> Iterator[str]:
    credit, terms = photo.credit_read, photo.terms
    yield from _plain("photoshop:Credit", _credit_line(photo))
    yield from _listed("dc:creator", "Seq", credit.creators)
    yield from _said("dc:rights", photo.copyright_notice)
    yield from _said("dc:description", _cut(photo.caption))
    yield from _plain("xmpRights:WebStatement", photo.web_statement)
    licence = (terms.licence if terms else "") or credit.licence
    yield from _said("xmpRights:UsageTerms", licence)
    yield from _linked("cc:license", (terms.licence_url if terms else "") or commons(licence))
    if photo.licence_page:
        page = "".join(_plain("plus:LicensorURL", photo.licence_page))
        yield (
            f'<plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource">{page}</rdf:li>'
            "</rdf:Seq></plus:Licensor>"
        )
    if photo.source_type:
        yield from _plain("Iptc4xmpExt:DigitalSourceType", SOURCE_TYPES + photo.source_type)


def _credit_line(photo: Photo) -> str:
    """Return the credit as the first paper prints it: the file may be looked at far from any page."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return photo.credit_line
    with papers_words(site):
        return photo.credit_line


def _cut(words: str) -> str:
    if len(words) <= LONGEST_CAPTION:
        return words
    return f"{words[:LONGEST_CAPTION].rpartition(' ')[0] or words[:LONGEST_CAPTION]} …"


def commons(licence: str) -> str:
    """Return the address of a licence of Creative Commons; empty for any other, and where the version is not said.

    >>> commons("CC BY-SA 4.0"), commons("CC0"), commons("CC BY")
    ('https://creativecommons.org/licenses/by-sa/4.0/', 'https://creativecommons.org/publicdomain/zero/1.0/', '')
    """
    if PUBLIC_DOMAIN.match(licence):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    found = COMMONS.match(licence)
    return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/" if found else ""


# In XML -------------------------------------------------------------------------------------------
def _text(words: str) -> str:
    return escape(NOT_IN_XML.sub("", words).strip(), {'"': "&quot;"})


def _plain(name: str, words: str) -> Iterator[str]:
    if text := _text(words):
        yield f"<{name}>{text}</{name}>"


def _said(name: str, words: str) -> Iterator[str]:
    """A text that could stand in several languages, and stands in one."""
    if text := _text(words):
        yield f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></{name}>'


def _listed(name: str, kind: str, all_words: tuple[str, ...]) -> Iterator[str]:
    lines = "".join(f"<rdf:li>{text}</rdf:li>" for text in map(_text, all_words) if text)
    if lines:
        yield f"<{name}><rdf:{kind}>{lines}</rdf:{kind}></{name}>"


def _linked(name: str, url: str) -> Iterator[str]:
    if text := _text(url):
        yield f'<{name} rdf:resource="{text}"/>'
