"""What a browser makes of a photo's sizes: it loads the one that fits, before the demo paper's pages and a real photograph."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from random import Random
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from bench.photographs import photograph
from broadsheet.photos.size_specs import WIDTHS
from tests.kinds import KINDS, StandIns, go
from tests.posting import Colleague, Part
from tests.running import RunningPaper
from tests.test_bad_pictures import ADD, wait_for_worker
from tests.visits import KIB, scroll_to_the_end, visiting

pytestmark = [pytest.mark.browser, pytest.mark.reader, pytest.mark.sqlite]

# The windows in which the layout was looked at, with the dots a pixel that such screens have.
WINDOWS = [(320, 2), (390, 3), (768, 2), (1280, 1)]
PAGES = ["front", "section", "story", "story with a gallery", "story with a film kept elsewhere"]
# How far a width that is said may be from the real one: so much less, so much more.
LEAST, MOST = 0.8, 1.5
# Style makes the first card of these large, and any of them may come to stand first.
MAY_BE_FIRST = ".top-of .card, .rail li:nth-child(-n+2) .card"
LARGEST_OF_DEMO = 1280
FIRST_VIEW_PICTURES = 120 * KIB
# The photo, and how wide the file is.
NAME = re.compile(r"/media/images/(\w+)\..*?\.(\d+)\.\w+$")
OpenWindow = Callable[..., Page]

# What each picture says of its width, by the browser's own reading of it, and how wide it stands.
PICTURES = """(mayBeFirst) => [...document.querySelectorAll("picture img")].map((img) => {
  const sheet = new CSSStyleSheet();
  const probe = document.createElement("p");
  probe.id = "probe";
  document.body.append(probe);
  document.adoptedStyleSheets.push(sheet);
  let said = 0;
  for (const one of img.sizes.replace(/^auto, /, "").split(", ")) {
    const [, condition, width] = one.match(/^(?:(\\(.*\\)) )?(.+)$/);
    if (condition && !matchMedia(condition).matches) continue;
    sheet.replaceSync(`#probe { position: absolute; inline-size: ${width}; }`);
    said = probe.getBoundingClientRect().width;
    break;
  }
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  probe.remove();
  return {
    said, real: img.getBoundingClientRect().width, sizes: img.sizes, loaded: img.currentSrc,
    isEager: img.loading !== "lazy", mayBeFirst: !!img.closest(mayBeFirst),
  };
}).filter((one) => one.real)"""


class Shown(NamedTuple):
    """A picture in a page: the width that it says, the real one, in CSS pixels, and the file that the browser took."""

    said: float
    real: float
    sizes: str
    loaded: str
    is_eager: bool
    may_be_first: bool

    @property
    def says_the_truth(self) -> bool:
        if self.is_eager:
            return abs(self.said / self.real - 1) < 0.1
        return self.may_be_first or LEAST <= self.said / self.real <= MOST

    @property
    def stated(self) -> float:
        """The width by which the browser chooses: what an eager one says, and of others what it measures itself."""
        return self.said if self.is_eager else self.real

    @property
    def photo(self) -> str:
        found = NAME.search(self.loaded)
        assert found, self
        return found[1]


def pictures_of(page: Page) -> list[Shown]:
    found: list[dict[str, Any]] = page.evaluate(PICTURES, MAY_BE_FIRST)
    return [Shown(*one.values()) for one in found]


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("width", "dots"), WINDOWS)
def test_a_page_says_how_wide_its_photos_stand_and_the_browser_takes_the_file_that_fits(
    open_window: OpenWindow, all_kinds: StandIns, width: int, dots: int
):
    untrue, unfit, seen = [], [], 0
    for kind in PAGES:
        # In a window of its own: what another page has loaded in a larger size would be taken from there.
        page = open_window(width=width, device_scale_factor=dots)
        asked = heard(page)
        go(page, KINDS[kind])
        scroll_to_the_end(page)
        page.wait_for_load_state("networkidle")
        shown = pictures_of(page)
        seen += len(shown)
        untrue += [(kind, one) for one in shown if not one.says_the_truth]
        fits = {(one.photo, fitting(one.stated, dots)) for one in shown}
        unfit += [
            (kind, url)
            for url in asked
            if (found := NAME.search(url)) and _named(found) not in fits
        ]

    assert seen > 40
    assert untrue == []
    assert unfit == []


def heard(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    return asked


def _named(found: re.Match[str]) -> tuple[str, int]:
    return found[1], int(found[2])


def fitting(width: float, dots: int) -> int:
    """Return the width of the smallest file that is sharp; of those that the demo has, the largest if none is."""
    there = [one for one in WIDTHS if one <= LARGEST_OF_DEMO]
    return next((one for one in there if one >= width * dots - 1), there[-1])


@pytest.fixture(scope="module")
def story_with_photograph(running_paper: RunningPaper) -> Iterator[str]:
    """The path of a story that is led by a photograph as a camera takes it, and holds three more."""
    colleague = Colleague(running_paper, running_paper.name, running_paper.password)
    raw = BytesIO()
    photograph(Random(1), (3000, 2000)).save(raw, "JPEG", quality=90)
    photo = colleague.send(ADD, {}, "files", Part(b"ferry.jpg", raw.getvalue())).json()["photo"]
    wait_for_worker(running_paper)
    path = running_paper.shell(
        f"""
from broadsheet.sections.models import Section
from broadsheet.stories.models import Story
use = {{"photo": {photo}, "caption": "", "alt_text": ""}}
body = [{{"type": "paragraph", "value": "<p>The ferry runs again.</p>"}}, *[{{"type": "photo", "value": use}}] * 3]
story = Story(title="The ferry runs, and is seen", live=False, lead_photo_id={photo}, lead_alt="A ferry")
import json
story.body = json.dumps(body)
Section.objects.get(slug="local-news").add_child(instance=story)
story.save_revision().publish()
print("PATH" + Story.objects.get(pk=story.pk).permalink)
"""
    ).partition("PATH")[2]
    yield path.strip()
    running_paper.shell(
        "from broadsheet.stories.models import Story\n"
        "Story.objects.get(title='The ferry runs, and is seen').delete()\n"
        f"from broadsheet.photos.models import Photo\nPhoto.objects.get(pk={photo}).delete()"
    )


def test_the_pictures_that_a_phone_sees_first_of_a_story_weigh_little_and_nothing_moves(
    browser: Browser, all_kinds: StandIns, story_with_photograph: str
):
    with visiting(browser, all_kinds, story_with_photograph) as visit:
        lead = pictures_of(visit.page)[0]

        assert visit.first_view["image"] <= FIRST_VIEW_PICTURES
        assert visit.moved == 0
        assert lead.loaded.endswith(".680.avif")
        assert lead.is_eager


@pytest.mark.parametrize("kind", ["avif", "webp"])
def test_a_browser_that_does_not_know_a_kind_is_shown_the_next(
    open_window: OpenWindow, story_with_photograph: str, kind: str
):
    page = open_window(width=390)
    # As a browser reads a kind that it does not know.
    page.add_init_script(
        f"""new MutationObserver(() => {{
          for (const one of document.querySelectorAll('source[type="image/avif"], source[type="image/{kind}"]')) one.type = "image/none";
        }}).observe(document, {{ childList: true, subtree: true }});"""
    )

    page.goto(story_with_photograph)
    page.wait_for_load_state("networkidle")

    assert pictures_of(page)[0].loaded.endswith({"avif": ".webp", "webp": ".jpg"}[kind])
