"""Reports and requests as readers send them, for tests."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from broadsheet.mailbag import passes
from broadsheet.mailbag.views import PUZZLES
from broadsheet.standards.models import ErrorReport, UnpublishRequest
from broadsheet.standards.views import REPORT, REPORTS, REQUEST, REQUESTS
from broadsheet.stories.models import Story

HERE = {"sec-fetch-site": "same-origin"}
# Each word of it would betray the reader.
ENTRUSTED = {
    "name": "Jon Abbey",
    "email": "jon.abbey@example.org",
    "wrong": "My brother-in-law pilots it.",
    "right": "On Tuesdays, he says.",
    "source": "I stood at the landing.",
}
REPORTED = {**ENTRUSTED, "passage": "The ferry runs again", "tell": "on"}
ASKED = {
    "asker": "named",
    "reason": "cleared",
    "why": "The judge threw it out in March.",
    "asks": "Take my name out.",
    "name": "Ruth Osei",
    "email": "ruth.osei@example.org",
    "phone": "715 555 0188",
}


@pytest.fixture
def at_once(home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits four seconds, nothing was counted before, and the key of this test's own paper locks up and opens."""
    monkeypatch.setattr(passes, "LEAST", passes.LEAST * 0)
    for limit in (REPORTS, REQUESTS, PUZZLES):
        limit.forget()


def post(path: str, form: str, fields: dict[str, Any]) -> Any:
    """Send a form as a browser without scripts does, from the page where it is read over."""
    sent = {**fields, passes.READ_OVER: passes.page_pass(form)}
    sent = {name: value for name, value in sent.items() if value is not None}
    return Client().post(path, sent, headers=HERE)


@pytest.fixture
def report(paper: Any, at_once: None, published_story: Story) -> Callable[..., Any]:
    """Return a function that reports an error in the published story."""

    def send(**changes: Any) -> Any:
        fields = {**REPORTED, "story": published_story.permalink, **changes}
        return post("/corrections/report/", REPORT, fields)

    return send


@pytest.fixture
def reported(report: Callable[..., Any], mailoutbox: list[Any]) -> ErrorReport:
    """A report of an error that waits."""
    assert report().status_code == 302
    mailoutbox.clear()
    return ErrorReport.objects.get()


@pytest.fixture
def ask_for(paper: Any, at_once: None, published_story: Story) -> Callable[..., Any]:
    """Return a function that asks to change the published story, or another."""

    def send(**changes: Any) -> Any:
        fields = {**ASKED, "story": published_story.permalink, **changes}
        return post("/corrections/unpublish/", REQUEST, fields)

    return send


@pytest.fixture
def asked(ask_for: Callable[..., Any], mailoutbox: list[Any]) -> UnpublishRequest:
    """A request that waits."""
    assert ask_for().status_code == 302
    mailoutbox.clear()
    return UnpublishRequest.objects.get()


@pytest.fixture
def at_desk(editor: Any) -> Client:
    """An editor in her browser."""
    return signed_in_as(editor)


@pytest.fixture
def deciding(publisher: Any) -> Client:
    """A publisher in his browser."""
    return signed_in_as(publisher)


def signed_in_as(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def do(desk: Client, case: Any, act: str, **fields: Any) -> Any:
    """Press the button of an act on the screen of a report or a request."""
    case.refresh_from_db()
    kind = "report" if isinstance(case, ErrorReport) else "request"
    path = f"/newsroom/corrections/{kind}/{case.pk}/{act}/"
    answer = desk.post(path, {"version": case.version, **fields}, follow=True)
    case.refresh_from_db()
    return answer
