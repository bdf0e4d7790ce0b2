"""The ways in to one's keys replaced one by one; a list of one person; a sheet lost before the first list; the end of a list."""

import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from broadsheet.tips.days import today
from tests.running import RunningPaper
from tests.test_doors_journey import give_passkeys
from tests.tips_people import Person, at_desk, begin_line, hire, press, sound, title

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]


@pytest.fixture(scope="module")
def ilse() -> Person:
    return Person("Ilse", "Markham", "Publisher")


@pytest.fixture(scope="module")
def running_paper(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser, ilse: Person
) -> Iterator[RunningPaper]:
    """A paper whose line Ilse has begun alone, up to the list."""
    paper = RunningPaper(tmp_path_factory.mktemp("tips"), "--demo")
    try:
        hire(paper.wait(), ilse)
        page = browser.new_context(base_url=paper.address).new_page()
        begin_line(ilse.come(page), ilse)
        expect(page.locator("#place")).to_contain_text("Nobody but you has made keys yet.")
        press(page, "Go on")
        title(page, "Sign the list")
        page.context.close()
        yield paper
    finally:
        paper.stop()


def to_list(page: Page) -> Page:
    """Go from unlocked keys to the list, before the first was signed."""
    title(page, "Who reads tips with you")
    press(page, "Go on")
    title(page, "Sign the list")
    return page


def take_sheet(page: Page, which: str) -> None:
    """Choose a sheet in place of the passphrase, where the keys are locked."""
    page.get_by_text("I have lost my passphrase").click()
    press(page, which)


def type_sheet(page: Page, field: str, words: str) -> None:
    page.get_by_label(field).fill(words)
    press(page, "Go on")


@pytest.fixture(scope="module")
def line(browser: Browser, running_paper: RunningPaper, ilse: Person) -> RunningPaper:
    """The line of Ilse alone, whose sheet was lost before the first list, and made anew."""
    page = browser.new_context(
        base_url=running_paper.address, viewport={"width": 390, "height": 900}
    ).new_page()
    to_list(ilse.unlock(ilse.come(page)))
    press(page, "Sign and publish the list")
    expect(page.locator("#problem")).to_contain_text("two")
    page.get_by_label("Only one person").check()
    sound(page)
    press(page, "Sign and publish the list")
    expect(page.locator("#problem")).to_contain_text("type the twelve words")
    lost = ilse.words["newsroom"]
    press(page, "The sheet is lost: make a new one")
    title(page, "The newsroom's sheet")
    ilse.keep_sheet(page, "newsroom")
    assert ilse.words["newsroom"] != lost
    to_list(page)
    # The sheet that was just made is at hand: nothing is typed a second time.
    page.get_by_label("Only one person").check()
    press(page, "Sign and publish the list")
    title(page, "Try it out")
    press(page, "Lock")
    take_sheet(page, "Use the newsroom's sheet")
    type_sheet(page, "The twelve words of the newsroom's sheet", lost)
    expect(page.locator("#problem")).to_contain_text("not the words of this newsroom's sheet")
    page.context.close()
    return running_paper


def test_a_list_of_one_person_is_signed_only_by_who_says_so_and_sources_are_told(
    line: RunningPaper, open_window: OpenWindow
):
    envelope = json.loads(line.read("/tips/list.json"))["list"]
    told: dict[str, Any] = json.loads(b64decode(envelope["payload"]))

    assert told["alone"] is True
    assert [one["name"] for one in told["recipients"]] == ["Ilse Markham"]
    source = open_window(width=390)
    source.route("**/tips/list.json", lambda route: route.fulfill(json=open_line(route)))
    source.goto("/tips/")
    expect(source.locator("[data-show=alone]")).to_be_visible()
    expect(source.locator("[data-show=alone]")).to_contain_text("Only one person opens this box.")


def open_line(route: Route) -> Any:
    """Return what the line says of itself, as of one that has passed its trial."""
    told = route.fetch().json()
    return {**told, "state": "open", "why": "", "plain": False}


def keys_screen(page: Page) -> Page:
    page.get_by_role("button", name="Recipients and keys").click()
    title(page, "Recipients and keys")
    return page


def test_a_new_passphrase_unlocks_the_keys_and_the_old_one_is_void(
    line: RunningPaper, open_window: OpenWindow, ilse: Person
):
    page = keys_screen(at_desk(open_window, ilse, width=390))
    old = ilse.words["passphrase"]
    press(page, "New passphrase")
    title(page, "Your passphrase")
    first = page.locator("#place .sheet-words li").all_text_contents()
    press(page, "Draw other words")
    words = page.locator("#place .sheet-words li").all_text_contents()
    assert words != first
    field = page.get_by_label("Type the six words")
    field.fill(" ".join(first))
    press(page, "Go on")
    expect(page.locator("#problem")).to_contain_text("not the six words shown above")
    field.fill(" ".join(words))
    press(page, "Go on")
    title(page, "Recipients and keys")
    expect(page.locator("#notice")).to_contain_text("passphrase")
    sound(page)
    ilse.words["passphrase"] = "-".join(words)

    press(page, "Lock")
    page.get_by_label("Your passphrase of six words").fill(old)
    press(page, "Unlock")
    expect(page.locator("#problem")).to_contain_text("do not open your keys")
    ilse.unlock(page)


def test_a_new_recovery_sheet_opens_the_keys_and_the_old_one_is_void(
    line: RunningPaper, open_window: OpenWindow, ilse: Person
):
    page = keys_screen(at_desk(open_window, ilse))
    old = ilse.words["own"]
    press(page, "New recovery sheet")
    title(page, "Your recovery sheet")
    ilse.keep_sheet(page, "own")
    title(page, "Recipients and keys")
    expect(page.locator("#notice")).to_have_text("The new sheet counts. Destroy the old one.")

    press(page, "Lock")
    take_sheet(page, "Use my recovery sheet")
    type_sheet(page, "The ten words of your sheet", old)
    expect(page.locator("#problem")).to_contain_text("do not open your keys")
    type_sheet(page, "The ten words of your sheet", ilse.words["own"])
    ilse.take_words(page)
    expect(page.locator("#notice")).to_contain_text("The old ones are void.")


def test_each_of_two_passkeys_unlocks_and_removing_one_leaves_the_other(
    line: RunningPaper, open_window: OpenWindow, ilse: Person
):
    page = open_window()
    give_passkeys(page, prf=True)
    keys_screen(ilse.unlock(ilse.come(page)))
    for _passkey in range(2):
        press(page, "Add a passkey")
        expect(page.locator("#notice")).to_have_text("The passkey is added.")
        page.locator("#notice").evaluate("one => { one.textContent = '' }")
    expect(page.get_by_role("button", name="Remove")).to_have_count(2)
    page.get_by_role("button", name="Remove").first.click()
    expect(page.get_by_role("button", name="Remove")).to_have_count(1)
    press(page, "Lock")
    page.get_by_role("button", name="Unlock with the passkey").first.click()

    title(page, "Recipients and keys")
    press(page, "Remove")
    expect(page.get_by_role("button", name="Remove")).to_have_count(0)


@pytest.mark.parametrize(("days", "is_told"), [(158, False), (159, True), (179, True)])
def test_three_weeks_before_its_end_the_list_is_to_be_signed_anew(
    line: RunningPaper, open_window: OpenWindow, ilse: Person, days: int, is_told: bool
):
    page = open_window()
    later = (today() + timedelta(days=days)).isoformat()
    page.route(
        "**/newsroom/tips/api/state",
        lambda route: route.fulfill(json={**route.fetch().json(), "today": later}),
    )
    keys_screen(ilse.unlock(ilse.come(page)))

    reminder = page.locator(".reminder", has_text="Sign a new one before; else the line closes.")
    expect(reminder).to_have_count(int(is_told))
    if is_told:
        reminder.get_by_role("button", name="Sign a new list").click()
        title(page, "Sign the list")
