"""Where one request ends and the next begins: the server reads each once, whoever wrote it, and so does a web server before it."""

from collections.abc import Mapping

import pytest

from tests.wire import HOST, ask, request, say, say_all

pytestmark = pytest.mark.browser

CHUNKED = b"Transfer-Encoding: chunked\r\n"
# What an attacker would like to have read as a request of its own.
SMUGGLED = request("/smuggled/")
NONE_LEFT = b"0\r\n\r\n" + SMUGGLED


def post(headers: bytes, body: bytes = b"", *, version: bytes = b"1.1") -> bytes:
    return b"POST /display/ HTTP/%s\r\n%s%s\r\n%s" % (version, HOST, headers, body)


# Each could be read as one request or as two; a server must not leave that open (RFC 9112, 6.3 and 11.2).
REFUSED = {
    "two lengths": post(b"Content-Length: 3\r\nContent-Length: 80\r\n", b"abc" + SMUGGLED),
    "two lengths in one": post(b"Content-Length: 3, 3\r\n", b"abc" + SMUGGLED),
    "length with a sign": post(b"Content-Length: +3\r\n", b"abc" + SMUGGLED),
    "length below nothing": post(b"Content-Length: -1\r\n", SMUGGLED),
    "length in sixteens": post(b"Content-Length: 0x3\r\n", b"abc" + SMUGGLED),
    "another encoding": post(b"Transfer-Encoding: xchunked\r\n", NONE_LEFT),
    "another encoding last": post(b"Transfer-Encoding: chunked, identity\r\n", NONE_LEFT),
    "blank before the colon": post(b"Transfer-Encoding : chunked\r\n", NONE_LEFT),
    "chunks in HTTP/1.0": post(CHUNKED, NONE_LEFT, version=b"1.0"),
    "folded line": post(b"Content-Length: 3\r\n X: 1\r\n", b"abc" + SMUGGLED),
    "folded encoding": post(b"Transfer-Encoding:\r\n chunked\r\n", NONE_LEFT),
    "zero byte in a header": post(b"X-A: a\0b\r\nContent-Length: 3\r\n", b"abc" + SMUGGLED),
    "zero byte in a name": post(b"X\0A: a\r\nContent-Length: 3\r\n", b"abc" + SMUGGLED),
    "carriage return alone": post(b"X-A: a\rContent-Length: 3\r\n", b"abc" + SMUGGLED),
    "no name": post(b": a\r\n"),
    "blank in the address": b"GET / x HTTP/1.1\r\n" + HOST + b"\r\n",
    "HTTP/2 without asking": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0",
    "HTTP/3.7": b"GET / HTTP/3.7\r\n" + HOST + b"\r\n",
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\r\n\r\n",
}
# Read in one way only, and the line ends there, or what follows is read as a request of its own.
READ_ONCE = {
    "length and chunks": post(b"Content-Length: 6\r\n" + CHUNKED, NONE_LEFT),
    "chunks and length": post(CHUNKED + b"Content-Length: 6\r\n", NONE_LEFT),
    "broken chunk": post(CHUNKED, b"3\0\r\nabc\r\n" + NONE_LEFT),
    "chunk too long": post(CHUNKED, b"ffffffffffffffff1\r\n" + SMUGGLED),
    "chunk below nothing": post(CHUNKED, b"-1\r\n" + SMUGGLED),
    "no chunk": post(CHUNKED, SMUGGLED),
}


def test_h01_a_request_that_could_be_read_in_two_ways_is_refused(port: int):
    heard = say_all(port, REFUSED)

    # What is not even HTTP gets no answer.
    assert {name: one for name, one in heard.items() if set(one.statuses) - {400, 505}} == {}
    assert {name for name, one in heard.items() if not one.closed} == set()
    assert {name for name, one in heard.items() if len(one.answers) > 1} == set()


def test_h01_what_is_hidden_in_a_body_is_never_answered(port: int):
    heard = say_all(port, READ_ONCE)

    assert {name: one.statuses for name, one in heard.items() if len(one.answers) != 1} == {}
    assert {name for name, one in heard.items() if not one.closed} == set()


def test_h03_requests_on_one_line_are_answered_once_each_and_in_their_order(port: int):
    paths = ["/robots.txt", "/no-such-page/", "/contact/", "/newsroom/login/", "/feed/"]
    alone = [ask(port, path) for path in paths]

    heard = say(port, b"".join(request(path) for path in paths))

    assert heard.statuses == [200, 404, 200, 200, 200]
    same = [0, 1, 2, 4]
    assert [heard.answers[at].body for at in same] == [alone[at].body for at in same]


@pytest.mark.parametrize("path", ["/", "/newsroom/login/", "/no-such-page/"])
def test_h03_a_body_where_none_belongs_is_not_read_as_the_next_request(port: int, path: str):
    hidden = request(path, body=SMUGGLED)

    heard = say(port, hidden + request("/robots.txt"))

    robots = ask(port, "/robots.txt").body
    assert heard.statuses in ([200, 200], [404, 200], [200], [404])
    if len(heard.answers) == 2:
        assert heard.answers[1].body == robots
    else:
        assert heard.closed, "either the next request is answered, or the line ends"


def test_h03_a_body_that_never_comes_delays_no_page(port: int):
    head = b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: 1000000\r\n\r\n"

    heard = say(port, head + b"x")

    assert heard.statuses == [200]
    assert heard.closed


# Behind a web server ------------------------------------------------------------------------------
def hidden(headers: bytes, body: bytes = NONE_LEFT) -> bytes:
    """Return a post that ends behind SMUGGLED for whoever goes by its length, and before it for whoever goes by chunks."""
    return post(b"Content-Length: %d\r\n%s" % (len(body), headers), body)


BARE = {
    "bare line feeds": b"GET /robots.txt HTTP/1.1\nHost: localhost\n\n",
    "bare line feed in a value": hidden(b"X-A: a\n"),
    "bare line feed before the encoding": hidden(b"X-A: a\n" + CHUNKED),
    "encoding behind a bare line feed": hidden(b"X-A: a\nTransfer-Encoding: chunked\n"),
    "encoding beside another": hidden(b"Transfer-Encoding: identity, chunked\r\n"),
    "encoding twice": hidden(b"Transfer-Encoding: identity\r\n" + CHUNKED),
    "tab behind the encoding": hidden(b"Transfer-Encoding: chunked\t\r\n"),
    "encoding in capitals": hidden(b"Transfer-Encoding: CHUNKED\r\n"),
    "encoding after a form feed": hidden(b"Transfer-Encoding: \x0cchunked\r\n"),
    "encoding with an underscore": hidden(b"Transfer_Encoding: chunked\r\n"),
    "bare line feed behind a chunk": post(CHUNKED, b"3\nabc\n0\n\n" + SMUGGLED),
    "bare line feed in a chunk's word": post(CHUNKED, b"3;a=\nb\r\nabc\r\n0\r\n\r\n"),
    "a length behind the body": post(CHUNKED, b"0\r\nContent-Length: 80\r\n\r\n"),
}


def test_h02_lines_that_end_as_no_standard_says_bring_no_second_answer(port: int):
    heard = say_all(port, BARE)

    assert {name: one.statuses for name, one in heard.items() if len(one.answers) != 1} == {}
    assert heard["bare line feeds"].answer.body == ask(port, "/robots.txt").body


@pytest.mark.parametrize("sent", [REFUSED, READ_ONCE, BARE], ids=["refused", "once", "bare"])
def test_h02_behind_a_web_server_nobody_is_given_the_answer_to_anothers_request(
    web_server: int, port: int, sent: Mapping[str, bytes]
):
    robots = ask(port, "/robots.txt").body

    for name, one in sent.items():
        heard = say(web_server, one, quiet=0.02)
        # The next reader, over the same line between the two servers.
        next_one = ask(web_server, "/robots.txt")

        assert (next_one.status, next_one.body) == (200, robots), name
        # Whatever openly follows is a request of its own, and whoever sent it gets its answer.
        assert len(heard.answers) <= 1 + one.endswith(SMUGGLED), name
        assert all(one.status >= 400 or one.body == robots for one in heard.answers), name


def test_h02_behind_a_web_server_every_path_reaches_the_paper_as_it_was_sent(web_server: int):
    asked = ["/contact/", "/a/../contact/", "/a/%2e%2e/contact/", "/a%2fb/", "/%c0%ae/", "/a%5cb"]

    statuses = [ask(web_server, path).status for path in asked]

    assert statuses == [200, 400, 400, 404, 400, 400]


def test_s08_behind_a_web_server_only_a_host_of_ours_is_answered(web_server: int):
    heard = {
        "ours": say(web_server, request("/contact/")),
        "foreign": say(web_server, request("/contact/", headers=b"Host: evil.example\r\n")),
        "two": say(web_server, request("/contact/", headers=HOST + b"Host: evil.example\r\n")),
        "first line": say(web_server, request("http://evil.example/contact/")),
        "none": say(web_server, request("/contact/", headers=b"")),
    }

    statuses = {name: one.statuses for name, one in heard.items()}
    assert statuses.pop("ours") == [200]
    assert {name for name, said in statuses.items() if said != [400]} == set()


def test_h06_behind_a_web_server_a_photograph_that_is_too_large_is_refused(
    web_server: int, editors: bytes
):
    path = "/newsroom/photos/add/one/"

    too_large = ask(web_server, path, method="POST", headers=editors, body=bytes(84_000_000))
    stranger = ask(web_server, path, method="POST", body=b"x" * 100_000)
    taken = ask(web_server, path, method="POST", headers=editors, body=b"x" * 4_000_000)

    assert too_large.status == 413
    assert "At most 80 MB can be sent here at once" in too_large.text
    assert stranger.status == 403
    # It came through the doors, and Django asks for the token of the form.
    assert taken.status == 403
    assert "Sign in to the newsroom" not in taken.text
