"""Looking at a paper's tip line from outside: what is as it was released is told so; every byte that is not is found."""

import asyncio
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from broadsheet.doors import listening
from broadsheet.lib.tests.outsider import secrecy
from broadsheet.tips import verifying
from broadsheet.tips.built_files import FILES, PAGES
from broadsheet.tips.canonical import canonical
from broadsheet.tips.codes import fingerprint
from broadsheet.tips.days import today
from broadsheet.tips.errors import VerifyError
from broadsheet.tips.sources.answering import TipLine
from broadsheet.tips.tests.newsrooms import Newsroom, hex_of
from broadsheet.tips.verifying import sum_of, verify
from tests.running import free_port

pytestmark = pytest.mark.sqlite
OPEN_LINE = "It was asked without TLS: whoever is on the way can change it."
Change = Callable[[dict[str, Any], dict[bytes, bytes]], None]


class Server:
    """A paper's tip line behind the real server, and somebody there who may change what it answers.

    `change` is given the answer (`path`, `status`, `headers`, `body`) and the headers of the request.
    """

    def __init__(self, newsroom: Newsroom, built: Path) -> None:
        self.line = TipLine(self.nothing, newsroom.box, "secret", built=built)
        self.change: Change = lambda _answer, _asked: None
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    async def nothing(self, _scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        sent: list[Any] = []

        async def keep(message: Any) -> None:
            sent.append(message)

        await self.line(scope, receive, keep)
        answer = {
            "path": scope["path"],
            "status": sent[0]["status"],
            "headers": dict(sent[0]["headers"]),
            "body": b"".join(one.get("body", b"") for one in sent[1:]),
        }
        self.change(answer, dict(scope["headers"]))
        headers = {**answer["headers"], b"content-length": b"%d" % len(answer["body"])}
        begun = {**sent[0], "status": answer["status"], "headers": list(headers.items())}
        await send(begun)
        await send({"type": "http.response.body", "body": answer["body"]})

    def serve(self) -> None:
        async def run() -> None:
            self.loop = asyncio.get_running_loop()
            self.server = listening.make_server(self, "127.0.0.1", self.port)
            await self.server.serve()

        asyncio.run(run())

    def wait(self) -> None:
        """Wait until it listens."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.02)
        raise AssertionError("nobody listens")

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.server.stop)


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A release: pages and files that say their own names, and their sums."""
    folder = tmp_path / "built"
    folder.mkdir()
    pages = [f"{stem}.{one}.html" for stem in PAGES.values() for one in ("en", "es", "ar")]
    for name in (*pages, *FILES.values()):
        (folder / name).write_text(f"/* {name} */ {'x' * 2000}")
    sums = {one.name: sum_of(one.read_bytes()) for one in folder.iterdir()}
    (folder / "release.json").write_text(json.dumps({"files": sums}))
    monkeypatch.setattr(verifying, "BUILT", folder)
    return folder


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    newsroom = Newsroom(tmp_path / "home")
    newsroom.open_line()
    return newsroom


@pytest.fixture
def server(newsroom: Newsroom, built: Path) -> Iterator[Server]:
    server = Server(newsroom, built)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    server.wait()
    yield server
    server.stop()
    thread.join(10)


def differences(server: Server, words: str = "") -> list[str]:
    """Return what differs beside that tests speak without TLS."""
    first, *others = verify(server.address, words).differences
    assert first == OPEN_LINE
    return others


def test_what_is_as_it_was_released_differs_in_nothing(server: Server, newsroom: Newsroom):
    words = " ".join(fingerprint(hex_of(newsroom.root))).upper()

    looked = verify(server.address, words)

    assert looked.differences == [OPEN_LINE]
    assert looked.listed is not None
    assert (looked.listed.epoch, looked.files) == (1, 5)


def test_t02_an_older_list_than_the_one_that_is_known_is_found(server: Server, newsroom: Newsroom):
    newest = verify(server.address, epoch=1)
    replaced = verify(server.address, epoch=2)

    old = "The list is number 1, which number 2 has replaced: an old one is handed out."
    assert newest.differences == [OPEN_LINE]
    assert replaced.differences == [OPEN_LINE, old]
    with pytest.raises(CommandError, match="number 2 has replaced"):
        call_command("tips", "verify", server.address, "--epoch", "2")


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_one_changed_byte_is_found(server: Server, path: str):
    def change(answer: dict[str, Any], _asked: Any) -> None:
        if answer["path"] == path and b"content-encoding" not in answer["headers"]:
            answer["body"] = answer["body"].replace(b"x", b"y", 1)

    server.change = change

    assert differences(server) == [f"{path} is not what this release holds."]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (b"accept-encoding", b"gzip"),
        (b"accept-encoding", b"br"),
        (b"referer", b"search"),
        (b"cookie", b"session"),
    ],
)
def test_what_is_changed_for_some_visitors_only_is_found(
    server: Server, header: bytes, words: bytes
):
    def change(answer: dict[str, Any], asked: dict[bytes, bytes]) -> None:
        if answer["path"] == "/tips/tips.js" and words in asked.get(header, b""):
            answer["body"] = b"fetch('/mine')"
            answer["headers"].pop(b"content-encoding", None)

    server.change = change

    assert differences(server) == ["/tips/tips.js is not what this release holds."]


@pytest.mark.parametrize("packing", [b"br", b"gzip", b"zstd"])
def test_what_cannot_be_unpacked_is_no_file_of_the_release(server: Server, packing: bytes):
    def change(answer: dict[str, Any], _asked: Any) -> None:
        if answer["path"] == "/tips/worker.js":
            answer["body"], answer["headers"][b"content-encoding"] = b"\x8b\x01\x80odd", packing

    server.change = change

    assert differences(server) == ["/tips/worker.js is not what this release holds."]


def test_a_packed_file_that_the_release_holds_is_taken(server: Server, built: Path):
    (built / "tips.js.br").write_bytes(b"as brotli packs it")
    told = json.loads((built / "release.json").read_text())
    told["files"]["tips.js.br"] = sum_of(b"as brotli packs it")
    (built / "release.json").write_text(json.dumps(told))

    assert differences(server) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (b"content-security-policy", b"default-src *"),
        (b"content-security-policy", None),
        (b"referrer-policy", b"unsafe-url"),
        (b"cache-control", b"public, max-age=60"),
        (b"integrity-policy", None),
    ],
)
def test_a_laxer_header_is_found(server: Server, name: bytes, words: bytes | None):
    def change(answer: dict[str, Any], _asked: Any) -> None:
        answer["headers"].pop(name)
        if words is not None:
            answer["headers"][name] = words

    server.change = change

    found = differences(server)

    assert len(found) == 8
    assert all(f"does not say “{name.decode()}” as this release does" in one for one in found)


def test_a_header_that_the_tip_line_never_sends_is_found(server: Server):
    def change(answer: dict[str, Any], _asked: Any) -> None:
        if answer["path"] == "/tips/plain/":
            answer["headers"][b"set-cookie"] = b"you=1"

    server.change = change

    assert differences(server) == ["/tips/plain/ says “Set-Cookie”, which the tip line never does."]


def test_another_root_than_the_paper_prints_is_found_and_named(server: Server, newsroom: Newsroom):
    [found] = differences(server, "able beacon canyon delta ember falcon garden harbor")

    assert "another root key" in found
    assert " ".join(fingerprint(hex_of(newsroom.root))) in found


def test_a_list_that_is_forged_or_over_is_found(server: Server, newsroom: Newsroom):
    def change(answer: dict[str, Any], _asked: Any) -> None:
        if answer["path"] == "/tips/list.json":
            told = json.loads(answer["body"])
            told["list"]["signature"] = "0" * 128
            answer["body"] = json.dumps(told).encode()

    server.change = change
    forged = differences(server)
    server.change = lambda _answer, _asked: None
    issued = today() - timedelta(days=90)
    payload = {**newsroom.told(), "issued": issued.isoformat(), "expires": issued.isoformat()}
    signed = canonical(payload)
    with newsroom.box.writing() as rows:
        rows.execute("UPDATE lists SET payload=?, signature=?", (signed, newsroom.sign(signed)))

    assert forged == ["The list is not signed by the newsroom's root key. Sign it again."]
    assert differences(server) == ["The list has expired. Sign a new one."]


def test_different_lists_for_different_visitors_are_found(
    server: Server, tmp_path: Path, built: Path
):
    other = Newsroom(tmp_path / "other")
    listed = other.publish().envelope()

    def change(answer: dict[str, Any], asked: dict[bytes, bytes]) -> None:
        if answer["path"] == "/tips/list.json" and b"referer" in asked:
            answer["body"] = json.dumps({**json.loads(answer["body"]), "list": listed}).encode()

    server.change = change

    assert differences(server) == ["Different visitors are handed different lists."]


@pytest.mark.parametrize("body", [b"", b"[]", b'{"list":null}', b'{"list":{"payload":"?"}}'])
def test_what_is_no_list_is_said_to_be_none(server: Server, body: bytes):
    def change(answer: dict[str, Any], _asked: Any) -> None:
        if answer["path"] == "/tips/list.json":
            answer["body"] = body

    server.change = change

    assert differences(server) == ["/tips/list.json does not hand out a list."]


def test_a_page_that_leads_elsewhere_is_not_followed(server: Server):
    def change(answer: dict[str, Any], _asked: Any) -> None:
        if answer["path"] == "/tips/":
            answer["status"], answer["headers"][b"location"] = 302, b"/tips/reply/"

    server.change = change

    assert differences(server) == ["/tips/ answers 302 instead of a page."]


def test_a_copy_of_the_program_that_is_not_whole_compares_nothing(server: Server, built: Path):
    (built / "tips.css").unlink()

    with pytest.raises(VerifyError, match="not whole"):
        verify(server.address)


@pytest.mark.parametrize(
    "address", ["", "ftp://x", "https://", "https://a@b.example", "http://[", "x:y"]
)
def test_what_is_no_address_of_a_paper_is_refused(built: Path, address: str):
    with pytest.raises(VerifyError, match="Write it as in"):
        verify(address)


def test_a_copy_of_the_program_that_was_changed_compares_nothing(built: Path):
    (built / "tips.js").write_text("other")

    with pytest.raises(VerifyError, match=r"tips\.js of this copy"):
        verify("https://ledger.example")


def test_a_certificate_that_no_browser_takes_is_refused(built: Path, tmp_path: Path):
    context, _paper = secrecy(tmp_path, "localhost")
    door = socket.create_server(("127.0.0.1", 0))

    def let_in() -> None:
        line, _from = door.accept()
        with suppress(OSError), line:
            context.wrap_socket(line, server_side=True)

    host = threading.Thread(target=let_in, daemon=True)
    host.start()

    with pytest.raises(VerifyError, match="certificate of localhost is not good"):
        verify(f"https://localhost:{door.getsockname()[1]}")
    host.join(10)
    door.close()


# The command ----------------------------------------------------------------------------------------
def test_the_command_says_each_difference_and_fails(
    server: Server, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(CommandError, match="without TLS"):
        call_command("tips", "verify", server.address)

    assert "The list is number 1 of The Larkmere Ledger" in capsys.readouterr().out


def test_the_command_needs_no_paper_and_ends_with_status_1_if_nobody_answers(tmp_path: Path):
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "broadsheet.cli",
            "tips",
            "verify",
            f"http://127.0.0.1:{free_port()}",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        env={"PYTHONPATH": ":".join(sys.path), "PATH": ""},
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
