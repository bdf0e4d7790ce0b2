"""Time is a source too: what must be printed again at an hour, and what may not be shown after one."""

import sqlite3
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.press.log import print_owed, this_shelf
from broadsheet.press.parts import _parts, part
from broadsheet.press.recorder import print_again_at
from broadsheet.press.turns import publish_scheduled

pytestmark = pytest.mark.django_db


def test_an_expired_story_is_refused_to_the_second_with_all_else_down(
    read, press, make_story, monkeypatch
):
    story = make_story("For two seconds", expire_at=timezone.now() + timedelta(seconds=8))
    assert read(story.permalink).status == 200
    press.print_notices()

    def no_database(*_args, **_kwargs):
        raise sqlite3.OperationalError("no database")

    time.sleep(8.1)
    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", no_database)

    assert read(story.permalink).status == 410


def test_a_rail_drops_an_expired_story_at_its_hour(read, press, make_story):
    old = make_story("Old story")
    make_story("Expiring story", expire_at=timezone.now() + timedelta(seconds=8))
    press.print_all()
    assert "Expiring story" in read(old.permalink).text

    time.sleep(8.1)
    publish_scheduled()
    press.print_all()

    assert "Expiring story" not in read(old.permalink).text


def test_a_scheduled_story_appears_when_it_is_due(read, press, make_story):
    story = make_story(
        "Tomorrow's story", live=False, go_live_at=timezone.now() + timedelta(seconds=1)
    )
    story.get_latest_revision().publish()
    read("/")
    assert "Tomorrow's story" not in read("/").text

    time.sleep(1.1)
    publish_scheduled()
    press.print_all()

    assert "Tomorrow" in read("/").text


def test_a_part_is_printed_again_at_the_hour_it_names(press, paper):
    hours = []

    @part("clock")
    def clock(site):
        hours.append(site)
        print_again_at(timezone.now() + timedelta(milliseconds=20))
        return "tick"

    try:
        from broadsheet.press.printing import print_batch

        shelf = this_shelf()
        shelf.put(print_batch(["localhost|clock"], shelf), now=time.time())
        time.sleep(0.05)
        print_owed()
        assert len(hours) == 2
    finally:
        del _parts["clock"]
