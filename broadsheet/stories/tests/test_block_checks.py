"""What the newsroom is told of a story's further blocks, and what other editions make of them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.urls import reverse

from broadsheet.newsroom.models import PaperDocument, User
from broadsheet.photos.tests.recorded import VTT, mp4, recording
from broadsheet.stories.blocks import StoryBlocks
from broadsheet.stories.desk_checks import missing_in
from broadsheet.stories.models import Story
from broadsheet.stories.tests.test_blocks import BOX, CHART, TABLE, document, gallery, soup
from broadsheet.stories.tests.test_roles import story_fields

pytestmark = pytest.mark.django_db
# Pytest finds a fixture by its name here.
__all__ = ["document"]


# The newsroom -------------------------------------------------------------------------------------
def block_errors(kind: str, value: dict[str, Any]) -> str:
    block = StoryBlocks().child_blocks[kind]
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(value))
    return str(refused.value.as_json_data())


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("table", {**TABLE, "figures": "Town, Votes\nLarkmere"}, "has 1 cell"),
        ("table", {**TABLE, "figures": "Town, Mayor\nLarkmere, Calloway"}, "nothing but figures"),
        ("table", {**TABLE, "figures": "Town, Votes\nLarkmere, -2"}, "below zero"),
        ("table", {**TABLE, "bars_up_to": "5"}, "at least as large"),
        ("table", {**TABLE, "bars_up_to": "nine"}, "at least as large"),
        (
            "chart",
            {**CHART, "figures": "Town, Limit\nLarkmere, 15 tons\nDunmore, 3"},
            "is no figure",
        ),
        ("fact_box", {**BOX, "text": "<p>" + "word " * 400 + "</p>"}, "a story of its own"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_sentence(
    kind: str, value: dict[str, Any], sentence: str
):
    assert sentence in block_errors(kind, value)


def table_fields(figures: str, **more: str) -> dict[str, str]:
    value = {"title": "Votes", "unit": "", "figures": figures, "source": "", "source_url": ""}
    return story_fields(
        "The ferry runs",
        **{
            "body-0-type": "table",
            **{f"body-0-value-{name}": words for name, words in value.items()},
            "body-0-value-bars_up_to": "",
            **more,
        },
    )


def test_a_draft_keeps_a_table_that_is_not_finished(client, editor: User, sections):
    client.force_login(editor)
    url = reverse("wagtailadmin_pages:add", args=["stories", "story", sections["local-news"].pk])

    client.post(url, table_fields("\tVotes\nLarkmere"))

    [block] = Story.objects.get().get_latest_revision_as_object().body
    assert block.value["figures"].replace("\r\n", "\n") == "\tVotes\nLarkmere"


def test_a_table_that_is_not_finished_is_not_published(client, editor: User, sections):
    client.force_login(editor)
    url = reverse("wagtailadmin_pages:add", args=["stories", "story", sections["local-news"].pk])

    answer = client.post(url, table_fields("\tVotes\nLarkmere", **{"action-publish": "1"}))

    assert "has 1 cell, but the first line has 2" in answer.text
    assert not Story.objects.exists()


def test_the_checks_say_what_further_blocks_lack(make_story, make_photo, document, home):
    made = recording(mp4(), captions=VTT)
    body = [
        gallery(make_photo(alt=""), make_photo()),
        ("table", {**TABLE, "source": "", "unit": ""}),
        ("chart", {**CHART, "figures": "Year, Crest\n1959, high"}),
        ("document", {"document": document, "title": "", "about": ""}),
        ("recording", {"recording": made, "caption": ""}),
    ]

    missing = "\n".join(missing_in(make_story(body=body, live=False)))

    for sentence in (
        "Photo 1 of the gallery has no alt text",
        "The table “A beam’s decline” does not say where its figures come from.",
        "The table “A beam’s decline” does not say in which unit",
        "The chart “The river” cannot be shown yet. “high” in the column Crest is no figure.",
        "The document “Inspection report” has no sentence",
        "has no picture to show until it is played",
        "has no credit; it is given with the recording itself",
    ):
        assert sentence in missing
    assert "Photo 2 of the gallery has no alt" not in missing
    assert "no captions" not in missing


def test_the_checks_warn_of_documents_that_tell_more_than_they_show(make_story, home):
    letter = PaperDocument(title="Letter")
    letter.file.save("letter.docx", ContentFile(b"PK"), save=False)
    letter.save()
    story = make_story(body=[("document", {"document": letter, "title": "", "about": "A letter."})])

    assert any("struck-out words" in sentence for sentence in missing_in(story))


# Other editions -----------------------------------------------------------------------------------
def every_block(make_photo: Callable[..., Any], document: PaperDocument) -> list[Any]:
    return [
        gallery(make_photo("Leaving."), make_photo("Back.")),
        ("fact_box", BOX),
        ("table", TABLE),
        ("chart", CHART),
        ("document", {"document": document, "title": "", "about": "Fourteen pages."}),
        ("recording", {"recording": recording(), "caption": "At dusk."}),
    ]


WORDS = ["Leaving.", "If you cross", "15 tons", "County reports", "1965 was the highest.", "13.6"]
WORDS += ["Inspection report", "Fourteen pages.", "A horn.", "At dusk."]


def test_every_block_has_its_words_in_the_text_edition(make_story, make_photo, document):
    story = make_story(body=every_block(make_photo, document))

    html = "".join(
        render_to_string(f"stories/text/blocks/{block.block_type}.html", {"value": block.value})
        for block in story.body
    )

    assert not soup(html).select("img, svg, audio, video, details")
    for words in [*WORDS, "A small ferry on a wide brown river", "Ilse Markham"]:
        assert words in html
    assert re.search(r"/media/recordings/[^\"]+\.mp3", html)


def test_every_block_has_its_place_in_a_feed(read, make_story, make_photo, document, paper):
    make_story(body=every_block(make_photo, document))

    feed = read("/feed/").text

    for words in WORDS:
        assert words in feed
    assert feed.count("<figure>") + feed.count("&lt;figure&gt;") == 2
    assert re.search(r"http://localhost[^\"<&]*/media/recordings/[^\"&]+\.mp3", feed)
    assert re.search(r"http://localhost[^\"<&]*/documents/", feed)
