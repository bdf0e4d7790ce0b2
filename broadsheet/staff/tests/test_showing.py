"""Drafts shown to people without an account: by whom, of what, for how long."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.newsroom.models import User
from broadsheet.staff.models import Showing

pytestmark = pytest.mark.django_db
WORDS = "The council has hidden a report"


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def draft(paper: Any, make_story: Any) -> Any:
    story = make_story(WORDS, live=False)
    story.save_revision()
    return story


def link_to(page: Any, user: User, *, days: int = 7) -> str:
    """Return the path of a link that someone in the newsroom makes."""
    shown = at_desk(user).post(
        reverse("showing", args=[page.pk]), {"shown_to": "A lawyer", "days": days}
    )
    return re.findall(r'value="http://[^/]+(/preview/[^"]+)"', shown.text)[0]


def test_a_lawyer_reads_the_draft_without_an_account(draft: Any, editor: User) -> None:
    shown = Client().get(link_to(draft, editor))

    assert shown.status_code == 200
    assert WORDS in shown.text
    assert "shown to you in confidence" in shown.text
    assert "/newsroom/" not in shown.text
    assert "A lawyer" not in shown.text


@pytest.mark.parametrize(
    "why", ["guessed", "ended", "ended by the newsroom", "published", "deleted"]
)
def test_s04_a_link_that_is_over_shows_nothing(draft: Any, editor: User, why: str) -> None:
    path = link_to(draft, editor)
    if why == "guessed":
        path = reverse("shown_draft", args=["A" * 43])
    elif why == "ended":
        Showing.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    elif why == "ended by the newsroom":
        at_desk(editor).post(reverse("end_showing", args=[Showing.objects.get().pk]))
    elif why == "published":
        draft.get_latest_revision().publish()
    else:
        draft.delete()

    answer = Client().get(path)

    assert answer.status_code == 404
    assert WORDS not in answer.text


def test_s04_a_link_never_shows_what_was_written_later(draft: Any, editor: User) -> None:
    """A source who checks a quotation must not read what another source said since."""
    path = link_to(draft, editor)
    draft.title = "Another source says more"
    draft.save_revision()

    shown = Client().get(path)

    assert WORDS in shown.text
    assert "Another source says more" not in shown.text


def test_s04_a_links_secret_has_256_bits_and_stands_nowhere(draft: Any, editor: User) -> None:
    secret = link_to(draft, editor).split("/")[2]

    assert len(secret) * 6 >= 256
    assert secret not in str(list(Showing.objects.values()))


def test_s05_a_shown_draft_is_kept_listed_and_passed_on_by_nobody(
    draft: Any, editor: User, read: Any
) -> None:
    path = link_to(draft, editor)

    shown = Client().get(path)

    assert shown.headers["Cache-Control"] == "no-store"
    assert "noindex" in shown.headers["X-Robots-Tag"]
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert shown.headers["X-Frame-Options"] == "DENY"
    for public in ("/feed/", "/sitemap-pages.xml", "/"):
        assert WORDS not in read(public).text
    assert not read(path).is_printed


def test_the_newsroom_sees_how_often_a_link_was_opened(draft: Any, editor: User) -> None:
    """A HEAD request is a mail scanner's."""
    path = link_to(draft, editor)
    Client().head(path)
    for _time in range(2):
        Client().get(path)

    assert "opened 2 times" in at_desk(editor).get(reverse("showing", args=[draft.pk])).text


def test_x07_who_may_not_change_a_page_shows_it_to_nobody(
    draft: Any, editor: User, photo_editor: User
) -> None:
    link_to(draft, editor)
    stranger = at_desk(photo_editor)

    shown = stranger.post(reverse("showing", args=[draft.pk]), {"shown_to": "Me", "days": 7})
    ended = stranger.post(reverse("end_showing", args=[Showing.objects.get().pk]))

    assert (shown.status_code, ended.status_code) == (404, 404)
    assert Showing.objects.get().is_open


@pytest.mark.parametrize(
    "fields", [{"shown_to": "", "days": 7}, {"shown_to": "A lawyer", "days": 900}]
)
def test_a_link_needs_a_reader_and_an_end(draft: Any, editor: User, fields: dict[str, Any]) -> None:
    shown = at_desk(editor).post(reverse("showing", args=[draft.pk]), fields)

    assert shown.status_code == 200
    assert not Showing.objects.exists()
