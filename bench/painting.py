"""When a phone on a slow line has shown the largest thing in its first view: a page's headline, or its photograph."""

import time
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Browser, Request, sync_playwright

from bench.servers import HOST
from bench.table import Row
from tests.tools.chromium import launch
from tests.visits import LISTEN_FOR_SHIFTS

# Lighthouse's phone: a line of 1.6 Mbit/s with 150 ms to the server and back, and a processor four times slower than this one.
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6 * 1024 * 1024 / 8 * 0.9,
    "uploadThroughput": 750 * 1024 / 8 * 0.9,
}
SLOWER = 4
SCREEN = {"width": 412, "height": 823}
VISITS = 5
MOST_SECONDS = 2.5
LARGEST = """
new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
})
"""


def paint_rows(port: int, paths: dict[str, str]) -> list[Row]:
    """Return when the largest thing was painted, for each of some pages by name."""
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        rows = []
        for name, path in paths.items():
            seconds = [_painted(browser, f"http://{HOST}:{port}{path}") for _ in range(VISITS)]
            rows.append(
                Row(
                    f"largest paint of {name}, slow phone",
                    f"{median(seconds):.1f} s",
                    figure=median(seconds),
                    at_most=MOST_SECONDS,
                    unit=" s",
                    notes=[
                        f"median of {VISITS} first visits ({min(seconds):.2f}–{max(seconds):.2f} s): 1.6 Mbit/s, 150 ms, "
                        f"a processor {SLOWER} times slower, {SCREEN['width']} x {SCREEN['height']}; {path}."
                    ],
                )
            )
        browser.close()
    return rows


def _painted(browser: Browser, address: str) -> float:
    """Return after how many seconds the largest thing was painted, on a first visit."""
    context = browser.new_context(viewport=SCREEN, device_scale_factor=1.75, is_mobile=True)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load")
    # The last that is told of stands: nothing larger comes once all has been loaded.
    time.sleep(0.5)
    painted = float(page.evaluate(LARGEST)) / 1000
    context.close()
    return painted


class FirstView(NamedTuple):
    """What a phone loaded of a page before its reader did anything: bytes of pictures, their names, and the layout's shift."""

    pictures: int
    names: list[str]
    moved: float


def first_view(port: int, path: str) -> FirstView:
    """Return what is seen at once of a page, 360 px wide with two dots a pixel."""
    asked: list[Request] = []
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
        page = context.new_page()
        page.add_init_script(LISTEN_FOR_SHIFTS)
        page.on("requestfinished", lambda request: asked.append(request))
        page.goto(f"http://{HOST}:{port}{path}", wait_until="networkidle")
        pictures = [one for one in asked if one.resource_type == "image" and "/media/" in one.url]
        weight = sum(one.sizes()["responseBodySize"] for one in pictures)
        moved = float(page.evaluate("moved"))
        browser.close()
    return FirstView(weight, [one.url.rpartition("/")[2][38:] for one in pictures], moved)
