"""What a reader finds of galleries, boxes, tables, charts, documents and recordings in a story."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from broadsheet.newsroom.models import PaperDocument
from broadsheet.photos.recordings import take_in
from broadsheet.photos.tests.recorded import VTT, mp4, recording
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db

TABLE: dict[str, Any] = {
    "title": "A beam’s decline",
    "unit": "Rating, 0 (failed) to 9 (new)",
    "figures": "Year, Posted limit, Rating\n2014, None, 7\n2019, 15 tons, 6\n2026, Closed, 3",
    "source": "County reports",
    "source_url": "https://county.example/reports",
    "bars": True,
    "bars_up_to": "9",
}
CHART: dict[str, Any] = {
    "title": "The river",
    "unit": "Feet",
    "figures": "Year, Crest\n1959, 9\n1965, 13.6",
    "source": "The door",
    "source_url": "",
    "kind": "line",
    "shows": "1965 was the highest.",
}
BOX = {"title": "If you cross", "text": "<ul><li>On <b>foot</b>: the north path.</li></ul>"}


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def prose(client: Client, story: Story) -> Any:
    return soup(client.get(story.permalink).text).select_one(".prose")


@pytest.fixture
def document(home: Any, db: None) -> PaperDocument:
    made = PaperDocument(title="Inspection report")
    made.file.save("report.pdf", ContentFile(b"%PDF-1.4" + b"x" * 2000), save=False)
    made._set_document_file_metadata()
    made.save()
    return made


# Tables -------------------------------------------------------------------------------------------
def test_a_table_says_what_each_row_and_column_is(client, make_story):
    table = prose(client, make_story(body=[("table", TABLE)])).table

    assert (
        table.caption.get_text(" ", strip=True) == "A beam’s decline Rating, 0 (failed) to 9 (new)"
    )
    names = [cell.get_text(strip=True) for cell in table.select("thead th[scope=col]")]
    assert names == ["Year", "Posted limit", "Rating", "Rating, drawn"]
    assert [cell.text for cell in table.select("tbody th[scope=row]")] == ["2014", "2019", "2026"]
    assert [cell.text for cell in table.select("tbody td.num")] == ["7", "6", "3"]


def test_bars_stand_beside_their_figures_in_whole_percents(client, make_story):
    page = prose(client, make_story(body=[("table", TABLE)]))

    assert [bar["width"] for bar in page.select("svg.bar[aria-hidden=true] rect")] == [
        "78%",
        "67%",
        "33%",
    ]
    assert "style=" not in str(page)


def test_a_table_scrolls_in_a_frame_that_the_keyboard_reaches(client, make_story):
    frame = prose(client, make_story(body=[("table", TABLE)])).select_one(".figures")

    assert (frame["role"], frame["tabindex"], frame["aria-label"]) == (
        "region",
        "0",
        "A beam’s decline",
    )


def test_a_table_leads_to_its_source(client, make_story):
    link = prose(client, make_story(body=[("table", TABLE)])).select_one(".source a")

    assert (link["href"], link.text) == ("https://county.example/reports", "County reports")


def test_a_corner_without_a_name_is_no_empty_heading(client, make_story):
    story = make_story(
        body=[("table", {**TABLE, "figures": ", Votes\nLarkmere, 171", "bars": False})]
    )

    assert [cell.text for cell in prose(client, story).select("thead th")] == ["Votes"]


def test_what_stands_in_a_cell_never_becomes_markup(client, make_story):
    story = make_story(
        body=[("table", {**TABLE, "figures": "Town, Votes\n<img src=x onerror=y>, 171"})]
    )

    assert prose(client, story).img is None
    assert "<img src=x onerror=y>" in prose(client, story).text


# Charts -------------------------------------------------------------------------------------------
def test_a_chart_tells_who_cannot_see_it_what_it_shows(client, make_story):
    drawing = prose(client, make_story(body=[("chart", CHART)])).find("svg", role="img")

    assert drawing.find(True, recursive=False).name == "title"
    assert drawing.title.text == "The river"
    assert drawing.desc.text == "1965 was the highest."


def test_a_charts_figures_stand_beneath_it(client, make_story):
    beneath = prose(client, make_story(body=[("chart", CHART)])).select_one(".chart details table")

    assert [cell.text for cell in beneath.select("tbody td")] == ["9", "13.6"]


# Galleries, boxes, documents ----------------------------------------------------------------------
def gallery(*photos: Any) -> tuple[str, Any]:
    uses = [{"photo": photo, "caption": "", "alt_text": ""} for photo in photos]
    return "gallery", {"title": "At the ferry", "photos": uses}


def test_every_photo_of_a_gallery_is_in_sight_with_its_words(client, make_story, make_photo):
    body = [gallery(make_photo("Leaving."), make_photo("Coming back."), make_photo("Neither."))]

    page = prose(client, make_story(body=body)).select_one(".gallery")

    assert [one.text for one in page.select(".caption")] == ["Leaving.", "Coming back.", "Neither."]
    assert len(page.select("img[alt='A small ferry on a wide brown river'][loading=lazy]")) == 3
    assert len(page.select(".credit")) == 3


def test_a_photo_that_was_deleted_leaves_no_gap(client, make_story, make_photo):
    lost = make_photo("Gone.")
    story = make_story(body=[gallery(make_photo("Leaving."), lost, make_photo("Back."))])
    lost.delete()

    page = prose(client, story).select_one(".gallery")

    assert [one.text for one in page.select(".caption")] == ["Leaving.", "Back."]


def test_a_story_outlives_a_photo_in_its_text(client, make_story, make_photo):
    photo = make_photo("Bridge")
    story = make_story(
        "Bridge opens",
        body=["It opened.", ("photo", {"photo": photo, "caption": "", "alt_text": ""})],
    )
    assert len(prose(client, story).select("figure.in-text")) == 1

    photo.delete()

    page = prose(client, story)
    assert not page.select("figure.in-text")
    assert "It opened." in page.text


def test_a_gallery_costs_the_same_however_many_photos_it_has(client, make_story, make_photo):
    photos = [make_photo(f"Photo {number}.") for number in range(8)]
    small = make_story(body=[gallery(*photos[:2])])
    large = make_story("The ferry again", body=[gallery(*photos)])
    for story in (small, large):
        client.get(story.permalink)

    def queries(story: Story) -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(story.permalink)
        return len(counted)

    assert queries(large) == queries(small)


def test_a_fact_box_stands_apart_under_its_title(client, make_story):
    box = prose(client, make_story(body=[("fact_box", BOX)])).select_one("aside.fact-box")

    assert box["aria-label"] == box.h2.text == "If you cross"
    assert box.li.b.text == "foot"


def test_readers_know_kind_and_size_of_a_document_before_they_ask_for_it(
    client, make_story, document
):
    body = [("document", {"document": document, "title": "", "about": "Fourteen pages."})]

    line = prose(client, make_story(body=body)).select_one(".document")

    assert line.a["href"] == document.url
    assert re.sub(r"\s+", " ", line.text) == "Inspection report PDF, 2.0 KB Fourteen pages."
    assert client.get(line.a["href"]).status_code == 200


def test_a_story_outlives_its_document_and_its_recording(client, make_story, document):
    made = recording()
    body = [
        ("document", {"document": document, "title": "", "about": ""}),
        ("recording", {"recording": made, "caption": ""}),
        "Text.",
    ]
    story = make_story(body=body)
    document.delete()
    made.delete()

    assert prose(client, story).get_text(strip=True) == "Text."


# Recordings ---------------------------------------------------------------------------------------
def test_a_film_comes_with_captions_picture_and_transcript(client, make_story, make_photo, home):
    made = recording(mp4(), captions=VTT, poster=make_photo())
    story = make_story(body=[("recording", {"recording": made, "caption": "Here."})])

    film = prose(client, story).select_one(".recording")

    assert (film.video["preload"], film.video.has_attr("controls")) == ("none", True)
    assert film.video["poster"].startswith("/media/images/")
    assert (film.video["width"], film.video["height"]) == ("640", "360")
    assert film.video.source["type"] == "video/mp4"
    assert film.track["kind"] == "captions"
    assert client.get(film.track["src"]).headers["Content-Type"].startswith("text/vtt")
    assert "The ferry runs." in film.details.text
    assert film.select_one(".caption").text == "Here."


def test_sound_comes_with_its_transcript(client, make_story, home):
    story = make_story(body=[("recording", {"recording": recording(), "caption": ""})])

    sound = prose(client, story).select_one(".recording")

    assert sound.audio.source["type"] == "audio/mpeg"
    assert sound.details.p.text == "[A horn.]"


def test_pages_may_play_what_the_paper_itself_holds_and_nothing_else(client, published_story):
    policy = client.get(published_story.permalink)["Content-Security-Policy"]

    assert "media-src 'self';" in policy
    assert "default-src 'none'" in policy


# The press ----------------------------------------------------------------------------------------
def test_a_page_is_printed_again_when_a_document_or_recording_changes(
    press, read, make_story, document, home
):
    made = recording()
    body = [
        ("document", {"document": document, "title": "", "about": ""}),
        ("recording", {"recording": made, "caption": ""}),
    ]
    story = make_story(body=body)
    assert "Inspection report" in read(story.permalink).text

    document.title, made.transcript = "Inspection report, complete", "[A horn, twice.]"
    document.save()
    made.save()
    press.print_all()

    page = read(story.permalink)
    assert page.is_printed
    assert "Inspection report, complete" in page.text
    assert "[A horn, twice.]" in page.text


def test_a_new_caption_of_a_photo_in_the_text_reaches_page_and_feed_each_time(
    press, read, make_story, make_photo
):
    photo = make_photo("Once.")
    story = make_story(body=[("photo", {"photo": photo, "caption": "", "alt_text": ""}), "Text."])
    for caption in ("Once.", "Twice.", "Thrice."):
        photo.caption = caption
        photo.save()
        press.print_all()

        for path in (story.permalink, "/feed/"):
            page = read(path)
            assert page.is_printed
            assert caption in page.text


def test_a_recording_that_is_deleted_leaves_every_page_and_the_machine(
    press, read, make_story, home, django_capture_on_commit_callbacks
):
    made = recording()
    story = make_story(body=[("recording", {"recording": made, "caption": ""}), "Text."])
    address = made.file.url
    assert address in read(story.permalink).text
    assert read(address).status == 200

    with django_capture_on_commit_callbacks(execute=True):
        made.delete()
    press.print_all()

    assert address not in read(story.permalink).text
    assert read(address).status == 404


def test_new_captions_for_a_film_reach_its_page(press, read, make_story, make_photo, home):
    made = recording(mp4(), captions=VTT)
    story = make_story(body=[("recording", {"recording": made, "caption": ""})])
    old = made.captions.url
    assert old in read(story.permalink).text

    take_in(made, captions=VTT.replace(b"runs", b"sails"))
    press.print_all()

    page = read(story.permalink).text
    assert old not in page
    assert "sails" in read(made.captions.url).text
