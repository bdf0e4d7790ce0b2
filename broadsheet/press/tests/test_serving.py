"""What a reader is answered from the shelf."""

import gzip
import sqlite3

import pytest

from broadsheet.press.serving import host_name, matches, takes_gzip

pytestmark = pytest.mark.django_db


def test_a_reader_with_gzip_and_one_without_read_the_same_words(read, published_story):
    plain = read(published_story.permalink)
    packed = read(published_story.permalink, accept_encoding="gzip, br")

    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "content-encoding" not in plain.headers


def test_a_reader_who_has_the_page_is_told_so(read, published_story):
    first = read(published_story.permalink, accept_encoding="gzip")
    again = read(
        published_story.permalink, accept_encoding="gzip", if_none_match=first.headers["etag"]
    )

    assert again.status == 304
    assert again.body == b""
    assert again.headers["etag"] == first.headers["etag"]


def test_a_cache_cannot_take_one_encoding_for_the_other(read, published_story):
    packed = read(published_story.permalink, accept_encoding="gzip")
    plain = read(published_story.permalink)

    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.headers["vary"] == plain.headers["vary"] == "accept-encoding"


def test_head_answers_like_get_without_the_page(read, published_story):
    page = read(published_story.permalink)
    head = read(published_story.permalink, method="HEAD")

    assert head.body == b""
    assert head.headers["content-length"] == str(len(page.body))


def test_a_changed_rail_changes_the_tag_of_old_stories(read, press, make_story):
    old = make_story("Old story")
    before = read(old.permalink).headers["etag"]

    make_story("Brand-new story")
    press.print_all()

    assert read(old.permalink).headers["etag"] != before


def test_a_query_makes_no_other_page(read, press, published_story):
    read(published_story.permalink)
    count = len(press.shelf.addresses())

    answer = read(published_story.permalink + "?utm_source=x&fbclid=1")

    assert answer.is_printed
    assert len(press.shelf.addresses()) == count


def test_unknown_addresses_never_fill_the_shelf(read, press, paper):
    press.print_notices()
    read("/")
    before = set(press.shelf.addresses())

    answers = [read(f"/2016/05/nothing-{number}/") for number in range(5)]

    assert {answer.status for answer in answers} == {404}
    assert all(answer.is_printed for answer in answers)
    assert set(press.shelf.addresses()) == before


def test_an_unknown_host_is_not_answered_from_the_shelf(read, paper):
    assert read("/").status == 200
    assert read("/", host="attacker.example").status == 400


def test_a_page_holds_no_token_and_no_cookie(read, published_story, paper):
    for path in ("/", "/local-news/", published_story.permalink, "/contact/", "/corrections/"):
        page = read(path)

        assert page.is_printed
        assert "csrf" not in page.text.lower()
        assert "set-cookie" not in page.headers


def test_printed_pages_are_served_when_the_database_is_down(read, published_story, monkeypatch):
    paths = ("/", "/local-news/", "/feed/", published_story.permalink)
    for path in paths:
        assert read(path).status == 200

    def no_database(*_args, **_kwargs):
        raise sqlite3.OperationalError("no database")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", no_database)

    assert [read(path).status for path in paths] == [200, 200, 200, 200]


def test_readers_see_what_is_printed_after_the_shelf_was_deleted(read, press, published_story):
    before = read(published_story.permalink).body

    press.shelf.close()
    for file in press.shelf.path.parent.glob("shelf.sqlite3*"):
        file.unlink()
    after = read(published_story.permalink)

    assert after.is_printed
    assert after.body == before


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        (b"gzip", True),
        (b"deflate, gzip;q=0.5", True),
        (b"gzip;q=0", False),
        (b"gzip; q=0.000, *;q=0", False),
        (b"identity", False),
        (b"*;q=0.1", True),
        (b"", False),
        (b"GZIP", True),
    ],
)
def test_gzip_is_sent_to_those_who_take_it(header, takes):
    assert takes_gzip(header) is takes


def test_tags_are_compared_weakly():
    assert matches(b'"x", W/"abc"', b'"abc"')
    assert not matches(b'"ab"', b'"abc"')


def test_a_host_is_the_same_in_capitals_and_with_a_port():
    assert host_name(b"WWW.Ledger.example:8000") == "www.ledger.example"
