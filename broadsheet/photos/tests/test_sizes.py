"""Readers get each photo in the kind and size that their screen needs: made by the worker, and all of them or none."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError
from django.template import Context, Template
from django.test import Client
from django.utils import timezone

from broadsheet.incoming.tests.made import sent
from broadsheet.photos import kept_sizes
from broadsheet.photos.crops import Crop
from broadsheet.photos.kept_sizes import OLD_ARE_KEPT_FOR, forget_old_sizes, take_away_sizes
from broadsheet.photos.models import Photo, Rendition, Terms
from broadsheet.photos.renditions import (
    all_sizes_of,
    make_sizes,
    remake_sizes,
    sizes_of,
    with_sizes,
)
from broadsheet.photos.size_specs import WIDTHS
from broadsheet.press.models import Change
from tests.town import jpeg

pytestmark = pytest.mark.django_db
LEFT_HALF = Crop(0, 0, 500, 1000)


@pytest.fixture
def photo(home: Path) -> Photo:
    """A photo wide enough for every size, and low, so that they are soon made."""
    return Photo.objects.create(
        title="Ferry", file=sent("ferry.jpg", jpeg(1800, 120)), credit="Nell Roe"
    )


def shown(photo: Photo, words: str = "alt='A ferry' sizes='50vw'") -> BeautifulSoup:
    """Return what stands in a page for a photo."""
    made = Template("{% load photos %}{% photo photo " + words + " %}")
    return BeautifulSoup(made.render(Context({"photo": photo})), "html.parser")


def anew() -> Photo:
    return Photo.objects.get()


def files(home: Path) -> set[str]:
    return {path.name for path in (home / "media" / "images").glob("*")}


def widths(srcset: str) -> list[int]:
    return [int(one.rpartition(" ")[2].rstrip("w")) for one in srcset.split(", ")]


# What pages show ----------------------------------------------------------------------------------
def test_a_page_offers_a_photo_as_avif_then_as_webp_and_as_jpeg_to_browsers_that_know_neither(
    photo: Photo,
):
    make_sizes.call(photo.pk)

    page = shown(anew())

    assert [one["type"] for one in page.select("picture > source")] == ["image/avif", "image/webp"]
    for source in page.select("source"):
        assert widths(source["srcset"]) == list(WIDTHS)
        assert source["sizes"] == "auto, 50vw"
    assert page.img["src"].endswith(".800.jpg")
    assert widths(page.img["srcset"]) == [400, 800]
    assert (page.img["width"], page.img["height"]) == ("1600", "107")
    assert page.img["alt"] == "A ferry"


def test_every_address_that_a_page_names_answers_with_a_picture_of_its_kind(
    photo: Photo, client: Client
):
    make_sizes.call(photo.pk)

    for named in shown(anew()).select("[srcset]"):
        for one in named["srcset"].split(", "):
            answer = client.get(one.partition(" ")[0])
            assert answer.status_code == 200
            assert answer["Content-Type"] == named.get("type", "image/jpeg")


def test_only_the_first_picture_of_a_page_is_eager_and_its_width_is_said_not_measured(photo: Photo):
    eager, lazy = shown(photo, "eager=True sizes='50vw'").img, shown(photo).img

    assert (eager["fetchpriority"], eager.get("loading"), eager["sizes"]) == ("high", None, "50vw")
    assert (lazy["loading"], lazy["decoding"], lazy["sizes"]) == ("lazy", "async", "auto, 50vw")


def test_a_narrow_photo_has_no_size_wider_than_itself_and_none_twice(home: Path):
    photo = Photo.objects.create(title="Ferry", file=sent("ferry.jpg", jpeg(500, 300)))

    make_sizes.call(photo.pk)

    made = sorted((row.width, row.file.name[-4:]) for row in photo.renditions.all())
    assert made == [
        *((400, ending) for ending in (".jpg", "avif", "webp")),
        *((500, ending) for ending in (".jpg", "avif", "webp")),
    ]


def test_a_photo_taken_with_the_camera_on_its_side_is_as_wide_as_it_is_shown(home: Path):
    from broadsheet.photos.tests.noted import turned

    raw = turned("JPEG", 6, size=(300, 500))
    photo = Photo.objects.create(title="Ferry", file=sent("ferry.jpg", raw))

    assert (photo.width, photo.height) == (300, 500)
    assert [(size.width, size.height) for size in sizes_of(photo)] == [(300, 500)]


def test_each_use_shows_its_own_part_of_a_photo(photo: Photo):
    whole, part = shown(photo), shown(photo, "crop='0,0,500,1000'")

    assert widths(part.source["srcset"]) == [400, 680, 800, 900]
    assert (part.img["width"], part.img["height"]) == ("900", "120")
    assert whole.img["src"] != part.img["src"]
    assert ".l0-t0-w500-h1000." in part.img["src"]


def test_a_photo_that_lost_its_file_before_any_size_was_made_leaves_its_alt_text(photo: Photo):
    photo.file.storage.delete(photo.file.name)

    assert str(shown(anew())) == '<span class="lost-photo">A ferry</span>'


@pytest.mark.parametrize(
    ("point", "crop", "classes"),
    [
        (None, "", None),
        ((900, 60), "", None),
        ((0, 0), "", ["at-x0", "at-y0"]),
        ((1800, 120), "", ["at-x10", "at-y10"]),
        ((900, 25), "", ["at-y2"]),
        # In the left half it is at the right edge; above the part, it is at its upper edge.
        ((900, 60), "0,0,500,1000", ["at-x10"]),
        ((900, 10), "250,500,500,500", ["at-y0"]),
    ],
)
def test_the_subject_stays_in_sight_where_a_page_cuts_a_shape_out_of_a_photo(
    photo: Photo, point: tuple[int, int] | None, crop: str, classes: list[str] | None
):
    if point:
        photo.focal_point_x, photo.focal_point_y = point
        photo.focal_point_width = photo.focal_point_height = 10

    assert shown(photo, f"crop='{crop}'").img.get("class") == classes


def test_a_list_of_photos_with_their_parts_costs_two_queries_however_many_there_are(
    home: Path, make_photo: Any, django_assert_num_queries: Any
):
    for _number in range(3):
        make_sizes.call(make_photo().pk, "0,0,500,1000")

    with django_assert_num_queries(2):
        for photo in with_sizes(Photo.objects.all()):
            assert all(all_sizes_of(photo))
            assert all(all_sizes_of(photo, LEFT_HALF))


# Who makes them, and when ---------------------------------------------------------------------------
def test_the_worker_makes_all_sizes_of_a_photo_that_comes_in(
    home: Path, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        photo = Photo.objects.create(title="Ferry", file=sent("ferry.jpg", jpeg(1800, 120)))

    kinds = [row.file.name.rpartition(".")[2] for row in photo.renditions.all()]
    assert {kind: kinds.count(kind) for kind in kinds} == {"webp": 5, "avif": 5, "jpg": 2}


def test_a_page_that_is_printed_first_makes_webp_and_jpeg_and_shows_avif_once_the_worker_was_there(
    photo: Photo, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        before = [one["type"] for one in shown(photo).select("source")]

    assert before == ["image/webp"]
    assert [one["type"] for one in shown(anew()).select("source")] == ["image/avif", "image/webp"]
    # By this line of the log, what shows the photo is printed again.
    assert Change.objects.latest("pk").source == photo.source
    assert Change.objects.latest("pk").why == "sizes"


def test_a_page_makes_nothing_while_some_size_is_there_and_asks_the_worker_for_the_rest(
    photo: Photo, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
):
    sizes_of(photo)
    photo.renditions.exclude(filter_spec__startswith="width-400|format-webp").delete()

    with django_capture_on_commit_callbacks() as asked, monkeypatch.context() as at_print:
        at_print.setattr(kept_sizes, "make_all", None)
        page = shown(anew())

    assert widths(page.img["srcset"]) == [400]
    for ask in asked:
        ask()
    assert all(len(kind) > 1 for kind in all_sizes_of(anew()))


@pytest.mark.django_db(transaction=True)
def test_a_page_is_printed_though_the_worker_cannot_be_asked(
    photo: Photo, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_args: object) -> None:
        raise DatabaseError("no room")

    monkeypatch.setattr(type(make_sizes), "enqueue", fail)

    assert shown(photo).img["src"].endswith(".jpg")


def test_the_worker_does_nothing_a_second_time(photo: Photo, home: Path):
    make_sizes.call(photo.pk)
    before = files(home)

    make_sizes.call(photo.pk)

    assert files(home) == before


def test_a_part_that_a_draft_shows_is_ready_before_the_story_is_published(photo: Photo):
    make_sizes.call(photo.pk, "0,0,500,1000")

    assert all(all_sizes_of(anew(), LEFT_HALF))


def test_a_photo_that_is_gone_or_withdrawn_has_no_sizes_made(photo: Photo, home: Path):
    photo.withdrawn_at = timezone.now()
    photo.save()

    make_sizes.call(photo.pk)
    make_sizes.call(photo.pk + 1)

    assert files(home) == set()


# Made anew, taken away ----------------------------------------------------------------------------
def test_sizes_that_are_made_anew_have_other_addresses_and_open_pages_keep_the_old_for_a_while(
    photo: Photo, home: Path, client: Client, monkeypatch: pytest.MonkeyPatch
):
    make_sizes.call(photo.pk, "0,0,500,1000")
    old = [size.url for kind in all_sizes_of(anew()) for size in kind]

    remake_sizes(anew())

    new = [size.url for kind in all_sizes_of(anew()) for size in kind]
    assert set(old).isdisjoint(new)
    assert all(all_sizes_of(anew(), LEFT_HALF))
    forget_old_sizes()
    assert {client.get(url).status_code for url in old + new} == {200}
    later = timezone.now() + OLD_ARE_KEPT_FOR + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with_callbacks_done(forget_old_sizes)
    assert {client.get(url).status_code for url in old} == {404}
    assert {client.get(url).status_code for url in new} == {200}


def with_callbacks_done(act: Any) -> None:
    """Do something as outside of a transaction."""
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        act()


def test_a_photo_whose_end_is_set_to_soon_leaves_nothing_behind_under_a_name_without_its_end(
    photo: Photo, home: Path
):
    make_sizes.call(photo.pk)
    photo.get_rendition("max-165x165")
    photo.until = timezone.now() + timedelta(minutes=5)
    photo.save()

    with_callbacks_done(lambda: make_sizes.call(photo.pk))

    assert files(home)
    assert [name for name in files(home) if f".u{int(photo.until.timestamp())}." not in name] == []


def test_sizes_that_are_taken_away_are_gone_from_records_and_disk_at_once(
    photo: Photo, home: Path, client: Client
):
    make_sizes.call(photo.pk, "0,0,500,1000")
    urls = [size.url for kind in all_sizes_of(anew()) for size in kind]
    photo.get_rendition("max-165x165")
    remake_sizes(anew())

    with_callbacks_done(lambda: take_away_sizes(photo))

    assert not Rendition.objects.exists()
    assert files(home) == set()
    assert {client.get(url).status_code for url in urls} == {404}


def test_a_licence_that_says_something_else_is_written_into_the_sizes_of_all_photos_under_it(
    photo: Photo, home: Path
):
    terms = Terms.objects.create(name="Zoo", licence="CC BY 3.0")
    photo.terms = terms
    photo.save()
    make_sizes.call(photo.pk)

    terms.licence = "CC BY-SA 3.0"
    with_callbacks_done(terms.save)

    current = [row.file.read() for row in Rendition.objects.exclude(filter_spec=kept_sizes.OLD)]
    assert current
    assert all(b"CC BY-SA 3.0" in content for content in current)


def test_a_name_that_no_size_says_makes_none_anew(photo: Photo, home: Path):
    make_sizes.call(photo.pk)
    before = files(home)

    photo.keywords = "river"
    with_callbacks_done(photo.save)

    assert files(home) == before


# All or none --------------------------------------------------------------------------------------
def test_a_disk_that_is_full_in_the_middle_leaves_no_size_behind(
    photo: Photo, home: Path, monkeypatch: pytest.MonkeyPatch
):
    save, saved = FileSystemStorage._save, []

    def save_three(self: FileSystemStorage, name: str, content: Any) -> str:
        if len(saved) == 3:
            raise OSError(28, "No space left on device")
        saved.append(name)
        return save(self, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", save_three)

    with pytest.raises(OSError, match="No space"):
        make_sizes.call(photo.pk)

    assert len(saved) == 3
    assert files(home) == set()
    assert not Rendition.objects.exists()


def test_a_database_that_fails_leaves_no_size_behind(
    photo: Photo, home: Path, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_args: object, **_more: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(Rendition.objects, "bulk_create", fail)

    with pytest.raises(DatabaseError):
        make_sizes.call(photo.pk)

    assert files(home) == set()


def test_of_two_who_make_the_same_sizes_at_once_one_is_kept(
    photo: Photo, home: Path, monkeypatch: pytest.MonkeyPatch
):
    make = kept_sizes.make_all

    def make_after_another(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(kept_sizes, "make_all", make)
        make_sizes.call(photo.pk)
        return make(*args, **kwargs)

    monkeypatch.setattr(kept_sizes, "make_all", make_after_another)

    sizes = all_sizes_of(photo)

    rows = Rendition.objects.all()
    assert len(rows) == 12
    assert {Path(row.file.name).name for row in rows} == files(home)
    assert {Path(size.url).name for size in sizes.webp} <= files(home)
