"""The paper's front and its sections."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable, Page

from broadsheet.masthead.pages import PaperPage, open_pages, tree_address
from broadsheet.press.addresses import leave_behind
from broadsheet.press.keeping import kept
from broadsheet.press.recorder import note_source

# What stands under every section's address, and so can be no section's own.
UNDER_A_SECTION = frozenset(["feed", "page"])


class Front(PaperPage):
    """The paper's front page: what leads, what is pinned under it, and the sections below, filled by themselves."""

    source_kind = "front"

    lead = models.ForeignKey(
        "stories.Story",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Leads the front until another is chosen. Empty: the newest story with a photo."
        ),
    )

    template = "sections/front.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["sections.Section", "masthead.StandingPage"]
    content_panels = [
        *Page.content_panels,
        PageChooserPanel("lead", "stories.Story"),
        InlinePanel("pins", heading=_("Pinned under the lead"), label=_("Story"), max_num=4),
    ]

    class Meta:
        verbose_name = _("front page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from broadsheet.sections.fronts import plan_front

        return {**super().get_context(request, *args, **kwargs), "plan": plan_front(self)}

    def touches(self) -> set[str]:
        return {*super().touches(), "list:front"}


class Pin(Orderable):
    """A story that an editor keeps under the lead."""

    front = ParentalKey(Front, on_delete=models.CASCADE, related_name="pins")
    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("story", "stories.Story")]

    def __str__(self) -> str:
        return str(self.story)


class Section(PaperPage):
    """A part of the paper with a front of its own, such as Local News."""

    class Kind(models.TextChoices):
        NEWS = "news", _("News")
        OPINION = "opinion", _("Opinion")
        WIRE = "wire", _("From agencies and partners")

    source_kind = "section"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NEWS)
    description = models.CharField(
        max_length=200, blank=True, help_text=_("One sentence under the section's name.")
    )
    rail = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "The stories beside this section's stories come from here. Empty: from this section. A wire section "
            "may name Local News."
        ),
    )
    on_front = models.BooleanField(
        _("on the front"), default=True, help_text=_("Has a place on the paper's front page.")
    )

    template = "sections/section.html"
    parent_page_types: ClassVar[list[str]] = ["sections.Front", "sections.Section"]
    subpage_types: ClassVar[list[str]] = ["stories.Story", "sections.Section"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("on_front")]),
        PageChooserPanel("rail", "sections.Section"),
    ]

    class Meta:
        verbose_name = _("section")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        # Nested once: Sports, and High School below it, and no further.
        return super().can_create_at(parent) and parent.depth <= 3

    def can_move_to(self, parent: Page) -> bool:
        nests_too_deep = parent.depth > 3 or (
            parent.depth == 3 and Section.objects.child_of(self).exists()
        )
        return super().can_move_to(parent) and not nests_too_deep

    def clean(self) -> None:
        super().clean()
        if self.slug in UNDER_A_SECTION:
            message = _("“%(slug)s” is an address of the program's own. Choose another word.")
            raise ValidationError({"slug": message % {"slug": self.slug}})
        if self.rail_id and self.rail_id == self.pk:
            raise ValidationError(
                {"rail": _("Leave this empty to take this section's own stories.")}
            )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from broadsheet.sections.fronts import section_front

        context = super().get_context(request, *args, **kwargs)
        shown = section_front(self)
        return {**context, **shown, "section": self, "under": self.open_sections_under()}

    def open_sections_under(self) -> list["Section"]:
        """Return the sections nested here that any reader may open."""

        def find() -> list[Section]:
            note_source("list:sections")
            return open_pages(Section, self, depth=self.depth + 1)

        return kept(f"under:{self.pk}", find)

    @property
    def rail_section(self) -> "Section":
        """The section whose stories stand beside this section's stories."""
        return self.rail or self

    @property
    def path_for_readers(self) -> str:
        found = tree_address(self)
        return found[1] if found else "/"

    def touches(self) -> set[str]:
        lists = {f"list:section:{self.pk}", "list:sections", "list:front"}
        return super().touches() | lists

    def addresses(self) -> set[str]:
        return {address + suffix for address in super().addresses() for suffix in ("", "feed/")}

    def moved(self, before: tuple[str, str], after: tuple[str, str]) -> None:
        """Leave redirects for the section, its feed, and those of the sections under it."""
        under = list(Section.objects.child_of(self))
        slugs = [section.slug for section in under]
        for rest in ["", "feed/", *[f"{slug}/{feed}" for slug in slugs for feed in ("", "feed/")]]:
            leave_behind(before[0], before[1] + rest, moved_to=after[1] + rest)
        # Their own rows have not changed, but their addresses have, and every page that leads to them says so.
        for section in under:
            section.note("moved with its section")
