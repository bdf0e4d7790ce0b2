"""The newsroom's doors and clock."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from broadsheet.newsroom.models import User
from broadsheet.stories.models import Story
from broadsheet.stories.tests.test_roles import story_fields

pytestmark = pytest.mark.django_db


def test_the_sign_in_page_is_in_the_papers_name(client: Client, paper: Any) -> None:
    page = client.get("/newsroom/login/").text

    assert "The Larkmere Ledger" in page
    assert "Sign in to the newsroom." in page
    assert "Wagtail</title>" not in page


def test_the_sign_in_page_needs_no_paper(client: Client) -> None:
    assert client.get("/newsroom/login/").status_code == 200


def test_a_screen_that_does_not_exist_says_so(client: Client, editor: User, paper: Any) -> None:
    client.force_login(editor)

    page = client.get("/newsroom/nonsense/")

    assert page.status_code == 404
    assert "There is no such screen" in page.text


def test_a_script_that_may_not_is_told_with_a_bare_403(
    client: Client, reporter: User, published_story: Story
) -> None:
    client.force_login(reporter)
    url = reverse("wagtailadmin_pages:edit", args=[published_story.pk])

    answer = client.post(url, {}, headers={"x-requested-with": "XMLHttpRequest"})

    assert answer.status_code == 403


def schedule(client: Client, section: Any) -> datetime:
    url = reverse("wagtailadmin_pages:add", args=["stories", "story", section.pk])
    fields = story_fields("Planned", go_live_at="2030-01-15 06:00", **{"action-publish": "1"})
    client.post(url, fields)
    planned: datetime = Story.objects.get().go_live_at
    return planned


def test_six_in_the_morning_is_six_by_the_papers_clock(
    client: Client, editor: User, sections: Any
) -> None:
    client.force_login(editor)

    assert schedule(client, sections["local-news"]) == datetime(2030, 1, 15, 12, 0, tzinfo=UTC)


def test_whoever_has_chosen_a_zone_of_their_own_keeps_it(
    client: Client, editor: User, sections: Any
) -> None:
    UserProfile.objects.create(user=editor, current_time_zone="Europe/Berlin")
    client.force_login(editor)

    assert schedule(client, sections["local-news"]) == datetime(2030, 1, 15, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize("screen", ["add", "edit"])
def test_a_publisher_makes_people_but_no_administrators(
    client: Client, publisher: User, reporter: User, paper: Any, screen: str
) -> None:
    client.force_login(publisher)
    place = [reporter.pk] if screen == "edit" else []
    fields = {
        "username": "newcomer",
        "email": "new@larkmereledger.example",
        "first_name": "New",
        "last_name": "Comer",
        "is_active": "on",
        "is_superuser": "on",
    }

    answer = client.post(reverse(f"wagtailusers_users:{screen}", args=place), fields)

    assert answer.status_code == 403
    assert not User.objects.filter(is_superuser=True).exists()
