"""What `make fuzz` says must be what happened: it finds what breaks, cuts it down, and keeps still if nothing does."""

import doctest
from random import Random
from types import ModuleType

import pytest

from fuzz import routes as fuzz_routes
from fuzz import shorter, watching
from fuzz.asking import Request, ask
from fuzz.pages import Page
from fuzz.papers import NOBODY, ROLES, TOKEN, People
from fuzz.report import told
from fuzz.rounds import Broken, Round, Tally
from fuzz.routes import filled, pattern_of, routes
from fuzz.shorter import shorter_parts, shortest
from fuzz.visitors import Visitor
from fuzz.watching import errors_in
from tests.faults import QUERY, WORD
from tests.faults.paper import fault
from tests.running import RunningPaper

SHORT_SECONDS, WHOLE_SECONDS = 2, 60


@pytest.mark.parametrize("module", [fuzz_routes, shorter, watching], ids=lambda one: one.__name__)
def test_what_is_explained_by_an_example_is_so(module: ModuleType):
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted > 0


@pytest.fixture
def visitor() -> Visitor:
    return Visitor(NOBODY, {}, Random(1))


def test_a_paper_withstands_odd_requests_of_everyone(
    faulty_paper: RunningPaper, people: People, whole: bool
):
    tally = Round(faulty_paper, people, seed=1).run(WHOLE_SECONDS if whole else SHORT_SECONDS)

    assert tally.broken == {}, told(tally, seed=1)
    assert set(tally.visitors) == {NOBODY, *ROLES}
    assert tally.requests > 20


def test_who_has_lost_her_session_is_signed_in_again(faulty_paper: RunningPaper, people: People):
    some = Round(faulty_paper, people, seed=3)
    editor = some.visitors["Editor"]
    editor.cookies = {"sessionid": "lost"}

    assert not some.is_in(editor)
    assert some.sign_in_again()
    assert some.is_in(editor)


def test_a_fault_is_found_and_cut_down_to_what_breaks_it(
    faulty_paper: RunningPaper, people: People
):
    with fault(faulty_paper, QUERY):
        some = Round(faulty_paper, people, seed=2)
        some.watch.errors()
        asked = Request(
            b"GET", b"/newsroom/?a=1&order=up&b=2", ((b"Accept", b"*/*"), (b"X-A", b"b"))
        )
        publisher = some.visitors["Publisher"]
        answer = some.ask(publisher.as_sent(asked))
        some.judge(publisher, publisher.as_sent(asked), answer)

    [broken] = some.tally.broken.values()
    assert answer.status == 500
    assert broken.again
    assert broken.request.target == f"/newsroom/?{WORD}=u".encode()
    assert broken.request.headers == ()
    assert "ZeroDivisionError" in broken.trouble
    words = told(some.tally, seed=2)
    assert "GET /newsroom/?order=u" in words
    assert "Seed 2" in words
    assert "1 unhandled exceptions" in words


def test_a_form_that_is_not_in_utf_8_is_refused_and_no_failure(faulty_paper: RunningPaper):
    """Django's own answer to it reads the form once more, and fails."""
    headers = (
        (b"Cookie", f"csrftoken={TOKEN}".encode()),
        (b"Content-Type", b"application/x-www-form-urlencoded; charset=utf-7"),
    )

    answer = ask(faulty_paper.port, Request(b"POST", b"/newsroom/login/", headers, b"a=1"))

    assert answer.status == 400


# What is told ---------------------------------------------------------------------------------------
def test_an_error_in_the_log_is_noticed_and_a_refusal_is_not():
    lines = [
        "Readers: http://localhost:1/\n",
        "2026-11-26 04:00:00,001 WARNING django.request: 403 for POST /\n",
        "2026-11-26 04:00:00,002 ERROR django.security.DisallowedHost: 400 for GET /\n",
        "Traceback (most recent call last):\n",
        "DisallowedHost\n",
        "2026-11-26 04:00:00,003 ERROR broadsheet.press.printing: / was not printed\n",
        "Traceback (most recent call last):\n",
        "ValueError\n",
    ]

    assert errors_in(lines) == lines[-3:]
    assert errors_in(lines[-2:]) == lines[-2:], "what Python itself writes has no time before it"


def test_what_was_asked_is_told_by_route_and_what_was_not_by_name():
    tally = Tally()
    tally.answers["robots.txt", 200] += 3

    words = told(tally, seed=1)

    assert "     3  /robots.txt   200 × 3" in words
    assert "/sitemap.xml" in words.partition("Never asked: ")[2]


def test_a_session_is_shown_to_nobody():
    visitor = Visitor("Publisher", {"sessionid": "s3cret"}, Random(1))
    request = visitor.as_sent(Request(b"GET", b"/x/"))
    tally = Tally()
    tally.broken["x"] = Broken("Publisher", request, "answered 500", again=True)

    words = told(tally, seed=1)

    assert "GET /x/" in words
    assert "s3cret" not in words


# Cutting down ---------------------------------------------------------------------------------------
def test_of_a_form_only_the_field_that_breaks_is_left():
    body = b"csrfmiddlewaretoken=f&title=ferry&body=abcXdef&q=1"
    request = Request(b"POST", b"/x/?y=1", ((b"Content-Type", b"a"),), body)

    found = shortest(request, lambda asked: b"X" in asked.body)

    assert found == Request(b"POST", b"/x/", (), b"csrfmiddlewaretoken=f&body=X")


def test_what_does_not_break_again_is_not_cut_down():
    assert shortest(Request(b"GET", b"/"), lambda _asked: False) is None


def test_a_body_of_parts_loses_one_at_a_time_and_never_its_end():
    body = b"--e\r\none\r\n--e\r\ntwo\r\n--e--\r\n"

    assert list(shorter_parts(body)) == [b"--e\r\ntwo\r\n--e--\r\n", b"--e\r\none\r\n--e--\r\n"]


# What is found in pages -----------------------------------------------------------------------------
def test_a_form_is_found_with_each_field_and_what_stands_in_it():
    html = """
      <a href="/a/?b=1">A</a> <a href="https://elsewhere.example/">B</a> <a href="mailto:x">C</a>
      <form method="POST" action="save/"><input name="title" value="Ferry"><textarea name="note">Words</textarea>
      <select name="kind"><option value="a">A<option value="b">B</select>
      <input type="checkbox" name="live" value="yes"><input type="submit" value="Go"><button name="act" value="publish">
      </form>
    """

    page = Page(html, "/desk/")

    assert page.links == {"/a/?b=1"}
    [form] = page.forms
    assert (form.action, form.method) == ("/desk/save/", "post")
    assert [(one.name, one.value) for one in form.fields] == [
        ("title", "Ferry"),
        ("note", "Words"),
        ("kind", "a"),
        ("live", ""),
        ("act", "publish"),
    ]


def test_a_storys_blocks_are_found_as_the_fields_that_scripts_would_make(visitor: Visitor):
    html = """
      <form method="post"><div id="body"
        data-w-block-data-value='{"_type": "StreamBlock", "_args": ["body", [["", [{"_args": ["paragraph"]}]]]]}'
        data-w-block-arguments-value='[[{"type": "paragraph", "value": {"a": ["x"]}, "id": "7"}], null]'></div></form>
    """

    [form] = Page(html, "/").forms

    sent = {one.name: one.value for one in form.fields}
    assert sent["body-count"] == "2"
    assert sent["body-0-type"] == "paragraph"
    assert (sent["body-0-value-a-count"], sent["body-0-value-a-0-value"]) == ("1", "x")


def test_an_address_is_known_by_its_route_and_a_route_can_be_filled():
    story = next(one for one in routes() if one.pattern == "<yyyy:year>/<mm:month>/<slug:slug>/")
    known = {"year": ["2016"], "month": ["05"], "slug": ["ferry"]}

    assert pattern_of("/2016/05/ferry/") == story.pattern
    assert any(
        pattern_of(filled(story.pattern, Random(n), known)) == story.pattern for n in range(9)
    )
    assert len(routes()) > 200


def test_the_same_seed_asks_the_same():
    def asked() -> list[Request]:
        visitor = Visitor("Publisher", {}, Random(7))
        return [visitor.next_request() for _ in range(200)]

    assert asked() == asked()
    assert len({one.target for one in asked()}) > 100
    assert {one.method for one in asked()} > {b"GET", b"POST"}
