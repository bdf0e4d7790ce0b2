"""Who takes part in a confidential conversation: people of the newsroom at their screens, and sources whose words may be as wrong as can be."""

import json
import re
import secrets
from base64 import b64decode
from collections.abc import Callable, Sequence
from typing import Any

from allauth.mfa.totp.internal.auth import generate_totp_secret
from playwright.sync_api import Browser, Page, expect

from broadsheet.tips import blobs, lists, threads
from broadsheet.tips.blobs import lay_down
from broadsheet.tips.box import Box
from broadsheet.tips.days import in_days, today
from broadsheet.tips.tests.asked_of_scripts import Scripts, b64
from broadsheet.tips.tests.desks import code_now
from tests import access
from tests.desk import PASSWORD
from tests.running import RunningPaper

HIRE = """
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from broadsheet.newsroom.models import User
for username, first, last, role, secret in {people!r}:
    user = User.objects.create_user(username, password={password!r}, first_name=first, last_name=last)
    user.groups.add(Group.objects.get(name=role))
    TOTP.activate(user, secret)
"""


class Person:
    """Someone of the newsroom, and what she keeps on paper."""

    def __init__(self, first: str, last: str, role: str) -> None:
        self.first, self.last, self.role = first, last, role
        self.secret = generate_totp_secret()
        self.cookies: list[Any] = []
        # Of each kind (newsroom, passphrase, own) the words, joined by "-".
        self.words: dict[str, str] = {}

    @property
    def username(self) -> str:
        return self.first.lower()

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    def come(self, page: Page) -> Page:
        """Sign in with the password and the app on her phone, once, and go to the tips."""
        if self.cookies:
            page.context.add_cookies(self.cookies)
        else:
            page.goto("/newsroom/login/")
            page.locator("[name=login]").fill(self.username)
            page.locator("[name=password]").fill(PASSWORD)
            page.get_by_role("button", name="Sign in", exact=True).click()
            page.locator("[name=code]").fill(code_now(self.secret, seconds=5))
            page.locator("main form button[type=submit]").first.click()
            page.wait_for_url(re.compile(r"/newsroom/$"))
            self.cookies = list(page.context.cookies())
        page.goto("/newsroom/tips/")
        return page

    def keep_sheet(self, page: Page, kind: str) -> None:
        """Copy the words that are shown onto paper, and type those that are asked for."""
        words = shown_words(page)
        self.words[kind] = "-".join(words)
        press(page, "I have them on paper")
        for field in page.locator(".word-fields input").all():
            number = int((field.get_attribute("id") or "").removeprefix("word-"))
            field.fill(words[number])
        press(page, "Check")

    def take_words(self, page: Page) -> None:
        """Take a passphrase and a sheet."""
        expect(page.locator("h1")).to_have_text("Your passphrase")
        self.words["passphrase"] = "-".join(shown_words(page))
        page.get_by_label("Type the six words").fill(self.words["passphrase"].replace("-", " "))
        press(page, "Go on")
        expect(page.locator("h1")).to_have_text("Your recovery sheet")
        self.keep_sheet(page, "own")

    def make_keys(self, page: Page) -> None:
        self.take_words(page)
        expect(page.locator("h1")).to_have_text("A passkey, if you like")
        press(page, "Go on")

    def unlock(self, page: Page) -> Page:
        expect(page.locator("h1")).to_have_text("Your keys are locked")
        page.get_by_label("Your passphrase of six words").fill(self.words["passphrase"].upper())
        press(page, "Unlock")
        expect(page.locator("h1")).not_to_have_text("Your keys are locked")
        return page


def shown_words(page: Page) -> list[str]:
    return page.locator("#place .sheet-words li").all_text_contents()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def hire(paper: RunningPaper, *people: Person) -> None:
    """Let people in who may read tips, at a paper that has no line yet: the demo's, whose keys everyone has, is put away."""
    box = Box(paper.home)
    with box.writing() as rows:
        for table in ("drills", "seen", "list_people", "lists", "people", "events"):
            rows.execute(f"DELETE FROM {table}")
    box.root_file.unlink(missing_ok=True)
    told = [(one.username, one.first, one.last, one.role, one.secret) for one in people]
    paper.shell(HIRE.format(people=told, password=PASSWORD))


def begin_line(page: Page, first: Person) -> None:
    """Take the steps of opening the line up to those who read tips, too."""
    press(page, "Begin")
    expect(page.locator("h1")).to_have_text("The newsroom's sheet")
    first.keep_sheet(page, "newsroom")
    first.make_keys(page)
    expect(page.locator("h1")).to_have_text("Who reads tips with you")


def enrol(page: Page, person: Person) -> None:
    press(page, "Begin")
    person.make_keys(page)
    expect(page.locator("h1")).to_have_text("Your keys are made")


def compare_words(page: Page) -> list[str]:
    """Hear from each person whose keys are new the words on her own screen, and return those that are shown here."""
    expect(page.locator("h1")).to_have_text("Sign the list")
    for heard in page.get_by_role("checkbox", name="I have heard").all():
        heard.check()
    return page.locator(".compare:visible .fingerprint").all_inner_texts()


def sign_list(page: Page) -> None:
    press(page, "Go on")
    compare_words(page)
    press(page, "Sign and publish the list")
    expect(page.locator("h1")).to_have_text("Try it out")


def send_tip(page: Page, address: str, text: str) -> str:
    """Send a tip as a source does, and return her seven words."""
    page.goto(address)
    page.get_by_label("What should we know, and how do you know it?").fill(text)
    words = page.locator("ol.code li").all_text_contents()
    press(page, "I have written them down")
    for field in page.locator("[data-code-asked] input").all():
        number = re.search(
            r"\d+", page.locator(f"label[for={field.get_attribute('id')}]").inner_text()
        )
        assert number
        field.fill(words[int(number[0]) - 1])
    press(page, "Send it to the newsroom")
    expect(page.get_by_role("heading", name="Received")).to_be_visible(timeout=60_000)
    return " ".join(words)


def read_answer(page: Page, code: str, text: str) -> None:
    """Read an answer as a source does."""
    page.goto("/tips/reply/")
    page.get_by_label("Your seven words").fill(code)
    press(page, "Open")
    expect(page.locator("main")).to_contain_text(text, timeout=60_000)


def set_up_line(browser: Browser, paper: RunningPaper, first: Person, other: Person) -> None:
    """Take all steps up to the trial."""
    hire(paper, first, other)
    hers, theirs = [browser.new_context(base_url=paper.address).new_page() for _one in range(2)]
    begin_line(first.come(hers), first)
    enrol(other.come(theirs), other)
    sign_list(hers)
    for page in (hers, theirs):
        page.context.close()


class Source:
    """A source. What she sends is made by the scripts that sources use, and laid into the box as the server would."""

    def __init__(self, scripts: Scripts, paper: RunningPaper, way: str = "script") -> None:
        self.scripts = scripts
        self.paper = paper
        self.box = Box(paper.home)
        self.way = way
        pair = scripts.ask("makePair")
        kind = "pq" if way == "script" else "x25519"
        self.identity = pair[kind]
        self.reply = pair["ofPq" if kind == "pq" else "ofX25519"]
        self.kind = kind
        self.thread = secrets.token_hex(32)
        self.proof = secrets.token_hex(32)

    @property
    def in_force(self) -> dict[str, Any]:
        kept = lists.in_force(self.box)
        assert kept
        told: dict[str, Any] = json.loads(kept.listed.payload)
        return told

    def head(self, text: str, **changed: Any) -> dict[str, Any]:
        return {
            "v": 1,
            "kind": "tip",
            "newsroom": self.in_force["newsroom"],
            "thread": self.thread,
            "epoch": self.in_force["epoch"],
            "text": text,
            "reply": self.reply,
            "way": self.way,
            "proof": self.proof,
            **changed,
        }

    def recipients(self) -> list[str]:
        told = self.in_force
        return [one[self.kind] for one in (*told["recipients"], told["recovery"])]

    def locked(self, packed: bytes | str) -> bytes:
        return b64decode(self.scripts.ask("lock", packed, self.recipients()))

    def packed(self, head: dict[str, Any], files: Sequence[tuple[str, bytes]] = ()) -> bytes:
        made = [{"name": name, "type": "", "bytes": b64(data)} for name, data in files]
        return b64decode(self.scripts.ask("pack", head, made)["bytes"])

    def send(self, text: str, files: Sequence[tuple[str, bytes]] = (), **changed: Any) -> str:
        """Send a tip, and return its thread's name."""
        return self.lay_in(self.locked(self.packed(self.head(text, **changed), files)))

    def lay_in(self, locked: bytes, *, reply: str = "") -> str:
        """Have the server keep a message, whatever it is. `reply`: the key that the server names, if it is another."""
        new, day = threads.new_id(), today().isoformat()
        folder, size = lay_down(self.box, new, [locked])
        told = (self.thread, self.way, False, "new", day, day, in_days(90).isoformat())
        columns = "thread, way, is_drill, state, opened, last, ends, reply, epoch"
        with self.box.writing() as rows:
            rows.execute(
                f"INSERT OR IGNORE INTO threads ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*told, reply or self.reply, self.in_force["epoch"]),
            )
            threads.place_message(
                *(self.box, rows, self.thread, new, folder),
                sender="source",
                epoch=self.in_force["epoch"],
                size=size,
            )
        return self.thread

    def empty_box(self) -> None:
        while found := threads.find(self.box).threads:
            threads.discard(self.box, [one.thread for one in found])

    def answers(self) -> list[tuple[str, dict[str, Any]]]:
        """Return what the newsroom has answered: of each the message's name, and what stands in it."""
        sent = threads.messages(self.box, self.thread, notes=False)
        return [(one.id, self.open(one.id)) for one in sent if one.sender == "newsroom"]

    def open(self, message: str) -> dict[str, Any]:
        data = b"".join(blobs.read(self.box, message))
        opened: dict[str, Any] = self.scripts.ask("openTip", data, [self.identity])
        return opened


def stem_of(scripts: Scripts, thread: str) -> str:
    """Return the two words by which a thread is known on the screen."""
    words = scripts.ask("fingerprint", thread)
    return "-".join(words[:2])


def open_tip(page: Page, source: Source) -> Page:
    page.get_by_role("button", name="Tips", exact=True).click()
    press(page, f"Tip {stem_of(source.scripts, source.thread)}")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    return page


def warnings(page: Page) -> list[str]:
    return page.locator(".message .warning:visible").all_inner_texts()


def sound(page: Page) -> None:
    """See that nobody is shut out of a screen, and that nothing of it lies beside the page."""
    assert access.faults(page, access.ADVISED) == ""
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


def title(page: Page, text: str) -> None:
    expect(page.locator("h1")).to_have_text(text)


def at_desk(open_window: Callable[..., Page], person: Person, **window: int) -> Page:
    return person.unlock(person.come(open_window(**window)))


def apart(name: str) -> str:
    """Return a name as it stands in a sentence of either direction."""
    return f"\u2068{name}\u2069"
