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
PASTE = """(html) => {
  const words = new DataTransfer();
  words.setData("text/html", html);
  words.setData("text/plain", html.replace(/<[^>]*>/g, ""));
  const paste = new ClipboardEvent("paste", { clipboardData: words, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(paste);
}"""


def test_pasted_paragraphs_become_blocks_of_their_own_and_are_kept_unasked(
    open_window: Callable[..., Page], running_paper: RunningPaper
) -> None:
    page = open_window()
    desk.sign_in_first(page, running_paper)
    desk.start_story(page, "Local News")
    # Wagtail takes what stands in the form after two seconds for what it began with.
    page.wait_for_timeout(3_000)

    page.locator(".public-DraftEditor-content").first.click()
    page.evaluate(PASTE, FROM_WORD)
    # The one block that they came in is gone from sight; Wagtail removes it when the page is left.
    paragraphs = page.locator(".public-DraftEditor-content:visible")

    expect(paragraphs).to_have_text(["The ferry runs again.", "On Mondays.", "Nobody knew why."])
    # Kept without a headline, and without anyone pressing a button.
    desk.story_number(page)
    page.reload()
    expect(paragraphs).to_have_text(["The ferry runs again.", "On Mondays.", "Nobody knew why."])
    expect(paragraphs.nth(1).get_by_text("Mondays")).to_be_visible()
