"""Messages in the newsroom: read by those they are for, and by nobody else; and nowhere beside."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission, GroupSitePermission, Site

from broadsheet.contact.models import Message
from broadsheet.contact.tests.to_be_written import TYPED, send
from broadsheet.mailbag import sealing
from broadsheet.newsroom.desks import Desk
from broadsheet.newsroom.models import Journalist, User
from tests.test_two_papers import bell  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
SCREEN = "/newsroom/messages/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def to_delivery(delivery: Desk) -> Message:
    send(f"/contact/desks/{delivery.pk}/")
    return Message.objects.get()


@pytest.fixture
def to_odalys(odalys: Journalist) -> Message:
    send(f"/contact/people/{odalys.slug}/")
    return Message.objects.get()


def test_a_person_reads_what_is_written_to_her(to_odalys: Message, reporter: User):
    desk = signed_in(reporter)

    listed, shown = desk.get(SCREEN).text, desk.get(f"{SCREEN}{to_odalys.pk}/").text

    assert "Not read" in listed
    assert "Messages (1)" in listed
    assert "The hedge has been looked through." in shown
    assert f"mailto:{TYPED['email']}" in shown
    assert "Not read" not in desk.get(SCREEN).text
    assert "Messages (" not in desk.get(SCREEN).text


@pytest.mark.parametrize("who", ["editor", "publisher", "photo_editor"])
def test_nobody_else_reads_it_not_even_the_publisher(
    to_odalys: Message, request: pytest.FixtureRequest, who: str
):
    desk = signed_in(request.getfixturevalue(who))

    for path in (SCREEN, f"{SCREEN}{to_odalys.pk}/"):
        answer = desk.get(path)
        assert TYPED["name"] not in answer.text
        assert answer.status_code in (302, 403, 404)
    for act in ("answered", "delete"):
        assert desk.post(f"{SCREEN}{to_odalys.pk}/{act}/").status_code == 404
    to_odalys.refresh_from_db()
    assert to_odalys.answered_at is None


def test_a_desks_messages_are_read_by_its_people_and_by_those_who_keep_the_settings(
    to_delivery: Message, odalys: Journalist, reporter: User, editor: User, publisher: User
):
    path = f"{SCREEN}{to_delivery.pk}/"
    assert signed_in(reporter).get(path).status_code == 404
    odalys.desk = to_delivery.desk
    odalys.save()

    answers = [signed_in(user).get(path).status_code for user in (reporter, publisher, editor)]

    assert answers == [200, 200, 404]


def test_someone_who_has_left_the_staff_reads_nothing(to_odalys: Message, reporter: User):
    to_odalys.journalist.is_current = False  # type: ignore[union-attr]
    to_odalys.journalist.save()  # type: ignore[union-attr]

    assert signed_in(reporter).get(f"{SCREEN}{to_odalys.pk}/").status_code == 404


def test_who_keeps_one_papers_settings_reads_no_desk_of_another(
    to_delivery: Message,
    bell: Site,  # noqa: F811
):
    group = Group.objects.create(name="Publisher of the Bell")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    right = Permission.objects.get(codename="change_paper")
    GroupSitePermission.objects.create(group=group, site=bell, permission=right)
    change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=bell.root_page, permission=change)
    bella = User.objects.create_user("bella")
    bella.groups.add(group)
    theirs = Desk.objects.create(site=bell, name="Delivery")
    own = Message.keep(site=bell, to=theirs, details=to_delivery.open(), mail="none")
    desk = signed_in(bella)

    assert desk.get(f"{SCREEN}{to_delivery.pk}/").status_code == 404
    assert desk.get(f"{SCREEN}{own.pk}/").status_code == 200
    assert desk.get(SCREEN).text.count(TYPED["name"]) == 1


def test_the_menu_shows_messages_to_those_who_read_some(
    paper: Any, journalist: Journalist, publisher: User
):
    desk = signed_in(publisher)
    assert f'"{SCREEN}"' not in desk.get("/newsroom/record/").text
    assert desk.get(SCREEN).status_code == 403

    journalist.user, journalist.takes_messages = publisher, True
    journalist.save()

    assert f'"{SCREEN}"' in desk.get("/newsroom/record/").text
    assert "No message waits for an answer." in desk.get(SCREEN).text


def test_it_is_answered_taken_back_marked_and_deleted(to_odalys: Message, reporter: User):
    desk, path = signed_in(reporter), f"{SCREEN}{to_odalys.pk}/"
    desk.get(path)

    assert "Noted: it is answered." in desk.post(f"{path}answered/", follow=True).text
    assert TYPED["name"] not in desk.get(SCREEN).text
    assert TYPED["name"] in desk.get(f"{SCREEN}?which=answered").text
    assert "(nell)" in desk.get(path).text
    desk.post(f"{path}open/")
    assert TYPED["name"] in desk.get(SCREEN).text
    desk.post(f"{path}unread/")
    assert "Not read" in desk.get(SCREEN).text
    assert desk.post(f"{path}burn/").status_code == 404
    desk.post(f"{path}delete/")
    assert not Message.objects.exists()


def test_a_key_that_was_lost_is_said_and_hides_no_other_message(
    to_odalys: Message, reporter: User, monkeypatch: pytest.MonkeyPatch
):
    Message.objects.update(sealed="gAAAAA of another key")
    send(f"/contact/people/{to_odalys.journalist.slug}/")  # type: ignore[union-attr]
    desk = signed_in(reporter)

    assert "cannot be opened" in desk.get(SCREEN).text
    assert TYPED["name"] in desk.get(SCREEN).text
    assert sealing.KEY_FILE in desk.get(f"{SCREEN}{to_odalys.pk}/").text


def test_l11_what_was_written_stands_in_no_table_log_list_or_search_of_anything(
    odalys: Journalist, publisher: User, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("DEBUG")
    canaries = {"text": "qzjxwords", "name": "qzjxname", "email": "qzjxmail@example.org"}
    send(f"/contact/people/{odalys.slug}/", **canaries)
    reader, other = signed_in(odalys.user), signed_in(publisher)  # type: ignore[arg-type]
    message = Message.objects.get()
    assert "qzjxwords" in reader.get(f"{SCREEN}{message.pk}/").text
    for act in ("answered", "open", "unread"):
        reader.post(f"{SCREEN}{message.pk}/{act}/")

    tables = {
        model._meta.label: str(list(model._base_manager.values()))
        for model in apps.get_models(include_auto_created=True)
    }
    assert {name for name, rows in tables.items() if "qzjx" in rows} == set()
    assert "qzjx" not in caplog.text
    for path in ("/newsroom/", "/newsroom/record/", "/newsroom/reports/site-history/"):
        assert "qzjx" not in other.get(path).text
    assert "qzjx" not in other.get("/newsroom/stories/?q=qzjxwords").text.replace(
        'value="qzjxwords"', ""
    ).replace("?q=qzjxwords", "").replace("“qzjxwords”", "")
