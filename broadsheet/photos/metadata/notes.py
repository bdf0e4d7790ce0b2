"""The blocks of notes that were found in one file, not yet read."""

from dataclasses import dataclass, field
from typing import Final

from broadsheet.incoming.boxes import OpenFile, read_at
from broadsheet.photos.metadata.reasons import Why

# A hundred times what the longest captions need. Some programs keep whole pictures in their notes.
LARGEST: Final = 2 * 1024 * 1024
MOST_BLOCKS: Final = 8
IIM_RESOURCE: Final = 0x0404


@dataclass
class Notes:
    """The blocks as they stand in the file, in their order.

    - extended: further XMP of a JPEG, by the number under which its own packet names it.
    - ignored: the names of blocks that are not read, and why.
    """

    xmp: list[bytes] = field(default_factory=list)
    iim: list[bytes] = field(default_factory=list)
    exif: list[bytes] = field(default_factory=list)
    extended: dict[str, bytes] = field(default_factory=dict)
    ignored: list[tuple[str, Why]] = field(default_factory=list)

    def add(self, name: str, file: OpenFile, place: int, length: int) -> None:
        """Take a block from its place in the file, unless it is too large."""
        if length > LARGEST:
            self.ignore(name, Why.TOO_LARGE)
        else:
            self.keep(name, read_at(file, place, length))

    def keep(self, name: str, raw: bytes) -> None:
        """Take a block, unless it is too large.

        Args:
            name: `XMP`, `IIM` or `EXIF`.
        """
        blocks = {"XMP": self.xmp, "IIM": self.iim, "EXIF": self.exif}[name]
        if len(raw) > LARGEST:
            self.ignore(name, Why.TOO_LARGE)
        elif raw and len(blocks) < MOST_BLOCKS:
            blocks.append(raw)

    def keep_photoshop(self, raw: bytes) -> None:
        """Take the blocks of IIM out of Photoshop's resources, in which JPEG files keep them.

        Source: Adobe Photoshop File Formats Specification, "Image Resource Blocks".
        """
        place = raw.find(b"8BIM")
        while place >= 0:
            number = int.from_bytes(raw[place + 4 : place + 6], "big")
            # Its name, which begins with a length and has an even number of bytes with it.
            named = place + 6 + (raw[place + 6 : place + 7] or b"\0")[0] + 1
            named += (named - place) & 1
            inside = named + 4
            ends = inside + int.from_bytes(raw[named:inside], "big")
            if number == IIM_RESOURCE:
                self.keep("IIM", raw[inside:ends])
            # A length that leads nowhere is not followed.
            place = raw.find(b"8BIM", ends if inside <= ends <= len(raw) else inside)

    def ignore(self, name: str, why: Why) -> None:
        self.ignored.append((name, why))
