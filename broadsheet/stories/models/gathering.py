"""What gathers stories beside their section: topics, series; and each story's place in a list with numbered pages."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from broadsheet.press.addresses import end, leave_behind, reclaim
from broadsheet.press.sources import Source
from broadsheet.stories.models.story import Story


class Gathering(Source):
    """What topics and series have in common: a name, an address apart from the tree, a sentence."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(
        max_length=80, unique=True, help_text=_("The last word of its address.")
    )
    description = models.CharField(
        max_length=300, blank=True, help_text=_("A sentence or two under the name.")
    )

    # Touched by every one of its kind.
    listed_as: ClassVar[str]
    # What stands under its address, itself first.
    under: ClassVar[tuple[str, ...]] = ("",)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where readers find it."""
        raise NotImplementedError

    def touches(self) -> set[str]:
        return {self.source, self.listed_as}

    def addresses(self) -> set[str]:
        hosts = Site.objects.values_list("hostname", flat=True)
        return {host + self.path + rest for host in hosts for rest in self.under}

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            before = type(self)._default_manager.filter(pk=self.pk).first()
            super().save(*args, **kwargs)
            for host in Site.objects.values_list("hostname", flat=True):
                for rest in self.under:
                    if before and before.slug != self.slug:
                        leave_behind(host, before.path + rest, moved_to=self.path + rest)
                    reclaim(host, self.path + rest)

    def before_deletion(self) -> None:
        super().before_deletion()
        for host in Site.objects.values_list("hostname", flat=True):
            for rest in self.under:
                end(host, self.path + rest)


class Topic(Gathering):
    """What stories of any section are about: the Mill Street bridge, the school budget."""

    source_kind = "topic"
    listed_as = "list:topics"
    under = ("", "feed/")

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    @property
    def path(self) -> str:
        return f"/topics/{self.slug}/"

    def before_deletion(self) -> None:
        super().before_deletion()
        # By hand: the key of a place may be a section's as well.
        Place.objects.filter(of=Place.Of.TOPIC, key=self.pk).delete()


class Series(Gathering):
    """Stories that belong together in an order: Part 2 of 5."""

    source_kind = "series"
    listed_as = "list:series"

    parts_planned = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("5 for “Part 2 of 5”. Empty: it goes on.")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("series")
        verbose_name_plural = _("series")

    @property
    def path(self) -> str:
        return f"/series/{self.slug}/"


class Place(models.Model):
    """A story's number in a list that readers page through: given once, so that no page ever shifts."""

    class Of(models.IntegerChoices):
        SECTION = 1
        TOPIC = 2

    of = models.PositiveSmallIntegerField(choices=Of)
    key = models.PositiveIntegerField(help_text=_("The key of the section or topic."))
    number = models.PositiveIntegerField(help_text=_("From 1, in the order of publication."))
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="places")

    class Meta:
        constraints = [
            # A numbered page reads thirty rows of this; the next number is its last plus one.
            models.UniqueConstraint(fields=["of", "key", "number"], name="stories_place_number"),
            models.UniqueConstraint(fields=["story", "of", "key"], name="stories_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.get_of_display()} {self.key}"
