"""Every way in which a file comes into the paper leads by the one place that looks at it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import UploadedFile as SetAside
from wagtail.users.models import UserProfile

from broadsheet.incoming.models import Arrival
from broadsheet.incoming.tests import made
from broadsheet.incoming.tests.made import PAGE, PDF, sent
from broadsheet.masthead.models import Paper
from broadsheet.masthead.nameplates import clean_nameplate
from broadsheet.masthead.tests.test_nameplates import PLATE, form_fields
from broadsheet.newsroom.models import PaperDocument, User
from broadsheet.photos.models import Photo, Recording
from broadsheet.photos.tests.recorded import VTT, mp3, mp4
from broadsheet.stories.models import Story
from tests.town import jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
NO_PICTURE, NO_PDF, NO_RECORDING = "no picture that browsers", "This is no PDF", "no recording"
STORY = (Path(__file__).parent / "pages" / "plea_in_the_middle.txt").read_bytes()
SCRIPTED = {"x-requested-with": "XMLHttpRequest"}
# Of a film, what else is asked for.
FILM = {"title": "Ferry", "caption": "", "credit": "Nell", "transcript": "It runs."}


class Town(NamedTuple):
    """Who sends, and what is there to be changed."""

    desk: Client
    paper: Paper
    covered: Story

    def post(self, name: str, fields: dict[str, Any], *args: Any, **more: Any) -> Any:
        return self.desk.post(reverse(name, args=args), fields, **more)


class Door(NamedTuple):
    """A way in: how a file is sent by it, one that may come in, one that may not, and what is said of that."""

    send: Callable[[Town, SimpleUploadedFile], Any]
    good: tuple[str, bytes]
    bad: tuple[str, bytes]
    sentence: str


def prefixed(prefix: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {f"{prefix}-{name}": value for name, value in fields.items()}


def replace_photo(town: Town, file: SimpleUploadedFile) -> Any:
    photo = Photo.objects.create(title="Ferry", file=sent("a.jpg", jpeg()))
    return town.post("photos_replace", {"file": file}, photo.pk)


def replace_document(town: Town, file: SimpleUploadedFile) -> Any:
    document = PaperDocument.objects.create(title="Report", file=sent("a.pdf", PDF))
    return town.post("wagtaildocs:edit", {"title": "Report", "file": file}, document.pk)


def send_nameplate(town: Town, file: SimpleUploadedFile) -> Any:
    address = reverse("wagtailsettings:edit", args=["masthead", "paper", town.paper.site_id])
    fields = form_fields(town.desk.get(address))
    return town.desk.post(address, {**fields, "nameplate_file": file})


def send_portrait(town: Town, file: SimpleUploadedFile) -> Any:
    address = reverse("wagtailadmin_account")
    fields = form_fields_of_account(town.desk.get(address))
    return town.desk.post(address, {**fields, "avatar-avatar": file})


def form_fields_of_account(answer: Any) -> dict[str, Any]:
    panels = [panel for panels in answer.context["panels_by_tab"].values() for panel in panels]
    bound = [field for panel in panels for field in panel.get_form()]
    known = {
        field.html_name: field.value() or "" for field in bound if "password" not in field.name
    }
    return {**known, "name_email-first_name": "Wendell", "name_email-last_name": "Testwell"}


PHOTO = {"good": ("a.jpg", jpeg()), "bad": ("a.jpg", PAGE), "sentence": NO_PICTURE}
DOCUMENT = {"good": ("a.pdf", PDF), "bad": ("a.pdf", PAGE), "sentence": NO_PDF}
SOUND = {"good": ("a.mp3", mp3()), "bad": ("a.mp3", PAGE), "sentence": NO_RECORDING}
DOORS = {
    "a photo": Door(lambda town, file: town.post("upload_photo", {"files": file}), **PHOTO),
    "a photo in place of another": Door(replace_photo, **PHOTO),
    "several photos": Door(
        lambda town, file: town.post("upload_photos", {"files": [file]}),
        **PHOTO,
    ),
    "a photo while a story is written": Door(
        lambda town, file: town.post(
            "wagtailimages_chooser:create",
            prefixed("image-chooser-upload", {"title": "Ferry", "file": file}),
        ),
        **PHOTO,
    ),
    "a photo for live coverage": Door(
        lambda town, file: town.post(
            "live_desk",
            {"text": "It runs.", "alt_text": "A ferry", "photo": file},
            town.covered.pk,
        ),
        **PHOTO,
    ),
    "the picture of a film": Door(
        lambda town, file: town.post(
            "recording_chooser:create",
            {**FILM, "file": sent("a.mp4", mp4()), "captions": sent("a.vtt", VTT), "still": file},
        ),
        **PHOTO,
    ),
    "a picture of oneself": Door(send_portrait, **PHOTO),
    "a document": Door(
        lambda town, file: town.post("wagtaildocs:add", {"title": "Report", "file": file}),
        **DOCUMENT,
    ),
    "a document in place of another": Door(replace_document, **DOCUMENT),
    "several documents": Door(
        lambda town, file: town.post(
            "wagtaildocs:add_multiple", {"files[]": file}, headers=SCRIPTED
        ),
        **DOCUMENT,
    ),
    "a document while a story is written": Door(
        lambda town, file: town.post(
            "wagtaildocs_chooser:create",
            prefixed("document-chooser-upload", {"title": "Report", "file": file}),
        ),
        **DOCUMENT,
    ),
    "a recording": Door(
        lambda town, file: town.post("recordings:add", {**FILM, "file": file}), **SOUND
    ),
    "a recording while a story is written": Door(
        lambda town, file: town.post("recording_chooser:create", {**FILM, "file": file}), **SOUND
    ),
    "captions": Door(
        lambda town, file: town.post(
            "recordings:add", {**FILM, "file": sent("a.mp4", mp4()), "captions": file}
        ),
        ("a.srt", VTT),
        ("a.vtt", PAGE),
        "holds no captions",
    ),
    "the paper's name as a drawing": Door(
        send_nameplate, ("a.svg", PLATE.encode()), ("a.html", PAGE), "Save it as one of these: .svg"
    ),
    "a page of another system": Door(
        lambda town, file: town.post("import_page", {"file": file}),
        ("page.txt", STORY),
        ("page.txt", b""),
        "The file is empty",
    ),
    "a list of redirects": Door(
        lambda town, file: town.post("wagtailredirects:start_import", {"import_file": file}),
        ("a.csv", b"from,to\n/old/,/new/\n"),
        ("a.csv", made.xlsx()),
        "This is no text",
    ),
}
each_door = pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)


@pytest.fixture
def town(client: Client, publisher: User, paper: Paper, covered: Story, home: Path) -> Town:
    client.force_login(publisher)
    return Town(client, paper, covered)


def kept() -> dict[str, Any]:
    """Return what is kept: how many records with files there are, and every file in the paper's folder."""
    kinds = (Photo, PaperDocument, Recording, SetAside)
    portraits = UserProfile.objects.exclude(avatar="").count()
    folder = Path(default_storage.path(""))
    # What the newsroom makes to show them is not what was sent.
    files = {
        path.name: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "images"
    }
    return {
        **{kind.__name__: kind.objects.count() for kind in kinds},
        "portraits": portraits,
        **files,
    }


@each_door
def test_u08_a_file_comes_in_by_any_door_and_is_kept_under_a_name_that_says_nothing(
    town: Town, publisher: User, door: Door
):
    name, raw = door.good

    answer = door.send(town, sent(f"Nell {'x' * 240}.{name.rpartition('.')[2]}", raw))

    assert answer.status_code in (200, 302)
    assert door.sentence not in getattr(answer, "text", "")
    # It was looked at, and counted for its sender.
    sizes = Arrival.objects.filter(person=publisher).values_list("size_bytes", flat=True)
    assert len(raw) in sizes
    assert [one for one in kept() if "nell" in one.lower() or "xx" in one] == []


@each_door
def test_u03_at_every_door_a_file_that_is_not_what_its_name_says_is_refused_in_a_sentence(
    town: Town, door: Door, monkeypatch: pytest.MonkeyPatch
):
    # What stood there before is made by the door itself.
    before: dict[str, Any] = {}
    post = Client.post

    def note_and_post(client: Client, *args: Any, **kwargs: Any) -> Any:
        before.update(kept())
        return post(client, *args, **kwargs)

    monkeypatch.setattr(Client, "post", note_and_post)

    answer = door.send(town, sent(*door.bad))

    assert answer.status_code in (200, 422)
    assert door.sentence in answer.text.replace("&#x27;", "'")
    assert kept() == before


@each_door
def test_u01_at_every_door_a_drawing_that_holds_a_script_is_refused(town: Town, door: Door):
    answer = door.send(town, sent("a.svg", made.SVG))

    assert made.SVG not in kept().values()
    if door is DOORS["the paper's name as a drawing"]:
        assert answer.status_code == 200
        assert Paper.objects.get().nameplate_svg == ""
    elif door is DOORS["a page of another system"]:
        assert answer.status_code == 422
    else:
        assert "An SVG drawing can hold programs. Save it as PNG" in answer.text


@pytest.mark.parametrize("door", [door for door in DOORS.values() if door.sentence == NO_PICTURE])
def test_u04_at_every_door_for_pictures_a_small_file_of_huge_pixels_is_refused(
    town: Town, door: Door
):
    answer = door.send(town, sent("a.png", made.png_claiming(9_000, 9_000)))

    assert "has 9000 by 9000 pixels. At most 50 million are taken in" in answer.text


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
        "<image href='https://elsewhere.example/x.png'/>",
        "<use href='https://elsewhere.example/x.svg#a'/>",
        "<path d='M0 0' onload='alert(1)'/>",
        "<path d='M0 0' fill='url(https://elsewhere.example/)'/>",
        "<style>@import url(https://elsewhere.example/)</style>",
        "<a href='javascript:alert(1)'><path d='M0 0'/></a>",
    ],
)
def test_u01_the_one_drawing_that_a_paper_has_may_hold_plain_shapes_alone(inside: str):
    assert clean_nameplate(PLATE)

    with pytest.raises(ValidationError, match=r"drawing|no color"):
        clean_nameplate(PLATE.replace("<path", inside + "<path", 1))


def test_u01_a_drawing_that_is_a_bomb_of_entities_is_refused_unexpanded():
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE svg [<!ENTITY e0 "ferry">{entities}]>' + PLATE.replace("<path", "&e9;<path")

    with pytest.raises(ValidationError, match="has a DOCTYPE or an entity"):
        clean_nameplate(bomb)
