"""The newsroom's screens that are ours: open to everyone who works there, on a phone and at a desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests import access, desk
from tests.running import RunningPaper

pytestmark = pytest.mark.browser

OpenWindow = Callable[..., Page]
SCREENS = {
    "home": "/newsroom/",
    "story list": "/newsroom/stories/",
    "stories of one state": "/newsroom/stories/?state=live",
    "no story found": "/newsroom/stories/?q=nobody-wrote-this",
    "new story": "/newsroom/stories/new/",
    "correct": "/newsroom/stories/{story}/correct/",
    "receipts": "/newsroom/stories/{story}/receipts/",
    "sign in": "/newsroom/login/",
}


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_of_the_newsroom_shuts_nobody_out(
    open_window: OpenWindow, running_paper: RunningPaper, screen: str
):
    page = open_window()
    path = SCREENS[screen]
    if screen != "sign in":
        desk.sign_in_first(page, running_paper)
    if "{story}" in path:
        path = path.format(story=desk.find_story(page, "Library trustees"))
    page.goto(path)

    found = {}
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        faults = access.faults(page)
        over = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        found |= {f"{width} px": faults} if faults else {}
        assert over <= 0, f"{over} pixels too wide at {width}"

    assert found == {}
