"""What was learnt of an address that an editor pasted."""

from django.db import models


class LookedUp(models.Model):
    """What stands at an address elsewhere, as it was when it was asked.

    Kept so that the saving of a draft every few seconds does not ask again, nor wait again for a host that is down.
    """

    # As pasted. No longer, because PostgreSQL finds no row by more.
    address = models.CharField(max_length=500, unique=True)
    title = models.CharField(max_length=200, blank=True)
    author = models.CharField(max_length=120, blank=True)
    provider = models.CharField(max_length=80, blank=True)
    poster = models.ForeignKey(
        "photos.Photo", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # In a sentence, what could not be learnt and why; empty if all could.
    trouble = models.CharField(max_length=400, blank=True)
    looked_up_at = models.DateTimeField()

    class Meta:
        # Nobody edits these: they come and go by themselves.
        default_permissions = ()

    def __str__(self) -> str:
        return self.title or self.address
