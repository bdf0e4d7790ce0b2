"""A message from the box under a story to whom it is for, and to its answer: in a browser, with mail by a real mail server."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests import access, desk
from tests.mail import Mailboxes, mailboxes  # noqa: F401 (a fixture)
from tests.running import RunningPaper
from tests.test_journeys import soon

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]
OLD_STORY = "/2016/05/eleven-nations-near-deal-on-storm-buoys/"
TEXT = "The paper of Tuesday did not come.\n\nThe hedge has been looked through."
CIRCULATION = "circulation@larkmereledger.example"


@pytest.fixture(scope="module")
def running_paper(
    tmp_path_factory: pytest.TempPathFactory,
    mailboxes: Mailboxes,  # noqa: F811
) -> Iterator[RunningPaper]:
    """A paper that hands its mail to a server."""
    folder = tmp_path_factory.mktemp("contact")
    paper = RunningPaper(folder, "--demo", MAIL=mailboxes.address)  # type: ignore[attr-defined]
    try:
        yield paper.wait()
    finally:
        paper.stop()


def write(page: Page, address: str) -> None:
    for field, words in (("text", TEXT), ("name", "Nell Roe"), ("email", address)):
        page.locator(f"[name={field}]").fill(words)


def sound(page: Page) -> None:
    """Assert that a page shuts nobody out, and fits."""
    assert access.faults(page, access.ADVISED) == ""
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


def send_on_what_comes_for(editor: Page, name: str) -> None:
    editor.goto("/newsroom/snippets/newsroom/desk/")
    editor.get_by_role("link", name=name).first.click()
    editor.locator("[name=mail_to]").fill(CIRCULATION)
    editor.get_by_role("button", name="Save").click()
    expect(editor.locator(".messages")).to_contain_text(name)


def answer(editor: Page, name: str) -> None:
    editor.goto("/newsroom/messages/")
    assert access.faults(editor) == ""
    editor.get_by_role("link", name=name).click()
    expect(editor.locator(".words")).to_contain_text("The hedge has been looked through.")
    assert access.faults(editor) == ""
    assert editor.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    editor.get_by_role("button", name="It is answered").click()
    expect(editor.locator("main")).to_contain_text("No message waits for an answer.")


def test_a_message_goes_from_the_box_under_a_story_to_its_answer(
    open_window: OpenWindow,
    running_paper: RunningPaper,
    mailboxes: Mailboxes,  # noqa: F811
):
    editor = open_window()
    desk.sign_in_first(editor, running_paper)
    send_on_what_comes_for(editor, "Delivery")

    reader = open_window(width=360)
    reader.goto(OLD_STORY)
    reader.get_by_role("link", name="More contact information").click()
    sound(reader)
    reader.get_by_role("link", name="Write to Delivery").click()
    sound(reader)
    form = reader.url
    write(reader, "nell.roe@example.org")
    reader.get_by_role("button", name="Send the message").click()
    expect(reader.locator("h1")).to_have_text("Your message has arrived")
    # The page that says so lets go of the words, once its script is there.
    reader.wait_for_load_state()
    reader.goto(form)
    expect(reader.locator("[name=text]")).to_have_value("")

    assert soon(lambda: bool(mailboxes.to(CIRCULATION)))
    assert mailboxes.to(CIRCULATION)[0]["Reply-To"] == "nell.roe@example.org"
    editor.set_viewport_size({"width": 390, "height": 900})
    answer(editor, "Nell Roe")


@pytest.mark.parametrize("dark", [False, True])
def test_the_contact_page_and_its_form_shut_nobody_out_at_a_desk(
    open_window: OpenWindow, dark: bool
):
    reader = open_window(dark=dark)
    for path in ("/contact/", "/contact/desks/1/", "/people/odalys-brandt/", "/contact/sent/"):
        reader.goto(path)
        sound(reader)


def test_without_scripts_a_message_is_read_over_and_sent_from_the_text_edition(
    open_window: OpenWindow,
):
    reader = open_window(scripts=False, width=360)
    reader.goto("/text/contact/")
    reader.get_by_role("link", name="Write to News").click()
    expect(reader.get_by_label("Leave this empty")).to_be_hidden()
    write(reader, "")
    reader.get_by_role("button", name="Send the message").click()
    expect(reader.locator("h1")).to_have_text("Read your message over")
    reader.wait_for_timeout(4_200)
    reader.get_by_role("button", name="Send the message").click()

    expect(reader.locator("h1")).to_have_text("Your message has arrived")


def test_what_is_written_to_one_desk_is_kept_for_that_desk_alone(open_window: OpenWindow):
    reader = open_window()
    reader.goto("/contact/desks/1/")
    reader.context.set_offline(True)
    write(reader, "nell.roe@example.org")
    reader.get_by_role("button", name="Send the message").click()
    expect(reader.locator("[data-kept]")).to_contain_text("kept in this browser")
    reader.context.set_offline(False)

    reader.goto("/contact/desks/2/")
    expect(reader.locator("[name=text]")).to_have_value("")
    reader.goto("/contact/desks/1/")
    expect(reader.locator("[name=text]")).to_have_value(TEXT)
