"""What a photo's Content Credentials say is told to readers honestly, and what is broken to the desk alone."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.newsroom.models import User
from broadsheet.photos import manifests
from broadsheet.photos.content_credentials import told_credentials
from broadsheet.photos.models import Photo
from broadsheet.photos.tests.signed import (
    CROPPED,
    MADE,
    TAKEN,
    brought,
    known,
    shown_to_the_desk,
    signed,
    signer,
    tampered,
)
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(home: Path) -> Callable[..., Photo]:
    return brought


# The desk ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (lambda: tampered(signed()), "the picture was changed after it was signed"),
        (
            lambda: signed().replace(b"Ferry Editor", b"Fairy Editor"),
            "the signature is not that of this record",
        ),
        (
            lambda: signed(acts=[TAKEN, CROPPED]).replace(b"c2pa.cropped", b"c2pa.resized"),
            "the record was changed after it was signed",
        ),
        (lambda: signed().replace(b"jumb", b"jumB"), "cannot be read"),
    ],
)
def test_broken_ones_are_shown_to_the_desk_and_to_no_reader(
    bring: Callable[..., Photo],
    make_story: Callable[..., Story],
    raw: Callable[[], bytes],
    fault: str,
):
    photo = bring(raw(), caption="The ferry.")

    assert fault in known(photo).fault
    assert 'class="help-block help-warning"' in shown_to_the_desk(photo)
    assert fault in shown_to_the_desk(photo)
    assert told_credentials(photo) is None
    assert "Content Credentials" not in Client().get(make_story(photo=photo).permalink).text


def test_a_photos_own_page_warns_of_broken_ones_and_says_how_it_was_made(
    client: Client, editor: User, bring: Callable[..., Photo]
):
    photo = bring(tampered(signed(acts=[MADE])))
    client.force_login(editor)

    page = client.get(reverse("photo_page", args=[photo.pk])).text

    assert "the picture was changed after it was signed" in page
    assert '<option value="trainedAlgorithmicMedia" selected>Made with AI</option>' in page


# What readers are told ----------------------------------------------------------------------------
def record_of(html: str) -> list[str]:
    found = re.findall(r'<details class="credentials">(.*?)</details>', html, re.DOTALL)
    return [re.sub(r"<[^>]+>", " ", one).replace("&#x27;", "'") for one in found]


def test_a_reader_of_the_story_is_told_who_signed_what_and_how_much_of_it_is_sure(
    bring: Callable[..., Photo], make_story: Callable[..., Story]
):
    photo = bring(signed(acts=[TAKEN, CROPPED]), caption="The ferry.")

    [told] = record_of(Client().get(make_story(photo=photo).permalink).text)

    assert "Content Credentials: signer not known to us" in told
    assert "signed under the name “Larkmere Cameras”. We cannot tell who that is" in told
    assert "It names what wrote it: Ferry Editor 2.1." in told
    assert "what was done to it: cropped." in told
    assert "the picture here is a smaller copy that we made of it" in told


def test_of_a_signer_whom_the_paper_trusts_that_is_said(
    bring: Callable[..., Photo], make_story: Callable[..., Story], home: Path
):
    (home / "signers.pem").write_bytes(signer("Larkmere Cameras").root)

    [told] = record_of(Client().get(make_story(photo=bring(signed())).permalink).text)

    assert "Content Credentials: signed by Larkmere Cameras" in told
    assert "Larkmere Cameras, whose certificate we trust, signed it." in told


def test_the_record_stands_on_the_storys_page_alone(
    bring: Callable[..., Photo], make_story: Callable[..., Story]
):
    photo = bring(signed(), caption="The ferry.")
    use = {"photo": photo, "caption": "", "alt_text": ""}
    story = make_story(
        photo=photo, body=[("photo", use), ("gallery", {"title": "", "photos": [use, use]})]
    )

    assert len(record_of(Client().get(story.permalink).text)) == 4
    for path in ("/", "/local-news/", f"/text{story.permalink}"):
        page = Client().get(path).text
        assert story.title in page
        assert "Content Credentials" not in page


def test_what_a_record_says_can_be_no_markup(
    bring: Callable[..., Photo], make_story: Callable[..., Story]
):
    photo = bring(signed(by="<i>Nell</i>", tool="<script>alert(1)</script>"))

    page = Client().get(make_story(photo=photo).permalink).text

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page + shown_to_the_desk(photo)
    assert "<i>Nell" not in page + shown_to_the_desk(photo)


def test_the_day_of_the_signing_is_told_where_a_service_vouches_for_it():
    store = {
        "active_manifest": "a",
        "manifests": {
            "a": {"signature_info": {"issuer": "Nell", "time": "2026-05-19T12:00:00+00:00"}}
        },
        "validation_state": "Trusted",
    }
    photo = Photo(credentials=manifests.gist(store))

    assert "Nell, whose certificate we trust, signed it on May 19, 2026." in known(photo).told


@pytest.mark.parametrize(
    "store",
    [
        {},
        {"active_manifest": "a", "manifests": {"a": {}}},
        {"active_manifest": "a", "manifests": {}},
        {
            "active_manifest": "a",
            "manifests": {
                "a": {"ingredients": [{"active_manifest": "a", "relationship": "parentOf"}]}
            },
            "validation_state": "Valid",
        },
    ],
)
def test_a_record_that_says_nothing_or_names_itself_is_told_in_few_words(store: dict[str, Any]):
    found = known(Photo(credentials=manifests.gist(store)))

    assert found.is_broken or "It does not say who signed it." in found.told
    assert bool(found.fault) == found.is_broken
