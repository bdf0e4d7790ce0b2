"""Addresses and hosts that nobody types: they lead nowhere, neither out of the paper's folder nor to another's site."""

import re
from urllib.parse import urljoin, urlsplit

import pytest

from tests.running import RunningPaper
from tests.wire import HOST, Answer, ask, request, say, say_all

pytestmark = pytest.mark.browser

# What stands in the paper's folder or on its machine, and is nobody's to read.
TARGETS = ["paper.toml", "paper.sqlite3", "secrets/secret_key", "shelf/shelf.sqlite3"]
OUTSIDE = "etc/passwd"
UPWARDS = [
    "..",
    "%2e%2e",
    "%2E%2e",
    ".%2e",
    "%252e%252e",
    "..%2f..",
    "..%5c..",
    "..\\..",
    "..;",
    "%c0%ae%c0%ae",
    "%e0%80%ae%e0%80%ae",
    "%uff0e%uff0e",
    "....",
    "..%00",
    "%00",
    "%0a",
    "%7f",
    "%ff",
    "",
    ".",
    "./..",
]
# Every place from which files are handed out, and one from which none are.
ROOTS = ["/", "/static/", "/static/masthead/", "/media/", "/media/images/", "/media/recordings/"]
ROOTS += ["/documents/1/", "/text/"]
SECRETS = re.compile(rb"root:.*:0:0|SQLite format|database_url|\[owner\]|PRAGMA")


def climbs() -> list[str]:
    deep = [f"{root}{'/'.join([way] * 8)}/{OUTSIDE}" for root in ROOTS for way in UPWARDS]
    deep += [f"{root}{way}/{TARGETS[0]}" for root in ("/static/", "/media/") for way in UPWARDS]
    plain = [f"{root}{target}" for root in ROOTS for target in [*TARGETS, OUTSIDE]]
    return [*deep, *plain, "/static//etc/passwd", "/media//etc/passwd", "//etc/passwd"]


def test_h04_no_spelling_of_an_address_leads_to_a_file_outside(port: int):
    asked = {path: request(path) for path in climbs()}
    assert len(asked) > 200

    heard = in_turn(port, list(asked.values()))

    answers = dict(zip(asked, heard, strict=True))
    assert {path: one.status for path, one in answers.items() if one.status not in (400, 404)} == {}
    assert [path for path, one in answers.items() if SECRETS.search(one.body)] == []


def in_turn(port: int, requests: list[bytes]) -> list[Answer]:
    """Return the answer to each of many requests."""
    heard = say_all(port, {str(number): one for number, one in enumerate(requests)}, quiet=0)
    return [one.answer for one in heard.values()]


@pytest.mark.parametrize(
    "path",
    [
        "/a/../b",
        "/a/%2e%2e/b",
        "/a\\b",
        "/a%5cb",
        "/a%00b",
        "/a%0d%0ab",
        "/a%ffb",
        "/%c0%ae/",
        "/a/./b",
    ],
)
@pytest.mark.parametrize("root", ["", "/newsroom", "/static", "/media"])
def test_h04_an_address_that_no_browser_makes_is_refused_before_anyone_looks_for_it(
    port: int, path: str, root: str
):
    answer = ask(port, root + path)

    assert answer.status == 400
    assert "no address of the paper" in answer.text


@pytest.mark.parametrize("path", ["*", "contact/", "http:", "?", "#"])
def test_h04_what_is_no_path_is_refused(port: int, path: str):
    heard = say(port, request(path, method="GET"))

    assert heard.statuses == [400]


def test_h04_two_slashes_lead_to_the_one_spelling_of_our_own_page_or_nowhere(port: int):
    ours, inside, nothing = (ask(port, path) for path in ("//contact/", "/a//contact/", "//etc/"))

    assert (ours.status, ours.headers["location"]) == (301, "/contact/")
    assert (inside.status, nothing.status) == (404, 404)


def test_h05_hidden_files_and_links_in_the_papers_folder_are_not_handed_out(
    port: int, running_paper: RunningPaper
):
    media = running_paper.home / "media"
    for folder in (media / "images", media / "recordings"):
        folder.mkdir(exist_ok=True)
        (folder / ".hidden.png").write_bytes(b"hidden")
        (folder / ".hidden.mp3").write_bytes(b"hidden")
        for name in ("linked.png", "linked.mp3"):
            (folder / name).symlink_to(running_paper.home / "secrets" / "secret_key")
    (media / "images" / "plain.png").write_bytes(b"plain")
    names = [".hidden.png", ".hidden.mp3", "linked.png", "linked.mp3", "%2ehidden.png"]

    answers = [
        ask(port, f"/media/{folder}/{name}")
        for folder in ("images", "recordings")
        for name in names
    ]

    assert ask(port, "/media/images/plain.png").body == b"plain"
    assert {answer.status for answer in answers} == {404}


HIDDEN = ["/.env", "/.git/config", "/static/.git/config", "/static/masthead/.DS_Store", "/.running"]
HIDDEN += [
    "/media/.hidden",
    "/newsroom/.env",
    "/documents/.x",
    "/text/.env",
    "/static/%2egit/config",
]


@pytest.mark.parametrize("path", HIDDEN)
def test_h05_whatever_begins_with_a_dot_is_not_there(port: int, path: str):
    assert ask(port, path).status == 404


# Hosts --------------------------------------------------------------------------------------------
WRONG_HOSTS = {
    "none": b"",
    "empty": b"Host:\r\n",
    "foreign": b"Host: evil.example\r\n",
    "two": HOST + b"Host: evil.example\r\n",
    "two, ours last": b"Host: evil.example\r\n" + HOST,
    "two the same": HOST * 2,
    "two in one": b"Host: localhost, evil.example\r\n",
    "with a name": b"Host: evil@localhost\r\n",
    "as a name": b"Host: localhost:80@evil.example\r\n",
    "with a path": b"Host: localhost/evil\r\n",
    "with a mark": b"Host: localhost#evil.example\r\n",
    "with a blank": b"Host: local host\r\n",
    "with a tab": b"Host: localhost\tevil.example\r\n",
    "with a backslash": b"Host: localhost\\evil.example\r\n",
    "with letters for a port": b"Host: localhost:evil\r\n",
    "with two ports": b"Host: localhost:80:80\r\n",
    "below ours": b"Host: evil.localhost\r\n",
    "beginning like ours": b"Host: localhost.evil.example\r\n",
    "in brackets": b"Host: [localhost]\r\n",
    "not in Latin letters": "Host: löcalhost\r\n".encode(),
}
EVERYWHERE = ["/", "/no-such-page/", "/newsroom/login/", "/media/images/x.png", "/static/x.css"]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_s08_a_request_without_exactly_one_host_of_ours_is_refused(port: int, path: str):
    heard = say_all(port, {name: request(path, headers=one) for name, one in WRONG_HOSTS.items()})

    assert {name: one.statuses for name, one in heard.items() if one.statuses != [400]} == {}
    said = {name: one.answer.text for name, one in heard.items()}
    assert {name for name, words in said.items() if "No paper is published" not in words} == set()


@pytest.mark.parametrize("host", [b"LOCALHOST", b"localhost:81", b"127.0.0.1", b"[::1]:8000"])
def test_s08_a_name_of_ours_is_answered_in_any_spelling(port: int, host: bytes):
    assert ask(port, "/contact/", headers=b"Host: %s\r\n" % host).status == 200


@pytest.mark.parametrize(
    "path", ["/", "/Contact", "/feed/", "/sitemap.xml", "/newsroom/", "/robots.txt"]
)
def test_s08_no_link_is_made_of_the_host_that_was_asked_for(port: int, path: str):
    plain = ask(port, path)

    answer = ask(port, path, headers=b"Host: localhost:6666\r\n")

    assert "6666" not in str(answer.headers)
    assert b"6666" not in answer.body
    assert answer.headers.get("location") == plain.headers.get("location")


def test_s08_a_request_that_names_a_host_in_its_first_line_gets_no_page_of_that_host(port: int):
    beside_ours, alone, foreign = (
        say(port, request("http://evil.example/contact/", headers=headers))
        for headers in (HOST, b"", b"Host: evil.example\r\n")
    )

    assert beside_ours.answer.body == ask(port, "/contact/").body
    assert b"evil" not in beside_ours.answer.body
    assert (alone.statuses, foreign.statuses) == ([400], [400])


# Redirects ----------------------------------------------------------------------------------------
OUTWARDS = [
    "//evil.example",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example",
    "/%5Cevil.example",
]
OUTWARDS += [
    "/%2f%2fevil.example",
    "/%2fevil.example/",
    "https:evil.example",
    "javascript:alert(1)",
]
OUTWARDS += [
    "/%09/evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "https://evil.example/",
]
OUTWARDS += [
    "//evil.example/contact",
    "//evil.example/%2e%2e",
    "/.evil.example",
    "//localhost@evil.example/",
]


def leads_out(location: str) -> bool:
    """Say whether a browser that is told to go there leaves the paper (URL standard: a backslash is a slash)."""
    cleaned = re.sub(r"[\t\r\n]", "", location).replace("\\", "/").strip()
    there = urlsplit(urljoin("http://localhost/a/b/", cleaned))
    return there.scheme != "http" or there.netloc != "localhost"


@pytest.mark.parametrize(
    "before", ["", "/text", "/republish", "/share", "/page/sign-in", "/documents"]
)
def test_s06_no_address_leads_a_reader_to_another_site(port: int, before: str):
    asked = {
        out: request(f"{before}{out}") for out in OUTWARDS if out.startswith("/") or not before
    }

    heard = say_all(port, asked, quiet=0)

    locations = {out: one.answer.headers.get("location", "/") for out, one in heard.items()}
    assert {out: to for out, to in locations.items() if leads_out(to)} == {}


@pytest.mark.parametrize(
    "path", ["/page/sign-in/", "/newsroom/", "/Contact", "/contact", "/display/"]
)
def test_s06_no_wish_in_a_query_leads_a_reader_to_another_site(port: int, path: str):
    queries = [f"{name}={out}" for name in ("next", "url", "return_url") for out in OUTWARDS]
    asked = {query: request(f"{path}?{query}") for query in queries if "\\" not in query}

    heard = say_all(port, asked, quiet=0)

    locations = {query: one.answer.headers.get("location", "/") for query, one in heard.items()}
    assert {query: to for query, to in locations.items() if leads_out(to)} == {}


@pytest.mark.parametrize("out", OUTWARDS)
def test_s06_after_choosing_colours_a_reader_is_led_back_to_a_page_of_ours(port: int, out: str):
    for came_from in (out, f"http://localhost{out}", f"http://localhost@evil.example{out}"):
        told = f"Sec-Fetch-Site: same-origin\r\nReferer: {came_from}\r\n"
        told += "Content-Type: application/x-www-form-urlencoded\r\n"

        answer = ask(
            port, "/display/", method="POST", headers=HOST + told.encode(), body=b"colours=dark"
        )

        assert answer.status == 303
        assert not leads_out(answer.headers["location"])
