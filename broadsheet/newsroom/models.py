"""People: those who sign in, and those who are named under stories. Often, but not always, the same."""

from pathlib import PurePath
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms import Select
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.documents.models import AbstractDocument
from wagtail.models import Site
from wagtail.snippets.models import register_snippet

from broadsheet.incoming.documents import TYPES
from broadsheet.incoming.names import ending_of, shown_name
from broadsheet.newsroom.own_ways import WAYS, JournalistForm, clean_ways
from broadsheet.newsroom.public_keys import PublicKey, read_key
from broadsheet.photos.crop_field import CropField, CropInput
from broadsheet.photos.use_words import ALT_HELP, LONGEST_ALT, AltInput
from broadsheet.press.addresses import end, leave_behind, reclaim
from broadsheet.press.sources import Source


class User(AbstractUser):
    """Someone who may sign in to the newsroom."""


class PaperDocument(Source, AbstractDocument):
    """A file that a story gives its readers, such as a report."""

    source_kind = "document"
    not_shown: ClassVar[frozenset[str]] = frozenset(
        {"tags", "file_size", "file_hash", "collection"}
    )

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def kept_name(self) -> str:
        """The name under which the file is kept, which nobody guesses; its address ends in it."""
        return PurePath(self.file.name or "").name

    @property
    def filename(self) -> str:
        """The name under which a reader gets it."""
        return shown_name(self.title, ending_of(self.kept_name))

    @property
    def url(self) -> str:
        return reverse("wagtaildocs_serve", args=[self.pk, self.kept_name])

    @property
    def content_type(self) -> str:
        return TYPES.get(ending_of(self.kept_name), "application/octet-stream")


class PanelForSeveralPapers(FieldPanel):
    """A field that asks for one of several papers; with one alone there is nothing to ask."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(super().is_shown()) and Site.objects.count() > 1


@register_snippet
class Journalist(Source):
    """Someone whose name stands over stories, with a page of their own."""

    source_kind = "journalist"

    name = models.CharField(max_length=120)
    slug = models.SlugField(
        max_length=120, unique=True, help_text=_("The last word of the page's address: people/…")
    )
    role = models.CharField(max_length=80, blank=True, help_text=_("Government reporter"))
    beat = models.CharField(
        max_length=120, blank=True, help_text=_("What to write to this person about.")
    )
    portrait = models.ForeignKey(
        "photos.Photo", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    portrait_crop = CropField()
    portrait_alt = models.CharField(
        _("alt text here"), max_length=LONGEST_ALT, blank=True, help_text=ALT_HELP
    )
    bio = models.TextField(blank=True)
    email = models.EmailField(blank=True, help_text=_("Shown to readers."))
    phone = models.CharField(max_length=40, blank=True, help_text=_("Shown to readers."))
    signal = models.CharField(
        _("Signal user name"), max_length=60, blank=True, help_text=_("Shown to readers.")
    )
    takes_messages = models.BooleanField(
        _("has a form"),
        default=False,
        help_text=_("Readers write by it, and see no address. Messages stand in the newsroom."),
    )
    by_post = models.BooleanField(
        _("by post"), default=False, help_text=_("Letters go to the newsroom's address.")
    )
    public_key = models.TextField(
        _("public key"),
        blank=True,
        help_text=_(
            "For encrypted mail: the whole block that begins with BEGIN PGP PUBLIC KEY BLOCK."
        ),
    )
    desk = models.ForeignKey(
        "newsroom.Desk",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
        help_text=_("Under it this person stands on the contact page."),
    )
    user = models.OneToOneField(
        User,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="journalist",
        help_text=_("The account this person signs in with."),
    )
    is_current = models.BooleanField(
        _("on the staff"),
        default=True,
        help_text=_("Those who have left keep their page, without ways to reach them."),
    )
    works_for = models.ForeignKey(
        Site,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("works for"),
        help_text=_("Of the papers that are published here. Empty: for each of them."),
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
        FieldRowPanel([FieldPanel("role"), FieldPanel("beat")]),
        FieldPanel("desk", widget=Select),
        MultiFieldPanel(
            [
                FieldPanel("portrait"),
                FieldPanel("portrait_crop", widget=CropInput("portrait")),
                FieldPanel("portrait_alt", widget=AltInput("portrait")),
            ],
            heading=_("Portrait"),
        ),
        FieldPanel("bio"),
        MultiFieldPanel(
            [FieldPanel(name) for name in WAYS],
            heading=_("How readers reach this person"),
        ),
        FieldRowPanel([FieldPanel("user"), FieldPanel("is_current")]),
        PanelForSeveralPapers("works_for"),
    ]
    base_form_class = JournalistForm

    class Meta:
        ordering = ["name"]
        verbose_name = _("journalist")
        verbose_name_plural = _("journalists")

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return f"/people/{self.slug}/"

    def touches(self) -> set[str]:
        return {self.source, "list:journalists"}

    def addresses(self) -> set[str]:
        return {host + self.path for host in Site.objects.values_list("hostname", flat=True)}

    @property
    def photo_alt(self) -> str:
        """The portrait's alt text in this use."""
        return self.portrait_alt or (self.portrait.alt_text if self.portrait else "")

    @property
    def reads_messages(self) -> bool:
        """Whether readers may write to this person by the form: on the staff, and with an account that shows it."""
        user = self.user
        return bool(self.takes_messages and self.is_current and user and user.is_active)

    @property
    def key(self) -> PublicKey | None:
        """The public key with which readers encrypt what only this person may read."""
        if not self.public_key or not self.is_current:
            return None
        try:
            return read_key(self.public_key)
        except ValidationError:
            # It came in by another way than the form, which takes none such.
            return None

    @property
    def key_path(self) -> str:
        return f"{self.path}key.asc"

    def clean(self) -> None:
        super().clean()
        clean_ways(self)

    def is_of(self, site: Site) -> bool:
        """Whether the paper published at a site has a page for this person."""
        return self.works_for_id in (None, site.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            before = Journalist.objects.filter(pk=self.pk).first()
            super().save(*args, **kwargs)
            for host in Site.objects.values_list("hostname", flat=True):
                if before and before.slug != self.slug:
                    leave_behind(host, before.path, moved_to=self.path)
                reclaim(host, self.path)

    def before_deletion(self) -> None:
        super().before_deletion()
        for host in Site.objects.values_list("hostname", flat=True):
            end(host, self.path)


def journalists_of(site: Site) -> "models.QuerySet[Journalist]":
    """Return the people of the paper published at a site."""
    return Journalist.objects.filter(models.Q(works_for=None) | models.Q(works_for=site))


# Django looks for what is kept in this module alone.
from broadsheet.newsroom.acts import Act  # noqa: E402, F401
from broadsheet.newsroom.desks import Desk  # noqa: E402, F401
