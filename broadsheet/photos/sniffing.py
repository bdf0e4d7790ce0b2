"""Which kind of recording a file is, by its own bytes: its name may say anything."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext as _

from broadsheet.incoming.boxes import OpenFile
from broadsheet.photos.errors import RecordingError
from broadsheet.photos.mp4_boxes import blank, blank_here, read_film

AUDIO, VIDEO = "audio", "video"
MEGABYTE = 1024 * 1024
# An hour of speech; twenty minutes of film on a phone's screen.
LARGEST = {AUDIO: 60 * MEGABYTE, VIDEO: 250 * MEGABYTE}
# Kind of content by the last part of the name, as browsers are told it.
TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "vtt": "text/vtt; charset=utf-8",
}
# Codecs that readers' browsers play, as MP4 names them.
FILM_CODECS = frozenset({b"avc1", b"avc3", b"av01", b"vp09"})
SOUND_CODECS = frozenset({b"mp4a", b"Opus", b".mp3"})
# Where cameras keep where they were and what they saw, moment by moment, among the film itself.
NOTES_OF_CAMERAS = frozenset({b"gpmd", b"camm", b"mebx"})
BEGINNING = 4096


class Kind(NamedTuple):
    """Audio or video, the last part of its name, and a film's width and height in pixels, 0 if it does not say."""

    kind: str
    extension: str
    width: int = 0
    height: int = 0


def sniff(file: OpenFile, size: int) -> Kind:
    """Return what a file is.

    Args:
        size: of the file, in bytes.

    Errors:
        RecordingError: it is none that readers' browsers play, or it is too large.
    """
    file.seek(0)
    start = file.read(BEGINNING)
    for looks_like, name in KINDS:
        if looks_like(start):
            found = name(file, start)
            _check_size(found.kind, size)
            return found
    raise RecordingError(
        _(
            "This is no recording that readers' browsers play. Save sound as MP3, M4A or Ogg, and film as MP4 (H.264) "
            "or WebM."
        )
    )


def forget_whereabouts(file: OpenFile, extension: str) -> None:
    """Blank what a phone or recorder wrote into the file besides the recording: place, device, names."""
    if extension in ("mp4", "m4a"):
        blank(file, read_film(file).besides)
    elif extension == "mp3":
        _blank_tags(file)
    file.seek(0)


def _check_size(kind: str, size: int) -> None:
    if size > LARGEST[kind]:
        raise RecordingError(
            _(
                "The file has %(size)d MB; at most %(most)d MB are taken in, so that readers can load it. Export it "
                "smaller."
            )
            % {"size": -(-size // MEGABYTE), "most": LARGEST[kind] // MEGABYTE}
        )


# MP3 ----------------------------------------------------------------------------------------------
def _is_mp3(start: bytes) -> bool:
    return start.startswith(b"ID3") or _is_frame(start)


def _is_frame(start: bytes) -> bool:
    # Source: ISO/IEC 11172-3: eleven bits set, then version and layer; layer 0 would be AAC.
    return len(start) > 2 and start[0] == 0xFF and start[1] & 0xE0 == 0xE0 and start[1] & 0x06 != 0


def _name_mp3(file: OpenFile, _start: bytes) -> Kind:
    file.seek(_tag_length(file))
    if not _is_frame(file.read(3)):
        raise RecordingError(_("This MP3 file is damaged: no sound begins in it. Export it anew."))
    return Kind(AUDIO, "mp3")


def _tag_length(file: OpenFile) -> int:
    """Return how many bytes the ID3 tag at the beginning has, with its head of ten; 0 without one."""
    file.seek(0)
    head = file.read(10)
    if not head.startswith(b"ID3") or len(head) < 10:
        return 0
    # Source: ID3v2.4, "synchsafe integers": seven bits to a byte.
    return 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])


def _blank_tags(file: OpenFile) -> None:
    """Blank the fields of an ID3 tag, at the beginning and at the end; the tag keeps its length."""
    length = _tag_length(file)
    if length:
        file.seek(10)
        blank_here(file, length - 10)
    file.seek(0, 2)
    if file.tell() > 128:
        file.seek(-128, 2)
        if file.read(3) == b"TAG":
            file.write(bytes(125))


# Ogg ----------------------------------------------------------------------------------------------
def _name_ogg(_file: OpenFile, start: bytes) -> Kind:
    if b"OpusHead" not in start[:64] and b"\x01vorbis" not in start[:64]:
        raise RecordingError(
            _(
                "This Ogg file holds no sound that browsers play. Save it as Opus or Vorbis, or as MP3."
            )
        )
    return Kind(AUDIO, "ogg")


# MP4 ----------------------------------------------------------------------------------------------
def _name_mp4(file: OpenFile, start: bytes) -> Kind:
    if start[8:12] == b"qt  ":
        raise RecordingError(
            _("This is a QuickTime film, which not every browser plays. Export it as MP4 (H.264).")
        )
    film = read_film(file)
    if film.codecs & NOTES_OF_CAMERAS:
        raise RecordingError(
            _(
                "This film holds its camera's notes of place and movement (%(codec)s). Export it anew, picture and sound "
                "alone."
            )
            % {"codec": _named(film.codecs & NOTES_OF_CAMERAS)}
        )
    if b"vide" in film.tracks:
        if not film.codecs & FILM_CODECS:
            raise RecordingError(
                _(
                    "This film is stored in a way (%(codec)s) that not every browser plays. Export it as MP4 (H.264)."
                )
                % {"codec": _named(film.codecs)}
            )
        return Kind(VIDEO, "mp4", film.width, film.height)
    if b"soun" in film.tracks and film.codecs & SOUND_CODECS:
        return Kind(AUDIO, "m4a")
    raise RecordingError(
        _("This MP4 file holds no film or sound that browsers play (%(codec)s). Save sound as MP3.")
        % {"codec": _named(film.codecs)}
    )


def _named(codecs: frozenset[bytes]) -> str:
    return ", ".join(sorted(codec.decode("latin-1").strip() for codec in codecs)) or "–"


# WebM ---------------------------------------------------------------------------------------------
def _name_webm(_file: OpenFile, start: bytes) -> Kind:
    if b"webm" not in start[:64]:
        raise RecordingError(
            _(
                "This is a Matroska film, which browsers do not play. Export it as MP4 (H.264) or WebM."
            )
        )
    if not any(codec in start for codec in (b"V_VP8", b"V_VP9", b"V_AV1")):
        raise RecordingError(_("This WebM file holds no film. Save sound as MP3, M4A or Ogg."))
    return Kind(VIDEO, "webm")


Naming = Callable[[OpenFile, bytes], Kind]
KINDS: tuple[tuple[Callable[[bytes], bool], Naming], ...] = (
    (lambda start: start[4:8] == b"ftyp", _name_mp4),
    (lambda start: start.startswith(b"OggS"), _name_ogg),
    (lambda start: start.startswith(b"\x1a\x45\xdf\xa3"), _name_webm),
    (_is_mp3, _name_mp3),
)
