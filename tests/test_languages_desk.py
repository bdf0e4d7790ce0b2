"""The newsroom's screens open in each language that it speaks: no sentence breaks on what is put into it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import translation

from broadsheet.masthead.models import Paper
from broadsheet.newsroom.models import User
from broadsheet.stories.corrections import correct
from broadsheet.stories.models import Story

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

LANGUAGES = ["es", "ar"]
OF_A_STORY = [
    *("pages/{}/edit/", "pages/{}/view_draft/", "pages/{}/history/", "pages/{}/copy/"),
    *("pages/{}/unpublish/", "pages/{}/delete/", "pages/{}/usage/", "pages/{}/privacy/"),
    *("stories/{}/correct/", "stories/{}/receipts/", "stories/{}/live/"),
    "pages/{}/revisions/compare/earliest...latest/",
]
# These only leave: for another door, or for good.
LEAVE = {"logout/", "test404/", "failwhale/"}


def paths(patterns: Any, before: str = "") -> Iterator[str]:
    """Give the path of each screen that needs nothing but its address."""
    for one in patterns:
        path = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from paths(one.url_patterns, path)
        elif not set("<^($") & set(path):
            yield path


def screens() -> list[str]:
    found = paths(get_resolver().url_patterns)
    inside = {path.removeprefix("newsroom/") for path in found if path.startswith("newsroom/")}
    return [f"/newsroom/{path}" for path in sorted(inside - LEAVE)]


def statuses(client: Client, stories: list[Story]) -> dict[str, int]:
    of_stories = [f"/newsroom/{path.format(one.pk)}" for path in OF_A_STORY for one in stories]
    return {path: client.get(path).status_code for path in (*screens(), *of_stories)}


@pytest.fixture
def stories(make_story: Any, tell: Any, covered: Story, publisher: User) -> list[Story]:
    """Stories in every state, some of each so that what counts them says its plural."""
    made = [make_story(f"Ferry runs again, part {n}", by=publisher) for n in range(3)]
    drafts = [make_story(f"Ferry may stop, part {n}", live=False, by=publisher) for n in range(3)]
    for _ in range(3):
        tell("The vote is in.")
        made[0].save_revision(user=publisher)
        correct(made[0], wrong="The day.", right="Monday.", editor=publisher)
    return [made[0], drafts[0], covered]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_the_newsroom_opens(
    client: Client, paper: Paper, publisher: User, stories: list[Story], language: str
) -> None:
    publisher.is_superuser = True
    publisher.save()
    client.force_login(publisher)
    paper.language = language
    paper.save()

    found = statuses(client, stories)

    assert {path: one for path, one in found.items() if one >= 500} == {}
    assert sum(one == 200 for one in found.values()) > 60
    with translation.override(language):
        assert translation.gettext("Sign in") in Client().get("/newsroom/login/").text
