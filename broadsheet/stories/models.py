"""What a story is, and what hangs on it: bylines, related stories, corrections."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageViewRestriction, Site

from broadsheet.lib.datelines import print_dateline
from broadsheet.masthead.models import facts_of
from broadsheet.masthead.pages import BOOKKEEPING, is_open, restrictions_on, site_of
from broadsheet.press.addresses import end
from broadsheet.press.recorder import gone_after
from broadsheet.press.sources import Source
from broadsheet.stories import panels as desk_panels
from broadsheet.stories.blocks import StoryBlocks
from broadsheet.stories.errors import CorrectionKeptError
from broadsheet.stories.forms import StoryForm


class Story(Source, Page):
    """One piece of journalism at one permanent address."""

    class SourceKind(models.TextChoices):
        STAFF = "staff", _("Our own")
        WIRE = "wire", _("An agency")
        CONTRIBUTED = "contributed", _("Contributed")
        PRESS_RELEASE = "press_release", _("A press release")

    source_kind = "story"
    not_shown: ClassVar[frozenset[str]] = BOOKKEEPING

    deck = models.CharField(
        max_length=300, blank=True, help_text=_("A sentence or two under the headline.")
    )
    kicker = models.CharField(
        max_length=40,
        blank=True,
        help_text=_("A word above the headline, if not the section's name: Editorial, Analysis."),
    )
    teaser = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("One sentence, shown under the headline on fronts and in the rail."),
    )
    dateline_place = models.CharField(
        _("city"), max_length=80, blank=True, help_text=_("Where the reporting was done: Larkmere.")
    )
    dateline_region = models.CharField(
        _("state or country"),
        max_length=80,
        blank=True,
        help_text=_(
            "In full. Cities that stand alone, and the home state, are printed without it."
        ),
    )
    dateline_text = models.CharField(
        _("or in words"),
        max_length=120,
        blank=True,
        help_text=_("For a dateline that is no city: Aboard the research ship Halcyon."),
    )
    source_of_copy = models.CharField(
        _("where it comes from"), max_length=20, choices=SourceKind, default=SourceKind.STAFF
    )
    agency = models.CharField(
        max_length=80, blank=True, help_text=_("The agency's or sender's name, as readers see it.")
    )
    lead_photo = models.ForeignKey(
        "photos.Photo", null=True, blank=True, on_delete=models.SET_NULL, related_name="led_stories"
    )
    lead_caption = models.TextField(
        _("caption here"), blank=True, help_text=_("Empty: the photo's own caption.")
    )
    lead_alt = models.CharField(
        _("alt text here"),
        max_length=300,
        blank=True,
        help_text=_("What is to be seen, for a reader who cannot see it. Empty: the photo's own."),
    )
    body = StreamField(StoryBlocks(), blank=True)
    noindex = models.BooleanField(
        _("keep out of search engines"), default=False, help_text=_("Readers still find it here.")
    )
    # False for a story of another system of which only the day is known.
    hour_is_known = models.BooleanField(default=True, editable=False)
    update_note = models.CharField(
        max_length=200,
        blank=True,
        help_text=_(
            "What was added, for readers. Writing or changing it makes this an update with its own time; "
            "anything else published leaves the time alone."
        ),
    )
    updated_at = models.DateTimeField(null=True, blank=True, editable=False)

    story_slug = models.SlugField(
        _("words of the address"),
        max_length=120,
        blank=True,
        allow_unicode=False,
        help_text=_("Empty: made from the headline. Fixed once the story is published."),
    )
    address_wanted = models.CharField(max_length=120, blank=True, default="")
    # Stored at first publication and never derived again: readers' links outlive sections.
    permalink = models.CharField(max_length=255, unique=True, null=True, editable=False)  # noqa: DJ001
    # Kept by us: the section above it in the tree. Not "section", which would clash with Page's own accessor.
    home_section = models.ForeignKey(
        "sections.Section", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    # When readers were first shown it; null unless any reader may see it now.
    shown_at = models.DateTimeField(null=True, editable=False)

    # Set once a new story has a slug of its own; not kept.
    has_own_tree_slug = False

    template = "stories/story.html"
    parent_page_types: ClassVar[list[str]] = ["sections.Section"]
    subpage_types: ClassVar[list[str]] = []
    search_auto_update = False
    base_form_class = StoryForm
    content_panels = desk_panels.content_panels
    promote_panels = desk_panels.promote_panels
    settings_panels = desk_panels.settings_panels
    exclude_fields_in_copy: ClassVar[list[str]] = [
        "permalink",
        "address_wanted",
        "home_section",
        "shown_at",
        "corrections",
        "updated_at",
        "update_note",
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [
            # Rails, section fronts and feeds.
            models.Index(fields=["home_section", "-shown_at"], name="stories_by_section"),
            # The paper's front, its feed, sitemaps, month pages.
            models.Index(fields=["-shown_at"], name="stories_newest"),
        ]

    def _set_core_field_defaults(self) -> None:
        from broadsheet.stories.publishing import choose_tree_slug

        choose_tree_slug(self)
        super()._set_core_field_defaults()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, settle section, address and time, and write the log's line: in one transaction."""
        from broadsheet.stories.publishing import save_story

        fields = kwargs.get("update_fields")
        if fields is not None and set(fields) <= self.not_shown:
            super(Source, self).save(*args, **kwargs)
            return
        save_story(self, lambda: super(Source, self).save(*args, **kwargs), kwargs)

    @property
    def site(self) -> Site | None:
        """The site of the story's paper; None outside every site."""
        return site_of(self)

    @property
    def host(self) -> str:
        """The host name of the story's paper; empty outside every site."""
        site = self.site
        return site.hostname if site else ""

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """Return site, its root address and the permalink; None for a story that was never published."""
        parts = super().get_url_parts(request)
        if parts is None or not self.permalink:
            return None
        return parts[0], parts[1], self.permalink

    def addresses(self) -> set[str]:
        return {self.host + self.permalink} if self.permalink and self.host else set()

    def before_deletion(self) -> None:
        from broadsheet.stories.publishing import note_story

        note_story(self, "deleted", was=self, hidden=True)
        if self.permalink and self.host:
            end(self.host, self.permalink)

    @property
    def is_readable(self) -> bool:
        """Whether any reader may see it now."""
        return is_open(self)

    @property
    def label(self) -> str:
        """The word above the headline: its own, or its section's name."""
        return self.kicker or (self.home_section.title if self.home_section else "")

    @property
    def dateline(self) -> str:
        """The dateline as printed, without its dash; empty if there is none."""
        if self.dateline_text:
            return self.dateline_text.upper()
        if not self.dateline_place:
            return ""
        site = self.site
        home = facts_of(site).region if site else ""
        return print_dateline(self.dateline_place, self.dateline_region, home_region=home)

    @property
    def photo_caption(self) -> str:
        """The lead photo's caption in this use."""
        return self.lead_caption or (self.lead_photo.caption if self.lead_photo else "")

    @property
    def photo_alt(self) -> str:
        """The lead photo's alt text in this use."""
        return self.lead_alt or (self.lead_photo.alt_text if self.lead_photo else "")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer at the permalink; the tree's own address leads there."""
        if request.path != self.permalink:
            return HttpResponsePermanentRedirect(self.permalink or "/")
        return super().serve(request, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Show a draft as it would be printed: in the section where it stands now, saved or not."""
        from broadsheet.stories.publishing import section_above

        self.home_section_id = section_above(self.path)
        return super().serve_preview(request, mode_name)

    def get_view_restrictions(self) -> "models.QuerySet[PageViewRestriction]":
        return restrictions_on(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from broadsheet.stories.page import story_context

        # The shelf refuses the story from this second on, with everything else down.
        gone_after(self.expire_at)
        return {**super().get_context(request, *args, **kwargs), **story_context(self)}


class Byline(Orderable):
    """One name over a story: someone with a page of their own, or a name in words."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="bylines")
    journalist = models.ForeignKey(
        "newsroom.Journalist",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bylines",
    )
    name = models.CharField(
        _("or a name"), max_length=120, blank=True, help_text=_("For someone without a page here.")
    )
    role = models.CharField(
        max_length=60, blank=True, help_text=_("If not just “By”: Reported by, Photographs by.")
    )

    panels = desk_panels.byline_panels

    def __str__(self) -> str:
        return self.printed_name

    @property
    def printed_name(self) -> str:
        return self.name or (self.journalist.name if self.journalist else "")


class RelatedStory(Orderable):
    """A story that an editor sets beside another."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="related")
    other = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")

    panels = desk_panels.related_panels

    def __str__(self) -> str:
        return str(self.other)


class KeptCorrections(models.QuerySet["Correction"]):
    """Corrections, which no query changes or deletes."""

    def update(self, **_kwargs: Any) -> int:
        raise CorrectionKeptError(_("A correction is not changed. Make another one."))

    def delete(self) -> tuple[int, dict[str, int]]:
        raise CorrectionKeptError(_("A correction stays for good."))


class Correction(models.Model):
    """A public note that a published story was wrong, and what is right. Never edited, never deleted."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="corrections")
    wrong = models.TextField(help_text=_("What was wrong."))
    right = models.TextField(help_text=_("What is right."))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = KeptCorrections.as_manager()

    class Meta:
        ordering = ["-made_at"]
        # The corrections page, newest first.
        indexes = [models.Index(fields=["-made_at"], name="stories_corrections")]

    def __str__(self) -> str:
        return f"{self.story}: {self.right}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise CorrectionKeptError(_("A correction is not changed. Make another one."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise CorrectionKeptError(_("A correction stays for good."))
