"""A topic, from the editor who names it to the reader who follows it; and a related story taken by the keyboard."""

import secrets
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import access, desk
from tests.running import RunningPaper
from tests.test_journeys import soon

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]


def name_topic(page: Page, name: str) -> None:
    page.goto("/newsroom/")
    page.get_by_role("link", name="Topics", exact=True).click()
    page.get_by_role("link", name="Add topic").first.click()
    # The address follows the name once the screen's scripts are there.
    page.wait_for_load_state("networkidle")
    page.locator("#id_name").press_sequentially(name)
    expect(page.locator("#id_slug")).not_to_have_value("")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messages")).to_contain_text(name)


def tick_topic(page: Page, name: str) -> None:
    """Find a topic by the keyboard and tick it."""
    page.get_by_role("tab", name="Promote").click()
    field = page.get_by_role("searchbox", name="Show topics with")
    field.fill(name.lower()[:12])
    expect(page.locator("[data-topic-choice] li:visible")).to_have_count(1)
    field.press("Enter")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name=name)).to_be_checked()


def start_on_topic(page: Page, headline: str, topic: str) -> None:
    desk.start_story(page, "Local News")
    desk.write(page, headline, "The causeway opens.")
    tick_topic(page, topic)


def take_suggestion(page: Page, headline: str) -> None:
    """Save the draft, look at what might be related, and add one by the keyboard."""
    page.get_by_role("button", name="Save draft").click()
    desk.story_number(page)
    page.get_by_role("button", name="Toggle what might be related").click()
    suggestion = page.locator("[data-suggestions] li").filter(has_text=headline)
    suggestion.get_by_role("button", name="Add").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-suggestions] [role=status]")).to_contain_text(headline)
    expect(suggestion).to_have_count(0)


def test_a_topic_is_named_chosen_and_read_and_a_related_story_is_taken_by_the_keyboard(
    open_window: OpenWindow, running_paper: RunningPaper
) -> None:
    topic = f"Causeway {secrets.token_hex(3)}"
    page = open_window()
    desk.sign_in_first(page, running_paper)
    for name in (topic, f"Zebra crossing {secrets.token_hex(3)}"):
        name_topic(page, name)

    start_on_topic(page, f"First of {topic}", topic)
    desk.publish(page)
    start_on_topic(page, f"Second of {topic}", topic)
    take_suggestion(page, f"First of {topic}")
    desk.publish(page)

    reader = open_window(width=360)
    reader.goto("/topics/")
    reader.get_by_role("link", name=topic).click()
    # Lists are printed by the worker, in its own time.
    assert soon(lambda: reader.reload() and reader.locator(".stories-by li").count() == 2)
    faults(reader)
    reader.get_by_role("link", name=f"Second of {topic}").click()
    expect(reader.locator(".related")).to_contain_text(f"First of {topic}")
    expect(reader.locator(".topics-of")).to_contain_text(topic)
    faults(reader)


@pytest.mark.parametrize("path", ["/topics/", "/local-news/page/1/"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_that_gather_stories_shut_nobody_out(
    open_window: OpenWindow, path: str, dark: bool
) -> None:
    page = open_window(dark=dark)
    page.goto(path)

    for width in (320, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        faults(page)
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


def faults(page: Page) -> None:
    assert access.faults(page, access.ADVISED) == ""
