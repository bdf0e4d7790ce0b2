"""The story list of the newsroom, in the style of Wagtail's own listings."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.apps import apps
from django.core.paginator import Page as Leaf
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button, ButtonWithDropdown, HeaderButton

from broadsheet.masthead.pages import at_or_under
from broadsheet.newsroom.models import Journalist, User
from broadsheet.newsroom.rights import EVERYWHERE, places_of, signed_in, works_at
from broadsheet.stories.desk_finding import MOST, STATES, Found, Wanted, find_stories
from broadsheet.stories.desk_rows import StoryRow, rows_of
from broadsheet.stories.models import Story


def sections_of(user: User) -> QuerySet[Any]:
    """Return the sections of the papers for which someone works."""
    sections: QuerySet[Any] = apps.get_model("sections.Section").objects.order_by("path")
    places = places_of(user)
    if places == EVERYWHERE:
        return sections
    return sections.filter(reduce(or_, map(at_or_under, places), Q(pk=None)))


def sections_for(request: HttpRequest) -> QuerySet[Any]:
    return sections_of(signed_in(request))


class StoryFilters(WagtailFilterSet):
    """What a list of stories can be narrowed to. The finding itself is done by `find_stories`."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=STATES,
        empty_label=gettext_lazy("Any"),
        widget=forms.RadioSelect,
    )
    section = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Section"), queryset=sections_for, empty_label=gettext_lazy("All")
    )
    writer = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Writer"),
        queryset=Journalist.objects.order_by("name"),
        empty_label=gettext_lazy("Anyone"),
    )
    whose = django_filters.ChoiceFilter(
        label=gettext_lazy("Whose"),
        choices=[("mine", gettext_lazy("Mine"))],
        empty_label=gettext_lazy("Anyone's"),
        widget=forms.RadioSelect,
    )
    date = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Date"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Story
        fields: list[str] = []

    def wanted(self, words: str) -> Wanted:
        """Return what these filters and the search box ask for."""
        chosen = self.form.cleaned_data if self.is_valid() else {}
        section, writer, span = chosen.get("section"), chosen.get("writer"), chosen.get("date")
        return Wanted(
            state=chosen.get("state") or "",
            section_id=section.pk if section else None,
            journalist_id=writer.pk if writer else None,
            owner_id=self.request.user.pk if chosen.get("whose") else None,
            since=span.start if span else None,
            until=_day_after(span.stop) if span else None,
            words=words,
        )


def _day_after(last: datetime | None) -> datetime | None:
    """Return the first moment that is no longer in the span: the last day counts whole."""
    return (
        last.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        if last
        else None
    )


class StoryPaginator(WagtailPaginator):
    """Pages through keys; says that there are more where it has not counted them."""

    is_all = True

    @property
    def items_count_label(self) -> str:
        if not self.is_all:
            return _("more than 1,000 stories")
        return ngettext("1 story", "%(counter)s stories", self.count) % {"counter": self.count}


class TimeColumn(Column):
    """A moment in full: a newsroom needs the hour, not how long ago it was."""

    cell_template_name = "newsroom/desk/time_cell.html"


class HeadlineColumn(ButtonsColumnMixin, TitleColumn):
    """The headline, and a menu of what can be done with the story."""

    cell_template_name = "wagtailadmin/tables/title_cell.html"

    def get_buttons(self, instance: StoryRow, parent_context: Any) -> list[ButtonWithDropdown]:
        label = _("What to do with “%(headline)s”") % {"headline": instance.headline}
        return [
            ButtonWithDropdown(
                buttons=buttons_for(instance),
                icon_name="dots-horizontal",
                attrs={"aria-label": label},
            )
        ]


def buttons_for(row: StoryRow) -> list[Button]:
    """Return what this person may do with a story from a list."""
    asked = [
        (row.may_edit, _("Edit"), reverse("wagtailadmin_pages:edit", args=[row.pk]), "edit"),
        (row.is_live, _("See it"), row.story.permalink, "view"),
        (
            row.may_edit and row.story.has_unpublished_changes,
            _("See the draft"),
            reverse("wagtailadmin_pages:view_draft", args=[row.pk]),
            "draft",
        ),
        (row.may_correct, _("Correct"), reverse("correct_story", args=[row.pk]), "warning"),
        (row.may_correct, _("Breaking"), reverse("mark_breaking", args=[row.pk]), "arrow-up"),
        (row.may_post_live, _("Live desk"), reverse("live_desk", args=[row.pk]), "time"),
        (True, _("Receipts"), reverse("story_receipts", args=[row.pk]), "clipboard-list"),
        (
            row.may_file_elsewhere,
            _("File under another section"),
            reverse("wagtailadmin_pages:move", args=[row.pk]),
            "arrow-right-full",
        ),
        (
            row.may_edit,
            _("History"),
            reverse("wagtailadmin_pages:history", args=[row.pk]),
            "history",
        ),
    ]
    return [
        Button(label, url=url, icon_name=icon, priority=place)
        for place, (is_shown, label, url, icon) in enumerate(asked)
        if is_shown and url
    ]


class StoryListView(BaseListingView):
    """All stories, newest first, fifty a page."""

    page_title = gettext_lazy("Stories")
    header_icon = "doc-full-inverse"
    paginate_by = 50
    paginator_class = StoryPaginator
    is_searchable = True
    index_url_name = "story_list"
    index_results_url_name = "story_list_results"
    results_template_name = "newsroom/desk/story_list_results.html"
    filterset_class = StoryFilters
    table_classname = "listing newsroom-stories"
    verbose_name = gettext_lazy("story")
    verbose_name_plural = gettext_lazy("stories")
    columns = [
        HeadlineColumn(
            "headline",
            label=gettext_lazy("Headline"),
            get_url=lambda row: row.url,
            classname="title",
        ),
        Column("section", label=gettext_lazy("Section"), width="13%"),
        Column("writers", label=gettext_lazy("Writers"), width="17%"),
        TimeColumn("time", label=gettext_lazy("Shown or changed"), width="14%"),
        Column("state_and_taker", label=gettext_lazy("State"), width="14%"),
    ]

    request: HttpRequest

    @cached_property
    def found(self) -> Found:
        # Without its form being valid, the filter set would raise; the list is then as if nothing was asked.
        return find_stories(self.filters.wanted(self.search_query))

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not may_write(signed_in(self.request)):
            return []
        return [HeaderButton(_("New story"), url=reverse("new_story"), icon_name="plus")]

    def get_search_form(self) -> SearchForm:
        given = self.request.GET if self.search_kwarg in self.request.GET else None
        return SearchForm(given, placeholder=_("Words of the headline"))

    def get_queryset(self) -> list[int]:
        return self.found.keys

    def paginate_queryset(
        self, queryset: Any, page_size: int
    ) -> tuple[Any, Leaf[Any], list[StoryRow], bool]:
        paginator, page, keys, has_others = super().paginate_queryset(queryset, page_size)
        paginator.is_all = self.found.is_all
        page.object_list = rows_of(list(keys), signed_in(self.request))
        return paginator, page, page.object_list, has_others

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "found": self.found, "most": MOST}


def may_write(user: User) -> bool:
    """Say whether someone may write stories anywhere in the paper."""
    return any(
        section.permissions_for_user(user).can_add_subpage() for section in sections_of(user)[:1]
    )


def new_story(request: HttpRequest) -> HttpResponse:
    """Ask for the section of a new story; with only one, there is nothing to ask."""
    sections = [
        section
        for section in sections_for(request)
        if section.permissions_for_user(request.user).can_add_subpage()
    ]
    if len(sections) == 1:
        return redirect("wagtailadmin_pages:add", "stories", "story", sections[0].pk)
    return render(
        request,
        "newsroom/desk/new_story.html",
        {
            "sections": sections,
            "header_title": _("New story"),
            "breadcrumbs_items": trail(_("New story")),
        },
    )


def story_at_hand(request: HttpRequest, story_id: int) -> Story:
    """Return a story for someone who may read it: a colleague of whoever writes it.

    Errors:
        Http404: there is none, or it is another paper's.
    """
    story: Story = get_object_or_404(Story, pk=story_id)
    if not works_at(story, signed_in(request)):
        raise Http404
    return story


def trail(label: str) -> list[dict[str, str]]:
    """Return the line of links above a screen: home, stories, and the screen itself."""
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("story_list"), "label": _("Stories")},
        {"url": "", "label": label},
    ]
