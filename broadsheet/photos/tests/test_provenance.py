"""Content Credentials are read when a photo comes in, whatever is in them, and harm nothing."""

import json
import random
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.incoming.tests.made import picture, sent
from broadsheet.newsroom.models import User
from broadsheet.photos import provenance
from broadsheet.photos.acts import replace
from broadsheet.photos.arriving import look_into
from broadsheet.photos.content_credentials import credentials_of
from broadsheet.photos.models import Photo
from broadsheet.photos.provenance import note_credentials
from broadsheet.photos.renditions import sizes_of
from broadsheet.photos.source_types import made_label
from broadsheet.photos.tests.blocks_made import in_jpeg, packet
from broadsheet.photos.tests.signed import (
    CROPPED,
    FILLED,
    IPTC,
    MADE,
    OPENED,
    TAKEN,
    brought,
    known,
    shown_to_the_desk,
    signed,
    signer,
    tampered,
)
from tests.town import jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
KINDS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}


@pytest.fixture
def bring(home: Path) -> Callable[..., Photo]:
    return brought


# What is kept -------------------------------------------------------------------------------------
def test_of_a_signed_photo_it_is_known_who_signed_it_with_what_and_what_was_done(
    bring: Callable[..., Photo],
):
    before = timezone.now().replace(microsecond=0)

    found = known(bring(signed(acts=[TAKEN, CROPPED])))

    assert (found.state, found.signer, found.tool) == (
        "valid",
        "Larkmere Cameras",
        "Ferry Editor 2.1",
    )
    assert (found.acts, found.ai, found.failures) == (("c2pa.created", "c2pa.cropped"), "", ())
    assert found.checked_at >= before


@pytest.mark.parametrize("ending", KINDS)
def test_they_are_read_from_every_kind_of_picture_that_comes_in(
    bring: Callable[..., Photo], ending: str
):
    kind = provenance.TYPES[ending]

    photo = bring(signed(picture(KINDS[ending]), kind), ending)

    assert known(photo).state == "valid"


def test_a_signer_whom_the_paper_trusts_is_known(bring: Callable[..., Photo], home: Path):
    (home / "signers.pem").write_bytes(signer("Larkmere Cameras").root)

    assert known(bring(signed())).state == "trusted"
    assert known(bring(signed(by="Somebody Else"))).state == "valid"


def test_a_list_of_signers_that_cannot_be_read_trusts_nobody_and_is_complained_of(
    bring: Callable[..., Photo], home: Path, caplog: pytest.LogCaptureFixture
):
    (home / "signers.pem").write_text("no certificates")

    assert known(bring(signed())).state == "valid"
    assert "signers.pem holds no certificates" in caplog.text


def test_no_number_of_a_single_camera_is_kept(bring: Callable[..., Photo]):
    photo = bring(signed(tool="Ferry Camera S/N 5512345"))

    assert not re.search(r"\d{5}", json.dumps({**photo.credentials, "checked_at": ""}))
    assert known(photo).tool.startswith("Ferry Camera")


def test_however_much_a_record_holds_little_is_kept(bring: Callable[..., Photo]):
    acts = [TAKEN, *({"action": f"org.larkmere.act{number}"} for number in range(400))]

    photo = bring(signed(acts=acts, tool="Ferry " * 2000))

    assert known(photo).state == "valid"
    assert len(json.dumps(photo.credentials)) < 4000


def test_of_a_photo_without_them_nothing_is_kept_and_no_program_is_asked(
    bring: Callable[..., Photo], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(subprocess, "run", lambda *_words, **_more: pytest.fail("was asked"))

    photo = bring(jpeg())

    assert (photo.credentials, credentials_of(photo)) == ({}, None)
    assert shown_to_the_desk(photo) == ""


def test_a_photo_that_only_speaks_of_provenance_holds_none(bring: Callable[..., Photo]):
    note = b"The provenance of this picture, and what c2pa is"

    assert credentials_of(bring(jpeg() + note)) is None


def test_a_new_file_without_them_takes_the_old_ones_away(
    bring: Callable[..., Photo], django_capture_on_commit_callbacks: Any
):
    photo = bring(signed())

    with django_capture_on_commit_callbacks(execute=True):
        photo.file = sent("other.jpg", jpeg())
        photo.save()

    assert Photo.objects.get().credentials == {}


def test_without_the_extra_nothing_is_read_said_or_broken(
    bring: Callable[..., Photo], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(provenance, "find_spec", lambda _name: None)

    photo = bring(signed(acts=[MADE]))

    assert (photo.credentials, photo.source_type, len(photo.look)) == ({}, "", 32)


def test_a_photo_that_has_lost_its_file_is_no_trouble(bring: Callable[..., Photo]):
    photo = bring(jpeg())
    photo.file.storage.delete(photo.file.name)

    note_credentials(photo)

    assert Photo.objects.get().credentials == {}


def test_a_photo_that_is_uploaded_in_the_newsroom_is_read_by_the_worker(
    client: Client, reporter: User, home: Path, django_capture_on_commit_callbacks: Any
):
    client.force_login(reporter)

    with django_capture_on_commit_callbacks(execute=True):
        file = sent("ferry.jpg", signed(acts=[MADE]))
        answer = client.post(reverse("upload_photo"), {"files": file})

    photo = Photo.objects.get()
    assert answer.status_code == 200
    assert (known(photo).state, photo.source_type) == ("valid", "trainedAlgorithmicMedia")
    assert len(photo.look) == 32
    # What they say of AI stands in each size, which was made after they were read.
    assert all(
        b"trainedAlgorithmicMedia" in Client().get(size.url).content for size in sizes_of(photo)
    )


# AI -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("acts", "parts", "label"),
    [
        ([MADE], [], "Made with AI"),
        ([TAKEN, FILLED], [], "Altered with AI"),
        ([OPENED, CROPPED], ["parentOf"], "Made with AI"),
        ([TAKEN], ["componentOf"], "Altered with AI"),
        ([TAKEN, CROPPED], [], ""),
    ],
)
def test_readers_are_told_of_ai_that_a_record_tells_of(
    bring: Callable[..., Photo], acts: list[Any], parts: list[str], label: str
):
    made = signed(acts=[MADE])

    photo = bring(signed(acts=acts, parts=dict.fromkeys(parts, made)))

    assert known(photo).state == "valid"
    assert made_label(photo) == label


def test_a_record_that_was_broken_by_saving_the_picture_anew_still_tells_of_ai(
    bring: Callable[..., Photo],
):
    photo = bring(tampered(signed(acts=[MADE])))

    assert known(photo).state == "invalid"
    assert made_label(photo) == "Made with AI"


def test_what_the_desk_says_of_how_it_was_made_stays(bring: Callable[..., Photo]):
    photo = bring(signed(acts=[MADE]), source_type="digitalCreation")

    assert photo.source_type == "digitalCreation"
    assert known(photo).ai == "made"


def test_a_signed_word_of_ai_goes_before_an_unsigned_one_of_a_camera(bring: Callable[..., Photo]):
    camera = in_jpeg(xmp=(packet(Iptc4xmpExt__DigitalSourceType=f"{IPTC}digitalCapture"),))
    assert bring(camera).source_type == "digitalCapture"

    assert bring(signed(camera, acts=[MADE])).source_type == "trainedAlgorithmicMedia"


def test_what_a_file_said_of_ai_goes_when_another_takes_its_place(
    bring: Callable[..., Photo], home: Path
):
    photo = bring(signed(acts=[MADE]))

    replace(photo, sent("photo.jpg", jpeg()))
    look_into.call(photo.pk)

    photo = Photo.objects.get()
    assert (photo.source_type, made_label(photo), photo.credentials) == ("", "", {})


def test_what_the_desk_said_stays_when_another_file_takes_its_place(bring: Callable[..., Photo]):
    photo = bring(signed(acts=[MADE]))
    photo.source_type = "digitalCreation"
    photo.save()

    replace(photo, sent("photo.jpg", signed(acts=[TAKEN, FILLED])))
    look_into.call(photo.pk)

    assert Photo.objects.get().source_type == "digitalCreation"


# What lies elsewhere -----------------------------------------------------------------------------------
@pytest.fixture
def elsewhere() -> Iterator[socket.socket]:
    """A port at which somebody waits for a call."""
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        door.setblocking(False)
        yield door


def is_called(door: socket.socket) -> bool:
    try:
        door.accept()
    except BlockingIOError:
        return False
    return True


def test_a_record_that_lies_elsewhere_is_never_fetched_and_the_desk_is_told(
    bring: Callable[..., Photo], elsewhere: socket.socket
):
    address = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/ferry.c2pa"
    raw = signed(remote=address)
    assert address.encode() in raw

    photo = bring(raw)

    assert not is_called(elsewhere)
    assert known(photo).state == "remote"
    assert "which is not asked" in shown_to_the_desk(photo)
    assert address not in json.dumps(photo.credentials)


def test_whoever_would_let_it_could_still_fetch_nothing(elsewhere: socket.socket):
    """Were the package's own settings without effect, as some are: the program that reads has no means to call."""
    raw = signed(remote=f"http://127.0.0.1:{elsewhere.getsockname()[1]}/ferry.c2pa")

    in_that_program(
        "manifests.OFFLINE = {}\nmanifests.read(io.BytesIO(sys.stdin.buffer.read()), 'image/jpeg', '')",
        raw,
    )

    assert not is_called(elsewhere)


# What does harm -----------------------------------------------------------------------------------
def in_that_program(code: str, raw: bytes = b"") -> str:
    """Run lines where records are read, within its limits; return what they print."""
    begin = "import io, socket, sys, c2pa\nfrom broadsheet.photos import manifests\nmanifests._limit()\n"
    done = subprocess.run(
        [sys.executable, "-c", begin + code], input=raw, capture_output=True, timeout=60
    )
    return (done.stdout + done.stderr).decode()


def test_what_reads_records_can_neither_call_nor_open_nor_fill_the_memory():
    assert "Too many open files" in in_that_program("socket.socket()")
    assert "Too many open files" in in_that_program("open('/etc/hostname')")
    assert "MemoryError" in in_that_program("bytearray(600_000_000)")


def test_what_reads_records_is_told_no_secret(
    bring: Callable[..., Photo], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SECRET_KEY", "nells-key")
    told = []
    run = subprocess.run
    monkeypatch.setattr(
        subprocess, "run", lambda *words, **more: told.append(more["env"]) or run(*words, **more)
    )

    bring(signed())

    assert len(told) == 1
    assert set(told[0]) <= {"PATH", "PYTHONPATH"}


def test_a_record_that_takes_too_long_is_given_up_and_the_photo_is_taken(
    bring: Callable[..., Photo], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(provenance, "PATIENCE_SECONDS", 0.001)

    photo = bring(signed())

    assert known(photo).state == "unreadable"
    assert len(photo.look) == 32


@pytest.mark.parametrize("seed", range(4))
def test_a_record_in_shreds_harms_nothing(bring: Callable[..., Photo], seed: int):
    chance = random.Random(seed)
    raw = bytearray(signed(acts=[TAKEN, CROPPED]))
    start = raw.index(b"jumb")
    for _ in range(40):
        raw[start + chance.randrange(2000)] = chance.randrange(256)

    photo = bring(bytes(raw))

    assert known(photo).is_broken
    assert known(photo).fault
