"""Handing something over to the outside, and looking at the paper's own certificate: the two besides fetching."""

import json
import os
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from broadsheet.lib import outside
from broadsheet.lib.fetching import UnfitAnswerError, certificate_end, post
from broadsheet.lib.outside import ForbiddenAddressError, NoAnswerError
from broadsheet.lib.tests.outsider import Outsider, an_outsider, leads_to, page, secrecy, takes

TEXT = json.dumps({"text": "The worker has stopped — look."}).encode()


@pytest.fixture
def chat(settings: Any) -> Iterator[Outsider]:
    """A chat on loopback that a test, and only a test, may write into."""
    with an_outsider() as outsider:
        settings.FETCH_ALLOWED_PRIVATE = [outsider.place]
        yield outsider


# Handing over -------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", ["200 OK", "202 Accepted", "204 No Content"])
def test_a_chat_is_handed_the_text_as_json(chat: Outsider, status: str):
    taken: list[bytes] = []
    chat.answers["/hook"] = takes(taken, page("ok", status=status))

    post(f"{chat.address}/hook", TEXT, seconds=5)

    head = chat.asked[0].partition("\r\n\r\n")[0]
    assert head.startswith("POST /hook HTTP/1.1\r\n")
    assert "Content-Type: application/json" in head
    assert f"Content-Length: {len(TEXT)}" in head
    assert taken == [TEXT]


def test_a_chat_that_does_not_take_it_is_said_without_its_address(chat: Outsider):
    with pytest.raises(UnfitAnswerError, match="did not take it: it answers 404") as refusal:
        post(f"{chat.address}/hook/T024/secret", TEXT, seconds=5)

    assert "secret" not in str(refusal.value)


def test_f04_what_is_handed_over_follows_nobody_to_another_address(chat: Outsider):
    chat.answers |= {"/hook": leads_to("/inside"), "/inside": page("ok")}

    with pytest.raises(UnfitAnswerError, match="302"):
        post(f"{chat.address}/hook", TEXT, seconds=5)

    assert chat.paths == ["/hook"]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/hook",
        "http://2130706433/hook",
        "http://[::ffff:7f00:1]/hook",
        "https://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/hook",
        "ftp://chat.example/hook",
        "https://user:password@chat.example/hook",
        "https://chat.example:8443/hook",
    ],
)
def test_f03_nothing_is_handed_to_an_address_of_the_house(address: str):
    with pytest.raises(ForbiddenAddressError):
        post(address, TEXT, seconds=5)


def test_f03_nothing_is_handed_to_a_public_name_of_a_private_address(
    chat: Outsider, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    settings.FETCH_ALLOWED_PRIVATE = []
    answer = [(0, 0, 0, "", ("127.0.0.1", 80))]
    monkeypatch.setattr(outside, "getaddrinfo", lambda *_args, **_more: answer)

    with pytest.raises(ForbiddenAddressError, match="private network"):
        post("https://chat.example/hook", TEXT, seconds=5)

    assert chat.asked == []


def test_f05_a_chat_that_never_answers_holds_nobody(chat: Outsider):
    chat.answers["/hook"] = lambda line, _asked: line.recv(1) and None
    start = time.monotonic()

    with pytest.raises(NoAnswerError):
        post(f"{chat.address}/hook", TEXT, seconds=0.4)

    assert time.monotonic() - start < 3


# The paper's own certificate -------------------------------------------------------------------------
@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The paper's own address, with a certificate for two days; and that certificate."""
    context, paper = secrecy(tmp_path, "localhost")
    door = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _from = door.accept()
                with context.wrap_socket(line, server_side=True) as secret:
                    assert secret.recv(1) == b"", "nothing is asked of it"
            except ssl.SSLError:
                continue
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    yield f"https://localhost:{door.getsockname()[1]}", paper
    door.shutdown(socket.SHUT_RDWR)
    door.close()


def test_the_end_of_the_papers_own_certificate_is_seen(own, monkeypatch: pytest.MonkeyPatch):
    address, paper = own
    monkeypatch.setitem(os.environ, "SSL_CERT_FILE", str(paper))

    ends = certificate_end(address, seconds=5)

    left = ends - datetime.now(UTC)
    assert timedelta(days=1, hours=23) < left <= timedelta(days=2)


def test_a_certificate_that_no_browser_takes_is_told_apart_from_silence(own):
    with pytest.raises(ssl.SSLCertVerificationError):
        certificate_end(own[0], seconds=5)


def test_an_address_that_does_not_answer_is_said_to_be_silent():
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]

    with pytest.raises(NoAnswerError):
        certificate_end(f"https://localhost:{port}", seconds=5)
