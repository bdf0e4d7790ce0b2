"""What people give the program, and who they are, stands in no log and in no report of an error.

A paper is run in which things fail as loudly as they can (`tests/faults`). Each form of each page that can be reached is
sent with a word in every field that stands nowhere else; then everything that tells of failures is searched for it.
"""

import json
import logging
import re
import sqlite3
from collections import Counter
from contextlib import closing
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django import forms
from django.utils.log import AdminEmailHandler
from wagtail.contrib.settings.registry import registry
from wagtail.contrib.settings.views import get_setting_edit_handler
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from broadsheet.photos.models import Photo
from fuzz.asking import Request, ask
from fuzz.pages import Field, Form
from fuzz.papers import NOBODY, TOKEN, People, people_of
from fuzz.requests import get, posted
from fuzz.routes import pattern_of, routes
from fuzz.visitors import Visitor
from tests.faults import ANSWERING, WRITING
from tests.faults.paper import fault
from tests.running import RunningPaper
from tests.test_journeys import soon

CANARY = "qzjx"
# As the editor of texts sends it.
PARAGRAPH = {"key": "a", "text": CANARY, "type": "unstyled", "depth": 0}
RICH = json.dumps(
    {"blocks": [{**PARAGRAPH, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}
)
HEADERS = (
    "User-Agent", "Referer", "Cookie", "Accept-Language", "X-Forwarded-For", "Forwarded", "Authorization", "X-Real-IP", "From", "If-None-Match",
    "X-Requested-With", "X-Anything", "Origin",
)  # fmt: skip


# Lists and reports: they hold no form but that of their own search.
LISTS = re.compile(
    r"results|history|usage|report|chosen|delete|search|preview|^newsroom/api/|revision|bulk"
)


@pytest.fixture(scope="session")
def whole_session(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--whole"))


@pytest.fixture(scope="module")
def visitors(faulty_paper: RunningPaper, people: People, whole_session: bool) -> dict[str, Visitor]:
    """A stranger and the publisher, who have opened each page that has a form; `make chaos` has them open all."""
    # Whoever asked odd things before may have signed themselves out, or ended each other's accounts.
    people = people_of(faulty_paper)
    found = {name: Visitor(name, people.cookies[name], Random(1)) for name in (NOBODY, "Publisher")}
    # One address serves all settings, so that opening it once would show one kind of them.
    settings = [
        f"/newsroom/settings/{kind._meta.app_label}/{kind._meta.model_name}/1/" for kind in registry
    ]
    open_pages(
        faulty_paper,
        found["Publisher"],
        [*people.paths, *settings],
        without=None if whole_session else LISTS,
    )
    open_pages(faulty_paper, found[NOBODY], [], without=re.compile("^newsroom/(?!login|page)"))
    return found


def open_pages(
    paper: RunningPaper, visitor: Visitor, first: list[str], *, without: re.Pattern[str] | None
) -> None:
    """Open these pages, then one of each route, and those that only these led to."""
    opened: set[str] = set()

    def look(path: str) -> None:
        opened.add(pattern_of(path))
        request = visitor.as_sent(get(path))
        visitor.learn(request, ask(paper.port, request))

    for path in first:
        look(path)
    wanted = [one for one in routes() if not (without and without.search(one.pattern))]
    for _ in range(3):
        for pattern in [one.pattern for one in wanted if one.pattern not in opened]:
            plain = [] if "<" in pattern else ["/" + pattern]
            for path in (visitor.paths.get(pattern) or plain)[:1]:
                look(path)


def every_form(visitor: Visitor) -> list[Form]:
    """Return the forms that were found, of those with the same fields one."""
    found = {
        (where, frozenset(names(form))): form
        for where, kinds in visitor.forms.items()
        for form in kinds
    }
    return list(found.values())


def names(form: Form) -> set[str]:
    """Return the names of a form's fields, those of one row of a list for all its rows."""
    return {re.sub(r"-\d+-", "-0-", one.name) for one in form.fields}


def with_canaries(form: Form) -> Request:
    """Return a form in which each field holds the word, in the shape that the field wants."""
    pairs = [(one.name, canary(one)) for one in form.fields if one.kind not in ("file", "button")]
    files = [one.name for one in form.fields if one.kind == "file"]
    if form.method == "get":
        return get(form.action + "?" + "&".join(f"{name}={value}" for name, value in pairs))
    return posted(Random(1), form.action, [("csrfmiddlewaretoken", TOKEN), *pairs], files)


def canary(field: Field) -> str:
    """Return the word as a field may take it; what a person can only choose is left as it is chosen."""
    # The paper's own address stands beside the pages that could not be printed.
    if field.name == "hostname":
        return field.value
    if field.name.endswith("-value") or field.value.startswith('{"blocks"'):
        return RICH
    if field.options or field.kind in ("checkbox", "radio", "hidden", "number"):
        return field.value
    shapes = {"email": f"{CANARY}@{CANARY}.example", "url": f"https://{CANARY}.example/"}
    return shapes.get(field.kind, f"{CANARY} {field.name}")


# Where failures are told ----------------------------------------------------------------------------
def told(paper: RunningPaper) -> dict[str, str]:
    """Return all that tells of failures, by where it stands."""
    places = {"standard output and error": paper.output}
    with closing(sqlite3.connect(paper.home / "paper.sqlite3")) as records:
        for table in ("django_tasks_database_dbtaskresult", "press_turn"):
            places[table] = str(records.execute(f"SELECT * FROM {table}").fetchall())
    with closing(sqlite3.connect(paper.home / "shelf" / "shelf.sqlite3")) as shelf:
        places["the shelf's failures"] = str(shelf.execute("SELECT * FROM failed").fetchall())
    kept = ("paper.sqlite3", "shelf.sqlite3")
    for folder in (paper.home, paper.folder / "tmp"):
        for file in folder.rglob("*"):
            if file.is_file() and not file.name.startswith(kept) and "media" not in file.parts:
                places[str(file.relative_to(paper.folder))] = file.read_bytes().decode("latin-1")
    return places


def canaries_in(places: dict[str, str]) -> list[str]:
    return [
        f"{place}: …{words[max(0, at - 200) : at + 100]}…"
        for place, words in places.items()
        if (at := words.lower().find(CANARY)) >= 0
    ]


def send_all(paper: RunningPaper, visitor: Visitor, most: int | None = None) -> Counter[int]:
    """Send each form with the word in it; return how many answers there were of each status."""
    forms = [form for form in every_form(visitor) if form.method == "post"]
    return Counter(
        ask(paper.port, visitor.as_sent(with_canaries(form))).status for form in forms[:most]
    )


# ----------------------------------------------------------------------------------------------------
def form_classes() -> dict[str, Any]:
    """Return the form of everything that the newsroom can make or change, as its own lists have it."""
    models = [one for one in get_page_models() if one.__module__.startswith("broadsheet.")]
    return {
        **{str(one): one.get_edit_handler().get_form_class() for one in models},
        **{str(one): get_setting_edit_handler(one).get_form_class() for one in registry},
        **{
            str(one): one.snippet_viewset.get_edit_handler().get_form_class()
            for one in get_snippet_models()
        },
        "photo": get_image_form(Photo),
        "document": get_document_form(get_document_model()),
    }


def test_no_form_of_the_newsroom_and_no_field_of_one_is_forgotten(visitors: dict[str, Visitor]):
    sent = [names(form) | plain_names(form) for form in every_form(visitors["Publisher"])]

    wanted = {name: fields_for_words(form) for name, form in form_classes().items()}

    assert len(wanted) > 8
    for name, fields in wanted.items():
        missing = min((fields - known for known in sent), key=len)
        assert missing == set(), name
    addresses = {pattern for pattern, method in visitors["Publisher"].forms if method == "post"}
    assert len(addresses) > 30, addresses


def fields_for_words(form: Any) -> set[str]:
    """Return the names of a form's fields but those where one can only choose."""
    chosen = (forms.ModelChoiceField, forms.BooleanField)
    return {name for name, field in form.base_fields.items() if not isinstance(field, chosen)}


def plain_names(form: Form) -> set[str]:
    """Return the names of fields without what a page puts before them, and of bodies without what scripts put behind."""
    return {
        re.sub(r"^(?:form-\d+|[a-z]+-chooser-upload)-|-count$", "", one.name) for one in form.fields
    }


@pytest.mark.parametrize("who", [NOBODY, "Publisher"])
def test_h10_what_could_not_be_written_is_told_without_what_people_typed(
    faulty_paper: RunningPaper, visitors: dict[str, Visitor], who: str
):
    with fault(faulty_paper, WRITING):
        answers = send_all(faulty_paper, visitors[who])

    assert who == NOBODY or answers[500] > 3, answers
    assert canaries_in(told(faulty_paper)) == []


def test_h10_what_failed_is_told_without_the_request(
    faulty_paper: RunningPaper, visitors: dict[str, Visitor]
):
    with fault(faulty_paper, ANSWERING):
        answers = send_all(faulty_paper, visitors["Publisher"]) + send_all(
            faulty_paper, visitors[NOBODY]
        )

    assert answers[500] > 40, answers
    assert "LookupError" in faulty_paper.output, "the failure itself is told"
    assert re.search(r"Error \S+ at wagtailadmin_pages:\w+: LookupError", faulty_paper.output)
    assert canaries_in(told(faulty_paper)) == []


def test_h10_a_reader_leaves_no_trace_in_the_log(
    faulty_paper: RunningPaper, visitors: dict[str, Visitor]
):
    headers = tuple((name.encode(), f"{CANARY}/1 ({CANARY}@example)".encode()) for name in HEADERS)
    paths = [
        "/",
        "/contact/",
        "/newsroom/",
        "/newsroom/login/",
        "/media/x.jpg",
        "/documents/1/x.pdf",
        "/display.css",
    ]
    asked = [f"{path}?{CANARY}={CANARY}" for path in paths] + [
        f"/{CANARY}/",
        f"/text/{CANARY}/",
        f"/newsroom/{CANARY}/",
    ]
    requests = [Request(b"GET", path.encode(), headers) for path in asked]
    requests += [Request(b"POST", path.encode(), headers, CANARY.encode()) for path in asked]
    requests += [
        Request(CANARY.encode(), b"/newsroom/"),
        Request(b"GET", b"/", ((b"Host", f"{CANARY}.example".encode()),)),
    ]

    answers = Counter(ask(faulty_paper.port, request).status for request in requests)
    with fault(faulty_paper, ANSWERING):
        answers += Counter(ask(faulty_paper.port, request).status for request in requests)

    assert {200, 302, 403, 404, 500} <= set(answers), answers
    assert canaries_in(told(faulty_paper)) == []
    assert "127.0.0.1" not in faulty_paper.output


def test_h10_a_failed_sign_in_is_told_nowhere_with_name_or_password(
    faulty_paper: RunningPaper, visitors: dict[str, Visitor]
):
    pairs = [
        ("csrfmiddlewaretoken", TOKEN),
        ("login", f"{CANARY}-name"),
        ("password", f"{CANARY}-word"),
    ]
    sign_in = visitors[NOBODY].as_sent(posted(Random(1), "/newsroom/login/", pairs, []))

    statuses = [ask(faulty_paper.port, sign_in).status]
    with fault(faulty_paper, WRITING):
        statuses.append(ask(faulty_paper.port, sign_in).status)
    with fault(faulty_paper, ANSWERING):
        statuses.append(ask(faulty_paper.port, sign_in).status)

    assert statuses[0] < 500
    assert statuses[2] == 500
    assert canaries_in(told(faulty_paper)) == []


def test_h10_a_database_that_is_gone_is_told_without_what_was_to_be_kept(
    faulty_paper: RunningPaper, visitors: dict[str, Visitor]
):
    forms = [one for one in every_form(visitors["Publisher"]) if one.method == "post"][:12]
    records = faulty_paper.home / "paper.sqlite3"
    lines = len(faulty_paper.lines)

    records.rename(faulty_paper.home / "paper.sqlite3.away")
    (faulty_paper.home / "paper.sqlite3").mkdir()
    try:
        asked = [visitors["Publisher"].as_sent(with_canaries(form)) for form in forms]
        answers = Counter(ask(faulty_paper.port, request).status for request in asked)
    finally:
        records.rmdir()
        (faulty_paper.home / "paper.sqlite3.away").rename(records)

    # Nothing of what was sent was even read: nobody could say who sends it.
    assert answers[503] > 5, answers
    assert soon(lambda: "SQLITE_CANTOPEN" in "".join(faulty_paper.lines[lines:])), (
        "the kind of failure is told"
    )
    assert canaries_in(told(faulty_paper)) == []


def test_h10_a_task_that_fails_is_told_without_what_was_asked_of_it(faulty_paper: RunningPaper):
    storage = ["django.core.files.storage.FileSystemStorage", [], {"location": f"/proc/{CANARY}"}]
    put_off(
        faulty_paper,
        "wagtail.tasks.delete_file_from_storage_task",
        [storage, f"../{CANARY}-of-a-reader.pdf"],
    )

    assert soon(
        lambda: (
            "SuspiciousFileOperation" in told(faulty_paper)["django_tasks_database_dbtaskresult"]
        )
    )
    with closing(sqlite3.connect(faulty_paper.home / "paper.sqlite3")) as records:
        [[traceback]] = records.execute(
            "DELETE FROM django_tasks_database_dbtaskresult WHERE status = 'FAILED' RETURNING traceback"
        ).fetchall()
        records.commit()
    assert "delete_file_from_storage_task" in traceback
    assert CANARY not in traceback
    assert canaries_in(told(faulty_paper)) == []


def put_off(paper: RunningPaper, task: str, arguments: list[Any]) -> None:
    """Put a task off until the worker does it, as the newsroom would."""
    row = {
        "id": uuid4().hex,
        "status": "READY",
        "enqueued_at": "2026-11-22 18:00:00",
        "args_kwargs": json.dumps({"args": arguments, "kwargs": {}}),
        "priority": 0,
        "task_path": task,
        "worker_ids": "[]",
        "queue_name": "default",
        "backend_name": "default",
        "run_after": "9999-01-01 00:00:00",
        "exception_class_path": "",
        "traceback": "",
    }
    with closing(sqlite3.connect(paper.home / "paper.sqlite3", timeout=10)) as records:
        places = ", ".join(f":{name}" for name in row)
        records.execute(
            f"INSERT INTO django_tasks_database_dbtaskresult ({', '.join(row)}) VALUES ({places})",
            row,
        )
        records.commit()


def test_h10_nothing_that_was_typed_and_taken_stands_in_the_log(
    faulty_paper: RunningPaper, visitors: dict[str, Visitor], whole: bool
):
    answers = send_all(faulty_paper, visitors["Publisher"], most=None if whole else 15)

    assert answers[200] + answers[302] >= 12, answers
    assert canaries_in(told(faulty_paper)) == []


def test_nobody_is_mailed_what_failed():
    """Django's own handler mails the whole request, cookies and fields, to whoever is named as an administrator."""
    handlers = [
        handler
        for name in [None, *logging.root.manager.loggerDict]
        for handler in logging.getLogger(name).handlers
    ]

    assert not any(isinstance(one, AdminEmailHandler) for one in handlers)
