"""A photographer's own photos: those she made, by her name in the credit, and those she brought; each with where it ran."""

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from broadsheet.photos.desk.filters import name_of_journalist
from broadsheet.photos.desk.finding import Wanted, find_photos
from broadsheet.photos.desk.photo_page import trail
from broadsheet.photos.desk.rights import may_enter, refuse_unless, seen_by
from broadsheet.photos.desk.rows import rows_of
from broadsheet.photos.desk.sheet import PhotoPaginator
from broadsheet.photos.models import Run

A_PAGE = 24
# Of each photo; its page has all.
RUNS = 10


def my_photos(request: HttpRequest) -> HttpResponse:
    refuse_unless(may_enter(request.user))
    name = name_of_journalist(request.user)
    wanted = Wanted(uploader_id=request.user.pk, made_by=name)
    found = find_photos(seen_by(request.user), wanted)
    paginator = PhotoPaginator(found.keys, A_PAGE)
    paginator.is_all = found.is_all
    page = paginator.get_page(request.GET.get("p"))
    rows = rows_of(list(page.object_list), request)
    runs = _runs_of([row.pk for row in rows])
    context = {
        "rows": [(row, runs[row.pk][:RUNS], len(runs[row.pk]) > RUNS) for row in rows],
        "page_obj": page,
        "elided_page_range": paginator.get_elided_page_range(page.number),
        "journalist": name,
        "header_title": _("My photos"),
        "header_icon": "user",
        "breadcrumbs_items": trail(_("My photos")),
    }
    return render(request, "photos/desk/mine.html", context)


def _runs_of(keys: list[int]) -> dict[int, list[Run]]:
    found: dict[int, list[Run]] = defaultdict(list)
    for run in Run.objects.filter(photo_id__in=keys):
        found[run.photo_id].append(run)
    return found
