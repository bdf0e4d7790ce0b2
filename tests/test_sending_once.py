"""A story that is sent while the screen saves it by itself is one story. In a browser, on a line that is slow."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Route

from tests import desk
from tests.running import RunningPaper

pytestmark = pytest.mark.browser

OpenWindow = Callable[..., Page]
SAVES_ITSELF_AFTER = 3_000


@pytest.fixture
def page(open_window: OpenWindow, running_paper: RunningPaper) -> Page:
    page = open_window()
    desk.sign_in_first(page, running_paper)
    return page


def slow_down(page: Page, *, saving: int, sending: int) -> list[str]:
    """Let the paper take so many milliseconds for what the form sends; return a list that grows by each way it was sent."""
    sent: list[str] = []

    def hold(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
        elif route.request.resource_type == "fetch":
            sent.append("saved")
            answer = route.fetch()
            page.wait_for_timeout(saving)
            # Nobody waits for it any more, when the page was left.
            with suppress(Error):
                route.fulfill(response=answer)
        else:
            sent.append("sent")
            page.wait_for_timeout(sending)
            route.continue_()

    page.route("**/newsroom/pages/**", hold)
    return sent


def states(page: Page, headline: str) -> list[str]:
    """Return the state of each story of that headline, as the story list tells it."""
    page.unroute_all(behavior="wait")
    page.goto(f"/newsroom/stories/?q={headline}")
    rows = page.get_by_role("main").get_by_role("row").filter(has_text=headline)
    return [row.get_by_role("cell").last.inner_text() for row in rows.all()]


def test_a_story_published_before_the_screen_saved_it_is_not_saved_a_second_time(page: Page):
    sent = slow_down(page, saving=0, sending=2 * SAVES_ITSELF_AFTER)
    desk.start_story(page, "Local News")
    page.wait_for_timeout(2_500)
    desk.write(page, "Sent at once", "Before it saved itself.")

    desk.publish(page)

    assert sent == ["sent"]
    assert states(page, "Sent at once") == ["Live"]


def test_a_story_published_while_the_screen_saves_it_waits_for_that_and_stays_one(page: Page):
    sent = slow_down(page, saving=4_000, sending=0)
    desk.start_story(page, "Local News")
    page.wait_for_timeout(2_500)
    desk.write(page, "Sent while saving", "While it saved itself.")
    while not sent:
        page.wait_for_timeout(100)

    desk.publish(page)

    assert sent == ["saved", "sent"]
    assert states(page, "Sent while saving") == ["Live"]
