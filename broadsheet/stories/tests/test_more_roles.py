"""Further pairs of role and act: reading copy, undoing, many at once, people, sections, the front, documents."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from broadsheet.newsroom.models import PaperDocument
from broadsheet.sections.models import Front
from broadsheet.stories.models import Story
from broadsheet.stories.tests import test_roles
from broadsheet.stories.tests.test_roles import ROLES, formset, town  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db


def everything() -> dict[str, Any]:
    """Return all that any of these acts would change."""
    return {
        **test_roles.everything(),
        "copy": list(TaskState.objects.order_by("pk").values_list("pk", "status")),
        "documents": list(PaperDocument.objects.order_by("pk").values_list("pk", "title")),
        "fronts": list(Front.objects.values_list("title", flat=True)),
    }


class Desk(test_roles.Desk):
    """The same desk, with more to do at it."""

    def looked_at(self, story: Story) -> Story:
        self.before = everything()
        return Story.objects.get(pk=story.pk)

    def handed_in(self) -> Story:
        story = self.story()
        story.get_workflow().start(story, self.town["stranger"])
        return self.looked_at(story)

    def _act_on_copy(self, act: str) -> Any:
        story = self.handed_in()
        task = story.current_workflow_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[story.pk, act, task.pk])
        return self.client.post(url, {"comment": "Who says so?"})

    def approve(self) -> Any:
        return self._act_on_copy("approve")

    def send_back(self) -> Any:
        return self._act_on_copy("reject")

    def revert(self) -> Any:
        """Bring an old version back: open it, and save what it holds."""
        story = self.story()
        old = story.latest_revision_id
        story.title = "Changed since"
        story.save_revision()
        self.looked_at(story)
        shown = self.client.get(
            reverse("wagtailadmin_pages:revisions_revert", args=[story.pk, old])
        )
        if shown.status_code != 200:
            return shown
        return self._edit(story, revision=str(old))

    def unlock(self) -> Any:
        story = self.story()
        story.locked, story.locked_by = True, self.town["stranger"]
        story.save()
        return self._post("wagtailadmin_pages:unlock", self.looked_at(story))

    def _in_bulk(self, act: str, *, live: bool) -> Any:
        stories = [self.story(live=live), self.story(live=live)]
        self.before = everything()
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", act])
        keys = "&".join(f"id={story.pk}" for story in stories)
        return self.client.post(f"{url}?{keys}&next=/newsroom/", {"next": "/newsroom/"})

    def unpublish_in_bulk(self) -> Any:
        return self._in_bulk("unpublish", live=True)

    def delete_in_bulk(self) -> Any:
        return self._in_bulk("delete", live=False)

    def delete_user(self) -> Any:
        self.before = everything()
        return self.client.post(
            reverse("wagtailusers_users:delete", args=[self.town["stranger"].pk])
        )

    def edit_section(self) -> Any:
        self.before = everything()
        fields = {"title": "Ferries", "slug": "ferries", "kind": "news", **formset("comments")}
        url = reverse("wagtailadmin_pages:edit", args=[self.town["section"].pk])
        return self.client.post(url, {**fields, "action-publish": "1"})

    def unpublish_section(self) -> Any:
        self.before = everything()
        url = reverse("wagtailadmin_pages:unpublish", args=[self.town["section"].pk])
        return self.client.post(url)

    def rename_front(self) -> Any:
        front = self.town["front"]
        self.before = everything()
        fields = {
            "title": "The Larkmere Heron",
            "slug": front.slug,
            **formset("comments"),
            "action-publish": "1",
        }
        return self.client.post(reverse("wagtailadmin_pages:edit", args=[front.pk]), fields)

    def upload_document(self) -> Any:
        self.before = everything()
        file = SimpleUploadedFile("report.txt", b"The ferry runs.", content_type="text/plain")
        fields = {"title": "Report", "file": file, "collection": self.town["collection"].pk}
        return self.client.post(reverse("wagtaildocs:add"), fields)

    def _document(self) -> PaperDocument:
        file = SimpleUploadedFile("report.txt", b"The ferry runs.", content_type="text/plain")
        document = PaperDocument.objects.create(
            title="Report", file=file, uploaded_by_user=self.town["stranger"]
        )
        self.before = everything()
        return document

    def edit_anothers_document(self) -> Any:
        url = reverse("wagtaildocs:edit", args=[self._document().pk])
        fields = {"title": "Changed", "collection": self.town["collection"].pk, "tags": ""}
        return self.client.post(url, fields)

    def delete_anothers_document(self) -> Any:
        return self.client.post(reverse("wagtaildocs:delete", args=[self._document().pk]))


EDITORS = {"editor", "publisher"}
MAY = {
    "approve": EDITORS,
    "send_back": EDITORS,
    "revert": EDITORS,
    "unlock": EDITORS,
    "unpublish_in_bulk": EDITORS,
    "delete_in_bulk": EDITORS,
    "delete_user": {"publisher"},
    "edit_section": EDITORS,
    "unpublish_section": EDITORS,
    "rename_front": EDITORS,
    "upload_document": {"reporter", *EDITORS},
    "edit_anothers_document": EDITORS,
    "delete_anothers_document": EDITORS,
}
PAIRS = [(role, act) for act in MAY for role in ROLES]


@pytest.fixture
def desk(
    request: pytest.FixtureRequest,
    client: Client,
    town: dict[str, Any],  # noqa: F811
    role: str,
) -> Desk:
    return Desk(client, request.getfixturevalue(role), town)


@pytest.mark.parametrize(("role", "act"), [pair for pair in PAIRS if pair[0] not in MAY[pair[1]]])
def test_what_a_role_may_not_do_answers_403_and_changes_nothing(desk: Desk, act: str) -> None:
    answer = getattr(desk, act)()

    assert answer.status_code == 403
    assert everything() == desk.before


@pytest.mark.parametrize(("role", "act"), [pair for pair in PAIRS if pair[0] in MAY[pair[1]]])
def test_what_a_role_may_do_is_done(desk: Desk, act: str) -> None:
    answer = getattr(desk, act)()

    assert answer.status_code in (200, 302)
    assert everything() != desk.before, answer.text[-3000:]
