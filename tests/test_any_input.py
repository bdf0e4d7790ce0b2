"""Whatever anyone sends to any address, the program answers, and answers with no failure of its own.

Addresses, forms and fields are the program's own: the first from its list of addresses, the others from its pages. What
stands in them, Hypothesis makes up; what breaks it cuts down to the least that does. `make chaos` tries fifty times as
much, `make fuzz` what only a wire can carry.
"""

import re
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz import odd
from fuzz.pages import Form, Page
from fuzz.routes import BLANK, routes, with_plain_blanks

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
SAMPLE, WHOLE = 75, 7500
NAMES = ["q", "p", "page", "next", "order", "ordering", "section", "locale", "chosen", "ids", "id", "action", "title", "comment", "export"]  # fmt: skip
WORDS = ["stories", "story", "newsroom", "user", "journalist", "masthead", "paper", "photos", "photo", "local-news", "odalys-brandt", "latest", "2026"]  # fmt: skip

values = st.one_of(
    st.sampled_from(
        [one for one in (*odd.WORDS, *odd.JSON_VALUES) if one.isprintable() or "\0" in one]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=50),
    st.integers(-(2**70), 2**70).map(str),
)
pairs = st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=4)


class Town:
    """The test town's paper with four people before it, each with a browser, and the forms that their pages hold."""

    def __init__(self, clients: dict[str, Client], numbers: list[int]) -> None:
        self.clients = clients
        self.numbers = [str(number) for number in numbers]
        self._forms: dict[tuple[str, str], list[Form]] = {}

    def path(self, data: st.DataObject, pattern: str) -> str:
        """Return a path for a route, its blanks filled with what is there, or with what is not."""

        def fill(blank: re.Match[str]) -> str:
            there = self.numbers if blank["converter"] == "int" else [*self.numbers, *WORDS]
            return data.draw(st.sampled_from(there), label=blank["name"])

        return "/" + BLANK.sub(fill, with_plain_blanks(pattern))

    def forms(self, who: str, path: str) -> list[Form]:
        """Return the forms of a page, as someone finds them there."""
        if (who, path) not in self._forms:
            with transaction.atomic():
                answer = self.clients[who].get(path)
                is_page = answer.headers.get("Content-Type", "").startswith("text/html")
                html = answer.text if is_page and not answer.streaming else ""
                transaction.set_rollback(True)
            self._forms[who, path] = [form for form in Page(html, path).forms if form.fields]
        return self._forms[who, path]


@pytest.fixture
def town(
    reporter: Any, editor: Any, publisher: Any, published_story: Any, draft_story: Any, covered: Any,
    journalist: Any, make_photo: Any, sections: Any, home: Any, shelf: Any,
) -> Town:  # fmt: skip
    clients = {"nobody": Client()}
    for name, user in [("reporter", reporter), ("editor", editor), ("publisher", publisher)]:
        clients[name] = Client()
        clients[name].force_login(user)
    there = [
        published_story,
        draft_story,
        covered,
        journalist,
        make_photo(),
        publisher,
        *sections.values(),
    ]
    return Town(clients, [*(one.pk for one in there), 1, 999_999])


def ask(town: Town, data: st.DataObject) -> int:
    """Ask once for something that is made up; return the answer's status. What was changed is undone."""
    who = data.draw(st.sampled_from(list(town.clients)), label="who")
    path = town.path(data, data.draw(st.sampled_from(routes()), label="route").pattern)
    way = data.draw(st.sampled_from(["read", "form", "fields", "body"]), label="way")
    client = town.clients[who]
    forms = town.forms(who, path) if way == "form" else []
    with transaction.atomic():
        if forms:
            form = data.draw(st.sampled_from(forms), label="form")
            sent = fill(data, form)
            way_of_form = client.post if form.method == "post" else client.get
            answer = way_of_form(form.action, sent)
        elif way == "read":
            answer = client.get(path, dict(data.draw(pairs, label="query")))
        elif way == "body":
            kind = data.draw(
                st.sampled_from(["application/json", "text/plain", "multipart/form-data"])
            )
            answer = client.post(path, data.draw(values).encode(), content_type=kind)
        else:
            answer = client.post(path, dict(data.draw(pairs, label="fields")))
        transaction.set_rollback(True)
    return answer.status_code


def fill(data: st.DataObject, form: Form) -> dict[str, str]:
    """Fill a form in as it stands, up to three of its fields otherwise."""
    sent = {one.name: one.value for one in form.fields if one.kind not in ("file", "button")}
    names = data.draw(st.lists(st.sampled_from(sorted(sent)), max_size=3)) if sent else []
    return {**sent, **{name: data.draw(values, label=name) for name in names}}


def test_nothing_that_can_be_sent_makes_the_program_fail(town: Town, whole: bool):
    answers: dict[int, int] = {}

    @settings(
        max_examples=WHOLE if whole else SAMPLE,
        deadline=None,
        database=None,
        derandomize=not whole,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def whatever(data: st.DataObject) -> None:
        status = ask(town, data)
        answers[status] = answers.get(status, 0) + 1
        assert status < 500

    whatever()

    assert {200, 302, 404} <= set(answers), answers
    assert sum(answers.values()) >= SAMPLE
