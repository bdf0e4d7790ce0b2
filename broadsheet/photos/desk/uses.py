"""Where photos ran and where else they stand: what readers saw is kept in `Run`, all else is in Wagtail's index of references."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex, get_default_page_content_type

from broadsheet.masthead.workplaces import places_of
from broadsheet.photos.models import Photo, Run

# So many of a photo's runs its page lists, and so many references are gone through.
RUNS_SHOWN = 100
REFERENCES = 2_000


@dataclass
class Summary:
    """How often a photo ran, where last, and in how many drafts and other records it stands besides."""

    times: int = 0
    last: Run | None = None
    drafts: int = 0
    others: int = 0

    @property
    def is_unused(self) -> bool:
        return not (self.times or self.drafts or self.others)


class Standing(NamedTuple):
    """One draft or record in which a photo stands; `url` is empty for whoever may not open it."""

    kind: str
    name: str
    url: str


class Uses(NamedTuple):
    """All of a photo's uses: the newest runs, how many there are, and where else it stands."""

    runs: list[Run]
    times: int
    standing: list[Standing]


def summaries_of(keys: list[int], user: Any) -> dict[int, Summary]:
    """Return the uses of some photos in few words, in four queries however many there are."""
    found: dict[int, Summary] = defaultdict(Summary)
    counted = Run.objects.filter(photo_id__in=keys).order_by().values("photo_id")
    newest = []
    for row in counted.annotate(times=Count("pk"), newest=Max("began_at")):
        found[row["photo_id"]].times = row["times"]
        newest.append(row["newest"])
    for run in Run.objects.filter(photo_id__in=keys, began_at__in=newest).order_by("began_at"):
        found[run.photo_id].last = run
    for key, drafts, others in _standing_in(keys, user):
        found[key].drafts, found[key].others = len(drafts), len(others)
    return found


def _standing_in(
    keys: list[int], user: Any
) -> Iterable[tuple[int, list[Page], list[tuple[int, str]]]]:
    """Yield, for each photo, the drafts in which it stands, and content type and key of other records."""
    pages, records = defaultdict(set), defaultdict(set)
    page_type = get_default_page_content_type().pk
    for photo, kind, key in _references(keys):
        if kind == page_type:
            pages[photo].add(int(key))
        else:
            records[photo].add((kind, key))
    places = places_of(user)
    known = Page.objects.in_bulk({key for found in pages.values() for key in found})
    ran = set(Run.objects.filter(photo_id__in=pages).values_list("photo_id", "page_id"))
    for photo in pages.keys() | records.keys():
        drafts = [
            known[key]
            for key in sorted(pages[photo])
            if key in known and (photo, key) not in ran and known[key].path.startswith(places)
        ]
        yield photo, drafts, sorted(records[photo])


def _references(keys: list[int]) -> Iterable[tuple[int, int, str]]:
    rows = (
        ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(Photo),
            to_object_id__in=[str(key) for key in keys],
        )
        .values_list("to_object_id", "base_content_type_id", "object_id")
        .distinct()
    )
    for to, kind, key in rows[:REFERENCES]:
        yield int(to), kind, key


def uses_of(photo: Photo, user: Any) -> Uses:
    """Return all uses of one photo, as far as this person may know of them."""
    runs = photo.runs.select_related("page")
    standing = []
    for _key, drafts, records in _standing_in([photo.pk], user):
        standing += [_draft(page) for page in drafts]
        standing += [one for record in records if (one := _record(record, user))]
    return Uses(list(runs[:RUNS_SHOWN]), runs.count(), standing)


def _draft(page: Page) -> Standing:
    kind = _("Page") if page.live else _("Draft")
    return Standing(
        kind,
        page.get_admin_display_title(),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
    )


def _record(record: tuple[int, str], user: Any) -> Standing | None:
    kind, key = record
    model = ContentType.objects.get_for_id(kind).model_class()
    found = model._default_manager.filter(pk=key).first() if model else None
    if found is None:
        return None
    url = AdminURLFinder(user).get_edit_url(found) or ""
    return Standing(capfirst(str(found._meta.verbose_name)), str(found), url)
