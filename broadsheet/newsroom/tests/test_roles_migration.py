"""The roles of a newsroom, as the migrations make them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow

from broadsheet.newsroom.models import User

pytestmark = pytest.mark.django_db
roles = import_module("broadsheet.newsroom.migrations.0003_roles")


def test_there_are_four_roles_and_the_business_office_and_none_of_wagtails_own() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {
        "Business office",
        "Reporter",
        "Editor",
        "Photo editor",
        "Publisher",
    }


def test_what_is_handed_in_anywhere_waits_for_editors() -> None:
    root = Page.get_first_root_node()

    assert [workflow.name for workflow in Workflow.objects.all()] == ["Editors read it"]
    assert root.get_workflow().name == "Editors read it"
    assert set(GroupApprovalTask.objects.get().groups.values_list("name", flat=True)) == {
        "Editor",
        "Publisher",
    }


def test_each_right_is_one_row_at_the_root() -> None:
    rows = GroupPagePermission.objects.all()

    assert {row.page.depth for row in rows} == {1}
    assert rows.count() <= 12


def test_the_migration_makes_the_permissions_that_it_needs() -> None:
    Permission.objects.all().delete()
    Group.objects.all().delete()

    roles.make_roles(apps, None)

    assert Group.objects.get(name="Editor").permissions.filter(codename="access_admin").exists()
    assert Group.objects.get(name="Publisher").permissions.filter(codename="change_paper").exists()


def test_running_it_again_changes_nothing() -> None:
    before = list(GroupPagePermission.objects.values_list("group", "permission").order_by("pk"))

    roles.make_roles(apps, None)

    assert (
        list(GroupPagePermission.objects.values_list("group", "permission").order_by("pk"))
        == before
    )
    assert Workflow.objects.count() == 1


def test_wagtails_groups_stay_if_someone_is_in_them() -> None:
    group = Group.objects.create(name="Moderators")
    User.objects.create_user("old-hand").groups.add(group)

    roles.make_roles(apps, None)

    assert Group.objects.filter(name="Moderators").exists()


def test_the_migration_can_be_taken_back() -> None:
    roles.remove_roles(apps, None)

    # That of the room of gifts is not this one's to take.
    assert [group.name for group in Group.objects.all()] == ["Business office"]
