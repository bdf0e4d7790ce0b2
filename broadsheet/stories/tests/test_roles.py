"""What each role may and may not do, asked over real HTTP. What is refused answers 403 and changes nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, PageViewRestriction, Revision, WorkflowState

from broadsheet.masthead.models import Paper
from broadsheet.newsroom.models import Journalist, User
from broadsheet.photos.models import Photo
from broadsheet.stories.models import Correction, Series, Story, Topic
from tests.town import jpeg

pytestmark = pytest.mark.django_db
ROLES = ["reporter", "editor", "photo_editor", "publisher"]


def formset(name: str, rows: int = 0) -> dict[str, str]:
    counts = {"TOTAL_FORMS": rows, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    return {f"{name}-{key}": str(value) for key, value in counts.items()}


def story_fields(headline: str, **more: str) -> dict[str, str]:
    """Return what a browser sends for a story with one paragraph."""
    return {
        "title": headline,
        "source_of_copy": "staff",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "paragraph",
        "body-0-id": "",
        "body-0-value": json.dumps(
            {
                "blocks": [{"key": "a", "text": "It runs again.", "type": "unstyled"}],
                "entityMap": {},
            }
        ),
        **formset("bylines", 1),
        "bylines-0-name": "Nell Tellander",
        "bylines-0-ORDER": "1",
        **formset("related"),
        **formset("comments"),
        **more,
    }


class Desk:
    """One person at the newsroom's screens, and the things lying there."""

    def __init__(self, client: Client, user: User, town: dict[str, Any]) -> None:
        self.client, self.user, self.town = client, user, town
        client.force_login(user)
        self.before = everything()

    def story(self, *, live: bool = False, own: bool = False) -> Story:
        owner = self.user if own else self.town["stranger"]
        story: Story = self.town["make_story"]("The ferry runs", live=False, by=owner)
        if live:
            story.get_latest_revision().publish()
        # What lies there before the act.
        self.before = everything()
        return Story.objects.get(pk=story.pk)

    # Each act returns the answer; what it would change is looked at by the test.
    def write(self) -> Any:
        url = reverse("wagtailadmin_pages:add", args=["stories", "story", self.town["section"].pk])
        return self.client.post(url, story_fields("A new ferry"))

    def write_and_publish(self) -> Any:
        url = reverse("wagtailadmin_pages:add", args=["stories", "story", self.town["section"].pk])
        return self.client.post(url, story_fields("A new ferry", **{"action-publish": "1"}))

    def add_section(self) -> Any:
        url = reverse("wagtailadmin_pages:add", args=["sections", "section", self.town["front"].pk])
        return self.client.post(url, {"title": "Ferries", "slug": "ferries", "kind": "news"})

    def _edit(self, story: Story, **more: str) -> Any:
        url = reverse("wagtailadmin_pages:edit", args=[story.pk])
        return self.client.post(url, story_fields("Another headline", **more))

    def edit_own(self) -> Any:
        return self._edit(self.story(own=True))

    def edit_anothers(self) -> Any:
        return self._edit(self.story())

    def publish(self) -> Any:
        return self._edit(self.story(own=True), **{"action-publish": "1"})

    def submit(self) -> Any:
        return self._edit(self.story(own=True), **{"action-submit": "1"})

    def unpublish(self) -> Any:
        return self._post("wagtailadmin_pages:unpublish", self.story(live=True, own=True))

    def delete_live(self) -> Any:
        return self._post("wagtailadmin_pages:delete", self.story(live=True, own=True))

    def delete_own_draft(self) -> Any:
        return self._post("wagtailadmin_pages:delete", self.story(own=True))

    def delete_anothers_draft(self) -> Any:
        return self._post("wagtailadmin_pages:delete", self.story())

    def lock(self) -> Any:
        return self._post("wagtailadmin_pages:lock", self.story())

    def move_live(self) -> Any:
        story, to = self.story(live=True, own=True), self.town["other_section"]
        return self.client.post(reverse("wagtailadmin_pages:move_confirm", args=[story.pk, to.pk]))

    def correct(self) -> Any:
        story = self.story(live=True, own=True)
        words = {"wrong": "The day was wrong.", "right": "It runs on Mondays."}
        return self.client.post(reverse("correct_story", args=[story.pk]), words)

    def make_private(self) -> Any:
        url = reverse("wagtailadmin_pages:set_privacy", args=[self.story(live=True, own=True).pk])
        return self.client.post(url, {"restriction_type": "login"})

    def publish_in_bulk(self) -> Any:
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        return self.client.post(
            f"{url}?id={self.story().pk}&next=/newsroom/", {"next": "/newsroom/"}
        )

    def upload_photo(self) -> Any:
        file = SimpleUploadedFile("ferry.jpg", jpeg(), content_type="image/jpeg")
        fields = {"files": file, "collection": self.town["collection"].pk}
        return self.client.post(reverse("upload_photo"), fields)

    def edit_anothers_photo(self) -> Any:
        url = reverse("photo_page", args=[self.town["photo"].pk])
        return self.client.post(
            url, {"title": "Changed", "credit": "Me", "collection": self.town["collection"].pk}
        )

    def delete_anothers_photo(self) -> Any:
        return self.client.post(reverse("wagtailimages:delete", args=[self.town["photo"].pk]))

    def change_settings(self) -> Any:
        paper = self.town["paper"]
        url = reverse("wagtailsettings:edit", args=["masthead", "paper", paper.site_id])
        fields = {
            "name": "The Other Ledger",
            "town": "Larkmere",
            "time_zone": "America/Chicago",
            "language": "en-us",
            "legal_kind": "business",
            "says_age_after_months": "12",
            "current_for_months": "24",
            "credit_between": "slash",
            **formset("navigation"),
        }
        return self.client.post(url, fields)

    def add_user(self) -> Any:
        fields = {
            "username": "newcomer",
            "email": "new@larkmereledger.example",
            "first_name": "New",
            "last_name": "Comer",
        }
        return self.client.post(reverse("wagtailusers_users:add"), fields)

    def change_user(self) -> Any:
        stranger = self.town["stranger"]
        fields = {
            "username": stranger.username,
            "email": "taken@over.example",
            "first_name": "Someone",
            "last_name": "Else",
        }
        return self.client.post(reverse("wagtailusers_users:edit", args=[stranger.pk]), fields)

    def add_redirect(self) -> Any:
        fields = {
            "old_path": "/old/",
            "redirect_link": "https://larkmereledger.example/",
            "is_permanent": "on",
        }
        return self.client.post(reverse("wagtailredirects:add"), fields)

    def add_journalist(self) -> Any:
        fields = {"name": "Tomas Reyes", "slug": "tomas-reyes", "is_current": "on"}
        url = reverse("wagtailsnippets_newsroom_journalist:add")
        return self.client.post(url, fields)

    def _add_snippet(self, kind: str, **fields: str) -> Any:
        return self.client.post(reverse(f"wagtailsnippets_stories_{kind}:add"), fields)

    def add_topic(self) -> Any:
        return self._add_snippet("topic", name="The bridge", slug="the-bridge")

    def change_topic(self) -> Any:
        topic = Topic.objects.create(name="The bridge", slug="the-bridge")
        self.before = everything()
        url = reverse("wagtailsnippets_stories_topic:edit", args=[topic.pk])
        return self.client.post(url, {"name": "The span", "slug": "the-bridge"})

    def delete_topic(self) -> Any:
        topic = Topic.objects.create(name="The bridge", slug="the-bridge")
        self.before = everything()
        return self.client.post(reverse("wagtailsnippets_stories_topic:delete", args=[topic.pk]))

    def add_series(self) -> Any:
        return self._add_snippet("series", name="A year on Mill Street", slug="mill-street")

    def _post(self, name: str, story: Story) -> Any:
        return self.client.post(reverse(name, args=[story.pk]))


MAY = {
    "write": {"reporter", "editor", "publisher"},
    "write_and_publish": {"editor", "publisher"},
    "add_section": {"editor", "publisher"},
    "edit_own": {"reporter", "editor", "publisher"},
    "edit_anothers": {"editor", "publisher"},
    "publish": {"editor", "publisher"},
    "submit": {"reporter", "editor", "publisher"},
    "unpublish": {"editor", "publisher"},
    "delete_live": {"editor", "publisher"},
    "delete_own_draft": {"reporter", "editor", "publisher"},
    "delete_anothers_draft": {"editor", "publisher"},
    "lock": {"editor", "publisher"},
    "move_live": {"editor", "publisher"},
    "correct": {"editor", "publisher"},
    "make_private": {"editor", "publisher"},
    "publish_in_bulk": {"editor", "publisher"},
    "upload_photo": {"reporter", "editor", "photo_editor", "publisher"},
    "edit_anothers_photo": {"editor", "photo_editor", "publisher"},
    # Wagtail does not part the right to change a photo from the right to delete it.
    "delete_anothers_photo": {"editor", "photo_editor", "publisher"},
    "change_settings": {"publisher"},
    "add_user": {"publisher"},
    "change_user": {"publisher"},
    "add_redirect": {"editor", "publisher"},
    "add_journalist": {"editor", "publisher"},
    "add_topic": {"editor", "publisher"},
    "change_topic": {"editor", "publisher"},
    "delete_topic": {"publisher"},
    "add_series": {"editor", "publisher"},
}
PAIRS = [(role, act) for act in MAY for role in ROLES]


@pytest.fixture
def town(
    paper: Paper,
    sections: Any,
    front: Any,
    make_story: Any,
    make_photo: Callable[..., Photo],
    home: Any,
) -> dict[str, Any]:
    stranger = User.objects.create_user("stranger", "stranger@larkmereledger.example")
    return {
        "paper": paper,
        "front": front,
        "section": sections["local-news"],
        "other_section": sections["sports"],
        "make_story": make_story,
        "photo": make_photo(uploaded_by_user=stranger),
        "collection": Collection.get_first_root_node(),
        "stranger": stranger,
    }


@pytest.fixture
def desk(request: pytest.FixtureRequest, client: Client, town: dict[str, Any], role: str) -> Desk:
    return Desk(client, request.getfixturevalue(role), town)


def everything() -> dict[str, Any]:
    """Return all that any of these acts would change."""
    fields = ["pk", "title", "draft_title", "live", "locked", "path", "latest_revision_id"]
    return {
        "pages": list(Page.objects.order_by("pk").values_list(*fields)),
        "revisions": Revision.objects.count(),
        "corrections": Correction.objects.count(),
        "photos": list(Photo.objects.order_by("pk").values_list("pk", "title", "credit")),
        "papers": list(Paper.objects.values_list("name", flat=True)),
        "waiting": WorkflowState.objects.count(),
        "private": PageViewRestriction.objects.count(),
        "redirects": Redirect.objects.count(),
        "journalists": Journalist.objects.count(),
        "topics": list(Topic.objects.order_by("pk").values_list("name", flat=True)),
        "series": Series.objects.count(),
        "people": list(User.objects.order_by("pk").values_list("username", "email")),
    }


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


@pytest.mark.parametrize("role", ROLES)
def test_everyone_in_the_newsroom_may_read_the_story_list(desk: Desk) -> None:
    desk.story(live=True)

    answer = desk.client.get(reverse("story_list"))

    assert answer.status_code == 200
    assert "The ferry runs" in answer.text


@pytest.mark.parametrize("role", ["reporter"])
def test_a_refusal_says_what_to_do(desk: Desk) -> None:
    answer = desk.change_settings()

    assert "Your role does not allow this" in answer.text
    assert "Ask an editor" in answer.text


def test_someone_without_a_role_is_refused_too(client: Client, paper: Paper) -> None:
    client.force_login(User.objects.create_user("visitor"))

    answer = client.get("/newsroom/")

    assert answer.status_code == 403


def test_a_stranger_is_asked_to_sign_in(client: Client, paper: Paper) -> None:
    answer = client.get("/newsroom/stories/?state=draft")

    assert answer.status_code == 302
    assert answer.url == "/newsroom/login/?next=/newsroom/stories/%3Fstate%3Ddraft"


@pytest.mark.parametrize("role", ["reporter"])
def test_what_a_reporter_hands_in_waits_for_an_editor(desk: Desk, editor: User) -> None:
    desk.submit()
    story = Story.objects.get()

    desk.client.force_login(editor)
    home = desk.client.get("/newsroom/").text

    assert story.current_workflow_task.name == "Editors read it"
    assert "Waits for an editor" in home
    assert "Another headline" in home
