"""Where texts are filed by their marks, so that one that is like another is found among all (`alike.py`)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.letters.models.letter import Letter


class Band(models.Model):
    """One band of a letter's sketch."""

    band = models.BigIntegerField()
    letter = models.ForeignKey(
        Letter, on_delete=models.CASCADE, related_name="bands", db_index=False
    )

    class Meta:
        verbose_name = _("band")
        verbose_name_plural = _("bands")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["band", "letter"], name="letters_band_at"),
            models.Index(fields=["letter"], name="letters_band_of"),
        ]

    def __str__(self) -> str:
        return str(self.band)


class Print(models.Model):
    """One mark of a story of ours that was printed within five years."""

    mark = models.BigIntegerField()
    story = models.ForeignKey(
        "stories.Story", on_delete=models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("mark of a story")
        verbose_name_plural = _("marks of stories")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["mark", "story"], name="letters_print_at"),
            models.Index(fields=["story"], name="letters_print_of"),
        ]

    def __str__(self) -> str:
        return str(self.mark)


class Filed(models.Model):
    """A story whose marks are filed, as it was when it was shown or last changed."""

    story = models.OneToOneField(
        "stories.Story", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    revision = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("filed story")
        verbose_name_plural = _("filed stories")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return str(self.story_id)
