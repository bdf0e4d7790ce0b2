"""Rich text by whichever way it comes: through the editing screen, an import or the database, what may not stand is dropped."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.test import Client
from django.urls import reverse
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

from broadsheet.archive.importing import file_page
from broadsheet.archive.page_text import read_page
from broadsheet.feeds.full_text import full_text
from broadsheet.lib.tests.test_cleaning import NOWHERE
from broadsheet.newsroom.models import User
from broadsheet.sections.models import Section
from broadsheet.stories import live
from broadsheet.stories.live import Told
from broadsheet.stories.models import LiveEntry, Story
from broadsheet.stories.tests.test_roles import story_fields
from tests.reading import Answer

pytestmark = pytest.mark.django_db
EVIL = (
    '<p onclick="ran()" style="color:red">The <b>ferry</b> <a href="javascript:ran()">runs</a>'
    '<img src="https://count.example/1.gif"> again.<script>ran()</script></p>'
)
MARKS_OF_EVIL = ("onclick", "<script>ran", "javascript:", "color:red", "count.example")
GOOD = "<p>The <b>ferry</b> <a>runs</a> again.</p>"


# Through the editing screen -----------------------------------------------------------------------
def draft_of(text: str, *links: tuple[int, int, dict[str, Any]]) -> dict[str, Any]:
    """Return a text as the editor's own script sends it: each link from where, over how many letters, with which data."""
    ranges = [{"offset": at, "length": over, "key": key} for key, (at, over, _) in enumerate(links)]
    block = {"key": "a1", "text": text, "type": "unstyled", "entityRanges": ranges}
    entities = {
        str(key): {"type": "LINK", "mutability": "MUTABLE", "data": data}
        for key, (_at, _over, data) in enumerate(links)
    }
    return {"blocks": [block], "entityMap": entities}


@pytest.fixture
def save(client: Client, reporter: User, sections: dict[str, Section]) -> Callable[..., Any]:
    """Return a function that sends a story's form as a script would, whatever stands in it."""
    client.force_login(reporter)
    url = reverse("wagtailadmin_pages:add", args=["stories", "story", sections["local-news"].pk])

    def send(draft: Any, **more: str) -> Any:
        words = draft if isinstance(draft, str) else json.dumps(draft)
        return client.post(url, story_fields("Ferry runs", **{"body-0-value": words}, **more))

    return send


def kept() -> str:
    """Return the first paragraph of the only story, as its newest version keeps it."""
    story: Any = Story.objects.get().get_latest_revision_as_object()
    return str(story.body[0].value.source)


def test_x04_links_sent_by_a_script_that_lead_to_no_page_are_dropped_at_the_save(
    save: Callable[..., Any],
):
    text = " ".join(f"here{number}" for number in range(10, 10 + len(NOWHERE)))
    links = [(number * 7, 6, {"url": address}) for number, address in enumerate(NOWHERE)]

    save(draft_of(text, *links))

    found = BeautifulSoup(kept(), "html.parser").find_all("a")
    assert [one.text for one in found] == text.split()
    leads = [one["href"] for one in found if one.has_attr("href")]
    # In JSON, nothing is an entity: these stay the letters that they are, and name no scheme.
    assert [one for one in leads if "&" not in one.partition(":")[0]] == []


@pytest.mark.parametrize(
    "data",
    [
        {"id": '1" onclick="ran()'},
        {"id": "javascript:ran()"},
        {"id": [1], "url": "javascript:ran()"},
    ],
)
def test_x04_a_link_to_a_page_by_no_number_is_dropped_at_the_save(
    save: Callable[..., Any], client: Client, data: dict[str, Any]
):
    save(draft_of("See here.", (4, 4, data)))

    assert "<a>here</a>" in kept()
    story = Story.objects.get()
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[story.pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).status_code == 200


@pytest.mark.parametrize("kind", ["EMBED", "IMAGE", "DOCUMENT", "HORIZONTAL_RULE", "HTML"])
def test_x06_no_embed_picture_or_html_gets_into_a_text_by_the_back_door(
    save: Callable[..., Any], kind: str
):
    draft = draft_of("See here.", (4, 4, {"url": "https://elsewhere.example/", "html": EVIL}))
    draft["entityMap"]["0"]["type"] = kind
    draft["blocks"] += [{"key": "b2", "text": " ", "type": "atomic", "entityRanges": [
        {"offset": 0, "length": 1, "key": 0}
    ]}]  # fmt: skip

    save(draft)

    assert "elsewhere" not in kept()
    assert "ran()" not in kept()


def test_x04_markup_that_is_typed_stays_the_words_that_it_is(save: Callable[..., Any]):
    save(draft_of("<script>ran()</script> &lt;b&gt;"))

    assert kept() == (
        '<p data-block-key="a1">&lt;script&gt;ran()&lt;/script&gt; &amp;lt;b&amp;gt;</p>'
    )


@pytest.mark.parametrize(
    "sent",
    [
        EVIL,
        "",
        "[]",
        "7",
        '{"blocks": [{"text": null, "type": "unstyled"}]}',
        '{"blocks": [{"text": "x", "type": "unstyled", "entityRanges": [{"key": 9, "offset": 0, "length": 1}]}]}',
        '{"blocks": [{"text": "x", "type": "unstyled", "inlineStyleRanges": [{"style": "BOLD"}]}]}',
        json.dumps(draft_of("x", (0, 1, {}))),
        json.dumps(draft_of("x", (0, 1, {"url": 7}))),
        '{"blocks":' * 3000,
        "[" * 100_000,
    ],
)
def test_a_text_that_no_editor_can_have_sent_is_refused_and_nothing_is_kept(
    save: Callable[..., Any], sent: str
):
    answer = save(sent)

    assert answer.status_code == 400
    assert not Story.objects.exists()


def test_x06_a_block_of_html_is_no_kind_of_block_and_is_left_out(save: Callable[..., Any]):
    answer = save(
        draft_of("It runs."),
        **{
            "body-count": "3",
            **{f"body-1-{name}": value for name, value in as_block("raw_html", EVIL)},
            **{f"body-2-{name}": value for name, value in as_block("html", EVIL)},
        },
    )

    assert answer.status_code == 302
    story: Any = Story.objects.get().get_latest_revision_as_object()
    assert [one.block_type for one in story.body] == ["paragraph"]


def as_block(kind: str, value: str) -> list[tuple[str, str]]:
    return [("deleted", ""), ("order", "1"), ("type", kind), ("id", ""), ("value", value)]


def test_x06_no_kind_of_page_has_a_block_that_takes_html():
    kinds = {
        type(block)
        for _name, block in every_block()
        if not isinstance(block, blocks.BaseStructBlock)
    }

    assert len(kinds) > 8
    assert not [kind for kind in kinds if issubclass(kind, blocks.RawHTMLBlock)]


def every_block() -> Iterator[tuple[str, Any]]:
    """Yield each block of each stream that is kept anywhere, however deep it stands."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                yield from within(f"{model.__name__}.{field.name}", field.stream_block)


def within(name: str, block: Any) -> Iterator[tuple[str, Any]]:
    yield name, block
    inside = dict(getattr(block, "child_blocks", {}))
    if isinstance(block, blocks.ListBlock):
        inside["item"] = block.child_block
    for called, child in inside.items():
        yield from within(f"{name}.{called}", child)


# By an import, or past all forms ------------------------------------------------------------------
RICH = {
    "paragraph": EVIL,
    "list": {"items": [EVIL], "numbered": False},
    "fact_box": {"title": "Box", "text": EVIL},
}


@pytest.mark.parametrize("kind", RICH)
def test_x04_what_is_kept_past_the_form_is_cleaned_all_the_same(
    make_story: Callable[..., Story], kind: str
):
    story = make_story(body=[(kind, RICH[kind])], how_reported=EVIL)

    assert "ran()" not in json.dumps(list(story.body.raw_data))
    assert "count.example" not in json.dumps(list(story.body.raw_data))
    assert story.how_reported == GOOD


def test_x04_a_live_entry_is_cleaned_when_it_is_kept(covered: Story, editor: User):
    entry = live.post(covered, Told(EVIL), by=editor)

    assert LiveEntry.objects.get(pk=entry.pk).text == GOOD


@pytest.fixture
def smuggled(make_story: Callable[..., Story], paper: Any, make_photo: Callable[..., Any]) -> Story:
    """A story with an entry, whose every rich text was put into the database by hand."""
    paper.may_republish = True
    paper.save()
    body = [("paragraph", "1"), ("list", {"items": ["2"], "numbered": False})]
    body += [("fact_box", {"title": "Box", "text": "3"})]
    story = make_story(body=body, is_live_coverage=True)
    story.live_entries.create(at=story.shown_at, text="4")
    raw = json.dumps(list(story.body.raw_data))
    for number in "123":
        raw = raw.replace(f'"{number}"', json.dumps(EVIL))
    assert raw.count("ran()") == 9
    put_in(story, "body", raw)
    put_in(story, "how_reported", EVIL)
    put_in(story.live_entries.get(), "text", EVIL)
    return Story.objects.get(pk=story.pk)


def put_in(record: Any, name: str, value: str) -> None:
    from django.db import connection

    table, key = record._meta.db_table, record._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET "{name}" = %s WHERE "{key}" = %s', [value, record.pk])


def test_x04_what_came_into_the_database_otherwise_is_cleaned_wherever_it_is_shown(
    smuggled: Story, read: Callable[..., Answer], client: Client, editor: User
):
    assert "ran()" in smuggled.how_reported
    client.force_login(editor)
    desk = [
        reverse("wagtailadmin_pages:view_draft", args=[smuggled.pk]),
        reverse("live_desk", args=[smuggled.pk]),
    ]
    shown = [read(path).text for path in (smuggled.permalink, f"/text{smuggled.permalink}")]
    shown += [read(f"/republish{smuggled.permalink}").text, read("/feed/").text]
    shown += [client.get(path).text for path in desk]
    shown += [full_text(smuggled, None, "http://localhost"), str(smuggled.body[0].value)]

    for page in shown:
        assert "ferry" in page
        # What stood in a script are words there, where a text is told to machines.
        assert [one for one in MARKS_OF_EVIL if one in page] == []


# From outside -------------------------------------------------------------------------------------
FROM_OUTSIDE = f"""<html><head><base href="//take.example/"><meta http-equiv=refresh content="0;url=//take.example/">
<style>p{{background:url(//count.example/)}}</style></head><body><h1>Ferry runs again after repairs</h1>
{EVIL}<p>The county said on Monday that the ferry <a href="java&#9;script:ran()">runs</a> again, a year late.</p>
<form action="//take.example/"><p>Give us your <input name=card> number, please, so that we can go on.</p></form>
<p>It had been out of service since the ice took its landing in spring, &lt;b&gt;and&lt;/b&gt; nobody knew why.</p>
<img src="https://count.example/1.gif" width="1" height="1"><iframe src="//take.example/"></iframe></body></html>"""


def test_f06_a_pasted_page_brings_words_and_nothing_that_runs_asks_or_counts(
    client: Client, reporter: User, paper: Any
):
    client.force_login(reporter)

    answer = client.post(reverse("paste"), {"html": FROM_OUTSIDE}).json()

    sent = json.dumps(answer)
    assert "The <b>ferry</b> runs again." in answer["html"]
    assert "&lt;b&gt;and&lt;/b&gt; nobody knew" in answer["html"]
    for word in ("ran()", "take.example", "count.example", "<form", "<img", "<iframe", "style"):
        assert word not in sent


def test_f06_an_imported_page_brings_words_and_nothing_that_runs_asks_or_counts(
    sections: dict[str, Section], read: Callable[..., Answer]
):
    reading = read_page(FROM_OUTSIDE)

    story = file_page(
        reading, section=sections["local-news"], published=reading.date, permalink=None
    )

    raw = json.dumps(list(story.body.raw_data))
    assert "out of service" in raw
    assert "&lt;b&gt;and&lt;/b&gt; nobody knew" in raw
    for word in ("ran()", "take.example", "count.example", "<form", "<img", "<a"):
        assert word not in raw


def test_every_rich_text_of_every_kind_of_record_passes_the_cleaner():
    """Wagtail's own classes do it, so that no block and no field of a room to come can be forgotten."""
    from wagtail.fields import RichTextField
    from wagtail.rich_text import RichText, get_rewriter

    rich = [block for _name, block in every_block() if isinstance(block, blocks.RichTextBlock)]
    fields = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, RichTextField)
    ]

    assert len(rich) >= 4
    assert len(fields) >= 2
    assert {block.get_prep_value(RichText(EVIL)) for block in rich} == {GOOD}
    assert {field.get_prep_value(EVIL) for field in fields} == {GOOD}
    assert get_rewriter()(EVIL) == GOOD
    assert issubclass(Story, Page)
