"""A letter to the editor, from the box under an old story to print: in a browser, with mail by a real mail server."""

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
TEXT = "To the editor:\n\nI have seen one of these buoys. It was smaller than you write.\n\nIt was red."
OTHER_TEXT = "My cousin keeps the lamp at Halden Point, and says that no buoy was ever seen from there in her eleven years."
NELL = "nell.roe@example.org"


@pytest.fixture(scope="module")
def running_paper(
    tmp_path_factory: pytest.TempPathFactory,
    mailboxes: Mailboxes,  # noqa: F811
) -> Iterator[RunningPaper]:
    """A paper that hands its mail to a server."""
    folder = tmp_path_factory.mktemp("letters")
    paper = RunningPaper(folder, "--demo", MAIL=mailboxes.address)  # type: ignore[attr-defined]
    try:
        yield paper.wait()
    finally:
        paper.stop()


def write(
    page: Page,
    *,
    email: str = NELL,
    name: str = "Nell Roe",
    headline: str = "The buoys are small",
    text: str = TEXT,
) -> None:
    for field, words in (
        ("text", text),
        ("headline", headline),
        ("name", name),
        ("town", "Larkmere"),
        ("street", "12 Alder Street"),
        ("phone", "715 555 0134"),
        ("email", email),
    ):
        page.locator(f"[name={field}]").fill(words)
    page.locator("[name=own_words]").check()
    page.locator("[name=only_here]").check()


def call_and_print(editor: Page, headline: str) -> None:
    editor.goto("/newsroom/letters/")
    editor.get_by_role("link", name=headline).first.click()
    editor.get_by_text("Call the writer").click()
    editor.get_by_role("radio", name="Reached: it is hers or his").check()
    editor.get_by_role("button", name="Note the call").click()
    editor.get_by_role("button", name="Print it now").click()
    expect(editor.locator(".messages")).to_contain_text(f"“{headline}” is printed.")


@pytest.mark.parametrize(
    ("width", "headline", "name", "text"),
    [
        (360, "The buoys are small", "Nell Roe", TEXT),
        (1440, "Nothing was seen from the Point", "Ada Lund", OTHER_TEXT),
    ],
)
def test_a_letter_goes_from_the_box_under_an_old_story_to_print(
    open_window: OpenWindow,
    running_paper: RunningPaper,
    mailboxes: Mailboxes,  # noqa: F811
    width: int,
    headline: str,
    name: str,
    text: str,
):
    address = f"reader{width}@example.org"
    reader = open_window(width=width)
    reader.goto(OLD_STORY)
    reader.get_by_role("link", name="Send us a letter to the editor").click()
    write(reader, email=address, name=name, headline=headline, text=text)
    expect(reader.locator(".count")).to_contain_text("of 250 words")
    assert access.faults(reader, access.ADVISED) == ""
    assert reader.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    reader.get_by_role("button", name="Send the letter").click()
    expect(reader.locator("h1")).to_have_text("Your letter has arrived")

    assert soon(lambda: bool(mailboxes.to(address)))
    reader.goto(mailboxes.link_to(address))
    assert access.faults(reader, access.ADVISED) == ""
    reader.get_by_role("button", name="Yes, it is mine").click()
    expect(reader.locator("main")).to_contain_text("It is with our editors.")

    editor = open_window(width=width)
    desk.sign_in_first(editor, running_paper)
    call_and_print(editor, headline)

    assert soon(lambda: len(mailboxes.to(address)) == 2)
    reader.goto(mailboxes.link_to(address))
    expect(reader.locator("h1")).to_have_text(headline)
    expect(reader.locator("article").first).to_contain_text(f"{name}, Larkmere")
    assert "Alder" not in reader.content()
    reader.goto(OLD_STORY)
    expect(reader.get_by_role("region", name="Letters about this story")).to_contain_text(headline)


def test_without_scripts_a_letter_is_read_over_and_sent(
    open_window: OpenWindow,
    mailboxes: Mailboxes,  # noqa: F811
):
    address = "plain@example.org"
    reader = open_window(scripts=False, width=360)
    reader.goto("/letters/")
    write(reader, email=address)
    reader.get_by_role("button", name="Send the letter").click()
    expect(reader.locator("h1")).to_have_text("Read your letter over")
    reader.wait_for_timeout(4_200)
    reader.get_by_role("button", name="Send the letter").click()

    expect(reader.locator("h1")).to_have_text("Your letter has arrived")
    assert soon(lambda: bool(mailboxes.to(address)))


def test_a_letter_is_written_and_sent_by_the_keyboard_alone(
    open_window: OpenWindow,
    mailboxes: Mailboxes,  # noqa: F811
):
    reader = open_window()
    reader.goto("/letters/")
    reader.locator("[name=text]").focus()
    for words in (TEXT, "Small buoys", "", ""):
        reader.keyboard.insert_text(words)
        reader.keyboard.press("Tab")
    while reader.evaluate("document.activeElement.name") != "name":
        reader.keyboard.press("Tab")
    for words in (
        "Nell Roe",
        "Larkmere",
        "12 Alder Street",
        "715 555 0134",
        "",
        "keys@example.org",
    ):
        reader.keyboard.insert_text(words)
        reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")

    expect(reader.locator("h1")).to_have_text("Your letter has arrived")
    assert soon(lambda: bool(mailboxes.to("keys@example.org")))


def test_what_was_typed_is_there_again_after_the_page_was_left(open_window: OpenWindow):
    reader = open_window()
    reader.goto("/letters/")
    write(reader)
    reader.goto("/")
    reader.goto("/letters/")

    expect(reader.locator("[name=text]")).to_have_value(TEXT)
    expect(reader.locator("[name=town]")).to_have_value("Larkmere")


def test_words_are_counted_in_the_browser_as_in_the_paper(open_window: OpenWindow):
    from broadsheet.mailbag.counting import words_in

    reader = open_window()
    reader.goto("/letters/")
    for text in (
        "one\u00a0two three/four",
        "a-b – c",
        "x" * 90,
        "1 2 3.5",
        "سيعود يوم",
        "a\u200db",
    ):
        reader.locator("[name=text]").fill(text)
        expect(reader.locator(".count")).to_contain_text(f"{words_in(text)} of 250")


def test_a_paper_that_cannot_be_reached_keeps_the_letter_in_the_browser(open_window: OpenWindow):
    reader = open_window()
    reader.goto("/letters/")
    reader.context.set_offline(True)
    write(reader, email="later@example.org")
    reader.get_by_role("button", name="Send the letter").click()

    expect(reader.locator("[data-kept]")).to_contain_text("kept in this browser")
    reader.context.set_offline(False)
    reader.get_by_role("button", name="Send the letter").click()
    expect(reader.locator("h1")).to_have_text("Your letter has arrived")
