"""The photo desk in a browser: many photos into a published story, finding by photographer, an assignment taken and done."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from random import Random

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests import desk
from tests.running import RunningPaper

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]
PHOTOGRAPHER = "Jon Abbey"


def picture(number: int) -> dict[str, object]:
    """Return a file as a browser is given it; no two look alike."""
    random = Random(number)
    small = Image.new("RGB", (9, 6))
    small.putdata([tuple(random.randbytes(3)) for _point in range(54)])
    file = BytesIO()
    small.resize((1350, 900)).save(file, "JPEG")
    name = f"regatta_{number}.jpg"
    return {"name": name, "mimeType": "image/jpeg", "buffer": file.getvalue()}


@pytest.fixture(scope="module")
def jon(running_paper: RunningPaper) -> Iterator[None]:
    """The first editor is a journalist of the paper, under whose name photos are credited."""
    running_paper.shell(
        "from broadsheet.newsroom.models import Journalist, User; "
        f"Journalist.objects.create(name='{PHOTOGRAPHER}', slug='jon-abbey', user=User.objects.order_by('pk').first())"
    )
    yield
    running_paper.shell(
        "from broadsheet.newsroom.models import Journalist; "
        "jon = Journalist.objects.get(slug='jon-abbey'); jon.user = None; jon.save()"
    )


@pytest.fixture
def page(open_window: OpenWindow, running_paper: RunningPaper, jon: None) -> Page:
    page = open_window()
    desk.sign_in_first(page, running_paper)
    return page


def bring(page: Page, files: list[dict[str, object]], **shared: str) -> None:
    """Send files with what they share, and wait until each was taken in or refused."""
    page.locator("#id_files").set_input_files(files)  # type: ignore[arg-type]
    for name, words in shared.items():
        page.locator(f"[name={name}]").fill(words)
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.locator("[data-upload-next]")).to_be_visible(timeout=60_000)


def test_many_photos_come_in_and_one_of_them_leads_a_published_story(
    page: Page, open_window: OpenWindow
):
    page.goto("/newsroom/photos/add/")
    broken = {"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}

    bring(
        page,
        [picture(1), broken, picture(2), picture(3)],
        credit=f"{PHOTOGRAPHER} / The Ledger",
        place="Harrow Bend",
    )

    expect(page.locator("[data-upload-status]")).to_have_text("3 of 4 taken in.")
    refused = page.locator("[data-sending] li", has_text="broken.jpg")
    expect(refused).to_contain_text("This is no picture that browsers show")
    expect(refused.get_by_role("button", name="Try again")).to_be_visible()
    describe_the_first(page, "The eights pass under the bridge.", "Two boats beneath a bridge")
    desk.start_story(page, "Sports")
    desk.write(page, "Regatta draws nine boats", "Nine boats came to Harrow Bend.")
    choose_photo(page, "eights harrow", "The eights pass under the bridge.")
    desk.publish(page)

    reader = open_window()
    reader.goto("/sports/")
    reader.get_by_role("link", name="Regatta draws nine boats").first.click()
    expect(reader.get_by_role("img", name="Two boats beneath a bridge").first).to_be_visible()
    expect(reader.get_by_text(f"{PHOTOGRAPHER} / The Ledger").first).to_be_visible()
    page.goto("/newsroom/photos/mine/")
    mine = page.locator(".newsroom-descriptions li").filter(has_text="The eights pass").first
    expect(mine).to_contain_text("Regatta draws nine boats")
    expect(mine).to_contain_text("leads a story")


def describe_the_first(page: Page, caption: str, alt: str) -> None:
    """Say what the first of the photos that came in shows, by keyboard alone: the way there has the focus."""
    page.keyboard.press("Enter")
    page.get_by_label("Title").first.focus()
    for words in (caption, alt):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.keyboard.press("Control+s")
    expect(page.locator(".messages")).to_contain_text("1 photo is saved.")


def choose_photo(page: Page, words: str, name: str) -> None:
    """Choose a story's lead photo in the newsroom's window, by words of it."""
    page.get_by_role("button", name=re.compile("^Choose a photo$")).first.click()
    window = page.locator(".modal")
    window.get_by_label("Search term").fill(words)
    expect(window.locator("[data-chooser-modal-choice]")).to_have_count(1)
    expect(window).to_contain_text(f"{PHOTOGRAPHER} / The Ledger")
    window.get_by_role("link", name=name).click()
    expect(window).to_have_count(0)


def test_a_photographers_pictures_are_found_by_the_name(page: Page):
    page.goto("/newsroom/photos/add/")
    bring(page, [picture(11)], credit="Ruth Osei / Union Wire", caption="The grain elevator.")

    page.goto("/newsroom/photos/")
    page.get_by_role("button", name="Show filters").click()
    page.get_by_role("button", name="Photographer").click()
    page.get_by_label("Photographer").fill("osei")

    expect(page.locator("[data-card]")).to_have_count(1)
    expect(page.locator("[data-card]")).to_contain_text("The grain elevator.")
    expect(page).to_have_url(re.compile(r"photographer=osei"))
    expect(page.locator(".newsroom-card")).to_contain_text("Not used yet")


def test_an_assignment_is_asked_for_taken_and_done_with_its_photos(page: Page):
    page.goto("/newsroom/photos/assignments/")
    page.get_by_role("link", name="New assignment").click()
    page.locator("[name=what]").fill("Opening night at the Grange")
    page.locator("[name=where]").fill("12 Mill Street")
    page.locator("[name=starts_at]").fill("2026-11-22 19:00")
    page.keyboard.press("Escape")
    page.locator("[name=notes]").fill("Ask for Ruth Osei at the side door.")
    page.keyboard.press("Control+s")
    expect(page.locator(".messages")).to_contain_text("is saved")

    page.get_by_role("button", name="I go").click()
    expect(page.locator(".messages")).to_contain_text("You go.")
    page.goto("/newsroom/photos/assignments/?which=mine")
    page.get_by_role("link", name="Opening night at the Grange").click()
    page.get_by_role("button", name="Done: its photos are in").click()
    expect(page.locator(".messages")).to_contain_text("No photo has come in for it.")
    page.get_by_role("link", name="Upload its photos").click()
    expect(page.locator("[name=place]")).to_have_value("12 Mill Street")
    bring(page, [picture(21), picture(22)], credit=f"{PHOTOGRAPHER} / The Ledger")

    page.goto("/newsroom/photos/assignments/?which=mine")
    page.get_by_role("link", name="Opening night at the Grange").click()
    expect(page.locator(".newsroom-sheet").first.locator("li")).to_have_count(2)
    page.get_by_role("button", name="Done: its photos are in").click()

    expect(page.locator(".messages")).to_contain_text("It is done")
    page.goto("/newsroom/photos/assignments/?which=past")
    expect(page.get_by_role("link", name="Opening night at the Grange")).to_be_visible()


def test_below_a_credit_that_is_written_stands_how_it_is_understood(page: Page):
    page.goto("/newsroom/photos/1/")
    shown = page.locator("[data-credit]")

    page.get_by_label("Credit", exact=True).fill("Nell Roe and Jon Abbey/AP, file")

    expect(shown).to_contain_text("Nell Roe, Jon Abbey")
    expect(shown).to_contain_text("An agency")
    # What somebody says part by part holds.
    page.get_by_text("Misread? Say it part by part").click()
    expect(page.locator("[name=part-organisation]")).to_have_value("AP")
    page.locator("[name=part-organisation]").fill("Union Wire")
    expect(page.locator("[name=part-by_hand]")).to_be_checked()


def test_words_that_an_ended_session_did_not_take_are_offered_on_the_photos_page(
    page: Page, running_paper: RunningPaper
):
    page.goto("/newsroom/photos/2/")
    page.wait_for_timeout(1_500)
    page.get_by_label("Caption", exact=True).fill("Words of a session that ended.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("[name=login]").fill(running_paper.name)
    page.locator("[name=password]").fill(running_paper.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/newsroom/photos/2/")

    expect(page.locator("#newsroom-keeping")).to_contain_text("Your words from")
    page.get_by_role("button", name="Put them back").click()
    expect(page.get_by_label("Caption", exact=True)).to_have_value("Words of a session that ended.")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".messages")).to_contain_text("is saved")
    page.goto("/newsroom/photos/2/")
    page.wait_for_timeout(1_500)
    expect(page.locator("#newsroom-keeping")).to_be_hidden()
    running_paper.first_session.clear()


def test_the_arrow_keys_go_from_picture_to_picture_and_x_ticks_them(page: Page):
    page.goto("/newsroom/photos/")
    cards = page.locator("[data-card]")
    cards.first.focus()

    page.keyboard.press("x")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    page.keyboard.press("ArrowDown")

    expect(page.locator("[data-photo-sheet] input:checked")).to_have_count(2)
    expect(cards.nth(1)).not_to_be_focused()
    page.get_by_role("button", name="Change what the ticked ones share").click()
    expect(page.get_by_role("heading", level=1).last).to_have_text("Change what 2 photos share")
