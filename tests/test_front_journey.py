"""Arranging the front in a browser: on a desk, on a phone, by the keyboard alone, without scripts, and by two at once."""

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import FrameLocator, Page, expect

from tests import access, desk
from tests.running import RunningPaper
from tests.test_live_journey import sideways

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]
DESK = "/newsroom/front/"


def lines(page: Page) -> list[str]:
    return page.locator("[data-front-line] strong").all_inner_texts()


def lead(paper: RunningPaper) -> str:
    found = BeautifulSoup(paper.read("/"), "html.parser").select_one(".lead h2")
    assert found
    return found.text.replace("\u00a0", " ")


def will(page: Page) -> FrameLocator:
    return page.frame_locator("[data-front-will]")


def faults(page: Page) -> str:
    # What stands in the frames is the paper's page, which has tests of its own.
    return access.faults(page, access.ADVISED, within="#main", frames=False)


@pytest.fixture
def at_desk(open_window: OpenWindow, running_paper: RunningPaper) -> Page:
    page = open_window()
    desk.sign_in_first(page, running_paper)
    page.goto(DESK)
    return page


def saved(page: Page) -> None:
    page.get_by_role("button", name="Save, from now on").click()
    expect(page.locator(".messages")).to_contain_text("The front stands so now.")


def test_a_story_is_moved_seen_saved_and_the_change_undone(
    at_desk: Page, running_paper: RunningPaper
):
    before, third = lines(at_desk)[0], lines(at_desk)[2]

    at_desk.get_by_role("button", name=f"Up {third}").click()
    expect(at_desk.locator("[data-front-line] strong").nth(1)).to_have_text(third)
    at_desk.get_by_role("button", name=f"Up {third}").click()
    expect(at_desk.locator("[data-front-line] strong").first).to_have_text(third)
    expect(will(at_desk).locator(".lead h2")).to_contain_text(third.split()[0])
    assert lead(running_paper) == before
    assert faults(at_desk) == ""
    saved(at_desk)
    assert lead(running_paper) == third

    at_desk.reload()
    at_desk.get_by_role("button", name="Undo the last change").click()
    expect(at_desk.locator(".messages")).to_contain_text("Undone.")
    assert lead(running_paper) == before


def test_a_story_is_dragged_to_its_place(at_desk: Page):
    # All lines in view: while the window scrolls, the mouse holds another line than it took.
    at_desk.set_viewport_size({"width": 1440, "height": 1600})
    fourth = lines(at_desk)[3]

    at_desk.locator("[data-front-line='4']").drag_to(at_desk.locator("[data-front-line='1']"))

    expect(at_desk.locator("[data-front-line] strong").first).to_have_text(fourth)


def test_the_front_is_arranged_by_the_keyboard_alone(at_desk: Page, running_paper: RunningPaper):
    second = lines(at_desk)[1]

    at_desk.locator("#number-2").focus()
    at_desk.keyboard.press("Tab")
    expect(at_desk.locator("#up-2")).to_be_focused()
    at_desk.keyboard.press("Enter")
    expect(at_desk.locator("[data-front-line] strong").first).to_have_text(second)
    expect(at_desk.get_by_role("status").last).to_contain_text("Lead")
    # The button that was pressed is gone at the top; the next press of Tab goes on from the same line.
    at_desk.locator("#number-1").focus()
    at_desk.keyboard.press("Control+A")
    at_desk.keyboard.type("3")
    at_desk.keyboard.press("Enter")
    expect(at_desk.locator("[data-front-line] strong").nth(2)).to_have_text(second)
    at_desk.get_by_label("Words of the headline").focus()
    at_desk.keyboard.type(second.split()[0])
    at_desk.keyboard.press("Enter")
    found = at_desk.get_by_role("button", name=re.compile(f"^Put it there {re.escape(second)}"))
    found.first.focus()
    at_desk.keyboard.press("Enter")
    expect(at_desk.locator("[data-front-line] strong").first).to_have_text(second)


def test_the_front_is_arranged_on_a_phone(open_window: OpenWindow, running_paper: RunningPaper):
    page = open_window(width=360, height=740, has_touch=True)
    desk.sign_in_first(page, running_paper)
    page.goto(DESK)
    assert sideways(page) <= 0
    second = lines(page)[1]

    page.get_by_role("button", name=f"Up {second}").tap()
    expect(page.locator("[data-front-line] strong").first).to_have_text(second)
    page.get_by_label("A phone").check()
    expect(will(page).locator(".lead h2")).to_be_visible()
    assert sideways(page) <= 0
    assert faults(page) == ""
    saved(page)
    assert lead(running_paper) == second
    page.get_by_role("link", name="How the front stood").first.click()
    expect(page.locator(".newsroom-lines").get_by_text("arranged by").first).to_be_visible()
    assert sideways(page) <= 0
    assert faults(page) == ""
    page.locator(".newsroom-lines a").first.click()
    expect(page.locator(".newsroom-front-stood h2").first).to_have_text(second)
    assert sideways(page) <= 0
    assert faults(page) == ""


def test_the_front_is_arranged_without_scripts(
    open_window: OpenWindow, running_paper: RunningPaper
):
    page = open_window(scripts=False)
    desk.sign_in_first(page, running_paper)
    page.goto(DESK)
    third = lines(page)[2]

    page.locator("#number-3").fill("1")
    page.get_by_role("button", name="Save, from now on").click()

    expect(page.locator("[data-front-line] strong").first).to_have_text(third)
    assert lead(running_paper) == third


def test_what_was_arranged_outlasts_a_lost_line_and_a_closed_page(at_desk: Page):
    third = lines(at_desk)[2]
    at_desk.get_by_role("button", name=f"Up {third}").click()
    expect(at_desk.locator("[data-front-line] strong").nth(1)).to_have_text(third)

    at_desk.context.set_offline(True)
    at_desk.get_by_role("button", name=f"Up {third}").click()
    expect(at_desk.get_by_role("status").last).to_contain_text("no connection")
    assert lines(at_desk)[1] == third
    at_desk.context.set_offline(False)
    at_desk.reload()

    at_desk.get_by_role("button", name="Take it up").click()
    expect(at_desk.locator("[data-front-line] strong").nth(1)).to_have_text(third)


def test_two_who_arrange_at_once_see_both_and_overwrite_nothing(
    at_desk: Page, open_window: OpenWindow, running_paper: RunningPaper
):
    other = open_window()
    desk.sign_in_first(other, running_paper)
    other.goto(DESK)
    mine, theirs = lines(at_desk)[1], lines(at_desk)[3]
    at_desk.get_by_role("button", name=f"Up {mine}").click()
    expect(at_desk.locator("[data-front-line] strong").first).to_have_text(mine)
    other.locator("#number-4").fill("1")
    saved(other)

    at_desk.get_by_role("button", name="Save, from now on").click()

    expect(at_desk.get_by_role("alert").first).to_contain_text("Nothing was overwritten")
    expect(at_desk.locator("[data-front-others]")).to_contain_text(theirs)
    expect(at_desk.locator("[data-front-line] strong").first).to_have_text(mine)
    assert lead(running_paper) == theirs
