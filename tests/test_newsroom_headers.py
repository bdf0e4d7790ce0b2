"""What the newsroom tells browsers: nothing runs but its own files, nobody frames it, nothing of it is kept."""

import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.newsroom.models import User
from broadsheet.press.headers import NEWSROOM_POLICY, READER_POLICY

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
SCREENS = [
    "/newsroom/login/",
    "/newsroom/login/forgotten/",
    "/newsroom/",
    "/newsroom/stories/",
    "/newsroom/pages/{story}/edit/",
    "/newsroom/pages/{story}/history/",
    "/newsroom/photos/",
    "/newsroom/documents/multiple/add/",
    "/newsroom/users/new/",
    "/newsroom/snippets/newsroom/journalist/add/",
    "/newsroom/settings/masthead/paper/{paper}/",
    "/newsroom/front/",
    "/newsroom/account/",
    "/newsroom/sign-in/",
    "/newsroom/no-such-screen/",
]


@pytest.fixture
def screens(paper: Any, front: Any, published_story: Any, publisher: User) -> dict[str, Any]:
    """Each screen's answer to somebody who may do everything."""
    publisher.is_superuser = True
    publisher.save()
    at_desk, stranger = Client(), Client()
    at_desk.force_login(publisher)
    keys = {"story": published_story.pk, "paper": paper.site.pk}
    return {
        path: (stranger if "login" in path else at_desk).get(path.format(**keys))
        for path in SCREENS
    }


def test_x05_no_screen_of_the_newsroom_stands_in_anyones_frame(screens: dict[str, Any]) -> None:
    for path, answer in screens.items():
        assert answer.headers["X-Frame-Options"] == "DENY", path
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], path


def test_no_screen_of_the_newsroom_is_kept_by_a_browser_or_a_cache(screens: dict[str, Any]) -> None:
    for path, answer in screens.items():
        assert "no-store" in answer.headers["Cache-Control"], path


def test_x02_no_script_stands_in_a_screen_of_the_newsroom(screens: dict[str, Any]) -> None:
    """So that no words that got into a page by mistake can be one: the policy lets files of the paper's own run alone."""
    data = r"application/(?:ld\+)?json|text/(?:django-form-)?template|text/x-template|importmap"
    for path, answer in screens.items():
        tags = re.findall(r"<script\b[^>]*>", answer.text)
        loose = [tag for tag in tags if 'src="/' not in tag and not re.search(data, tag)]
        assert loose == [], path
        assert not re.findall(r"<[^>]+\son[a-z]+=[\"']", answer.text), path
        assert answer.headers["Content-Security-Policy"] == NEWSROOM_POLICY, path
    assert "script-src 'self';" in NEWSROOM_POLICY


def test_x02_readers_browsers_make_no_elements_of_words() -> None:
    assert "require-trusted-types-for 'script'" in READER_POLICY


def test_x05_a_preview_stands_in_the_newsrooms_own_frame_alone(
    paper: Any, published_story: Any, editor: User
) -> None:
    client = Client()
    client.force_login(editor)

    shown = client.get(reverse("wagtailadmin_pages:view_draft", args=[published_story.pk]))

    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert "no-store" in shown.headers["Cache-Control"]


# A host of its own ---------------------------------------------------------------------------------
@pytest.fixture
def own_host(paper: Any, settings: Any) -> str:
    settings.NEWSROOM_HOST = "newsroom.larkmereledger.example"
    settings.ALLOWED_HOSTS = ["localhost", "testserver", settings.NEWSROOM_HOST]
    return str(settings.NEWSROOM_HOST)


def test_with_a_host_of_its_own_readers_hosts_know_no_newsroom(own_host: str) -> None:
    assert Client().get("/newsroom/login/").status_code == 404
    assert Client().get("/newsroom/login/", HTTP_HOST=own_host).status_code == 200


def test_there_the_papers_paths_lead_to_the_paper(own_host: str, published_story: Any) -> None:
    begun = Client().get("/", HTTP_HOST=own_host)
    story = Client().get(published_story.permalink, HTTP_HOST=own_host)

    assert begun.url == "/newsroom/"
    assert story.url == f"http://localhost{published_story.permalink}"


def test_there_screens_find_what_they_load(
    own_host: str, editor: User, published_story: Any
) -> None:
    client = Client(HTTP_HOST=own_host)
    client.force_login(editor)

    for path in ("/icon.svg", "/display.css", f"/newsroom/pages/{published_story.pk}/view_draft/"):
        assert client.get(path).status_code == 200, path


def over_https(asked: str) -> str:
    """Return what a paper whose address is https prints when it is asked in Python."""
    begun = f"import django; from django.conf import settings as s; django.setup(); {asked}"
    said = subprocess.run(
        [sys.executable, "-c", begun],
        env={
            "DJANGO_SETTINGS_MODULE": "broadsheet.settings",
            "ADDRESS": "https://www.larkmereledger.example",
            "BROADSHEET_HOME": os.environ["BROADSHEET_HOME"],
            "PYTHONPATH": ":".join(sys.path),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return said.stdout


def test_no_cookie_of_the_newsroom_reaches_another_host_of_the_domain() -> None:
    """The browser itself sees to it, for names that begin so (RFC 6265bis, 4.1.3.2)."""
    said = over_https(
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.DEVICE_COOKIE_NAME, s.SESSION_COOKIE_SECURE)"
    )

    assert said.split() == ["__Host-session", "__Host-csrf", "__Host-device", "True"]


def test_a_browser_that_came_by_https_comes_by_nothing_else_for_a_year() -> None:
    said = over_https(
        "from broadsheet.press.headers import READER_HEADERS as r, NEWSROOM_HEADERS as n; "
        "print(r['Strict-Transport-Security'], n['Strict-Transport-Security'])"
    )

    assert said.split() == ["max-age=31536000", "max-age=31536000"]
