"""Measure the press. `python -m bench`, or `python -m bench --quick` for a look on the way."""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Any

from bench import cloning, memory, serving
from bench.gifts import gift_rows
from bench.inside import Inside
from bench.machine import ROOT, described, said
from bench.mailbag import letter_rows
from bench.papers import bring, bring_empty, print_and_copy
from bench.servers import paper
from bench.table import Row, as_markdown, as_text, write_into
from bench.thumbnails import photo_rows
from bench.tips import tip_rows

MANUAL = ROOT / "docs" / "publishers" / "performance.md"
WARM_UPS = 3
# What the process that holds a paper tells of one publication: milliseconds by name.
Published = dict[str, Any]


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    small: int
    large: int
    runs: int
    seconds: int
    cold_seconds: int
    publications: int
    really_printed: int


WHOLE = Size(1_000, 200_000, 5, 6, 6, 15, 3_000)
QUICK = Size(2_000, 20_000, 3, 3, 2, 7, 500)


class Bench:
    """The papers that are measured, in a folder, and what came of each measurement."""

    def __init__(self, folder: Path, size: Size) -> None:
        self.folder, self.size = folder, size
        self._pages: serving.Pages | None = None
        self._printed = ""

    @cached_property
    def small(self) -> Path:
        return bring(self.folder / f"paper-{self.size.small}", self.size.small)

    @cached_property
    def large(self) -> Path:
        return bring(self.folder / f"paper-{self.size.large}", self.size.large)

    @property
    def pages(self) -> serving.Pages:
        """The large archive, printed, and as files for nginx."""
        if self._pages is None:
            done = print_and_copy(self.large, self.size.really_printed)
            self._printed = (
                f"{done['printed']:,} pages, taken by chance, were really printed "
                f"({done['printed'] / done['seconds']:,.0f} a second); the other "
                f"{done['all'] - done['printed']:,} are copies of their bytes under their own addresses."
            )
            for name in ("files", "other-files"):
                shutil.rmtree(self.folder / name, ignore_errors=True)
            self._pages = serving.Pages(self.large, self.folder)
        return self._pages

    def hot(self) -> list[Row]:
        with Inside(self.small) as inside:
            path = inside.ask("newest_story")
        return [serving.hot_page(self.small, path, self.size.runs, self.size.seconds)]

    def random(self) -> list[Row]:
        pages, size = self.pages, self.size
        return [
            serving.warm_pages(pages, size.runs, size.seconds),
            serving.cold_pages(pages, size.runs, size.cold_seconds),
            serving.on_disk(pages, self._printed),
        ]

    def publish(self) -> list[Row]:
        """Publish in both papers in turn, and a plain page in the large one."""
        small, large, plain = [], [], []
        # A paper that was measured before holds the headlines of that time.
        stamp = f"{time.time():.0f}"
        with (
            paper(self.small),
            paper(self.large),
            Inside(self.small) as few,
            Inside(self.large) as many,
            said("Publishing"),
        ):
            few.ask("settle")
            many.ask("settle")
            for number in range(self.size.publications + WARM_UPS):
                title = f"Ferry landing opens, day {number + 1} of {stamp}"
                small.append(few.ask("publish_story", title=title))
                large.append(many.ask("publish_story", title=title))
                plain.append(many.ask("publish_plain", title=f"Plain {title}"))
        return publishing_rows(self.size, small[WARM_UPS:], large[WARM_UPS:], plain[WARM_UPS:])

    def memory(self) -> list[Row]:
        few = memory.after_a_day(self.small, self.size.seconds)
        many = memory.after_a_day(self.large, self.size.seconds, self.pages.ours)
        ours, reference = [
            f"{sum(both) / 1e6:.0f} MB ({both[0] / 1e6:.0f} + {both[1] / 1e6:.0f})"
            for both in (many, few)
        ]
        return [
            Row(
                f"private memory, server + worker, {self.size.large:,} stories",
                ours,
                f"{reference} at {self.size.small:,}",
                [sum(many) / sum(few)],
                at_most=1.2,
                notes=[
                    "RssAnon after signing in, three screens, ten publications through the server, then readers: a "
                    "hot page, and with the large archive pages at random too."
                ],
            )
        ]

    def newsroom(self) -> list[Row]:
        with Inside(self.large) as inside, said("Opening the newsroom's screens"):
            screens = inside.ask("time_screens")
        slowest = max(screens, key=lambda name: screens[name]["median"])
        seconds = screens[slowest]["median"]
        listed = ", ".join(f"{name} {taken['median']:.2f}" for name, taken in screens.items())
        return [
            Row(
                f"slowest newsroom screen, {self.size.large:,} stories",
                f"{seconds:.2f} s ({slowest})",
                figure=seconds,
                at_most=1,
                unit=" s",
                notes=[f"median of five, in seconds: {listed}."],
            )
        ]

    def metadata(self) -> list[Row]:
        """Fill photos from files of a few megabytes, each kind with all that its files can say."""
        files = str(self.folder / "photographs")
        with Inside(bring_empty(self.folder / "paper-0")) as inside:
            with said("Making photographs"):
                megabytes = inside.ask("make_files", folder=files)["megabytes"]
            found = inside.ask("read_files", folder=files)
        times = [one for taken in found["all"].values() for one in taken]
        each = ", ".join(f"{kind} {ms:.1f}" for kind, ms in found["medians"].items())
        return [
            Row(
                f"metadata of a photograph of {megabytes / len(times):.1f} MB",
                f"{median(times):.1f} ms ({min(times):.1f}–{max(times):.1f})",
                figure=median(times),
                at_most=5,
                unit=" ms",
                notes=[
                    f"median of {len(times)} files, in milliseconds: {each}; read and made into the photo's fields, with XMP, "
                    "EXIF, and in a JPEG IIM."
                ],
            )
        ]

    def photos(self) -> list[Row]:
        return photo_rows(self.folder, quick=self.size is QUICK)

    def letters(self) -> list[Row]:
        return letter_rows(self.folder, self.size.small, quick=self.size is QUICK)

    def tips(self) -> list[Row]:
        return tip_rows(self.folder, quick=self.size is QUICK)

    def gifts(self) -> list[Row]:
        return gift_rows(self.folder, quick=self.size is QUICK)

    def clone(self) -> list[Row]:
        return cloning.clone_and_read(Path(tempfile.mkdtemp(prefix="clone-", dir=self.folder)))


def publishing_rows(
    size: Size, small: list[Published], large: list[Published], plain: list[Published]
) -> list[Row]:
    """Return the rows of publishing: against a small archive, and against a plain page."""
    times = {
        name: [run["ms"] for run in runs]
        for name, runs in (("small", small), ("large", large), ("plain", plain))
    }
    cpu = [median(run["cpu_ms"] for run in runs) for runs in (small, large, plain)]
    seen = large[-1]["seen_ms"]
    order = ", ".join(f"{name} {seen[name]:.0f}" for name in sorted(seen, key=seen.get))
    first, last = median(times["large"][:3]), median(times["large"][-3:])
    ours = f"{median(times['large']):.0f} ms"
    return [
        Row(
            f"publish until seen, {size.large:,} stories",
            ours,
            f"{median(times['small']):.0f} ms at {size.small:,}",
            [mine / other for mine, other in zip(times["large"], times["small"], strict=True)],
            at_most=1.2,
            notes=[
                f"processor time of publish() {cpu[1]:.0f} ms, {cpu[0]:.0f} ms at {size.small:,}; the last one was "
                f"seen after (ms): {order}; the first three took {first:.0f} ms, the last three {last:.0f} ms."
            ],
        ),
        Row(
            "the same against a plain Wagtail page",
            ours,
            f"{median(times['plain']):.0f} ms",
            [mine / other for mine, other in zip(times["large"], times["plain"], strict=True)],
            at_most=4,
            notes=[
                f"same process, same body, in turn; processor time {cpu[1]:.0f} and {cpu[2]:.0f} ms."
            ],
        ),
    ]


MEASUREMENTS: dict[str, Callable[[Bench], list[Row]]] = {
    "hot": Bench.hot,
    "publish": Bench.publish,
    "newsroom": Bench.newsroom,
    "random": Bench.random,
    "memory": Bench.memory,
    "metadata": Bench.metadata,
    "photos": Bench.photos,
    "letters": Bench.letters,
    "tips": Bench.tips,
    "gifts": Bench.gifts,
    "clone": Bench.clone,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller archives, fewer runs")
    parser.add_argument(
        "--only", nargs="+", choices=list(MEASUREMENTS), help="some of the measurements"
    )
    parser.add_argument(
        "--folder", type=Path, help="make the papers here, and leave them for next time"
    )
    parser.add_argument(
        "--write", action="store_true", help="write the table into the manual, also if --quick"
    )
    asked = parser.parse_args()
    size = QUICK if asked.quick else WHOLE
    machine = described()
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="broadsheet-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        rows = measure(Bench(folder.absolute(), size), asked.only or list(MEASUREMENTS))
    finally:
        if asked.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.write(f"{machine}\n\n{as_text(rows)}\n")
    for row in rows:
        for note in row.notes:
            sys.stdout.write(f"- {row.what}: {note}\n")
    if asked.write or not (asked.quick or asked.only):
        how = f"{size.small:,} and {size.large:,} stories; medians of {size.runs} runs in turn, with the spread."
        write_into(MANUAL, as_markdown(rows, machine, how))


def measure(bench: Bench, names: list[str]) -> list[Row]:
    """Return the rows of some measurements; each is told as soon as it is there, in case a later one fails."""
    rows: list[Row] = []
    for name, act in MEASUREMENTS.items():
        if name in names:
            rows += (found := act(bench))
            sys.stderr.write(as_text(found) + "\n")
    return rows


if __name__ == "__main__":
    main()
