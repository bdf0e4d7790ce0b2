"""What a source's browser refuses: lists that are not in order, pages and scripts that somebody changed, a line that is closed."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from broadsheet.tips.days import in_days
from tests import access
from tests.sources import (
    TipLine,
    begin,
    line,  # noqa: F401 (a fixture)
    received,
    running_paper,  # noqa: F401 (a fixture)
    said,
    seen,
    send,
    write_down,
)

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]
Changes = Callable[[TipLine], dict[str, Any]]


def people(line: TipLine) -> list[dict[str, str]]:  # noqa: F811
    found: list[dict[str, str]] = line.newsroom.fields()["recipients"]
    return found


def mixed(line: TipLine) -> dict[str, Any]:  # noqa: F811
    first, *others = people(line)
    return {"recipients": [{**first, "pq": first["x25519"]}, *others]}


def twice(line: TipLine) -> dict[str, Any]:  # noqa: F811
    first, *_others = people(line)
    return {"recipients": [first, {**first, "name": "Ruth Osei"}]}


def alone(line: TipLine) -> dict[str, Any]:  # noqa: F811
    return {"recipients": people(line)[:1]}


SLIPPED = """
<script>window.slipped = 1</script>
<script src="data:text/javascript,window.slipped = 1"></script>
<svg onload="window.slipped = 1"></svg>
"""
BAD_LISTS: dict[str, Changes] = {
    "t02-expired": lambda _line: {
        "issued": in_days(-100).isoformat(),
        "expires": in_days(-2).isoformat(),
    },
    "t02-too-long": lambda _line: {"expires": in_days(400).isoformat()},
    "t02-of-another-newsroom": lambda _line: {"newsroom": "0" * 32},
    "t03-mixed": mixed,
    "t04-empty": lambda _line: {"recipients": []},
    "t04-one-alone": alone,
    "t04-twice": twice,
}


@pytest.mark.parametrize("changes", BAD_LISTS.values(), ids=BAD_LISTS)
def test_t02_t03_t04_nothing_is_locked_up_for_a_list_that_is_not_in_order(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
    changes: Changes,
):
    page = open_window(width=390)
    page.route("**/tips/list.json", told(list=line.signed(**changes(line))))

    page.goto("/tips/")

    assert_closed(page, "tell us in another way|this way is closed")
    assert access.faults(page, access.ADVISED) == ""


def test_t02_a_list_that_the_newsroom_did_not_sign_is_refused(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
):
    page = open_window()
    page.route("**/tips/list.json", told(list={**line.signed(), "signature": "00" * 64}))

    page.goto("/tips/")

    assert_closed(page, "is not signed by the newsroom")


def test_t02_an_older_list_than_the_one_shown_is_not_used_when_it_comes_to_sending(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
):
    before = line.count()
    voices = [{"epoch": line.epoch, "key": line.newsroom.voice["key"]}]
    newer = line.signed(epoch=line.epoch + 1, voices=voices)
    page = open_window()
    page.route("**/tips/list.json", told(list=newer), times=1)
    begin(page)
    page.locator("#text").fill("The ferry was sold.")
    write_down(page)

    send(page)

    assert "is not in order" in said(page)
    assert line.count() == before


def test_a_list_that_changes_while_she_writes_is_shown_before_anything_is_locked_to_it(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
):
    page = open_window()
    begin(page)
    page.locator("#text").fill("The ferry was sold.")
    code = write_down(page)
    line.publish(name="The New Ledger")
    send(page)
    assert "The people who open the box have changed" in said(page)
    expect(page.locator("[data-show=locked]")).to_contain_text("The New Ledger")

    send(page)
    received(page)

    head = line.opened(line.thread_of(code))["head"]
    assert (head["text"], head["epoch"]) == ("The ferry was sold.", line.epoch)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"state": "closed", "why": "unread"}, "Nobody has opened the box for two months"),
        ({"state": "closed", "why": "full"}, "no room"),
        ({"state": "closed", "why": "not_set_up", "list": None}, "has not set up this way"),
        ({"state": "drill", "why": "no_drill"}, "still trying out this way"),
        # Whatever the server says, nobody has signed that the box was opened.
        ({"state": "open", "seen": None}, "Nobody has opened the box for two months"),
    ],
)
def test_a_closed_line_says_why_and_names_other_ways(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
    answer: dict[str, Any],
    words: str,
):
    page = open_window()
    page.route("**/tips/list.json", told(**answer))

    page.goto("/tips/")

    assert_closed(page, words)


@pytest.mark.parametrize("days", [33, 40])
def test_a_box_that_was_not_opened_for_a_month_says_so(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
    days: int,
):
    page = open_window()
    week = in_days(-days).isoformat()
    read = line.newsroom.read(line.signed(epoch=line.epoch))
    old = line.scripts.ask("makeSeen", read, week, line.newsroom.voice["seed"])
    page.route("**/tips/list.json", told(seen=old))

    begin(page)

    expect(seen(page, "The box was not opened for a month")).to_be_visible()


@pytest.mark.parametrize("file", ["tips.js", "worker.js"])
def test_t05_a_script_with_one_byte_changed_does_not_run(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
    file: str,
):
    page = open_window()
    page.route(f"**/tips/{file}", spoil)

    page.goto("/tips/")

    if file == "tips.js":
        expect(page.get_by_role("link", name="Write without scripts")).to_be_visible()
    else:
        expect(seen(page, "did not arrive as it was published")).to_be_visible()
    expect(page.locator("form")).to_be_hidden()
    expect(page.get_by_role("link", name="Everyone in the newsroom")).to_be_visible()


def test_t06_a_script_that_slips_into_the_page_does_not_run(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
):
    page = open_window()
    refused: list[str] = []
    page.on("console", lambda told: refused.append(told.text))
    page.route("**/tips/", slip_in)

    begin(page)

    assert page.evaluate("window.slipped") is None
    assert sum("Content Security Policy" in words for words in refused) == 3


def test_without_scripts_all_is_to_be_read_and_the_other_form_offered(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
):
    page = open_window(scripts=False, width=320)
    page.goto("/tips/")

    expect(page.get_by_role("link", name="Write without scripts")).to_be_visible()
    expect(page.get_by_role("heading", name="What it does not protect")).to_be_visible()
    expect(page.locator("form")).to_be_hidden()
    page.goto("/tips/reply/")
    expect(page.get_by_role("link", name="Read without scripts")).to_be_visible()


def told(**changes: Any) -> Callable[[Route], None]:
    """Return what answers in the server's place, with these changes."""

    def answer(route: Route) -> None:
        real = route.fetch()
        route.fulfill(response=real, body=json.dumps({**real.json(), **changes}))

    return answer


def spoil(route: Route) -> None:
    real = route.fetch()
    route.fulfill(response=real, body=real.body().replace(b"function", b"functioN", 1))


def slip_in(route: Route) -> None:
    real = route.fetch()
    route.fulfill(response=real, body=real.text().replace("<main>", f"{SLIPPED}<main>"))


def assert_closed(page: Page, words: str) -> None:
    """Nothing can be written, nothing was asked of the server but the list, and other ways stand there."""
    shown = page.locator("[data-show=closed]")
    expect(shown).to_be_visible()
    assert any(one in shown.inner_text() for one in words.split("|"))
    expect(page.locator("form")).to_be_hidden()
    expect(page.get_by_role("link", name="Everyone in the newsroom")).to_be_visible()
