"""Captions of a film: WebVTT, as browsers read it. SubRip, which many programs write, is turned into it.

Source: W3C WebVTT: The Web Video Text Tracks Format.
"""

import re

from django.utils.translation import gettext as _

from broadsheet.photos.errors import RecordingError

LARGEST = 1024 * 1024
TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
TIMES = re.compile(rf"^{TIME}[ \t]+-->[ \t]+{TIME}(?P<settings>[ \t].*)?$")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
TAG = re.compile(r"<[^>]*>")


def read_captions(raw: bytes) -> str:
    """Return captions as WebVTT.

    Errors:
        RecordingError: they are no captions, or a time in them cannot be.
    """
    if len(raw) > LARGEST:
        raise RecordingError(
            _("The captions are larger than 1 MB, so they can hardly be captions.")
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordingError(
            _("The captions are no UTF-8 text. Save them as WebVTT (.vtt).")
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    is_vtt = re.match(r"WEBVTT(?:[ \t\n]|$)", text) is not None
    blocks = [block for block in re.split(r"\n{2,}", text) if block.strip()]
    cues = [_cue(block) for block in (blocks[1:] if is_vtt else blocks)]
    shown = [cue for cue in cues if cue]
    if not shown:
        raise RecordingError(
            _(
                "The file holds no captions. Choose a WebVTT file (.vtt) or a SubRip file (.srt) with times and words."
            )
        )
    return "\n\n".join(["WEBVTT", *shown]) + "\n"


def _cue(block: str) -> str:
    """Return one caption; empty for a note, a style, or a time without words."""
    lines = block.split("\n")
    # A number or name may stand before the times.
    for place, line in enumerate(lines[:2]):
        found = TIMES.match(line.strip())
        if found:
            words = "\n".join(line.strip() for line in lines[place + 1 :]).strip()
            return f"{_times(found)}\n{words}" if words else ""
        if "-->" in line:
            raise RecordingError(
                _(
                    "“%(line)s” in the captions is no pair of times. Write them as 00:00:05.000 --> 00:00:08.500."
                )
                % {"line": line.strip()[:60]}
            )
    return ""


def _times(found: re.Match[str]) -> str:
    start, end = found.groups()[:4], found.groups()[4:8]
    if _as_written(start) >= _as_written(end):
        raise RecordingError(
            _("In the captions, the one at %(time)s ends before it begins.")
            % {"time": _as_written(start)}
        )
    return f"{_as_written(start)} --> {_as_written(end)}{(found['settings'] or '').rstrip()}"


def _as_written(parts: tuple[str | None, ...]) -> str:
    hours, minutes, seconds, thousandths = parts
    return f"{hours or '00'}:{minutes}:{seconds}.{thousandths}"


def words_of(captions: str) -> str:
    """Return what is said, a paragraph for each speaker, out of WebVTT.

    >>> words_of("WEBVTT\\n\\n00:00:01.000 --> 00:00:02.000\\n<v Ruth>The <i>ferry</i>\\nruns.\\n")
    'Ruth: The ferry runs.'
    """
    paragraphs: list[str] = []
    speaker = ""
    for block in captions.split("\n\n")[1:]:
        said = " ".join(block.split("\n")[1:]).strip()
        named = VOICE.search(said)
        words = TAG.sub("", said)
        if named and named[1].strip() != speaker:
            speaker = named[1].strip()
            paragraphs.append(f"{speaker}: {words}")
        elif paragraphs:
            paragraphs[-1] += f" {words}"
        else:
            paragraphs.append(words)
    return "\n\n".join(paragraphs)
