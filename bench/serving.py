"""Serving: one page that everyone reads, and any page of a long archive; ours and nginx in turn."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.inside import Inside
from bench.load import Load, load
from bench.machine import chill, disk_bytes, said, share_in_memory, warm
from bench.servers import Server, get, nginx, paper
from bench.table import Row

WARM_UP_SECONDS = 2


def beside(
    what: str, at_least: float, ours: list[Load], theirs: list[Load], notes: list[str]
) -> Row:
    """Return the row of two servers that were measured in turn."""
    pairs = list(zip(ours, theirs, strict=True))
    by_cpu = [mine.rate_of_cpu / their.rate_of_cpu for mine, their in pairs]
    wrong = sum(run.wrong for run in [*ours, *theirs])
    p99 = [median(run.p99_ms for run in runs) for runs in (ours, theirs)]
    return Row(
        what,
        f"{median(run.rate for run in ours):,.0f}/s",
        f"{median(run.rate for run in theirs):,.0f}/s nginx",
        [mine.rate / their.rate for mine, their in pairs],
        at_least=at_least,
        notes=[
            f"by CPU second {median(by_cpu):.2f} ({min(by_cpu):.2f}–{max(by_cpu):.2f}); p99 {p99[0]:.1f} ms, "
            f"nginx {p99[1]:.1f} ms; answers other than 200: {wrong}.",
            *notes,
        ],
    )


def hot_page(home: Path, path: str, runs: int, seconds: int) -> Row:
    """Measure the newest story's page, asked for by everyone at once, on one core."""
    with tempfile.TemporaryDirectory(prefix="bench-nginx-") as scratch, paper(home) as ours:
        answer, body = get(ours.port, path)
        root = Path(scratch, "root")
        (root / "index.html.gz").parent.mkdir()
        (root / "index.html.gz").write_bytes(body)
        (root / "story.gz").write_bytes(body)
        with nginx(root, Path(scratch), answer) as theirs, said("Serving one hot page"):
            their_answer, their_body = get(theirs.port, "/story")
            assert body == their_body
            mine, other = [], []
            for number in range(runs + 1):
                # The first turn is the warm-up.
                length = seconds if number else WARM_UP_SECONDS
                mine.append(load(ours, path, length))
                with ours.resting():
                    other.append(load(theirs, "/story", length))
    counts = f"{len(answer.getheaders())} and {len(their_answer.getheaders())} headers"
    note = f"{len(body):,} bytes of gzip, the same for both; {counts}; server, its worker and nginx on one core."
    return beside("hot story page, one core", 0.37, mine[1:], other[1:], [note])


class Pages:
    """The archive as files for nginx, with the order in which readers ask."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home, self.root = home, folder / "files"
        self.ours, self.theirs = folder / "ours.txt", folder / "theirs.txt"
        self.shelf = home / "shelf" / "shelf.sqlite3"
        with said("Writing the same pages as files for nginx"), Inside(home) as inside:
            inside.ask(
                "export",
                folder=str(self.root),
                paths=str(self.ours),
                paths_of_files=str(self.theirs),
            )
        self.files = sorted(self.root.rglob("*.gz"))
        self.others = sorted(self.root.with_name("other-files").rglob("*.gz"))
        # What stands at "/", for `wait`.
        (self.root / "index.html.gz").touch()
        with self.ours.open() as paths, paper(home) as served:
            self.like, _ = get(served.port, paths.readline().strip())

    @contextmanager
    def nginx(self) -> Iterator[Server]:
        with (
            tempfile.TemporaryDirectory(prefix="bench-nginx-") as scratch,
            nginx(self.root, Path(scratch), self.like) as server,
        ):
            yield server


def warm_pages(pages: Pages, runs: int, seconds: int) -> Row:
    """Measure pages at random with all of them in memory, on both sides."""
    with paper(pages.home) as ours, pages.nginx() as theirs, said("Serving pages at random, warm"):
        warm([pages.shelf, *pages.files])
        mine, other = [], []
        for number in range(runs + 1):
            length = seconds if number else WARM_UP_SECONDS
            mine.append(load(ours, "/", length, paths=pages.ours))
            with ours.resting():
                other.append(load(theirs, "/", length, paths=pages.theirs))
    what = f"pages at random of {len(pages.files):,}, in memory"
    return beside(what, 0.35, mine[1:], other[1:], ["both read once beforehand."])


def cold_pages(pages: Pages, runs: int, seconds: int) -> Row:
    """Measure pages at random with none of them in memory, on both sides."""
    mine, other, left = [], [], []
    with said("Serving pages at random, cold"):
        for _ in range(runs):
            chill([pages.shelf])
            left.append(share_in_memory([pages.shelf]))
            with paper(pages.home) as ours:
                get(ours.port, "/")
                mine.append(load(ours, "/", seconds, paths=pages.ours))
            with pages.nginx() as theirs:
                chill(pages.files)
                left.append(share_in_memory(pages.files[:2000]))
                other.append(load(theirs, "/", seconds, paths=pages.theirs))
    known = [share for share in left if share is not None]
    note = (
        "before each run the files were dropped from the file cache with posix_fadvise(DONTNEED), ours while no "
        f"process had it mapped, and the server started anew; then at most {max(known, default=0):.1%} of them was "
        f"still in memory. Folders stay known. Runs of {seconds} s: a longer one warms what it reads."
    )
    return beside(f"pages at random of {len(pages.files):,}, cold", 0.6, mine, other, [note])


def on_disk(pages: Pages, printed: str) -> Row:
    """Compare what the shelf takes on the disk with what the files take."""
    shelf = [file for file in pages.shelf.parent.iterdir() if file.is_file()]
    ours, theirs = disk_bytes(shelf), disk_bytes([*pages.files, *pages.others])
    return Row(
        f"bytes on disk of {len(pages.files):,} pages",
        f"{ours / 1024**2:,.0f} MB",
        f"{theirs / 1024**2:,.0f} MB files",
        [ours / theirs],
        at_most=0.4,
        notes=[
            f"{printed} The shelf holds its register too; folders of the files are not counted. On both sides "
            f"{len(pages.others):,} other pages (fronts, months, sitemaps) that the worker has printed ahead."
        ],
    )
