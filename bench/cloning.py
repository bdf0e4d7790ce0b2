"""From a fresh clone to the first page, and what a first visit to a story weighs."""

import gzip
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from bench.machine import ROOT, free_port, program, said
from bench.painting import paint_rows
from bench.servers import Server, get
from bench.table import Row

# A phone of 360 px with two dots a pixel shows pictures of so many dots across, less its edges.
PHONE_DOTS = 664
BUDGETS = {"HTML": 20, "CSS": 12, "fonts": 140, "pictures, first view": 120}


def fresh_clone(folder: Path) -> str:
    """Clone the repository as it was last committed; where nothing is committed, copy what would be."""
    git = program("git")
    committed = subprocess.run(
        [git, "rev-parse", "--verify", "--quiet", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if committed.returncode == 0:
        subprocess.run([git, "clone", "--quiet", str(ROOT), str(folder)], check=True)
        return "a fresh clone"
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
            (folder / name).chmod((ROOT / name).stat().st_mode)
    return "a copy of the files that a clone would have, nothing being committed"


def clone_and_read(folder: Path) -> list[Row]:
    """Do what a newcomer does, once, and weigh the first story they read."""
    clone = folder / "clone"
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name != "BROADSHEET_HOME"}
    with said("Cloning, installing, starting"):
        began = time.monotonic()
        how = fresh_clone(clone)
        installed = time.monotonic()
        subprocess.run(
            ["make", "install"], cwd=clone, env=environment, check=True, stdout=sys.stderr
        )
        started = time.monotonic()
        words = ["run", "--demo", "--port", str(port), "--home", str(folder / "demo-paper")]
        server = Server([str(clone / ".venv/bin/broadsheet"), *words], port)
        try:
            server.wait("/")
            ended = time.monotonic()
            weighed = weigh(port)
            # The worker prints ahead what it prints ahead: a busy processor paints late.
            time.sleep(10)
            weighed += paint_rows(port, {"the front": "/", "a story": story_on_front(port)})
        finally:
            server.stop()
    note = (
        f"from {how}, measured once: packages {started - installed:.0f} s, then "
        f"{ended - started:.0f} s to the first page of the demo paper."
    )
    seconds = ended - began
    row = Row(
        "fresh clone to first page",
        f"{seconds:.0f} s",
        figure=seconds,
        at_most=120,
        unit=" s",
        notes=[note],
    )
    return [row, *weighed]


def weigh(port: int) -> list[Row]:
    """Return what a story page weighs by kind, as it is sent."""
    story = story_on_front(port)
    page = read(port, story)
    style = re.search(r'href="(/style-[^"]+\.css)"', page)
    assert style, "the page has no styles"
    sent = {
        "HTML": [story],
        "CSS": [style[1]],
        "fonts": sorted(set(re.findall(r'url\("([^"]+\.woff2)"\)', read(port, style[1])))),
        "pictures, first view": first_pictures(page),
    }
    sizes = {
        kind: sum(len(get(port, path)[1]) for path in set(paths)) for kind, paths in sent.items()
    }
    rows = [
        Row(
            f"a story page's {kind}",
            f"{size / 1024:.1f} KiB",
            figure=size / 1024,
            at_most=BUDGETS[kind],
            unit=" KiB",
        )
        for kind, size in sizes.items()
    ]
    rows[0].notes.append(
        f"all kinds: a story of the demo paper, gzip where it is sent so, all typefaces counted, {story}."
    )
    return rows


def story_on_front(port: int) -> str:
    """Return the address of the first story that the front leads to."""
    found = re.search(r'href="(/\d{4}/\d{2}/[^"]+/)"', read(port, "/"))
    assert found, "the front leads to no story"
    return found[1]


def read(port: int, path: str) -> str:
    answer, body = get(port, path)
    is_packed = answer.getheader("Content-Encoding") == "gzip"
    return (gzip.decompress(body) if is_packed else body).decode()


def first_pictures(page: str) -> list[str]:
    """Return the pictures that a phone loads at once, each in the first kind and the smallest size that is large enough.

    >>> first_pictures(
    ...     '<picture><source srcset="/a-400.avif 400w, /a-680.avif 680w">'
    ...     '<img srcset="/a-400.jpg 400w" fetchpriority="high"></picture>'
    ... )
    ['/a-680.avif']
    """
    chosen = []
    for picture in re.findall(r"<picture>.*?</picture>", page, re.DOTALL):
        if 'loading="lazy"' in picture:
            continue
        kind = re.search(r'srcset="([^"]*)"', picture)
        sizes = [(int(w), url) for url, w in re.findall(r"(\S+) (\d+)w", kind[1] if kind else "")]
        enough = [url for width, url in sorted(sizes) if width >= PHONE_DOTS]
        chosen += enough[:1] or [url for _, url in sorted(sizes)[-1:]]
    return chosen
