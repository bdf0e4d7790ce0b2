"""Pages that stand on the shelf before anyone has asked for them."""

from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.press import ahead
from broadsheet.press.ahead import print_ahead
from broadsheet.press.log import print_owed

pytestmark = pytest.mark.django_db
EVERYTHING = 1000


def test_a_paper_that_nobody_has_read_yet_is_whole_when_its_newsroom_goes_down(
    read, press, make_story, sections, monkeypatch
):
    story = make_story("Ferry stops", section=sections["local-news"])
    assert read("/no-such/").status == 404
    assert not press.has("localhost/local-news/")

    print_ahead()
    print_owed(EVERYTHING)

    def no_database(*_args, **_kwargs):
        raise AssertionError("A reader's page was looked for in the database.")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", no_database)
    for path in ("/", "/local-news/", "/sports/", "/contact/", "/feed/", story.permalink):
        assert read(path).status == 200, path


def test_what_stands_on_the_shelf_is_not_printed_ahead_again(press, make_story):
    make_story("Ferry stops")
    assert print_ahead() > 0
    print_owed(EVERYTHING)

    assert print_ahead() == 0


def test_the_archive_is_left_to_its_readers(press, make_story, monkeypatch):
    monkeypatch.setattr(ahead, "AHEAD", 3)
    noon = datetime(2016, 5, 19, 12, 0, tzinfo=UTC)
    old, *_, new = [
        make_story(f"Ferry stops {days}", published=noon + timedelta(days=days))
        for days in range(5)
    ]

    print_ahead()

    owed = press.shelf.owed(EVERYTHING)
    assert f"localhost{new.permalink}" in owed
    assert f"localhost{old.permalink}" not in owed
