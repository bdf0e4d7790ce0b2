"""The indexes of a story, each with the page that it serves. A list never walks the archive."""

from django.db import models

INDEXES = [
    # Rails, section fronts and feeds.
    models.Index(fields=["home_section", "-shown_at"], name="stories_by_section"),
    # The paper's front, its feed, sitemaps, month pages.
    models.Index(fields=["-shown_at"], name="stories_newest"),
    # What editors keep among current stories, however old: a handful.
    models.Index(
        fields=["home_section"],
        name="stories_kept_current",
        condition=models.Q(keep_current=True),
    ),
    # What leads the front for now: one or none.
    models.Index(
        fields=["breaking_until"],
        name="stories_breaking",
        condition=models.Q(breaking_until__isnull=False),
    ),
    # A story's page, which leads to its translations.
    models.Index(
        fields=["translation_of"],
        name="stories_translations",
        condition=models.Q(translation_of__isnull=False),
    ),
    # What is being covered live, for the newsroom's home: a handful.
    models.Index(
        fields=["-shown_at"],
        name="stories_live_now",
        condition=models.Q(is_live_coverage=True, live_ended_at__isnull=True),
    ),
    # A series' own page.
    models.Index(
        fields=["series", "series_part"],
        name="stories_in_series",
        condition=models.Q(series__isnull=False),
    ),
    # The weeks that have letters to the editor, and the newest of them.
    models.Index(
        fields=["-shown_at"],
        name="stories_letters",
        condition=models.Q(opinion_kind="letter"),
    ),
]
