"""What stands beside every story: Talk to us, the rail; and only what works."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from broadsheet.letters.models import LetterRules
from broadsheet.masthead.models import Paper

pytestmark = pytest.mark.django_db


def piece(html: str, name: str) -> str:
    """Return one block of a page, by its class."""
    found = re.search(rf'<section class="{name}".*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def test_a_reader_finds_beside_a_story_how_to_reach_the_newsroom(read: Any, published_story: Any):
    block = piece(read(published_story.permalink).text, "talk-to-us")

    assert "mailto:news@larkmereledger.example" in block
    assert "tel:(608)555-0142" in block
    assert "14 Depot Street, Larkmere, Wis." in block
    assert 'href="/contact/"' in block


def test_a_story_that_is_alone_in_its_section_has_no_empty_rail(read: Any, published_story: Any):
    assert "More in Local News" not in read(published_story.permalink).text


def test_a_story_is_never_in_the_rail_beside_itself(read: Any, make_story: Callable[..., Any]):
    stories = [make_story(f"Local story {number}") for number in range(14)]

    for story in stories[-3:]:
        rail = piece(read(story.permalink).text, "rail")

        assert story.permalink not in rail
        assert len(re.findall("<h3", rail)) == 12


# A paper that nobody can reach -------------------------------------------------------------------
class EmptyThings(HTMLParser):
    """Finds lists, links and paragraphs that hold nothing."""

    WATCHED = ("ul", "ol", "dl", "a", "p", "h2", "h3")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[list[Any]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "img":
            self.handle_data("picture")
        if tag in self.WATCHED:
            self.open.append([tag, False])

    def handle_data(self, data: str) -> None:
        if data.strip():
            for thing in self.open:
                thing[1] = True

    def handle_endtag(self, tag: str) -> None:
        if tag in self.WATCHED:
            name, holds_something = self.open.pop()
            self.found += [] if holds_something else [name]


@pytest.fixture
def unreachable(paper: Paper) -> Paper:
    paper.email = paper.phone = paper.street_address = ""
    paper.save()
    LetterRules.objects.create(site=paper.site, takes_letters=False)
    return paper


def test_a_paper_that_takes_letters_alone_says_so(
    read: Any, unreachable: Paper, published_story: Any
):
    LetterRules.objects.get().delete()

    assert 'href="/letters/"' in piece(read(published_story.permalink).text, "talk-to-us")


@pytest.mark.parametrize("path", ["/", "/local-news/", "/contact/", "/corrections/", "story"])
def test_a_paper_without_contact_prints_nothing_that_leads_nowhere(
    read: Any, unreachable: Paper, published_story: Any, path: str
):
    page = read(published_story.permalink if path == "story" else path).text

    empty = EmptyThings()
    empty.feed(page)
    assert empty.found == []
    assert "mailto:?" not in page.replace("mailto:?subject", "")
    assert "/support/" not in page
    assert not [name for name in ("talk-to-us", "support", "support-band") if piece(page, name)]


def test_a_paper_without_contact_says_so_where_readers_look_for_it(read: Any, unreachable: Paper):
    assert "has not said yet how it is reached" in read("/contact/").text


def test_the_newsroom_is_told_that_readers_cannot_reach_it(
    client: Any, publisher: Any, unreachable: Paper
):
    client.force_login(publisher)

    assert "Readers of the Ledger are told no way to the newsroom" in client.get("/newsroom/").text


def test_contact_that_is_given_later_stands_on_old_pages_at_once(
    read: Any, press: Any, unreachable: Paper, published_story: Any
):
    read(published_story.permalink)
    unreachable.phone = "(608) 555-0199"
    unreachable.save()
    press.print_all()

    page = read(published_story.permalink).text

    assert "(608) 555-0199" in piece(page, "talk-to-us")
    assert 'href="/support/' in piece(page, "support")


# A paper that has not been set up ----------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/contact/", 200), ("/corrections/", 200), ("/nowhere/", 200), ("/a.b", 404)],
)
def test_before_the_first_steps_every_page_says_that_a_paper_is_being_made(
    read: Any, client: Any, path: str, status: int
):
    for answer in (read(path), client.get(path)):
        page = getattr(answer, "text", "")

        assert (answer.status if hasattr(answer, "status") else answer.status_code) == status
        assert "A newspaper is being set up here." in page
        empty = EmptyThings()
        empty.feed(page)
        assert empty.found == []


def test_what_was_said_before_the_first_steps_is_not_said_after_them(
    read: Any, press: Any, request: pytest.FixtureRequest
):
    assert "being set up" in read("/nowhere/").text

    request.getfixturevalue("paper")
    press.print_all()

    assert "The Larkmere Ledger" in read("/nowhere/").text
    assert "being set up" not in read("/nowhere/").text
    assert "The Larkmere Ledger" in read("/contact/").text
