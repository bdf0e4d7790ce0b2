"""What the newsroom has not published yet is found nowhere by anyone outside."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db
SECRET = "Zanderbridge"
PUBLIC = [
    "/",
    "/text/",
    "/local-news/",
    "/feed/",
    "/local-news/feed/",
    "/sitemap.xml",
    "/sitemap-pages.xml",
    "/news-sitemap.xml",
    "/corrections/",
    "/topics/",
    "/people/odalys-brandt/",
    f"/{SECRET.lower()}/",
    f"/?q={SECRET}",
    f"/search/?q={SECRET}",
]
NEWSROOMS_SEARCHES = [
    f"/newsroom/stories/?q={SECRET}",
    f"/newsroom/pages/search/?q={SECRET}",
    f"/newsroom/choose-page/search/?q={SECRET}",
    f"/newsroom/photos/?q={SECRET}",
    f"/newsroom/documents/chooser/results/?q={SECRET}",
]


@pytest.fixture
def unpublished(
    paper: Any, make_story: Callable[..., Any], make_photo: Any, journalist: Any
) -> None:
    """A draft, one that is scheduled, one that was taken down, and an edit of a story that readers have."""
    make_story(f"{SECRET} draft", live=False, bylines=[journalist])
    scheduled = make_story(f"{SECRET} scheduled", live=False, bylines=[journalist])
    scheduled.go_live_at = timezone.now() + timedelta(days=1)
    scheduled.save_revision().publish()
    make_story(f"{SECRET} taken down", bylines=[journalist]).unpublish()
    read_by_all = make_story("Ferry runs again", bylines=[journalist])
    read_by_all.title = f"{SECRET} edited"
    read_by_all.save_revision()


def test_s02_words_that_are_not_published_stand_on_no_page_and_in_no_list(
    read: Callable[..., Any], unpublished: None
) -> None:
    month = timezone.localdate().strftime("/%Y/%m/")
    sitemap = timezone.localdate().strftime("/sitemap-%Y-%m.xml")
    for path in (*PUBLIC, month, sitemap):
        answer = read(path)
        assert SECRET not in answer.text.replace(path, ""), path

    assert "Ferry runs again" in read("/").text


@pytest.mark.parametrize("path", NEWSROOMS_SEARCHES)
def test_s02_a_stranger_cannot_ask_the_newsrooms_searches(unpublished: None, path: str) -> None:
    answer = Client().get(path)

    assert answer.status_code == 302
    assert answer.url.startswith("/newsroom/login/")
