"""The running program says whether it is well, and somebody is told when it is not: with sockets, signals and a browser."""

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from broadsheet.lib.tests.outsider import an_outsider, page, takes
from tests import access, desk
from tests.running import RunningPaper
from tests.test_journeys import soon
from tests.tools import built

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]
Watched = tuple[RunningPaper, list[bytes]]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """A paper that is watched, and what its chat was told."""
    folder = tmp_path_factory.mktemp("watched")
    taken: list[bytes] = []
    with an_outsider() as chat:
        chat.answers["/hook"] = takes(taken, page("ok"))
        (folder / "paper").mkdir()
        shutil.copy(built.bring(), folder / "paper" / "paper.sqlite3")
        with records(folder / "paper") as paper:
            paper.execute(
                "INSERT INTO health_alerts (to_publishers, also_to, webhook) VALUES (0, '', ?)",
                (f"{chat.address}/hook",),
            )
        running = RunningPaper(folder, FETCH_ALLOWED_PRIVATE=chat.place)
        try:
            yield running.wait(), taken
        finally:
            running.stop()


def records(home: Path) -> sqlite3.Connection:
    return sqlite3.connect(home / "paper.sqlite3", timeout=20)


def ask(paper: RunningPaper, path: str, host: str = "10.1.2.3:8000") -> tuple[int, str]:
    """Ask by a line of our own, calling the paper whatever we like; return status and all that came."""
    with socket.create_connection(("127.0.0.1", paper.port), timeout=10) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        came = b"".join(iter(lambda: line.recv(65536), b""))
    return int(came.split(b" ", 2)[1]), came.decode()


def test_s08_a_load_balancer_may_call_the_paper_anything_and_readers_may_not(watched: Watched):
    paper, _taken = watched

    alive, ready = ask(paper, "/health/alive/"), ask(paper, "/health/ready/")

    assert (alive[0], ready[0]) == (200, 200)
    assert json.loads(ready[1].partition("\r\n\r\n")[2]) == {"ready": True}
    assert "cache-control: no-store" in ready[1]
    assert "10.1.2.3" not in alive[1] + ready[1]
    assert ask(paper, "/newsroom/")[0] == 400


def test_a_paper_whose_tables_are_of_another_age_is_not_ready_until_they_are_mended(
    watched: Watched,
):
    paper, _taken = watched
    row = "FROM django_migrations WHERE app = 'health' AND name LIKE '0002%'"
    with closing(records(paper.home)) as kept:
        [(number, name, at)] = kept.execute(f"SELECT id, name, applied {row}").fetchall()
        kept.execute(f"DELETE {row}")
        kept.commit()

        assert soon(lambda: ask(paper, "/health/ready/")[0] == 503)
        assert ask(paper, "/health/alive/")[0] == 200
        with pytest.raises(HTTPError, match="503"):
            urlopen(f"{paper.address}/health/", timeout=10)

        kept.execute(
            "INSERT INTO django_migrations (id, app, name, applied) VALUES (?, 'health', ?, ?)",
            (number, name, at),
        )
        kept.commit()
    assert soon(lambda: ask(paper, "/health/ready/")[0] == 200)


@pytest.mark.skipif(sys.platform != "linux", reason="NOT TESTED: who ends whom is Linux's own")
def test_a_server_that_is_killed_is_told_of_by_its_worker(watched: Watched):
    paper, taken = watched

    def programs() -> set[str]:
        with closing(records(paper.home)) as kept:
            return {name for (name,) in kept.execute("SELECT program FROM health_sign")}

    assert soon(lambda: programs() == {"server", "worker"}, seconds=40)

    os.kill(paper.process.pid, signal.SIGKILL)

    assert soon(lambda: bool(taken), seconds=20)
    text = json.loads(taken[0])["text"]
    assert "has given no sign of life since" in text
    assert "/newsroom/health/" in text


# In a browser ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("screen", ["/newsroom/health/", "/newsroom/health/errors/"])
def test_the_publishers_screens_shut_nobody_out(
    open_window: OpenWindow, running_paper: RunningPaper, screen: str
):
    page = open_window()
    desk.sign_in_first(page, running_paper)
    page.goto("/newsroom/failwhale/")
    page.goto(screen)

    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert access.faults(page) == ""
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


def test_a_number_on_the_screen_leads_to_the_error_by_the_keyboard_alone(
    open_window: OpenWindow, running_paper: RunningPaper
):
    page = open_window(width=360)
    desk.sign_in_first(page, running_paper)
    page.goto("/newsroom/failwhale/")
    assert access.faults(page) == ""
    found = re.search(r"\w{3}-\w{3}", page.get_by_role("main").inner_text())
    assert found

    page.goto("/newsroom/health/errors/")
    page.get_by_label("Number that a reader was shown").focus()
    page.keyboard.type(found[0].lower().replace("-", " "))
    page.keyboard.press("Enter")

    expect(page.get_by_role("cell", name=found[0])).to_be_visible()
    expect(page.get_by_role("cell", name="wagtailadmin_error_test")).to_be_visible()


def test_signed_in_the_short_address_leads_to_the_details(
    open_window: OpenWindow, running_paper: RunningPaper
):
    page = open_window()
    page.goto("/health/")
    assert json.loads(page.inner_text("body")) == {"alive": True, "ready": True}
    desk.sign_in_first(page, running_paper)

    page.goto("/health/")

    assert page.url.endswith("/newsroom/health/facts/")
    assert json.loads(page.inner_text("body"))["database"]["well"] is True


def test_words_typed_before_signing_in_again_in_another_tab_are_given_back(
    open_window: OpenWindow, running_paper: RunningPaper
):
    """The token of a page that was open before is none any more."""
    page = open_window()
    desk.sign_in_first(page, running_paper)
    page.goto("/newsroom/account/")
    page.locator("[name$=first_name]").fill("Hanneke of the ferry")
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Save").first.click()

    expect(page.get_by_role("heading", name="This form could not be taken")).to_be_visible()
    expect(page.get_by_role("textbox").first).to_have_value("Hanneke of the ferry")
    assert access.faults(page) == ""
