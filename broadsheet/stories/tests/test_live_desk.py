"""The live desk over real HTTP: who may do what, and that nothing typed is lost or posted twice."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.newsroom.models import User
from broadsheet.photos.models import Photo
from broadsheet.stories import live
from broadsheet.stories.live import Told
from broadsheet.stories.live_words import as_html, as_words
from broadsheet.stories.models import LiveEntry, Story
from tests.town import jpeg

pytestmark = pytest.mark.django_db
ROLES = ["reporter", "editor", "photo_editor", "publisher"]
LEADS = {"editor", "publisher"}


@pytest.fixture
def covered(make_story: Any, home: Any) -> Story:
    return make_story("Council meets on the bridge", is_live_coverage=True)


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


class Acts:
    """What someone may try at the live desk."""

    def __init__(self, client: Client, story: Story, entry: LiveEntry, other: User) -> None:
        self.client, self.story, self.entry, self.other = client, story, entry, other

    def _post(self, name: str, *keys: int, **fields: Any) -> Any:
        return self.client.post(reverse(name, args=[self.story.pk, *keys]), fields)

    def see(self) -> Any:
        return self.client.get(reverse("live_desk", args=[self.story.pk]))

    def post(self) -> Any:
        return self._post("live_desk", text="It goes on.")

    def change(self) -> Any:
        return self._post("change_live_entry", self.entry.pk, text="Other words.")

    def delete(self) -> Any:
        return self._post("delete_live_entry", self.entry.pk)

    def end(self) -> Any:
        return self._post("end_coverage")

    def let(self) -> Any:
        return self._post("let_reporter", let=self.other.pk)

    def reopen(self) -> Any:
        return self._post("reopen_coverage")


def state(story: Story) -> Any:
    fresh = Story.objects.get(pk=story.pk)
    entries = list(fresh.live_entries.order_by("pk").values_list("pk", "text"))
    return entries, fresh.live_ended_at, list(fresh.live_reporters.values_list("user_id"))


@pytest.fixture
def acts(
    request: pytest.FixtureRequest, client: Client, covered: Story, editor: User, role: str
) -> Acts:
    entry = live.post(covered, Told("<p>The editor's words.</p>"), by=editor)
    client.force_login(request.getfixturevalue(role))
    stranger = User.objects.create_user("stranger")
    return Acts(client, covered, entry, stranger)


@pytest.mark.parametrize("act", ["see", "post", "change", "delete", "end", "let", "reopen"])
@pytest.mark.parametrize("role", ["reporter", "photo_editor"])
def test_whoever_may_not_publish_and_was_not_let_is_refused(acts: Acts, act: str) -> None:
    before = state(acts.story)

    answer = getattr(acts, act)()

    assert answer.status_code == 403
    assert state(acts.story) == before


@pytest.mark.parametrize("act", ["post", "change", "delete", "end", "let"])
@pytest.mark.parametrize("role", ["editor", "publisher"])
def test_whoever_may_publish_leads_the_coverage(acts: Acts, act: str) -> None:
    before = state(acts.story)

    answer = getattr(acts, act)()

    assert answer.status_code == 302
    assert state(acts.story) != before


@pytest.mark.parametrize(
    ("act", "status"),
    [
        ("see", 200),
        ("post", 302),
        ("change", 403),
        ("delete", 403),
        ("end", 403),
        ("let", 403),
        ("reopen", 403),
    ],
)
@pytest.mark.parametrize("role", ["reporter"])
def test_a_reporter_who_was_let_posts_and_touches_no_entry_of_others(
    acts: Acts, editor: User, reporter: User, act: str, status: int
) -> None:
    live.let(acts.story, reporter, by=editor)
    before = state(acts.story)

    answer = getattr(acts, act)()

    assert answer.status_code == status
    assert (state(acts.story) != before) == (act == "post")


def test_a_reporter_changes_and_deletes_her_own_entries_until_she_is_no_longer_let(
    client: Client, covered: Story, editor: User, reporter: User
) -> None:
    live.let(covered, reporter, by=editor)
    entry = live.post(covered, Told("<p>Mine.</p>"), by=reporter)
    client.force_login(reporter)
    url = reverse("change_live_entry", args=[covered.pk, entry.pk])

    changed = client.post(url, {"text": "Mine, better."})
    live.no_longer_let(covered, reporter, by=editor)
    refused = client.post(url, {"text": "Mine, worse."})

    assert (changed.status_code, refused.status_code) == (302, 403)
    assert LiveEntry.objects.get().text == "<p>Mine, better.</p>"


@pytest.mark.parametrize("role", ROLES)
def test_only_a_publisher_reopens_from_the_desk(acts: Acts, editor: User, role: str) -> None:
    live.end(acts.story, by=editor)

    answer = acts.reopen()

    is_publisher = role == "publisher"
    assert answer.status_code == (302 if is_publisher else 403)
    assert (Story.objects.get(pk=acts.story.pk).live_ended_at is None) == is_publisher


def test_a_stranger_is_asked_to_sign_in(client: Client, covered: Story) -> None:
    answer = client.post(reverse("live_desk", args=[covered.pk]), {"text": "Hello."})

    assert answer.status_code == 302
    assert not LiveEntry.objects.exists()


# Posting --------------------------------------------------------------------------------------------
def test_an_editor_posts_without_scripts_and_sees_the_entry_below(
    desk: Client, covered: Story
) -> None:
    url = reverse("live_desk", args=[covered.pk])

    page = desk.post(
        url, {"text": "The vote is 4–3.\nThe room is full.", "headline": "Vote"}, follow=True
    )

    assert "The entry stands on the story&#x27;s page." in page.text
    assert "<p>The vote is 4–3.</p><p>The room is full.</p>" in page.text
    assert "<p>The room is full.</p>" in desk.get(covered.permalink).text


def test_a_form_that_is_sent_twice_posts_once(desk: Client, covered: Story) -> None:
    url = reverse("live_desk", args=[covered.pk])
    key = re.search(r'name="posting_key" value="([\w-]+)"', desk.get(url).text)[1]

    for _ in range(2):
        desk.post(url, {"text": "The vote is in.", "posting_key": key})

    assert LiveEntry.objects.count() == 1


def test_the_desk_s_script_is_answered_with_the_line_and_the_next_key(
    desk: Client, covered: Story
) -> None:
    url, key = reverse("live_desk", args=[covered.pk]), str(uuid4())

    answer = desk.post(
        url, {"text": "<b>Sold</b>", "posting_key": key}, headers={"accept": "application/json"}
    ).json()
    refused = desk.post(url, {"text": " "}, headers={"accept": "application/json"})

    assert "&lt;b&gt;Sold" in answer["entry"]
    assert answer["id"] == f"entry-{LiveEntry.objects.get().pk}"
    assert answer["key"] != key
    assert refused.status_code == 422
    assert refused.json() == {"errors": ["Write what happened."]}


def test_what_was_typed_comes_back_with_a_refusal(desk: Client, covered: Story) -> None:
    url = reverse("live_desk", args=[covered.pk])
    tomorrow = timezone.localtime() + timezone.timedelta(days=1)

    page = desk.post(url, {"text": "The vote is in.", "at": f"{tomorrow:%Y-%m-%dT%H:%M}"})

    assert "This time is still to come." in page.text
    assert "The vote is in." in page.text
    assert not LiveEntry.objects.exists()


def test_a_time_is_taken_by_the_paper_s_clock(desk: Client, covered: Story) -> None:
    url = reverse("live_desk", args=[covered.pk])

    desk.post(url, {"text": "It began.", "at": "2026-07-04T19:05"})

    assert LiveEntry.objects.get().at.isoformat() == "2026-07-05T00:05:00+00:00"


def photo_fields(**more: str) -> dict[str, Any]:
    file = SimpleUploadedFile("gavel.jpg", jpeg(), content_type="image/jpeg")
    words = {"text": "The gavel.", "alt_text": "A gavel", "credit": "Nell Tellander"}
    return {**words, "photo": file, **more}


def test_a_photo_from_the_phone_stands_in_the_entry_with_its_credit(
    desk: Client, covered: Story, editor: User
) -> None:
    url = reverse("live_desk", args=[covered.pk])

    desk.post(url, photo_fields(caption="The gavel falls."))

    photo = Photo.objects.get()
    assert (photo.credit, photo.alt_text, photo.uploaded_by_user) == (
        "Nell Tellander",
        "A gavel",
        editor,
    )
    page = desk.get(covered.permalink).text
    assert 'alt="A gavel"' in page
    assert "The gavel falls." in page


def test_a_photo_without_alt_text_is_refused_in_a_sentence(desk: Client, covered: Story) -> None:
    page = desk.post(reverse("live_desk", args=[covered.pk]), photo_fields(alt_text=""))

    assert "Say what is to be seen in the photo." in page.text
    assert not Photo.objects.exists()


def test_a_photo_that_is_sent_twice_is_kept_once(desk: Client, covered: Story) -> None:
    url, key = reverse("live_desk", args=[covered.pk]), str(uuid4())

    for _ in range(2):
        desk.post(url, photo_fields(posting_key=key))

    assert Photo.objects.count() == LiveEntry.objects.count() == 1


def test_a_photo_of_a_refused_entry_is_not_kept(desk: Client, covered: Story) -> None:
    Story.objects.filter(pk=covered.pk).update(live_ended_at=timezone.now())

    page = desk.post(reverse("live_desk", args=[covered.pk]), photo_fields())

    assert page.status_code == 200
    assert not Photo.objects.exists()


def test_a_file_that_is_no_picture_is_refused(desk: Client, covered: Story) -> None:
    file = SimpleUploadedFile("gavel.jpg", b"<svg onload=alert(1)>", content_type="image/jpeg")

    page = desk.post(reverse("live_desk", args=[covered.pk]), photo_fields(photo=file))

    assert page.status_code == 200
    assert not Photo.objects.exists()
    assert not LiveEntry.objects.exists()


# Changing -------------------------------------------------------------------------------------------
def test_the_words_come_back_as_they_were_typed_and_the_place_is_kept(
    desk: Client, covered: Story, editor: User
) -> None:
    typed = "The *Halcyon* is **in**.\n\n[More](https://ledger.example/river) & more."
    entry = live.post(covered, Told(as_html(typed)), by=editor)
    url = reverse("change_live_entry", args=[covered.pk, entry.pk])
    page = desk.get(url).text
    at = re.search(r'name="at" value="([^"]+)"', page)[1]

    desk.post(url, {"text": as_words(entry.text) + " Now.", "at": at})

    assert "The *Halcyon* is **in**." in page
    changed = LiveEntry.objects.get()
    assert changed.at == entry.at
    assert changed.changed_at is not None
    assert as_words(changed.text) == f"{typed} Now."


def test_a_photo_is_taken_out_of_an_entry(
    desk: Client, covered: Story, editor: User, make_photo: Any
) -> None:
    entry = live.post(covered, Told("<p>Look.</p>", photo=make_photo()), by=editor)
    url = reverse("change_live_entry", args=[covered.pk, entry.pk])

    desk.post(url, {"text": "Look.", "without_photo": "on"})

    assert LiveEntry.objects.get().photo is None


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "[click](javascript:alert(1))",
        '[x](https://a.example/"onclick="alert(1))',
        "https://a.example/<img src=x onerror=alert(1)>",
    ],
)
def test_nothing_typed_becomes_a_script(words: str) -> None:
    html = as_html(words)

    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert not re.search(r"<a [^>]*onclick=\"", html)


def test_deleting_asks_first(desk: Client, covered: Story, editor: User) -> None:
    entry = live.post(covered, Told("<p>A rumour.</p>"), by=editor)
    url = reverse("delete_live_entry", args=[covered.pk, entry.pk])

    asked = desk.get(url)
    assert LiveEntry.objects.exists()
    desk.post(url)

    assert "A rumour." in asked.text
    assert not LiveEntry.objects.exists()


def test_an_entry_is_not_reached_through_another_story(
    desk: Client, covered: Story, make_story: Any, editor: User
) -> None:
    entry = live.post(covered, Told("<p>Here.</p>"), by=editor)
    other = make_story("Another", is_live_coverage=True)

    answer = desk.post(reverse("delete_live_entry", args=[other.pk, entry.pk]))

    assert answer.status_code == 404
    assert LiveEntry.objects.exists()


# Where the desk is found ----------------------------------------------------------------------------
def test_the_desk_is_found_from_the_story_its_list_and_home(
    desk: Client, covered: Story, editor: User
) -> None:
    url = reverse("live_desk", args=[covered.pk])

    assert url in desk.get(reverse("wagtailadmin_pages:edit", args=[covered.pk])).text
    assert url in desk.get(reverse("story_list")).text
    assert "Live now" in desk.get("/newsroom/").text

    live.end(covered, by=editor)

    assert "Live now" not in desk.get("/newsroom/").text


def test_a_reporter_finds_on_her_home_what_she_may_post_in(
    client: Client, covered: Story, editor: User, reporter: User
) -> None:
    client.force_login(reporter)
    assert "Live now" not in client.get("/newsroom/").text

    live.let(covered, reporter, by=editor)

    assert reverse("live_desk", args=[covered.pk]) in client.get("/newsroom/").text


def test_a_plain_story_s_desk_says_how_coverage_begins(desk: Client, make_story: Any) -> None:
    story = make_story()

    page = desk.get(reverse("live_desk", args=[story.pk])).text

    assert "This story is no live coverage." in page
    assert "data-live-form" not in page
