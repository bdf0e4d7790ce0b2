"""What a paper is: its name, place, time and law; its navigation; its standing pages."""

import zoneinfo
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, Site

from broadsheet.lib.languages import PAPER_LANGUAGES
from broadsheet.lib.rows import one_of
from broadsheet.masthead.blocks import StandingBlocks
from broadsheet.masthead.checked_words import as_shown, wrong_words
from broadsheet.masthead.credit_style import Between, Opening
from broadsheet.masthead.look import clean_look
from broadsheet.masthead.pages import PaperPage
from broadsheet.masthead.paper_form import PaperForm
from broadsheet.masthead.rules import RuleList
from broadsheet.masthead.styles import style_path
from broadsheet.press.keeping import kept
from broadsheet.press.log import EVERYTHING
from broadsheet.press.recorder import note_source, unrecorded
from broadsheet.press.sources import Source

LANGUAGES = PAPER_LANGUAGES
# What stands in the text of every page: dates, words, datelines.
NO_PAPER = "list:papers"
EVERY_PAGE_SHOWS = (
    "time_zone",
    "language",
    "region",
    "text_only",
    "may_republish",
    "says_age_after_months",
    "current_for_months",
    "credit_name",
    "credit_between",
    "credit_opening",
    "credit_in_brackets",
    "agency_first",
)


def check_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is no time zone. Write it as in America/Chicago.") % {"name": name}
        )


@register_setting(icon="site", order=100)
class Paper(Source, BaseSiteSetting, ClusterableModel):
    """One newspaper: everything about it that its owner may change."""

    class LegalKind(models.TextChoices):
        BUSINESS = "business", _("A business, or not sure")
        EXEMPT = (
            "exempt",
            _("A nonprofit of 501(c)(4) to (7) or the like: gifts are not deductible"),
        )
        NONPROFIT = "nonprofit", _("A 501(c)(3) nonprofit: gifts are deductible")
        SPONSORED = "sponsored", _("A project of a fiscal sponsor, which takes the gifts")
        PUBLIC = "public", _("A public body or school")
        ELSEWHERE = "elsewhere", _("Outside the United States")

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

    # How it looks.
    spot = models.CharField(
        _("color"),
        max_length=7,
        blank=True,
        help_text=_("Labels and links, on light paper: #0f4c3a. Empty: Broadsheet's pine."),
    )
    spot_dark = models.CharField(
        _("color on dark"), max_length=7, blank=True, help_text=_("The same on dark: #8fcdb1.")
    )
    band = models.CharField(
        _("color of the support band"), max_length=7, blank=True, help_text=_("#0f3d30")
    )
    nameplate_svg = models.TextField(
        _("nameplate as SVG"),
        blank=True,
        help_text=_("The drawing's own text. Empty: the name is set in type."),
    )
    # How it writes.
    smart_quotes = models.BooleanField(
        _("set quotation marks and dashes"),
        default=True,
        help_text=_(
            "Straight marks become curly, -- becomes a dash, when a story is saved; never in verbatim copy."
        ),
    )
    rules = RuleList(
        default=list,
        blank=True,
        help_text=_("What may not be missing when a story is published. The rest is advice."),
    )
    # How it credits photos.
    credit_name = models.CharField(
        _("our name in credits"),
        max_length=80,
        blank=True,
        help_text=_("The Ledger, as in Ilse Markham / The Ledger. Empty: the short name."),
    )
    credit_between = models.CharField(
        _("pattern of credits"), max_length=11, choices=Between, default=Between.SLASH
    )
    credit_opening = models.CharField(
        _("credits begin with"), max_length=8, choices=Opening, blank=True, default=Opening.NOTHING
    )
    credit_in_brackets = models.BooleanField(
        _("credits in brackets"), default=False, help_text=_("(Ilse Markham / The Ledger)")
    )
    agency_first = models.BooleanField(
        _("agencies first"),
        default=False,
        help_text=_("AP Photo/Nell Roe, as some agencies ask for it; else Nell Roe / AP."),
    )
    # How old and how free.
    says_age_after_months = models.PositiveSmallIntegerField(
        _("say the age after (months)"),
        default=12,
        help_text=_("A story older than this says so above its headline: From May 2016. 0: never."),
    )
    current_for_months = models.PositiveSmallIntegerField(
        _("current for (months)"),
        default=24,
        help_text=_(
            "Fronts, rails and feeds leave out what is older, unless an editor keeps it there. 0: no limit."
        ),
    )
    may_republish = models.BooleanField(
        _("others may republish our own stories"),
        default=False,
        help_text=_("Offers a plain copy with credit line under each story of our own."),
    )
    republish_terms = models.TextField(
        blank=True, help_text=_("Beside the plain copy, in the paper's own words.")
    )
    text_only = models.BooleanField(
        _("text only, for everyone"),
        default=False,
        help_text=_(
            "In an emergency: every page becomes its text-only edition at its own address, until this is unset."
        ),
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
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("spot"), FieldPanel("spot_dark"), FieldPanel("band")]),
                FieldPanel("nameplate_svg"),
                FieldPanel("nameplate_file"),
            ],
            heading=_("Look"),
        ),
        MultiFieldPanel([FieldPanel("smart_quotes"), FieldPanel("rules")], heading=_("Writing")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("credit_name"), FieldPanel("credit_between")]),
                FieldRowPanel([FieldPanel("credit_opening"), FieldPanel("credit_in_brackets")]),
                FieldPanel("agency_first"),
            ],
            heading=_("Credits of photos"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("says_age_after_months"), FieldPanel("current_for_months")]
                ),
                FieldPanel("may_republish"),
                FieldPanel("republish_terms"),
            ],
            heading=_("Old stories, and what others may take"),
        ),
        FieldPanel("text_only", heading=_("Emergency")),
    ]

    base_form_class = PaperForm

    class Meta:
        verbose_name = _("paper")

    def __str__(self) -> str:
        return self.name

    @property
    def nameplate(self) -> SafeString:
        """The nameplate's drawing as it stands in a page, where the paper's name stands beside it in words."""
        return mark_safe(self.nameplate_svg.replace("<svg", '<svg aria-hidden="true"', 1))  # nosec B308 # cleaned whenever it is saved

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def in_a_sentence(self) -> str:
        return self.short_name or self.name

    @property
    def in_credits(self) -> str:
        return self.credit_name or capfirst(self.in_a_sentence)

    def clean(self) -> None:
        super().clean()
        clean_look(self)
        if self.site_id is not None and (wrong := wrong_words(self)):
            raise ValidationError(wrong)

    def addresses(self) -> set[str]:
        """The style file of its colours is printed with the pages that name it, though nobody has asked for it yet."""
        return {self.site.hostname + style_path(self)}

    @property
    def can_be_reached(self) -> bool:
        """Whether readers are told of any way to the newsroom; without one, no page asks them to take it."""
        return bool(self.email or self.phone or self.street_address)

    def touches(self) -> set[str]:
        return {self.source, NO_PAPER} | ({EVERYTHING} if self.changes_every_page else set())

    def save(self, *args: Any, **kwargs: Any) -> None:
        # A nameplate stands in pages as it is: no way of saving passes this by.
        clean_look(self)
        before = Paper.objects.filter(pk=self.pk).values(*EVERY_PAGE_SHOWS).first()
        self.changes_every_page = before is not None and any(
            before[name] != getattr(self, name) for name in EVERY_PAGE_SHOWS
        )
        super().save(*args, **kwargs)


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

    class Purpose(models.TextChoices):
        ABOUT = "about", _("About the paper")
        ETHICS = "ethics", _("Ethics")
        CORRECTIONS = "corrections", _("Corrections policy")
        PRIVACY = "privacy", _("Privacy")
        ACCESSIBILITY = "accessibility", _("Accessibility statement")
        SOFTWARE = "software", _("How we use software")
        SECURITY = "security", _("Reporting a security hole")

    source_kind = "standing-page"

    purpose = models.CharField(
        max_length=15,
        choices=Purpose,
        blank=True,
        help_text=_("Search engines are told which page says this. Empty for any other page."),
    )
    body = StreamField(StandingBlocks())

    template = "masthead/standing_page.html"
    parent_page_types: ClassVar[list[str]] = ["sections.Front"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*Page.content_panels, FieldPanel("purpose"), FieldPanel("body")]

    class Meta:
        verbose_name = _("standing page")

    def touches(self) -> set[str]:
        return {*super().touches(), "list:standing-pages"}


def paper_of(site: Site) -> Paper:
    """Return the paper published at a site, as readers are shown it; one that has not been set up yet has no name."""

    def find() -> Paper:
        paper = one_of(Paper.objects.filter(site=site))
        if paper is None:
            # Its first save touches this name, which no paper has noted yet.
            note_source(NO_PAPER)
        return as_shown(paper) if paper is not None else Paper(site=site)

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
