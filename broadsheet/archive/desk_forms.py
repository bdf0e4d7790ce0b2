"""What the newsroom fills in to import a page: the page itself, then what of it is the story."""

import datetime
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.archive.encodings import decode
from broadsheet.archive.errors import ImportRefusedError, PageError
from broadsheet.archive.importing import is_past, refuse_future
from broadsheet.archive.page_text import BodyLine, PageLine, PageReading, read_page
from broadsheet.archive.permalinks import check_permalink
from broadsheet.incoming.fields import IncomingField
from broadsheet.incoming.uses import MEGABYTE, Use
from broadsheet.lib.datelines import Dateline, split_dateline
from broadsheet.sections.models import Section

LONGEST_PASTE_CHARS: Final = 600_000
# Of any kind: what in it is a page is for the importer to find out, and the file is not kept.
PAGE: Final = Use(
    gettext_lazy("Page of another system"), (), 40 * MEGABYTE, lambda _file, _ending: None
)
# What one screen can hold and send back; a longer story is imported by the command.
MOST_LINES: Final = 1_500
MOST_CHARS: Final = 300_000
# So many lines of furniture are shown above the story, inside it and beneath it.
FURNITURE_AROUND: Final = 120
KINDS: Final = {
    "paragraph": gettext_lazy("Paragraph"),
    "subhead": gettext_lazy("Subhead"),
    "item": gettext_lazy("Item of a list"),
    "headline": gettext_lazy("Headline"),
    "caption": gettext_lazy("Photo caption"),
    "furniture": gettext_lazy("Not the story"),
}
STORY_KINDS: Final = frozenset({"paragraph", "subhead", "item"})


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the page on the screen, with the number that names its fields for a screen reader."""

    number: int
    kind: str
    text: str
    reason: str

    @property
    def is_story(self) -> bool:
        return self.kind in STORY_KINDS or self.kind == "headline"


class PageForm(forms.Form):
    """A page of another system, pasted or as a file."""

    text = forms.CharField(
        label=gettext_lazy("Text of the page"),
        required=False,
        max_length=LONGEST_PASTE_CHARS,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "Copy the whole page in your browser and paste it here, up to 600,000 letters."
        ),
    )
    file = IncomingField(
        use=PAGE,
        label=gettext_lazy("Or a file"),
        required=False,
        help_text=gettext_lazy(
            "Text or HTML, at most 40 megabytes. It is read and not kept; larger files are "
            "imported by the command broadsheet import page."
        ),
    )
    reading: PageReading

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        file, text = cleaned["file"], cleaned["text"]
        if file is None and not text:
            raise forms.ValidationError(_("Paste the text of a page, or choose a file."))
        try:
            self.reading = read_page(decode(file.read()) if file is not None else text)
            refuse_too_long(self.reading)
        except PageError as error:
            # Sentences without names in them are in the catalogues.
            self.add_error("file" if file is not None else "text", _(str(error)))
        return cleaned


def refuse_too_long(reading: PageReading) -> None:
    """Raise if a story cannot be shown on one screen.

    Errors:
        ImportRefusedError: it has too many lines or letters.
    """
    letters = sum(len(text) for text in reading.paragraphs)
    if len(reading.body) > MOST_LINES - 3 * FURNITURE_AROUND or letters > MOST_CHARS:
        raise ImportRefusedError(
            _(
                "The story is too long for this screen. Import it with the command broadsheet import page."
            )
        )


def rows_of(reading: PageReading) -> tuple[list[Row], int]:
    """Return the lines that the screen shows, and how many far from the story it leaves out."""
    lines = reading.lines
    story = [at for at, line in enumerate(lines) if line.kind not in ("furniture", "caption")]
    first, last = story[0], story[-1]
    kept: list[PageLine] = []
    inside = letters = 0
    for at, line in enumerate(lines):
        if line.kind == "furniture":
            is_inside = first < at < last
            inside += is_inside
            is_near = first - FURNITURE_AROUND <= at <= last + FURNITURE_AROUND
            if not is_near or inside > FURNITURE_AROUND or letters > MOST_CHARS:
                continue
            letters += len(line.text)
        kept.append(line)
    rows = [Row(number, *line) for number, line in enumerate(kept, start=1)]
    return rows, len(lines) - len(rows)


def posted_rows(kinds: list[str], texts: list[str], reasons: list[str]) -> list[Row]:
    """Return the lines that came back from the screen; of unknown kind are none."""
    lines = zip(kinds, texts, reasons, strict=False)
    return [
        Row(number, kind if kind in KINDS else "furniture", text, reason)
        for number, (kind, text, reason) in enumerate(lines, start=1)
    ]


class StoryOfPageForm(forms.Form):
    """What is to be filed of a page, besides its lines."""

    headline = forms.CharField(label=gettext_lazy("Headline"), max_length=255, required=False)
    deck = forms.CharField(label=gettext_lazy("Line beneath it"), max_length=300, required=False)
    dateline = forms.CharField(
        label=gettext_lazy("Dateline"),
        max_length=90,
        required=False,
        help_text=gettext_lazy("As printed, without the dash: LARKMERE, Wis. (AP)"),
    )
    bylines = forms.CharField(
        label=gettext_lazy("Written by"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Several names are parted by semicolons."),
    )
    date = forms.DateField(
        label=gettext_lazy("Published on"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("The draft keeps this day: the story shows it once you publish it."),
        error_messages={"invalid": gettext_lazy("Write the date as in 2016-05-19.")},
    )
    section: "forms.ModelChoiceField[Section]" = forms.ModelChoiceField(
        label=gettext_lazy("Section"),
        queryset=Section.objects.none(),
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose a section.")},
    )
    permalink = forms.CharField(
        label=gettext_lazy("Address it had"),
        max_length=255,
        required=False,
        help_text=gettext_lazy(
            "Such as /news/2016/ferry.html. Left empty, the story gets one of ours."
        ),
    )
    # The headline as it was read: a line that is marked instead counts only if nobody typed another.
    headline_read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sections: list[Section], rows: list[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        field = self.fields["section"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Section.objects.filter(pk__in=[one.pk for one in sections])

    def clean_date(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["date"]
        if day is not None:
            refuse(lambda: refuse_future(day))
        return day

    def clean_permalink(self) -> str:
        path: str = self.cleaned_data["permalink"]
        if path:
            refuse(lambda: check_permalink(path))
        return path

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["headline"] = self.chosen_headline()
        if not cleaned["headline"]:
            self.add_error("headline", _("Write a headline."))
        if not any(row.kind in STORY_KINDS and row.text.strip() for row in self.rows):
            raise forms.ValidationError(_("No line is marked as the story. Mark one at least."))
        return cleaned

    def chosen_headline(self) -> str:
        """Return the headline that was typed, else the line that is marked as one."""
        typed, read = (
            str(self.cleaned_data.get(name, "")).strip() for name in ("headline", "headline_read")
        )
        marked = [row.text.strip() for row in self.rows if row.kind == "headline"]
        return marked[-1][:255] if marked and typed in ("", read) and read not in marked else typed

    def reading(self) -> PageReading:
        """Return the page as the person at the screen has put it right."""
        told = self.cleaned_data
        body = [
            BodyLine(row.kind, row.text.strip())
            for row in self.rows
            if row.kind in STORY_KINDS and row.text.strip()
        ]
        return PageReading(
            headline=told["headline"],
            deck=told["deck"],
            dateline=dateline_from(told["dateline"]),
            bylines=[name.strip() for name in told["bylines"].split(";") if name.strip()],
            date=told["date"],
            date_found="",
            body=body,
            furniture=[],
            others=[],
            rail_title="",
            rail=[],
            lines=[],
        )

    def captions(self) -> list[str]:
        return [row.text.strip() for row in self.rows if row.kind == "caption" and row.text.strip()]


def refuse(check: Any) -> None:
    """Turn what the importer refuses into a form's error."""
    try:
        check()
    except ImportRefusedError as refusal:
        raise forms.ValidationError(str(refusal)) from refusal


def dateline_from(text: str) -> Dateline | None:
    """Return what a dateline says that was typed without its dash."""
    text = text.strip(" —–-")
    if not text:
        return None
    found, _rest = split_dateline(f"{text} — A story.")
    return found or Dateline(text, "", "", text)


def first_values(reading: PageReading) -> dict[str, Any]:
    """Return what the fields hold when a page has just been read."""
    day = reading.date if reading.date and is_past(reading.date) else None
    return {
        "headline": reading.headline[:255],
        "headline_read": reading.headline[:255],
        "deck": reading.deck[:300],
        "dateline": reading.dateline.text if reading.dateline else "",
        "bylines": "; ".join(reading.bylines),
        "date": day,
    }
