"""One photo, many uses: each asks for its own crop, caption and alt text, and keeps them."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from broadsheet.newsroom.models import Journalist, User
from broadsheet.photos.models import Photo
from broadsheet.stories import live
from broadsheet.stories.desk_checks import lacks_of
from broadsheet.stories.live import Told
from broadsheet.stories.models import LiveEntry, Story
from broadsheet.stories.tests.test_roles import story_fields

pytestmark = pytest.mark.django_db
SENTENCE = "This part lies outside the photo or is too small to show anything. Choose it anew."
# In thousandths: more than the photo has, less than shows anything, no numbers at all.
BAD = ["500,0,600,1000", "0,0,49,1000", "the left half", "0,0,1000"]


@pytest.fixture
def desk(client: Client, editor: User, home: Any) -> Client:
    client.force_login(editor)
    return client


def edit(desk: Client, story: Story, **fields: str) -> Any:
    url = reverse("wagtailadmin_pages:edit", args=[story.pk])
    return desk.post(url, story_fields(story.title, **fields))


def draft_of(story: Story) -> Story:
    draft: Story = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    return draft


def in_text(photo: Photo, **words: str) -> dict[str, str]:
    """Return what a browser sends for a photo in the text."""
    return {
        "body-0-type": "photo",
        "body-0-value-photo": str(photo.pk),
        **{f"body-0-value-{name}": value for name, value in words.items()},
    }


# What is kept -------------------------------------------------------------------------------------
def test_a_use_keeps_its_own_crop_caption_and_alt_text(desk, draft_story, make_photo):
    photo = make_photo()
    lead = {"lead_photo": str(photo.pk), "lead_crop": "0,100,1000,500", "lead_alt": "The bow"}
    text = in_text(photo, crop="250,0,500,1000", caption="The stern.", alt_text="A stern")

    edit(desk, draft_story, **lead, **text)

    draft = draft_of(draft_story)
    assert (draft.lead_crop, draft.photo_alt) == ("0,100,1000,500", "The bow")
    use = draft.body[0].value
    assert (use["crop"], use["caption"], use["alt_text"]) == (
        "250,0,500,1000",
        "The stern.",
        "A stern",
    )


def test_a_copy_of_a_story_shows_the_same_part(desk, make_story, make_photo, sections):
    story = make_story(photo=make_photo(), lead_crop="0,100,1000,500")

    copied = story.copy(to=sections["sports"], update_attrs={"slug": "copied"})

    assert (copied.lead_photo, copied.lead_crop) == (story.lead_photo, "0,100,1000,500")


def test_words_that_are_put_back_bring_the_crop_with_them(desk, draft_story, make_photo):
    fields = {"lead_photo": str(make_photo().pk), "lead_crop": "0,100,1000,500", "put-back": "1"}

    page = BeautifulSoup(edit(desk, draft_story, **fields).text, "html.parser")

    assert page.select_one("[name=lead_crop]")["value"] == "0,100,1000,500"
    assert draft_of(draft_story).lead_crop == ""


def test_a_story_from_before_there_were_crops_shows_whole_photos(desk, make_story, make_photo):
    photo = make_photo()
    old = [{"type": "photo", "value": {"photo": photo.pk, "caption": "Dusk.", "alt_text": ""}}]
    story = make_story(body="Text.", live=False)
    story.body = story.body.stream_block.to_python(old)
    story.save_revision().publish()

    page = desk.get(story.permalink or Story.objects.get(pk=story.pk).permalink)

    assert "Dusk." in page.text
    assert desk.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).status_code == 200


@pytest.mark.parametrize("crop", BAD)
def test_a_lead_crop_that_shows_nothing_is_refused_in_a_sentence(
    desk, draft_story, make_photo, crop
):
    answer = edit(desk, draft_story, lead_photo=str(make_photo().pk), lead_crop=crop)

    assert SENTENCE in answer.text
    assert draft_of(draft_story).lead_photo is None


@pytest.mark.parametrize("crop", BAD)
def test_a_crop_in_the_text_that_shows_nothing_is_refused_in_a_sentence(
    desk, draft_story, make_photo, crop
):
    answer = edit(desk, draft_story, **in_text(make_photo(), crop=crop))

    assert SENTENCE in answer.text
    assert draft_of(draft_story).body[0].block_type == "paragraph"


# Between versions ---------------------------------------------------------------------------------
def test_two_versions_are_compared_by_what_their_crops_show(desk, make_story, make_photo):
    photo = make_photo()
    use = {"photo": photo, "crop": "", "caption": "", "alt_text": ""}
    story = make_story(photo=photo, body=[("photo", use)])
    first = story.latest_revision
    story.lead_crop = "125,0,750,1000"
    story.body[0].value["crop"] = "0,0,1000,500"
    second = story.save_revision()

    page = desk.get(
        reverse("wagtailadmin_pages:revisions_compare", args=[story.pk, first.pk, second.pk])
    )

    words = BeautifulSoup(page.text, "html.parser").get_text(" ", strip=True)
    assert "the whole photo 75 percent wide, 100 percent high; 12.5 percent from the left" in words
    assert "the whole photo 100 percent wide, 50 percent high; 0 percent from the left" in words


# Live coverage ------------------------------------------------------------------------------------
def test_an_entry_keeps_the_part_of_its_photo(desk, covered, make_photo, editor):
    entry = live.post(covered, Told("<p>The vote.</p>", photo=make_photo()), by=editor)
    url = reverse("change_live_entry", args=[covered.pk, entry.pk])

    desk.post(url, {"text": "The vote.", "crop": "0,0,500,1000"})

    assert LiveEntry.objects.get().crop == "0,0,500,1000"
    page = BeautifulSoup(desk.get(url).text, "html.parser")
    assert page.select_one("[name=crop]")["value"] == "0,0,500,1000"
    assert page.select_one("[name=photo]")["data-photo"] == str(entry.photo_id)


@pytest.mark.parametrize("crop", BAD)
def test_an_entry_with_a_crop_that_shows_nothing_is_not_posted(desk, covered, crop):
    answer = desk.post(reverse("live_desk", args=[covered.pk]), {"text": "The vote.", "crop": crop})

    assert SENTENCE in answer.text
    assert not LiveEntry.objects.exists()


def test_an_entry_without_a_photo_keeps_no_part_of_one(desk, covered, make_photo, editor):
    told = Told("<p>The vote.</p>", photo=make_photo(), crop="0,0,500,1000", alt_text="A gavel")
    entry = live.post(covered, told, by=editor)
    url = reverse("change_live_entry", args=[covered.pk, entry.pk])

    desk.post(url, {"text": "The vote.", "crop": "0,0,500,1000", "without_photo": "on"})

    entry = LiveEntry.objects.get()
    assert (entry.photo, entry.crop, entry.alt_text) == (None, "", "")


# Asking for alt text ------------------------------------------------------------------------------
def fields_of(page: Any, name: str) -> list[Any]:
    return BeautifulSoup(page.text, "html.parser").select(f"textarea[name={name}]")


@pytest.mark.parametrize("name", ["lead_alt", "lead_caption"])
def test_words_of_a_use_are_asked_for_and_not_filled_in(desk, make_story, make_photo, name):
    story = make_story(photo=make_photo("The ferry at dusk.", alt="A small ferry"))

    [field] = fields_of(desk.get(reverse("wagtailadmin_pages:edit", args=[story.pk])), name)

    assert field.text.strip() == ""
    assert field["data-of-photo"] == "lead_photo"
    assert "Empty, readers get the photo's own" in field["data-own-words"]


def test_a_portrait_has_an_alt_text_of_its_own_in_this_use(client, journalist, make_photo):
    journalist.portrait = make_photo(alt="Three people at a table")
    journalist.save()
    theirs = client.get(journalist.path).text
    journalist.portrait_alt = "Odalys Brandt, laughing"
    journalist.save()

    own = client.get(Journalist.objects.get().path).text

    assert 'alt="Three people at a table"' in theirs
    assert 'alt="Odalys Brandt, laughing"' in own
    assert "Odalys Brandt, laughing." in client.get(f"/text{journalist.path}").text


@pytest.mark.parametrize(
    ("alt", "own", "caption", "said"),
    [
        ("", "", "", "The lead photo has no alt text: say what is to be seen."),
        ("  ", "", "", "The lead photo has no alt text: say what is to be seen."),
        ("", "DSC_0042.JPG", "", "The lead photo has a file's name for its alt text"),
        ("ferry.webp", "A ferry", "", "The lead photo has a file's name for its alt text"),
        ("The ferry.", "", "The ferry.", "The lead photo has its caption for its alt text"),
        ("", "The ferry.", "The ferry.", "The lead photo has its caption for its alt text"),
        ("A small ferry", "", "The ferry.", None),
        ("", "A small ferry", "The ferry.", None),
    ],
)
def test_the_desk_is_told_of_alt_text_that_says_nothing(
    make_story, make_photo, alt, own, caption, said
):
    story = make_story(photo=make_photo(caption, alt=own), lead_alt=alt, live=False)

    about_alt = [one.sentence for one in lacks_of(story) if "alt text" in one.sentence]

    assert [one.startswith(str(said)) for one in about_alt] == ([True] if said else [])
