"""A request to change or take down a story."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from broadsheet.standards.models.case import Case, Step
from broadsheet.standards.states import REQUEST_ACTS, REQUEST_OPEN, RequestState


class UnpublishRequest(Case):
    """What somebody asks about a story that names her, and what was decided."""

    class Asker(models.TextChoices):
        NAMED = "named", _("I am named in it")
        PARENT = "parent", _("I am a parent of someone named in it")
        LAWYER = "lawyer", _("I am a lawyer for someone named in it")
        ELSE = "else", pgettext_lazy("who asks", "Someone else")

    class Reason(models.TextChoices):
        CLEARED = "cleared", _("Charges were dropped, or I was cleared")
        MINOR = "minor", _("I was a minor")
        SAFETY = "safety", _("It puts someone in danger")
        LONG_AGO = "long_ago", _("It was long ago and is of no public interest any more")
        WRONG = "wrong", _("Something in it is wrong")
        OTHER = "other", pgettext_lazy("reason", "Another reason")

    class Remedy(models.TextChoices):
        """What is done, the mildest first (`remedies.py`)."""

        LEAVE = "leave", _("Leave it as it is")
        OUTCOME = "outcome", _("Add what came of it")
        NOINDEX = "noindex", _("Keep it out of search engines")
        INITIALS = "initials", _("Initials in place of a name")
        WITHDRAW = "withdraw", _("Withdraw the story")

    acts = REQUEST_ACTS
    open_states = REQUEST_OPEN

    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.NEW)
    asker = models.CharField(max_length=8, choices=Asker)
    reason = models.CharField(max_length=10, choices=Reason)
    recommended = models.CharField(max_length=10, choices=Remedy, blank=True)
    remedy = models.CharField(max_length=10, choices=Remedy, blank=True)
    review_on = models.DateField(null=True)
    # How the story was before what was done, so far as that can be undone: field by field.
    before = models.JSONField(default=dict)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("request about a story")
        verbose_name_plural = _("requests about stories")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        permissions: ClassVar[list[tuple[str, Any]]] = [
            ("decide_requests", "Decide on requests to change or take down stories"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["site", "state", "-came_at"], name="standards_requests"),
            # What is to be reviewed.
            models.Index(fields=["site", "review_on"], name="standards_reviews"),
            models.Index(fields=["decided_at"], name="standards_requests_decided"),
        ]

    @property
    def is_due(self) -> bool:
        """Whether its review is due."""
        return self.review_on is not None and self.review_on <= timezone.localdate()


class RequestStep(Step):
    """A line of what was done with a request."""

    case = models.ForeignKey(UnpublishRequest, on_delete=models.CASCADE, related_name="steps")
    after = models.CharField(max_length=12, choices=RequestState)

    class Meta(Step.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        default_permissions: ClassVar[tuple[str, ...]] = ()
