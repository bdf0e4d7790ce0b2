"""Reading a packet of XMP: an XML document that says things of a picture, in several forms that mean the same.

Nothing in a packet is fetched or expanded: one that defines entities is not read at all.

Source: ISO 16684-1, "XMP specification part 1", 7 (how RDF stands for it) and 8 (its namespaces).
"""

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from broadsheet.photos.metadata.letters import decoded
from broadsheet.photos.metadata.reasons import NotesError, Why

# Of the namespaces in which something is looked for, with the names that everybody has for them.
NAMESPACES: Final = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/xmp/note/": "xmpNote",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
}
RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LISTS: Final = frozenset({f"{RDF}Alt", f"{RDF}Seq", f"{RDF}Bag"})
LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
BEGINNINGS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    # Without a mark, its first bracket tells.
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DECLARATION: Final = re.compile(r"<\?xml\s[^>]*>")
# Deeper than any property of those that are looked for.
DEEPEST: Final = 8
MOST_ITEMS: Final = 500


@dataclass(frozen=True, slots=True)
class Value:
    """What one property says: words, or values within it, in a list or by name.

    - language: of the words, as in `xml:lang`; “x-default” is for everybody.
    """

    words: str = ""
    language: str = ""
    items: tuple["Value", ...] = ()
    members: Mapping[str, "Value"] = field(default_factory=dict)


Packet = dict[str, Value]


def read_xmp(raw: bytes) -> Packet:
    """Return the properties of a packet by their names, such as “dc:creator”; those nobody looks for are left out.

    Errors:
        NotesError: it defines entities, or is no XML.
    """
    packet: Packet = {}
    for name, value in _all_properties(_root(_text(raw))):
        if name not in packet or not any(words.strip() for words in _all_words(packet[name])):
            packet[name] = value
    return packet


def words_at(packet: Packet, path: str, language: str = "") -> tuple[str, ...]:
    """Return all that a packet says at a place; nothing if it says nothing of it.

    Args:
        path: a property, or what stands within it: “plus:Licensor/plus:LicensorURL”.
        language: in which it is wanted, where it is said in several: “es-mx”.
    """
    first, *further = path.split("/")
    found = [packet[first]] if first in packet else []
    for name in further:
        within = [one for value in found for one in (value.items or (value,))]
        found = [value.members[name] for value in within if name in value.members]
    return tuple(words for value in found for words in _words_in(value, language))


def members_at(packet: Packet, name: str) -> list[Mapping[str, Value]]:
    """Return what is said by name within a property, for each of its items that says anything so."""
    value = packet.get(name, Value())
    return [one.members for one in (value.items or (value,)) if one.members]


def words_of(value: Value | None, language: str = "") -> str:
    """Return the first words of a value."""
    return next(iter(_words_in(value, language)), "") if value else ""


def _words_in(value: Value, language: str) -> Iterator[str]:
    if not value.items:
        yield value.words
    elif any(item.language for item in value.items):
        yield _in_language(value.items, language)
    else:
        for item in value.items:
            yield next(iter(_words_in(item, language)), "")


def _in_language(items: Iterable[Value], language: str) -> str:
    """Return what is said in a language, else for everybody, else in any."""
    said = {item.language.casefold(): item.words for item in items if item.words.strip()}
    wanted = language.casefold()
    main = wanted.partition("-")[0]
    alike = (name for name in said if main and name.partition("-")[0] == main)
    for name in (wanted, main, *alike, "x-default"):
        if name in said:
            return said[name]
    return next(iter(said.values()), "")


def _all_words(value: Value) -> Iterator[str]:
    yield value.words
    for one in (*value.items, *value.members.values()):
        yield from _all_words(one)


def _text(raw: bytes) -> str:
    for beginning, encoding in BEGINNINGS:
        if raw.startswith(beginning):
            return raw.decode(encoding, errors="replace")
    return decoded(raw)


def _root(text: str) -> Any:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise NotesError(Why.ENTITIES)
    # Its declaration names the encoding that it came in.
    plain = DECLARATION.sub("", NOT_IN_XML.sub("", text), count=1).strip()
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        # Of a packet that breaks off, what stands before that is read.
        recover=True,
    )
    try:
        root = etree.fromstring(plain.encode(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise NotesError(Why.DAMAGED) from error
    if root is None:
        raise NotesError(Why.DAMAGED)
    return root


def _all_properties(root: Any) -> Iterator[tuple[str, Value]]:
    for rdf in root.iter(f"{RDF}RDF"):
        for described in rdf:
            yield from _properties(described, DEEPEST)


def _properties(described: Any, left: int) -> Iterator[tuple[str, Value]]:
    """Go through the properties of an element, which are its attributes and the elements within it."""
    for name, words in described.attrib.items():
        if known := _short(name):
            yield known, Value(words)
    for child in described:
        if known := _short(child.tag):
            yield known, _value(child, left)


def _short(name: object) -> str:
    """Return a name as people write it; empty if its namespace is none in which anything is looked for."""
    if not isinstance(name, str) or not name.startswith("{"):
        return ""
    namespace, _brace, own = name[1:].partition("}")
    return f"{NAMESPACES[namespace]}:{own}" if namespace in NAMESPACES else ""


def _value(element: Any, left: int) -> Value:
    language = element.get(LANGUAGE, "")
    resource = element.get(f"{RDF}resource")
    if resource is not None or not left:
        return Value(resource or "", language)
    if element.get(f"{RDF}parseType") == "Resource":
        return _structure(element, language, left)
    inner = next((child for child in element if isinstance(child.tag, str)), None)
    if inner is None:
        members = dict(_properties(element, left - 1))
        return Value("".join(element.itertext()), language, members=members)
    if inner.tag in LISTS:
        items = [child for child in inner if child.tag == f"{RDF}li"][:MOST_ITEMS]
        return Value(language=language, items=tuple(_value(item, left - 1) for item in items))
    return _structure(inner, language, left)


def _structure(described: Any, language: str, left: int) -> Value:
    """Return values by name; or one value, where the others only qualify it."""
    bare = described.find(f"{RDF}value")
    if bare is not None:
        found = _value(bare, left - 1)
        return Value(found.words, bare.get(LANGUAGE, language), found.items, found.members)
    words = described.get(f"{RDF}value", "")
    return Value(words, language, members=dict(_properties(described, left - 1)))
