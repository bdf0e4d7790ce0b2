"""Stories that readers may see get their numbers in their section, in the order of their dates, a piece at a time."""

from django.db import migrations, transaction

PIECE = 2_000
A_SECTION = 1


def number_stories(apps, schema_editor):
    sections = apps.get_model("sections.Section").objects.order_by("path")
    places = dict(sections.values_list("pk", "path"))
    for key, path in places.items():
        under = [one for one, below in places.items() if below.startswith(path)]
        number_section(apps, key, under)


def number_section(apps, key, sections):
    """Number the stories of a section and of those nested in it; what has a number keeps it."""
    Place = apps.get_model("stories.Place")
    stories = apps.get_model("stories.Story").objects.filter(shown_at__isnull=False)
    # Keys and dates alone: a hundred thousand are a few megabytes. Each section is read on its own index.
    rows = [
        row
        for one in sections
        for row in stories.filter(home_section_id=one).values_list("shown_at", "pk")
    ]
    here = Place.objects.filter(of=A_SECTION, key=key)
    known = set(here.values_list("story_id", flat=True))
    waiting = [story for _, story in sorted(rows) if story not in known]
    number = here.order_by("-number").values_list("number", flat=True).first() or 0
    for start in range(0, len(waiting), PIECE):
        with transaction.atomic():
            Place.objects.bulk_create(
                [
                    Place(of=A_SECTION, key=key, number=number + start + step, story_id=story)
                    for step, story in enumerate(waiting[start : start + PIECE], 1)
                ]
            )


class Migration(migrations.Migration):
    # Each piece is a transaction of its own; run again, it goes on where it stopped.
    atomic = False
    dependencies = [("stories", "0003_topics"), ("sections", "0002_initial")]
    operations = [migrations.RunPython(number_stories, migrations.RunPython.noop)]
