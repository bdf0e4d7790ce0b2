"""What a paper offers its readers here, and what it promises them."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from broadsheet.press.keeping import kept
from broadsheet.press.log import EVERYTHING
from broadsheet.press.recorder import note_source
from broadsheet.press.sources import Source

# What a page has noted that was printed before the paper had rules of its own.
NO_RULES = "list:standards-rules"


@register_setting(icon="check", order=121)
class StandardsRules(Source, BaseSiteSetting):
    """By which rules one paper takes reports of errors and requests about stories."""

    source_kind = "standards-rules"
    # Whether the change being saved is one of those; not kept.
    changes_every_page = False

    takes_reports = models.BooleanField(
        _("takes reports of errors"),
        default=True,
        help_text=_("Unset: no story offers to report an error."),
    )
    takes_requests = models.BooleanField(
        _("takes requests to change or take down stories"), default=True
    )
    days = models.PositiveSmallIntegerField(
        _("days until a request is decided on"),
        default=21,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Readers are told."),
    )
    policy = models.TextField(
        _("how we decide"),
        blank=True,
        max_length=2000,
        help_text=_("A few sentences for those who ask. Empty: ours."),
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("takes_reports"),
        FieldPanel("takes_requests"),
        FieldPanel("days"),
        FieldPanel("policy"),
    ]

    class Meta:
        verbose_name = _("reports of errors and requests")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def touches(self) -> set[str]:
        return {self.source, NO_RULES} | ({EVERYTHING} if self.changes_every_page else set())

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = StandardsRules.objects.filter(pk=self.pk).values_list("takes_reports", flat=True)
        # Each story's page offers to report an error while reports are taken.
        self.changes_every_page = self.takes_reports != next(iter(before), True)
        super().save(*args, **kwargs)


def rules_of(site: Site) -> StandardsRules:
    """Return a paper's rules, noted as a source; those that every paper begins with, if it has none of its own."""

    def find() -> StandardsRules:
        rules = StandardsRules.objects.filter(site=site).first()
        if rules is None:
            note_source(NO_RULES)
        return rules or StandardsRules(site=site)

    return kept(f"standards-rules:{site.pk}", find)
