"""What a story's galleries, tables, charts, documents and recordings still lack, each in a sentence."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from broadsheet.photos.models import Photo
from broadsheet.stories.embed_lookups import trouble_with
from broadsheet.stories.lacks import Lack
from broadsheet.stories.models import Story

# Kinds of file that keep names of writers, and words that were struck out.
TELLING = ("DOCX", "XLSX", "ODT")
CheckPhoto = Callable[..., Iterator[Lack]]


def missing_in_blocks(story: Story, check_photo: CheckPhoto) -> Iterator[Lack]:
    """Yield each thing that a story's further blocks lack.

    Args:
        check_photo: yields what one photo lacks: `check_photo(photo, name, caption=…, alt=…)`.
    """
    for block in story.body:
        if block.block_type == "gallery":
            yield from _of_gallery(block.value, check_photo)
        elif block.block_type in CHECKS:
            yield from CHECKS[block.block_type](block.value)


def _of_gallery(gallery: Any, check_photo: CheckPhoto) -> Iterator[Lack]:
    for number, use in enumerate(gallery["photos"], start=1):
        photo: Photo | None = use["photo"]
        if photo is not None:
            name = _("Photo %(number)d of the gallery") % {"number": number}
            yield from check_photo(photo, name, caption=use["caption"], alt=use["alt_text"])


def _of_figures(name: str, figures: Any) -> Iterator[Lack]:
    called = {"figures": name}
    if figures.fault:
        yield Lack(
            "", _("%(figures)s cannot be shown yet. %(fault)s") % {**called, "fault": figures.fault}
        )
    if not figures["source"]:
        yield Lack("figures", _("%(figures)s does not say where its figures come from.") % called)
    has_figures = figures.table and any(one.is_figures for one in figures.table.columns[1:])
    if has_figures and not figures["unit"]:
        yield Lack("", _("%(figures)s does not say in which unit its figures are.") % called)


def _of_table(table: Any) -> Iterator[Lack]:
    yield from _of_figures(_("The table “%(title)s”") % {"title": table["title"] or "…"}, table)


def _of_chart(chart: Any) -> Iterator[Lack]:
    name = _("The chart “%(title)s”") % {"title": chart["title"] or "…"}
    yield from _of_figures(name, chart)
    if not chart["shows"]:
        yield Lack("", _("%(figures)s does not say in words what it shows.") % {"figures": name})


def _of_document(use: Any) -> Iterator[Lack]:
    if use["document"] is None:
        return
    name = {"document": use.name}
    if not use["about"]:
        yield Lack(
            "", _("The document “%(document)s” has no sentence that says what it is.") % name
        )
    if use.kind in TELLING:
        yield Lack(
            "",
            _(
                "The document “%(document)s” may hold names and struck-out words that nobody sees at first; give readers a "
                "PDF or CSV."
            )
            % name,
        )
    if use["document"].collection.get_view_restrictions().exists():
        yield Lack(
            "",
            _("The document “%(document)s” lies in a private collection: readers cannot open it.")
            % name,
        )


def _of_recording(use: Any) -> Iterator[Lack]:
    recording = use["recording"]
    if recording is None:
        return
    name = {"recording": recording.title}
    if not recording.transcript:
        yield Lack("", _("The recording “%(recording)s” has no transcript.") % name)
    if recording.is_video and not (recording.captions or recording.nothing_said):
        yield Lack("", _("The recording “%(recording)s” has no captions.") % name)
    if recording.is_video and recording.poster is None:
        yield Lack(
            "", _("The recording “%(recording)s” has no picture to show until it is played.") % name
        )
    if not recording.credit:
        yield Lack(
            "credit",
            _("The recording “%(recording)s” has no credit; it is given with the recording itself.")
            % name,
        )
    if not (use["caption"] or recording.caption):
        yield Lack("caption", _("The recording “%(recording)s” has no caption.") % name)


def _of_embed(use: Any) -> Iterator[Lack]:
    if not use["url"]:
        return
    name = {"embed": use.name}
    trouble = trouble_with(use["url"])
    if trouble:
        yield Lack(
            "",
            _("“%(embed)s” was not looked up. %(trouble)s Type a title: readers get a link.")
            % {**name, "trouble": trouble},
        )
    elif not use["title"]:
        yield Lack("", _("“%(embed)s” has no title: readers see its address.") % name)
    if use["poster"] and use["poster"].lacks_credit:
        yield Lack(
            "credit",
            _("The picture of “%(embed)s” has no credit; it is given with the picture.") % name,
        )


CHECKS: dict[str, Callable[[Any], Iterator[Lack]]] = {
    "table": _of_table,
    "chart": _of_chart,
    "document": _of_document,
    "recording": _of_recording,
    "embed": _of_embed,
}
