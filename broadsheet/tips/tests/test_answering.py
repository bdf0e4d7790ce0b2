"""What the tip line says to every browser: the same, whoever asks, however."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.tips.box import Box
from broadsheet.tips.days import today
from broadsheet.tips.tests.newsrooms import Newsroom
from broadsheet.tips.tests.small_line import BUILT
from broadsheet.tips.tests.sources import Line, Source, running

PAGES = ["/tips/", "/tips/reply/"]
FILES = [*PAGES, "/tips/tips.js", "/tips/worker.js", "/tips/tips.css"]
ALL = [*FILES, "/tips/list.json", "/tips/pass", "/tips/plain/", "/tips/plain/reply/", "/tips/none"]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    newsroom = Newsroom(tmp_path_factory.mktemp("paper"))
    newsroom.open_line()
    return newsroom


@pytest.fixture(scope="module")
def line(newsroom: Newsroom) -> Iterator[Line]:
    with running(newsroom.box.folder.parent) as line:
        yield line


@pytest.mark.parametrize("path", ALL)
def test_t29_nobody_on_the_way_keeps_an_answer(line: Line, path: str):
    told = line.ask("GET", path)

    assert told.headers["Cache-Control"] == "no-store"
    assert told.headers["ETag"] is None
    assert told.headers["Last-Modified"] is None
    assert told.headers["Set-Cookie"] is None


@pytest.mark.parametrize("path", ALL)
def test_every_answer_says_what_a_browser_may_do_with_it(line: Line, path: str):
    headers = line.ask("GET", path).headers

    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["Integrity-Policy"] == "blocked-destinations=(script)"
    assert headers["X-Robots-Tag"].startswith("noindex")
    assert "camera=()" in headers["Permissions-Policy"]
    policy = headers["Content-Security-Policy"].split("; ")
    assert policy[0] == "default-src 'none'"
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_the_page_with_scripts_may_run_its_own_alone(line: Line):
    policy = line.ask("GET", "/tips/").headers["Content-Security-Policy"]

    assert policy == (
        "default-src 'none'; script-src 'self'; worker-src blob:; connect-src 'self'; style-src 'self'; img-src blob:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types tips"
    )
    assert "script-src" not in line.ask("GET", "/tips/plain/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", FILES)
def test_s07_files_are_the_same_bytes_for_everyone(line: Line, path: str):
    plain = line.ask("GET", path)

    for headers in (
        {"Cookie": "a=b", "Accept-Language": "ar"},
        {"User-Agent": "Tor", "Accept": "text/html", "Sec-Fetch-Site": "none"},
        {"X-Forwarded-Host": "evil.example", "X-Original-URL": "/newsroom/"},
        {"Range": "bytes=0-3", "If-None-Match": "*"},
    ):
        told = line.ask("GET", path, headers=headers)
        assert (told.status, told.body) == (200, plain.body)
        assert dated(told.headers) == dated(plain.headers)
    assert line.ask("GET", path + "?a=b").body == plain.body
    packed = line.ask("GET", path, headers={"Accept-Encoding": "gzip, deflate"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.body == line.ask("GET", path, headers={"Accept-Encoding": "gzip"}).body


def dated(headers) -> list[tuple[str, str]]:
    """Return headers without the server's clock."""
    return [(name, value) for name, value in headers.items() if name.lower() != "date"]


def test_a_packed_file_that_lies_beside_is_sent(tmp_path: Path):
    from broadsheet.tips.built_files import BuiltFiles

    (tmp_path / "tips.js").write_bytes(b"script")
    (tmp_path / "tips.js.br").write_bytes(b"brotli")
    file = BuiltFiles(tmp_path).at("/tips/tips.js", "en")

    assert file is not None
    assert file.copy_for("gzip, br").body == b"brotli"
    assert gzip.decompress(file.copy_for("gzip, br;q=0").body) == b"script"
    assert file.copy_for("identity").body == b"script"


def test_pages_are_in_the_language_of_the_list(tmp_path: Path):
    newsroom = Newsroom(tmp_path)
    with running(tmp_path) as line:
        assert line.ask("GET", "/tips/").text == BUILT["send.en.html"]
        newsroom.publish(language="es")

        assert line.ask("GET", "/tips/").text == BUILT["send.es.html"]
        assert line.ask("GET", "/tips/reply/").text == BUILT["reply.es.html"]
        assert 'lang="es"' in line.ask("GET", "/tips/plain/").text


def test_without_its_last_slash_an_address_leads_to_the_page(line: Line):
    for path in ("/tips", "/tips/reply", "/tips/plain", "/tips/plain/reply"):
        told = line.ask("GET", path)
        assert (told.status, told.headers["Location"]) == (308, f"{path}/")

    assert line.ask("GET", "/tipsheet/").body == b"the paper"
    assert line.ask("GET", "/").body == b"the paper"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/tips/", "GET, HEAD"),
        ("PUT", "/tips/open", "POST"),
        ("GET", "/tips/open", "POST"),
        ("GET", "/tips/parts/0", "PUT"),
        ("POST", "/tips/parts", "GET, HEAD"),
        ("PUT", "/tips/plain/", "GET, HEAD, POST"),
    ],
)
def test_h07_what_cannot_be_done_is_refused(line: Line, method: str, path: str, allowed: str):
    told = line.ask(method, path, b"{}")

    assert (told.status, told.headers["Allow"], told.json["error"]) == (405, allowed, "method")


def test_h07_other_methods_do_not_get_in(line: Line):
    for method in ("DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND"):
        assert line.ask(method, "/tips/").status == 405
    assert line.ask("PUT", "/").status == 405


@pytest.mark.parametrize("path", ["/tips/", "/tips/list.json", "/tips/plain/"])
def test_only_the_head_is_sent_where_only_the_head_is_asked_for(line: Line, path: str):
    told = line.ask("HEAD", path)

    assert (told.status, told.body) == (200, b"")


@pytest.mark.parametrize(
    "path",
    ["/tips/none", "/tips/parts/", "/tips/parts/x", "/tips/reply/x", "/tips/../x", "/tips//"],
)
def test_where_nothing_is_the_answer_is_nothing(line: Line, path: str):
    assert line.ask("GET", path).status in (400, 404)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://localhost.evil.example"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
def test_x01_what_another_site_has_asked_is_refused(line: Line, headers: dict[str, str]):
    source = Source(line)

    for told in (
        line.post("/tips/thread", {"key": source.key_told}, headers),
        line.post("/tips/open", source.announced(100), headers),
        line.ask("POST", "/tips/plain/", b"x" * 10_000, headers),
        line.ask("GET", "/tips/list.json", headers=headers),
    ):
        assert (told.status, told.json["error"]) == (403, "foreign")
    # Anyone may link to the page.
    assert line.ask("GET", "/tips/", headers=headers).status == 200


def test_the_paper_itself_may_ask(line: Line):
    own = {"Origin": f"http://localhost:{line.port}", "Sec-Fetch-Site": "same-origin"}

    assert line.ask("GET", "/tips/list.json", headers=own).status == 200
    assert line.post("/tips/thread", {"key": Source(line).key_told}, own).status == 404


def test_the_list_is_told_with_what_holds_for_all(newsroom: Newsroom, line: Line):
    told = line.ask("GET", "/tips/list.json").json

    assert (told["state"], told["why"]) == ("open", "")
    assert told["list"]["root"] == newsroom.box.root_file.read_text().strip()
    assert set(told["list"]) == {"payload", "signature", "root"}
    assert set(told["seen"]) == {"payload", "signature"}
    assert (told["limits"]["text"], told["limits"]["files"]) == (100_000, 20)


def test_a_list_that_was_tampered_with_closes_the_line(tmp_path: Path):
    newsroom = Newsroom(tmp_path)
    newsroom.open_line()
    with newsroom.box.writing() as rows:
        rows.execute("UPDATE lists SET signature=?", ("00" * 64,))
    with running(tmp_path) as line:
        told = line.ask("GET", "/tips/list.json").json
        refused = Source(line).open(100)

        assert (told["state"], told["list"]) == ("closed", None)
        assert (refused.status, refused.json["error"]) == (503, "closed")
    # Written when the program ends.
    assert "ListRefusedError at signed_lists.py" in line.log.read_text()


def test_h10_a_failure_is_a_sentence_and_its_place_in_the_log(tmp_path: Path):
    newsroom = Newsroom(tmp_path)
    newsroom.open_line()
    with running(tmp_path) as line:
        source = Source(line)
        broken = Box(tmp_path)
        with broken.writing() as rows:
            rows.execute("ALTER TABLE messages RENAME TO lost")

        told = source.thread_told()
        again = source.thread_told()

        assert (told.status, again.status) == (500, 500)
        assert set(told.json) == {"error", "says"}
        assert "lost" not in told.text
        # When a fault was met would tell when somebody was there.
        assert line.log.read_text() == ""
    log = line.log.read_text()
    assert log.count(f"The tip line failed on {today()}: OperationalError at threads.py, ") == 1
    assert source.key_told not in log
    assert source.thread not in log


def test_h10_what_is_no_text_is_refused_and_is_no_failure_of_ours(tmp_path: Path):
    newsroom = Newsroom(tmp_path)
    newsroom.open_line()
    with running(tmp_path) as line:
        source = Source(line)
        fields = ("kind", "thread", "key", "reply", "drill", "proof")
        told = {name: source.open(100, **{"proof": "0" * 64, name: "\ud800"}) for name in fields}
        told["a look-up"] = line.post("/tips/thread", {"key": "\ud800"})

    refused = {name: (one.status, one.json["error"]) for name, one in told.items()}
    assert set(refused.values()) == {(400, "unfit")}
    assert "The tip line failed" not in line.log.read_text()


def test_answers_are_plain_json(line: Line):
    told = line.ask("GET", "/tips/pass")

    assert told.headers["Content-Type"] == "application/json; charset=utf-8"
    assert json.loads(told.body)["bits"] == 16
