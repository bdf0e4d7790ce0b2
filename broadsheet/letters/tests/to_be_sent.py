"""Letters as readers send them, for tests."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from broadsheet.letters.models import Letter, LetterRules
from broadsheet.letters.views import FORM, LETTERS
from broadsheet.mailbag import passes
from broadsheet.mailbag.views import PUZZLES

SECRETS = {
    "street": "12 Alder Street",
    "phone": "715 555 0134",
    "best_time": "after supper",
    "email": "nell.roe@example.org",
}
TYPED = {
    "kind": "letter",
    "headline": "The ferry is ours",
    "text": "To the editor:\n\nThe ferry runs on Mondays. It should run on Tuesdays too.\n\nI would take it.",
    "name": "Nell Roe",
    "town": "Larkmere",
    "stake": "",
    "own_words": "on",
    "only_here": "on",
    "machine": "",
    **SECRETS,
}


@pytest.fixture
def nothing_counted() -> None:
    LETTERS.forget()
    PUZZLES.forget()


@pytest.fixture
def soon(nothing_counted: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits four seconds."""
    monkeypatch.setattr(passes, "LEAST", passes.LEAST * 0)


@pytest.fixture
def send(paper: Any, soon: None) -> Callable[..., Any]:
    """Return a function that sends a letter as a browser without scripts does, from the page where it is read over."""

    def send_one(**changes: Any) -> Any:
        fields = {**TYPED, **changes, passes.READ_OVER: passes.page_pass(FORM)}
        fields = {name: value for name, value in fields.items() if value is not None}
        return Client().post("/letters/", fields, headers={"sec-fetch-site": "same-origin"})

    return send_one


@pytest.fixture
def sent(send: Callable[..., Any], mailoutbox: list[Any]) -> Letter:
    """A letter that waits in the mailbag."""
    assert send().status_code == 302
    return Letter.objects.get()


@pytest.fixture
def confirmed(sent: Letter) -> Letter:
    """A letter whose writer has confirmed it."""
    answer = press_button(sent, "confirm")
    assert answer.status_code == 302
    sent.refresh_from_db()
    return sent


def press_button(letter: Letter, act: str, **fields: Any) -> Any:
    """Press a button on the letter's page for its writer."""
    letter.refresh_from_db()
    return Client().post(
        f"/letters/yours/{letter.secret}/",
        {"act": act, "version": letter.version, **fields},
        headers={"sec-fetch-site": "same-origin"},
    )


@pytest.fixture
def rules(site: Site) -> LetterRules:
    """The paper's rules, of its own from now on."""
    return LetterRules.objects.create(site=site)
