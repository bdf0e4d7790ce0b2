"""Who wrote: address, phone and e-mail, locked up in a table of their own; and marks by which a writer is known again."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.letters.models.letter import Letter
from broadsheet.mailbag.sealing import seal, unseal


class Whereabouts(models.Model):
    """Where the writer of one letter lives and can be reached. Erased 90 days after the letter was decided on.

    What is in `sealed` is shown to those alone who call writers, and each look is recorded (`looking.py`).
    """

    letter = models.OneToOneField(
        Letter, on_delete=models.CASCADE, primary_key=True, related_name="whereabouts"
    )
    sealed = models.TextField()
    # Kept beyond its time for a legal claim: why, and until when.
    kept_because = models.CharField(max_length=300, blank=True)
    kept_until = models.DateField(null=True)

    class Meta:
        verbose_name = _("whereabouts")
        verbose_name_plural = _("whereabouts")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return f"of letter {self.letter_id}"

    @classmethod
    def of(cls, letter: Letter, details: dict[str, Any]) -> "Whereabouts":
        """Keep what a writer told of herself: street, phone, best_time, email."""
        return cls.objects.create(letter=letter, sealed=seal(details))

    def open(self) -> dict[str, Any]:
        """Return the details.

        Errors:
            LockedError: they were sealed with another key.
        """
        return unseal(self.sealed)


class KnownWriter(models.Model):
    """A person who was called, or whose letter was printed: by marks of phone and of name with town, for 24 months."""

    phone_mark = models.CharField(max_length=40, blank=True, db_index=True)
    name_mark = models.CharField(max_length=40, db_index=True)
    called_at = models.DateTimeField(null=True)
    printed_at = models.DateTimeField(null=True)
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("known writer")
        verbose_name_plural = _("known writers")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return f"until {self.until:%Y-%m-%d}"

    @staticmethod
    def last_printed(phone_mark: str, name_mark: str) -> datetime | None:
        """Return when a letter of this person was last printed."""
        same = models.Q(name_mark=name_mark)
        if phone_mark:
            same |= models.Q(phone_mark=phone_mark)
        found = KnownWriter.objects.filter(same, printed_at__isnull=False)
        newest: datetime | None = found.aggregate(newest=models.Max("printed_at"))["newest"]
        return newest
