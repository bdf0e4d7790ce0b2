"""Whom the doors know, and what they answer when they know nobody."""

import asyncio
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client

from broadsheet.doors.doors import Doors
from broadsheet.doors.people import is_signed_in
from broadsheet.newsroom.models import User


async def unreached(*_args: Any) -> None:
    raise AssertionError("this got in")


def answered(doors: Doors, scope: dict[str, Any], *messages: dict[str, Any]) -> list[Any]:
    """Return what is sent to one who sends these messages."""
    coming, sent = iter(messages), []

    async def receive() -> dict[str, Any]:
        return next(coming)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(doors(scope, receive, send))
    return sent


def doors_without_database() -> Doors:
    def fail(_cookies: str) -> bool:
        raise DatabaseError

    return Doors(unreached, "localhost".__eq__, fail, {"/newsroom/": 1000})


def test_h08_when_nobody_can_be_looked_up_nothing_is_taken_in():
    headers = [(b"host", b"localhost"), (b"cookie", b"sessionid=a"), (b"content-length", b"3")]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/newsroom/",
        "query_string": b"",
        "headers": headers,
    }

    start, body = answered(
        doors_without_database(), scope, {"type": "http.request", "body": b"abc"}
    )

    assert start["status"] == 503
    assert b"Keep what you have" in body["body"]


def test_h07_a_socket_is_closed_before_it_is_opened():
    sent = answered(doors_without_database(), {"type": "websocket"}, {"type": "websocket.connect"})

    assert [one["type"] for one in sent] == ["websocket.close"]


def test_the_server_may_start_and_end():
    messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

    sent = answered(doors_without_database(), {"type": "lifespan"}, *messages)

    assert [one["type"] for one in sent] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


@pytest.mark.django_db
def test_h06_only_a_session_that_someone_has_signed_in_to_lets_files_in(
    client: Client, editor: User
):
    nobodys = import_module(settings.SESSION_ENGINE).SessionStore()
    nobodys["language"] = "es"
    nobodys.create()
    client.force_login(editor)
    name = settings.SESSION_COOKIE_NAME
    editors = client.cookies[name].value

    assert is_signed_in(f"{name}={editors}; display=dark.large")
    assert not is_signed_in(f"{name}={nobodys.session_key}")
    assert not is_signed_in(f"{name}=abcdefghijklmnopqrstuvwxyz012345")
    assert not is_signed_in("display=dark.large")

    client.logout()

    assert not is_signed_in(f"{name}={editors}")
