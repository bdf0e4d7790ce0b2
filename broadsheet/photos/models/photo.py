"""A photo with all the desk knows of it, and the sizes made of it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import PurePath
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index

from broadsheet.incoming.names import ending_of, shown_name
from broadsheet.masthead.locale import paper_in_use
from broadsheet.photos.credits.credit import Credit
from broadsheet.photos.credits.names import plain_name
from broadsheet.photos.credits.own import names_of_papers
from broadsheet.photos.credits.printing import PLAIN, pattern_of, printed
from broadsheet.photos.credits.reading import read_credit, tidy
from broadsheet.photos.folding import folded
from broadsheet.photos.metadata.filling import fill_from_new_file
from broadsheet.press.sources import Source

# What is looked for in words.
SEARCHED = ("title", "headline", "caption", "credit", "place", "people", "keywords")
RANDOM_BYTES = 2


class Photo(Source, AbstractImage):
    """One picture with what the desk knows of it. Each use of it may have its own caption, alt text and crop."""

    source_kind = "photo"
    not_shown: ClassVar[frozenset[str]] = frozenset(
        {
            "tags", "file_size", "file_hash", "collection", "headline", "people", "keywords", "instructions", "noted", "look",
            "assignment",
        }
    )  # fmt: skip

    caption = models.TextField(
        blank=True,
        help_text=_(
            "Who does what, where and when. Shown wherever the photo has no caption of its own."
        ),
    )
    alt_text = models.CharField(
        _("alt text"),
        max_length=300,
        blank=True,
        help_text=_("What is to be seen, for a reader who cannot see it. Not the caption again."),
    )

    # Whose it is.
    credit = models.CharField(
        max_length=255,
        blank=True,
        help_text=_(
            "The words as given: Ilse Markham / The Ledger. Shown wherever the photo shows."
        ),
    )
    # What those words say, part by part (`Credit.parts`).
    credit_parts = models.JSONField(default=dict, blank=True, editable=False)
    no_credit_needed = models.BooleanField(
        _("needs no credit"),
        default=False,
        help_text=_("A logo, a drawing of ours, something nobody owns."),
    )
    first_ran_in = models.CharField(
        _("first ran in"), max_length=120, blank=True, help_text=_("The Larkmere Daily Ledger")
    )
    first_ran_on = models.CharField(
        _("first ran on"), max_length=40, blank=True, help_text=_("Aug. 15, 2000")
    )
    copyright_notice = models.CharField(_("copyright"), max_length=255, blank=True)
    web_statement = models.URLField(
        _("page about its rights"),
        max_length=500,
        blank=True,
        help_text=_("Search engines show it as the license."),
    )
    licence_page = models.URLField(_("page where others license it"), max_length=500, blank=True)

    # What it shows.
    headline = models.CharField(max_length=255, blank=True)
    taken_at = models.DateTimeField(_("taken on"), null=True, blank=True)
    place = models.CharField(max_length=255, blank=True, help_text=_("Larkmere, Wisconsin"))
    people = models.TextField(
        _("people in it"), blank=True, help_text=_("One name a line, from left to right.")
    )
    keywords = models.TextField(blank=True, help_text=_("With commas between them."))

    # What may be done with it.
    terms = models.ForeignKey(
        "photos.Terms",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="photos",
        verbose_name=_("rights"),
    )
    until = models.DateTimeField(
        _("may be shown until"),
        null=True,
        blank=True,
        help_text=_("From then on no page shows it, and no address answers with it."),
    )
    only_for = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("only for this story"),
    )
    usage_terms = models.TextField(
        _("terms of use"), blank=True, help_text=_("As the picture's own file says, or its sender.")
    )
    instructions = models.TextField(blank=True, help_text=_("For the desk; readers never see it."))
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_why = models.TextField(blank=True, editable=False)

    # How it was made: a name of IPTC's digital source types; empty: not said.
    source_type = models.CharField(_("how it was made"), max_length=60, blank=True)
    data_mining = models.CharField(_("data mining"), max_length=60, blank=True)
    # What its file said: a field's name to its value and origin (`metadata`), and what was ignored and why.
    noted = models.JSONField(default=dict, blank=True, editable=False)
    # What its Content Credentials said when it came in (`provenance`).
    credentials = models.JSONField(default=dict, blank=True, editable=False)
    # What it looks like, as 32 hexadecimal digits; photos that look alike differ in few bits (`alike`). Empty: not looked at yet.
    look = models.CharField(max_length=32, blank=True, editable=False, db_index=True)
    assignment = models.ForeignKey(
        "photos.Assignment",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="photos",
        verbose_name=_("taken for"),
    )

    search_fields = [
        *AbstractImage.search_fields,
        # Wagtail's list of photos offers to order what was found by it.
        index.FilterField("file_size"),
        *[
            index.SearchField(name)
            for name in ("caption", "credit", "headline", "place", "people", "keywords")
        ],
    ]
    admin_form_fields = ("title", "file", "caption", "alt_text", "credit", "collection", "tags")

    class Meta(AbstractImage.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        indexes = [
            # The contact sheet: what was taken within some days; what may not be shown any more, or soon.
            models.Index(fields=["taken_at"], name="photos_taken"),
            models.Index(fields=["until"], name="photos_until"),
        ]

    # Sizes that were looked up already, by the part they are of, for a photo that shows several times; not kept.
    known_sizes: dict[str, Any] | None = None
    # Whether the save that goes on read its credit anew; not kept.
    credit_is_new = False

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        changed = fill_from_new_file(self, fields)
        self.credit_is_new = self.read_credit_anew()
        if self.credit_is_new:
            changed.add("credit_parts")
        if fields is not None:
            fields = kwargs["update_fields"] = {*fields, *changed}
        with transaction.atomic():
            super().save(*args, **kwargs)
            if fields is None or {"credit_parts", *SEARCHED} & set(fields):
                self.index_names()
                self.index_words()

    def read_credit_anew(self) -> bool:
        """Read the credit's words, unless they are those that were read; say whether they were."""
        words = tidy(self.credit)
        if self.credit_parts.get("words", "") == words:
            return False
        self.credit_parts = read_credit(words, names_of_papers()).parts() if words else {}
        return True

    def index_names(self) -> None:
        """Keep who made it, who is in it, where and whose it is, so that it can be looked for by each."""
        named = {(Named.Role.MAKER, plain_name(name)) for name in self.credit_read.creators}
        named |= {(Named.Role.SHOWN, plain_name(name)) for name in self.people.splitlines()}
        named |= {(Named.Role.PLACE, plain_name(self.place))}
        named |= {(Named.Role.LINE, plain_name(self.credit))}
        self.named.all().delete()
        Named.objects.bulk_create(
            Named(photo=self, role=role, name=name[:255]) for role, name in sorted(named) if name
        )

    def index_words(self) -> None:
        """Keep all words that it is looked for by."""
        text = folded("\n".join(getattr(self, name) for name in SEARCHED))
        Words.objects.update_or_create(photo=self, defaults={"text": text})

    @property
    def credit_read(self) -> Credit:
        """The credit, part by part."""
        if self.credit and not self.credit_parts:
            # Not kept yet.
            return read_credit(self.credit, names_of_papers())
        return Credit.of_parts(self.credit_parts)

    @property
    def credit_line(self) -> str:
        """The credit as the paper in whose pages it stands prints it."""
        paper = paper_in_use()
        return printed(self.credit_read, pattern_of(paper) if paper else PLAIN)

    @property
    def first_ran(self) -> str:
        """Where and when it first ran, as a sentence; empty if nobody said."""
        words = {"where": self.first_ran_in, "when": self.first_ran_on}
        if self.first_ran_in and self.first_ran_on:
            return gettext("This photo originally appeared in %(where)s on %(when)s.") % words
        if self.first_ran_in:
            return gettext("This photo originally appeared in %(where)s.") % words
        return (
            gettext("This photo originally appeared on %(when)s.") % words
            if self.first_ran_on
            else ""
        )

    @property
    def lacks_credit(self) -> bool:
        return not self.credit and not self.no_credit_needed

    def is_shown_at(self, when: datetime | None = None) -> bool:
        """Whether readers may see it at a moment, by default now."""
        when = when or timezone.now()
        return self.withdrawn_at is None and (self.until is None or when < self.until)

    def create_rendition(self, filter: Any) -> Any:  # noqa: A002 (Wagtail's name for it)
        """Make one size: those that readers get by the way of all of them, the newsroom's by Wagtail's."""
        from broadsheet.photos.kept_sizes import make_by_name

        return make_by_name(self, filter.spec) or super().create_rendition(filter)

    @contextmanager
    def get_willow_image(self) -> Iterator[Any]:
        """Lend the picture for the newsroom's screens, no larger than readers get it: a camera's file is not decoded whole."""
        from broadsheet.photos.stripping import lent

        with self.open_file() as file:
            yield lent(file)

    def create_renditions(self, *filters: Any) -> dict[Any, Any]:
        """Make sizes one after another. Wagtail would decode a large photo three times at once."""
        return {one: self.create_rendition(one) for one in filters}

    @property
    def filename(self) -> str:
        return shown_name(self.title, ending_of(self.file.name or ""))

    @property
    def default_alt_text(self) -> str:
        # Never the title, which is often a file name, and never the caption.
        return self.alt_text


class Named(models.Model):
    """A name by which a photo can be found: of who made it, who is in it, where it was, or the whole line of its credit."""

    wagtail_reference_index_ignore = True

    class Role(models.TextChoices):
        MAKER = "maker", _("Made by")
        SHOWN = "shown", _("Shows")
        PLACE = "place", _("Place")
        LINE = "line", _("Credit")

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="named")
    role = models.CharField(max_length=5, choices=Role)
    # Without article, in small letters (`plain_name`).
    name = models.CharField(max_length=255)

    class Meta:
        indexes = [models.Index(fields=["role", "name"], name="photos_by_name")]

    def __str__(self) -> str:
        return self.name


class Words(models.Model):
    """All words that a photo is looked for by, in one line. Apart from the photo, so that few bytes are gone through."""

    wagtail_reference_index_ignore = True

    photo = models.OneToOneField(
        Photo, on_delete=models.CASCADE, primary_key=True, related_name="words"
    )
    # In small letters without accents (`folded`).
    text = models.TextField()

    class Meta:
        verbose_name = verbose_name_plural = _("words")

    def __str__(self) -> str:
        return self.text


class Rendition(AbstractRendition):
    """A photo, or a part of it, at one size and in one kind of file."""

    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")
    # Changes with whatever stands in the file besides the picture, and in its name (`size_notes.stamp_of`).
    stamp = models.CharField(max_length=8, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="photos_one_rendition"
            )
        ]

    def get_upload_to(self, filename: str) -> str:
        # Wagtail cuts the photo's own name short, and with it what nobody guesses.
        words = [self.focal_point_key, *self.filter_spec.split("|"), ending_of(filename)]
        return name_of_size(self.image, *words)


def name_of_size(photo: Photo, *words: str, sign: str = "") -> str:
    """Return a name for a size's file: the photo's own, until when it may be shown, and words that tell it from others.

    So the server can refuse a file whose time has passed without asking a database: “….u1790000000.5f0c.400.webp”.

    Args:
        sign: a random one, so that nobody finds one size by another, and one that is made anew has another address: browsers
            keep each for a year. Empty: a new one.
    """
    until = f"u{int(photo.until.timestamp())}" if photo.until else ""
    signs = [PurePath(photo.file.name).stem, until, sign or new_sign(), *words]
    return f"images/{'.'.join(filter(None, signs))}"


def new_sign() -> str:
    return secrets.token_hex(RANDOM_BYTES)
