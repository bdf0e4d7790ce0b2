"""What the newsroom may take in as a recording, what is asked for with it, and who may do what."""

import re
import struct
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from broadsheet.incoming.admitting import admit
from broadsheet.incoming.errors import IncomingError
from broadsheet.newsroom.models import User
from broadsheet.photos.captions import read_captions
from broadsheet.photos.errors import RecordingError
from broadsheet.photos.models import Photo, Recording
from broadsheet.photos.mp4_boxes import MOST_BOXES
from broadsheet.photos.recordings import take_in
from broadsheet.photos.recordings_form import RECORDING
from broadsheet.photos.sniffing import AUDIO, LARGEST, VIDEO, Kind, sniff
from broadsheet.photos.tests.recorded import (
    PLACE,
    SRT,
    UPRIGHT,
    VTT,
    box,
    mp3,
    mp4,
    ogg,
    recording,
    track,
    webm,
)
from tests.town import jpeg

pytestmark = pytest.mark.django_db


def kind_of(raw: bytes, size: int = 1000) -> Kind:
    return sniff(BytesIO(raw), size)


# What a file is -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (mp3(), Kind(AUDIO, "mp3")),
        (mp3(tag=b"x" * 300), Kind(AUDIO, "mp3")),
        (ogg(), Kind(AUDIO, "ogg")),
        (ogg(b"\x01vorbis"), Kind(AUDIO, "ogg")),
        (mp4(), Kind(VIDEO, "mp4", 640, 360)),
        (mp4((b"vide", b"avc1", UPRIGHT)), Kind(VIDEO, "mp4", 360, 640)),
        (mp4((b"soun", b"mp4a"), brand=b"M4A "), Kind(AUDIO, "m4a")),
        (webm(), Kind(VIDEO, "webm")),
    ],
)
def test_a_file_is_what_its_bytes_say(raw: bytes, kind: Kind):
    assert kind_of(raw) == kind


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "no recording"),
        (b"<html><script>", "no recording"),
        (b"%PDF-1.4", "no recording"),
        (b"MZ" + bytes(100), "no recording"),
        (b"\xff\xf1\x50\x80" + bytes(100), "no recording"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "Save sound as MP3"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x05<html><body>", "damaged"),
        (ogg(b"\x80theora"), "no sound"),
        (mp4(brand=b"qt  "), "QuickTime"),
        (mp4((b"vide", b"hvc1")), r"\(hvc1\) that not every browser plays"),
        (mp4((b"soun", b"alac")), "alac"),
        (mp4((b"vide", b"avc1"), (b"meta", b"gpmd")), r"notes of place and movement \(gpmd\)"),
        (box(b"ftyp", b"isom") + box(b"mdat", bytes(50)), "incomplete"),
        (box(b"ftyp", b"isom") + b"\x00\x00\x00\x09moov", "incomplete"),
        (webm(kind=b"matroska"), "Matroska"),
        (webm(b"A_OPUS"), "no film"),
    ],
)
def test_what_browsers_do_not_play_is_refused_in_a_sentence(raw: bytes, sentence: str):
    with pytest.raises(RecordingError, match=sentence):
        kind_of(raw)


def test_a_film_of_endless_boxes_does_not_fill_the_memory():
    raw = box(b"ftyp", b"isom") + struct.pack(">I4s", 8, b"free") * (MOST_BOXES + 1)

    with pytest.raises(RecordingError, match="more pieces than any film"):
        kind_of(raw)


def test_a_film_of_boxes_in_boxes_is_not_followed_to_their_end():
    deep = b""
    for _number in range(2_000):
        deep = box(b"trak", deep)
    raw = box(b"ftyp", b"isom") + box(b"moov", track(b"vide", b"avc1"), deep)

    assert kind_of(raw) == Kind(VIDEO, "mp4", 640, 360)


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("horn.mp4", mp3(), r"the file is MP3. Rename it to end in \.mp3"),
        ("horn.mp3", mp4(), r"the file is MP4. Rename it to end in \.mp4"),
        ("horn.wav", mp3(), r"\(\.wav\) is not taken in"),
        ("horn.html.mp3", mp3(), r"two endings"),
    ],
)
def test_u03_a_recording_that_is_not_what_its_name_says_is_refused(
    name: str, raw: bytes, sentence: str
):
    with pytest.raises(IncomingError, match=sentence):
        admit(SimpleUploadedFile(name, raw), RECORDING)


@pytest.mark.parametrize("name", ["memo.m4a", "memo.mp4"])
def test_sound_in_an_mp4_file_may_be_called_either(name: str):
    raw = mp4((b"soun", b"mp4a"), brand=b"M4A ")

    admit(SimpleUploadedFile(name, raw), RECORDING)


@pytest.mark.parametrize(("raw", "kind"), [(mp3(), AUDIO), (mp4(), VIDEO)])
def test_a_file_that_is_too_large_is_refused(raw: bytes, kind: str):
    kind_of(raw, LARGEST[kind])

    with pytest.raises(RecordingError, match=r"The file has \d+ MB; at most \d+ MB"):
        kind_of(raw, LARGEST[kind] + 1)


def test_where_a_film_was_made_is_taken_out_and_nothing_else_moves():
    raw = mp4()
    assert PLACE in raw

    made = recording(raw, captions=VTT)
    kept = made.file.read()

    assert PLACE not in kept
    assert b"udta" not in kept
    assert len(kept) == len(raw)
    assert kept.startswith(raw[: raw.index(b"udta")])
    assert kind_of(kept) == Kind(VIDEO, "mp4", 640, 360)


def test_what_a_track_says_of_its_device_is_taken_out():
    inner = track(b"vide", b"avc1")
    noted = box(b"trak", inner[8:], box(b"meta", b"Nell's phone"))
    raw = box(b"ftyp", b"isom") + box(b"moov", noted)

    kept = recording(raw, captions=VTT).file.read()

    assert b"phone" not in kept
    assert len(kept) == len(raw)


def test_names_in_the_tags_of_an_mp3_are_taken_out():
    raw = mp3(tag=b"TPE1 Nell Tellander") + b"TAG" + b"Nell".ljust(125, b"\0")

    kept = recording(raw).file.read()

    assert b"Nell" not in kept
    assert len(kept) == len(raw)
    assert kind_of(kept) == Kind(AUDIO, "mp3")


def test_nobody_guesses_the_address_of_a_recording_that_is_not_published():
    one, two = recording(), recording()

    assert one.file.name != two.file.name
    assert re.fullmatch(r"recordings/[0-9a-f]{32}\.mp3", one.file.name)


# Captions -----------------------------------------------------------------------------------------
def test_captions_of_a_common_kind_are_turned_into_those_that_browsers_read():
    assert read_captions(SRT) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:03.500\nThe ferry runs.\n\n00:00:04.000 --> 00:00:05.000\nAgain.\n"
    )


def test_captions_keep_words_voices_and_places_and_lose_notes_and_styles():
    raw = (
        b"\xef\xbb\xbfWEBVTT - by Nell\n\nNOTE Ask her source first\n\nSTYLE\n::cue { color: red }\n\n"
        b"1\n01:00.000 --> 01:02.000 line:0\n<v Ruth>It runs.\n\n00:02:00.000 --> 00:02:01.000\n\n"
    )

    assert (
        read_captions(raw) == "WEBVTT\n\n00:01:00.000 --> 00:01:02.000 line:0\n<v Ruth>It runs.\n"
    )


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"\xff\xfe\x00", "no UTF-8"),
        (b"WEBVTT\n\n", "holds no captions"),
        (b"The ferry runs.", "holds no captions"),
        (b"WEBVTT\n\n00:03 --> 00:04\nHm.", "no pair of times"),
        (b"WEBVTT\n\n00:00:05.000 --> 00:00:02.000\nHm.", "ends before it begins"),
        (b"WEBVTT\n\n" + b"x" * 1024 * 1024, "larger than 1 MB"),
    ],
)
def test_what_are_no_captions_is_refused_in_a_sentence(raw: bytes, sentence: str):
    with pytest.raises(RecordingError, match=sentence):
        read_captions(raw)


# By what their bytes begin with; the last is none.
ENDINGS = {b"ftyp": "mp4", b"\xff\xfb": "mp3", b"\x1a\x45": "webm", b"MZ": "mp3"}


# The form -----------------------------------------------------------------------------------------
def fields(raw: bytes | None, **more: Any) -> dict[str, Any]:
    sent = {"title": "The ferry’s horn", "transcript": "", "caption": "", "credit": "Nell", **more}
    if raw is not None:
        ending = next(ending for mark, ending in ENDINGS.items() if mark in raw[:12])
        sent["file"] = SimpleUploadedFile(f"horn.{ending}", raw)
    return sent


def vtt(raw: bytes = VTT) -> SimpleUploadedFile:
    return SimpleUploadedFile("captions.vtt", raw)


@pytest.fixture
def desk(client: Client, reporter: User, home: Any) -> Client:
    client.force_login(reporter)
    return client


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (fields(mp3()), "Write down what is said"),
        (fields(mp4()), "A film needs captions"),
        (fields(mp4(), captions=vtt(b"no")), "holds no captions"),
        (fields(mp4(), nothing_said="on"), "Say in a few sentences what is to be seen"),
        (fields(b"MZ"), "no recording"),
        (fields(None), "required"),
    ],
)
def test_what_is_missing_at_the_upload_is_asked_for(desk: Client, sent: Any, sentence: str):
    answer = desk.post(reverse("recordings:add"), sent)

    assert sentence in answer.text
    assert not Recording.objects.exists()


@pytest.mark.parametrize(
    ("sent", "kind", "transcript"),
    [
        (fields(mp3(), transcript="[A horn.]"), "audio", "[A horn.]"),
        (fields(mp4(), captions=vtt()), "video", "Ruth: The ferry runs."),
        (fields(mp4(), captions=vtt(), transcript="It runs."), "video", "It runs."),
        (fields(webm(), nothing_said="on", transcript="A ferry."), "video", "A ferry."),
    ],
)
def test_a_reporter_takes_a_recording_in(desk: Client, sent: Any, kind: str, transcript: str):
    desk.post(reverse("recordings:add"), sent)

    made = Recording.objects.get()
    assert (made.kind, made.transcript) == (kind, transcript)
    assert made.file_size == len(made.file.read())


def test_a_recording_comes_in_while_the_story_is_written(desk: Client):
    still = SimpleUploadedFile("still.jpg", jpeg())
    sent = fields(mp4(), captions=vtt(), still=still)
    window = desk.get(reverse("recording_chooser:choose")).json()["html"]
    assert [name for name in sent if f'name="{name}"' not in window] == []

    answer = desk.post(reverse("recording_chooser:create"), sent).json()

    made = Recording.objects.get()
    assert answer["step"] == "chosen"
    assert answer["result"]["id"] == str(made.pk)
    assert made.poster == Photo.objects.get()
    assert made.poster.credit == "Nell"


def test_a_recording_that_is_refused_leaves_no_picture_behind(desk: Client):
    desk.post(
        reverse("recording_chooser:create"),
        fields(mp4(), still=SimpleUploadedFile("still.jpg", jpeg())),
    )

    assert not Photo.objects.exists()
    assert not Recording.objects.exists()


def test_a_new_file_takes_the_place_of_the_old_one(
    client: Client, editor: User, home: Any, django_capture_on_commit_callbacks: Any
):
    made = recording()
    old = made.file.name
    client.force_login(editor)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("recordings:edit", args=[made.pk]), fields(mp3(size=500), transcript="[Anew.]")
        )

    made.refresh_from_db()
    assert made.file.name != old
    assert (made.transcript, made.file_size) == ("[Anew.]", len(mp3(size=500)))
    assert not made.file.storage.exists(old)
    assert made.file.storage.exists(made.file.name)


def test_words_alone_may_be_changed_and_the_file_stays(client: Client, editor: User, home: Any):
    made = recording(mp4(), captions=VTT)
    client.force_login(editor)

    answer = client.post(
        reverse("recordings:edit", args=[made.pk]),
        fields(None, title="Other", transcript="It runs."),
    )

    kept = Recording.objects.get()
    assert answer.status_code == 302
    assert (kept.title, kept.file.name, kept.captions.name) == (
        "Other",
        made.file.name,
        made.captions.name,
    )


def test_a_film_cannot_lose_its_captions_by_a_tick(client: Client, editor: User, home: Any):
    made = recording(mp4(), captions=VTT)
    client.force_login(editor)

    answer = client.post(
        reverse("recordings:edit", args=[made.pk]), fields(None, **{"captions-clear": "on"})
    )

    assert "A film needs captions" in answer.text
    assert Recording.objects.get().captions


def test_a_refused_file_changes_nothing(home: Any):
    made = recording()

    with pytest.raises(RecordingError):
        take_in(made, file=ContentFile(b"MZ", name="x"))

    kept = Recording.objects.get()
    assert kept.file.read() == mp3()


# Rights -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "may_change", "may_delete"),
    [
        ("reporter", False, False),
        ("editor", True, False),
        ("photo_editor", True, True),
        ("publisher", True, True),
    ],
)
def test_each_role_does_with_recordings_what_it_does_with_photos(
    request: pytest.FixtureRequest,
    client: Client,
    home: Any,
    role: str,
    may_change: bool,
    may_delete: bool,
):
    made = recording()
    client.force_login(request.getfixturevalue(role))

    assert client.get(reverse("recordings:index")).status_code == 200
    assert client.get(reverse("recordings:add")).status_code == 200
    changed = client.post(
        reverse("recordings:edit", args=[made.pk]), fields(None, title="Other", transcript="x")
    )
    assert changed.status_code == (302 if may_change else 403)
    assert Recording.objects.get().title == ("Other" if may_change else "The ferry’s horn")
    deleted = client.post(reverse("recordings:delete", args=[made.pk]))
    assert deleted.status_code == (302 if may_delete else 403)
    assert Recording.objects.exists() == (not may_delete)


def test_strangers_are_asked_to_sign_in(client: Client, home: Any):
    for name in ("recordings:index", "recordings:add", "recording_chooser:choose"):
        assert "/login/" in client.get(reverse(name)).headers.get("Location", "")
