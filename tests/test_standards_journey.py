"""An error, from the words that a reader selected in a story to the correction above it: in a browser, with mail by a real mail server."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests import access, desk
from tests.mail import Mailboxes, mailboxes  # noqa: F401 (a fixture)
from tests.running import RunningPaper
from tests.test_journeys import soon

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]
STORY = "/2016/05/eleven-nations-near-deal-on-storm-buoys/"
PASSAGE = "“They agree about the steel, the money and the paint,”"
WRONG, RIGHT = "They agreed about more than that.", "They agree about the rope as well."
JON = "jon.abbey@example.org"
SELECT = """(words) => {
  const walk = document.createTreeWalker(document.querySelector(".story-body"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.data.indexOf(words);
    if (at < 0) continue;
    getSelection().setBaseAndExtent(walk.currentNode, at, walk.currentNode, at + words.length);
    return;
  }
}"""


@pytest.fixture(scope="module")
def running_paper(
    tmp_path_factory: pytest.TempPathFactory,
    mailboxes: Mailboxes,  # noqa: F811
) -> Iterator[RunningPaper]:
    """A paper that hands its mail to a server."""
    folder = tmp_path_factory.mktemp("standards")
    paper = RunningPaper(folder, "--demo", MAIL=mailboxes.address)  # type: ignore[attr-defined]
    try:
        yield paper.wait()
    finally:
        paper.stop()


def report(reader: Page) -> None:
    """Report an error from the story, with the passage that was selected there."""
    reader.goto(STORY)
    reader.evaluate(SELECT, PASSAGE)
    reader.get_by_role("link", name="Report an error").click()
    expect(reader.locator("[name=story]")).to_have_value(STORY)
    expect(reader.locator("[name=passage]")).to_have_value(PASSAGE)
    assert access.faults(reader, access.ADVISED) == ""
    assert reader.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    reader.locator("[name=wrong]").fill(WRONG)
    # What was typed outlasts that the page is left.
    reader.goto("/")
    reader.goto("/corrections/report/")
    expect(reader.locator("[name=wrong]")).to_have_value(WRONG)
    reader.locator("[name=right]").fill(RIGHT)
    reader.locator("[name=email]").fill(JON)
    reader.locator("[name=tell]").check()
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.locator("h1")).to_have_text("Your report has arrived")


def correct(editor: Page) -> None:
    """Correct the story from the report's screen."""
    editor.goto("/newsroom/corrections/")
    editor.get_by_role("link", name="Deal among 11 nations").click()
    expect(editor.locator("mark")).to_contain_text("They agree about the steel")
    form = editor.locator("form[action$='/correct/']")
    expect(form.locator("[name=right]")).to_have_value(RIGHT)
    form.locator("[name=kind]").select_option(label="Context")
    assert access.faults(editor) == ""
    form.get_by_role("button", name="Publish the correction").click()
    expect(editor.locator(".messages")).to_contain_text("Whoever asked to hear of it is told.")


def test_what_a_reader_selected_and_reported_is_corrected_above_the_story_and_she_is_told(
    open_window: OpenWindow,
    running_paper: RunningPaper,
    mailboxes: Mailboxes,  # noqa: F811
):
    reader, editor = open_window(width=360), open_window(width=360)

    report(reader)
    desk.sign_in_first(editor, running_paper)
    correct(editor)

    assert soon(lambda: bool(mailboxes.to(JON)))
    reader.goto(mailboxes.link_to(JON))
    expect(reader.locator(".correction")).to_contain_text(RIGHT)


def test_the_form_that_asks_to_change_a_story_can_be_used_by_anyone(open_window: OpenWindow):
    for width in (360, 1440):
        page = open_window(width=width)
        page.goto(f"/corrections/unpublish/?story={STORY}")
        expect(page.locator("[name=story]")).to_have_value(STORY)
        expect(page.get_by_role("link", name="Report the error")).to_have_attribute(
            "href", re.compile(rf"/corrections/report/\?story={STORY}$")
        )
        assert access.faults(page, access.ADVISED) == ""
        page.get_by_role("button", name="Send the request").click()
        expect(page.get_by_role("alert")).to_contain_text("Put right what is marked")
        assert access.faults(page, access.ADVISED) == ""
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


def test_in_text_both_forms_fit_a_small_phone_and_shut_nobody_out(open_window: OpenWindow):
    page = open_window(width=320)
    for path in ("/text/corrections/report/", "/text/corrections/unpublish/"):
        page.goto(path)
        assert access.faults(page, access.ADVISED) == ""
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
