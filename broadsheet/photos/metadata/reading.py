"""Reading what one picture's file says, for the form of its photo."""

from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import PurePath
from typing import Any, NamedTuple

from broadsheet.incoming.boxes import OpenFile
from broadsheet.incoming.picture_headers import read_header
from broadsheet.photos.credits.names import NOBODY, OwnNames
from broadsheet.photos.metadata.blocks import read_blocks
from broadsheet.photos.metadata.composing import compose
from broadsheet.photos.metadata.fields import BY_NAME, Kind
from broadsheet.photos.metadata.merging import Found, Ignored, merge
from broadsheet.photos.metadata.packets import find_notes

# When so many frames were seen, no more are looked for.
FEW_FRAMES = 2


class Desk(NamedTuple):
    """For whose desk a file is read.

    - own: the names of the papers published here.
    - zone: where its clock stood, if it does not say so.
    - language: that of the paper, such as “es-mx”; empty: any.
    """

    own: OwnNames = NOBODY
    zone: tzinfo = UTC
    language: str = ""


ANY_DESK = Desk()


@dataclass(frozen=True)
class Reading:
    """What one file says.

    - form: what each field of its photo is filled with.
    - said: what the file says of each field, before anything was made of it.
    - ignored: what was not taken, and why.
    """

    form: dict[str, Found]
    said: dict[str, Found]
    ignored: tuple[Ignored, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON can carry it: fields by name, each with `value`, `origin` and, if there is one, `doubt`."""
        names = {name for name in self.said if BY_NAME[name].kind == Kind.NAMES}
        return {
            "form": {name: found.as_json() for name, found in self.form.items()},
            "said": {
                name: found.as_json(list(found.words) if name in names else None)
                for name, found in self.said.items()
            },
            "ignored": [one.as_json() for one in self.ignored],
        }


def read_file(file: OpenFile, *, name: str = "", desk: Desk = ANY_DESK) -> Reading:
    """Return what a picture's file says. Nothing in it makes this fail; what cannot be read is told as ignored.

    Args:
        file: open for reading; afterwards it stands at its beginning.
        name: under which it came.
    """
    header = read_header(file, enough=FEW_FRAMES)
    notes = find_notes(file, header.kind if header else "")
    file.seek(0)
    merged = merge(read_blocks(notes), language=desk.language, file_name=PurePath(name).name)
    form = compose(merged.found, desk.own, desk.zone)
    return Reading(form.filled, merged.found, (*merged.ignored, *form.ignored))
