"""What comes off the press: sheets and parts, and everything that one printing puts on the shelf.

Strings name everything: an *address* is host and path (`ledger.example/2016/05/ferry/`), a *part key* is host, bar and
name (`ledger.example|more-in/7`), and a *holder* is either. A *frame* is a short run that many sheets have in common,
such as what stands between two parts: it is named by its own content (`=5c1a…`), so it never changes.
"""

from dataclasses import dataclass, field
from datetime import datetime

from broadsheet.press.runs import Run

# The piece of a recipe at which one of the sheet's own runs stands.
OwnRun = tuple[int, int, int]


def is_part(holder: str) -> bool:
    """Say whether a holder is a part, not a sheet; no address has a bar in it."""
    return "|" in holder


def is_frame(name: str) -> bool:
    """Say whether a piece of a recipe is a frame, not a part."""
    return name.startswith("=")


@dataclass
class Printed:
    """What came off the press for one holder: a sheet or a part, ready for the shelf.

    `recipe` of a sheet lists its own runs as (size, crc, length), and frames and shared parts by name, in order.
    A part has one run; `entries` is the JSON from which its variants are made.
    """

    holder: str
    tag: str
    sources: set[str]
    runs: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    recipe: list[str | OwnRun] = field(default_factory=list)
    frames: dict[str, Run] = field(default_factory=dict)
    size: int = 0
    crc: int = 0
    entries: bytes | None = None
    not_after: datetime | None = None
    gone_after: datetime | None = None
    print_again_at: datetime | None = None
    rank: int = 3
    remarks: dict[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> list[str]:
        """The names of the parts that a sheet shares with others."""
        return [one for one in self.recipe if isinstance(one, str) and not is_frame(one)]


@dataclass
class Batch:
    """Everything that one printing puts on the shelf, in one transaction."""

    printed: list[Printed] = field(default_factory=list)
    forgotten: set[str] = field(default_factory=set)
    owed: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    # Why a holder was not printed, if nothing went wrong: 404, or 0 for what is never printed.
    refused: dict[str, int] = field(default_factory=dict)
    # Parts that sheets name and that this printing has found on the shelf.
    ready: set[str] = field(default_factory=set)
    # Whether all that was printed before is to go.
    everything: bool = False
    cursor: int | None = None
