"""Looking up what stands at a pasted address: what is asked when, what is kept, and who may ask."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from broadsheet.lib.tests.outsider import Outsider, an_outsider, page
from broadsheet.newsroom.models import User
from broadsheet.photos.models import Photo
from broadsheet.stories import embed_lookups, embeds
from broadsheet.stories.desk_checks import missing_in
from broadsheet.stories.embed_lookups import look_up
from broadsheet.stories.embeds import PROVIDERS
from broadsheet.stories.models import LookedUp, Story
from broadsheet.stories.tests.test_roles import story_fields
from tests.town import jpeg

pytestmark = pytest.mark.django_db

FILM = "https://www.youtube.com/watch?v=LarkmereCty"
SAID = {"title": "Council  work session", "author_name": "Town of Larkmere"}


@pytest.fixture
def host(settings: Any, home: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outsider]:
    """A host on loopback that answers for YouTube, and has pages and pictures of its own."""
    with an_outsider() as outsider:
        settings.FETCH_ALLOWED_PRIVATE = [outsider.place]
        ours = PROVIDERS[0]._replace(oembed=f"{outsider.address}/oembed")
        monkeypatch.setattr(embeds, "PROVIDERS", (ours, *PROVIDERS[1:]))
        says(outsider, SAID | {"thumbnail_url": f"{outsider.address}/poster.jpg"})
        outsider.answers["/poster.jpg"] = page(jpeg(), kind="image/jpeg")
        yield outsider


def says(host: Outsider, words: Any) -> None:
    host.answers["/oembed"] = page(json.dumps(words), kind="application/json; charset=utf-8")


def fields(**more: str) -> dict[str, str]:
    """Return what a browser sends for a story with one embed, of which an editor pasted the address."""
    sent = {"url": FILM, "title": "", "author": "", "provider": "", "poster": "", **more}
    named = {f"body-0-value-{name}": value for name, value in sent.items()}
    return story_fields("Council meets", **{"body-0-type": "embed", **named})


@pytest.fixture
def save(client: Client, editor: User, sections: Any) -> Callable[..., Story]:
    """Return a function that saves a new story with one embed: `save(url=…, publish=True)`."""
    client.force_login(editor)
    url = reverse("wagtailadmin_pages:add", args=["stories", "story", sections["local-news"].pk])

    def send(*, publish: bool = False, **more: str) -> Story:
        act = {"action-publish": "1"} if publish else {}
        answer = client.post(url, fields(**more) | act)
        assert answer.status_code == 302, answer.text
        story: Story = Story.objects.latest("pk").get_latest_revision_as_object()
        return story

    return send


def value_of(story: Story) -> Any:
    [block] = story.body
    return block.value


# Saving -------------------------------------------------------------------------------------------
def test_a_pasted_address_is_enough(host: Outsider, save):
    value = value_of(save())

    assert (value["title"], value["author"], value["provider"]) == (
        "Council work session",
        "Town of Larkmere",
        "YouTube",
    )
    poster = value["poster"]
    assert (poster.credit, poster.collection.name) == ("Town of Larkmere / YouTube", "Posters")
    assert (poster.width, poster.height) == (480, 320)
    assert host.paths == ["/oembed", "/poster.jpg"]


def test_saving_again_asks_nobody(host: Outsider, save):
    for _ in range(3):
        save()

    assert host.paths == ["/oembed", "/poster.jpg"]
    assert Photo.objects.count() == 1


def test_what_an_editor_typed_is_kept(host: Outsider, save, make_photo):
    mine = make_photo()

    value = value_of(save(title="The vote", author="The clerk", poster=str(mine.pk)))

    assert (value["title"], value["author"], value["poster"]) == ("The vote", "The clerk", mine)
    assert value["provider"] == "YouTube"


def test_a_host_that_is_down_keeps_nothing_from_being_published(host: Outsider, save):
    host.answers["/oembed"] = b""

    story = save(publish=True, title="The vote")
    save(title="The vote")

    assert Story.objects.get(pk=story.pk).live
    assert (value_of(story)["title"], value_of(story)["poster"]) == ("The vote", None)
    assert host.paths == ["/oembed"]
    assert any(
        "127.0.0.1 does not answer" in sentence and "Type a title" in sentence
        for sentence in missing_in(story)
    )


def test_a_host_that_was_down_is_asked_again_later(host: Outsider, save):
    host.answers["/oembed"] = b""
    save()
    says(host, SAID)
    LookedUp.objects.update(looked_up_at=timezone.now() - timedelta(minutes=11))

    story = save()

    assert value_of(story)["title"] == "Council work session"
    assert not any("was not looked up" in sentence for sentence in missing_in(story))


def test_a_slow_host_does_not_hold_the_save(host: Outsider, save, monkeypatch):
    monkeypatch.setattr(embed_lookups, "SECONDS", 0.8)
    host.answers["/oembed"] = lambda line, _asked: time.sleep(3)
    start = time.monotonic()

    story = save(title="The vote")

    assert time.monotonic() - start < 2.5
    assert value_of(story)["url"] == FILM


def test_many_slow_hosts_together_get_no_more_time(host: Outsider, make_story, monkeypatch):
    monkeypatch.setattr(embed_lookups, "SECONDS", 1.0)
    host.answers["/slow"] = lambda line, _asked: time.sleep(3)
    empty = {"title": "", "author": "", "provider": "", "poster": None}
    body = [("embed", {"url": f"{host.address}/slow?{one}", **empty}) for one in range(6)]
    story = make_story(body=body, live=False)
    start = time.monotonic()

    embed_lookups.fill_embeds(story.body)

    assert time.monotonic() - start < 2
    assert len(host.paths) == 1


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "ftp://town.example/film",
        "https://a:b@town.example/",
        "film",
        "<script src=//elsewhere.example/x.js></script>",
        '<iframe src="https://elsewhere.example/"></iframe>',
    ],
)
def test_x03_what_is_no_address_of_a_page_is_refused_beside_the_field(
    client: Client, editor: User, sections: Any, address: str
):
    client.force_login(editor)
    url = reverse("wagtailadmin_pages:add", args=["stories", "story", sections["local-news"].pk])

    answer = client.post(url, fields(url=address) | {"action-publish": "1"})

    assert answer.status_code == 200
    assert not Story.objects.exists()


def test_f03_a_private_machine_is_not_asked_even_by_an_editor(save):
    story = save(url="http://127.0.0.1/film", title="The vote")

    assert any("part of a private network" in sentence for sentence in missing_in(story))


# What hosts say -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "words",
    [[], None, {}, {"title": ["x"]}, {"title": "   "}, "x"],
)
def test_nonsense_from_a_provider_is_said(host: Outsider, words: Any):
    says(host, words)

    found = look_up(FILM)

    assert (found.title, found.trouble) == ("", "YouTube does not say what stands there.")


def test_x03_what_a_provider_says_never_becomes_markup(host: Outsider, client, make_story, save):
    says(host, {"title": "<script>x</script>", "author_name": '"><img src=y>'})

    story = save(publish=True)

    article = BeautifulSoup(client.get(story.permalink).text, "html.parser").select_one(".embed")
    assert article.select("script, img") == []
    assert article.b.text == "<script>x</script>"


def test_a_page_of_no_listed_host_says_what_it_is_itself(host: Outsider):
    host.answers["/news"] = page(
        '<head><title>Ferry – The Times</title><meta property="og:title" content="The ferry &amp; we">'
        '<meta name="author" content="Jo Bell"><meta property="og:site_name" content="The Times">'
        '<meta property="og:image" content="/poster.jpg"></head><body><title>no</title>'
    )

    found = look_up(f"{host.address}/news")

    assert (found.title, found.author, found.provider) == ("The ferry & we", "Jo Bell", "The Times")
    assert found.poster.credit == "Jo Bell / The Times"


def test_a_page_with_a_title_alone_is_named_after_its_host(host: Outsider):
    host.answers["/plain"] = page("<title>Überfahrt</title>".encode("cp1252"), kind="text/html")

    found = look_up(f"{host.address}/plain")

    assert (found.title, found.provider, found.poster) == ("Überfahrt", "127.0.0.1", None)


def png(width: int, height: int) -> bytes:
    file = BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (page(b"<svg/>", kind="image/svg+xml"), "another kind"),
        (page(b"no picture", kind="image/jpeg"), "cannot be read"),
        (page(jpeg()[:900], kind="image/jpeg"), "cannot be read"),
        (page(jpeg(40, 40), kind="image/jpeg"), "too small or too large"),
        (page(png(9000, 9000), kind="image/png"), "too small or too large"),
        (page(png(30000, 30000), kind="image/png"), "too small or too large"),
    ],
)
def test_a_picture_that_is_none_leaves_title_and_link(host: Outsider, picture: bytes, said: str):
    host.answers["/poster.jpg"] = picture

    found = look_up(FILM)

    assert (found.title, found.poster) == ("Council work session", None)
    assert said in found.trouble
    assert not Photo.objects.exists()


def test_f06_nothing_of_a_strangers_file_stays_but_the_picture(host: Outsider):
    file = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Taken at 14 Depot Street"
    Image.new("RGB", (2000, 1000)).save(file, "JPEG", exif=exif, comment=b"secret")
    host.answers["/poster.jpg"] = page(file.getvalue(), kind="image/jpeg")

    poster = look_up(FILM).poster

    kept = poster.file.open().read()
    assert (poster.width, poster.height) == (1280, 640)
    assert b"Depot Street" not in kept
    assert b"secret" not in kept


def test_one_picture_for_two_makers_names_each(host: Outsider):
    first = look_up(FILM).poster
    says(host, SAID | {"author_name": "County TV", "thumbnail_url": f"{host.address}/poster.jpg"})

    second = look_up(FILM.replace("Larkmere", "Tealcoun")).poster
    again = look_up(FILM.replace("Larkmere", "Tealcoun"), anew=True).poster

    assert (first.credit, second.credit) == ("Town of Larkmere / YouTube", "County TV / YouTube")
    assert again == second


# The button ---------------------------------------------------------------------------------------
@pytest.fixture
def press_button(client: Client) -> Callable[..., Any]:
    def press(user: User, address: str = FILM) -> Any:
        client.force_login(user)
        return client.post(reverse("look_up_embed"), {"address": address})

    return press


def test_the_button_answers_what_stands_there(host: Outsider, press_button, reporter: User):
    found = press_button(reporter).json()

    assert (found["title"], found["trouble"]) == ("Council work session", "")
    assert found["poster"]["id"] == Photo.objects.get().pk
    assert found["poster"]["preview"]["url"].startswith("/media/")


def test_the_button_asks_anew(host: Outsider, press_button, reporter: User):
    look_up(FILM)
    says(host, SAID | {"title": "Council work session, part 1"})

    assert press_button(reporter).json()["title"] == "Council work session, part 1"


def test_a_host_that_is_down_loses_nothing_that_was_known(host: Outsider, press_button, reporter):
    look_up(FILM)
    host.answers["/oembed"] = b""

    found = press_button(reporter).json()

    assert found["title"] == "Council work session"
    assert "does not answer" in found["trouble"]


@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "https://x.example/" + "x" * 500])
def test_the_button_says_what_is_wrong_with_an_address(press_button, reporter: User, address: str):
    found = press_button(reporter, address).json()

    assert list(found) == ["trouble"]
    assert not LookedUp.objects.exists()


def test_who_may_write_nothing_may_look_up_nothing(host: Outsider, press_button, db):
    from django.contrib.auth.models import Permission

    nobody = User.objects.create_user("guest", "guest@x.example", password="ferry-on-mondays")
    nobody.user_permissions.add(Permission.objects.get(codename="access_admin"))

    assert press_button(nobody).status_code == 403
    assert host.asked == []


def test_a_stranger_may_look_up_nothing(host: Outsider, client: Client):
    answer = client.post(reverse("look_up_embed"), {"address": FILM})

    assert answer.status_code in (302, 403)
    assert host.asked == []
