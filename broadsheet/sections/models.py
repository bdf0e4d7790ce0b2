"""The paper's front and its sections; how the front was arranged, and how it stood."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Page

from broadsheet.masthead.pages import PaperPage, open_pages, tree_address
from broadsheet.press.addresses import leave_behind
from broadsheet.press.keeping import kept
from broadsheet.press.recorder import note_source

# What stands under every section's address, and so can be no section's own.
UNDER_A_SECTION = frozenset(["feed", "page"])


class Front(PaperPage):
    """The paper's front page. What editors choose for it are its arrangements; what they leave open fills itself."""

    source_kind = "front"

    template = "sections/front.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["sections.Section", "masthead.StandingPage"]
    content_panels = [*Page.content_panels]

    class Meta:
        verbose_name = _("front page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from broadsheet.sections.fronts import plan_front

        plan = plan_front(self)
        plan.remark(self)
        return {**super().get_context(request, *args, **kwargs), "plan": plan}

    def touches(self) -> set[str]:
        return {*super().touches(), "list:front"}


class Arrangement(models.Model):
    """What an editor chose for the front, whole, from one moment on. Never changed afterwards: undoing makes another.

    The one in force is the newest that has begun (`arranging.arranged_now`).
    """

    front = models.ForeignKey(Front, on_delete=models.CASCADE, related_name="arrangements")
    # A list of choices, each with "place" (1 leads, 2 to 5 stand under it, s7 is the first of section 7), "story" and
    # "until", which may be null.
    slots = models.JSONField(default=list)
    note = models.CharField(max_length=120, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Kept in words: people leave.
    made_by_name = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True)
    # The arrangement that this one goes back to; 0: to before the first. Null: it goes back to none.
    goes_back_to = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["front", "-starts_at"], name="sections_arrangement_begins")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} {self.made_by_name}"


class FrontState(models.Model):
    """How the front stood for readers from one moment on: kept for good, in the words that they saw."""

    front = models.ForeignKey(Front, on_delete=models.CASCADE, related_name="states")
    shown_from = models.DateTimeField()
    # A list of what `front_remarks.py` says of each place: story, headline, address, photo, and how it came there.
    places = models.JSONField()
    arrangement = models.ForeignKey(
        Arrangement, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Who brought it about; empty: it came by itself.
    set_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        # A day of the paper's memory, and the state before and after one.
        indexes = [models.Index(fields=["front", "shown_from"], name="sections_state_by_time")]

    def __str__(self) -> str:
        return f"{self.shown_from:%Y-%m-%d %H:%M:%S}"


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
