"""What may be done with photos, who says so, and where an editor decided otherwise."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.photos.credits.credit import Relation
from broadsheet.photos.models.photo import Photo
from broadsheet.press.sources import Source

ALL_TERMS = "list:terms"


class Use(models.TextChoices):
    """Where a photo may stand."""

    STORY = "story", _("with its story")
    AGAIN = "again", _("with further stories")
    RAIL = "rail", _("in rails and lists")
    FRONT = "front", _("on fronts")
    SHARE = "share", _("on share cards")
    FEED = "feed", _("in feeds, for others to print")
    NEWSLETTER = "newsletter", _("in newsletters")


class Terms(Source):
    """The terms of one kind of photo: our own, an agency's, a licence's. None is given by the program but our own."""

    source_kind = "terms"

    name = models.CharField(max_length=80, unique=True, help_text=_("AP, under our contract"))
    said_in = models.TextField(
        _("where this is said"),
        blank=True,
        help_text=_("The contract, its paragraph and date; the license's page; the letter."),
    )
    uses = models.JSONField(
        _("may be shown"), default=list, blank=True, help_text=_("All else is refused.")
    )
    one_story = models.BooleanField(
        _("one story only"),
        default=False,
        help_text=_("It may stand with the story that it came for, and with no other."),
    )
    days = models.PositiveSmallIntegerField(
        _("for so many days"),
        null=True,
        blank=True,
        help_text=_("From the day it came in. Empty: without end."),
    )
    relation = models.CharField(
        _("given to new photos whose credit says"), max_length=20, choices=Relation, blank=True
    )
    organisation = models.CharField(
        _("and names"), max_length=120, blank=True, help_text=_("AP. Empty: whomever.")
    )
    licence = models.CharField(_("license"), max_length=60, blank=True, help_text=_("CC BY-SA 4.0"))
    licence_url = models.URLField(_("the license's page"), max_length=500, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("terms of use")
        verbose_name_plural = _("terms of use")

    def __str__(self) -> str:
        return self.name

    def touches(self) -> set[str]:
        return {self.source, ALL_TERMS}

    def allow(self, use: str) -> bool:
        return use in self.uses


class Exemption(models.Model):
    """An editor's decision to use a photo where its terms say no, with the reason. It is kept."""

    wagtail_reference_index_ignore = True

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="exemptions")
    # Of the story; none: wherever it stands.
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    use = models.CharField(max_length=10, choices=Use)
    reason = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.reason

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.photo.note("exempted")


class EndTold(models.Model):
    """That the desk was told of a photo's end so many days before. Told once for each end."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="ends_told")
    days = models.PositiveSmallIntegerField()
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["photo", "days", "until"], name="photos_end_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.photo}: {self.days}"
