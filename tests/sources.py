"""A running paper whose tip line is open, and what a source does before it."""

import base64
import hashlib
import mimetypes
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from broadsheet.tips import drills, lists, threads
from broadsheet.tips.box import Box
from broadsheet.tips.days import in_days, today
from broadsheet.tips.keepers import Keeper, NewWrap, enrol
from broadsheet.tips.signed_lists import read_list
from broadsheet.tips.tests.asked_of_scripts import Scripts, b64
from broadsheet.tips.tests.newsroom_made import Newsroom, make_newsroom
from tests.running import RunningPaper, free_port
from tests.test_journeys import soon

WAYS = {
    "onion": "larkmere2345larkmere2345larkmere2345larkmere2345abcdefgh.onion",
    "phone": "+1 555 0100",
    "post": "12 Quay Street, Larkmere",
    "signal": "larkmere.42",
}
AGE = b"age-encryption.org/v1\n"
WORDS = 7
# What stands inside each answer, so that whoever opens it can show that she did.
PROOF = "5a" * 32


# The worker takes whoever has no account, or no right, for somebody who has left.
HIRED = """
from django.contrib.auth.models import Group
from broadsheet.newsroom.models import User
for number, name in {people!r}:
    user, _made = User.objects.get_or_create(pk=number, defaults={{"username": name}})
    user.groups.add(Group.objects.get(name="Editor"))
"""


class TipLine:
    """A paper's tip line, the keys of all who read it, and its box as it lies on the disk."""

    def __init__(self, paper: RunningPaper, scripts: Scripts) -> None:
        self.paper = paper
        self.scripts = scripts
        self.newsroom: Newsroom = make_newsroom(scripts)
        self.box = Box(paper.home)
        self.epoch = 0
        root = bytes.fromhex(self.newsroom.sheet["root"])
        # As docs/developers/tips.md has it, "Keys".
        self.name = hashlib.sha256(b"broadsheet-tips-newsroom-v1\n" + root).hexdigest()[:32]
        paper.shell(HIRED.format(people=list(enumerate(self.newsroom.people, 1))))
        for number, (name, keys) in enumerate(self.newsroom.people.items(), 1):
            pq, x25519 = keys["ofPq"], keys["ofX25519"]
            keeper = Keeper(number, name, pq, x25519, pq, AGE + b"keyring", "", False)
            enrol(self.box, keeper, [NewWrap("passphrase", "", AGE + b"wrap")])
        self.publish()
        self.prove()

    def publish(self, **changes: Any) -> None:
        """Put the next list in force, opened this week."""
        self.epoch += 1
        changes = {"epoch": self.epoch, **changes}
        envelope = self.signed(**changes)
        payload = base64.b64decode(envelope["payload"])
        listed = read_list(payload, envelope["signature"], envelope["root"])
        people = range(1, len(self.newsroom.people) + 1)
        lists.publish(self.box, listed, voice_sealed="", root_sealed="", people=list(people))
        read = self.newsroom.read(envelope, today=today().isoformat())
        seed = self.newsroom.voice["seed"]
        seen = self.scripts.ask("makeSeen", read, today().isoformat(), seed)
        lists.note_seen(self.box, base64.b64decode(seen["payload"]), seen["signature"])

    def signed(self, **changes: Any) -> dict[str, str]:
        """Return a list's envelope, signed whatever it says."""
        root = self.newsroom.sheet
        times = {"issued": today().isoformat(), "expires": in_days(170).isoformat()}
        told = {
            "kind": "broadsheet-tips-list",
            "version": 1,
            "newsroom": self.name,
            **self.newsroom.fields(**{"ways": WAYS, **times, **changes}),
        }
        payload = self.scripts.ask("canonical", told)
        signature = self.scripts.ask("sign", "broadsheet-tips-list-v1\n", payload, root["rootSeed"])
        return {"payload": b64(payload.encode()), "signature": signature, "root": root["root"]}

    def prove(self) -> None:
        """Have a drill done, so that the line is open."""
        token = drills.begin(self.box, 1)
        with self.box.writing() as rows:
            rows.execute("UPDATE drills SET is_done=1 WHERE token=?", (drills.hashed(token),))

    def thread_of(self, code: Sequence[str]) -> str:
        """Return the conversation that a code opens."""
        made: dict[str, str] = self.scripts.ask("deriveCode", "-".join(code), self.name)
        return made["thread"]

    def count(self) -> int:
        """Return how many conversations there are."""
        return threads.find(self.box).total

    def is_on_its_way(self) -> bool:
        """Say whether bytes of something unfinished lie on the disk."""
        return any(path.stat().st_size for path in self.box.unfinished.glob("*/*"))

    def opened(self, thread: str, reader: str = "Nell Roe", which: int = -1) -> dict[str, Any]:
        """Return a message of a source's as one reader opens it: `head`, and `files` with their bytes in base64."""
        sent = [one for one in threads.messages(self.box, thread) if one.sender == "source"]
        folder = self.box.messages / sent[which].id
        locked = b"".join(
            path.read_bytes() for path in sorted(folder.iterdir(), key=lambda path: int(path.name))
        )
        identity = self.newsroom.people[reader]["pq"]
        found: dict[str, Any] = self.scripts.ask("openTip", locked, [identity])
        return found

    def answer(
        self,
        tip: dict[str, Any],
        text: str,
        *,
        attached: Sequence[tuple[str, str, bytes]] = (),
        under: str = "",
        spoilt: bool = False,
        **changes: Any,
    ) -> None:
        """Answer a tip, as a reader's browser does. `under`: the conversation in which the server puts it, if another."""
        head = tip["head"]
        answered = {
            **{name: head[name] for name in ("v", "newsroom", "thread", "epoch")},
            "kind": "answer",
            "text": text,
            "name": "Ilse Markham",
            "proof": PROOF,
            "files": [hashlib.sha256(data).hexdigest() for _name, _type, data in attached],
            **changes,
        }
        signed = self.scripts.ask("signHead", answered, self.newsroom.voice["seed"])
        packed = self.scripts.ask(
            "pack",
            signed,
            [{"name": name, "type": kind, "bytes": b64(data)} for name, kind, data in attached],
        )
        keys = [head["reply"], *(keys["ofPq"] for keys in self.newsroom.people.values())]
        locked = bytearray(
            base64.b64decode(self.scripts.ask("lock", base64.b64decode(packed["bytes"]), keys))
        )
        if spoilt:
            locked[-100] ^= 1
        thread = under or head["thread"]
        threads.add(
            self.box, thread, sender="newsroom", epoch=head["epoch"], pieces=[bytes(locked)]
        )

    def read_and_answer_drill(self) -> None:
        """Have two people open the newest drill's tip, and one answer it."""
        drill = drills.newest(self.box)
        assert drill
        assert drill.is_sent
        tip = self.opened(drill.thread)
        [sent] = threads.messages(self.box, drill.thread)
        for reader in (1, 2):
            drills.note_opened(self.box, sent.id, reader, tip["head"]["proof"])
        self.answer(tip, "Well done.")
        answer = threads.messages(self.box, drill.thread)[-1].id
        proof = hashlib.sha256(bytes.fromhex(PROOF)).hexdigest()
        drills.note_answer(self.box, drill.thread, answer, proof)


@pytest.fixture(scope="module")
def running_paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPaper]:
    """A paper of its own: its tip line is set up from outside."""
    paper = RunningPaper(tmp_path_factory.mktemp("tips"), "--demo")
    try:
        yield paper.wait()
    finally:
        paper.stop()


@pytest.fixture(scope="module")
def line(running_paper: RunningPaper, scripts: Scripts) -> TipLine:
    """Its tip line, open: a drill was done, two people read it. The demo's own, for one person, is put away."""
    home = running_paper.home
    shutil.rmtree(home / "tips", ignore_errors=True)
    (home / "secrets" / "tips-root").unlink(missing_ok=True)
    return TipLine(running_paper, scripts)


def begin(page: Page, address: str = "/tips/") -> None:
    """Open the page and wait until one can write there."""
    page.goto(address)
    expect(page.locator("form")).to_be_visible()


def tell(page: Page, text: str) -> list[str]:
    """Send a tip, and return its code."""
    begin(page)
    page.locator("#text").fill(text)
    code = write_down(page)
    send(page)
    received(page)
    return code


def choose(page: Page, *files: tuple[str, bytes]) -> None:
    """Choose files, each with its name and bytes; and the kind that its name says."""
    given: list[FilePayload] = [
        {"name": name, "mimeType": mimetypes.guess_type(name)[0] or "", "buffer": data}
        for name, data in files
    ]
    page.locator("#files").set_input_files(given)
    expect(page.locator("[data-files] > li").last).to_be_visible()


def seen(page: Page, words: str) -> Locator:
    """Return where words stand in what the page shows."""
    return page.locator("main").get_by_text(words)


def write_down(page: Page) -> list[str]:
    """Note the seven words, type the two that are asked for, and return all."""
    words = page.locator(".code li").all_inner_texts()
    assert len(words) == WORDS
    page.get_by_role("button", name="I have written them down").click()
    for field in page.locator("[data-code-asked] input").all():
        asked = page.locator(f"label[for={field.get_attribute('id')}]").inner_text()
        field.fill(words[int(asked.rpartition(" ")[2]) - 1])
    return words


def send(page: Page) -> None:
    page.get_by_role("button", name="Send it to the newsroom").click()


def received(page: Page) -> None:
    """Wait until the page says that all of it came."""
    expect(page.get_by_text("All of it arrived whole").first).to_be_visible(timeout=60_000)


def said(page: Page) -> str:
    """Return why nothing was sent."""
    expect(page.locator("[data-error]")).to_be_visible()
    return page.locator("[data-error]").inner_text()


def open_code(page: Page, typed: str) -> None:
    """Type a code on the page of answers, and wait until something came of it."""
    page.locator("#code").fill(typed)
    page.get_by_role("button", name="Open").click()
    expect(page.locator("[data-ask] [data-progress]")).to_be_hidden()


def downloads(page: Page) -> list[tuple[str, bytes]]:
    """Return the name and the bytes of each file that is offered."""
    found = []
    for link in page.locator("a[download]").all():
        with page.expect_download() as downloaded:
            link.click()
        found.append((downloaded.value.suggested_filename, downloaded.value.path().read_bytes()))
    return found


def tab_to(page: Page, selector: str) -> None:
    """Press the tabulator until an element has the focus."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


class CuttingLine:
    """A line to the paper that breaks, once, after so many bytes went up on one connection, and some lie at their end.

    What goes the other way is never cut. `address` is where it begins.
    """

    def __init__(self, port: int, after_bytes: int, have_come: Callable[[], bool]) -> None:
        self.cuts = 0
        self._have_come = have_come
        self._port = port
        self._after = after_bytes
        self._door = socket.create_server(("127.0.0.1", free_port()))
        self.address = f"http://localhost:{self._door.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _whose = self._door.accept()
                far = socket.create_connection(("127.0.0.1", self._port))
                threading.Thread(target=self._carry, args=(far, near), daemon=True).start()
                threading.Thread(target=self._carry_up, args=(near, far), daemon=True).start()

    def _carry_up(self, near: socket.socket, far: socket.socket) -> None:
        carried = 0
        with closing(near), closing(far), suppress(OSError):
            while data := near.recv(65536):
                far.sendall(data)
                carried += len(data)
                if carried > self._after and not self.cuts:
                    self.cuts += 1
                    assert soon(self._have_come)
                    break
            # Closing alone tells nobody, while the other thread listens.
            far.shutdown(socket.SHUT_RDWR)

    def _carry(self, origin: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := origin.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._door.close()


def noise(size: int) -> bytes:
    return os.urandom(size)
