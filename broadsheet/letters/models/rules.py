"""The paper's rules for letters: what the form, the server and the page for readers share, and what an election changes."""

import re
from datetime import timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Site

from broadsheet.mailbag.people import town_form
from broadsheet.press.keeping import kept
from broadsheet.press.log import EVERYTHING
from broadsheet.press.recorder import note_source
from broadsheet.press.sources import Source

# What a page has noted that was printed before the paper had rules of its own.
NO_RULES = "list:letter-rules"


@register_setting(icon="mail", order=120)
class LetterRules(Source, BaseSiteSetting, ClusterableModel):
    """The rules by which one paper takes letters to the editor."""

    class Locality(models.TextChoices):
        ANY = "any", _("From anywhere")
        FIRST = "first", _("From anywhere; ours go first")
        ONLY = "only", _("From our area only")

    class Machines(models.TextChoices):
        NOTHING = "", _("Nothing is asked")
        SAY = "say", _("Writers say what help they had")
        REFUSE = "refuse", _("Not taken: writers say that they wrote it themselves")

    class Proof(models.TextChoices):
        PHONE = "phone", _("A call to the writer")
        MAIL = "mail", _("A confirmed e-mail address")

    source_kind = "letter-rules"
    # Whether the change being saved is one of those; not kept.
    changes_every_page = False

    takes_letters = models.BooleanField(
        _("takes letters"), default=True, help_text=_("Unset: no page offers to send one.")
    )
    words = models.PositiveSmallIntegerField(
        _("words"), default=250, validators=[MinValueValidator(20), MaxValueValidator(2000)]
    )
    tolerance = models.PositiveSmallIntegerField(
        _("percent over that are still taken"),
        default=10,
        validators=[MaxValueValidator(50)],
        help_text=_("With a note that the editor will shorten it."),
    )
    takes_columns = models.BooleanField(_("takes guest columns"), default=True)
    column_words = models.PositiveSmallIntegerField(
        _("words of a guest column"),
        default=600,
        validators=[MinValueValidator(50), MaxValueValidator(5000)],
    )
    days_between = models.PositiveSmallIntegerField(
        _("days between two letters of one person"),
        default=30,
        help_text=_("Counted from the day the last one was printed. 0: no limit."),
    )
    locality = models.CharField(
        _("from where"), max_length=8, choices=Locality, default=Locality.FIRST
    )
    towns = models.TextField(
        _("our towns"), blank=True, help_text=_("One in each line. Empty: the paper's own town.")
    )
    most_links = models.PositiveSmallIntegerField(_("links in a letter at most"), default=2)
    machines = models.CharField(
        _("help by AI"), max_length=8, choices=Machines, default=Machines.SAY, blank=True
    )
    proof = models.CharField(
        _("to be printed, a letter needs"),
        max_length=8,
        choices=Proof,
        default=Proof.PHONE,
        help_text=_("A writer who was called within 24 months need not be called again."),
    )
    answers_within = models.PositiveSmallIntegerField(
        _("days until a decision"),
        default=14,
        validators=[MinValueValidator(1)],
        help_text=_("Readers are told. What nobody decided on in four times as long expires."),
    )
    well_known = models.TextField(
        _("names that others might sign with"),
        blank=True,
        help_text=_(
            "One in each line: the mayor, the sheriff. A letter with such a name is printed only after a call to a "
            "number that is not from the letter."
        ),
    )
    right_of_reply = models.BooleanField(
        _("whoever a letter criticizes by name may answer in the same issue"), default=True
    )
    more = models.TextField(
        _("more rules"), blank=True, help_text=_("In the paper's own words, one in each line.")
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("takes_letters"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("words"), FieldPanel("tolerance")]),
                FieldRowPanel([FieldPanel("takes_columns"), FieldPanel("column_words")]),
                FieldRowPanel([FieldPanel("days_between"), FieldPanel("most_links")]),
            ],
            heading=_("How long and how often"),
        ),
        MultiFieldPanel(
            [FieldPanel("locality"), FieldPanel("towns")], heading=_("Where writers live")
        ),
        MultiFieldPanel(
            [
                FieldPanel("proof"),
                FieldPanel("machines"),
                FieldPanel("answers_within"),
                FieldPanel("well_known"),
                FieldPanel("right_of_reply"),
                FieldPanel("more"),
            ],
            heading=_("What we ask and promise"),
        ),
        InlinePanel("elections", heading=_("Elections"), label=_("Election")),
    ]

    class Meta:
        verbose_name = _("rules for letters")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def touches(self) -> set[str]:
        return {self.source, NO_RULES} | ({EVERYTHING} if self.changes_every_page else set())

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = LetterRules.objects.filter(pk=self.pk).values_list("takes_letters", flat=True)
        # Each story's page offers to be answered while letters are taken.
        self.changes_every_page = self.takes_letters != next(iter(before), True)
        super().save(*args, **kwargs)

    @property
    def most_words(self) -> int:
        """How many words a letter may have at the very most."""
        return self.words + self.words * self.tolerance // 100

    @property
    def most_column_words(self) -> int:
        return self.column_words + self.column_words * self.tolerance // 100

    @property
    def town_list(self) -> list[str]:
        """Our towns as they are written down."""
        return [line.strip() for line in self.towns.splitlines() if line.strip()]

    def is_ours(self, town: str, paper_town: str) -> bool:
        """Say whether someone lives in our area."""
        ours = self.town_list or [paper_town]
        return town_form(town) in {town_form(one) for one in ours}


class Election(Orderable):
    """An election, and what it changes for letters about it."""

    rules = ParentalKey(LetterRules, on_delete=models.CASCADE, related_name="elections")
    name = models.CharField(max_length=120, help_text=_("Spring election, April 6"))
    begins = models.DateField(help_text=_("From this day letters about it are counted."))
    last_day = models.DateField(
        help_text=_("Letters about it are taken until the end of this day.")
    )
    day = models.DateField(_("election day"))
    races = models.TextField(
        help_text=_(
            "One in each line, with who runs: Mayor: Ada Lund, Tom Reyes. Or a question: School levy: Yes, No."
        )
    )
    cap = models.PositiveSmallIntegerField(
        _("letters printed for each side of a race at most"), default=6
    )
    takes_candidates = models.BooleanField(_("takes letters of candidates"), default=False)
    quiet_days = models.PositiveSmallIntegerField(
        _("days before it without new charges"),
        default=7,
        help_text=_("Within them an editor must say that a letter brings no new charge."),
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("begins"), FieldPanel("last_day"), FieldPanel("day")]),
        FieldPanel("races"),
        FieldRowPanel([FieldPanel("cap"), FieldPanel("quiet_days")]),
        FieldPanel("takes_candidates"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("election")
        verbose_name_plural = _("elections")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        days = (self.begins, self.last_day, self.day)
        if all(days) and list(days) != sorted(days):
            raise ValidationError(
                _("The days must follow one another: it begins, the last letters, the election.")
            )
        if not self.race_list:
            raise ValidationError(
                {"races": _("Name one race at least: Mayor: Ada Lund, Tom Reyes")}
            )

    @property
    def race_list(self) -> dict[str, list[str]]:
        """Each race with its sides.

        >>> Election(races="Mayor: Ada Lund, Tom Reyes\\nLevy: Yes, No").race_list
        {'Mayor': ['Ada Lund', 'Tom Reyes'], 'Levy': ['Yes', 'No']}
        >>> Election(races="Mayor: Ada Lund، Tom Reyes").race_list
        {'Mayor': ['Ada Lund', 'Tom Reyes']}
        """
        races = {}
        for line in self.races.splitlines():
            # Commas and colons of other scripts part as well.
            name, _colon, sides = line.replace("：", ":").partition(":")
            listed = [side.strip() for side in re.split("[,،，、]", sides) if side.strip()]
            if name.strip() and listed:
                races[name.strip()] = listed
        return races

    @property
    def is_on(self) -> bool:
        return self.begins <= timezone.localdate() <= self.day

    @property
    def is_quiet(self) -> bool:
        """Whether no new charges may be brought now."""
        return self.day - timedelta(days=self.quiet_days) <= timezone.localdate() <= self.day


def rules_of(site: Site) -> LetterRules:
    """Return a paper's rules, noted as a source; those that every paper begins with, if it has none of its own."""

    def find() -> LetterRules:
        rules = LetterRules.objects.filter(site=site).first()
        if rules is None:
            note_source(NO_RULES)
        return rules or LetterRules(site=site)

    return kept(f"letter-rules:{site.pk}", find)
