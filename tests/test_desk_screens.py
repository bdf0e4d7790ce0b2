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
    "forgotten password": "/newsroom/login/forgotten/",
    "how one signs in": "/newsroom/sign-in/",
    "sessions": "/newsroom/sign-in/sessions/",
    "record of acts": "/newsroom/record/",
    "draft shown outside": "/newsroom/pages/{story}/outside/",
    "photos": "/newsroom/photos/",
    "one photo": "/newsroom/photos/1/",
    "photos come in": "/newsroom/photos/add/",
    "photos described": "/newsroom/photos/describe/?id=1&id=2",
    "photos changed": "/newsroom/photos/change/?id=1&id=2",
    "my photos": "/newsroom/photos/mine/",
    "assignments": "/newsroom/photos/assignments/",
    "new assignment": "/newsroom/photos/assignments/add/",
}


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_of_the_newsroom_shuts_nobody_out(
    open_window: OpenWindow, running_paper: RunningPaper, screen: str
):
    page = open_window()
    path = SCREENS[screen]
    if "login" not in path:
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


# Screens on which something of Wagtail's, or of ours, starts: choosers, dates, lists that grow, editors, frames.
LIVELY = [
    "/newsroom/",
    "/newsroom/pages/{story}/edit/",
    "/newsroom/pages/{story}/outside/",
    "/newsroom/photos/",
    "/newsroom/photos/1/",
    "/newsroom/photos/add/",
    "/newsroom/photos/assignments/add/",
    "/newsroom/users/new/",
    "/newsroom/snippets/newsroom/journalist/add/",
    "/newsroom/settings/staff/signinrules/1/",
    "/newsroom/front/",
    "/newsroom/components/story/",
]


def test_x02_the_newsrooms_own_screens_break_none_of_its_rules(
    open_window: OpenWindow, running_paper: RunningPaper
):
    """What the policy for scripts, styles and frames keeps out is what nobody meant to be there."""
    page = open_window(width=1440)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    desk.sign_in_first(page, running_paper)
    story = desk.find_story(page, "Library trustees")

    for path in LIVELY:
        page.goto(path.format(story=story))
        assert page.evaluate("document.querySelectorAll('template[data-starts]').length") == 0

    assert complaints == []
