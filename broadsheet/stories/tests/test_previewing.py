"""A preview is what will be printed, to the letter; only the times are those of the moment."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.newsroom.models import User
from broadsheet.press.models import FormerAddress
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def main_of(page: str) -> str:
    """Return what readers come for, its times masked, its lines without indentation."""
    main = page[page.index("<main") : page.index("</main>")]
    masked = re.sub(r"<time\b.*?</time>", "<time>", main, flags=re.DOTALL)
    # The press leaves out blank lines and indentation.
    return re.sub(r"\n\s*", "\n", masked).strip()


def stop_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish in the very second of the preview: both say it, to the second."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)


def preview(client: Client, story: Story) -> str:
    page = client.get(reverse("wagtailadmin_pages:view_draft", args=[story.pk]))
    assert page.status_code == 200
    return str(page.text)


def test_the_preview_of_a_new_story_is_the_page_that_is_printed(
    at_desk: Client,
    make_story: Any,
    make_photo: Any,
    journalist: Any,
    read: Any,
    press: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_story("An older one beside it")
    story = make_story(
        "The ferry runs",
        live=False,
        photo=make_photo(),
        bylines=[journalist],
        deck="A year late.",
        dateline_place="Dunmore",
    )

    stop_clock(monkeypatch)
    previewed = preview(at_desk, story)
    story.get_latest_revision().publish()
    press.print_all()
    story.refresh_from_db()
    printed = read(story.permalink)

    assert printed.is_printed
    assert main_of(previewed) == main_of(printed.text)
    assert "Email this story" in previewed
    assert "Published" in previewed


def test_the_preview_of_an_update_shows_its_note_and_its_time(
    at_desk: Client,
    published_story: Story,
    read: Any,
    press: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    published_story.update_note = "The county has confirmed the times."
    revision = published_story.save_revision()

    stop_clock(monkeypatch)
    previewed = preview(at_desk, published_story)
    revision.publish()
    press.print_all()
    printed = read(published_story.permalink).text

    assert "The county has confirmed the times." in previewed
    assert main_of(previewed) == main_of(printed)


def test_a_preview_of_a_new_address_shows_it_and_leaves_the_old_one_alone(
    at_desk: Client, published_story: Story
) -> None:
    before = published_story.permalink
    published_story.story_slug = published_story.address_wanted = "ferry-sails"
    published_story.save_revision()

    previewed = preview(at_desk, published_story)

    assert "/ferry-sails/" in main_of(previewed)
    assert Story.objects.get(pk=published_story.pk).permalink == before
    assert not FormerAddress.objects.exists()


def test_a_preview_keeps_nothing(at_desk: Client, draft_story: Story) -> None:
    preview(at_desk, draft_story)

    kept = Story.objects.get(pk=draft_story.pk)
    assert (kept.permalink, kept.first_published_at, kept.shown_at) == (None, None, None)
    assert kept.get_latest_revision_as_object().permalink is None


def test_the_preview_of_a_scheduled_story_is_of_its_own_hour(
    at_desk: Client, make_story: Any
) -> None:
    moment = timezone.now() + timedelta(days=40)
    story = make_story("Comes by itself", live=False, go_live_at=moment)

    previewed = preview(at_desk, story)

    assert f"/{timezone.localtime(moment):%Y/%m}/comes-by-itself/" in previewed
