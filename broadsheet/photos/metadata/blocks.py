"""The blocks of notes of one file, each read by itself: what each says of a field, in the order in which they are believed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeVar

from broadsheet.photos.metadata.exif import read_exif
from broadsheet.photos.metadata.fields import Field, Kind
from broadsheet.photos.metadata.iim import read_iim
from broadsheet.photos.metadata.notes import Notes
from broadsheet.photos.metadata.reasons import NotesError, Why
from broadsheet.photos.metadata.xmp import Packet, read_xmp, words_at

Block = TypeVar("Block")
NAMED: Final = "xmpNote:HasExtendedXMP"


class Said(NamedTuple):
    """What one place in a file says of a field.

    - origin: the block and the place in it: “XMP dc:creator”, “IIM 2:80”, “EXIF Artist”.
    """

    origin: str
    words: tuple[str, ...]


@dataclass
class Blocks:
    """What stands in each block, with how the block is called: “XMP”, “XMP (2)” of a second one.

    - ignored: the names of blocks that were not read, and why.
    """

    xmp: list[tuple[str, Packet]] = field(default_factory=list)
    iim: list[tuple[str, dict[int, tuple[str, ...]]]] = field(default_factory=list)
    exif: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    ignored: list[tuple[str, Why]] = field(default_factory=list)

    def said(self, field: Field, language: str) -> Iterator[Said]:
        """Go through what is said of a field: first in XMP, then in IIM, then in EXIF."""
        for label, packet in self.xmp:
            for path in field.xmp:
                yield from _said(f"{label} {path}", words_at(packet, path, language), field.kind)
        for label, block in self.iim:
            for number in field.iim:
                yield from _said(f"{label} 2:{number:02}", block.get(number, ()), field.kind)
        for label, notes in self.exif:
            for name in field.exif:
                if name in notes:
                    yield from _said(f"{label} {name}", (notes[name],), field.kind)


def _said(origin: str, words: tuple[str, ...], kind: Kind) -> Iterator[Said]:
    if kind == Kind.NAMES:
        if words:
            yield Said(origin, words)
    else:
        # Where one is expected and several stand there, each is an answer.
        yield from (Said(origin, (one,)) for one in words[:3])


def read_blocks(notes: Notes) -> Blocks:
    """Read each block of a file; one that cannot be read is told with its reason, and the others are read."""
    blocks = Blocks(ignored=list(notes.ignored))
    blocks.xmp = _read(notes.xmp, "XMP", read_xmp, blocks)
    named = {words for _label, packet in blocks.xmp for words in words_at(packet, NAMED)}
    extended = [raw for number, raw in notes.extended.items() if number in named]
    if len(extended) < len(notes.extended):
        blocks.ignored.append(("XMP", Why.NOT_NAMED))
    blocks.xmp += _read(extended, "XMP, extended", read_xmp, blocks)
    blocks.iim = _read(notes.iim, "IIM", read_iim, blocks)
    blocks.exif = _read(notes.exif, "EXIF", read_exif, blocks)
    return blocks


def _read(
    raws: list[bytes], name: str, read: Callable[[bytes], Block], blocks: Blocks
) -> list[tuple[str, Block]]:
    found: list[tuple[str, Any]] = []
    for number, raw in enumerate(raws, start=1):
        label = name if number == 1 else f"{name} ({number})"
        try:
            found.append((label, read(raw)))
        except NotesError as error:
            blocks.ignored.append((label, error.why))
    return found
