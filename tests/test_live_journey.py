"""Live coverage from a phone in a car park: posted, read, kept while the line is down, and posted once."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import access, desk
from tests.running import RunningPaper
from tests.tools import nu
from tests.town import jpeg
from tests.visits import WIDTHS

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]
UNSENT = "Not sent: no connection. Your words are kept on this device."


def cover_live(page: Page, headline: str) -> tuple[int, str]:
    """Publish a story that is covered live; return its number and address."""
    desk.start_story(page, "Local News")
    desk.write(page, headline, "The council meets tonight at seven.")
    page.get_by_role("tab", name="Settings").click()
    page.get_by_role("checkbox", name="Live coverage").check()
    page.get_by_role("tab", name="Content").click()
    desk.publish(page)
    number = desk.find_story(page, headline)
    return number, desk.live_address(page)


def post(page: Page, words: str, **more: str) -> None:
    page.get_by_label("What happened").fill(words)
    for name, value in more.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="Post", exact=True).click()


def sideways(page: Page) -> int:
    """Return by how many pixels the page, or the newsroom's scroller inside it, is too wide."""
    return int(
        page.evaluate(
            """Math.max(...[document.scrollingElement, document.querySelector("#main")].map(
                (one) => one.scrollWidth - one.clientWidth))"""
        )
    )


@pytest.fixture
def phone(open_window: OpenWindow, running_paper: RunningPaper) -> Page:
    page = open_window(width=360, height=740)
    desk.sign_in_first(page, running_paper)
    return page


@pytest.mark.each_database
def test_an_entry_is_posted_from_a_phone_and_a_reader_sees_it(phone: Page, open_window: OpenWindow):
    number, address = cover_live(phone, "Council votes on the bridge")
    phone.goto(f"/newsroom/stories/{number}/live/")
    assert sideways(phone) <= 0

    post(phone, "The gavel falls.")
    expect(phone.get_by_role("status").last).to_contain_text("Posted.")
    phone.get_by_text("With a photo").click()
    phone.get_by_text("With another time or name").click()
    assert sideways(phone) <= 0
    picture = {"name": "gavel.jpg", "mimeType": "image/jpeg", "buffer": jpeg(1280, 853)}
    phone.locator("[name=photo]").set_input_files(picture)
    post(phone, "The vote is *four* to three.", headline="Bridge to close", alt_text="A gavel")
    lines = phone.locator("[data-live-lines] > li")
    expect(lines).to_have_count(2)
    expect(lines.first).to_contain_text("The vote is four to three.")
    assert sideways(phone) <= 0

    reader = open_window(width=360, scripts=False)
    reader.goto(address)
    entries = reader.locator(".entry")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("Bridge to close")
    expect(entries.first.get_by_role("img", name="A gavel")).to_be_visible()
    expect(reader.get_by_text("Live coverage, last entry")).to_be_visible()
    assert sideways(reader) <= 0


def test_the_page_of_live_coverage_shuts_nobody_out(
    phone: Page, open_window: OpenWindow, running_paper: RunningPaper, tmp_path: Path
):
    number, address = cover_live(phone, "Storm over the county, as it happens")
    phone.goto(f"/newsroom/stories/{number}/live/")
    for hour in range(7):
        post(phone, f"Report {hour} from the ridge.", headline=f"Wind at {hour}0 miles an hour")
        expect(phone.locator("[data-live-lines] > li")).to_have_count(hour + 1)

    page = open_window()
    page.goto(address)
    expect(page.get_by_role("navigation", name="Key moments")).to_be_visible()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert sideways(page) <= 0
    assert access.faults(page, access.ADVISED) == ""
    file = tmp_path / "live.html"
    file.write_text(running_paper.read(address))
    assert nu.faults([file]) == []


def test_words_outlast_a_lost_line_and_a_closed_page_and_are_posted_once(phone: Page):
    number, _address = cover_live(phone, "Mill evacuated, as it happens")
    phone.goto(f"/newsroom/stories/{number}/live/")

    phone.context.set_offline(True)
    post(phone, "Sirens on Depot Street.")
    expect(phone.get_by_role("status").last).to_contain_text(UNSENT)
    expect(phone.get_by_label("What happened")).to_have_value("Sirens on Depot Street.")
    phone.context.set_offline(False)
    phone.reload()
    expect(phone.get_by_label("What happened")).to_have_value("Sirens on Depot Street.")
    expect(phone.get_by_role("status").last).to_contain_text("not posted yet")

    phone.get_by_role("button", name="Post", exact=True).click()
    expect(phone.locator("[data-live-lines] > li")).to_have_count(1)
    phone.reload()
    expect(phone.get_by_label("What happened")).to_have_value("")


def test_an_entry_whose_answer_is_lost_on_the_way_is_posted_once(phone: Page):
    number, _address = cover_live(phone, "Bridge closed, as it happens")
    phone.goto(f"/newsroom/stories/{number}/live/")
    lost: list[int] = []

    def lose_the_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    phone.route(re.compile(r"/live/$"), lose_the_answer)
    post(phone, "The gates are shut.")
    expect(phone.get_by_role("status").last).to_contain_text(UNSENT)
    assert lost == [200]
    phone.get_by_role("button", name="Post", exact=True).click()
    expect(phone.get_by_role("status").last).to_contain_text("Posted.")

    expect(phone.locator("[data-live-lines] > li")).to_have_count(1)
    phone.reload()
    expect(phone.locator("[data-live-lines] > li")).to_have_count(1)


def test_the_end_is_said_to_readers_and_shuts_the_desk(
    phone: Page, open_window: OpenWindow, running_paper: RunningPaper
):
    number, address = cover_live(phone, "Ferry stuck, as it happens")
    phone.goto(f"/newsroom/stories/{number}/live/")
    post(phone, "It is free again.")
    expect(phone.get_by_role("status").last).to_contain_text("Posted.")

    phone.get_by_role("link", name="End the coverage").click()
    phone.get_by_role("main").get_by_role("button", name="End the coverage").click()

    expect(phone.get_by_text("This coverage ended")).to_be_visible()
    expect(phone.get_by_label("What happened")).to_have_count(0)
    assert "Live coverage ended" in running_paper.read(address)


def test_a_story_is_marked_as_breaking_and_leads_the_front(
    phone: Page, open_window: OpenWindow, running_paper: RunningPaper
):
    headline = "River over its banks at Mill Street"
    desk.start_story(phone, "Local News")
    desk.write(phone, headline, "The river is over its banks.")
    desk.publish(phone)
    number = desk.find_story(phone, headline)

    phone.goto(f"/newsroom/stories/{number}/breaking/")
    assert sideways(phone) <= 0
    phone.get_by_label("1 hour", exact=True).check()
    phone.get_by_role("button", name="Mark as breaking").click()
    expect(phone.locator(".messages")).to_contain_text("leads the front")

    reader = open_window(width=360)
    reader.goto("/")
    lead = reader.locator("article.lead")
    expect(lead).to_contain_text(headline)
    expect(lead).to_contain_text("Breaking")
    assert access.faults(reader, access.ADVISED) == ""
    phone.goto(f"/newsroom/stories/{number}/breaking/")
    phone.get_by_role("button", name="No longer breaking").click()
    expect(phone.locator(".messages")).to_contain_text("no longer")
    lead_now = re.search(r'<article class="lead">.*?</article>', running_paper.read("/"), re.DOTALL)
    assert lead_now
    assert headline not in lead_now[0]
