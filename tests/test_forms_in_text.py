"""Whoever fills in a form of the text-only edition is answered in text at each step, and whoever fills in a full page by full pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from broadsheet.contact.tests.to_be_written import TYPED as MESSAGE
from broadsheet.letters.tests.to_be_sent import TYPED as LETTER
from broadsheet.mailbag import passes
from broadsheet.newsroom.desks import Desk
from broadsheet.standards.tests.to_be_decided import ASKED, REPORTED
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db
HERE = {"sec-fetch-site": "same-origin"}
IN_TEXT = {"edition": "text"}
HIDDEN = '<input type="hidden" name="edition" value="text">'
# In the head of each page of the text-only edition, and of no other.
OF_TEXT = "/text-"
FORMS = ["letter", "report", "request", "message"]
Form = tuple[str, str, dict[str, Any]]


@pytest.fixture
def form_of(
    soon: None, at_once: None, nothing_written: None, delivery: Desk, published_story: Story
) -> Callable[[str], Form]:
    """Return a function that gives a form's path, its name in passes, and what a reader fills in."""
    about = {"story": published_story.permalink}
    forms: dict[str, Form] = {
        "letter": ("/letters/", "letters", LETTER),
        "report": ("/corrections/report/", "error", {**REPORTED, **about}),
        "request": ("/corrections/unpublish/", "unpublish", {**ASKED, **about}),
        "message": (f"/contact/desks/{delivery.pk}/", "contact", MESSAGE),
    }
    return forms.__getitem__


def is_in_text(page: Any) -> bool:
    return OF_TEXT in page.text and "<script" not in page.text


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_in_text_is_answered_in_text_at_every_step(
    form_of: Callable[[str], Form], read: Any, kind: str
):
    path, name, typed = form_of(kind)
    typed = {**typed, **IN_TEXT}
    passed = {passes.READ_OVER: passes.page_pass(name)}

    shown = read(f"/text{path}")
    wrong = Client().post(path, IN_TEXT, headers=HERE)
    read_over = Client().post(path, typed, headers=HERE)
    changed = Client().post(path, {**typed, **passed, "change": "1"}, headers=HERE)
    led_to = Client().post(path, {**typed, **passed}, headers=HERE)["Location"]
    arrived = Client().get(led_to)

    assert [page.status_code for page in (wrong, read_over, arrived)] == [422, 200, 200]
    assert [is_in_text(page) for page in (wrong, read_over, changed, arrived)] == [True] * 4
    assert [HIDDEN in page.text for page in (shown, wrong, read_over, changed)] == [True] * 4
    assert led_to.endswith("?edition=text")


@pytest.mark.parametrize("kind", FORMS)
def test_a_full_form_is_answered_by_full_pages(
    form_of: Callable[[str], Form], read: Any, kind: str
):
    path, name, typed = form_of(kind)

    shown = read(path)
    read_over = Client().post(path, typed, headers=HERE)
    sent = {**typed, passes.READ_OVER: passes.page_pass(name)}
    arrived = Client().get(Client().post(path, sent, headers=HERE)["Location"])

    assert [page.status_code for page in (read_over, arrived)] == [200, 200]
    assert [OF_TEXT in page.text for page in (shown, read_over, arrived)] == [False] * 3


@pytest.mark.parametrize("kind", FORMS)
def test_sent_again_after_the_database_was_down_it_is_still_answered_in_text(
    form_of: Callable[[str], Form], monkeypatch: pytest.MonkeyPatch, kind: str
):
    path, _name, typed = form_of(kind)

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("no database")

    for room in ("letters", "standards", "contact"):
        monkeypatch.setattr(f"broadsheet.{room}.views.paper_asked", fail)

    in_text = Client().post(path, {**typed, **IN_TEXT}, headers=HERE)
    full = Client().post(path, typed, headers=HERE)

    assert [page.status_code for page in (in_text, full)] == [503, 503]
    assert [HIDDEN in page.text for page in (in_text, full)] == [True, False]
