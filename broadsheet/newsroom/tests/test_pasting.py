"""Pasting a story from Word or Docs, in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import desk
from tests.running import RunningPaper

pytestmark = pytest.mark.browser

FROM_WORD = (
    "<p class=MsoNormal>The ferry <b>runs</b> again.</p><p class=MsoNormal>&nbsp;</p>"
    "<p class=MsoNormal>On <a href='https://county.example/'>Mondays</a>.</p>"
    "<p class=MsoNormal>Nobody knew why.</p>"
)
FROM_DOCS = (
    '<b style="font-weight:normal;" id="docs-internal-guid-5f2b"><p dir="ltr"><span style="font-weight:400">One.</span>'
    '</p><h2 dir="ltr"><span style="font-weight:400">What it costs</span></h2><ul><li dir="ltr"><p dir="ltr">'
    '<span style="font-weight:700">Cars</span></p></li><li dir="ltr"><p dir="ltr"><span>Bicycles</span></p></li></ul>'
    '<p dir="ltr"><img src="https://lh7.googleusercontent.com/x"></p><p dir="ltr"><span>Two.</span></p></b>'
)
PASTE = """(html) => {
  const words = new DataTransfer();
  words.setData("text/html", html);
  words.setData("text/plain", html.replace(/<[^>]*>/g, ""));
  const paste = new ClipboardEvent("paste", { clipboardData: words, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(paste);
}"""
TEXTS = '[data-contentpath="body"] .public-DraftEditor-content:visible'


@pytest.fixture
def page(open_window: Callable[..., Page], running_paper: RunningPaper) -> Page:
    """A new story's screen, with the cursor in its first paragraph."""
    page = open_window()
    desk.sign_in_first(page, running_paper)
    desk.start_story(page, "Local News")
    # Wagtail takes what stands in the form after two seconds for what it began with.
    page.wait_for_timeout(3_000)
    page.locator(TEXTS).first.click()
    return page


def test_pasted_paragraphs_become_blocks_of_their_own_and_are_kept_unasked(page: Page) -> None:
    page.evaluate(PASTE, FROM_WORD)

    # The one block that they came in is gone from sight; Wagtail removes it when the page is left.
    paragraphs = page.locator(TEXTS)
    expect(paragraphs).to_have_text(["The ferry runs again.", "On Mondays.", "Nobody knew why."])
    # Kept without a headline, and without anyone pressing a button.
    desk.story_number(page)
    page.reload()
    expect(paragraphs).to_have_text(["The ferry runs again.", "On Mondays.", "Nobody knew why."])
    expect(paragraphs.nth(1).get_by_text("Mondays")).to_be_visible()


def test_subheads_and_lists_come_in_where_they_stood_and_pictures_are_missed_aloud(
    page: Page,
) -> None:
    page.keyboard.type("Before: ")
    page.evaluate(PASTE, FROM_DOCS)

    # Two paragraphs, and between them two lines of a list.
    expect(page.locator(TEXTS)).to_have_text(["Before: One.", "Cars", "Bicycles", "Two."])
    subhead = page.locator('[data-contentpath="body"] input[type=text]:visible')
    expect(subhead).to_have_value("What it costs")
    expect(page.locator(".messages")).to_contain_text("A picture was left out.")


def test_pasting_works_while_the_server_cannot_be_reached(page: Page) -> None:
    page.route("**/newsroom/paste/", lambda route: route.abort())

    page.evaluate(PASTE, FROM_WORD)

    expect(page.locator(TEXTS)).to_have_text(
        ["The ferry runs again.", "On Mondays.", "Nobody knew why."]
    )
