"""Ways through the whole paper, as people go them: in a browser, before the program itself."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import access, desk
from tests.running import RunningPaper

pytestmark = pytest.mark.browser

OpenWindow = Callable[..., Page]
# A phone and a desk; 768 pixels lie between them, and one journey goes there too.
each_width = pytest.mark.parametrize("width", [360, 1440])
OLD_LOCAL_STORY = "/2024/05/first-front-page-in-a-piano-bench/"


@pytest.fixture
def desk_window(open_window: OpenWindow, running_paper: RunningPaper, width: int) -> Page:
    """A window of some width in which the first editor has signed in."""
    page = open_window(width=width)
    desk.sign_in_first(page, running_paper)
    return page


@pytest.fixture
def width() -> int:
    """How wide the window is, where a test does not say."""
    return 1440


def status_of(paper: RunningPaper, path: str) -> int:
    try:
        paper.read(path)
    except HTTPError as error:
        return error.code
    return 200


def soon(claim: Callable[[], bool], *, seconds: float = 15) -> bool:
    """Say whether a claim comes true within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if claim():
            return True
        time.sleep(0.25)
    return False


@pytest.mark.parametrize("width", [360, 768, pytest.param(1440, marks=pytest.mark.each_database)])
def test_a_story_is_written_previewed_published_and_read(
    open_window: OpenWindow, running_paper: RunningPaper, width: int
):
    headline = f"Ferry runs again, seen at {width} pixels"
    page = open_window(width=width)
    desk.sign_in_first(page, running_paper)

    desk.start_story(page, "Local News")
    desk.write(page, headline, "The ferry runs again, the county said Monday.")
    desk.bring_photo(
        page,
        caption="The ferry leaves at dusk.",
        alt="A small ferry",
        credit="Ilse Markham / The Ledger",
    )
    page.get_by_role("button", name="Save draft").click()
    number = desk.story_number(page)
    preview = page.context.new_page()
    preview.goto(f"/newsroom/pages/{number}/view_draft/")
    expect(preview.get_by_role("heading", level=1)).to_have_text(headline)
    desk.publish(page)

    reader = open_window(width=width)
    reader.goto("/local-news/")
    reader.get_by_role("link", name=headline).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(headline)
    expect(reader.get_by_text("The ferry runs again, the county said Monday.")).to_be_visible()
    expect(reader.get_by_text("Ilse Markham / The Ledger").first).to_be_visible()
    expect(reader.get_by_role("img", name="A small ferry").first).to_be_visible()
    assert headline in running_paper.read("/")
    # And beside every older story of its section.
    assert headline in running_paper.read(OLD_LOCAL_STORY)


def main_of(page: Page) -> str:
    """Return what a reader comes for, its times masked.

    Left out is the space between tags, which printing squeezes, what programs read, and what can be done with the
    story's address: a preview has none yet. So is how wide the rail's pictures stand: beside a preview it has one story less.
    """
    html = page.locator("main").evaluate("one => one.outerHTML")
    html = re.sub(r"<time\b.*?</time>", "<time>", html, flags=re.DOTALL)
    html = re.sub(r'<p class="acts">.*?</p>|<script\b.*?</script>', "", html, flags=re.DOTALL)
    story, side, rail = html.partition('<div class="side">')
    html = story + side + re.sub(r' sizes="[^"]*"', "", rail)
    return re.sub(r"\s*(<[^>]+>)\s*", r"\1", html)


def test_what_is_previewed_is_what_is_printed(desk_window: Page, open_window: OpenWindow):
    headline = "Preview and print agree"
    desk.start_story(desk_window, "Government")
    desk.write(desk_window, headline, "One text, shown twice.")
    desk_window.get_by_role("button", name="Save draft").click()
    number = desk.story_number(desk_window)
    preview = desk_window.context.new_page()
    preview.goto(f"/newsroom/pages/{number}/view_draft/")
    previewed = main_of(preview)

    desk.publish(desk_window)

    reader = open_window()
    reader.goto("/government/")
    reader.get_by_role("link", name=headline).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(headline)
    assert "One text, shown twice." in previewed
    assert main_of(reader) == previewed


@each_width
def test_a_published_story_is_corrected_in_public(
    desk_window: Page, open_window: OpenWindow, running_paper: RunningPaper, width: int
):
    headline = "Curlers, combined age 291"
    number = desk.find_story(desk_window, headline[:8])
    address = desk.live_address(desk_window)

    desk_window.goto(f"/newsroom/stories/{number}/correct/")
    desk_window.get_by_label("What was wrong").fill("The ages were added wrongly.")
    right = f"They come to 292, seen at {width} pixels."
    desk_window.get_by_label("What is right").fill(right)
    desk_window.get_by_role("main").get_by_role("button", name="Correct").first.click()
    expect(desk_window.locator(".messages")).to_contain_text("correction")

    reader = open_window(width=width)
    reader.goto(address)
    expect(reader.get_by_text(right)).to_be_visible()
    # The list of all corrections is printed by the worker, in its turn.
    assert soon(lambda: right in running_paper.read("/corrections/"))


@each_width
def test_an_unpublished_story_is_gone_for_readers_at_once(
    desk_window: Page, running_paper: RunningPaper, width: int
):
    headline = f"This story is taken down again at {width} pixels"
    desk.start_story(desk_window, "Local News")
    desk.write(desk_window, headline, "It stands here for a moment.")
    desk.publish(desk_window)
    desk.find_story(desk_window, headline)
    path = desk.live_address(desk_window)
    assert status_of(running_paper, path) == 200

    desk.act(desk_window, "Unpublish")
    desk_window.get_by_role("button", name="Yes, unpublish it").click()
    expect(desk_window.locator(".messages")).to_contain_text("unpublished")

    assert status_of(running_paper, path) == 410
    assert headline not in running_paper.read("/")
    assert headline not in running_paper.read("/local-news/")
    assert headline not in running_paper.read(OLD_LOCAL_STORY)


@pytest.mark.long
def test_a_scheduled_story_appears_at_its_minute_by_the_towns_clock(
    open_window: OpenWindow, running_paper: RunningPaper
):
    """Scheduled on a phone and at a desk, for the same minute, so that it is waited for once."""
    headlines = {width: f"This story comes by itself at {width} pixels" for width in (360, 1440)}
    moment = datetime.now(ZoneInfo("America/Chicago")) + timedelta(seconds=110)
    moment = moment.replace(second=0, microsecond=0)
    for width, headline in headlines.items():
        page = open_window(width=width)
        desk.sign_in_first(page, running_paper)
        desk.start_story(page, "Local News")
        desk.write(page, headline, "Nobody pressed a button.")
        desk.set_schedule(page, f"{moment:%Y-%m-%d %H:%M}")
        desk.act(page, "Schedule to publish")
        expect(page.locator(".messages")).to_contain_text("scheduled")
        assert headline not in running_paper.read("/local-news/")

    def all_there() -> bool:
        page = running_paper.read("/local-news/")
        return all(headline in page for headline in headlines.values())

    seconds_left = (moment - datetime.now(moment.tzinfo)).total_seconds()
    assert soon(all_there, seconds=seconds_left + 40)

    assert datetime.now(moment.tzinfo) >= moment


@pytest.fixture(scope="module")
def staff(browser: Browser, running_paper: RunningPaper) -> None:
    """Four people with one role each, hired by the first editor."""
    page = browser.new_context(base_url=running_paper.address).new_page()
    desk.sign_in_first(page, running_paper)
    desk.hire(page, "rhoda", "Reporter")
    desk.hire(page, "edwin", "Editor")
    desk.hire(page, "phoebe", "Photo editor")
    desk.hire(page, "paul", "Publisher")
    page.context.close()


@each_width
@pytest.mark.usefixtures("staff")
class TestEachRole:
    """One newsroom of four, and what each of them is there for."""

    def test_a_reporter_hands_in_and_an_editor_prints(
        self, open_window: OpenWindow, running_paper: RunningPaper, width: int
    ):
        headline = f"Read by two before print at {width} pixels"
        reporter = open_window(width=width)
        desk.sign_in(reporter, "rhoda", desk.PASSWORD)
        desk.start_story(reporter, "Sports")
        desk.write(reporter, headline, "The Herons rest on Sunday.")
        reporter.get_by_role("button", name="More actions").click()
        expect(reporter.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
        reporter.get_by_role("button", name="Submit to Editors read it").click()
        expect(reporter.locator(".messages")).to_contain_text("submitted")
        assert headline not in running_paper.read("/sports/")

        editor = open_window(width=width)
        desk.sign_in(editor, "edwin", desk.PASSWORD)
        editor.get_by_role("main").get_by_role("link", name=headline).first.click()
        desk.act(editor, "Approve and Publish")

        assert soon(lambda: headline in running_paper.read("/sports/"))

    def test_a_photo_editor_mends_a_credit_and_files_no_story(
        self, open_window: OpenWindow, running_paper: RunningPaper, width: int
    ):
        page = open_window(width=width)
        desk.sign_in(page, "phoebe", desk.PASSWORD)

        page.goto("/newsroom/photos/?q=Gauge")
        page.locator("[data-card]").first.click()
        page.get_by_label("Credit", exact=True).fill("Ilse Markham for the Ledger")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(".messages")).to_contain_text("is saved")

        page.goto("/newsroom/stories/new/")
        expect(page.get_by_role("main").get_by_role("link", name="Sports")).to_have_count(0)

    def test_a_publisher_changes_what_stands_under_the_papers_name(
        self, open_window: OpenWindow, running_paper: RunningPaper, width: int
    ):
        page = open_window(width=width)
        desk.sign_in(page, "paul", desk.PASSWORD)

        page.goto("/newsroom/settings/masthead/paper/")
        motto = f"Read it on the landing at {width}"
        page.get_by_label("Motto").fill(motto)
        page.get_by_role("button", name="Save").first.click()
        expect(page.locator(".messages")).to_contain_text("updated")

        assert soon(lambda: motto in running_paper.read("/"))
        assert motto in running_paper.read(OLD_LOCAL_STORY)


@pytest.mark.parametrize("width", [360, 1440])
def test_a_new_paper_is_set_up_in_an_empty_folder_and_goes_on_after_a_night(
    browser: Browser, tmp_path: Path, width: int
):
    size = {"width": width, "height": 900}
    with started(tmp_path) as paper:
        page = browser.new_context(base_url=paper.address, viewport=size).new_page()
        page.goto("/")
        expect(page.get_by_text("being set up").first).to_be_visible()
        desk.sign_in_first(page, paper)
        assert access.faults(page) == ""
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
        desk.take_first_steps(page, "The Dunmore Bell", "Dunmore", ["Local News", "Sports"])
        # Whoever began on a phone goes on with a tablet.
        page.set_viewport_size({"width": 768, "height": 900} if width == 360 else size)
        desk.start_story(page, "Sports")
        desk.write(page, "The first story of the Bell", "It rings.")
        desk.publish(page)
        page.context.close()
        evening = paper.read("/")

    with started(tmp_path) as again:
        morning = again.read("/")

    assert "The Dunmore Bell" in evening
    assert "The first story of the Bell" in evening
    assert "news@dunmore.example" in evening
    assert "The first story of the Bell" in morning
    assert "Your password" not in again.output
    assert (paper.stop(), again.stop()) == (0, 0)
    assert [one.name for one in tmp_path.iterdir()] == ["paper"]


@contextmanager
def started(folder: Path) -> Iterator[RunningPaper]:
    """Start a paper of one's own, without the demo; press Ctrl-C in the end."""
    paper = RunningPaper(folder)
    try:
        yield paper.wait()
    finally:
        paper.stop()
