"""How pictures came to be, in IPTC's words: what an editor chooses, and what readers are told.

Source: IPTC NewsCodes, Digital Source Type, with the terms that stand in its release of 23 October 2024; they are those
that the photo metadata standard 2025.1 asks for. schema.org has terms of its own for most of them.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from broadsheet.photos.credits.credit import Relation

if TYPE_CHECKING:
    from broadsheet.photos.models import Photo

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
MADE_WITH_AI = "trainedAlgorithmicMedia"
ALTERED_WITH_AI = "compositeWithTrainedAlgorithmicMedia"


class SourceType(NamedTuple):
    """One way in which a picture comes to be.

    - desk: what an editor chooses.
    - told: what readers are told; empty for a picture that shows what was before a camera.
    - schema: schema.org's term for it; empty if there is none.
    """

    desk: Promise
    told: Promise | str = ""
    schema: str = ""


TAKEN = {
    "digitalCapture": SourceType(_("Photo"), schema="DigitalCapture"),
    "computationalCapture": SourceType(
        _("Photo that a phone put together from several shots of the same moment"),
        schema="MultiFrameComputationalCapture",
    ),
    "negativeFilm": SourceType(_("Scan of a negative"), schema="NegativeFilm"),
    "positiveFilm": SourceType(_("Scan of a slide"), schema="PositiveFilm"),
    "print": SourceType(_("Scan of a print"), schema="Print"),
    "screenCapture": SourceType(_("Screen shot"), _("Screen shot"), "ScreenCapture"),
    "virtualRecording": SourceType(
        _("Recorded in a virtual scene"), _("Recorded in a virtual scene"), "VirtualRecording"
    ),
}
CHANGED = {
    "humanEdits": SourceType(_("Photo retouched by a person"), _("Retouched")),
    "algorithmicallyEnhanced": SourceType(
        _("Photo sharpened, cleaned or enlarged by software"),
        _("Enhanced by software"),
        "AlgorithmicallyEnhanced",
    ),
    "compositeCapture": SourceType(
        _("Put together from several photos"), _("Composite of several photos"), "CompositeCapture"
    ),
    "composite": SourceType(
        _("Put together from several pictures of any kind"), _("Composite picture"), "Composite"
    ),
    "compositeSynthetic": SourceType(
        _("Put together, with parts that nobody photographed"),
        _("Composite with synthetic parts"),
        "CompositeSynthetic",
    ),
    ALTERED_WITH_AI: SourceType(
        _("Altered with AI"), _("Altered with AI"), "CompositeWithTrainedAlgorithmicMedia"
    ),
}
MADE = {
    "digitalCreation": SourceType(_("Drawn on a computer by a person"), _("Digital illustration")),
    "dataDrivenMedia": SourceType(_("Drawn from data"), _("Drawn from data"), "DataDrivenMedia"),
    "algorithmicMedia": SourceType(
        _("Made by software without AI"), _("Made by software"), "AlgorithmicMedia"
    ),
    MADE_WITH_AI: SourceType(_("Made with AI"), _("Made with AI"), "TrainedAlgorithmicMedia"),
}
SOURCE_TYPES = {**TAKEN, **CHANGED, **MADE}
# Terms that IPTC has retired, and C2PA's own, by what stands for them now.
INSTEAD = {
    "minorHumanEdits": "humanEdits",
    "digitalArt": "digitalCreation",
    "softwareImage": "digitalCreation",
    "trainedAlgorithmicData": MADE_WITH_AI,
}
# Each in small letters, since not everyone writes it as IPTC does.
NAMES = {name.lower(): INSTEAD.get(name, name) for name in (*SOURCE_TYPES, *INSTEAD)}


def source_type_named(words: str) -> str:
    """Return the name under which a photo keeps what a file says; empty for what is no term of IPTC's.

    Args:
        words: an address, a code with its scheme (“digsrctype:print”), or the name alone.

    >>> source_type_named("https://cv.iptc.org/newscodes/digitalsourcetype/digitalArt/")
    'digitalCreation'
    """
    name = words.strip().rstrip("/").rpartition("/")[2].rpartition(":")[2]
    return NAMES.get(name.lower(), "")


def iptc_address(name: str) -> str:
    """Return IPTC's address of a photo's source type, as files carry it; empty for none."""
    return f"{IPTC}{name}" if name in SOURCE_TYPES else ""


def schema_address(name: str) -> str:
    """Return what JSON-LD says of a photo's source type: schema.org's term, or IPTC's where it has none."""
    kind = SOURCE_TYPES.get(name)
    if kind is None or not kind.schema:
        return iptc_address(name)
    return f"https://schema.org/{kind.schema}DigitalSource"


def source_type_of(photo: "Photo") -> str:
    """Return how a photo was made: what the desk or its file says, or else its credit; empty if nobody says it."""
    if not photo.source_type and photo.credit_read.relation == Relation.AI:
        return MADE_WITH_AI
    return photo.source_type


def made_label(photo: "Photo") -> str:
    """Return what readers are told of how a photo was made; empty for one that needs no word."""
    kind = SOURCE_TYPES.get(source_type_of(photo))
    return str(kind.told) if kind else ""


def labelled_credit(photo: "Photo") -> str:
    """Return a photo's credit with how it was made before it, for where there is one line for both.

    Either may be missing.
    """
    label = made_label(photo)
    return " ".join(filter(None, [f"{label}." if label else "", photo.credit_line]))


class SourceTypeField(forms.ChoiceField):
    """Asks in a form how a picture was made."""

    def __init__(self, **more: Any) -> None:
        described = {
            "label": capfirst(_("how it was made")),
            "help_text": _("Readers are told of all that is no plain photo."),
            "required": False,
        }
        super().__init__(**{"choices": _choices, **described, **more})


def _choices() -> Iterator[tuple[Any, Any]]:
    yield "", _("Not said")
    for title, kinds in (
        (_("Taken"), TAKEN),
        (_("Changed or put together"), CHANGED),
        (_("Made"), MADE),
    ):
        yield title, [(name, kind.desk) for name, kind in kinds.items()]
