"""Sizes of photographs: ours, beside vipsthumbnail making the same sizes and kinds of the same files."""

import os
import resource
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from bench.inside import Inside
from bench.machine import program, said
from bench.painting import first_view
from bench.papers import bring, bring_empty
from bench.photographs import write_photographs
from bench.servers import paper
from bench.table import Row

# Photographs in all, so many of them in one round, of which ours and theirs take turns.
MOST, IN_A_ROUND, DIFFERENT = 200, 40, 20
QUICK_MOST, QUICK_IN_A_ROUND = 16, 8
WIDTHS = {
    "webp": (1600, 1280, 800, 680, 400),
    "jpg": (800, 400),
    "avif": (1600, 1280, 800, 680, 400),
}
# The same quality, and the same pains, in their words; AVIF's effort is 9 less our speed.
OPTIONS = {
    "webp": "Q=75,strip",
    "jpg": "Q=78,optimize_coding,interlace,strip",
    "avif": "Q=55,effort=0,strip",
}
BUDGET_KIB = 120


class Round(NamedTuple):
    """Seconds and processor seconds of one round, and the bytes that were written, by kind."""

    seconds: dict[str, float]
    cpu: dict[str, float]
    written: dict[str, int]


def photo_rows(folder: Path, *, quick: bool) -> list[Row]:
    """Return what making sizes takes, and what the pictures of a story's first view weigh on a phone."""
    most, in_a_round = (QUICK_MOST, QUICK_IN_A_ROUND) if quick else (MOST, IN_A_ROUND)
    with said("Making photographs of 24 megapixels"):
        files = write_photographs(folder / "photographs-of-24", min(DIFFERENT, in_a_round))
    each_round = [str(files[number % len(files)]) for number in range(in_a_round)]
    ours, theirs = [], []
    with Inside(bring_empty(folder / "paper-0")) as inside, said("Making sizes"):
        keys = inside.ask("bring_photos", files=each_round)
        for _round in range(most // in_a_round):
            ours.append(_ours(inside, keys))
            theirs.append(_theirs(each_round, folder / "thumbnails"))
    return [
        *_rows(ours, theirs, most),
        *first_view_rows(bring(folder / "paper-60", 60), files[0]),
    ]


def _ours(inside: Inside, keys: list[int]) -> Round:
    took: dict[str, Any] = inside.ask("time_sizes", keys=keys)
    return Round(
        {name: took[name]["seconds"] for name in ("first", "all")},
        {name: took[name]["cpu"] for name in ("first", "all")},
        took["bytes"],
    )


def _theirs(files: list[str], into: Path) -> Round:
    """Have vipsthumbnail make each size of all files by one command, as many commands at once as there are cores."""
    into.mkdir(parents=True, exist_ok=True)
    first_seconds, first_cpu = _run(
        [("webp", w) for w in WIDTHS["webp"]] + [("jpg", w) for w in WIDTHS["jpg"]], files, into
    )
    more_seconds, more_cpu = _run([("avif", w) for w in WIDTHS["avif"]], files, into)
    written = {
        kind: sum(
            (into / f"{Path(file).stem}-{width}.{kind}").stat().st_size
            for file in files
            for width in widths
        )
        for kind, widths in WIDTHS.items()
    }
    return Round(
        {"first": first_seconds, "all": first_seconds + more_seconds},
        {"first": first_cpu, "all": first_cpu + more_cpu},
        written,
    )


def _run(sizes: list[tuple[str, int]], files: list[str], into: Path) -> tuple[float, float]:
    commands = [
        [
            *(program("vipsthumbnail"), *files, "--size", f"{width}x"),
            *("--output", f"{into}/%s-{width}.{kind}[{OPTIONS[kind]}]"),
        ]
        for kind, width in sizes
    ]
    began, used = time.perf_counter(), _processor_of_children()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda words: subprocess.run(words, check=True), commands))
    return time.perf_counter() - began, _processor_of_children() - used


def _processor_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _rows(ours: list[Round], theirs: list[Round], most: int) -> list[Row]:
    rounds = len(ours)
    rows = []
    for name, kinds in (("first", "WebP and JPEG"), ("all", "WebP, JPEG and AVIF")):
        each = [median(one.seconds[name] for one in sides) * rounds for sides in (ours, theirs)]
        cpu = [sum(one.cpu[name] for one in sides) / most for sides in (ours, theirs)]
        rows.append(
            Row(
                f"sizes of {most} photographs of 24 MP, {kinds}",
                f"{each[0]:.0f} s",
                f"vipsthumbnail {each[1]:.0f} s",
                [
                    mine.seconds[name] / other.seconds[name]
                    for mine, other in zip(ours, theirs, strict=True)
                ],
                at_most=1.3,
                notes=[
                    f"{rounds} rounds in turn; processor time of one photograph {cpu[0]:.2f} s, {cpu[1]:.2f} s; ours with rows "
                    f"in the database and words in each file, theirs {os.cpu_count()} commands at once, each with threads of its own."
                ],
            )
        )
    weights = ", ".join(
        f"{kind} {ours[-1].written[kind] / theirs[-1].written[kind]:.2f}" for kind in WIDTHS
    )
    rows[0].notes.append(f"bytes written, ours to theirs: {weights}.")
    return rows


def first_view_rows(home: Path, file: Path) -> list[Row]:
    """Return what the pictures in the first view of a story weigh that is led by a photograph, and by how much it moves."""
    with Inside(home) as inside:
        path = inside.ask(
            "publish_with_photograph", file=str(file), title=f"Ferry runs again, {time.time():.0f}"
        )
    with paper(home) as server:
        seen = first_view(server.port, path)
    return [
        Row(
            "pictures in a story's first view, 360 px at 2x",
            f"{seen.pictures / 1024:.0f} KiB",
            figure=seen.pictures / 1024,
            at_most=BUDGET_KIB,
            unit=" KiB",
            notes=[
                f"led by a photograph of 24 megapixels; the browser took {', '.join(seen.names)}."
            ],
        ),
        Row("layout shift of the same", f"{seen.moved:.3f}", figure=seen.moved, at_most=0),
    ]
