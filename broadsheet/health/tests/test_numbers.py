"""What people get when something broke on them: a number, what they typed, and nothing of the program's inside."""

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.health.models import NotedError
from broadsheet.health.noted import write_errors_down
from broadsheet.lib.log_lines import LogLine
from broadsheet.masthead import views as masthead
from broadsheet.newsroom.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
BROKEN = "/newsroom/failwhale/"
NUMBER = re.compile(r">(\w{3}-\w{3})<")
INSIDE = (
    "Traceback",
    "Exception",
    "emergency",
    "/site-packages/",
    "broadsheet/",
    "django",
    "settings",
)
HERE = {"sec-fetch-site": "same-origin"}
CANARY = "canary-hanneke"


@pytest.fixture
def newsroom(client: Client, editor: User, paper: Any) -> Client:
    client.force_login(editor)
    client.raise_request_exception = False
    return client


@pytest.fixture
def broken_page(
    read: Callable[..., Any], press: Any, paper: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader's page that fails, and quotes what it was asked for. The page that says so is printed."""
    press.print_notices()
    read("/")

    def fail(request: Any) -> bool:
        raise ValueError(f"{request.get_full_path()} {CANARY}")

    monkeypatch.setattr(masthead, "is_set_up", fail)


def test_h10_in_the_newsroom_an_error_is_a_plain_page_with_a_number(newsroom: Client):
    answer = newsroom.get(BROKEN)

    assert answer.status_code == 500
    assert "Something broke" in answer.text
    [number] = NUMBER.findall(answer.text)
    assert answer["Error-Number"] == number
    assert "no-store" in answer["Cache-Control"]
    assert [word for word in INSIDE if word in answer.text] == []


def test_h10_a_readers_page_that_fails_shows_a_number_and_nothing_of_the_inside(broken_page: None):
    client = Client(raise_request_exception=False)

    answer = client.get("/contact/", HTTP_HOST="localhost")

    assert answer.status_code == 500
    [number] = NUMBER.findall(answer.text)
    assert answer["Error-Number"] == number
    assert answer["Cache-Control"] == "no-store"
    assert [word for word in (*INSIDE, CANARY) if word in answer.text] == []


def test_the_number_leads_the_publisher_to_where_it_broke(
    newsroom: Client, publisher: User, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.ERROR, "broadsheet.errors"):
        [number] = NUMBER.findall(newsroom.get(BROKEN).text)
    newsroom.force_login(publisher)

    page = newsroom.get(reverse("noted_errors"), {"number": number}).text

    assert "wagtailadmin_error_test" in page
    assert f"Error {number} at wagtailadmin_error_test: Exception" in caplog.text


def test_h10_neither_the_list_nor_the_log_holds_what_was_asked_for(
    broken_page: None, caplog: pytest.LogCaptureFixture
):
    client = Client(raise_request_exception=False, headers={"user-agent": CANARY})
    with caplog.at_level(logging.DEBUG):
        client.get(f"/contact/?who={CANARY}", HTTP_HOST="localhost")
    write_errors_down()

    [error] = NotedError.objects.values()
    assert CANARY not in str(error)
    assert error["where"] == "contact"
    # As the program's own handler writes it; what Django says beside is left out by its filter.
    ours = [record for record in caplog.records if record.name == "broadsheet.errors"]
    assert len(ours) == 1
    assert CANARY not in LogLine("{message}", style="{").format(ours[0])


def test_the_log_is_set_up_to_quote_nobody(settings: Any):
    from django.utils.module_loading import import_string

    line = settings.LOGGING["formatters"]["line"]
    assert import_string(line["class"]) is LogLine
    assert settings.LOGGING["handlers"]["stderr"]["formatter"] == "line"
    assert settings.LOGGING["loggers"]["django.request"]["filters"] == ["numbered"]


# What was typed ------------------------------------------------------------------------------------------
TYPED = {
    "title": "Ferry runs again",
    "body-0-value": '{"blocks": [{"text": "The county said so."}], "entityMap": {}}',
    "body-0-type": "paragraph",
    "password1": f"{CANARY}-password",
    "otp": f"{CANARY}-otp",
    "code": f"{CANARY}-code",
    "csrfmiddlewaretoken": f"{CANARY}-token",
}


def test_an_error_gives_back_what_was_typed_and_never_a_password(newsroom: Client):
    page = newsroom.post(BROKEN, TYPED, headers=HERE).text

    assert ">Ferry runs again</textarea>" in page
    assert ">The county said so.</textarea>" in page
    assert CANARY not in page
    assert "paragraph" not in page


def test_a_script_is_told_the_number_alone(newsroom: Client):
    answer = newsroom.post(BROKEN, TYPED, headers={**HERE, "x-requested-with": "XMLHttpRequest"})

    assert answer.status_code == 500
    assert answer.text == answer["Error-Number"]


def test_words_that_the_browser_keeps_are_said_to_be_kept(newsroom: Client):
    page = newsroom.post(BROKEN, {"kept-as": "abc", **TYPED}, headers=HERE).text

    assert "Your words are kept in this browser" in page
    assert "Your words are kept" not in newsroom.post(BROKEN, TYPED, headers=HERE).text


def test_a_form_that_was_cut_off_still_gets_its_page(newsroom: Client):
    answer = newsroom.generic(
        "POST",
        BROKEN,
        b"--x\r\nbroken",
        content_type="multipart/form-data; boundary=x",
        headers={**HERE, "content-length": "10"},
    )

    assert answer.status_code == 500
    assert NUMBER.search(answer.text)


def test_the_page_of_an_error_needs_neither_database_nor_session(
    newsroom: Client, monkeypatch: pytest.MonkeyPatch
):
    from django.db import OperationalError

    def down(*_args: object, **_more: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", down)

    answer = newsroom.get("/newsroom/")

    assert answer.status_code == 500
    assert NUMBER.search(answer.text)
    assert "Something broke" in answer.text


def test_a_page_of_an_error_that_fails_too_is_a_bare_one_with_the_number(
    newsroom: Client, monkeypatch: pytest.MonkeyPatch
):
    def fail(_name: str) -> None:
        raise OSError

    monkeypatch.setattr("broadsheet.health.views.get_template", fail)

    answer = newsroom.get(BROKEN)

    assert answer.status_code == 500
    assert answer["Error-Number"] in answer.text
