"""The record of acts: what is on it, who reads it, and that nobody changes it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from broadsheet.newsroom.acts import Act, note_act
from broadsheet.newsroom.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change", ["UPDATE newsroom_act SET about = 'nothing'", "DELETE FROM newsroom_act"]
)
def test_no_line_is_changed_or_struck_out_not_even_in_the_database(
    record_kept: None, reporter: User, change: str
) -> None:
    note_act("left", by=reporter, about="someone")

    with (
        pytest.raises(DatabaseError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)

    assert Act.objects.filter(kind="left").get().about == "someone"


def test_roles_that_are_given_are_on_record(paper: Any, publisher: User, reporter: User) -> None:
    before = Act.objects.count()
    reporter.groups.add(Group.objects.get(name="Editor"))

    assert Act.objects.count() == before + 1
    assert Act.objects.first().about == "nell: Editor, Reporter"


def test_a_deletion_is_on_record_with_who_did_it(
    paper: Any, editor: User, publisher: User, published_story: Any
) -> None:
    client = Client()
    client.force_login(publisher)

    client.post(reverse("wagtailadmin_pages:delete", args=[published_story.pk]))

    act = Act.objects.filter(kind="deleted").get()
    assert act.by_name == publisher.username
    assert published_story.title in act.about


def test_publishers_read_the_record_and_nobody_else(
    paper: Any, publisher: User, editor: User
) -> None:
    note_act("left", by=publisher, about="Ilse")
    answers = {}
    for user in (publisher, editor):
        client = Client()
        client.force_login(user)
        answers[user] = client.get(reverse("record"))

    assert "Ilse" in answers[publisher].text
    assert answers[editor].status_code == 403


def test_the_record_outlives_an_account(paper: Any, reporter: User) -> None:
    note_act("signed_in", by=reporter)
    reporter.delete()

    assert Act.objects.filter(kind="signed_in").get().by_name == "nell"
