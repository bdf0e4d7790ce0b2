"""The demo paper in Spanish and from right to left, and every component with the longest words: looked at in a browser."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from broadsheet.newsroom.components import samples
from tests import access
from tests.desk import (
    act,
    find_story,
    live_address,
    sign_in,
    sign_in_first,
    start_story,
    write,
)
from tests.kinds import KINDS, go
from tests.running import RunningPaper

pytestmark = [pytest.mark.browser, pytest.mark.reader]
OpenWindow = Callable[..., Page]
WIDTHS = [320, 768, 1440]
# Direction, and what the link over every page says.
LANGUAGES = {"es": ("", "Ir a las noticias"), "ar": ("rtl", "انتقل إلى الأخبار")}
# What has words of its own or stands in its own way; the rest follows from it.
SHOWN = [
    *("front", "section", "story", "story with a chart", "story with a gallery", "opinion"),
    *("wire story of 2016", "journalist", "month", "contact", "corrections", "standing page"),
    *("support", "slip for a cheque", "poster", "not found"),
]
PATHS = [KINDS[kind] for kind in SHOWN]


@pytest.fixture(scope="module")
def running_paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPaper]:
    """A paper of these tests' own, since its language is changed."""
    paper = RunningPaper(tmp_path_factory.mktemp("languages"), "--demo")
    try:
        yield paper.wait()
    finally:
        paper.stop()


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest, running_paper: RunningPaper) -> str:
    tell_the_paper(running_paper, f"paper.language = {request.param!r}")
    return str(request.param)


def tell_the_paper(paper: RunningPaper, change: str) -> None:
    """Change the paper's settings from beside the program, as another node would."""
    paper.shell(
        "from broadsheet.masthead.models import Paper; "
        f"paper = Paper.objects.get(); {change}; paper.save()"
    )


@pytest.mark.sampled(8)
@pytest.mark.parametrize("name", [one.name for one in samples()])
def test_a_component_holds_the_longest_words_and_shuts_nobody_out(
    open_window: OpenWindow, running_paper: RunningPaper, name: str
):
    page = open_window()
    sign_in_first(page, running_paper)

    for colours in ("light", "dark"):
        go(page, f"/newsroom/components/{name}/page/?colours={colours}")
        assert sideways(page) == {}, colours
        assert faults(page) == {}, colours


def test_the_components_stand_beside_each_other(
    open_window: OpenWindow, running_paper: RunningPaper
):
    page = open_window()
    sign_in_first(page, running_paper)

    page.goto("/newsroom/components/")
    dark = page.frame_locator("iframe").nth(1)

    expect(dark.locator("h1")).to_have_count(1)
    assert (
        dark.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        == "rgb(19, 22, 24)"
    )
    assert faults(page) == {}


def test_a_nameplate_that_is_drawn_fits_a_phone(
    open_window: OpenWindow, running_paper: RunningPaper
):
    drawing = '<svg viewBox="0 0 900 60"><path d="M0 0h900v60H0z"/></svg>'
    tell_the_paper(running_paper, f"paper.language = 'en-us'; paper.nameplate_svg = {drawing!r}")
    page = open_window(width=320, dark=True)

    try:
        go(page, "/")
        box = page.locator("h1 svg").bounding_box()
        colour = page.locator("h1 path").evaluate("path => getComputedStyle(path).fill")
        small = open_window(width=320)
        go(small, "/contact/")
        small_box = small.locator(".plate-small svg").bounding_box()
    finally:
        tell_the_paper(running_paper, "paper.nameplate_svg = ''")

    assert box
    assert small_box
    assert 250 < box["width"] <= 320
    assert small_box["width"] <= 320
    assert colour == "rgb(235, 233, 227)"
    assert sideways(page) == {}
    assert sideways(small) == {}


# From here on the newsroom's own door speaks the paper's language.
@pytest.mark.sampled(12)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_reads_in_the_papers_language(open_window: OpenWindow, language: str, path: str):
    direction, skip = LANGUAGES[language]
    page = open_window()

    go(page, path)

    assert page.locator("html").get_attribute("lang") == language
    assert (page.locator("html").get_attribute("dir") or "") == direction
    assert page.locator(".skip").inner_text() == skip
    assert sideways(page) == {}
    assert faults(page) == {}


CORRECTED = "The correction stands on the story and on the corrections page."
# What is written, what was wrong, and what is right.
WRITTEN = {
    "es": (
        "El transbordador vuelve el lunes",
        "El condado lo anunció el viernes.",
        "El texto decía martes.",
        "Vuelve el lunes.",
    ),
    "ar": (
        "العبّارة تعود يوم الاثنين",
        "أعلنت المقاطعة ذلك يوم الجمعة.",
        "ذكر النص يوم الثلاثاء.",
        "تعود يوم الاثنين.",
    ),
}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("width", [360, 1440])
def test_a_newsroom_writes_publishes_and_corrects_in_its_own_language(
    open_window: OpenWindow, running_paper: RunningPaper, language: str, width: int
):
    direction = LANGUAGES[language][0]
    headline, text, wrong, right = (f"{words} ({width})" for words in WRITTEN[language])
    page = open_window(width=width)
    with translation.override(language):
        sign_in(page, running_paper.name, running_paper.password)
        stands_well(page, direction)
        start_story(page, "Local News")
        write(page, headline, text)
        act(page, gettext("Publish"))
        expect(page.locator(".messages")).to_contain_text(headline)
        page.goto("/newsroom/stories/")
        stands_well(page, direction)
        number = find_story(page, headline)
        address = live_address(page)

        page.goto(f"/newsroom/stories/{number}/correct/")
        stands_well(page, direction)
        page.get_by_label(gettext("What was wrong")).fill(wrong)
        page.get_by_label(gettext("What is right")).fill(right)
        page.get_by_role("button", name=gettext("Publish the correction")).click()
        expect(page.locator(".messages")).to_contain_text(gettext(CORRECTED))

    reader = open_window(width=width)
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text(headline)
    expect(reader.get_by_text(text)).to_be_visible()
    expect(reader.get_by_text(right)).to_be_visible()


def stands_well(page: Page, direction: str) -> None:
    """Look whether a screen of the newsroom runs the right way, fits its window and shuts nobody out."""
    assert (page.locator("html").get_attribute("dir") or "ltr") == (direction or "ltr")
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    assert access.faults(page) == ""


def sideways(page: Page) -> dict[int, int]:
    """Return by how many pixels a page is too wide, by width of the window."""
    wider = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        # From right to left it would scroll to the other side.
        over = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        wider |= {width: over} if over > 0 else {}
    return wider


def faults(page: Page) -> dict[int, str]:
    found = {}
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        fault = access.faults(page, access.ADVISED)
        found |= {width: fault} if fault else {}
    return found
