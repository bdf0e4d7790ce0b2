"""The pictures of the tip line in the manuals, taken while a newsroom opens one and reads its first tip."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from broadsheet.tips.tests.asked_of_scripts import Scripts, scripts  # noqa: F401 (a fixture)
from tests.running import RunningPaper
from tests.test_pictures import keep
from tests.tips_people import (
    Person,
    Source,
    begin_line,
    compare_words,
    enrol,
    hire,
    open_tip,
    press,
)
from tests.town import jpeg

pytestmark = pytest.mark.browser
TIP = (
    "The Mill Street bridge was not inspected last year. I filed the report, and there was no visit behind it.\n\n"
    "Ask the county for form 6 of March, and for the inspector's mileage."
)


@pytest.fixture
def running_paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPaper]:
    """A demo paper of its own: its line is begun anew."""
    paper = RunningPaper(tmp_path_factory.mktemp("pictures"), "--demo")
    yield paper.wait()
    paper.stop()


def picture(page: Page, name: str, height: int = 900) -> None:
    """Take a picture of the top of a page."""
    page.set_viewport_size({"width": 1200, "height": height})
    page.evaluate("scrollTo(0, 0)")
    keep(page.screenshot(), name)


def test_the_steps_in_the_manuals_are_those_of_the_screens(
    browser: Browser,
    running_paper: RunningPaper,
    scripts: Scripts,  # noqa: F811
):
    ilse, nell = Person("Ilse", "Markham", "Publisher"), Person("Nell", "Roe", "Editor")
    hire(running_paper, ilse, nell)
    hers, theirs, source = [
        browser.new_context(base_url=running_paper.address).new_page() for _one in range(3)
    ]
    expect(ilse.come(hers).get_by_role("button", name="Begin")).to_be_visible()
    picture(hers, "tips-begin.png")
    press(hers, "Begin")
    expect(hers.locator("h1")).to_have_text("The newsroom's sheet")
    picture(hers, "tips-sheet.png")
    hers.reload()
    begin_line(hers, ilse)
    enrol(nell.come(theirs), nell)
    press(hers, "Go on")
    compare_words(hers)
    picture(hers, "tips-list.png")
    press(hers, "Sign and publish the list")
    expect(hers.locator("h1")).to_have_text("Try it out")
    picture(hers, "tips-trial.png")
    take_pictures_of_a_tip(hers, ilse, Source(scripts, running_paper))
    source.goto("/tips/reply/")
    picture(source, "tips-reply.png")
    for page in (hers, theirs, source):
        page.context.close()


def take_pictures_of_a_tip(page: Page, reader: Person, told: Source) -> None:
    told.send(TIP, [("form-6.pdf", b"%PDF-1.7"), ("bridge.jpg", jpeg())])
    page.goto("/newsroom/tips/")
    reader.unlock(page)
    press(page, "Tips")
    picture(page, "tips-inbox.png", 560)
    picture(open_tip(page, told), "tips-tip.png")


def test_the_page_of_sources_in_the_manual_is_the_page_itself(
    browser: Browser, running_paper: RunningPaper
):
    page = browser.new_context(base_url=running_paper.address).new_page()
    page.goto("/tips/")
    expect(page.get_by_label("What should we know, and how do you know it?")).to_be_visible()
    picture(page, "tips-page.png", 1300)
    page.context.close()
