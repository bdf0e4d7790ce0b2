"""Everything at once: editors who publish, a press that prints the whole paper, a machine that is switched off, readers.

`make test` runs a short piece of it; `make chaos` runs it whole.
"""

import gzip
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from tests.running import OURS, ROOT, RunningPaper
from tests.test_journeys import soon

pytestmark = pytest.mark.browser

OLD_STORY = "/2016/05/eleven-nations-near-deal-on-storm-buoys/"
PATHS = ["/", "/local-news/", "/feed/", OLD_STORY, "/corrections/"]


@pytest.fixture(scope="module")
def busy_paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPaper]:
    paper = RunningPaper(tmp_path_factory.mktemp("busy"), "--demo")
    try:
        yield paper.wait()
    finally:
        paper.stop()


@pytest.fixture
def many(whole: bool) -> int:
    """How many stories each editor publishes."""
    return 60 if whole else 5


def start(paper: RunningPaper, *words: str) -> subprocess.Popen[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env={**inherited, "PYTHONPATH": str(ROOT), "BROADSHEET_HOME": str(paper.home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


class Reader(threading.Thread):
    """Reads page after page and writes down whatever no reader may see."""

    def __init__(self, paper: RunningPaper) -> None:
        super().__init__(daemon=True)
        self.paper = paper
        self.stop_asked = threading.Event()
        self.read = 0
        self.faults: list[str] = []
        self.seen: dict[tuple[str, str], bytes] = {}

    def run(self) -> None:
        connection = HTTPConnection("localhost", self.paper.port, timeout=30)
        while not self.stop_asked.is_set():
            for path in PATHS:
                connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
                with connection.getresponse() as answer:
                    self.look(path, answer)
                self.read += 1

    def look(self, path: str, answer: HTTPResponse) -> None:
        body, etag = answer.read(), answer.headers["etag"]
        if answer.status != 200:
            self.faults.append(f"{path} answered {answer.status}")
            return
        # Its checksum is that of all parts together: a torn page cannot be unpacked. What Django answers itself,
        # for want of a shelf, comes as it is.
        page = gzip.decompress(body) if answer.headers["content-encoding"] == "gzip" else body
        ends = page.count(b"</html>") if path != "/feed/" else page.count(b"</rss>")
        if ends != 1:
            self.faults.append(f"{path} has {ends} ends")
        if etag and self.seen.setdefault((path, etag), page) != page:
            self.faults.append(f"{path}: two pages with one tag")


@pytest.mark.long
def test_nobody_is_in_anybodys_way(busy_paper: RunningPaper, many: int):
    reader = Reader(busy_paper)
    reader.start()
    editors = [
        start(busy_paper, "tests.chaos.publisher", name, str(many)) for name in ("Ada", "Bo")
    ]
    press = start(busy_paper, "broadsheet.cli", "print", "--all")

    told = [process.communicate(timeout=900)[1] for process in (*editors, press)]
    reader.stop_asked.set()
    reader.join(60)

    assert told == ["", "", ""]
    assert reader.faults == []
    assert reader.read > 50
    for name in ("Ada", "Bo"):
        # The worker prints what did not fit into the editor's own request.
        assert soon(lambda name=name: f"{name} story {many - 1}" in busy_paper.read("/local-news/"))
        assert f"{name} story {many - 1}" in busy_paper.read("/feed/")
    rail = busy_paper.read(OLD_STORY).split('class="rail"', 1)[1].split("</section>", 1)[0]
    assert rail.count("<li>") == 12


@pytest.mark.long
def test_what_was_published_before_the_machine_was_switched_off_is_printed(
    busy_paper: RunningPaper,
):
    editor = start(busy_paper, "tests.chaos.publisher", "Last", "1", "dies")
    editor.communicate(timeout=300)

    assert editor.returncode == -9
    assert soon(lambda: "Last story 0" in busy_paper.read("/"), seconds=30)
    assert soon(lambda: "Last story 0" in busy_paper.read(OLD_STORY), seconds=30)


@pytest.mark.long
def test_the_shelf_then_shows_what_the_database_holds(busy_paper: RunningPaper):
    def agrees() -> bool:
        check = start(busy_paper, "broadsheet.cli", "check")
        check.communicate(timeout=600)
        return check.returncode == 0

    assert soon(agrees, seconds=60)


@pytest.mark.long
def test_readers_are_served_while_the_shelf_is_thrown_away(busy_paper: RunningPaper):
    reader = Reader(busy_paper)
    reader.start()
    for _ in range(3):
        for file in Path(busy_paper.home, "shelf").glob("shelf.sqlite3*"):
            file.unlink(missing_ok=True)
        assert soon(lambda: "Larkmere" in busy_paper.read("/"))
    reader.stop_asked.set()
    reader.join(60)

    assert reader.faults == []
