"""Films, sound and pages that stand elsewhere: what readers get, in each edition."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from broadsheet.feeds.full_text import full_text
from broadsheet.press.headers import FRAME_HOSTS, READER_POLICY
from broadsheet.stories.desk_checks import missing_in
from broadsheet.stories.embeds import PROVIDERS, embed_of

pytestmark = pytest.mark.django_db

FILM = "https://www.youtube.com/watch?v=LarkmereCty"
EMBED: dict[str, Any] = {
    "url": FILM,
    "title": "Council work session",
    "author": "Town of Larkmere",
    "provider": "YouTube",
    "poster": None,
}


# Which addresses ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("pasted", "kept", "frame"),
    [
        (one, "https://www.youtube.com/watch?v=LarkmereCty", "/embed/LarkmereCty?autoplay=1&rel=0")
        for one in (
            FILM,
            "https://www.youtube.com/watch?app=desktop&v=LarkmereCty&t=20s",
            "https://m.youtube.com/watch?v=LarkmereCty",
            "https://youtu.be/LarkmereCty?si=x",
            "https://www.youtube.com/shorts/LarkmereCty",
            "https://www.youtube.com/live/LarkmereCty?feature=share",
            "https://www.youtube-nocookie.com/embed/LarkmereCty",
        )
    ]
    + [
        (
            "https://vimeo.com/76979871#t=3",
            "https://vimeo.com/76979871",
            "/video/76979871?autoplay=1&dnt=1",
        ),
        (
            "https://vimeo.com/76979871/0123abcdef?share=copy",
            "https://vimeo.com/76979871/0123abcdef",
            "/video/76979871?h=0123abcdef&autoplay=1&dnt=1",
        ),
        (
            "https://player.vimeo.com/video/76979871?h=0123abcdef",
            "https://vimeo.com/76979871/0123abcdef",
            "/video/76979871?h=0123abcdef&autoplay=1&dnt=1",
        ),
        (
            "https://soundcloud.com/larkmere/noon-whistle?in=x",
            "https://soundcloud.com/larkmere/noon-whistle",
            "/player/?url=https%3A%2F%2Fsoundcloud.com%2Flarkmere%2Fnoon-whistle&auto_play=true",
        ),
    ],
)
def test_an_address_is_known_in_every_form_that_browsers_give(pasted: str, kept: str, frame: str):
    embed = embed_of(pasted)

    assert embed
    assert parse_qs(urlsplit(embed.asked).query)["url"] == [kept]
    assert embed.frame.endswith(frame)
    assert embed.frame.removesuffix(frame) in FRAME_HOSTS


@pytest.mark.parametrize(
    "address",
    [
        "https://town.example/watch?v=LarkmereCty",
        "https://youtube.com.town.example/watch?v=LarkmereCty",
        "https://town.example/https://www.youtube.com/watch?v=LarkmereCty",
        "https://www.youtube.com/@larkmere",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=LarkmereCty%22onload",
        'https://vimeo.com/1234567"><script>',
        "javascript:alert('https://youtu.be/LarkmereCty')",
        "",
    ],
)
def test_x03_no_address_of_an_unlisted_host_opens_a_frame(address: str):
    assert embed_of(address) is None


def test_x03_the_pages_rules_let_in_the_listed_players_and_no_others():
    rules = dict(rule.split(" ", 1) for rule in READER_POLICY.split("; "))
    hosts = {"/".join(provider.frame.split("/")[:3]) for provider in PROVIDERS}

    assert set(rules["frame-src"].split()) == hosts == set(FRAME_HOSTS)
    assert rules["script-src"] == "'self'"


@pytest.mark.parametrize("kept", ["javascript:alert(1)", "data:text/html,x"])
def test_x03_an_address_that_came_into_the_database_otherwise_is_no_link(
    client, make_story, kept: str
):
    figures = {"title": "t", "figures": "Year,Crest\n1959,9", "source": "s", "source_url": kept}
    story = make_story(
        body=[("embed", EMBED | {"url": kept}), ("table", {**figures, "bars": False})]
    )

    for path in (story.permalink, f"/text{story.permalink}", "/feed/"):
        page = client.get(path).text
        assert "Crest" in page
        assert kept not in page


# Readers ------------------------------------------------------------------------------------------
def test_a_reader_without_scripts_gets_picture_title_names_and_link(client, make_story, make_photo):
    poster = make_photo(credit="Town of Larkmere / YouTube", alt="")
    story = make_story(body=[("embed", EMBED | {"poster": poster})])

    html = client.get(story.permalink).text

    embed = BeautifulSoup(html, "html.parser").select_one(".embed")
    assert embed.a["href"] == FILM
    assert embed.a.b.text == "Council work session"
    assert embed.img["alt"] == ""
    assert embed.img["src"].startswith("/media/")
    assert embed.select_one(".credit").text == "Town of Larkmere, YouTube"
    assert embed.select_one(".ask").has_attr("hidden")
    assert "Playing asks YouTube; it may note your visit." in embed.select_one(".ask").text
    assert "<iframe" not in html
    assert "embed.js" in html


def test_a_picture_of_someone_else_names_whose(client, make_story, make_photo):
    story = make_story(body=[("embed", EMBED | {"poster": make_photo(credit="Ilse Markham")})])

    embed = BeautifulSoup(client.get(story.permalink).text, "html.parser").select_one(".embed")
    assert "Picture: Ilse Markham" in embed.text


@pytest.mark.parametrize(
    "body", ["The ferry runs.", [("embed", EMBED | {"url": "https://town.example/films/3"})]]
)
def test_a_page_without_a_player_holds_no_script(client, make_story, body: Any):
    html = client.get(make_story(body=body).permalink).text

    assert "embed.js" not in html
    assert "data-frame" not in html


def test_an_embed_is_a_link_in_the_text_edition_and_in_feeds(make_story, make_photo):
    story = make_story(body=["It runs.", ("embed", EMBED | {"poster": make_photo()})])
    value = story.body[1].value

    for html in (
        render_to_string("stories/text/blocks/embed.html", {"value": value}),
        full_text(story, None, "http://localhost"),
    ):
        found = BeautifulSoup(html, "html.parser")
        assert found.a["href"] == FILM
        assert found.a.text == "Council work session"
        assert "(Town of Larkmere, YouTube)" in found.text
        assert found.select("img, script, iframe") == []


def test_a_draft_without_an_address_shows_nothing(client, make_story):
    story = make_story(body=[("embed", EMBED | {"url": ""})])

    assert 'class="embed' not in client.get(story.permalink).text
    assert not any("embed" in sentence for sentence in missing_in(story))


def test_a_poster_with_another_credit_prints_the_story_anew(press, read, make_story, make_photo):
    poster = make_photo(credit="Ilse Markham")
    story = make_story(body=[("embed", EMBED | {"poster": poster})])
    assert "Ilse Markham" in read(story.permalink).text

    poster.credit = "Nell Tellander"
    poster.save()
    press.print_all()

    assert "Nell Tellander" in read(story.permalink).text
