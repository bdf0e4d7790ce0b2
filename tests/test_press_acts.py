"""Who did what: the log names those who acted, receipts tell it, and jobs remember when they last ran."""

import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from broadsheet.press import turns
from broadsheet.press.models import Change, Turn
from broadsheet.press.receipts import receipt_of
from broadsheet.press.turns import publish_scheduled, seconds_until
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db


# Who -----------------------------------------------------------------------------------------------
@pytest.fixture
def taken_down(client, editor, published_story) -> Story:
    """A story that an editor took down on her screen."""
    client.force_login(editor)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[published_story.pk]))
    return published_story


def test_the_log_names_who_acted_in_the_newsroom(editor, taken_down):
    line = Change.objects.filter(source=taken_down.source).order_by("-pk").first()

    assert (line.kind, line.by) == ("hidden", editor)


def test_the_schedule_acts_for_nobody(make_story, editor):
    story = make_story("Soon", live=False, go_live_at=timezone.now() + timedelta(seconds=1))
    story.get_latest_revision().publish()
    time.sleep(1.1)

    publish_scheduled()

    assert Story.objects.get(pk=story.pk).live
    assert Change.objects.filter(source=story.source).order_by("-pk").first().by is None


def test_nobody_is_named_for_what_happens_after_her_request(client, editor, published_story):
    client.force_login(editor)
    client.get(reverse("story_list"))

    published_story.save_revision().publish()

    assert Change.objects.filter(source=published_story.source).order_by("-pk").first().by is None


def test_a_receipt_says_who_did_what(editor, taken_down):
    acts = receipt_of(taken_down.source).acts

    assert (acts[0].what, acts[0].by) == ("saved, taken from readers", "agnes")
    assert acts[-1].by == ""


def test_the_receipts_command_says_who_did_what(editor, taken_down, press):
    out = StringIO()

    call_command("receipts", taken_down.source, stdout=out)

    assert "UTC  saved, taken from readers by agnes" in out.getvalue()


def test_an_editor_reads_who_did_what_on_the_receipts_screen(client, editor, taken_down, press):
    answer = client.get(reverse("story_receipts", args=[taken_down.pk]))

    assert "Saved, taken from readers" in answer.text
    assert "agnes" in answer.text
    assert "The schedule or a command" in answer.text


# Parts that were changed behind the press --------------------------------------------------------------
@pytest.fixture
def renamed_by_hand(read, press, paper, published_story) -> None:
    press.print_all()
    read(published_story.permalink)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE masthead_paper SET motto = 'Set by hand', name = 'By Hand'")


def test_check_finds_parts_that_were_changed_behind_the_press(press, renamed_by_hand):
    out = StringIO()

    with pytest.raises(CommandError, match="pages and parts differ"):
        call_command("check_shelf", sample=1, stdout=out)

    assert "localhost|masthead" in out.getvalue()


def test_check_puts_parts_right(read, press, published_story, renamed_by_hand):
    call_command("check_shelf", repair=True, stdout=StringIO())
    press.print_all()

    out = StringIO()
    call_command("check_shelf", stdout=out)
    assert "shows what the database holds" in out.getvalue()
    assert "By Hand" in read(published_story.permalink).text
    assert "The Larkmere Ledger" not in read(published_story.permalink).text


def test_the_rail_of_a_section_that_is_deleted_is_no_failure(read, press, sections, make_story):
    nested = sections["sports"].add_child(
        instance=type(sections["sports"])(title="High School", slug="high-school")
    )
    story = make_story("Herons win", section=nested)
    read("/"), read(story.permalink)
    story.delete()
    press.print_all()

    type(nested).objects.get(pk=nested.pk).delete()
    press.print_all()

    assert press.shelf.failures() == []
    call_command("check_shelf", stdout=StringIO())


# Jobs ----------------------------------------------------------------------------------------------
def daily() -> turns.Job:
    return next(job for job in turns.JOBS if job.name == "counts")


@pytest.mark.parametrize(
    ("hours_ago", "minutes"), [(None, 10), (1, 23 * 60), (23.95, 10), (30, 10), (24 * 30, 10)]
)
def test_a_daily_job_is_due_a_day_after_it_last_ran_however_often_the_paper_starts(
    db, hours_ago, minutes
):
    if hours_ago is not None:
        last_ran = timezone.now() - timedelta(hours=hours_ago)
        Turn.objects.create(name="counts", last_ran=last_ran)

    assert seconds_until(daily()) == pytest.approx(minutes * 60, abs=5)


def test_what_comes_round_often_begins_at_once(db):
    assert {seconds_until(job) for job in turns.JOBS if not job.every.days} == {0}
