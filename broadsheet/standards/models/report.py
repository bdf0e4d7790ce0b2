"""A report of an error in a story."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from broadsheet.standards.models.case import Case, Step
from broadsheet.standards.states import REPORT_ACTS, REPORT_OPEN, ReportState


class ErrorReport(Case):
    """What a reader told of an error: which passage, what is wrong, what is right, how she knows."""

    class Kind(models.TextChoices):
        """What was wrong; set at the decision."""

        NAME = "name", _("A name")
        FIGURE = "figure", _("A figure")
        DATE_PLACE = "date_place", _("A date or a place")
        QUOTATION = "quotation", _("A quotation")
        HEADLINE = "headline", _("A headline")
        PHOTO = "photo", _("A photo or its caption")
        CONTEXT = "context", _("Context")
        SPELLING = "spelling", _("Spelling")
        OTHER = "other", pgettext_lazy("kind of error", "Other")

    class Why(models.TextChoices):
        """Why the answer is no; each has words for whoever reported it (`answers.py`)."""

        RIGHT = "right", _("It is right, and we know how")
        OPINION = "opinion", _("A matter of opinion")
        ELSEWHERE = "elsewhere", _("Not in this story but in another")
        UNCONFIRMED = "unconfirmed", _("It cannot be confirmed")
        ALREADY = "already", _("Corrected already")
        OTHER = "other", _("In words of our own")

    acts = REPORT_ACTS
    open_states = REPORT_OPEN

    state = models.CharField(max_length=12, choices=ReportState, default=ReportState.NEW)
    # Where in the story the passage stands (`finding.py`), and our own words there; both empty if it was not found.
    place = models.CharField(max_length=64, blank=True)
    passage = models.TextField(blank=True)
    # Tells same from same where it was not found.
    passage_mark = models.CharField(max_length=40, blank=True)
    # The first report of the same passage: they are decided on together.
    same_as = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="others")
    kind = models.CharField(max_length=12, choices=Kind, blank=True)
    why = models.CharField(max_length=12, choices=Why, blank=True)
    correction = models.ForeignKey(
        "stories.Correction", null=True, on_delete=models.PROTECT, related_name="reports"
    )

    class Meta:
        verbose_name = _("report of an error")
        verbose_name_plural = _("reports of errors")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        permissions: ClassVar[list[tuple[str, Any]]] = [
            ("handle_standards", "Handle reports of errors and requests about stories"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # The queue, and figures of months.
            models.Index(fields=["site", "state", "-came_at"], name="standards_reports"),
            # Others on the same story, when one comes in.
            models.Index(fields=["story", "place"], name="standards_same_passage"),
            # What is to be erased.
            models.Index(fields=["decided_at"], name="standards_reports_decided"),
        ]


class ReportStep(Step):
    """A line of what was done with a report."""

    case = models.ForeignKey(ErrorReport, on_delete=models.CASCADE, related_name="steps")
    after = models.CharField(max_length=12, choices=ReportState)

    class Meta(Step.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        default_permissions: ClassVar[tuple[str, ...]] = ()
