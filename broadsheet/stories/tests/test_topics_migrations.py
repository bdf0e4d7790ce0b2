"""What the migrations of topics and numbers do to a paper that has been printing for years."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from broadsheet.sections.models import Section
from broadsheet.stories.models import Place

pytestmark = pytest.mark.django_db
rights = import_module("broadsheet.stories.migrations.0003_topics")
numbers = import_module("broadsheet.stories.migrations.0004_topics_numbers")


def codenames(group):
    found = Group.objects.get(name=group).permissions.filter(content_type__app_label="stories")
    return set(found.values_list("codename", flat=True))


def test_editors_name_topics_publishers_delete_them_and_reporters_choose():
    assert {"add_topic", "change_series"} <= codenames("Editor")
    assert "delete_topic" not in codenames("Editor")
    assert "delete_topic" in codenames("Publisher")
    assert codenames("Reporter") == codenames("Photo editor") == set()


def test_the_rights_are_made_where_they_are_missing_and_can_be_taken_back():
    Permission.objects.filter(content_type__app_label="stories").delete()
    Group.objects.filter(name="Publisher").delete()

    rights.give_rights(apps, None)
    assert "add_topic" in codenames("Editor")

    rights.take_rights(apps, None)
    assert codenames("Editor") == set()


def test_printed_stories_get_their_numbers_in_the_order_of_their_dates(
    make_story, sections, monkeypatch
):
    monkeypatch.setattr(numbers, "PIECE", 2)
    school = sections["sports"].add_child(instance=Section(title="School", slug="school"))
    day = datetime(2026, 11, 1, tzinfo=UTC)
    late = make_story("Late", section=sections["sports"], published=day + timedelta(days=3))
    early = make_story("Early", section=sections["sports"], published=day)
    middle = make_story("Middle", section=school, published=day + timedelta(days=1))
    down = make_story("Taken down", section=school)
    down.unpublish()
    make_story("A draft", section=school, live=False)
    Place.objects.all().delete()

    numbers.number_stories(apps, None)
    numbers.number_stories(apps, None)

    rows = Place.objects.order_by("key", "number").values_list("key", "number", "story_id")
    assert list(rows) == [
        (sections["sports"].pk, 1, early.pk),
        (sections["sports"].pk, 2, middle.pk),
        (sections["sports"].pk, 3, late.pk),
        (school.pk, 1, middle.pk),
    ]
