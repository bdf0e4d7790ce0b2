"""What a cache between the paper and its readers could be made to keep: nothing that one reader can change for another."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from broadsheet.newsroom.models import User
from broadsheet.stories.models import Story
from tests.reading import Answer as Read
from tests.test_wire_addresses import OUTWARDS, leads_out
from tests.wire import HOST, Answer, ask, request, say_all

pytestmark = pytest.mark.sqlite

STORY = "/2026/11/council-closes-mill-street-bridge/"
PUBLIC = ["/", "/local-news/", STORY, f"/text{STORY}", "/2026/11/", "/contact/", "/corrections/"]
PUBLIC += ["/feed/", "/sitemap.xml", "/robots.txt", "/icon.svg", "/no-such-page/"]
SPELLINGS = ["/Contact", "/contact", "//contact/"]
POISONS = {
    "host": "X-Forwarded-Host: evil.example",
    "host, standard": 'Forwarded: for=6.6.6.6;host="evil.example";proto=https',
    "host, another": "X-Host: evil.example\r\nX-Forwarded-Server: evil.example",
    "address": "X-Original-URL: /newsroom/\r\nX-Rewrite-URL: /newsroom/",
    "prefix": "X-Forwarded-Prefix: //evil.example\r\nX-Script-Name: //evil.example",
    "scheme": "X-Forwarded-Proto: https\r\nX-Forwarded-Scheme: http\r\nX-Forwarded-Ssl: on",
    "port": "X-Forwarded-Port: 6666",
    "method": "X-HTTP-Method-Override: POST\r\nX-HTTP-Method: DELETE",
    "reader": "X-Forwarded-For: 6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\nTrue-Client-IP: 6.6.6.6",
    "underscores": "X_Forwarded_Host: evil.example\r\nPress_Cut_Mark: x\r\nHost_: evil.example",
    "cookies": "Cookie: sessionid=evil; display=dark.larger; csrftoken=evil; django_language=ar",
    "kind": "Accept: application/json, text/evil",
    "language": "Accept-Language: ar",
    "browser": "User-Agent: <evil>",
    "came from": "Referer: https://evil.example/\r\nOrigin: https://evil.example",
    "script": "X-Requested-With: XMLHttpRequest",
    "date": "If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT",
    "save": "Save-Data: on\r\nSec-CH-Prefers-Color-Scheme: dark",
    "fetch": "Purpose: prefetch\r\nSec-Fetch-Dest: empty\r\nSec-Fetch-Site: cross-site",
}
QUERIES = [
    "?utm_source=evil",
    "?edition=text",
    "?page=2&next=//evil.example",
    "?lang=ar",
    "?%3Cevil%3E",
]


OTHER_SITES = [out for out in OUTWARDS if leads_out(out)]


def without_time(answer: Answer) -> tuple[int, Mapping[str, str], bytes]:
    headers = {name: value for name, value in answer.headers.items() if name != "date"}
    return answer.status, headers, answer.body


@pytest.mark.browser
@pytest.mark.parametrize("path", PUBLIC)
def test_s07_what_readers_are_given_is_the_same_to_the_byte_whatever_else_is_in_a_request(
    port: int, path: str
):
    plain = without_time(ask(port, path))
    poisoned = {
        name: request(path, headers=HOST + f"{lines}\r\n".encode())
        for name, lines in POISONS.items()
    }

    heard = say_all(port, poisoned, quiet=0)

    differing = [name for name, one in heard.items() if without_time(one.answer) != plain]
    assert differing == []


@pytest.mark.browser
@pytest.mark.parametrize("path", SPELLINGS)
def test_s07_another_spelling_leads_to_the_same_address_and_no_shared_cache_keeps_that(
    port: int, path: str
):
    poisoned = {
        name: request(path, headers=HOST + f"{lines}\r\n".encode())
        for name, lines in POISONS.items()
    }

    heard = say_all(port, poisoned, quiet=0)

    assert {one.answer.headers["location"] for one in heard.values()} == {"/contact/"}
    assert all("private" in one.answer.headers["cache-control"] for one in heard.values())


@pytest.mark.browser
@pytest.mark.parametrize("path", PUBLIC)
def test_s07_a_query_makes_no_other_page(port: int, path: str):
    plain = without_time(ask(port, path))

    heard = say_all(port, {query: request(path + query) for query in QUERIES}, quiet=0)

    assert [query for query, one in heard.items() if without_time(one.answer) != plain] == []


@pytest.mark.browser
def test_s07_the_bytes_differ_by_encoding_alone_and_say_so(port: int):
    packed, plain = (
        ask(port, "/", headers=HOST + b"Accept-Encoding: %s\r\n" % one) for one in (b"gzip", b"br")
    )

    assert packed.headers["vary"] == plain.headers["vary"] == "accept-encoding"
    assert packed.headers["etag"] != plain.headers["etag"]


@pytest.mark.django_db
def test_s07_the_first_reader_of_a_page_has_no_say_in_what_the_others_are_given(
    read: Callable[..., Read], published_story: Story, press: Any
):
    headers = {
        name.replace("-", "_").lower(): value
        for lines in POISONS.values()
        for name, value in (line.split(": ", 1) for line in lines.split("\r\n"))
    }
    assert not press.has(f"localhost{published_story.permalink}")

    first = read(f"{published_story.permalink}?evil", **headers)
    press.shelf.close()
    for file in press.shelf.path.parent.glob("shelf.sqlite3*"):
        file.unlink()
    second = read(published_story.permalink)

    assert first.is_printed
    assert second.is_printed
    assert "evil" not in first.text
    assert (first.status, first.headers, first.body) == (second.status, second.headers, second.body)


# Private answers ----------------------------------------------------------------------------------
PRIVATE = ["/newsroom/", "/newsroom/account/", "/newsroom/stories/", "/newsroom/photos/"]
PRIVATE += [
    "/newsroom/documents/",
    "/newsroom/recordings/",
    "/newsroom/users/",
    "/newsroom/reports/locked/",
]
DISGUISES = [
    "x.css",
    "/x.css",
    "x.js",
    "x.png",
    ";x.css",
    "%3bx.css",
    "%2fx.css",
    "%3fx.css",
    "%23x.css",
]
DISGUISES += [
    ".css",
    "x.css/",
    "%0ax.css",
    "%00x.css",
    "..%2fx.css",
    "x%2ecss",
    "x.css?a",
    "robots.txt",
]


@pytest.mark.browser
def test_s09_each_screen_of_the_newsroom_is_kept_by_nobody(port: int, editors: bytes):
    answers = {path: ask(port, path, headers=editors) for path in PRIVATE}

    assert {path: one.status for path, one in answers.items()} == dict.fromkeys(PRIVATE, 200)
    rules = {path: one.headers["cache-control"] for path, one in answers.items()}
    assert {path for path, rule in rules.items() if "no-store" not in rule} == set()


@pytest.mark.browser
@pytest.mark.parametrize("disguise", DISGUISES)
def test_s09_no_screen_of_the_newsroom_answers_by_the_name_of_a_file(
    port: int, editors: bytes, disguise: str
):
    asked = {path: request(path + disguise, headers=editors) for path in PRIVATE[:3]}

    heard = say_all(port, asked, quiet=0)

    assert {one.answer.status for one in heard.values()} <= {400, 404}
    assert {"no-store" in one.answer.headers["cache-control"] for one in heard.values()} == {True}


@pytest.mark.browser
@pytest.mark.parametrize(
    "path",
    ["/newsroom/", "/newsroom/login/", "/page/sign-in/", "/documents/9/x.pdf", "/media/x.png"],
)
def test_s09_what_is_not_printed_is_kept_by_no_cache_that_readers_share(port: int, path: str):
    rule = ask(port, path).headers["cache-control"]

    assert "no-store" in rule or "private" in rule


@pytest.mark.browser
def test_s09_the_answer_that_sets_a_cookie_is_kept_by_nobody(port: int):
    told = HOST + b"Sec-Fetch-Site: same-origin\r\n"
    told += b"Content-Type: application/x-www-form-urlencoded\r\n"

    answer = ask(port, "/display/", method="POST", headers=told, body=b"colours=dark")

    assert "set-cookie" in answer.headers
    assert answer.headers["cache-control"] == "no-store"


# Newsroom and private pages -----------------------------------------------------------------------
@pytest.mark.django_db
def test_s06_after_an_act_an_editor_is_led_to_a_screen_of_ours(
    client: Client, editor: User, published_story: Story
):
    client.force_login(editor)
    section = published_story.home_section_id
    acts = ["wagtailadmin_pages:copy", "wagtailadmin_pages:unpublish", "wagtailadmin_pages:delete"]

    for act in acts:
        address = reverse(act, args=[published_story.pk])
        for out in OTHER_SITES:
            shown = client.get(address, {"next": out})
            assert f'href="{out}"' not in shown.text, (act, out)
            assert f'value="{out}"' not in shown.text, (act, out)
            assert not leads_out(shown.headers.get("Location", "/")), (act, out)
        fields = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": section}
        done = client.post(f"{address}?next=//evil.example", {**fields, "next": "//evil.example"})
        assert done.status_code == 302, act
        assert not leads_out(done.headers.get("Location", "/")), act


@pytest.mark.django_db
def test_s06_the_password_of_a_private_page_leads_to_no_other_site(
    client: Client, published_story: Story
):
    page = published_story.page_ptr
    private = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="ferry"
    )
    address = reverse("wagtailcore_authenticate_with_password", args=[private.pk, page.pk])

    for out in OUTWARDS:
        typed = {"password": "ferry", "return_url": out}
        answer = client.post(address, typed, HTTP_HOST="localhost")

        assert answer.status_code == 302, out
        assert not leads_out(answer["Location"]), out


@pytest.mark.django_db
def test_s09_a_page_behind_a_password_is_kept_by_nobody(
    read: Callable[..., Read], published_story: Story, press: Any
):
    PageViewRestriction.objects.create(
        page=published_story.page_ptr, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    press.print_all()

    answer = read(published_story.permalink)

    assert not answer.is_printed
    assert "no-store" in answer.headers["cache-control"]
