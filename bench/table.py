"""The table: what was measured, beside what, and whether it is enough."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
HEADINGS = ["what", "ours", "reference", "ratio", "spread", "target", "reached"]


@dataclass
class Row:
    """One figure. `ours` and `reference` are written with their units; without a target it is only told."""

    what: str
    ours: str
    reference: str = ""
    ratios: Sequence[float] = ()
    at_least: float | None = None
    at_most: float | None = None
    figure: float | None = None
    unit: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def value(self) -> float | None:
        """The figure that is held against the target: the median of the ratios, if there are any."""
        return median(self.ratios) if self.ratios else self.figure

    @property
    def is_reached(self) -> bool | None:
        """Whether the target is reached; None if there is none."""
        if self.value is None or (self.at_least is None and self.at_most is None):
            return None
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )

    @property
    def target(self) -> str:
        if self.at_least is not None:
            return f"≥ {self.at_least:g}{self.unit}"
        return f"≤ {self.at_most:g}{self.unit}" if self.at_most is not None else ""

    def cells(self) -> list[str]:
        ratio = f"{median(self.ratios):.2f}" if self.ratios else ""
        spread = f"{min(self.ratios):.2f}–{max(self.ratios):.2f}" if len(self.ratios) > 1 else ""
        reached = {True: "yes", False: "NO", None: ""}[self.is_reached]
        return [self.what, self.ours, self.reference, ratio, spread, self.target, reached]


def as_text(rows: Sequence[Row]) -> str:
    """Return the table for a terminal."""
    lines = [HEADINGS, *[row.cells() for row in rows]]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def as_markdown(rows: Sequence[Row], machine: str, how: str) -> str:
    """Return the table for the manual, with when and on what it was measured."""
    lines = [f"Measured {datetime.now(UTC):%Y-%m-%d}: {machine}.", "", how, ""]
    lines += ["| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS)]
    lines += ["| " + " | ".join(row.cells()) + " |" for row in rows]
    notes = [f"- {row.what}: {note}" for row in rows for note in row.notes]
    return "\n".join([*lines, "", *notes])


def put_between(page: str, table: str) -> str:
    """Return a page of the manual with another table between the two marks.

    >>> put_between(f"Before {BEGIN} old {END} after", "new").splitlines()
    ['Before <!-- measured: begin -->', '', 'new', '', '<!-- measured: end --> after']
    """
    pattern = re.compile(re.escape(BEGIN) + ".*" + re.escape(END), re.DOTALL)
    return pattern.sub(lambda _: f"{BEGIN}\n\n{table}\n\n{END}", page)


def write_into(path: Path, table: str) -> None:
    path.write_text(put_between(path.read_text(encoding="utf-8"), table), encoding="utf-8")
