"""Sources without scripts: locked up while it comes, no readable file anywhere, answers opened in memory."""

import re
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha384
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from broadsheet.tips import blobs, threads
from broadsheet.tips.built_files import BUILT
from broadsheet.tips.codes import derive, words
from broadsheet.tips.container import File
from broadsheet.tips.padding import padded
from broadsheet.tips.signed_lists import newsroom_of
from broadsheet.tips.tests.newsrooms import Newsroom, hex_of
from broadsheet.tips.tests.plain_sources import (
    PlainSource,
    answer,
    only_thread,
    opened,
)
from broadsheet.tips.tests.sources import Line, locked, running
from tests.tools.debian import find

PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 1000
WEB = Path(__file__).parents[1] / "web"
NAMES = ["../../x", "CON", "a.pdf.exe", "lines\nin it", 'quo"ted', "عربي.pdf"]


@pytest.fixture(scope="module")
def one_newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    newsroom = Newsroom(tmp_path_factory.mktemp("paper"))
    newsroom.open_line()
    return newsroom


@pytest.fixture(scope="module")
def line(one_newsroom: Newsroom) -> Iterator[Line]:
    with running(one_newsroom.box.folder.parent) as line:
        yield line


@pytest.fixture
def newsroom(one_newsroom: Newsroom) -> Newsroom:
    """The newsroom, with nothing in its box."""
    found = threads.find(one_newsroom.box).threads
    threads.discard(one_newsroom.box, [one.thread for one in found])
    return one_newsroom


@pytest.fixture
def source(line: Line) -> PlainSource:
    return PlainSource(line)


def test_what_comes_without_scripts_opens_with_each_readers_key(
    newsroom: Newsroom, source: PlainSource
):
    told = source.send("The mayor\r\nsold the quay.", [("photo.jpg", "image/jpeg", PHOTO)])

    assert told.status == 200
    thread = only_thread(newsroom)
    [packed] = opened(newsroom, thread)
    assert packed.head["text"] == "The mayor\nsold the quay."
    assert packed.head["way"] == "plain"
    assert packed.head["thread"] == thread
    assert packed.files == (File("photo.jpg", "image/jpeg", PHOTO),)
    [message] = threads.messages(newsroom.box, thread)
    whole = b"".join(blobs.read(newsroom.box, message.id))
    assert len(whole) == message.bytes
    plain = {
        pyrage.decrypt(whole, [pyrage.x25519.Identity.from_str(one)])
        for one in newsroom.identities()
    }
    assert [len(one) for one in plain] == [padded(len(PHOTO) + 1000)]


@pytest.mark.parametrize("opener", ["pyrage", "age"])
def test_what_comes_without_scripts_opens_with_the_programs_of_others(
    newsroom: Newsroom, source: PlainSource, tmp_path: Path, opener: str
):
    source.send("The mayor sold the quay.")
    [message] = threads.messages(newsroom.box, only_thread(newsroom))
    whole, identity = b"".join(blobs.read(newsroom.box, message.id)), newsroom.identities()[1]
    key, file = tmp_path / "key", tmp_path / "tip.age"
    key.write_text(identity)
    file.write_bytes(whole)

    if opener == "pyrage":
        found = pyrage.decrypt(whole, [pyrage.x25519.Identity.from_str(identity)])
    else:
        command = [find(opener), "-d", "-i", str(key), str(file)]
        found = subprocess.run(command, capture_output=True, check=True).stdout

    assert b"The mayor sold the quay." in found


def test_the_code_is_seven_words_shown_once(newsroom: Newsroom, source: PlainSource):
    source.send("The mayor sold the quay.")

    code = source.code.split("-")
    assert len(code) == 7
    assert set(code) <= set(words())
    keys = derive(source.code, newsroom_of(hex_of(newsroom.root)))
    assert keys.thread == only_thread(newsroom)
    assert threads.get(newsroom.box, keys.thread).reply == keys.recipient


def test_an_answer_is_read_with_the_code_however_it_is_typed(
    newsroom: Newsroom, source: PlainSource
):
    source.send("The mayor sold the quay.")
    thread = only_thread(newsroom)
    message = answer(
        newsroom, thread, "Have you the <b>deed</b>?", files=[File("deed.pdf", "", b"%PDF-1.7")]
    )

    typed = " " + source.code.upper().replace("-", "  , ") + "\n"
    page = source.act("open", code=typed)

    assert page.status == 200
    assert "Have you the &lt;b&gt;deed&lt;/b&gt;?" in page.text
    assert "Nell Roe" in page.text
    file = source.act("file", id=message, number="1")
    assert file.body == b"%PDF-1.7"
    assert file.headers["Content-Type"] == "application/octet-stream"
    assert file.headers["Content-Disposition"] == 'attachment; filename="file-1.pdf"'
    for number in ("0", "2", "-1", "x", "１"):
        assert source.act("file", id=message, number=number).status == 400


def test_t14_a_typing_error_is_answered_as_any_other_words_are(
    newsroom: Newsroom, source: PlainSource
):
    source.send("The mayor sold the quay.")
    slip = source.code[:-1] + ("a" if source.code[-1] != "a" else "b")

    one, other = source.act("open", code=slip), source.act("open", code="quite-other-words")

    assert one.status == other.status == 404
    assert one.body == other.body
    assert "not known" in one.text


def test_t05_pages_without_scripts_take_no_style_but_the_release_s(line: Line):
    style = b64encode(sha384((BUILT / "tips.css").read_bytes()).digest()).decode()

    for path in ("/tips/plain/", "/tips/plain/reply/"):
        assert f'crossorigin integrity="sha384-{style}"' in line.ask("GET", path).text


def test_t28_who_asks_for_answers_is_told_of_both_days_on_which_a_conversation_ends(
    line: Line,
):
    words = (
        "90 days after the last message in it, or later if the newsroom has a reason; once it is two years old, "
        "in any case."
    )

    assert words in line.ask("GET", "/tips/plain/reply/").text
    assert words in (WEB / "pages" / "reply.html").read_text()


def test_a_source_says_more_and_deletes_all_of_it(newsroom: Newsroom, source: PlainSource):
    source.send("The mayor sold the quay.")
    thread = only_thread(newsroom)

    told = source.act("send", text="And the pier.", files=[("a.txt", "text/plain", b"deed")])

    assert "Received" in told.text
    first, more = opened(newsroom, thread)
    assert (more.head["kind"], more.head["text"], more.files[0].data) == (
        *("more", "And the pier."),
        b"deed",
    )
    assert first.head["reply"] == more.head["reply"]
    assert source.act("delete").status == 200
    assert source.act("open").status == 404
    assert list(newsroom.box.messages.iterdir()) == []
    assert threads.find(newsroom.box).total == 0


def test_t15_a_message_with_the_code_in_it_is_stopped(newsroom: Newsroom, source: PlainSource):
    source.send("The mayor sold the quay.")

    told = source.act("send", text=f"My words are {source.code.upper().replace('-', ' ')}!")

    assert told.status == 400
    assert "take them out" in told.text
    assert len(opened(newsroom, only_thread(newsroom))) == 1


def test_t17_an_answer_of_another_conversation_or_voice_is_not_shown(
    newsroom: Newsroom, line: Line
):
    source, other = PlainSource(line), PlainSource(line)
    source.send("One.")
    thread = only_thread(newsroom)
    other.send("Another.")
    [second] = [one.thread for one in threads.find(newsroom.box).threads if one.thread != thread]
    reply = threads.get(newsroom.box, second).reply
    answer(newsroom, thread, "For the first.", to=reply, kept_in=second)
    answer(newsroom, second, "Forged.", voice=Ed25519PrivateKey.generate())

    page = other.act("open")

    assert page.status == 200
    assert "For the first." not in page.text
    assert "Forged." not in page.text
    assert page.text.count("It is not shown.") == 2


def test_an_answer_for_scripts_is_told_as_that(newsroom: Newsroom, source: PlainSource):
    source.send("The mayor sold the quay.")
    thread = only_thread(newsroom)
    threads.add(newsroom.box, thread, sender="newsroom", epoch=1, pieces=[locked(5000)])

    assert "locked to your browser with scripts" in source.act("open").text


def test_t19_answers_are_inert_text(newsroom: Newsroom, source: PlainSource):
    source.send("The mayor sold the quay.")
    text = "<script>alert(1)</script>\u202eevil\x00" + "e" + "\u0301" * 100_0
    answer(newsroom, only_thread(newsroom), text)

    page = source.act("open").text

    assert "<script" not in page
    assert "\u202e" not in page
    assert "\x00" not in page
    assert page.count("\u0301") == 4


def test_t20_names_of_files_are_text_on_both_sides(newsroom: Newsroom, source: PlainSource):
    source.send("", [(name, "text/plain", b"x") for name in NAMES])
    thread = only_thread(newsroom)

    [packed] = opened(newsroom, thread)
    assert [file.name for file in packed.files] == NAMES
    answer(newsroom, thread, "", files=[File(name, "", b"y") for name in NAMES])
    page = source.act("open").text
    assert re.findall("Download as (file-[^ <]+)", page) == [
        *("file-1", "file-2", "file-3", "file-4", "file-5", "file-6.pdf"),
    ]
