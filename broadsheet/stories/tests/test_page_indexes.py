"""Indexes of ours on Wagtail's page table: there after every migrate, and used by the questions they were made for."""

from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from broadsheet.stories.models import Story
from broadsheet.stories.page_indexes import INDEXES, make_page_indexes

pytestmark = pytest.mark.django_db


def indexes() -> set[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "wagtailcore_page")
    return {name for name, about in found.items() if about["index"]}


def test_every_index_is_there_after_migrate() -> None:
    assert set(INDEXES) <= indexes()


def test_an_index_that_was_lost_is_made_again_by_the_next_migrate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX broadsheet_page_expires")
    assert "broadsheet_page_expires" not in indexes()

    make_page_indexes(using="default")

    assert set(INDEXES) <= indexes()


QUESTIONS = {
    "broadsheet_page_alias": lambda: Page.objects.filter(alias_of_id=7).order_by(),
    "broadsheet_page_depth": lambda: Page.objects.filter(depth=2).order_by("path"),
    "broadsheet_page_expires": lambda: Page.objects.filter(
        expire_at__lte=timezone.now()
    ).order_by(),
}


@pytest.mark.sqlite
@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_that_would_walk_the_archive_uses_its_index(name: str) -> None:
    plan: Any = QUESTIONS[name]().explain()

    assert name in plan


def test_saving_a_story_writes_to_no_search_index() -> None:
    """Wagtail's own costs 300 ms at each save of a story at 100,000 (decision 9)."""
    assert Story.search_auto_update is False
