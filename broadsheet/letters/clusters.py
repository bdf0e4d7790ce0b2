"""Finding the letters that a new one is like, and passages of our own stories in it; by the worker, soon after a letter is confirmed."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from broadsheet.letters import alike
from broadsheet.letters.models import Letter
from broadsheet.letters.models.likeness import Band, Filed, Print
from broadsheet.letters.states import State
from broadsheet.letters.telling import tell_desk
from broadsheet.stories.metadata import plain_text_of
from broadsheet.stories.models import Story

YEARS: Final = timedelta(days=5 * 365)
MOST_COMPARED: Final = 200
STORIES_A_TURN: Final = 100
LETTERS_A_TURN: Final = 100


def compare_arrivals() -> int:
    """Compare the letters that have come, some at a time, and tell the desk of them; return how many.

    The worker does it, one letter after the other, so that of copies that come together each finds those before it.
    """
    new = Letter.objects.filter(sketch=None).exclude(state=State.MAILBAG).order_by("came_at", "pk")
    letters = list(new.select_related("site")[:LETTERS_A_TURN])
    for letter in letters:
        file_letter(letter)
        if letter.confirmed_at is not None:
            tell_desk(letter)
    return len(letters)


def file_letter(letter: Letter) -> None:
    """Look for letters that a letter is like, put it among them, and file it for those to come."""
    words = alike.words_of(letter.text)
    sketch = alike.sketch_of(words)
    # Of one that is too short to be compared, that it was looked at.
    letter.sketch = alike.packed(sketch)
    if sketch:
        likest, share = _likest(letter, words, sketch)
        if likest is not None and share >= alike.TOLD and likest.cluster_id != letter.pk:
            letter.cluster_id = likest.cluster_id or likest.pk
        letter.overlap = max(share, share_of_ours(words))
    with transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(
            sketch=letter.sketch, cluster=letter.cluster_id, overlap=letter.overlap
        )
        Band.objects.filter(letter=letter).delete()
        Band.objects.bulk_create(
            Band(band=band, letter=letter) for band in set(alike.bands_of(sketch))
        )


def compare_now(letter: Letter) -> None:
    """Compare a letter that the worker has not come to yet: somebody looks at it, or is about to print it."""
    if letter.sketch is None:
        file_letter(letter)


def _likest(letter: Letter, words: list[str], sketch: list[int]) -> tuple[Letter | None, int]:
    bands = set(alike.bands_of(sketch))
    since = timezone.now() - YEARS
    found = (
        Band.objects.filter(band__in=bands, letter__site=letter.site, letter__came_at__gt=since)
        .exclude(letter=letter)
        .exclude(letter__state=State.MAILBAG)
        .values("letter")
        .annotate(shared=Count("pk"))
        .order_by("-shared")
        .values_list("letter", flat=True)[:MOST_COMPARED]
    )
    likest, most = None, 0
    for other in Letter.objects.filter(pk__in=list(found)).order_by("came_at", "pk"):
        if other.sketch is None:
            continue
        kept = alike.unpacked(bytes(other.sketch))
        if alike.share_of_pairs(sketch, kept) < alike.LEAST_PAIRS:
            continue
        share = alike.overlap(words, alike.words_of(other.text))
        if share > most:
            likest, most = other, share
    return likest, most


def share_of_ours(words: list[str]) -> int:
    """Return how many in a hundred of a letter's words stand in runs that a story of ours has too."""
    marks = alike.prints_of(words)
    hits = (
        Print.objects.filter(mark__in=marks)
        .values("story")
        .annotate(shared=Count("pk"))
        .filter(shared__gte=2)
        .order_by("-shared")
        .values_list("story", flat=True)[:5]
    )
    stories = Story.objects.filter(pk__in=list(hits))
    return max((_share_of(words, story) for story in stories), default=0)


def _share_of(words: list[str], story: Story) -> int:
    theirs = alike.words_of(plain_text_of(story))
    runs = {tuple(theirs[at : at + alike.RUN]) for at in range(len(theirs) - alike.RUN + 1)}
    covered = set[int]()
    for at in range(len(words) - alike.RUN + 1):
        if tuple(words[at : at + alike.RUN]) in runs:
            covered.update(range(at, at + alike.RUN))
    return round(100 * len(covered) / len(words)) if words else 0


def file_stories() -> int:
    """File the marks of stories that are not filed yet, or changed since, of the last five years; some at a time."""
    since = timezone.now() - YEARS
    shown = Story.objects.filter(shown_at__gt=since, letter=None).order_by("-shown_at")
    due = shown.exclude(
        pk__in=Filed.objects.filter(revision=F("story__live_revision")).values("story")
    )
    count = 0
    for story in due[:STORIES_A_TURN]:
        with transaction.atomic():
            Print.objects.filter(story=story).delete()
            Print.objects.bulk_create(
                Print(mark=mark, story=story)
                for mark in alike.prints_of(alike.words_of(plain_text_of(story)))
            )
            Filed.objects.update_or_create(
                story=story, defaults={"revision": story.live_revision_id}
            )
        count += 1
    return count
