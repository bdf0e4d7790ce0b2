"""What a story is."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageViewRestriction, Site

from broadsheet.lib.datelines import print_dateline
from broadsheet.lib.languages import STORY_LANGUAGES
from broadsheet.masthead.models import facts_of
from broadsheet.masthead.pages import BOOKKEEPING, is_open, restrictions_on, site_of, site_roots
from broadsheet.photos.crop_field import CropField
from broadsheet.photos.runs import end_runs
from broadsheet.photos.use_words import ALT_HELP, LONGEST_ALT
from broadsheet.press.addresses import end
from broadsheet.press.recorder import gone_after
from broadsheet.press.sources import Source
from broadsheet.press.twins import edition_template
from broadsheet.stories import opinion
from broadsheet.stories import panels as desk_panels
from broadsheet.stories.blocks import StoryBlocks
from broadsheet.stories.cost_field import cost_field
from broadsheet.stories.forms import StoryForm
from broadsheet.stories.models.pointers import all_exist
from broadsheet.stories.models.story_indexes import INDEXES

# What the log calls a saving that the editing screen made by itself.
AUTOSAVE = "stories.autosave"


class Story(Source, Page):
    """One piece of journalism at one permanent address."""

    class SourceKind(models.TextChoices):
        STAFF = "staff", _("Our own")
        WIRE = "wire", _("An agency")
        CONTRIBUTED = "contributed", _("Contributed")
        PRESS_RELEASE = "press_release", _("A press release")

    class OpinionKind(models.TextChoices):
        EDITORIAL = "editorial", _("Editorial")
        COLUMN = "column", _("Column")
        LETTER = "letter", _("Letter")
        REVIEW = "review", _("Review")

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
    lead_crop = CropField()
    lead_caption = models.TextField(_("caption here"), blank=True)
    lead_alt = models.CharField(
        _("alt text here"), max_length=LONGEST_ALT, blank=True, help_text=ALT_HELP
    )
    body = StreamField(StoryBlocks(), blank=True)
    opinion_kind = models.CharField(
        _("kind of opinion"),
        max_length=10,
        choices=OpinionKind,
        blank=True,
        help_text=_("Empty for news. Readers see it in words wherever the story stands."),
    )
    speaker = models.CharField(
        _("who is speaking"),
        max_length=200,
        blank=True,
        help_text=_(
            "For opinion, in a sentence: Ruth Amsel farms in Harrow and sits on the co-op's board."
        ),
    )
    how_reported = RichTextField(
        _("how we reported this"),
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_("Who was where, what was read, who edited. Stands under the story."),
    )
    what_it_cost = cost_field()
    topics = ParentalManyToManyField("stories.Topic", blank=True, related_name="+")
    series = models.ForeignKey(
        "stories.Series", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    series_part = models.PositiveSmallIntegerField(
        _("part"), null=True, blank=True, help_text=_("2 for the second part of the series.")
    )
    language = models.CharField(
        _("language of this story"),
        max_length=10,
        blank=True,
        choices=STORY_LANGUAGES,
        help_text=_("Empty: the paper's own."),
    )
    translation_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="translations",
        # The index below is of translations alone.
        db_index=False,
        help_text=_("The story of which this is a translation. Each then leads to the other."),
    )
    is_live_coverage = models.BooleanField(
        _("live coverage"),
        default=False,
        help_text=_("Entries with their times stand in it, the newest first, until it is ended."),
    )
    live_ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    breaking_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("Marked as breaking, and leads the front, until this moment."),
    )
    # When it was marked: of two that are breaking, the one marked last leads.
    breaking_since = models.DateTimeField(null=True, editable=False)
    keep_current = models.BooleanField(
        _("keep among current stories"),
        default=False,
        help_text=_(
            "Fronts, rails and feeds leave out what is older than the paper's limit; not this story."
        ),
    )
    verbatim = models.BooleanField(
        _("verbatim"),
        default=False,
        help_text=_("Printed as it came: quotation marks and dashes are left as they are."),
    )
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
    # Whether it was made from a revision, which was looked through when it was kept.
    comes_from_revision = False
    # Set while the editing screen saves without being told to; not kept.
    saves_itself = False

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
        "breaking_until",
        "breaking_since",
        "live_ended_at",
        "places",
        "live_entries",
        "live_reporters",
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = INDEXES

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

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Any:
        """Build a story from what a revision holds; only where something it points to is gone, each is looked at."""
        is_looked_at = check_fks and not all_exist(cls, data)
        return super().from_serializable_data(data, check_fks=is_looked_at, strict_fks=strict_fks)

    def with_content_json(self, content: dict[str, Any]) -> "Story":
        story: Story = super().with_content_json(content)
        story.comes_from_revision = True
        return story

    @property
    def current_workflow_state(self) -> Any:
        """Where its review stands; that there is none, as at most publications, is cheaply asked."""
        is_fetched = hasattr(self, "_current_workflow_states")
        if not is_fetched and not self.workflow_states.active().order_by().exists():
            return None
        return super().current_workflow_state

    def is_site_root(self) -> bool:
        """Say whether a site begins here, by the sites that are at hand."""
        return any(site.root_page_id == self.pk for _place, site in site_roots())

    def update_aliases(self, **kwargs: Any) -> Any:
        """Bring Wagtail's aliases up to date; that there are none, as in most papers, is cheaply asked."""
        if Page.objects.filter(alias_of=self.pk).exists():
            super().update_aliases(**kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Keep a version; the history tells those that the screen saved by itself from those that someone saved."""
        if self.saves_itself and kwargs.get("log_action") is True:
            kwargs["log_action"] = AUTOSAVE
        return super().save_revision(*args, **kwargs)

    def get_lock(self) -> Any:
        """Return who keeps others from writing in it: whoever took it, else its review or schedule."""
        from broadsheet.stories.claims import Claim

        return Claim(self) if self.locked else super().get_lock()

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
        from broadsheet.stories.places import names_left
        from broadsheet.stories.publishing import note_story

        end_runs(self.pk)
        note_story(self, "deleted", was=self, hidden=True, lists=names_left(self))
        if self.permalink and self.host:
            end(self.host, self.permalink)

    @property
    def is_readable(self) -> bool:
        """Whether any reader may see it now."""
        return is_open(self)

    @property
    def is_opinion(self) -> bool:
        """Whether it says what someone thinks: the one thing that an italic headline means."""
        return opinion.is_opinion(self)

    @property
    def opinion_word(self) -> str:
        """What kind of opinion it is, in a word for readers; empty for news."""
        return opinion.opinion_word(self)

    @property
    def label(self) -> str:
        """The word above the headline: for opinion its kind, for news its own word or its section's name."""
        if self.is_opinion:
            return opinion.opinion_label(self)
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

    def reopen_body(self) -> None:
        """Have the body's photos and files read anew: a story that is kept for its card knows them as they once were."""
        # The paper's words are the same, for they are the story's own; what they show notes itself when it is read.
        raw = list(self.body.raw_data)
        self.body = StreamValue(self.body.stream_block, raw, is_lazy=True)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer at the permalink; the tree's own address leads there."""
        if request.path != self.permalink:
            return HttpResponsePermanentRedirect(self.permalink or "/")
        return super().serve(request, *args, **kwargs)

    def make_preview_request(self, *args: Any, **kwargs: Any) -> Any:
        """Show a draft as it would be printed: at the address, with the times that it would get now."""
        from broadsheet.stories.previewing import as_if_published

        return super(Story, as_if_published(self)).make_preview_request(*args, **kwargs)

    def get_view_restrictions(self) -> "models.QuerySet[PageViewRestriction]":
        return restrictions_on(self)

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return edition_template(request, super().get_template(request, *args, **kwargs))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from broadsheet.stories.page import story_context

        # The shelf refuses the story from this second on, with everything else down.
        gone_after(self.expire_at)
        return {**super().get_context(request, *args, **kwargs), **story_context(self)}
