"""A drill, as its sender's browser goes through it, over real HTTP."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from broadsheet.tips import drills, lists, threads
from broadsheet.tips.lists import line as line_of
from broadsheet.tips.tests.newsrooms import Newsroom
from broadsheet.tips.tests.plain_sources import PlainSource
from broadsheet.tips.tests.sources import Line, Source, locked, running

TIP_PROOF, ANSWER_PROOF = b"p" * 32, b"q" * 32


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """A newsroom that has a list, and has done no drill."""
    newsroom = Newsroom(tmp_path)
    newsroom.publish()
    lists.note_seen(newsroom.box, *newsroom.seen())
    return newsroom


@pytest.fixture
def line(newsroom: Newsroom) -> Iterator[Line]:
    with running(newsroom.box.folder.parent) as line:
        yield line


def send_drill(newsroom: Newsroom, source: Source) -> str:
    """Send a drill's tip; return the token."""
    token = drills.begin(newsroom.box, 1)
    source.send(locked(100), drill=token, proof=sha256(TIP_PROOF).hexdigest())
    return token


def test_before_a_drill_was_done_only_who_holds_its_token_sends(newsroom: Newsroom, line: Line):
    assert Source(line).open(100).json["error"] == "closed"
    drills.begin(newsroom.box, 1)

    assert line.ask("GET", "/tips/list.json").json["state"] == "drill"
    for more in ({}, {"drill": "A" * 43, "proof": "0" * 64}):
        told = Source(line).open(100, **more)
        assert (told.status, told.json["error"]) == (503, "closed")
    assert PlainSource(line).send("Not a drill.").status == 503


def test_a_drill_goes_there_and_back_and_opens_the_line(newsroom: Newsroom, line: Line):
    source, box = Source(line), newsroom.box
    token = send_drill(newsroom, source)
    assert threads.get(box, source.thread).is_drill
    assert Source(line).open(100, drill=token, proof="0" * 64).json["error"] == "closed"
    source.send(locked(200), "more")
    [tip, _more] = threads.messages(box, source.thread)

    drills.note_opened(box, tip.id, 1, TIP_PROOF.hex())
    drills.note_opened(box, tip.id, 2, TIP_PROOF.hex())
    answer = threads.add(box, source.thread, sender="newsroom", epoch=1, pieces=[locked(100)])
    drills.note_answer(box, source.thread, answer.id, sha256(ANSWER_PROOF).hexdigest())
    told = {"key": source.key_told, "id": answer.id}
    assert line.post("/tips/read", {**told, "proof": TIP_PROOF.hex()}).status == 400
    assert line_of(box).state == "drill"

    assert line.post("/tips/read", {**told, "proof": ANSWER_PROOF.hex()}).json == {"noted": True}

    assert line_of(box).state == "open"
    assert Source(line).open(100).status == 200


def test_another_drill_leaves_an_open_line_open(newsroom: Newsroom, line: Line):
    token = drills.begin(newsroom.box, 1)
    with newsroom.box.writing() as rows:
        rows.execute("UPDATE drills SET is_done=1 WHERE token=?", (drills.hashed(token),))

    source = Source(line)
    send_drill(newsroom, source)

    assert threads.get(newsroom.box, source.thread).is_drill
    assert line.ask("GET", "/tips/list.json").json["state"] == "open"
