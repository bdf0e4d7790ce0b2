"""What the newsroom is told when the paper's virus scanner knows a file, or does not answer."""

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.incoming.tests.made import PDF, sent
from broadsheet.newsroom.models import PaperDocument, User

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
# What every scanner takes for harmful, so that it can be tried: the EICAR test file, parted so that none takes this one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
HARMFUL = PDF.replace(b"endobj\n", b"endobj\n%" + EICAR + b"\n", 1)


class Scanner(threading.Thread):
    """Speaks as clamd does, over a real socket."""

    def __init__(self, family: int, address: Any) -> None:
        super().__init__(daemon=True)
        self.door = socket.socket(family)
        self.door.bind(address)
        self.door.listen()
        self.answer = ""
        self.read = b""

    def run(self) -> None:
        while True:
            try:
                line, _address = self.door.accept()
            except OSError:
                return
            with line, line.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                self.read = b""
                while length := struct.unpack(">I", sent.read(4))[0]:
                    self.read += sent.read(length)
                known = "stream: Eicar-Signature FOUND" if EICAR in self.read else "stream: OK"
                line.sendall((self.answer or known).encode() + b"\0")


@pytest.fixture(params=["unix", "tcp"])
def scanner(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> Iterator[Scanner]:
    is_unix = request.param == "unix"
    family, address = (
        (socket.AF_UNIX, str(tmp_path / "clamd")) if is_unix else (socket.AF_INET, ("127.0.0.1", 0))
    )
    scanner = Scanner(family, address)
    settings.VIRUS_SCANNER = address if is_unix else f"127.0.0.1:{scanner.door.getsockname()[1]}"
    scanner.start()
    yield scanner
    scanner.door.close()


@pytest.fixture
def desk(client: Client, reporter: User, home: Path) -> Client:
    client.force_login(reporter)
    return client


def bring(desk: Client, raw: bytes) -> Any:
    return desk.post(reverse("wagtaildocs:add"), {"title": "Report", "file": sent("a.pdf", raw)})


def test_a_file_that_the_scanner_does_not_know_comes_in(desk: Client, scanner: Scanner):
    raw = PDF + b"%" * 200_000

    assert bring(desk, raw).status_code == 302
    assert scanner.read == raw


def test_a_file_that_the_scanner_knows_as_harmful_is_refused_with_its_name(
    desk: Client, scanner: Scanner
):
    answer = bring(desk, HARMFUL)

    assert "knows this file as harmful (Eicar-Signature). Open it nowhere" in answer.text
    assert not PaperDocument.objects.exists()


@pytest.mark.parametrize("said", ["INSTREAM size limit exceeded. ERROR", "stream: OKAY", " "])
def test_a_file_that_the_scanner_could_not_look_at_does_not_come_in(
    desk: Client, scanner: Scanner, said: str
):
    scanner.answer = said

    answer = bring(desk, PDF)

    assert "could not look at this file. Try again later" in answer.text
    assert not PaperDocument.objects.exists()


@pytest.mark.parametrize("address", ["/run/nowhere/clamd", "127.0.0.1:1"])
def test_without_an_answer_nothing_comes_in(desk: Client, settings: Any, address: str):
    settings.VIRUS_SCANNER = address

    assert "could not look at this file" in bring(desk, PDF).text
    assert not PaperDocument.objects.exists()


def test_without_a_scanner_nobody_is_asked(desk: Client, settings: Any):
    assert settings.VIRUS_SCANNER == ""

    assert bring(desk, HARMFUL).status_code == 302
