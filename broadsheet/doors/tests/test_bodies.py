"""What is sent is taken in up to a size, within a time, and so much at once: at the real server, whose times are short here."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from broadsheet.doors.tests import small_server
from broadsheet.doors.tests.small_server import EDITOR, HEAD_SECONDS, PATIENCE, UNREAD_SECONDS
from tests.running import ROOT, free_port
from tests.wire import HOST, Heard, ask, connect, hear, many, request, say

pytestmark = pytest.mark.browser
EDITORS = HOST + f"Cookie: {EDITOR}\r\n".encode()
CHUNKED = b"Transfer-Encoding: chunked\r\n"
NEARLY = 0.3


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where the small program behind the doors is served."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", small_server.__name__, str(port)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int) -> None:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        try:
            connect(port).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the small program does not answer")


def begin(port: int, *, length: int = 100, sent: int = 3, headers: bytes = HOST) -> socket.socket:
    """Begin to send something, and stop."""
    line = connect(port)
    announced = b"Content-Length: %d\r\n" % length
    line.sendall(request("/", method="POST", headers=headers + announced) + b"x" * sent)
    return line


def drip(line: socket.socket, seconds: float, piece: bytes) -> Heard:
    """Go on sending a piece ten times a second, for so long or until it is refused."""
    ends = time.monotonic() + seconds
    try:
        while time.monotonic() < ends:
            line.sendall(piece)
            time.sleep(0.1)
    except (BrokenPipeError, ConnectionResetError):
        pass
    return hear(line)


# Time ---------------------------------------------------------------------------------------------
def test_h08_a_body_that_stops_coming_is_cut_off_with_a_sentence(port: int):
    began = time.monotonic()

    heard = hear(begin(port))

    waited = time.monotonic() - began
    assert heard.answer.status == 408
    assert "took too long" in heard.answer.text
    assert heard.closed
    assert PATIENCE.silence_seconds - NEARLY < waited < PATIENCE.silence_seconds + 2


def test_h08_a_body_that_comes_a_few_bytes_at_a_time_is_cut_off_as_well(port: int):
    began = time.monotonic()

    heard = drip(begin(port, length=10_000), 10, b"x")

    waited = time.monotonic() - began
    assert heard.answer.status == 408
    assert PATIENCE.seconds - NEARLY < waited < PATIENCE.seconds + 2


def test_h08_a_recording_over_a_slow_line_is_not_cut_off(port: int):
    seconds = PATIENCE.seconds * 1.5
    enough = PATIENCE.bytes_per_second * 2 // 10
    count = int(seconds * 10)
    line = connect(port)
    announced = b"Content-Length: %d\r\n" % (count * enough)
    line.sendall(request("/newsroom/", method="POST", headers=EDITORS + announced))

    began = time.monotonic()
    for _ in range(count):
        line.sendall(b"x" * enough)
        time.sleep(0.1)
    heard = hear(line)

    assert time.monotonic() - began > PATIENCE.seconds
    assert heard.answer.text.startswith(f"{count * enough} ")


def test_h08_a_connection_on_which_nothing_is_asked_is_closed(port: int):
    beginnings = [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: local", request("/")]
    lines = many(port, len(beginnings), beginnings)

    time.sleep(HEAD_SECONDS + 1)

    heard = [hear(line) for line in lines]
    assert [one.closed for one in heard] == [True] * 4
    assert heard[-1].statuses == [200]


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="this system cannot")
def test_h08_a_reader_who_takes_nothing_of_the_answer_is_hung_up_on(port: int):
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.connect(("127.0.0.1", port))
    line.sendall(request("/long/"))

    time.sleep(UNREAD_SECONDS * 2 + 1)

    heard = hear(line)
    assert heard.closed
    assert heard.answers == [], "a small part of it came"


# Size ---------------------------------------------------------------------------------------------
def test_h06_too_much_is_refused_by_its_announced_size_before_a_byte_of_it_is_read(port: int):
    line = begin(port, length=70_000, sent=0)

    heard = hear(line, quiet=0)

    assert heard.answer.status == 413
    assert "At most 64 kB can be sent here" in heard.answer.text


def test_h06_a_browser_that_sends_all_of_it_first_still_reads_the_sentence(port: int):
    with connect(port) as line:
        line.sendall(request("/", method="POST", body=b"x" * 20_000_000))
        heard = hear(line)

    assert heard.statuses == [413]
    assert heard.closed


def test_h06_what_does_not_say_its_size_is_counted_as_it_comes(port: int):
    piece = b"2000\r\n" + b"x" * 0x2000 + b"\r\n"
    head = request("/", method="POST", headers=HOST + CHUNKED)

    small = say(port, head + piece + b"0\r\n\r\n")
    large = say(port, head + piece * 9 + b"0\r\n\r\n")

    assert small.answer.text.startswith(f"{0x2000} ")
    assert large.statuses == [413]


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/newsroom/photos/add/", 900_000, 200),
        ("/newsroom/photos/add/", 1_100_000, 413),
        ("/newsroom/recordings/add/", 1_900_000, 200),
        ("/newsroom/recordings/add/", 2_100_000, 413),
        ("/contact/", 70_000, 413),
    ],
)
def test_h06_who_has_signed_in_may_send_files_to_the_newsroom_up_to_a_size(
    port: int, path: str, size: int, status: int
):
    answer = ask(port, path, method="POST", headers=EDITORS, body=b"x" * size)

    assert answer.status == status


def test_h06_a_stranger_who_sends_a_file_to_the_newsroom_is_told_to_sign_in(port: int):
    for cookie in (b"", b"Cookie: sessionid=guessed\r\n"):
        answer = ask(
            port, "/newsroom/photos/add/", method="POST", headers=HOST + cookie, body=b"x" * 70_000
        )

        assert answer.status == 403
        assert "Sign in to the newsroom" in answer.text


def test_h06_who_waits_to_be_told_to_go_on_is_refused_before_sending(port: int):
    waits = HOST + b"Expect: 100-continue\r\nContent-Length: 70000\r\n"

    heard = say(port, request("/", method="POST", headers=waits))

    assert heard.statuses == [413]


# How many at once ---------------------------------------------------------------------------------
def test_h08_slow_bodies_make_way_for_the_next_one_so_that_they_shut_nobody_out(port: int):
    slow = [begin(port) for _ in range(small_server.STRANGERS_AT_ONCE)]
    time.sleep(0.1)

    quick = ask(port, "/newsroom/login/", method="POST", body=b"username=agnes")

    assert quick.status == 200
    assert hear(slow[0], quiet=0).answer.status == 503
    assert hear(slow[1]).answer.status == 408, "only the oldest made way"
    for line in slow:
        line.close()


def test_h08_slow_bodies_of_strangers_take_no_place_of_the_newsrooms(port: int):
    slow = [begin(port) for _ in range(small_server.STRANGERS_AT_ONCE * 2)]

    answer = ask(port, "/newsroom/", method="POST", headers=EDITORS, body=b"x" * 100_000)

    assert answer.status == 200
    for line in slow:
        line.close()


def test_h08_more_files_than_the_newsroom_takes_in_at_once_are_refused_with_a_sentence(port: int):
    head = request("/newsroom/", method="POST", headers=EDITORS + b"Content-Length: 90000\r\n")
    under_way = many(port, small_server.STAFF_AT_ONCE, [head])
    time.sleep(0.2)

    answer = ask(port, "/newsroom/", method="POST", headers=EDITORS, body=b"x" * 90_000)
    for line in under_way:
        line.sendall(b"x" * 90_000)

    assert answer.status == 503
    assert answer.headers["retry-after"] == "60"
    assert [hear(line, quiet=0).answer.status for line in under_way] == [200, 200]
    again = ask(port, "/newsroom/", method="POST", headers=EDITORS, body=b"x" * 90_000)
    assert again.status == 200


# What breaks --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "chunks",
    [b"zz\r\nabc\r\n", b"5\r\nabc\r\n0\r\n\r\n", b"-1\r\n\r\n", b"fffffffffffffffff\r\nabc"],
)
def test_h01_a_body_in_broken_pieces_never_reaches_the_program(port: int, chunks: bytes):
    heard = say(port, request("/", method="POST", headers=HOST + CHUNKED) + chunks)

    assert heard.statuses == [400]
    assert "broke off" in heard.answer.text
    assert heard.closed


def test_h10_when_the_disk_is_full_the_sender_is_told_to_keep_it(port: int):
    answer = ask(port, "/full/", method="POST", body=b"x" * 1000)

    assert answer.status == 503
    assert "Keep what you have" in answer.text


def test_h10_a_program_that_fails_shows_none_of_its_insides(port: int):
    answer = ask(port, "/fail/")

    assert answer.status == 500
    assert "insides" not in answer.text
    assert "Traceback" not in answer.text


def test_a03_headers_with_an_underscore_never_reach_the_program(port: int):
    headers = HOST + b"X_Forwarded_For: 6.6.6.6\r\nX-Kept: yes\r\n"

    answer = ask(port, "/", headers=headers)

    assert "x-kept" in answer.text
    assert "_" not in answer.text
