"""What a report and a request have in common: where it stands, who has it, and what its sender entrusted to the paper."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Site

from broadsheet.mailbag.sealing import seal, unseal
from broadsheet.standards.states import DECIDED, Act, may


class Case(models.Model):
    """Something that somebody sent about a story, on which the newsroom decides.

    Words and sender are locked up. Those who work on it read the words; who sent them is shown by a look that is recorded
    (`looking.py`). Both are erased 90 days after the decision (`housekeeping.py`); what is left tells of nobody.
    """

    acts: ClassVar[dict[str, Act]]
    open_states: ClassVar[tuple[str, ...]]

    if TYPE_CHECKING:
        # Each kind has states of its own, and lines of its own that say what was done.
        state: Any
        steps: Any

        def get_state_display(self) -> str: ...

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    story = models.ForeignKey(
        "stories.Story", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Grows with each act: of two people who decide at once, one finds it grown.
    version = models.PositiveIntegerField(default=0)
    came_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sealed_words = models.TextField(blank=True)
    sealed_sender = models.TextField(blank=True)
    # Whether its sender asked to hear of it; what she is told, in our words or an editor's; when the mail went out.
    wants_answer = models.BooleanField(default=False)
    answer = models.TextField(blank=True)
    is_to_be_told = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True)
    # Kept beyond its time for a legal claim: why, and until when.
    kept_because = models.CharField(max_length=300, blank=True)
    kept_until = models.DateField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.open_states

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED

    def may(self, act: str) -> bool:
        """Say whether an act is possible now."""
        return may(self.acts, act, self.state)

    def lock_up(self, words: dict[str, str], sender: dict[str, str]) -> None:
        """Keep what somebody told: her words about the story, and who she is. What is empty is not kept."""
        self.sealed_words = seal(told) if (told := _filled(words)) else ""
        self.sealed_sender = seal(told) if (told := _filled(sender)) else ""

    @property
    def words(self) -> dict[str, Any]:
        """What somebody wrote, by the field's name; nothing once it is erased.

        Errors:
            LockedError: it was sealed with another key.
        """
        return unseal(self.sealed_words) if self.sealed_words else {}

    @property
    def sender(self) -> dict[str, Any]:
        """Who wrote: name, email, phone; nothing once it is erased.

        Errors:
            LockedError: it was sealed with another key.
        """
        return unseal(self.sealed_sender) if self.sealed_sender else {}


class Step(models.Model):
    """One line of what was done: by whom, what it led to, and what an editor said with it. Lines are added, never changed."""

    at = models.DateTimeField(default=timezone.now)
    act = models.CharField(max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.act


def _filled(told: dict[str, str]) -> dict[str, str]:
    return {name: words for name, words in told.items() if words}
