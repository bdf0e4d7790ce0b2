"""A reader gives by pledge and by cheque, from the box beside a story to the slip, in a browser: with scripts and without."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Response, expect

from tests import access
from tests.kinds import KINDS
from tests.running import RunningPaper

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]
SENTENCE = "Donations processed in this system are not tax deductible."
# What the form adds to what every page of the paper brings (issue 8, 9.3), as sent.
MOST_BYTES = 30 * 1024
# Text size in pixels, contrast with what lies behind it, and whether it is closed away: of each sentence about taxes.
MEASURE = """() => [...document.querySelectorAll(".tax-line")].map((line) => {
  const drawn = (colour) => {
    const pen = new OffscreenCanvas(1, 1).getContext("2d");
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const light = (rgb) => rgb.slice(0, 3).map((one) => one / 255)
    .map((one) => one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4)
    .reduce((sum, one, place) => sum + one * [.2126, .7152, .0722][place], 0);
  let behind = line;
  while (behind.parentElement && drawn(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
  const style = getComputedStyle(line);
  // Behind what is printed lies nothing but paper.
  const ground = drawn(getComputedStyle(behind).backgroundColor)[3] === 0 ? "#fff" : getComputedStyle(behind).backgroundColor;
  const [one, other] = [style.color, ground].map((c) => light(drawn(c)));
  return {
    size: parseFloat(style.fontSize),
    contrast: (Math.max(one, other) + .05) / (Math.min(one, other) + .05),
    isSeen: line.getClientRects().length > 0 && !line.closest("details"),
  };
})"""


@pytest.fixture(scope="module")
def running_paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPaper]:
    """A paper of these tests' own, since they leave pledges in it; it has a fiscal sponsor and another site, too."""
    paper = RunningPaper(tmp_path_factory.mktemp("giving"), "--demo")
    try:
        paper.wait()
        paper.shell(
            "from broadsheet.donations.models import GiftRules; "
            "from wagtail.models import Site; "
            "GiftRules.objects.create(site=Site.objects.get(), bank_details='Bank of Harrow 12345', "
            "elsewhere_name='Harrow Fund', elsewhere_address='https://harrow.example/', names_donors=True, "
            "sponsor_name='Teal Fund', sponsor_fund='News Fund', sponsor_number='98-7654321', "
            "sponsor_address='https://teal.example/')"
        )
        yield paper
    finally:
        paper.stop()


def fill(page: Page, email: str = "nell.roe@example.org") -> None:
    page.get_by_label("Your name", exact=True).fill("Nell Roe")
    page.get_by_label("E-mail", exact=True).fill(email)


def is_in_order(page: Page) -> None:
    """Nobody is shut out, nothing is too wide, and the sentence stands there large and clear."""
    assert access.faults(page, access.ADVISED) == ""
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    measured = page.evaluate(MEASURE)
    assert measured
    assert [
        one for one in measured if one["size"] < 16 or one["contrast"] < 4.5 or not one["isSeen"]
    ] == []
    assert SENTENCE in page.locator("main").inner_text()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_sentence_is_large_and_clear_on_every_surface(
    open_window: OpenWindow, width: int, dark: bool
):
    page = open_window(width=width, dark=dark)

    for path in (
        "/",
        KINDS["story"],
        "/contact/",
        "/support/",
        "/support/poster/",
        "/support/thanks/",
    ):
        page.goto(path)
        measured = page.evaluate(MEASURE)
        assert measured, path
        assert all(
            one["size"] >= 16 and one["contrast"] >= 4.5 and one["isSeen"] for one in measured
        ), (path, measured)


def test_the_sentence_is_printed_as_large_as_it_is_shown(open_window: OpenWindow):
    page = open_window()
    page.emulate_media(media="print")

    for path in ("/support/", "/support/slip/", "/support/poster/", "/support/thanks/"):
        page.goto(path)
        seen = [one for one in page.evaluate(MEASURE) if one["isSeen"]]
        assert seen, path
        assert [one for one in seen if one["size"] < 16 or one["contrast"] < 4.5] == [], path


def test_what_lacks_an_amount_is_refused_at_once_without_a_puzzle(open_window: OpenWindow):
    page = open_window(width=360)
    page.goto("/support/")
    puzzles: list[str] = []
    page.on("request", lambda asked: puzzles.append(asked.url) if "/pass/" in asked.url else None)
    page.get_by_role("radio", name="Pledge").check()
    asked_before = len(puzzles)
    with page.expect_navigation():
        page.get_by_role("button", name="Go on").click()

    expect(page.locator("#refused")).to_be_visible()
    assert len(puzzles) == asked_before
    # Each line of what is wrong leads to its field.
    page.locator("#refused").get_by_role("link").first.click()
    expect(page.get_by_role("radio", name="$25", exact=True)).to_be_focused()


def test_a_form_in_text_stays_in_text_to_its_end(open_window: OpenWindow):
    page = open_window(width=390)
    page.goto("/text/support/")
    page.get_by_role("radio", name="Pledge").check()
    page.get_by_role("radio", name="$50", exact=True).check()
    page.get_by_label("Your name", exact=True).fill("Nell Roe")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("h1")).to_have_text("Read it over")
    expect(page.locator('link[rel="stylesheet"]')).to_have_count(1)
    page.wait_for_timeout(4_200)
    page.get_by_role("button", name="Send my pledge").click()

    expect(page.locator("h1")).to_have_text("Thank you for your pledge")
    expect(page.locator('link[rel="stylesheet"]')).to_have_count(1)
    expect(page.locator("main")).to_contain_text("No payment has been made.")


def test_a_pledge_is_made_from_the_box_beside_a_story(open_window: OpenWindow):
    page = open_window(width=360)
    page.goto(KINDS["story"])
    page.locator(".side > .support").get_by_role("link", name="$50").click()
    expect(page.get_by_role("radio", name="$50", exact=True)).to_be_checked()
    is_in_order(page)
    page.get_by_role("radio", name="Pledge").check()
    page.get_by_role("radio", name="Cash").check()
    fill(page)
    page.get_by_role("button", name="Go on").click()

    expect(page.locator("h1")).to_have_text("Thank you for your pledge")
    expect(page.locator("main")).to_contain_text("No payment has been made.")
    is_in_order(page)
    page.goto(KINDS["story"])
    expect(page.locator(".side > .support")).to_be_hidden()
    page.goto("/support/")
    page.get_by_role("button", name="Ask me again").click()
    page.goto("/")
    expect(page.locator(".support-band")).to_be_visible()


def test_without_scripts_a_cheque_is_announced_and_its_slip_printed(open_window: OpenWindow):
    page = open_window(width=360, scripts=False)
    page.goto("/")
    page.locator(".support-band").get_by_role("list", name="Once").get_by_role(
        "link", name="$100", exact=True
    ).click()
    page.get_by_role("radio", name="Mail a check").check()
    page.get_by_label("Another amount").fill("75.50")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("h1")).to_have_text("Read it over")
    expect(page.locator("main")).to_contain_text("$75.50")
    read_over = page.content()
    page.wait_for_timeout(4_200)
    page.get_by_role("button", name="Make my slip").click()

    expect(page.locator("h1")).to_have_text("Your slip is ready")
    noted = page.url
    page.get_by_role("link", name="The slip to print").click()
    expect(page.locator(".slip")).to_contain_text("$75.50")
    page.emulate_media(media="print")
    expect(page.locator(".slip .tax-line")).to_be_visible()
    expect(page.locator(".slip .code")).to_be_visible()

    # What is shown without scripts alone cannot be looked at without them.
    looked_at = open_window(width=360)
    looked_at.route(
        "**/read-over/", lambda route: route.fulfill(content_type="text/html", body=read_over)
    )
    for address in (noted, page.url, "/read-over/"):
        looked_at.goto(address)
        is_in_order(looked_at)


def test_a_gift_is_sent_by_the_keyboard_alone(open_window: OpenWindow):
    page = open_window()
    page.goto("/support/once/25/")
    page.locator("[name=sum]:checked").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="$50", exact=True)).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.insert_text("60")
    expect(page.get_by_role("radio", name="Other", exact=True)).to_be_checked()
    # Past the fee, to the ways; the card is the first.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Mail a check")).to_be_checked()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Your slip is ready")
    expect(page.locator("main")).to_contain_text("$60")


def test_what_was_refused_keeps_everything_and_says_where(open_window: OpenWindow):
    page = open_window(width=360)
    page.goto("/support/")
    page.get_by_role("radio", name="Pledge").check()
    page.get_by_label("A word to the newsroom").fill("Keep at it.")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/support/")
    refused = page.locator("#refused")
    expect(refused).to_contain_text("Choose one of the amounts, or write your own.")
    expect(refused).to_contain_text("Write your name.")
    expect(page.get_by_label("A word to the newsroom")).to_have_value("Keep at it.")
    is_in_order(page)


def test_the_form_is_small(open_window: OpenWindow):
    page = open_window(width=360)
    every_page, form = (weigh(page, path) for path in ("/corrections/", "/support/"))

    added = {address: size for address, size in form.items() if address not in every_page}

    assert len(added) >= 4
    assert sum(added.values()) <= MOST_BYTES, added


def weigh(page: Page, path: str) -> dict[str, int]:
    """Return what a page brings, by address, in bytes as they were sent."""
    sizes: dict[str, int] = {}

    def note(response: Response) -> None:
        sizes[response.url] = response.request.sizes()["responseBodySize"]

    page.on("response", note)
    page.goto(path, wait_until="networkidle")
    page.remove_listener("response", note)
    return sizes


def test_three_steps_lead_from_the_front_to_what_happens_next(open_window: OpenWindow):
    page = open_window(width=360)
    page.goto("/")

    page.locator(".support-band").get_by_role("list", name="Once").get_by_role(
        "link", name="$25", exact=True
    ).click()
    page.get_by_role("radio", name="Bank transfer You get").check()
    page.get_by_role("button", name="Go on").click()

    expect(page.locator("h1")).to_have_text("Your transfer")
    expect(page.locator("main")).to_contain_text("Bank of Harrow 12345")


def test_other_ways_have_their_own_boxes_and_words(open_window: OpenWindow):
    page = open_window(width=360)
    page.goto("/support/")

    sponsor = page.get_by_role("region", name="News Fund")
    elsewhere = page.get_by_role("region", name="On another site")

    expect(sponsor).to_contain_text("has control over their use")
    expect(sponsor).not_to_contain_text(SENTENCE)
    expect(elsewhere).to_contain_text(
        "You will leave this site. Harrow Fund will send your receipt."
    )
    expect(elsewhere.get_by_role("link")).to_have_attribute("href", "/support/elsewhere/")
