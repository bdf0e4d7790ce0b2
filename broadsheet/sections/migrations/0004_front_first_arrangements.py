"""The lead and the pins that stand on a front become its first arrangement."""

from django.db import migrations
from django.utils import timezone

PLACES = ["2", "3", "4", "5"]


def arrange(apps, schema_editor):
    arrangements = apps.get_model("sections.Arrangement").objects
    pins = apps.get_model("sections.Pin").objects
    now = timezone.now()
    for front in apps.get_model("sections.Front").objects.all():
        lead = [front.lead_id] if front.lead_id else []
        pinned = pins.filter(front_id=front.pk).order_by("sort_order", "pk")
        under = dict.fromkeys(pinned.values_list("story_id", flat=True))
        slots = [("1", key) for key in lead]
        slots += zip(PLACES, [key for key in under if key not in lead], strict=False)
        if slots:
            arrangements.create(
                front=front,
                slots=[{"place": place, "story": key, "until": None} for place, key in slots],
                made_at=now,
                starts_at=now,
            )


def give_back(apps, schema_editor):
    """Set lead and pins as the newest arrangement that has begun has them."""
    arrangements = apps.get_model("sections.Arrangement").objects
    stories = apps.get_model("stories.Story").objects
    pins = apps.get_model("sections.Pin").objects
    for front in apps.get_model("sections.Front").objects.all():
        begun = arrangements.filter(
            front=front, starts_at__lte=timezone.now(), called_off_at__isnull=True
        )
        newest = begun.order_by("-starts_at", "-pk").first()
        for slot in newest.slots if newest else []:
            if not stories.filter(pk=slot["story"]).exists():
                continue
            if slot["place"] == "1":
                front.lead_id = slot["story"]
                front.save(update_fields=["lead"])
            elif slot["place"] in PLACES:
                pins.create(
                    front_id=front.pk, story_id=slot["story"], sort_order=int(slot["place"])
                )


class Migration(migrations.Migration):
    dependencies = [
        ("sections", "0003_front_arrangements"),
    ]
    operations = [migrations.RunPython(arrange, give_back)]
