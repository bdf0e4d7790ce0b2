"""What a paper is: its name, place, time and law; its navigation; its standing pages."""

import zoneinfo
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, Site

from broadsheet.masthead.blocks import StandingBlocks
from broadsheet.masthead.pages import PaperPage
from broadsheet.press.keeping import kept
from broadsheet.press.log import EVERYTHING
from broadsheet.press.recorder import note_source, unrecorded
from broadsheet.press.sources import Source

LANGUAGES = [("en-us", _("English (United States)")), ("en-gb", _("English (United Kingdom)"))]


# What stands in the text of every page: dates, words, datelines.
NO_PAPER = "list:papers"
EVERY_PAGE_SHOWS = ("time_zone", "language", "region")


def check_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is no time zone. Write it as in America/Chicago.") % {"name": name}
        )


@register_setting(icon="site", order=100)
class Paper(Source, BaseSiteSetting, ClusterableModel):
    """One newspaper: everything about it that its owner may change."""

    class LegalKind(models.TextChoices):
        BUSINESS = "business", _("A business")
        NONPROFIT = "nonprofit", _("A nonprofit whose gifts are tax deductible")
        PUBLIC = "public", _("A public body or school")

    source_kind = "paper"
    # Whether the change being saved is one of those; not kept.
    changes_every_page = False

    name = models.CharField(
        max_length=80, help_text=_("As on the front page: The Larkmere Ledger.")
    )
    short_name = models.CharField(
        max_length=40, blank=True, help_text=_("As in a sentence: the Ledger.")
    )
    motto = models.CharField(max_length=40, blank=True, help_text=_("One line under the name."))
    town = models.CharField(max_length=80, help_text=_("Where the paper is at home."))
    area = models.CharField(
        max_length=80, blank=True, help_text=_("What it covers beside the town: Teal County.")
    )
    region = models.CharField(
        _("home state"),
        max_length=80,
        blank=True,
        help_text=_("In full: Wisconsin. Datelines of this state leave it out."),
    )
    founded = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("The year."))
    time_zone = models.CharField(
        max_length=60, default="UTC", validators=[check_time_zone], help_text=_("America/Chicago")
    )
    language = models.CharField(max_length=10, choices=LANGUAGES, default="en-us")
    street_address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(_("newsroom's e-mail"), blank=True)
    hours = models.CharField(max_length=120, blank=True, help_text=_("Weekdays 9 to 5"))
    legal_kind = models.CharField(
        max_length=10,
        choices=LegalKind,
        default=LegalKind.BUSINESS,
        help_text=_("Decides what the pages say about gifts."),
    )
    legal_name = models.CharField(
        max_length=120, blank=True, help_text=_("The Larkmere Ledger, Inc.")
    )
    support_text = models.TextField(
        blank=True, help_text=_("Why a reader should give, in the paper's own words.")
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("short_name"), FieldPanel("motto")]),
                FieldRowPanel([FieldPanel("town"), FieldPanel("area")]),
                FieldRowPanel([FieldPanel("region"), FieldPanel("founded")]),
                FieldRowPanel([FieldPanel("time_zone"), FieldPanel("language")]),
            ],
            heading=_("The paper"),
        ),
        InlinePanel("navigation", heading=_("Navigation"), label=_("Page")),
        MultiFieldPanel(
            [
                FieldPanel("street_address"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                FieldPanel("hours"),
            ],
            heading=_("How readers reach the newsroom"),
        ),
        MultiFieldPanel(
            [FieldPanel("legal_kind"), FieldPanel("legal_name"), FieldPanel("support_text")],
            heading=_("Law and support"),
        ),
    ]

    class Meta:
        verbose_name = _("paper")

    def __str__(self) -> str:
        return self.name

    @property
    def legal_sentence(self) -> str:
        """What must stand wherever the paper asks for gifts, by its legal kind."""
        return LEGAL_SENTENCES[self.legal_kind]

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def in_a_sentence(self) -> str:
        return self.short_name or self.name

    def touches(self) -> set[str]:
        return {self.source, NO_PAPER} | ({EVERYTHING} if self.changes_every_page else set())

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = Paper.objects.filter(pk=self.pk).values(*EVERY_PAGE_SHOWS).first()
        self.changes_every_page = before is not None and any(
            before[name] != getattr(self, name) for name in EVERY_PAGE_SHOWS
        )
        super().save(*args, **kwargs)


# Word for word: the first is the sentence that papers owned by a business print beside their gift forms.
LEGAL_SENTENCES: dict[str, str] = {
    Paper.LegalKind.BUSINESS: "Donations processed in this system are not tax deductible.",
    Paper.LegalKind.NONPROFIT: "Donations are tax deductible to the extent that the law allows.",
    Paper.LegalKind.PUBLIC: "Donations are received on behalf of a public body.",
}


class NavigationItem(Orderable):
    """One entry of the paper's navigation."""

    paper = ParentalKey(Paper, on_delete=models.CASCADE, related_name="navigation")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=40, blank=True, help_text=_("If not the page's own title."))

    panels = [FieldPanel("page"), FieldPanel("label")]

    def __str__(self) -> str:
        return self.label or self.page.title


class StandingPage(PaperPage):
    """A page that stays: about the paper, its ethics, its terms."""

    source_kind = "standing-page"

    body = StreamField(StandingBlocks())

    template = "masthead/standing_page.html"
    parent_page_types: ClassVar[list[str]] = ["sections.Front"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("standing page")

    def touches(self) -> set[str]:
        return {*super().touches(), "list:standing-pages"}


def paper_of(site: Site) -> Paper:
    """Return the paper published at a site; one that has not been set up yet has no name."""

    def find() -> Paper:
        paper = Paper.objects.filter(site=site).first()
        if paper is None:
            # Its first save touches this name, which no paper has noted yet.
            note_source(NO_PAPER)
        return paper or Paper(site=site)

    return kept(f"paper:{site.pk}", find)


def facts_of(site: Site) -> Paper:
    """Return the paper for what every page shows, such as its time zone, and no page notes.

    A change of these prints everything anew (`Paper.touches`).
    """
    with unrecorded():
        return paper_of(site)


def set_up(site: Site) -> bool:
    """Say whether a paper has been through its first steps."""
    return bool(paper_of(site).name)
