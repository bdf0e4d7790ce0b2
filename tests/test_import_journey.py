"""A page of another system is brought, put right and filed from the newsroom: in a browser, on a phone and a desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import access, desk
from tests.running import RunningPaper

pytestmark = pytest.mark.browser

PAGE = Path(__file__).parent / "pages" / "plea_in_the_middle.txt"


@pytest.mark.parametrize("width", [360, 1440])
def test_a_page_is_imported_with_the_keyboard_alone(
    open_window: Callable[..., Page], running_paper: RunningPaper, width: int
):
    page = open_window(width=width)
    desk.sign_in_first(page, running_paper)
    page.goto("/newsroom/import/")
    page.locator("#id_text").fill(PAGE.read_text())
    page.get_by_role("button", name="Read the page").press("Enter")

    expect(page.locator("#id_headline")).to_have_value(
        "Teal River crests below the bridge as sandbags hold"
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert access.faults(page, access.ADVISED, within=".import-lines") == ""
    moved = page.locator(".import-line", has_text="The bandstand was found in Iowa.")
    moved.get_by_role("combobox").focus()
    page.keyboard.type("Not the story")
    page.get_by_role("button", name="Show the two sides again").press("Enter")
    expect(
        page.locator(".import-line--aside", has_text="The bandstand was found in Iowa.")
    ).to_have_count(1)
    page.get_by_role("button", name="File as a draft").press("Enter")

    page.wait_for_url("**/edit/")
    expect(page.locator(".messages")).to_contain_text("is filed as a draft")
    expect(page.get_by_role("main")).to_contain_text("It has been there since.")
    expect(page.get_by_role("main")).not_to_contain_text("The bandstand was found in Iowa.")
