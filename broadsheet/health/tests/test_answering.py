"""Whatever asks whether the paper is well is answered: at once, whatever name it calls, and with nothing more than that."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection

from broadsheet.health import readiness
from broadsheet.health.answering import DETAILS, READY_SECONDS, HealthFirst
from broadsheet.health.readiness import Probe, can_keep_pages, is_ready, is_up_to_date
from broadsheet.press.serving import PrintedFirst

pytestmark = pytest.mark.sqlite

COOKIE = "sessionid"
NOTHING_MORE = {"type": "http.request", "body": b"", "more_body": False}


async def djangos(scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 418, "headers": []})
    await send({"type": "http.response.body", "body": b"Django"})


def ask(app: Any, path: str, *, method: str = "GET", **headers: str) -> tuple[int, Any, bytes]:
    """Ask an ASGI application in a loop of its own; return status, headers and body."""
    sent: list[Any] = []

    async def receive() -> Any:
        return NOTHING_MORE

    async def send(message: Any) -> None:
        sent.append(message)

    named = [(name.encode(), value.encode()) for name, value in {"host": "x", **headers}.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": named, "query_string": b""}
    asyncio.run(app(scope, receive, send))
    got = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], got, b"".join(one["body"] for one in sent[1:])


def watched(is_ready: Callable[[], bool]) -> HealthFirst:
    return HealthFirst(djangos, is_ready, COOKIE)


@pytest.fixture
def hanging() -> Iterator[Callable[[], bool]]:
    """A database that is there and never answers."""
    over = threading.Event()
    yield lambda: over.wait(20)
    over.set()


def refused() -> bool:
    raise OperationalError("connection to server at 10.1.2.3 failed: password authentication")


# What is said ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["/health/alive", "/health/alive/"])
def test_a_server_that_runs_is_alive_whatever_its_database_does(hanging, path: str):
    status, headers, body = ask(watched(hanging), path)

    assert status == 200
    assert json.loads(body) == {"alive": True}
    assert headers["cache-control"] == "no-store"


def test_a_server_whose_database_answers_is_ready():
    status, _headers, body = ask(watched(lambda: True), "/health/ready/")

    assert (status, json.loads(body)) == (200, {"ready": True})


def test_a_server_whose_database_is_down_is_not_ready():
    status, _headers, body = ask(watched(refused), "/health/ready/")

    assert (status, json.loads(body)) == (503, {"ready": False})


def test_a_database_that_hangs_holds_nobody_who_asks(hanging):
    app = watched(hanging)
    start = time.monotonic()

    first = ask(app, "/health/ready/")
    second = ask(app, "/health/")

    assert (first[0], second[0]) == (503, 503)
    assert time.monotonic() - start < READY_SECONDS + 1.5, "the second does not wait again"


def test_however_many_ask_the_database_is_asked_once_a_second():
    asked: list[float] = []

    def count() -> bool:
        asked.append(time.monotonic())
        return True

    app = watched(count)
    for _time in range(20):
        ask(app, "/health/ready/")

    assert len(asked) == 1


def test_h10_a_stranger_learns_nothing_but_yes_or_no():
    for is_well in (lambda: True, refused):
        for path in ("/health/", "/health/alive/", "/health/ready/", "/health/database/"):
            _status, headers, body = ask(watched(is_well), path)

            assert len(body) < 60
            said = body.decode() + " ".join(headers)
            for inside in ("10.1.2.3", "password", "version", "Operational", "django"):
                assert inside not in said


def test_s08_any_name_of_a_host_gets_the_same_answer_since_nothing_of_it_comes_back():
    app = watched(lambda: True)

    answers = [
        ask(app, "/health/ready/", host=name) for name in ("10.0.0.5:8000", "evil.example", "")
    ]

    assert answers[0] == answers[1] == answers[2]
    assert "evil" not in str(answers)


def test_h07_nothing_but_asking_is_allowed():
    status, headers, _body = ask(watched(lambda: True), "/health/alive/", method="POST")

    assert status == 405
    assert headers["allow"] == "GET, HEAD"


def test_a_head_alone_is_enough():
    status, headers, body = ask(watched(lambda: True), "/health/ready/", method="HEAD")

    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 0


def test_whoever_has_signed_in_is_led_to_the_details_through_the_newsrooms_door():
    app = watched(lambda: True)

    led = ask(app, "/health/", cookie=f"a=b; {COOKIE}=anything")
    other = ask(app, "/health/", cookie="display=dark")

    assert (led[0], led[1]["location"]) == (302, DETAILS)
    assert other[0] == 200


def test_every_other_address_is_djangos():
    app = watched(refused)

    assert ask(app, "/healthcare/")[2] == b"Django"
    assert ask(app, "/")[2] == b"Django"


def test_the_press_asks_neither_shelf_nor_database_before_it_hands_the_question_on(tmp_path):
    def never(*_args: object) -> int:
        raise AssertionError("asked the printer")

    app = PrintedFirst(watched(lambda: True), tmp_path / "none.sqlite3", never, lambda _host: True)

    assert ask(app, "/health/alive/")[0] == 200
    assert not (tmp_path / "none.sqlite3").exists()


# What is asked -----------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_paper_that_was_brought_up_to_date_is_ready(paper: Any):
    assert is_ready()


@pytest.mark.django_db
def test_a_table_that_is_still_to_be_made_makes_it_not_ready(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(readiness, "_needless", set())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'health' AND name LIKE '0002%'")

    assert not is_up_to_date()


@pytest.mark.django_db
def test_a_migration_that_only_stands_for_others_is_not_waited_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(readiness, "_needless", set())
    known = readiness.known_migrations()
    squashed = next(name for name in sorted(known) if "squashed" in name[1])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = %s AND name = %s", squashed)

    assert is_up_to_date()
    assert squashed in readiness._needless


def test_a_shelf_that_cannot_be_written_makes_it_not_ready(home: Any, settings: Any):
    assert can_keep_pages()
    (home / "file").write_text("no folder")

    settings.SHELF = home / "file" / "shelf.sqlite3"

    assert not Probe(can_keep_pages).answer(5)
    assert list((home / "shelf").glob(".ready*")) == []


def test_a_probe_asks_again_once_the_answer_is_old(monkeypatch: pytest.MonkeyPatch):
    answers = iter([False, True])
    probe = Probe(lambda: next(answers))
    assert not probe.answer(5)

    monkeypatch.setattr(readiness, "KNOWN_FOR_SECONDS", -1.0)

    assert probe.answer(5)
