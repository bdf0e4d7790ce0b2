"""Readers are told of each picture that is no plain photo, wherever they see it."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.test import Client
from wagtail.models import Site

from broadsheet.feeds.full_text import full_text
from broadsheet.photos.models import Photo
from broadsheet.photos.source_types import (
    CHANGED,
    IPTC,
    MADE,
    MADE_WITH_AI,
    SOURCE_TYPES,
    TAKEN,
    SourceTypeField,
    iptc_address,
    labelled_credit,
    made_label,
    schema_address,
    source_type_named,
)
from broadsheet.stories.models import Story
from broadsheet.stories.pictures import lead_picture_of

ROOT = "https://larkmereledger.example"


# What files say -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "name"),
    [
        (f"{IPTC}trainedAlgorithmicMedia", "trainedAlgorithmicMedia"),
        ("https://cv.iptc.org/newscodes/digitalsourcetype/print", "print"),
        ("http://cv.iptc.org/newscodes/digitalsourcetype/composite/ ", "composite"),
        ("digsrctype:screenCapture", "screenCapture"),
        ("digitalCapture", "digitalCapture"),
        ("digitalcapture", "digitalCapture"),
        (f"{IPTC}minorHumanEdits", "humanEdits"),
        (f"{IPTC}softwareImage", "digitalCreation"),
        ("http://c2pa.org/digitalsourcetype/trainedAlgorithmicData", "trainedAlgorithmicMedia"),
        ("http://c2pa.org/digitalsourcetype/empty", ""),
        ("https://example.org/hologram", ""),
        ("", ""),
    ],
)
def test_what_a_file_says_is_understood_in_each_form_in_which_it_is_written(words: str, name: str):
    assert source_type_named(words) == name


@pytest.mark.parametrize("name", SOURCE_TYPES)
def test_what_is_kept_is_said_again_in_files_as_it_was_read(name: str):
    assert source_type_named(iptc_address(name)) == name


def test_search_engines_are_told_in_schemas_words_where_it_has_some():
    assert schema_address("computationalCapture") == (
        "https://schema.org/MultiFrameComputationalCaptureDigitalSource"
    )
    assert schema_address("humanEdits") == f"{IPTC}humanEdits"
    assert schema_address("") == ""


# What readers are told ----------------------------------------------------------------------------
@pytest.mark.django_db
def test_whatever_was_changed_or_made_is_told_and_a_plain_photo_is_not():
    for name, kind in SOURCE_TYPES.items():
        told = made_label(Photo(source_type=name))
        assert told == str(kind.told)
        if name in {**CHANGED, **MADE}:
            assert told, name
    assert [name for name in TAKEN if made_label(Photo(source_type=name))] == [
        "screenCapture",
        "virtualRecording",
    ]
    assert made_label(Photo()) == ""


@pytest.mark.parametrize("credit", ["Image made with AI by Nell Roe", "AI-generated image"])
def test_a_credit_that_says_ai_is_a_label_too(
    paper: Any, make_photo: Callable[..., Photo], credit: str
):
    photo = make_photo(credit=credit)

    assert (made_label(photo), photo.source_type) == ("Made with AI", "")


def test_what_the_desk_says_goes_before_what_the_credit_says(
    paper: Any, make_photo: Callable[..., Photo]
):
    photo = make_photo(credit="Image made with AI", source_type="compositeSynthetic")

    assert made_label(photo) == "Composite with synthetic parts"


def test_where_label_and_credit_share_a_line_the_label_stands_first(
    paper: Any, make_photo: Callable[..., Photo]
):
    made = make_photo(source_type="compositeWithTrainedAlgorithmicMedia")

    assert labelled_credit(made) == "Altered with AI. Ilse Markham / The Ledger"
    assert labelled_credit(make_photo()) == "Ilse Markham / The Ledger"
    assert labelled_credit(make_photo(credit="", source_type=MADE_WITH_AI)) == "Made with AI."


@pytest.fixture
def story(make_photo: Callable[..., Photo], make_story: Callable[..., Story]) -> Story:
    """A story led by a picture made with AI, with one drawn from data and a plain photo in its text."""
    drawn = make_photo("The river's level since May.", source_type="dataDrivenMedia")
    plain = make_photo("The landing.")
    uses = [{"photo": one, "caption": "", "alt_text": ""} for one in (drawn, plain)]
    return make_story(
        photo=make_photo("A ferry as one might look.", source_type=MADE_WITH_AI),
        body=[
            ("paragraph", "<p>The ferry runs again.</p>"),
            ("photo", {"photo": drawn, "caption": "", "alt_text": ""}),
            ("gallery", {"title": "", "photos": uses}),
        ],
    )


def labels(html: str) -> list[str]:
    return re.findall(r'<span class="made">([^<]+)</span>', html)


def test_a_story_says_beneath_each_picture_how_it_was_made(story: Story):
    page = Client().get(story.permalink).text

    assert labels(page) == ["Made with AI.", "Drawn from data.", "Drawn from data."]


@pytest.mark.parametrize("path", ["/", "/local-news/"])
def test_a_card_says_it_too(story: Story, path: str):
    assert "Made with AI." in labels(Client().get(path).text)


def test_whoever_reads_without_pictures_is_told(story: Story):
    page = Client().get(f"/text{story.permalink}").text

    assert "A ferry as one might look. Made with AI. (Ilse Markham / The Ledger)" in page
    assert page.count("Drawn from data.") == 2


def test_whoever_reads_in_a_feed_reader_is_told(story: Story, site: Site):
    lead = lead_picture_of(story, ROOT)

    html = full_text(story, lead, ROOT)

    assert "A ferry as one might look. Made with AI. (Ilse Markham" in html
    assert html.count("Drawn from data.") == 2


def test_search_engines_are_told(story: Story):
    page = Client().get(story.permalink).text
    said = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)

    [image] = [one["image"] for one in map(json.loads, said) if "image" in one]

    assert image["digitalSourceType"] == "https://schema.org/TrainedAlgorithmicMediaDigitalSource"


# What the desk chooses ----------------------------------------------------------------------------
class AskingForm(forms.Form):
    source_type = SourceTypeField()


def test_the_desk_chooses_in_words_and_may_say_nothing():
    form = AskingForm({"source_type": MADE_WITH_AI})

    assert form.is_valid()
    assert AskingForm({"source_type": ""}).is_valid()
    html = str(AskingForm())
    assert '<option value="trainedAlgorithmicMedia">Made with AI</option>' in html
    assert html.count("<option") == len(SOURCE_TYPES) + 1
    assert html.count("<optgroup") == 3


def test_what_is_no_term_is_refused():
    assert "source_type" in AskingForm({"source_type": "hologram"}).errors
