"""By what photos that look alike are found."""

from django.db import models

from broadsheet.photos.models.photo import Photo


class Glimpse(models.Model):
    """One of the eight parts of what a photo looks like: photos that look alike have one nearly in common."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="glimpses")
    # The part's place, from 0, times 65,536, and its sixteen bits.
    value = models.PositiveIntegerField()

    class Meta:
        # For `alike.look_alikes`, which asks for some hundred values and needs nothing but their photos.
        indexes = [models.Index(fields=["value", "photo"], name="photos_by_glimpse")]

    def __str__(self) -> str:
        return f"{self.value:05x}"
