"""Sources whose browsers run no scripts: their forms as browsers write them, and what the newsroom finds of them."""

import re
import secrets
from collections.abc import Iterable, Sequence
from html import unescape
from typing import Any

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from broadsheet.tips import blobs, threads
from broadsheet.tips.canonical import canonical
from broadsheet.tips.container import File, Packed, pack, unpack
from broadsheet.tips.signed_lists import newsroom_of
from broadsheet.tips.tests.newsrooms import Newsroom, hex_of
from broadsheet.tips.tests.sources import Line, Told

BORDER = "----WebKitFormBoundaryLarkmere"
SAME_ORIGIN = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
TYPE = {"Content-Type": f"multipart/form-data; boundary={BORDER}"}


def form(words: dict[str, str], files: Iterable[tuple[str, str, bytes]] = ()) -> bytes:
    """Return a form as a browser sends it; files as (name, type, bytes)."""
    fields = [
        f'--{BORDER}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
        for name, text in words.items()
    ]
    for name, kind, data in files:
        written = name.replace('"', "%22").replace("\n", "%0A")
        head = f'Content-Disposition: form-data; name="files"; filename="{written}"\r\nContent-Type: {kind}'
        fields.append(f"--{BORDER}\r\n{head}\r\n\r\n".encode() + data + b"\r\n")
    return b"".join([*fields, f"--{BORDER}--\r\n".encode()])


class PlainSource:
    """Someone who tells the newsroom something, without scripts."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.code = ""

    def ask(self, path: str, body: bytes) -> Told:
        return self.line.ask("POST", path, body, {**TYPE, **SAME_ORIGIN})

    def send(self, text: str, files: Iterable[tuple[str, str, bytes]] = ()) -> Told:
        told = self.ask("/tips/plain/", form({"text": text}, files))
        if told.status == 200:
            self.code = "-".join(words_in(told.text))
        return told

    def act(
        self,
        act: str,
        *,
        code: str = "",
        files: Iterable[tuple[str, str, bytes]] = (),
        **words: str,
    ) -> Told:
        fields = {"code": code or self.code, "act": act, **words}
        return self.ask("/tips/plain/reply/", form(fields, files))


def words_in(page: str) -> list[str]:
    """Return the seven words that a page shows."""
    found = re.search(r'<ol class="code".*?</ol>', page, re.DOTALL)
    assert found, page
    return re.findall(r"<li>([a-z]+)</li>", found[0])


def shown(page: str) -> str:
    """Return what a page says, without its tags."""
    return unescape(re.sub(r"<[^>]+>", " ", page))


def opened(newsroom: Newsroom, thread: str) -> list[Packed]:
    """Open what a source sent with the first reader's key."""
    keys = [newsroom.readers[0].identity]
    found = [one for one in threads.messages(newsroom.box, thread) if one.sender == "source"]
    return [
        unpack(pyrage.decrypt(b"".join(blobs.read(newsroom.box, one.id)), keys)) for one in found
    ]


def only_thread(newsroom: Newsroom) -> str:
    """Return the one conversation that there is."""
    [thread] = threads.find(newsroom.box).threads
    return thread.thread


def answer(
    newsroom: Newsroom,
    thread: str,
    text: str,
    *,
    files: Sequence[File] = (),
    to: Any = None,
    kept_in: str = "",
    voice: Ed25519PrivateKey | None = None,
) -> str:
    """Answer a source as a journalist's browser does; return the message's name.

    Args:
        to: another key than the conversation's.
        kept_in: another conversation than the one that the answer says.
        voice: another than the newsroom's.
    """
    import hashlib

    reply = to or threads.get(newsroom.box, thread).reply
    head: dict[str, Any] = {
        "v": 1,
        "kind": "answer",
        "newsroom": newsroom_of(hex_of(newsroom.root)),
        "thread": thread,
        "epoch": 1,
        "text": text,
        "name": "Nell Roe",
        "files": [hashlib.sha256(file.data).hexdigest() for file in files],
        "proof": secrets.token_hex(32),
    }
    signed = b"broadsheet-tips-head-v1\n" + canonical(head)
    head["signature"] = (voice or newsroom.voice).sign(signed).hex()
    locked = pyrage.encrypt(
        pack(head, tuple(files)), [pyrage.x25519.Recipient.from_str(str(reply))]
    )
    where = kept_in or thread
    return threads.add(newsroom.box, where, sender="newsroom", epoch=1, pieces=[locked]).id
