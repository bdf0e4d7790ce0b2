"""Anything editors change that parts show. Its save and delete write the log's line in the same transaction."""

from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models, transaction
from django.db.models.signals import pre_delete

from broadsheet.press.log import note_change
from broadsheet.press.models import Change
from broadsheet.press.recorder import note_source


class Source(models.Model):
    """Base of every kind of source.

    `source_kind` names it in the register: "story" gives "story:812". `queryset.update()` passes all of this by,
    so it is forbidden on sources (a test looks for it).
    """

    source_kind: ClassVar[str]
    # Fields that no page shows: a save of these alone is not a change.
    not_shown: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is not None and set(fields) <= self.not_shown:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.note("saved")

    @property
    def source(self) -> str:
        return f"{self.source_kind}:{self.pk}"

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        instance = super().from_db(*args, **kwargs)
        note_source(f"{cls.source_kind}:{instance.pk}")
        return instance

    def touches(self) -> set[str]:
        """Return the sources that a change of this one touches, lists too."""
        return {self.source}

    def addresses(self) -> set[str]:
        """Return host and path of each sheet that shows this source by itself, printed before or not."""
        return set()

    def note(self, why: str, *, kind: Change.Kind = Change.Kind.CHANGED) -> None:
        """Write the line that says this source was changed; call it inside the change's own transaction."""
        note_change(
            self.source, touches=self.touches(), addresses=self.addresses(), why=why, kind=kind
        )

    def before_deletion(self) -> None:
        """Write the line of its end. Called in the deletion's own transaction, for deletions of any ancestor too."""
        self.note("deleted", kind=Change.Kind.HIDDEN)


def note_deletion(sender: type[models.Model], instance: Source, **_kwargs: Any) -> None:
    instance.before_deletion()


def watch_deletions() -> None:
    # Each kind by name: a listener for all models would slow every deletion of anything.
    for model in apps.get_models():
        if issubclass(model, Source):
            pre_delete.connect(
                note_deletion, sender=model, dispatch_uid=f"press:{model._meta.label}"
            )
