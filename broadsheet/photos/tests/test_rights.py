"""What may be done with a photo: by its terms, until when, and what an editor decides against them."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from broadsheet.masthead.models import Paper
from broadsheet.newsroom.models import User
from broadsheet.photos import acts, ending
from broadsheet.photos.errors import PhotoError
from broadsheet.photos.models import Exemption, Photo, Rendition, Run, Terms, Use
from broadsheet.photos.rights import may, refusal
from broadsheet.photos.views import end_of
from broadsheet.stories.models import Story
from broadsheet.stories.tests.test_roles import story_fields
from tests.town import jpeg

pytestmark = pytest.mark.django_db
ALL = list(Use.values)


@pytest.fixture
def agency(db: None) -> Terms:
    """An agency's terms: with its story, and nowhere else."""
    return Terms.objects.create(
        name="AP, under our contract",
        said_in="Contract of 2 May 2026, 4.1",
        uses=[Use.STORY],
        relation="wire",
        organisation="AP",
    )


@pytest.fixture
def agencys_photo(agency: Terms, make_photo: Any) -> Photo:
    photo: Photo = make_photo("A ferry on Friday.", credit="AP Photo/Nell Roe")
    assert photo.terms == agency
    return photo


@pytest.fixture
def led(agencys_photo: Photo, make_story: Any) -> Story:
    story: Story = make_story("Ferry runs again", photo=agencys_photo)
    return story


@pytest.fixture
def at_desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def test_a_new_photo_gets_the_terms_that_the_desk_gives_to_its_credit(
    agency: Terms, paper: Paper, make_photo: Any
) -> None:
    assert make_photo("One.", credit="Nell Roe / AP").terms == agency
    assert make_photo("Two.", credit="Nell Roe / Reuters").terms is None
    assert make_photo("Three.", credit="Nell Roe, CC BY 4.0").terms.name == "CC BY 4.0"
    assert make_photo("Four.").credit_read.relation == "staff"


def test_no_agencys_terms_come_with_the_program() -> None:
    assert not Terms.objects.filter(relation="wire").exists()


def test_a_photo_stands_only_where_its_terms_allow(
    client: Client, led: Story, agencys_photo: Photo
) -> None:
    assert "<picture" in client.get(led.permalink).text.split("<main")[1].split("</article>")[0]
    for path in ("/", "/local-news/"):
        assert led.title in client.get(path).text
        assert agencys_photo.file.name.split("/")[-1][:32] not in client.get(path).text
    assert "media:content" not in client.get("/feed/").text


def test_terms_that_are_changed_change_what_every_page_shows(
    client: Client, led: Story, agency: Terms, agencys_photo: Photo
) -> None:
    stem = agencys_photo.file.name.split("/")[-1][:32]
    assert stem not in client.get("/local-news/").text

    agency.uses = ALL
    agency.save()

    assert stem in client.get("/local-news/").text


def test_a_photo_for_one_story_is_refused_to_the_next(
    agency: Terms, led: Story, agencys_photo: Photo, make_story: Any, at_desk: Client
) -> None:
    agency.uses, agency.one_story = ALL, True
    agency.save()
    second = make_story("Ferry waits", live=False, photo=agencys_photo, teaser="It waits.")

    fields = story_fields(
        "Ferry waits", lead_photo=str(agencys_photo.pk), **{"action-publish": "1"}
    )
    url = reverse("wagtailadmin_pages:edit", args=[second.pk])
    page = at_desk.post(url, fields, follow=True)

    assert "allow it with one story only" in page.text
    assert not Story.objects.get(pk=second.pk).live
    address = reverse("photos_exempt", args=[agencys_photo.pk, "again"])
    assert f"{address}?story={second.pk}" in page.text


def test_an_editor_allows_it_with_a_reason_that_is_kept(
    at_desk: Client, editor: User, agencys_photo: Photo, led: Story
) -> None:
    url = reverse("photos_exempt", args=[agencys_photo.pk, "front"])
    assert not may(agencys_photo, Use.FRONT)

    refused = at_desk.post(url, {"reason": "  "})
    assert "This field is required." in refused.text
    at_desk.post(url, {"reason": "The agency's desk agreed on the phone."})

    assert may(agencys_photo, Use.FRONT)
    kept = Exemption.objects.get()
    assert (kept.reason, kept.by) == ("The agency's desk agreed on the phone.", editor)
    assert agencys_photo.file.name.split("/")[-1][:32] in at_desk.get("/local-news/").text


def test_a_reporter_allows_nothing(client: Client, reporter: User, agencys_photo: Photo) -> None:
    client.force_login(reporter)
    for name in ("withdraw", "give_back", "replace"):
        answer = client.post(reverse(f"photos_{name}", args=[agencys_photo.pk]), {"reason": "So."})
        assert answer.status_code in (302, 403)
    client.post(reverse("photos_exempt", args=[agencys_photo.pk, "front"]), {"reason": "So."})

    agencys_photo.refresh_from_db()
    assert agencys_photo.withdrawn_at is None
    assert not Exemption.objects.exists()


def test_a_photo_for_another_story_says_whose_it_is(
    make_photo: Any, make_story: Any, published_story: Story
) -> None:
    photo = make_photo("Only here.", only_for=published_story)
    assert not refusal(photo, Use.STORY, published_story.pk)
    assert refusal(photo, Use.STORY, make_story("Other").pk) == (
        f"It is only for the story “{published_story.title}”."
    )


def test_the_desk_enters_terms_with_where_they_are_said(
    client: Client, photo_editor: User, make_photo: Any
) -> None:
    client.force_login(photo_editor)
    url = reverse("wagtailsnippets_photos_terms:add")
    fields = {"name": "AP", "uses": ["story", "rail"], "relation": "wire", "organisation": "AP"}

    refused = client.post(url, fields)
    assert "Say where this stands" in refused.text
    assert not Terms.objects.filter(name="AP").exists()
    both = client.post(
        url, {**fields, "said_in": "Contract, 4.1", "uses": ["again"], "one_story": "on"}
    )
    assert "cannot both hold" in both.text
    client.post(url, {**fields, "said_in": "Contract, 4.1", "days": "14"})

    photo = make_photo("One.", credit="Nell Roe / AP")
    assert photo.terms.uses == ["story", "rail"]
    assert round((photo.until - photo.created_at) / timedelta(days=1)) == 14


# The end ------------------------------------------------------------------------------------------
def test_a_photo_leaves_every_page_when_its_time_is_over(
    client: Client, make_photo: Any, make_story: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = make_photo("Until tonight.", until=timezone.now() + timedelta(hours=1))
    story = make_story("Ferry at dusk", photo=photo)
    before = client.get(story.permalink).text
    assert "Until tonight." in before
    file = Rendition.objects.filter(image=photo).first()
    assert file is not None
    assert end_of(file.file.name) == int(photo.until.timestamp())
    assert "immutable" not in client.get(file.url)["Cache-Control"]

    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    monkeypatch.setattr("time.time", later.timestamp)

    for path in (story.permalink, "/", "/local-news/", "/feed/"):
        page = client.get(path).text
        assert photo.file.name.split("/")[-1][:32] not in page
        assert "Until tonight." not in page
    assert "This photo may no longer be shown." in client.get(story.permalink).text
    answer = client.get(file.url)
    assert (answer.status_code, answer.content) == (410, b"")


def test_what_is_over_is_deleted_and_the_original_kept(
    client: Client, led: Story, django_capture_on_commit_callbacks: Any
) -> None:
    photo = led.lead_photo
    assert photo is not None
    client.get(led.permalink)
    photo.until = timezone.now() + timedelta(seconds=5)
    photo.save()
    Photo.objects.filter(pk=photo.pk).update(until=timezone.now() - timedelta(seconds=1))
    storage = Rendition.objects.filter(image=photo)[0].file.storage
    names = [one.file.name for one in Rendition.objects.filter(image=photo)]

    with django_capture_on_commit_callbacks(execute=True):
        assert ending.take_away_what_is_over() == 1
    assert ending.take_away_what_is_over() == 0

    assert not Rendition.objects.filter(image=photo).exists()
    assert not any(storage.exists(name) for name in names)
    assert storage.exists(photo.file.name)


def test_the_desk_is_told_a_week_and_a_day_before_and_once_each(
    make_photo: Any,
    make_story: Any,
    photo_editor: User,
    reporter: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    User.objects.filter(pk=photo_editor.pk).update(email="ilse@larkmereledger.example")
    User.objects.filter(pk=reporter.pk).update(email="nell@larkmereledger.example")
    photo = make_photo("Borrowed.", until=timezone.now() + timedelta(days=30))
    make_story("Ferry at dusk", photo=photo)
    make_photo("In no story.", until=timezone.now() + timedelta(days=3))
    start = timezone.now()

    def tell(days: float) -> list[str]:
        mail.outbox.clear()
        monkeypatch.setattr(timezone, "now", lambda: start + timedelta(days=days))
        ending.tell_of_ends()
        ending.tell_of_ends()
        return [one.to[0] for one in mail.outbox]

    assert tell(10) == []
    assert tell(24) == ["ilse@larkmereledger.example"]
    assert photo.title in mail.outbox[0].body
    assert tell(25) == []
    assert tell(29.5) == ["ilse@larkmereledger.example"]
    assert tell(31) == []


# Withdrawing and replacing ------------------------------------------------------------------------
def test_a_photo_is_withdrawn_everywhere_in_one_act_and_given_back(
    at_desk: Client,
    client: Client,
    make_photo: Any,
    make_story: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    photo = make_photo("A mistake.")
    story = make_story("Ferry at dusk", photo=photo)
    assert "A mistake." in client.get(story.permalink).text
    file = Rendition.objects.filter(image=photo)[0]
    assert at_desk.get(file.url).status_code == 200

    url = reverse("photos_withdraw", args=[photo.pk])
    with django_capture_on_commit_callbacks(execute=True):
        at_desk.post(url, {"reason": "It shows someone else."})

    assert "A mistake." not in at_desk.get(story.permalink).text
    assert "This photo may no longer be shown." in at_desk.get(story.permalink).text
    assert at_desk.get(file.url).status_code == 404
    assert not Rendition.objects.filter(image=photo).exists()

    at_desk.post(reverse("photos_give_back", args=[photo.pk]))

    assert "A mistake." in at_desk.get(story.permalink).text
    with pytest.raises(PhotoError):
        acts.give_back(Photo.objects.get(pk=photo.pk))


def test_withdrawing_asks_for_a_reason_and_changes_nothing_without(
    at_desk: Client, make_photo: Any
) -> None:
    photo = make_photo("Fine.")
    at_desk.post(reverse("photos_withdraw", args=[photo.pk]), {"reason": " "})
    photo.refresh_from_db()
    assert photo.withdrawn_at is None


def test_a_picture_is_replaced_in_every_story_at_once(
    at_desk: Client, make_photo: Any, make_story: Any
) -> None:
    photo = make_photo("The wrong bridge.")
    stories = [make_story(f"Bridge {number}", photo=photo) for number in (1, 2)]
    old = photo.file.name.split("/")[-1][:32]

    answer = at_desk.post(
        reverse("photos_replace", args=[photo.pk]),
        {
            "file": SimpleUploadedFile("b.jpg", jpeg(), "image/jpeg"),
            "caption": "The right bridge.",
            "credit": "Nell Roe / AP",
            "alt_text": "A bridge.",
        },
    )

    assert answer.status_code == 302
    for story in stories:
        page = at_desk.get(story.permalink).text
        assert "The right bridge." in page
        assert "Nell Roe / AP" in page
        assert old not in page


def test_a_photo_that_is_over_is_replaced_and_its_stories_show_the_new_one(
    at_desk: Client, agency: Terms, make_photo: Any, make_story: Any
) -> None:
    photo = make_photo("Borrowed.", until=timezone.now() - timedelta(hours=1))
    story = make_story("Ferry at dusk", photo=photo)
    assert "This photo may no longer be shown." in at_desk.get(story.permalink).text

    fields = {"caption": "Ours.", "credit": "Nell Roe / AP", "alt_text": "A ferry."}
    file = SimpleUploadedFile("b.jpg", jpeg(), "image/jpeg")
    at_desk.post(reverse("photos_replace", args=[photo.pk]), {**fields, "file": file})

    page = at_desk.get(story.permalink).text
    assert "Ours." in page
    assert "This photo may no longer be shown." not in page
    photo.refresh_from_db()
    assert (photo.until, photo.terms) == (None, agency)


def test_a_readers_phone_picture_is_published_and_nothing_public_says_where_it_was_taken(
    client: Client, make_story: Any, paper: Paper
) -> None:
    file = SimpleUploadedFile("IMG_2041.jpg", taken_by_a_phone(), "image/jpeg")
    photo = Photo.objects.create(title="IMG_2041", file=file, credit="Photo by reader Nell Roe")
    assert b"Teal 9 Pro" in photo.file.open().read()
    story = make_story("Ice on the river", photo=photo)

    public = {
        path: client.get(path).content for path in (story.permalink, "/", "/local-news/", "/feed/")
    }
    found = {
        path for page in public.values() for path in re.findall(r"/media/[\w./-]+", page.decode())
    }
    assert len(found) >= 4
    public |= {path: b"".join(client.get(path)) for path in found}
    public["card"] = client.get(f"/share{story.permalink}card.jpg").content

    assert "Photo by reader Nell Roe" in public[story.permalink].decode()
    for path, content in public.items():
        for telling in (b"Teal 9 Pro", b"SN-8837", b"GPSL", b"44.98", b"93.26", b"IMG_2041"):
            assert telling not in content, (path, telling)
        if content[:2] == b"\xff\xd8" or content[:4] == b"RIFF":
            assert not Image.open(BytesIO(content)).getexif()


def taken_by_a_phone() -> bytes:
    """Return a photo that says by which telephone it was taken, and where."""
    exif = Image.Exif()
    exif[0x0110] = "Teal 9 Pro"
    exif.get_ifd(0x8769)[0xA431] = "SN-8837"
    exif.get_ifd(0x8825).update({1: "N", 2: (44.0, 58.0, 48.0), 3: "W", 4: (93.0, 15.0, 36.0)})
    into = BytesIO()
    Image.new("RGB", (1600, 1200), (90, 120, 140)).save(into, "JPEG", exif=exif)
    return into.getvalue()


# Where it ran -------------------------------------------------------------------------------------
def test_it_is_known_where_and_when_a_photo_ran(make_photo: Any, make_story: Any) -> None:
    photo, other = make_photo("Used."), make_photo("Later.")
    use = {"photo": photo, "caption": "In the text.", "alt_text": ""}
    story = make_story("Ferry at dusk", photo=photo, body=["It runs.", ("photo", use)])

    runs = {run.place: run for run in Run.objects.filter(photo=photo)}
    assert set(runs) == {"lead", "text"}
    assert runs["text"].caption == "In the text."
    assert runs["lead"].began_at == story.first_published_at
    assert runs["lead"].address == story.permalink

    story.lead_photo = other
    story.save_revision().publish()

    assert Run.objects.get(photo=photo, place="lead").ended_at is not None
    assert Run.objects.get(photo=other).ended_at is None

    story.refresh_from_db()
    story.unpublish()
    assert not Run.objects.filter(ended_at=None).exists()
    story.delete()
    assert Run.objects.filter(headline="Ferry at dusk").count() == 3
