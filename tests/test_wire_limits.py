"""How much, how often and by which methods the running paper lets itself be asked; and what it says when it refuses."""

import re
import time
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from broadsheet.incoming.uses import DOCUMENT, PICTURE, REDIRECTS
from broadsheet.masthead.models import Paper
from broadsheet.newsroom.models import User
from broadsheet.photos.sniffing import LARGEST
from tests.running import RunningPaper
from tests.wire import HOST, ask, connect, hear, many, request, say, say_all

pytestmark = pytest.mark.browser
SOUND = "/2026/11/night-freights-return/"
SMALL, TOO_LARGE = 1_000, 70_000


# Heads --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["/", "/newsroom/login/"])
def test_h06_a_head_that_fills_the_memory_is_refused(port: int, path: str):
    heads = {
        "300 headers": b"".join(b"X-%d: 1\r\n" % number for number in range(300)),
        "a header of 1 MB": b"X-A: " + b"a" * 1_000_000 + b"\r\n",
        "a name of 80 kB": b"X" * 80_000 + b": a\r\n",
    }

    heard = say_all(
        port, {name: request(path, headers=HOST + head) for name, head in heads.items()}
    )

    assert {name: one.statuses for name, one in heard.items()} == {name: [431] for name in heads}
    assert all(one.closed for one in heard.values())


def test_h06_forty_kilobytes_of_cookies_are_refused_with_a_sentence(port: int):
    cookies = HOST + b"Cookie: " + b"a=b; " * 8_000 + b"\r\n"

    answer = ask(port, "/newsroom/login/", headers=cookies)

    assert answer.status == 431
    assert "Delete the cookies of this site" in answer.text


@pytest.mark.parametrize("length", [5_000, 60_000, 70_000, 500_000])
def test_h06_an_address_longer_than_any_page_has_is_refused(port: int, length: int):
    for path in (
        f"/{'a' * length}/",
        f"/newsroom/{'a' * length}/",
        f"/newsroom/?q={'a' * (length * 2)}",
    ):
        assert say(port, request(path)).statuses in ([414], [431])


def test_h06_an_address_as_long_as_a_headline_in_any_script_is_asked_for(port: int):
    assert ask(port, "/2026/11/" + "%e6%96%b0" * 255 + "/").status == 404


# Bodies -------------------------------------------------------------------------------------------
UPLOADS = ["/newsroom/photos/add/one/", "/newsroom/recordings/new/", "/newsroom/documents/"]


@pytest.mark.parametrize("path", ["/display/", "/contact/", "/", "/no-such-page/"])
def test_h06_nobody_sends_a_file_to_a_readers_page(port: int, path: str):
    small, large = (
        ask(port, path, method="POST", body=b"x" * size).status for size in (SMALL, TOO_LARGE)
    )

    assert small != 413
    assert large == 413


@pytest.mark.parametrize("path", UPLOADS)
def test_h06_a_stranger_sends_no_file_to_the_newsroom(port: int, path: str):
    guessed = HOST + b"Cookie: sessionid=abcdefghijklmnopqrstuvwxyz012345\r\n"

    for headers in (HOST, guessed):
        answer = ask(port, path, method="POST", headers=headers, body=b"x" * TOO_LARGE)

        assert answer.status == 403
        assert "Sign in to the newsroom" in answer.text


@pytest.mark.parametrize("path", UPLOADS)
def test_h06_who_has_signed_in_is_refused_only_what_is_larger_than_any_file_of_the_newsrooms(
    port: int, editors: bytes, path: str
):
    announced = [80_000_000, 90_000_000, 310_000_000, 320_000_000]

    lines = [connect(port) for _ in announced]
    for line, length in zip(lines, announced, strict=True):
        line.sendall(request(path, method="POST", headers=editors + announcing(length)))
    time.sleep(0.5)
    heard = [hear(line, seconds=0.01, quiet=0) for line in lines]
    for line in lines:
        line.close()

    # Nothing is answered to what is still coming.
    taken = [not one.answers for one in heard]
    is_recording = "recordings" in path
    assert taken == [True, is_recording, is_recording, False]
    assert heard[-1].answer.status == 413


def announcing(length: int) -> bytes:
    return b"Content-Length: %d\r\n" % length


def test_h06_each_file_that_the_newsroom_takes_fits_through_the_doors():
    """The forms say in words what is too large; the doors may not be narrower than they."""
    recordings = [reverse("recordings:add"), reverse("recording_chooser:create")]
    photos = [reverse("upload_photo"), reverse("wagtailimages_chooser:create")]
    documents = [reverse("wagtaildocs:add"), reverse("wagtaildocs:add_multiple")]
    photo = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE

    assert min(map(largest_at, recordings)) > max(LARGEST.values()) + photo
    assert min(map(largest_at, [*photos, *documents])) >= 2 * photo
    elsewhere = [PICTURE, DOCUMENT, REDIRECTS]
    assert largest_at("/newsroom/") > max(use.most_bytes for use in elsewhere)


def largest_at(path: str) -> int:
    sizes = settings.NEWSROOM_LARGEST_BYTES
    return next(size for start, size in sizes.items() if path.startswith(start))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "form",
    [
        {"body": "x" * 5_300_000},
        {f"field-{number}": "x" for number in range(10_001)},
        {f"file-{number}": SimpleUploadedFile("a.txt", b"a") for number in range(21)},
    ],
    ids=["words", "fields", "files"],
)
def test_h06_a_form_that_holds_too_much_is_refused_in_words(
    client: Client, editor: User, paper: Paper, form: dict[str, Any]
):
    client.force_login(editor)

    answer = client.post("/newsroom/account/", form)

    assert answer.status_code == 413
    assert "This form holds more than can be taken in at once" in answer.text


# Methods ------------------------------------------------------------------------------------------
METHODS = ["TRACE", "PUT", "PROPFIND", "OPTIONS", "PATCH", "DELETE", "MKCOL", "TRACK", "DEBUG"]
METHODS += ["get", "GETS", "HEAD1", "M-SEARCH"]


@pytest.mark.parametrize(
    "path", ["/", "/no-such-page/", "/feed/", "/media/images/x.png", "/static/x"]
)
def test_h07_a_method_that_nobody_needs_is_refused_and_the_others_are_named(port: int, path: str):
    asked = {one: request(path, method=one, headers=HOST + b"X-Secret: s3\r\n") for one in METHODS}

    heard = say_all(port, asked, quiet=0)

    assert {name: one.answer.status for name, one in heard.items()} == dict.fromkeys(METHODS, 405)
    assert {one.answer.headers["allow"] for one in heard.values()} == {"GET, HEAD, POST"}
    assert not any(b"s3" in one.answer.body for one in heard.values())


def test_h07_the_newsroom_takes_two_more_for_its_own_scripts(port: int, editors: bytes):
    refused, closing = (
        ask(port, "/newsroom/dismissibles/", method=method, headers=editors, body=b"{}")
        for method in ("PUT", "PATCH")
    )

    assert refused.status == 405
    assert refused.headers["allow"] == "GET, HEAD, POST, PATCH, DELETE"
    # Django hears it, and asks for the token of the form.
    assert closing.status == 403


@pytest.mark.parametrize("target", ["localhost:80", "evil.example:443", "/"])
def test_h07_nobody_is_connected_through(port: int, target: str):
    heard = say(port, request(target, method="CONNECT"))

    assert set(heard.statuses) <= {400, 405}
    assert heard.closed


def test_h07_a_socket_is_not_opened(port: int):
    upgrade = b"Connection: Upgrade\r\nUpgrade: %s\r\nSec-WebSocket-Version: 13\r\n"
    key = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nHTTP2-Settings: AAMAAABk\r\n"

    for protocol in (b"websocket", b"h2c"):
        heard = say(port, request("/contact/", headers=HOST + upgrade % protocol + key))

        assert heard.statuses == [200]


# Many at once -------------------------------------------------------------------------------------
CROWD = 1_500


@pytest.mark.long
def test_h08_readers_are_served_while_1500_lines_are_held_open(port: int, whole: bool):
    beginnings = [
        b"",
        b"GET / HTTP/1.1\r\nHost: local",
        request("/display/", method="POST", headers=HOST + announcing(50)) + b"colours=",
        request("/robots.txt"),
    ]
    alone = slowest_of(50, port)

    crowd = many(port, CROWD, beginnings)
    try:
        took = slowest_of(50, port)
        sent = ask(port, "/display/", method="POST", body=b"colours=dark").status
        if whole:
            time.sleep(31)
            assert [line for line in crowd if not hear(line, seconds=0.2).closed] == []
    finally:
        for line in crowd:
            line.close()

    assert took < max(0.5, alone * 3)
    assert sent == 403, "it came without saying from where, and was heard all the same"


def slowest_of(count: int, port: int) -> float:
    """Return how long the slowest of some readers waits for a page, in seconds."""
    waited = []
    for _ in range(count):
        began = time.monotonic()
        assert ask(port, "/").status == 200
        waited.append(time.monotonic() - began)
    return max(waited)


# Ranges -------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def recording(running_paper: RunningPaper) -> str:
    """Where a recording of the demo paper is."""
    found = re.search(r'src="(/media/recordings/[^"]+)"', running_paper.read(SOUND))
    assert found
    return found[1]


RANGES = {
    "a hundred": "bytes=" + ",".join(f"{n}-{n + 1}" for n in range(0, 200, 2)),
    "overlapping": "bytes=" + ",".join(["0-"] * 1000),
    "backwards": "bytes=9-2",
    "of a number without end": "bytes=0-" + "9" * 5_000,
    "from a number without end": "bytes=" + "9" * 5_000 + "-",
    "last of a number without end": "bytes=-" + "9" * 5_000,
    "of nothing": "bytes=-",
    "of lines": "lines=1-2",
}


def test_h09_whoever_asks_for_many_pieces_gets_one_or_the_whole_file_once(
    port: int, recording: str
):
    whole = ask(port, recording)

    heard = say_all(
        port,
        {
            name: request(recording, headers=HOST + f"Range: {asked}\r\n".encode())
            for name, asked in RANGES.items()
        },
        quiet=0,
    )

    assert {name: one.answer.status for name, one in heard.items()} == dict.fromkeys(RANGES, 200)
    assert {len(one.answer.body) for one in heard.values()} == {len(whole.body)}


def test_h09_ten_thousand_pieces_are_more_than_a_head_holds(port: int, recording: str):
    pieces = "bytes=" + ",".join(f"{n}-{n}" for n in range(10_000))

    heard = say(port, request(recording, headers=HOST + f"Range: {pieces}\r\n".encode()))

    assert heard.statuses == [431]


@pytest.mark.parametrize("asked", ["bytes=999999999999-", "bytes=-0"])
def test_h09_a_piece_behind_the_end_is_refused(port: int, recording: str, asked: str):
    answer = ask(port, recording, headers=HOST + f"Range: {asked}\r\n".encode())

    assert answer.status == 416
    assert answer.body == b""


def test_h09_a_page_is_sent_whole_whatever_piece_is_asked_for(port: int):
    ranged = HOST + b"Range: bytes=0-1,4-5\r\n"

    for path in ("/", "/newsroom/login/"):
        assert ask(port, path, headers=ranged).status == 200


# What is said of errors ---------------------------------------------------------------------------
ERRORS = {
    "address": request("/a/../b"),
    "host": request("/", headers=b"Host: evil.example\r\n"),
    "no host": request("/newsroom/", headers=b""),
    "nothing there": request("/no-such-page/"),
    "no file": request("/media/images/no-such.png"),
    "no style": request("/static/no-such.css"),
    "no document": request("/documents/99999/no-such.pdf"),
    "method": request("/", method="TRACE"),
    "no method of a view": request("/text/", method="POST"),
    "no token": request("/newsroom/login/", method="POST", body=b"username=a"),
    "no form": request(
        "/display/",
        method="POST",
        headers=HOST + b"Sec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data\r\n",
        body=b"x",
    ),
    "too large": request("/display/", method="POST", body=b"x" * TOO_LARGE),
    "too long": request("/" + "a" * 5_000),
    "too much": request("/newsroom/", headers=HOST + b"Cookie: " + b"a" * 40_000 + b"\r\n"),
    "broken": request("/display/", method="POST", headers=HOST + b"Transfer-Encoding: chunked\r\n")
    + b"zz\r\n",
    "no HTTP": b"GET / HTTP/9\r\n\r\n",
}
INSIDES = re.compile(
    r"Traceback|File \"|\.py\b|site-packages|[Dd]jango|[Ww]agtail|[Gg]ranian|sqlite|SECRET|Exception|"
    r"Error\b|/tmp/|/home/|/usr/|/srv/|paper\.toml|127\.0\.0\.1:"
)


def test_h10_no_error_tells_of_the_programs_insides(port: int, running_paper: RunningPaper):
    heard = say_all(port, ERRORS)

    statuses = {name: one.statuses for name, one in heard.items()}
    assert {name for name, said in statuses.items() if len(said) != 1 or said[0] < 400} == set()
    words = {name: one.answer.text for name, one in heard.items()}
    # A screen of the newsroom names the files that it is made of.
    words["no token"] = re.sub(r"[Ww]agtail", "", words["no token"])
    assert {
        name: INSIDES.findall(said) for name, said in words.items() if INSIDES.search(said)
    } == {}
    assert [name for name, said in words.items() if str(running_paper.home) in said] == []


def test_h10_a_refusal_is_one_sentence_that_nothing_keeps_and_nothing_runs_in(port: int):
    refused = ["address", "host", "method", "too large", "too long", "too much", "broken"]

    heard = say_all(port, {name: ERRORS[name] for name in refused})

    for name, one in heard.items():
        answer = one.answer
        assert answer.headers["cache-control"] == "no-store", name
        assert answer.headers["content-security-policy"].startswith("default-src 'none'"), name
        assert re.fullmatch(r".*<body><h1>[^<>]+\.</h1></body></html>", answer.text), name


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("es", "ltr"), ("en", "ltr")])
def test_h10_a_refusal_is_in_the_language_that_the_browser_asks_for(
    port: int, language: str, direction: str
):
    asked = f"Accept-Language: {language}\r\n".encode()

    answer = ask(port, "/a/../b", headers=HOST + asked)

    assert f'<html lang="{language}" dir="{direction}">' in answer.text


@pytest.mark.django_db
def test_h10_a_page_that_fails_says_nothing_of_why(
    client: Client, paper: Paper, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_args: Any) -> None:
        raise RuntimeError("the secret of /srv/paper")

    monkeypatch.setattr("broadsheet.masthead.views.is_set_up", fail)
    client.raise_request_exception = False

    answer = client.get("/contact/")

    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert INSIDES.search(answer.text) is None
