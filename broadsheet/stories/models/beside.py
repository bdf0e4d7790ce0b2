"""What stands beside a story: the names over it, and the stories that an editor sets beside it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from broadsheet.stories import panels as desk_panels
from broadsheet.stories.models.story import Story


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
