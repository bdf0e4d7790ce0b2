"""Every kind of page that a reader may meet, standing in the running demo paper or beside it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError

import pytest
from playwright.sync_api import Page, Route

from tests.running import RunningPaper

OpenWindow = Callable[..., Page]

KINDS = {
    "front": "/",
    "section": "/local-news/",
    "wire section": "/nation-world/",
    "nested section": "/sports/high-school/",
    "empty section": "/obituaries/",
    "story": "/2026/11/council-closes-mill-street-bridge/",
    "story with a chart": "/2026/11/orchard-plans-for-late-frost/",
    "story with a gallery": "/2026/11/three-ways-across-the-teal/",
    "story with a film": "/2026/11/who-paints-the-towns-name/",
    "story with a film kept elsewhere": "/2026/11/how-they-voted/",
    "live coverage": "/2026/11/the-bridge-meeting-as-it-happened/",
    "part of a series": "/2025/07/mile-25-the-ditch/",
    "story in Spanish": "/2026/11/tres-maneras-de-cruzar-el-teal/",
    "press release": "/2022/08/town-opens-depot-street-lot/",
    "opinion": "/2026/11/we-knew-about-the-bridge/",
    "column": "/2026/11/what-the-river-remembers/",
    "letter": "/2026/11/letter-it-was-our-car/",
    "review": "/2026/11/review-the-tempest-at-the-mill/",
    "wire story of 2016": "/2016/05/eleven-nations-near-deal-on-storm-buoys/",
    "wire copy as it came": "/2026/10/keeper-wanted-3100-apply/",
    "numbered page": "/local-news/page/1/",
    "topics": "/topics/",
    "topic": "/topics/mill-street-bridge/",
    "numbered page of a topic": "/topics/mill-street-bridge/page/1/",
    "series": "/series/upstream/",
    "to be republished": "/republish/2026/11/council-closes-mill-street-bridge/",
    "journalist": "/people/odalys-brandt/",
    "month": "/2026/11/",
    "contact": "/contact/",
    "support": "/support/",
    "slip for a cheque": "/support/slip/",
    "poster": "/support/poster/",
    "corrections": "/corrections/",
    "corrections of a year": "/corrections/2026/",
    "standing page": "/about/",
    "not found": "/no-such-page/",
    "taken down": "/2020/02/taken-down/",
    # Neither has an address in a paper that is set up and in order.
    "out of order": "/out-of-order/",
    "being set up": "/being-set-up/",
}
STATUSES = {"not found": 404, "taken down": 410, "out of order": 500}
STAND_INS = {"/out-of-order/": 500, "/being-set-up/": 200}
every_kind = pytest.mark.parametrize("kind", KINDS)

# Run inside the paper, as `broadsheet manage shell` would: what the demo paper has no example of.
MORE_KINDS = """
import json
from datetime import UTC, datetime
from django.test import RequestFactory
from broadsheet.masthead.last_words import printed_notice
from broadsheet.masthead.views import being_set_up
from broadsheet.sections.models import Front, Section
from broadsheet.stories.models import Story

front = Front.objects.get()
sports = Section.objects.get(slug="sports")
nested = sports.add_child(instance=Section(title="High School", slug="high-school", on_front=False))
front.add_child(instance=Section(title="Obituaries", slug="obituaries"))

def file(section, headline, year, month):
    when = datetime(year, month, 3, 18, tzinfo=UTC)
    story = Story(title=headline, live=False, first_published_at=when, teaser="It was close.")
    story.body = [("paragraph", "<p>It was closer than anybody had said.</p>")]
    section.add_child(instance=story)
    story.save_revision().publish()
    return Story.objects.get(pk=story.pk)

file(nested, "Herons win by a point", 2025, 3)
file(sports, "Taken down", 2020, 2).unpublish()
answers = {
    "/being-set-up/": being_set_up(RequestFactory().get("/")).content.decode(),
    "/out-of-order/": printed_notice("localhost", "/", 500).decode(),
}
print("ANSWERS" + json.dumps(answers))
"""


class StandIns(NamedTuple):
    """What the paper would answer if it was out of order, or not set up yet: by path."""

    paper: RunningPaper
    answers: dict[str, str]

    def read(self, path: str) -> str:
        """Return the page at a path, whatever its status."""
        if path in self.answers:
            return self.answers[path]
        try:
            return self.paper.read(path)
        except HTTPError as error:
            return error.read().decode()

    def stand_in(self, page: Page) -> None:
        for path, words in self.answers.items():
            page.route(self.paper.address + path, _answer(words, STAND_INS[path]))


def _answer(words: str, status: int) -> Callable[[Route], None]:
    def fulfil(route: Route) -> None:
        from broadsheet.press.headers import READER_HEADERS

        headers = {**READER_HEADERS, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(status=status, headers=headers, body=words)

    return fulfil


@pytest.fixture(scope="session")
def all_kinds(running_paper: RunningPaper) -> StandIns:
    """The running paper with all kinds of page in it."""
    said = running_paper.shell(MORE_KINDS)
    return StandIns(running_paper, json.loads(said.partition("ANSWERS")[2]))


@pytest.fixture
def open_kind(open_window: OpenWindow, all_kinds: StandIns) -> OpenWindow:
    """Return a function that opens a kind of page: `open_kind("front", width=360, dark=True)`."""

    def open_one(kind: str, **options: object) -> Page:
        page = open_window(**options)
        all_kinds.stand_in(page)
        go(page, KINDS[kind])
        return page

    return open_one


def go(page: Page, path: str) -> None:
    """Open a page and wait until its typefaces and the pictures in view are there."""
    page.goto(path)
    page.evaluate("document.fonts.ready")


def write_pages(kinds: StandIns, folder: Path) -> list[Path]:
    """Write each kind of page into a folder, and return the files."""
    files = []
    for kind, path in KINDS.items():
        files.append(folder / f"{kind.replace(' ', '-')}.html")
        files[-1].write_text(kinds.read(path))
    return files
