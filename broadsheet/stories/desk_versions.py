"""A story's history on the screen: versions that stand out, savings that fold, and the button for a legal read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, Table
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import PageLogEntry, Revision

from broadsheet.newsroom.rights import signed_in
from broadsheet.stories.desk import TimeColumn, trail
from broadsheet.stories.models import Story
from broadsheet.stories.versions import Entry, Version, note_legal_read, versions_of


@dataclass
class Link:
    """One thing that can be done with a version."""

    label: str
    url: str


@dataclass
class Save:
    """One saving inside a fold."""

    at: datetime
    links: list[Link]


@dataclass
class VersionRow:
    """One line of the history, with what can be done with it."""

    version: Version
    words: str
    who: str
    time: datetime
    note: str = ""
    standing: str = ""
    links: list[Link] = field(default_factory=list)
    saves: list[Save] = field(default_factory=list)

    @property
    def is_named(self) -> bool:
        return self.version.is_named


def rows_of_history(story: Story, versions: list[Version]) -> list[VersionRow]:
    """Return the lines for these versions, in three queries."""
    keys = [entry.pk for version in versions for entry in (version.newest, version.oldest)]
    lines = PageLogEntry.objects.select_related("user", "page", "revision").in_bulk(keys)
    wanted = {entry.revision_id for version in versions for entry in version.saves}
    wanted |= {version.before.get(key or 0) for version in versions for key in wanted}
    kept = set(Revision.objects.filter(pk__in=wanted - {None}).values_list("pk", flat=True))
    return [_row(story, version, lines, kept) for version in versions]


def _row(
    story: Story, version: Version, lines: dict[int, PageLogEntry], kept: set[int]
) -> VersionRow:
    line = lines[version.newest.pk]
    row = VersionRow(
        version, str(version.name or line.message), line.user_display_name, line.timestamp
    )
    if version.is_fold:
        row.words = _fold_words(version)
        if story.latest_revision_id in {entry.revision_id for entry in version.saves}:
            row.standing = _("Current draft")
        row.saves = [
            Save(entry.at, list(_links(story, entry, version.before, kept)))
            for entry in version.saves
        ]
        return row
    row.note = str(line.data.get("note") or line.comment or "") if line.data else ""
    row.links = list(_links(story, version.newest, version.before, kept))
    if version.newest.revision_id and version.newest.revision_id == story.live_revision_id:
        row.standing = _("Live version")
    elif version.newest.revision_id and version.newest.revision_id == story.latest_revision_id:
        row.standing = _("Current draft")
    return row


def _fold_words(version: Version) -> str:
    count = len(version.entries)
    first, last = (timezone.localtime(one.at) for one in (version.oldest, version.newest))
    if first.date() == last.date():
        start, end = date_format(first, "TIME_FORMAT"), date_format(last, "TIME_FORMAT")
    else:
        start = date_format(first, "SHORT_DATETIME_FORMAT")
        end = date_format(last, "SHORT_DATETIME_FORMAT")
    when = end if start == end else _("%(start)s to %(end)s") % {"start": start, "end": end}
    return ngettext("1 automatic save, %(when)s", "%(count)d automatic saves, %(when)s", count) % {
        "count": count,
        "when": when,
    }


def _links(story: Story, entry: Entry, before: dict[int, int], kept: set[int]) -> Iterator[Link]:
    """Yield what can be done with a version; nothing with one that was thrown away since."""
    key = entry.revision_id
    if key not in kept:
        return
    named = "wagtailadmin_pages:revisions_"
    yield Link(_("See it"), reverse(f"{named}view", args=[story.pk, key]))
    previous = before.get(key)
    if previous in kept:
        url = reverse(f"{named}compare", args=[story.pk, previous, key])
        yield Link(_("Compare with the one before"), url)
    if key != story.latest_revision_id:
        url = reverse(f"{named}compare", args=[story.pk, key, "latest"])
        yield Link(_("Compare with the current draft"), url)
        yield Link(_("Go back to it"), reverse(f"{named}revert", args=[story.pk, key]))


class VersionColumn(Column):
    """What happened, and the menu of what can be done with that version."""

    cell_template_name = "newsroom/desk/version_cell.html"


class VersionTable(Table):
    """Named versions stand out from what lies between them."""

    def get_row_classname(self, instance: VersionRow) -> str:
        return "newsroom-named" if instance.is_named else ""


class StoryHistory(PageHistoryView):
    """The history of a story; its savings by itself are folded."""

    paginate_by = 30
    filterset_class = None
    table_class = VersionTable
    table_classname = "listing newsroom-history"
    columns = [
        VersionColumn("words", label=gettext_lazy("Version"), classname="title"),
        Column("who", label=gettext_lazy("Who"), width="25%"),
        TimeColumn("time", label=gettext_lazy("When"), width="20%"),
    ]

    def get_queryset(self) -> list[Version]:
        return versions_of(self.object)

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, versions, has_others = super().paginate_queryset(queryset, page_size)
        page.object_list = rows_of_history(self.object, list(versions))
        return paginator, page, page.object_list, has_others


class LegalReadForm(forms.Form):
    """What was found when a story was read for the law."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=1000,
        widget=AdminAutoHeightTextInput,
        help_text=gettext_lazy(
            "Who read it and what was changed, if it matters later. Stays in the newsroom."
        ),
    )


def legal_read(request: HttpRequest, story_id: int) -> HttpResponse:
    """Note that the story's latest version was read for the law."""
    story = get_object_or_404(Story, pk=story_id)
    if not story.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    form = LegalReadForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        note_legal_read(story, note=form.cleaned_data["note"], by=signed_in(request))
        messages.success(request, _("Noted: this version was read for the law."))
        return redirect("wagtailadmin_pages:history", story.pk)
    return render(
        request,
        "newsroom/desk/legal_read.html",
        {
            "story": story,
            "form": form,
            "header_title": _("Legal read"),
            "breadcrumbs_items": trail(_("Legal read")),
            "media": form.media,
        },
    )
