"""What a source's browser sends, over real HTTP: whole, in pieces, twice, wrong, slowly, too much."""

import hashlib
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.tips import blobs, threads
from broadsheet.tips.blobs import PART_BYTES
from broadsheet.tips.tests.newsrooms import Newsroom
from broadsheet.tips.tests.sources import Line, Source, locked, parts_of, running

# In place of the half minute that a part may take.
SECONDS = 1.5


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    newsroom = Newsroom(tmp_path_factory.mktemp("paper"))
    newsroom.open_line()
    return newsroom


@pytest.fixture(scope="module")
def line(newsroom: Newsroom) -> Iterator[Line]:
    with running(newsroom.box.folder.parent, SECONDS) as line:
        yield line


@pytest.fixture
def source(line: Line) -> Source:
    return Source(line)


def kept(newsroom: Newsroom, thread: str) -> list[bytes]:
    """Return what is kept of a conversation."""
    found = threads.messages(newsroom.box, thread)
    return [b"".join(blobs.read(newsroom.box, one.id)) for one in found]


def test_a_tip_of_several_parts_is_kept_as_it_was_sent(newsroom: Newsroom, source: Source):
    tip, more = locked(2 * PART_BYTES + 12_345), locked(PART_BYTES)

    source.send(tip)
    source.send(more, "more")

    assert kept(newsroom, source.thread) == [tip, more]
    told = source.thread_told().json
    assert told["thread"] == source.thread
    assert [one["bytes"] for one in told["messages"]] == [len(tip), len(more)]
    assert {one["from"] for one in told["messages"]} == {"source"}


def test_t07_parts_may_come_twice_and_in_any_order(newsroom: Newsroom, source: Source):
    tip = locked(2 * PART_BYTES + 10)
    parts = parts_of(tip)
    token = source.open(len(tip)).json["token"]

    for number in (2, 0, 2, 1, 0):
        told = source.put(token, number, parts[number]).json
        assert told == {"have": len(parts[number]), "done": True}

    assert source.finish(token, tip).json == {"received": True}
    assert source.finish(token, tip).json == {"received": True}
    assert kept(newsroom, source.thread) == [tip]


def test_t07_what_is_missing_or_another_is_never_received(newsroom: Newsroom, source: Source):
    tip = locked(PART_BYTES + 10)
    first, last = parts_of(tip)
    token = source.open(len(tip)).json["token"]
    source.put(token, 0, first)

    assert source.finish(token, tip).status == 409
    source.put(token, 1, last)
    wrong = source.finish(token, locked(len(tip)))
    assert (wrong.status, wrong.json["error"]) == (409, "parts")
    assert source.finish(token, tip[:-1]).status == 409
    with pytest.raises(threads.UnknownThreadError):
        threads.get(newsroom.box, source.thread)

    assert source.finish(token, tip).json == {"received": True}


def test_t07_a_part_with_a_wrong_sum_is_dropped(source: Source):
    tip = locked(1000)
    token = source.open(len(tip)).json["token"]

    told = source.put(token, 0, tip, sum_of=b"another")

    assert (told.status, told.json["error"]) == (409, "sum")
    assert source.have(token) == [0]
    assert source.put(token, 0, tip).json["done"]


def test_t07_a_part_that_is_too_long_or_nowhere_is_refused(source: Source):
    tip = locked(PART_BYTES + 1000)
    token = source.open(len(tip)).json["token"]

    long = source.put(token, 1, locked(1001))
    assert (long.status, long.json["error"]) == (413, "large")
    assert source.put(token, 0, locked(PART_BYTES + 200_000)).status == 413
    beyond = source.put(token, 2, b"x")
    assert (beyond.status, beyond.json["error"]) == (409, "parts")
    assert source.have(token) in ([0, 0], [0, 1000])


def test_t07_an_unknown_token_is_told_from_nothing(source: Source):
    token = "A" * 43

    for told in (
        source.put(token, 0, b"x" * 100_000),
        source.finish(token, b"x"),
        source.line.ask("GET", "/tips/parts", headers={"Tips-Token": token}),
    ):
        assert (told.status, told.json["error"]) == (404, "unknown")


@pytest.mark.parametrize("ending", ["cut", "malformed"])
def test_t08_a_line_that_breaks_keeps_what_came_and_goes_on(
    newsroom: Newsroom, source: Source, ending: str
):
    tip = locked(100)
    token = source.open(100).json["token"]
    wanted = hashlib.sha256(tip).hexdigest()
    head = (
        f"PUT /tips/parts/0 HTTP/1.1\r\nHost: localhost\r\nTips-Token: {token}\r\n"
        f"Tips-Offset: 0\r\nTips-Sha256: {wanted}\r\n"
    ).encode()
    with socket.create_connection(("localhost", source.line.port), timeout=10) as broken:
        if ending == "cut":
            broken.sendall(head + b"Content-Length: 100\r\n\r\n" + tip[:50])
        else:
            broken.sendall(
                head + b"Transfer-Encoding: chunked\r\n\r\n32\r\n" + tip[:50] + b"\r\nzz\r\n"
            )
        time.sleep(0.3)

    have = until(lambda: source.have(token)[0], lambda have: have == 50 or ending == "malformed")
    assert source.finish(token, tip).status == 409
    misplaced = source.put(token, 0, tip[20:], offset=20, sum_of=tip)
    assert (misplaced.status, misplaced.json["have"]) == (409, have)

    assert source.put(token, 0, tip[have:], offset=have, sum_of=tip).json["done"]
    assert source.finish(token, tip).json == {"received": True}
    assert kept(newsroom, source.thread) == [tip]


def until(ask, holds, seconds: float = 5):
    """Ask until the answer is what it should be; return it."""
    ends = time.monotonic() + seconds
    while not holds(found := ask()) and time.monotonic() < ends:
        time.sleep(0.1)
    assert holds(found)
    return found


def test_t09_a_dripping_part_is_ended_in_time_and_keeps_what_came(source: Source):
    tip = locked(1000)
    token = source.open(1000).json["token"]
    wanted = hashlib.sha256(tip).hexdigest()
    with socket.create_connection(("localhost", source.line.port), timeout=10) as dripping:
        began = time.monotonic()
        dripping.sendall(
            f"PUT /tips/parts/0 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\nTips-Token: {token}\r\n"
            f"Tips-Offset: 0\r\nTips-Sha256: {wanted}\r\n\r\n".encode()
        )
        sent = 0
        dripping.settimeout(0.1)
        heard = b""
        while not heard and time.monotonic() - began < 8:
            dripping.sendall(tip[sent : sent + 1])
            sent += 1
            try:
                heard = dripping.recv(4096)
            except TimeoutError:
                continue
        took = time.monotonic() - began

    assert SECONDS <= took < SECONDS + 1.5
    assert heard.startswith(b"HTTP/1.1 200")
    have = source.have(token)[0]
    assert json.loads(heard.partition(b"\r\n\r\n")[2]) == {"have": have, "done": False}
    assert 0 < have <= sent
    assert source.put(token, 0, tip[have:], offset=have, sum_of=tip).json["done"]


@pytest.mark.sampled(1)
@pytest.mark.parametrize("count", [40, 200])
def test_t09_the_line_answers_while_many_drip(line: Line, count: int):
    tokens = [Source(line).open(1000).json["token"] for _number in range(5)]
    head = (
        "PUT /tips/parts/0 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\nTips-Token: {}\r\n"
        f"Tips-Offset: 0\r\nTips-Sha256: {'0' * 64}\r\n\r\nx"
    )
    dripping = []
    for number in range(count):
        one = socket.create_connection(("localhost", line.port), timeout=10)
        one.sendall(head.format(tokens[number % 5]).encode())
        dripping.append(one)

    began = time.monotonic()
    assert line.ask("GET", "/tips/list.json").status == 200
    assert line.ask("GET", "/tips/").status == 200
    assert time.monotonic() - began < 1

    for one in dripping:
        # An answer, or the end of the line: in either case it is over.
        assert one.recv(10) in (b"HTTP/1.1 2", b"HTTP/1.1 4", b"HTTP/1.1 5", b"")
        one.close()
    assert time.monotonic() - began < SECONDS + 3


def test_t11_what_is_too_large_is_refused_before_it_is_sent(source: Source):
    most = source.line.ask("GET", "/tips/list.json").json["limits"]["bytes"]
    assert most <= 2 * 1024**3

    told = source.open(10 * 10**9)

    assert (told.status, told.json["error"]) == (413, "large")
    assert source.open(most).status in (200, 503)


def test_t12_a_pass_is_good_once_and_only_when_solved(source: Source):
    solved = source.line.solved()
    told = {**solved, **source.announced(100)}
    assert source.line.post("/tips/open", told).status == 200

    other = source.line.ask("GET", "/tips/pass").json["puzzle"]
    for unfit in (
        solved,
        {"puzzle": other, "answer": 0},
        {"puzzle": other.replace(".16.", ".1."), "answer": 3},
        {"puzzle": other[:-4] + "AAAA", "answer": 3},
        {"puzzle": "", "answer": 3},
        {"puzzle": solved["puzzle"], "answer": solved["answer"] + 1},
    ):
        told = source.line.post("/tips/open", {**unfit, **source.announced(100)})
        assert (told.status, told.json["error"]) == (400, "puzzle")


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "note"},
        {"thread": "00"},
        {"reply": "age1pq1qqq"},
        {"bytes": -1},
        {"bytes": True},
        {"bytes": "100"},
        {"epoch": None},
        {"key": "AAAA"},
        {"key": ""},
        {"key": "A" * 43 + "="},
        {"kind": "more", "key": ""},
        {"kind": "more", "key": "A" * 43 + "="},
        {"puzzle": 3},
        {"puzzle": "\ud800"},
    ],
    ids=str,
)
def test_what_is_no_announcement_is_refused_and_nothing_is_kept(
    newsroom: Newsroom, source: Source, changed: dict[str, object]
):
    told = source.line.post(
        "/tips/open", {"puzzle": "x", "answer": 1, **source.announced(100), **changed}
    )

    assert (told.status, told.json["error"]) == (400, "unfit")
    with pytest.raises(threads.UnknownThreadError):
        threads.get(newsroom.box, source.thread)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 50_000])
def test_what_is_no_json_is_refused(line: Line, body: bytes):
    told = line.ask("POST", "/tips/thread", body, {"Content-Type": "application/json"})

    assert (told.status, told.json["error"]) == (400, "unfit")


def test_a_tip_for_another_list_is_refused(source: Source):
    told = source.open(100, epoch=2)

    assert (told.status, told.json["error"]) == (409, "changed")


def test_more_is_taken_only_for_a_conversation_that_there_is(source: Source):
    told = source.open(100, "more")

    assert (told.status, told.json["error"]) == (404, "unknown")


@pytest.mark.parametrize("kind", ["tip", "more"])
def test_t17_nobody_writes_into_a_conversation_of_which_she_knows_the_name_alone(
    newsroom: Newsroom, source: Source, kind: str
):
    tip = locked(100)
    source.send(tip)
    before = threads.change(newsroom.box, source.thread, by=1, state="done")
    stranger = Source(source.line)

    for key in ("", stranger.key_told):
        told = stranger.open(200, kind, thread=source.thread, key=key)
        assert (told.status, told.json["error"]) == (400, "unfit")

    assert threads.get(newsroom.box, source.thread) == before
    assert kept(newsroom, source.thread) == [tip]


def test_t12_a_pass_is_asked_for_with_the_size_of_what_is_coming(line: Line):
    told = [
        line.ask("GET", "/tips/pass", headers=headers)
        for headers in ({}, {"Tips-Bytes": "100"}, {"Tips-Bytes": str(2**31)}, {"Tips-Bytes": "x"})
    ]

    assert [one.status for one in told] == [200, 200, 200, 400]
    assert told[2].json["bits"] - told[0].json["bits"] == 5
    assert told[0].json["bits"] <= told[1].json["bits"]


def test_t13_unknown_codes_all_get_the_same_answer(newsroom: Newsroom, line: Line):
    deleted = Source(line)
    deleted.send(locked(100))
    assert line.post("/tips/delete", {"key": deleted.key_told}).json == {"deleted": True}

    never = Source(line).thread_told()
    gone = deleted.thread_told()

    assert never.status == 404
    assert (never.status, never.body) == (gone.status, gone.body)
    assert line.post("/tips/delete", {"key": deleted.key_told}).body == gone.body
    assert sorted(never.headers) == sorted(gone.headers)


def test_a_source_deletes_rows_and_files(newsroom: Newsroom, source: Source):
    source.send(locked(1000))
    [message] = threads.messages(newsroom.box, source.thread)
    folder = newsroom.box.messages / message.id
    assert folder.exists()

    assert source.line.post("/tips/delete", {"key": source.key_told}).json == {"deleted": True}

    assert not folder.exists()
    assert source.thread.encode() not in newsroom.box.database.read_bytes()


def test_t17_an_answer_is_handed_out_in_its_own_conversation_alone(newsroom: Newsroom, line: Line):
    source, other = Source(line), Source(line)
    source.send(locked(100))
    other.send(locked(100))
    answer = locked(300_000)
    given = threads.add(newsroom.box, source.thread, sender="newsroom", epoch=1, pieces=[answer])
    note = threads.add(newsroom.box, source.thread, sender="note", epoch=1, pieces=[locked(50)])

    told = line.post("/tips/message", {"key": source.key_told, "id": given.id})
    assert (told.status, told.body) == (200, answer)
    assert [one["from"] for one in source.thread_told().json["messages"]] == ["source", "newsroom"]
    own = source.thread_told().json["messages"][0]["id"]
    for key, name in (
        (other.key_told, given.id),
        (source.key_told, note.id),
        (source.key_told, own),
        (source.key_told, "0" * 32),
    ):
        assert line.post("/tips/message", {"key": key, "id": name}).status == 404


def test_a_tip_is_not_lost_when_its_sender_never_hears_that_it_came(
    newsroom: Newsroom, source: Source
):
    tip = locked(5000)
    token = source.send(tip)

    assert source.have(token) == [5000]
    assert source.finish(token, tip).json == {"received": True}
    assert source.finish(token, locked(5000)).status == 409
    assert kept(newsroom, source.thread) == [tip]
    assert (newsroom.box.folder.parent / "log").read_bytes() == b""


def test_what_is_unfinished_lies_in_one_folder_for_the_paper_alone(
    newsroom: Newsroom, source: Source
):
    token = source.open(1000).json["token"]
    source.put(token, 0, locked(500), sum_of=b"")

    folder = newsroom.box.unfinished / hashlib.sha256(token.encode()).hexdigest()

    assert Path(folder / "0").stat().st_size == 500
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "0").stat().st_mode & 0o777 == 0o600
    assert token.encode() not in newsroom.box.database.read_bytes()
