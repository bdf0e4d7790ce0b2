"""One photo in two stories, each with its own part, caption and alt text: chosen by pointer, by keys alone, and on a phone."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.request import urlopen

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests import access, desk
from tests.running import RunningPaper
from tests.test_live_journey import cover_live, post, sideways
from tests.town import jpeg

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]
# As the browser drew it, whatever the page says.
SHAPE = "(image) => image.decode().then(() => image.naturalWidth / image.naturalHeight)"


@pytest.fixture
def at_desk(open_window: OpenWindow, running_paper: RunningPaper) -> Page:
    page = open_window()
    desk.sign_in_first(page, running_paper)
    return page


def part(page: Page, name: str = "lead_crop") -> Locator:
    """Open the choice of the part that a use shows."""
    choice = page.locator("[data-crop]").filter(has=page.locator(f"[name={name}]"))
    choice.locator("summary").click()
    expect(choice.locator("[data-crop-image]")).to_be_visible()
    return choice


def kept(choice: Locator) -> list[int]:
    """Return the four numbers that the form keeps; none for the whole photo."""
    words = choice.locator("[data-of-photo]").input_value()
    return [int(number) for number in words.partition("@")[0].split(",") if number]


def choose_photo(page: Page, within: Locator, title: str) -> None:
    """Choose a photo that the paper has."""
    within.get_by_role("button", name=re.compile("^Choose a")).click()
    page.locator(".modal").get_by_role("link", name=title).first.click()
    expect(page.locator(".modal")).to_have_count(0)


def drag(page: Page, what: Locator, across: int, down: int) -> None:
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y + down, steps=4)
    page.mouse.up()


def shown(page: Page, address: str) -> tuple[str | None, str, float]:
    """Return what a reader gets of a story's lead photo: alt text, caption, width for each unit of height."""
    page.goto(address)
    figure = page.locator(".story-body figure").first
    image = figure.locator("img")
    shape: float = image.evaluate(SHAPE)
    return image.get_attribute("alt"), figure.locator(".caption").inner_text(), round(shape, 2)


def is_river(colour: Any) -> bool:
    return bool(colour == pytest.approx((62, 92, 84), abs=14))


def card(paper: RunningPaper, address: str) -> Any:
    with urlopen(f"{paper.address}/share{address}card.jpg", timeout=30) as answer:
        return Image.open(BytesIO(answer.read())).convert("RGB")


def write_of_the_sky(page: Page) -> str:
    """Publish a story with the square at the left of a new photo, chosen with the mouse; return its address."""
    desk.start_story(page, "Local News")
    desk.write(page, "The sky over the ferry", "It was red.")
    desk.bring_photo(page, caption="The ferry at dusk.", alt="A small ferry", credit="Nell Roe")
    own = page.locator("#id_lead_alt-own")
    expect(own).to_have_text("Empty, readers get the photo's own: “A small ferry”")
    expect(page.locator("[name=lead_alt]")).to_have_value("")
    choice = part(page)
    choice.get_by_role("button", name="1:1").click()
    square = kept(choice)
    drag(page, choice.locator("[data-crop-frame]"), -300, 0)
    assert kept(choice) == [0, *square[1:]]
    page.locator("[name=lead_caption]").fill("Red, at nine.")
    desk.publish(page)
    desk.find_story(page, "The sky over the ferry")
    return desk.live_address(page)


def write_of_the_river(page: Page) -> str:
    """Publish a story with the foot of the same photo, chosen by keys and numbers alone; return its address."""
    desk.start_story(page, "Sports")
    desk.write(page, "The river under the ferry", "It was green.")
    choose_photo(page, page.locator("#id_lead_photo-chooser"), "The ferry at dusk")
    choice = part(page)
    choice.get_by_label("Height").fill("30")
    choice.get_by_label("Height").press("Enter")
    choice.locator("[data-crop-frame]").focus()
    for key in ["Shift+ArrowDown"] * 3 + ["ArrowDown"] * 80:
        page.keyboard.press(key)
    assert kept(choice) == [0, 670, 1000, 330]
    expect(choice.get_by_role("status").last).to_have_text(re.compile("100 percent wide, 33 perc"))
    page.locator("[name=lead_alt]").fill("A wide brown river")
    page.locator("[name=lead_caption]").fill("Green, at ten.")
    desk.publish(page)
    desk.find_story(page, "The river under the ferry")
    return desk.live_address(page)


@pytest.mark.each_database
def test_one_photo_runs_in_two_stories_and_each_shows_its_own_part_and_words(
    at_desk: Page, open_window: OpenWindow, running_paper: RunningPaper
):
    first, second = write_of_the_sky(at_desk), write_of_the_river(at_desk)

    reader = open_window(width=390)
    assert shown(reader, first) == ("A small ferry", "Red, at nine.", 1.0)
    alt, caption, shape = shown(reader, second)
    assert (alt, caption) == ("A wide brown river", "Green, at ten.")
    assert shape == pytest.approx(1280 / (853 * 0.33), rel=0.02)
    # On the cards of links: of the square, sky above and river below; of the foot, nothing but river.
    cards = [card(running_paper, address) for address in (first, second)]
    rivers = [[is_river(one.getpixel((930, y))) for y in (100, 500)] for one in cards]
    assert rivers == [[False, True], [True, True]]


def with_a_photo_in_the_text(page: Page, title: str) -> tuple[Locator, Locator]:
    """Begin a story with a photo in its text; return the photo's field, and the opened choice of its part."""
    desk.start_story(page, "Local News")
    desk.write(page, "Two photos, one after the other", "Text.")
    page.locator('[data-contentpath="body"]').get_by_title("Insert a block").last.click()
    page.get_by_role("option", name="Photo", exact=True).first.click()
    photo = page.locator('[data-contentpath="photo"]').last
    choose_photo(page, photo, title)
    name = page.locator("[name^=body][name$=-crop]").get_attribute("name") or ""
    return photo, part(page, name)


def test_in_the_text_a_part_is_dropped_with_the_photo_that_it_was_made_for(at_desk: Page):
    photo, choice = with_a_photo_in_the_text(at_desk, "Larkmere Town Hall")
    choice.get_by_role("button", name="4:5").click()
    left, top, width, height = kept(choice)
    assert (top, height) == (0, 1000)
    assert width == pytest.approx(533, abs=2)
    drag(at_desk, choice.locator('[data-crop-handle="1 1"]'), -60, -10)
    # Its shape stays, and so does the other corner.
    assert kept(choice)[:2] == [left, top]
    assert kept(choice)[2] < width
    assert kept(choice)[2] / kept(choice)[3] == pytest.approx(width / height, rel=0.02)
    assert access.faults(at_desk, within="[data-crop]:has([open])") == ""

    photo.get_by_role("button", name="Actions").click()
    at_desk.get_by_role("button", name=re.compile("^Change")).locator("visible=true").click()
    at_desk.locator(".modal").get_by_role("link", name="The north water tower").first.click()

    expect(choice.get_by_text("belonged to the photo before")).to_be_visible()
    assert kept(choice) == []
    expect(at_desk.get_by_text("the photo's own: “").last).to_contain_text("tower")


def test_on_a_phone_the_part_of_a_picture_is_chosen_before_it_is_sent(
    open_window: OpenWindow, running_paper: RunningPaper
):
    phone = open_window(width=390, height=800, has_touch=True)
    desk.sign_in_first(phone, running_paper)
    number, address = cover_live(phone, "High water at the landing")
    phone.goto(f"/newsroom/stories/{number}/live/")
    phone.get_by_text("With a photo").click()
    expect(phone.get_by_text("Once a photo is here")).to_be_visible()
    picture = {"name": "water.jpg", "mimeType": "image/jpeg", "buffer": jpeg(1280, 853)}

    phone.locator("[name=photo]").set_input_files(picture)
    choice = part(phone, "crop")
    choice.get_by_role("button", name="16:9").tap()
    assert sideways(phone) <= 0
    expect(phone.get_by_text("The photo has no alt text of its own")).to_be_visible()
    post(phone, "The river is at the door.", alt_text="Brown water at a door")
    expect(phone.get_by_role("status").last).to_contain_text("Posted.")

    # What was posted is not in the way of what comes next.
    assert kept(choice) == []
    expect(choice.locator("[data-crop-tool]")).to_be_hidden()
    phone.goto(address)
    image = phone.locator(".entry").get_by_role("img", name="Brown water at a door")
    assert image.evaluate(SHAPE) == pytest.approx(16 / 9, rel=0.02)
