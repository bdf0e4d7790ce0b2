"""What stands under a page is found whatever language the database sorts in."""

import pytest
from django.db import DatabaseError, connection, transaction
from wagtail.models import Page

from broadsheet.masthead.pages import at_or_under, open_pages, under
from broadsheet.sections.models import Section
from tests.running import missing
from tests.tools import postgres

pytestmark = pytest.mark.django_db

# Steps of a tree with many pages: the first, the last digit, the first letter, two that Danish sorts after Z, the last.
STEPS = ["0001", "0009", "000A", "00AA", "0AAZ", "000Z", "00Z0", "ZZZZ"]
# SQLite compares bytes, in every language.
LANGUAGES = ["", *postgres.LANGUAGES] if connection.vendor == "postgresql" else [""]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, db: None) -> str:
    """A language that the database sorts the places of pages in; empty for its own."""
    if not request.param:
        return ""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"CREATE COLLATION sorted (locale = '{request.param}.UTF-8')")
    except DatabaseError:
        missing(f"This PostgreSQL does not sort in {request.param}.")
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE wagtailcore_page ALTER COLUMN path TYPE varchar(255) COLLATE sorted"
        )
    return request.param


@pytest.fixture
def places(language: str, front) -> list[str]:
    """A section at each of these steps under the front, and beside each a page whose place begins almost the same."""
    made = []
    for number, step in enumerate(STEPS):
        for above in (front.path, front.path + STEPS[0]):
            section = Section(
                title=f"Section {number} {len(above)}",
                slug=f"section-{number}-{len(above)}",
                path=above + step,
                depth=len(above) // 4 + 1,
                url_path=f"/home/section-{number}-{len(above)}/",
                live=True,
            )
            Page.objects.filter(path=section.path).delete()
            section.save(clean=False)
            made.append(section.path)
    return made


def found(query) -> set[str]:
    return set(Section.objects.filter(query).values_list("path", flat=True))


def test_all_that_stands_under_a_page_is_found_and_nothing_else(places, front):
    for path in [front.path, *places]:
        below = {place for place in places if place.startswith(path) and place != path}

        assert below <= found(under(path))
        assert {place for place in found(under(path)) if not place.startswith(path)} == set()
        assert path not in found(under(path))
        assert found(at_or_under(path)) == found(under(path)) | ({path} - {front.path})


def test_open_pages_are_found_in_every_language(places, front):
    shown = {section.path for section in open_pages(Section, front)}

    assert set(places) <= shown


def test_what_stands_under_a_page_is_found_by_an_index(places, front):
    plan = Page.objects.filter(under(front.path)).explain()

    if connection.vendor == "sqlite":
        assert "SEARCH" in plan
        assert "SCAN" not in plan
    else:
        with connection.cursor() as cursor:
            # A table of a few rows is always read whole, unless that is made dear.
            cursor.execute("SET LOCAL enable_seqscan = off")
            assert "Index" in Page.objects.filter(under(front.path)).explain()
