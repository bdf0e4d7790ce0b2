"""Importing a page from the newsroom: what is shown, put right, filed, and refused."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Comment, GroupPagePermission

from broadsheet.archive.desk_reasons import REASONS, REFUSALS
from broadsheet.archive.errors import PageError
from broadsheet.archive.page_text import decode, read_page
from broadsheet.stories.models import Story

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

PAGES = Path(__file__).parents[3] / "tests" / "pages"
URL = "/newsroom/import/"


def words(name):
    return (PAGES / f"{name}.txt").read_bytes()


@pytest.fixture
def desk(client, sections, editor):
    client.force_login(editor)
    return client


def bring(desk, content):
    return desk.post(URL, {"file": SimpleUploadedFile("page.txt", content)})


def told(answer):
    """What the screen holds, as a browser would send it back."""
    form, rows = answer.context["form"], answer.context["rows"]
    fields = {name: form[name].value() or "" for name in form.fields}
    return {
        **fields,
        "step": "file",
        "left_out": answer.context["left_out"],
        "kind": [row.kind for row in rows],
        "line": [row.text for row in rows],
        "reason": [row.reason for row in rows],
    }


def put(filled, text, kind):
    filled["kind"][filled["line"].index(text)] = kind


def test_an_editor_sees_the_story_and_the_rest_apart(desk):
    answer = bring(desk, words("plea_in_the_middle"))

    rows = {row.text: row for row in answer.context["rows"]}
    assert rows["Advertisement"].kind == "furniture"
    assert rows["Advertisement"].reason == "advertisement"
    assert rows["The bandstand was found in Iowa."].kind == "paragraph"
    html = answer.content.decode()
    assert 'value="Teal River crests below the bridge as sandbags hold"' in html
    assert 'value="2020-04-11"' in html
    assert 'value="Tobias Wren"' in html


@pytest.mark.parametrize("file", sorted(PAGES.glob("*.txt")), ids=lambda file: file.stem)
def test_every_reason_is_known_to_the_catalogues(file):
    try:
        lines = read_page(decode(file.read_bytes())).lines
    except PageError as refusal:
        told, known = {str(refusal)}, set(REFUSALS)
    else:
        told, known = {line.reason for line in lines}, {"", *REASONS}

    assert told <= known


def test_text_can_be_pasted_instead_of_a_file(desk):
    answer = desk.post(URL, {"text": words("plea_in_the_middle").decode()})

    assert answer.status_code == 200
    assert len([row for row in answer.context["rows"] if row.kind == "paragraph"]) == 8


def test_what_is_filed_is_a_draft_and_opens_in_the_editor(desk, sections, editor):
    filled = told(bring(desk, words("plea_in_the_middle"))) | {"section": sections["sports"].pk}

    answer = desk.post(URL, filled)

    story = Story.objects.get()
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[story.pk])
    assert not story.live
    assert story.get_parent().pk == sections["sports"].pk
    assert story.owner == editor
    assert [byline.name for byline in story.bylines.all()] == ["Tobias Wren"]
    assert len(story.body) == 8


def test_a_draft_keeps_its_date_and_address_and_shows_them_once_published(
    desk, sections, press, read
):
    filled = told(bring(desk, words("plea_in_the_middle")))
    filled |= {"section": sections["sports"].pk, "permalink": "/news/teal-river.html"}
    desk.post(URL, filled)
    story = Story.objects.get()

    assert read("/news/teal-river.html").status == 404
    story.get_latest_revision().publish()
    press.print_all()

    shown = read("/news/teal-river.html")
    assert shown.status == 200
    assert "April 11, 2020" in shown.text


def test_an_editor_moves_lines_to_the_other_side_and_changes_their_words(desk, sections):
    filled = told(bring(desk, words("plea_in_the_middle"))) | {"section": sections["sports"].pk}
    put(filled, "The bandstand was found in Iowa.", "furniture")
    put(filled, "Support independent local news", "subhead")
    filled["line"][filled["line"].index("It has been there since.")] = "It is there still."

    desk.post(URL, filled)

    story = Story.objects.get()
    text = [(block.block_type, re.sub("<[^>]+>", "", str(block.value))) for block in story.body]
    assert ("subhead", "Support independent local news") in text
    assert text[-1] == ("paragraph", "It is there still.")
    assert "The bandstand was found in Iowa." not in dict(map(reversed, text))


def test_a_line_marked_as_headline_becomes_it_unless_another_was_typed(desk, sections):
    filled = told(bring(desk, words("plea_in_the_middle"))) | {"section": sections["sports"].pk}
    put(filled, "Teal River crests below the bridge as sandbags hold", "furniture")
    put(filled, "The bandstand was found in Iowa.", "headline")

    desk.post(URL, filled)
    desk.post(URL, filled | {"headline": "Typed by hand"})

    titles = list(Story.objects.order_by("pk").values_list("title", flat=True))
    assert titles == ["The bandstand was found in Iowa.", "Typed by hand"]


def test_captions_stand_beside_the_draft_as_a_note_and_not_in_it(desk, sections):
    filled = told(bring(desk, words("by_pipe_kicker_gallery"))) | {"section": sections["sports"].pk}

    desk.post(URL, filled)

    note = Comment.objects.get()
    assert "waves from the last float" in note.text
    assert "waves from the last float" not in str(Story.objects.get().body)


def test_showing_the_sides_again_files_nothing_and_keeps_what_was_moved(desk, sections):
    filled = told(bring(desk, words("plea_in_the_middle"))) | {"section": sections["sports"].pk}
    put(filled, "The bandstand was found in Iowa.", "furniture")

    answer = desk.post(URL, filled | {"again": "yes"})

    assert answer.status_code == 200
    assert told(answer)["kind"] == filled["kind"]
    assert not Story.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"permalink": "/local-news/"}, "A section or page of the paper stands at"),
        ({"date": "2999-01-01"}, "has not come yet"),
        ({"date": "19.5.2016"}, "Write the date as in 2016-05-19."),
        ({"headline": "", "headline_read": "", "kind": ["paragraph"], "line": ["A"]}, "Write a headline."),
        ({"kind": ["furniture"], "line": ["Menu"]}, "No line is marked as the story."),
        ({"section": ""}, "Choose a section."),
    ],
)  # fmt: skip
def test_nothing_that_was_put_right_is_lost_when_something_is_wrong(
    desk, sections, wrong, sentence
):
    filled = told(bring(desk, words("plea_in_the_middle"))) | {"section": sections["sports"].pk}
    filled["bylines"] = "Somebody Else"

    answer = desk.post(URL, filled | wrong)

    html = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert sentence in html
    assert 'value="Somebody Else"' in html
    assert told(answer)["line"] == (filled | wrong)["line"]
    assert not Story.objects.exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Paste the text of a page, or choose a file."),
        ({"text": "Home\nNews\nSports\nWeather"}, "No story was found on the page"),
        ({"file": SimpleUploadedFile("page.pdf", b"%PDF-1.7 ...")}, "The file is a PDF"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused_in_one_sentence(desk, sent, sentence):
    answer = desk.post(URL, sent)

    assert answer.status_code == 422
    assert sentence in unescape(answer.content.decode())


def test_text_that_was_pasted_stays_when_no_story_is_in_it(desk):
    answer = desk.post(URL, {"text": "Home\nNews\nSports\nOur own words"})

    assert "Our own words</textarea>" in answer.content.decode()


def test_a_file_that_is_too_large_is_refused_unread(desk):
    answer = bring(desk, bytes(40 * 1024**2 + 1))

    assert answer.status_code == 422
    assert "The file has 41 MB; at most 40 MB are taken in." in answer.content.decode()


def test_a_large_page_comes_to_the_screen_without_what_stands_far_away(desk, sections):
    links = "\n\n".join(f"Councillor number {n} looks at bridge again" for n in range(5_000))
    answer = bring(desk, words("plea_in_the_middle") + links.encode())

    assert answer.context["left_out"] > 4_000
    assert len(answer.content) < 500_000
    desk.post(URL, told(answer) | {"section": sections["sports"].pk})
    assert len(Story.objects.get().body) == 8


def test_a_story_too_long_for_the_screen_is_refused_with_the_way_out(desk):
    text = "\n\n".join(
        f"The council met for the {n}th time and said nothing." for n in range(2_000)
    )

    answer = bring(desk, f"Council meets\n\n{text}".encode())

    assert answer.status_code == 422
    assert "too long for this screen" in answer.content.decode()


def test_other_stories_of_the_page_are_told(desk):
    html = bring(desk, words("two_part_multi_story")).content.decode()

    assert "<li>Rabies clinic set for Saturday</li>" in html


def test_each_line_can_be_moved_by_the_keyboard_and_is_named(desk):
    html = bring(desk, words("brief")).content.decode()

    controls = re.findall(r'<(?:select|textarea) id="((?:kind|line)-\d+)"', html)
    assert controls
    assert all(f'for="{control}"' in html for control in controls)


def test_markup_on_a_page_is_shown_as_words(desk):
    page = words("brief").decode().rstrip() + "\n\nThe <script>alert(1)</script> ran on Monday.\n"

    assert "<script>alert" not in desk.post(URL, {"text": page}).content.decode()


def test_a_reporter_may_file_a_draft(client, sections, reporter):
    client.force_login(reporter)
    filled = told(bring(client, words("brief"))) | {"section": sections["sports"].pk}

    client.post(URL, filled)

    assert not Story.objects.get().live


def test_who_may_not_write_stories_is_refused_and_sees_no_way_in(client, sections, photo_editor):
    client.force_login(photo_editor)

    assert client.get(URL).status_code == 403
    assert client.post(URL, {"step": "file"}).status_code == 403
    assert URL not in client.get("/newsroom/photos/").content.decode()
    assert not Story.objects.exists()


def test_nobody_files_in_a_section_that_is_closed_to_them(client, sections, reporter):
    group = Group.objects.get(name="Reporter")
    GroupPagePermission.objects.filter(group=group).delete()
    GroupPagePermission.objects.create(group=group, page=sections["sports"], permission_type="add")
    client.force_login(reporter)
    filled = told(bring(client, words("brief"))) | {"section": sections["opinion"].pk}

    assert client.post(URL, filled).status_code == 403
    assert not Story.objects.exists()


def test_a_stranger_is_asked_to_sign_in(client, sections):
    assert "/login/" in client.get(URL).url
