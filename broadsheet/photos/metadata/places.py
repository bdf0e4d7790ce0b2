"""Where a picture was taken, or what place it shows, in the words of its file."""

from collections.abc import Iterator, Mapping
from typing import Final

from broadsheet.photos.metadata.blocks import Blocks, Said
from broadsheet.photos.metadata.letters import tidied
from broadsheet.photos.metadata.xmp import Value, members_at, words_at, words_of

# What is shown goes before where the camera stood. The old fields, which do not tell the two apart, stand between them.
SHOWN: Final = "Iptc4xmpExt:LocationShown"
CREATED: Final = "Iptc4xmpExt:LocationCreated"
PARTS: Final = ("Sublocation", "City", "ProvinceState", "CountryName")
OLD: Final = ("Iptc4xmpCore:Location", "photoshop:City", "photoshop:State", "photoshop:Country")
IIM: Final = (92, 90, 95, 101)


def said_of_place(blocks: Blocks, language: str) -> Iterator[Said]:
    """Go through what a file says of its place. Degrees, which may stand beside the words, are not read."""
    for label, packet in blocks.xmp:
        for name in (SHOWN, "", CREATED):
            lines = (
                [_line_of(one, language) for one in members_at(packet, name)]
                if name
                else [place_line(*(" ".join(words_at(packet, part, language)) for part in OLD))]
            )
            if said := "; ".join(dict.fromkeys(filter(None, lines))):
                yield Said(f"{label} {name or OLD[1]}", (said,))
    for label, block in blocks.iim:
        if said := place_line(*("".join(block.get(number, ())[:1]) for number in IIM)):
            yield Said(f"{label} 2:90", (said,))


def _line_of(members: Mapping[str, Value], language: str) -> str:
    parts = [words_of(members.get(f"Iptc4xmpExt:{part}"), language) for part in PARTS]
    name = words_of(members.get("Iptc4xmpExt:LocationName"), language)
    return place_line(parts[0] or name, *parts[1:])


def place_line(spot: str, city: str, state: str, country: str) -> str:
    """Return a place as a caption has it: with its country only where city or state is not said.

    >>> place_line("Depot Street", "Larkmere", "Wisconsin", "United States"), place_line("", "Lyon", "", "France")
    ('Depot Street, Larkmere, Wisconsin', 'Lyon, France')
    """
    spot, city, state, country = (tidied(part) for part in (spot, city, state, country))
    parts = (spot, city, state, "" if city and state else country)
    return ", ".join(dict.fromkeys(filter(None, parts)))
