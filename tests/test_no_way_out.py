"""A day in the newsroom with the line to the outside cut: nothing that is done or read there asks for it."""

import json
import socket
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.lib import outside
from broadsheet.newsroom.models import User
from broadsheet.press import turns
from broadsheet.stories.models import Story
from broadsheet.stories.tests.test_roles import Desk, town  # noqa: F401 (a fixture)
from tests.reading import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ACTS = [
    *("write", "write_and_publish", "edit_own", "submit", "publish_in_bulk", "correct"),
    *("unpublish", "make_private", "add_section", "upload_photo", "edit_anothers_photo"),
    *("add_user", "add_redirect", "add_journalist", "add_topic", "add_series"),
    "change_settings",
]
SCREENS = [
    *("wagtailadmin_home", "story_list", "new_story", "front_desk", "front_memory"),
    *("import_page", "wagtailadmin_account", "wagtailusers_users:index"),
    *("photo_list", "wagtailadmin_reports:site_history"),
]


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Cut every line that Python can open, and return what was tried. The database's own library has its own."""
    found: list[Any] = []

    def refuse(*asked: Any, **_more: Any) -> None:
        found.append([one for one in asked if not isinstance(one, socket.socket)])
        raise OSError("The line is cut.")

    for name in ("connect", "connect_ex", "sendto", "sendmsg"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for module, name in (
        (socket, "getaddrinfo"),
        (socket, "gethostbyname"),
        (outside, "getaddrinfo"),
    ):
        monkeypatch.setattr(module, name, refuse)
    return found


def test_a_day_in_the_newsroom_asks_nothing_of_the_outside(
    client: Client,
    publisher: User,
    town: dict[str, Any],  # noqa: F811
    read: Callable[..., Answer],
    tried: list[Any],
):
    desk = Desk(client, publisher, town)

    done = {act: getattr(desk, act)().status_code for act in ACTS}
    seen = {name: client.get(reverse(name)).status_code for name in SCREENS}
    turns.take_turn()
    pages = ["/", "/local-news/", "/contact/", "/feed/", "/sitemap.xml", "/share/card.jpg", "/x/"]
    read_pages = [read(path).status for path in pages]

    assert {act: status for act, status in done.items() if status not in (200, 302)} == {}
    assert set(seen.values()) == {200}
    assert read_pages == [200] * 6 + [404]
    assert tried == []


def test_only_an_address_that_an_editor_pastes_is_asked_and_by_the_one_function(
    client: Client,
    publisher: User,
    town: dict[str, Any],  # noqa: F811
    tried: list[Any],
):
    client.force_login(publisher)

    answer = client.post(reverse("look_up_embed"), {"address": "https://youtu.be/LarkmereCty"})

    assert "There is no host named" in json.loads(answer.content)["trouble"]
    assert [asked[0] for asked in tried] == ["www.youtube.com"]
    assert not Story.objects.exists()
