"""Live coverage with many entries: the page keeps its budget, and earlier pages never shift."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.stories import live
from broadsheet.stories.live_page import pages_before
from broadsheet.stories.models import LiveEntry, Story
from broadsheet.stories.models.live import ENTRIES_A_PAGE

pytestmark = pytest.mark.django_db
MOST_ELEMENTS, MOST_BYTES = 900, 20 * 1024

WORDS = (
    "The council heard from {} people on the Mill Street bridge, among them the owner of the bait shop, who said "
    "that a detour of {} miles would cost her the summer, and the county's engineer, who showed photographs of rust "
    "on {} of the girders."
)


def fill(tell: Callable[..., LiveEntry], count: int) -> list[LiveEntry]:
    """Post entries, an hour old at first and a second apart."""
    start = timezone.now() - timedelta(hours=1)
    return [
        tell(
            WORDS.format(number, number * 7 % 31, number * 13 % 47),
            headline=f"Speaker {number} at the lectern" if number % 3 == 0 else "",
            at=start + timedelta(seconds=number),
            author="Nell Tellander",
        )
        for number in range(1, count + 1)
    ]


def test_a_page_of_many_entries_keeps_its_budget(read, press, covered, tell, make_story):
    for number in range(13):
        make_story(f"Beside it {number}", teaser="One sentence.")
    fill(tell, 65)
    press.print_all()

    page = read(covered.permalink).text

    assert page.count('class="entry"') == ENTRIES_A_PAGE
    assert len(re.findall(r"<[a-z]", page)) <= MOST_ELEMENTS
    assert len(gzip.compress(page.encode())) <= MOST_BYTES


def test_earlier_entries_stand_on_pages_that_never_shift(read, press, covered, tell):
    entries = fill(tell, 2 * ENTRIES_A_PAGE + 1)
    press.print_all()
    first = f"{covered.permalink}earlier/1/"
    page, story = read(first).text, read(covered.permalink).text

    fill(tell, ENTRIES_A_PAGE // 2)
    press.print_all()

    assert read(first).text == page
    assert read(first).is_printed
    for entry in entries[:ENTRIES_A_PAGE]:
        assert f'id="entry-{entry.pk}"' in page
    assert f'id="entry-{entries[ENTRIES_A_PAGE].pk}"' not in page
    # What has left the story's page is never out of reach.
    assert f'href="{covered.permalink}earlier/{pages_before(len(entries))}/"' in story


def test_every_entry_is_on_the_story_s_page_or_on_the_pages_it_leads_to(client, covered, tell):
    for count in (ENTRIES_A_PAGE, 1, ENTRIES_A_PAGE - 1, 1, 3):
        fill(tell, count)
        path, seen = covered.permalink, set()
        for _ in range(9):
            page = client.get(path).text
            seen |= set(re.findall(r'id="entry-(\d+)"', page))
            earlier = re.findall(r'<a href="([^"]+)">Earlier entries</a>', page)
            if not earlier:
                break
            path = earlier[0]

        assert {int(key) for key in seen} == set(covered.live_entries.values_list("pk", flat=True))


def test_a_page_of_earlier_entries_leads_on_to_the_next_once_there_is_one(
    read, press, covered, tell
):
    fill(tell, ENTRIES_A_PAGE + 5)
    first = f"{covered.permalink}earlier/1/"
    press.print_all()
    assert "Later entries" not in read(first).text

    fill(tell, ENTRIES_A_PAGE)
    press.print_all()

    assert f'<a href="{covered.permalink}earlier/2/">Later entries</a>' in read(first).text


def test_deleting_an_early_entry_moves_no_other(read, press, covered, tell, editor):
    entries = fill(tell, 2 * ENTRIES_A_PAGE + 1)
    second = f"{covered.permalink}earlier/2/"
    press.print_all()
    before = read(second).text

    live.delete(entries[2], by=editor)
    press.print_all()

    assert read(second).text == before
    assert f"entry-{entries[2].pk}" not in read(f"{covered.permalink}earlier/1/").text


@pytest.mark.parametrize("kept", ["/news/2011/bridge/", "/news/bridge.html", "/bridge"])
def test_earlier_pages_stand_below_an_address_that_a_story_kept(client, covered, tell, kept):
    fill(tell, ENTRIES_A_PAGE + 1)
    covered.permalink = kept
    Story.objects.filter(pk=covered.pk).update(permalink=kept)

    page = client.get(f"{kept.rstrip('/')}/earlier/1/")

    assert page.status_code == 200
    assert page.text.count('class="entry"') == ENTRIES_A_PAGE
    assert f'href="{kept.rstrip("/")}/earlier/1/"' in client.get(kept).text


def test_an_earlier_page_that_is_not_there_is_not_found(client, covered, tell, make_story):
    tell()
    plain = make_story("No coverage")

    assert client.get(f"{covered.permalink}earlier/2/").status_code == 404
    assert client.get(f"{plain.permalink}earlier/1/").status_code == 404
    assert client.get("/no/such/earlier/1/").status_code == 404


def test_an_unpublished_story_takes_its_earlier_pages_along(read, press, covered, tell):
    fill(tell, ENTRIES_A_PAGE + 1)
    first = f"{covered.permalink}earlier/1/"
    press.print_all()
    assert read(first).status == 200

    covered.unpublish()
    press.print_all()

    assert read(first).status == 410


def test_a_story_with_a_new_address_leads_its_earlier_pages_there(client, covered, tell):
    fill(tell, ENTRIES_A_PAGE + 1)
    old = covered.permalink
    covered.story_slug = covered.address_wanted = "bridge-vote-live"
    covered.save_revision().publish()
    covered.refresh_from_db()

    answer = client.get(f"{old}earlier/1/")

    assert answer.status_code == 301
    assert answer.url == f"{covered.permalink}earlier/1/"
