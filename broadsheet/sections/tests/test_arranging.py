"""Arrangements in print: they begin and end to the second, worker or not, and cost a publication nothing."""

import re
import time
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.press.log import print_owed
from broadsheet.press.reading import WORKER_SECONDS
from broadsheet.sections.arranging import Slot, arrange, arranged_now, call_off, place_in, undo
from broadsheet.sections.errors import ArrangementChangedError, ArrangementError
from broadsheet.sections.models import Arrangement
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(make_story: Any, make_photo: Any) -> list[Story]:
    """Seven stories with photos; the last is the newest."""
    return [make_story(f"Story number {n}", photo=make_photo()) for n in range(7)]


@pytest.fixture
def lead(read: Any) -> Any:
    def find() -> str:
        return BeautifulSoup(read("/").text, "html.parser").select_one(".lead h2").text

    return find


def under(page: str) -> list[str]:
    return [one.text for one in BeautifulSoup(page, "html.parser").select(".also h3, .also h2")]


def soon(**span: float) -> Any:
    return timezone.now() + timedelta(**(span or {"hours": 1}))


# Places ---------------------------------------------------------------------------------------------
def test_what_is_chosen_stands_in_its_place_and_the_rest_fills_itself(chosen, town, read, press):
    chosen(None, None, town[0])
    press.print_all()

    page = read("/").text

    assert under(page) == [f"Story number {n}" for n in (5, 0, 4, 3)]
    links = re.findall(r'href="(/\d{4}/\d{2}/[\w-]+/)"', page)
    assert max(links.count(link) for link in links) == 1


def test_a_story_taken_down_leaves_no_hole(chosen, town, read, press, lead):
    chosen(town[0], town[1])
    press.print_all()
    assert lead() == "Story number 0"

    town[0].unpublish()
    town[1].delete()
    press.print_all()

    assert lead() == "Story number 6"
    assert len(under(read("/").text)) == 4


def test_a_draft_that_was_chosen_takes_its_place_when_it_is_published(
    chosen, town, press, lead, draft_story
):
    chosen(draft_story)
    press.print_all()
    assert lead() == "Story number 6"

    draft_story.get_latest_revision().publish()
    press.print_all()

    assert lead() == "Ferry may stop in winter"


# Moments --------------------------------------------------------------------------------------------
def test_a_planned_arrangement_begins_to_the_second(chosen, town, press, lead):
    press.print_all()
    assert lead() == "Story number 6"
    chosen(town[0], starts_at=soon(seconds=3))
    press.print_all()
    assert lead() == "Story number 6"

    time.sleep(3.1)
    while print_owed():
        pass

    assert lead() == "Story number 0"


def test_with_the_worker_down_the_first_reader_has_it_printed(
    chosen, town, press, lead, monkeypatch
):
    press.print_all()
    chosen(town[0], starts_at=soon(seconds=2))
    press.print_all()
    assert lead() == "Story number 6"

    time.sleep(2.1)
    later = time.time() + WORKER_SECONDS
    monkeypatch.setattr("broadsheet.press.reading.time.time", lambda: later)
    monkeypatch.setattr("broadsheet.press.serving.time.time", lambda: later)

    assert lead() == "Story number 0"


def test_whatever_is_printed_after_the_beginning_is_right(chosen, town, press, lead, make_story):
    chosen(town[0], starts_at=soon(seconds=1))
    press.print_all()

    time.sleep(1.1)
    make_story("A line")
    press.print_all()

    assert lead() == "Story number 0"


def test_a_place_is_let_go_at_its_end_and_fills_itself(front, town, press, lead, read, sections):
    match = Story.objects.get(pk=town[1].pk)
    local = place_in(sections["local-news"].pk)
    ends = soon(seconds=3)
    slots = [Slot("1", town[0].pk, ends), Slot("2", town[2].pk), Slot(local, match.pk, ends)]
    arrange(front, slots, by=None)
    press.print_all()
    assert lead() == "Story number 0"
    first = BeautifulSoup(read("/").text, "html.parser").select_one(".top-of .cards a")
    assert first["href"] == match.permalink

    time.sleep(3.1)
    while print_owed():
        pass

    assert lead() == "Story number 6"
    assert under(read("/").text)[0] == "Story number 2"
    cards = BeautifulSoup(read("/").text, "html.parser").select(".top-of .cards a")
    assert next(iter(cards), {}).get("href") != match.permalink


def test_one_that_is_called_off_never_begins(front, chosen, town, press, lead, editor):
    planned = chosen(town[0], starts_at=soon(seconds=2))
    press.print_all()
    call_off(front, planned.pk, by=editor)
    press.print_all()

    time.sleep(2.1)
    while print_owed():
        pass

    assert lead() == "Story number 6"
    with pytest.raises(ArrangementError, match="called off already"):
        call_off(front, planned.pk, by=editor)


def test_undo_reaches_readers_at_once(front, chosen, town, press, lead, editor):
    chosen(town[1])
    chosen(town[0])
    press.print_all()
    assert lead() == "Story number 0"

    undo(front, by=editor)
    press.print_all()

    assert lead() == "Story number 1"


def test_a_change_of_the_arrangement_prints_the_front_and_no_other_page(chosen, town, press, read):
    read("/")
    read("/local-news/")
    read(town[0].permalink)
    press.print_all()

    chosen(town[0])

    # The front itself, and the parts of its four sections.
    assert 1 <= press.print_all() <= 5 + 4


# Refusals -------------------------------------------------------------------------------------------
def test_who_may_not_publish_arranges_nothing(front, town, reporter, chosen):
    chosen(town[1])
    with pytest.raises(PermissionDenied):
        arrange(front, [Slot("1", town[0].pk)], by=reporter)
    with pytest.raises(PermissionDenied):
        undo(front, by=reporter)
    with pytest.raises(PermissionDenied):
        call_off(front, 1, by=reporter)

    assert Arrangement.objects.count() == 1


def test_an_arrangement_made_in_sight_of_an_older_one_is_refused(front, chosen, town, editor):
    first = chosen(town[0])
    chosen(town[1])

    with pytest.raises(ArrangementChangedError):
        arrange(front, [], by=editor, seen=first.pk)
    with pytest.raises(ArrangementChangedError):
        undo(front, by=editor, seen=first.pk)

    assert Arrangement.objects.count() == 2


def test_impossible_choices_are_refused_whole(front, town, sections, editor):
    sport = place_in(sections["sports"].pk)
    impossible = [
        [Slot("1", town[0].pk), Slot("2", town[0].pk)],
        [Slot("1", town[0].pk), Slot("1", town[1].pk)],
        [Slot("6", town[0].pk)],
        [Slot("1", 999_999)],
        [Slot(sport, town[0].pk)],
        [Slot("1", town[0].pk, soon(hours=-1))],
    ]
    for slots in impossible:
        with pytest.raises(ArrangementError):
            arrange(front, slots, by=editor)

    assert Arrangement.objects.count() == 0


def test_undo_of_nothing_says_so(front, editor):
    with pytest.raises(ArrangementError, match="nothing to undo"):
        undo(front, by=editor)


# What it costs --------------------------------------------------------------------------------------
def test_a_publication_costs_no_query_for_what_was_arranged_before(
    chosen, town, press, read, make_story
):
    chosen(town[0])
    read("/")
    make_story("One")
    press.print_all()
    make_story("Another")

    with CaptureQueriesContext(connection) as asked:
        press.print_all()

    kinds = ("sections_arrangement", "sections_frontstate")
    about = [one["sql"] for one in asked if any(kind in one["sql"] for kind in kinds)]
    assert about == []


# Migration ------------------------------------------------------------------------------------------
class OldRows(list[int]):
    """The keys of pinned stories, as the table that is no more gave them."""

    def filter(self, **_asked: Any) -> "OldRows":
        return self

    def order_by(self, *_fields: str) -> "OldRows":
        return self

    def values_list(self, *_fields: str, **_how: bool) -> "OldRows":
        return self


class OldTables:
    """A paper's tables as they were before: the front has a lead, and pins stand in a table of their own."""

    def __init__(self, front: Any, *, lead: int | None, pins: list[int]) -> None:
        front.lead_id = lead
        self.front, self.pins = front, OldRows(pins)
        self.pinned: list[tuple[int, int]] = []

    def get_model(self, name: str) -> Any:
        if name == "sections.Front":
            return SimpleNamespace(objects=SimpleNamespace(all=lambda: [self.front]))
        if name == "sections.Pin":
            self.pins.create = lambda *, front_id, story_id, sort_order: self.pinned.append(
                (story_id, sort_order)
            )
            return SimpleNamespace(objects=self.pins)
        return apps.get_model(name)


def test_the_lead_and_the_pins_of_a_paper_become_its_first_arrangement(front, town):
    migration = import_module("broadsheet.sections.migrations.0004_front_first_arrangements")
    pins = [town[3].pk, town[0].pk, town[4].pk]

    migration.arrange(OldTables(front, lead=town[0].pk, pins=pins), None)

    assert arranged_now(front.pk).places == {"1": town[0].pk, "2": town[3].pk, "3": town[4].pk}


def test_a_front_that_filled_itself_has_no_arrangement_after(front):
    migration = import_module("broadsheet.sections.migrations.0004_front_first_arrangements")

    migration.arrange(OldTables(front, lead=None, pins=[]), None)

    assert Arrangement.objects.count() == 0


def test_a_paper_that_goes_back_to_the_program_before_keeps_its_lead_and_pins(front, chosen, town):
    migration = import_module("broadsheet.sections.migrations.0004_front_first_arrangements")
    chosen(town[0], town[1], None, town[2])
    tables = OldTables(front, lead=None, pins=[])
    front.save = lambda **_how: None

    migration.give_back(tables, None)

    assert front.lead_id == town[0].pk
    assert tables.pinned == [(town[1].pk, 2), (town[2].pk, 4)]
