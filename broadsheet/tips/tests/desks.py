"""A newsroom at its desk: people with rights and second proofs, keys in the box, a line that is open."""

import time
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.test import Client

from broadsheet.newsroom.models import User
from broadsheet.tips import threads
from broadsheet.tips.blobs import lay_down
from broadsheet.tips.box import Box
from broadsheet.tips.canonical import canonical
from broadsheet.tips.codes import thread_of
from broadsheet.tips.days import today
from broadsheet.tips.keepers import keeper, wraps_of
from broadsheet.tips.tests.newsrooms import AGE, Newsroom, Reader, base64_of, hex_of

API = "/newsroom/tips/api/"
PASSWORD = "ferry-on-mondays"


class DeskNewsroom(Newsroom):
    """A newsroom whose readers are people who can sign in: a publisher and an editor."""

    def __init__(self, home: Path, people: list[User]) -> None:
        super().__init__(home)
        with self.box.writing() as rows:
            rows.execute("DELETE FROM people")
        self.people = people
        self.readers = [Reader(one.pk, one.get_username()) for one in people]
        for reader in self.readers:
            reader.enrol(self.box)
        with self.box.writing() as rows:
            rows.execute("DELETE FROM events")

    def body(self, epoch: int, **changed: Any) -> dict[str, Any]:
        """Return what the desk sends to put a list in force."""
        payload = canonical(self.told(epoch, **changed))
        return {
            "payload": base64_of(payload),
            "signature": self.sign(payload),
            "root": hex_of(self.root),
            "voice_sealed": base64_of(AGE + b"voice"),
            "root_sealed": base64_of(AGE + b"root"),
            "people": [one.user_id for one in self.readers],
        }

    def kept_of(self, user_id: int) -> dict[str, Any]:
        """Return all that the box keeps of someone's keys."""
        known = keeper(self.box, user_id)
        return {"keyring": known and known.keyring, "wraps": wraps_of(self.box, user_id)}

    def tip(self, *, ends: str = "", state: str = "new", words: bytes = b"locked up") -> str:
        """Keep a tip as if a source had sent it, and return its conversation's name."""
        box, name, new = self.box, thread_of(threads.new_id().encode()), threads.new_id()
        folder, size = lay_down(box, new, [AGE + words])
        day = today().isoformat()
        columns = ("thread", "way", "is_drill", "state", "opened", "last", "ends", "reply", "epoch")
        with box.writing() as rows:
            rows.execute(
                f"INSERT INTO threads ({','.join(columns)}) VALUES (?, 'script', 0, ?, ?, ?, ?, '', 1)",
                (name, state, day, day, ends or "2099-01-01"),
            )
            threads.place_message(box, rows, name, new, folder, sender="source", epoch=1, size=size)
        return name


def sign_in(user: User, *, with_proof: bool = True) -> Client:
    """Return a browser in which someone has signed in, by password and by the app on her phone."""
    client = Client()
    if not with_proof:
        client.force_login(user)
        return client
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    client.post("/newsroom/login/", {"login": user.username, "password": PASSWORD})
    client.post("/newsroom/login/second/", {"code": code_now(secret)})
    return client


def code_now(secret: str, *, seconds: float = 2) -> str:
    """Return the code that an app shows, which is good for so many seconds yet: a new one comes every thirty."""
    left = 30 - time.time() % 30
    if left < seconds:
        time.sleep(left)
    code: str = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    return code


def post(client: Client, what: str, body: Any = None) -> Any:
    return client.post(
        API + what, body if body is not None else {}, content_type="application/json"
    )


def get(client: Client, what: str) -> Any:
    return client.get(API + what)


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.fixture
def newsroom(home: Path, paper: Any, publisher: User, editor: User) -> DeskNewsroom:
    """A list is in force, and the line is open."""
    room = DeskNewsroom(home, [publisher, editor])
    room.open_line()
    return room


@pytest.fixture
def box(newsroom: DeskNewsroom) -> Box:
    return newsroom.box


@pytest.fixture
def at_desk(newsroom: DeskNewsroom, publisher: User) -> Client:
    """The publisher's browser."""
    return sign_in(publisher)


@pytest.fixture
def editors_desk(newsroom: DeskNewsroom, editor: User) -> Client:
    return sign_in(editor)
