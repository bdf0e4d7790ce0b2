"""Confidential tips in a real browser: locked up and sent, beside the same bytes sent as they are by the same parts."""

import os
import shutil
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from bench.inside import Inside
from bench.machine import family, said
from bench.papers import bring_empty
from bench.servers import HOST, paper
from bench.table import Row
from tests.tools.chromium import launch

MEBIBYTE = 1024 * 1024
USUAL, LARGE = 50, 500
MOST_MEMORY = 300
LOOK_EVERY_SECONDS = 0.05
# Two keys: the demo's editor and the recovery sheet, both post-quantum.
LISTEN_FOR_PAUSES = """
window.pauses = [0];
new PerformanceObserver((list) => list.getEntries().forEach((one) => pauses.push(one.duration)))
  .observe({ type: "longtask" });
"""
# The same requests with the same sums, but the file as it is.
SEND_PLAINLY = """
async () => {
  const [file] = document.querySelector("input[type=file]").files;
  const bytes = file.size;
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (one) => one.toString(16).padStart(2, "0")).join("");
  const sum = (data) => crypto.subtle.digest("SHA-256", data);
  const solved = async ({ puzzle, bits }) => {
    for (let n = 0; ; n += 1) {
      const found = new DataView(await sum(new TextEncoder().encode(`${puzzle}:${n}`))).getUint32(0);
      if (Math.clz32(found) >= bits) return { puzzle, answer: n };
    }
  };
  const json = async (asked) => { const answer = await asked; if (!answer.ok) throw Error(await answer.text()); return answer.json(); };
  const list = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob((await json(fetch("/tips/list.json"))).list.payload), (c) => c.charCodeAt(0))));
  const pass = await solved(await json(fetch("/tips/pass", { headers: { "Tips-Bytes": String(bytes) } })));
  const key = crypto.getRandomValues(new Uint8Array(32));
  const thread = hex(await sum(await new Blob(["broadsheet-tips-thread-v1\\n", key]).arrayBuffer()));
  const began = performance.now();
  const { token } = await json(fetch("/tips/open", { method: "POST", body: JSON.stringify({
    ...pass, kind: "tip", epoch: list.epoch, thread, key: btoa(String.fromCharCode(...key)), reply: list.recipients[0].pq, bytes, drill: "", proof: "" }) }));
  const sums = [];
  const size = 4194304;
  for (let part = 0; part * size < bytes; part += 1) {
    const data = await file.slice(part * size, (part + 1) * size).arrayBuffer();
    const own = await sum(data);
    sums.push(new Uint8Array(own));
    await json(fetch(`/tips/parts/${part}`, { method: "PUT", body: new Blob([data]), headers: {
      "Tips-Token": token, "Tips-Offset": "0", "Tips-Sha256": hex(own) } }));
  }
  const all = await new Blob(sums).arrayBuffer();
  await json(fetch("/tips/finish", { method: "POST", headers: { "Tips-Token": token },
    body: JSON.stringify({ parts: sums.length, bytes, sum: hex(await sum(all)) }) }));
  return (performance.now() - began) / 1000;
}
"""


class Sent(NamedTuple):
    """One tip: seconds from its opening to “received”, all seconds from the button on, and the longest pause of the page in ms."""

    seconds: float
    whole_seconds: float
    pause_ms: float


def open_line() -> bool:
    """Open the demo's tip line in an empty paper."""
    from broadsheet.demo.tips import open_tip_line
    from broadsheet.newsroom.models import User

    if not User.objects.exists():
        User.objects.create_user("editor", first_name="Ilse", last_name="Markham")
    return bool(open_tip_line())


ACTS: dict[str, Any] = {"open_tip_line": open_line}


def tip_rows(folder: Path, *, quick: bool) -> list[Row]:
    """Return the rows of tips of a usual size, and of a large one."""
    home = folder / "paper-tips"
    shutil.rmtree(home, ignore_errors=True)
    with Inside(bring_empty(home)) as inside:
        assert inside.ask("open_tip_line")
    runs = 2 if quick else 5
    with (
        tempfile.TemporaryDirectory(dir=folder) as files,
        paper(home) as served,
        sync_playwright() as playwright,
        said("Sending tips"),
    ):
        # A server that shares its machine with the browser, as on a desk: both may use both cores.
        for pid in family(served.process.pid):
            os.sched_setaffinity(pid, range(os.cpu_count() or 1))
        browser = launch(playwright.chromium)
        address = f"http://{HOST}:{served.port}/tips/"
        usual, large = [
            made_file(Path(files), size) for size in (USUAL, USUAL * 2 if quick else LARGE)
        ]
        locked, plain = [], []
        for _ in range(runs):
            locked.append(send(browser, address, usual))
            plain.append(send_plainly(browser, address, usual))
        browser.close()
        # A browser that has done nothing yet: its peak is that of this one file.
        browser = launch(playwright.chromium)
        with Peak() as watch:
            far = send(browser, address, large)
        browser.close()
    return rows_of(locked, plain, watch.mebibytes, far, USUAL * 2 if quick else LARGE)


def made_file(folder: Path, mebibytes: int) -> Path:
    path = folder / f"recording-{mebibytes}.bin"
    with path.open("wb") as file:
        for _ in range(mebibytes):
            file.write(os.urandom(MEBIBYTE))
    return path


class Peak(threading.Thread):
    """Looks again and again how much memory of its own any page's process holds, the page's and the worker's together."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.mebibytes = 0.0
        self.is_over = threading.Event()

    def run(self) -> None:
        while not self.is_over.wait(LOOK_EVERY_SECONDS):
            self.mebibytes = max([self.mebibytes, *map(own_memory, renderers())])

    def __enter__(self) -> "Peak":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        self.join()


def renderers() -> list[Path]:
    """Return the folders in /proc of the processes that show pages, of browsers that were started here."""
    found = []
    for folder in (Path(f"/proc/{pid}") for pid in family(os.getpid())):
        with suppress(OSError):
            if b"--type=renderer" in (folder / "cmdline").read_bytes():
                found.append(folder)
    return found


def own_memory(process: Path) -> float:
    """Return what a process holds that no file does, in MiB."""
    with suppress(OSError):
        told = (process / "status").read_text().partition("RssAnon:")[2]
        return int(told.split()[0]) / 1024 if told else 0
    return 0


def send(browser: Browser, address: str, file: Path) -> Sent:
    """Send a file as a source does, and return what it took."""
    page = browser.new_page()
    times: dict[str, float] = {}
    page.on(
        "response",
        lambda answer: times.setdefault(answer.url.rpartition("/tips/")[2], time.monotonic()),
    )
    page.goto(address)
    write(page, file)
    page.evaluate(LISTEN_FOR_PAUSES)
    began = time.monotonic()
    page.get_by_role("button", name="Send it to the newsroom").click()
    page.locator("[data-state=sent]").wait_for(timeout=600_000)
    ended = time.monotonic()
    pause = float(page.evaluate("Math.max(...pauses)"))
    page.close()
    return Sent(times["finish"] - times["open"], ended - began, pause)


def write(page: Page, file: Path) -> None:
    """Fill in the form up to its button."""
    page.locator("#text").fill("The recording of the council's meeting.")
    page.locator("input[type=file]").set_input_files(file)
    words = page.locator("[data-code] ol li").all_inner_texts()
    page.get_by_role("button", name="I have written them down").click()
    for name in ("word-a", "word-b"):
        label = page.locator(f"label[for={name}]").inner_text()
        place = int("".join(filter(str.isdigit, label)))
        page.locator(f"#{name}").fill(words[place - 1])


def send_plainly(browser: Browser, address: str, file: Path) -> float:
    page = browser.new_page()
    page.goto(address)
    page.locator("input[type=file]").set_input_files(file)
    seconds = float(page.evaluate(SEND_PLAINLY))
    page.close()
    return seconds


def rows_of(
    locked: list[Sent], plain: list[float], memory: float, far: Sent, size: int
) -> list[Row]:
    seconds = median(one.seconds for one in locked)
    return [
        Row(
            f"a tip of {USUAL} MiB, locked for two post-quantum keys",
            f"{seconds:.2f} s",
            f"{median(plain):.2f} s as it is",
            [mine.seconds / other for mine, other in zip(locked, plain, strict=True)],
            notes=[
                f"in Chromium, the same parts with the same sums, in turn; from the button to “received” "
                f"{median(one.whole_seconds for one in locked):.2f} s (hoped for: 4 s); the page stood still for "
                f"{max(one.pause_ms for one in locked):.0f} ms at most."
            ],
        ),
        Row(
            f"memory of a browser that sends {size} MiB",
            f"{memory:.0f} MiB",
            figure=memory,
            at_most=MOST_MEMORY,
            unit=" MiB",
            notes=[
                f"the most that the page's process held of its own, page and worker together, looked at every 50 ms; {far.whole_seconds:.1f} s; the page "
                f"stood still for {far.pause_ms:.0f} ms at most (to be: 50)."
            ],
        ),
    ]
