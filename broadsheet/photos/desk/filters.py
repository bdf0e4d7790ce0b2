"""What the contact sheet can be narrowed to. The finding itself is done by `find_photos`."""

from datetime import datetime, timedelta
from typing import Any

import django_filters
from django import forms
from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.models import Collection

from broadsheet.photos.desk.finding import LACKS, STANDINGS, Span, Wanted
from broadsheet.photos.desk.rights import SEE, policy
from broadsheet.photos.models import Photo, Terms

WITHOUT = "none"
MINE, UNUSED = "mine", "unused"


def collections_for(request: HttpRequest) -> "QuerySet[Collection]":
    found: QuerySet[Collection] = policy().collections_user_has_any_permission_for(
        request.user, SEE
    )
    return found


class TextFilter(django_filters.CharFilter):
    """A filter by words that are typed; the form tells of at most so many signs."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=100, **kwargs)


class PhotoFilters(WagtailFilterSet):
    """The filters of the contact sheet, in the order in which a desk asks."""

    person = TextFilter(label=_("Person in it"))
    photographer = TextFilter(label=_("Photographer"))
    place = TextFilter(label=_("Place"))
    taken = django_filters.DateFromToRangeFilter(label=_("Taken"), widget=DateRangePickerWidget)
    came = django_filters.DateFromToRangeFilter(label=_("Came in"), widget=DateRangePickerWidget)
    credit = TextFilter(label=_("Credit"))
    terms = django_filters.ModelChoiceFilter(
        label=_("Rights"),
        queryset=Terms.objects.order_by("name"),
        empty_label=_("Any"),
        null_label=_("None said"),
        null_value=WITHOUT,
    )
    standing = django_filters.ChoiceFilter(
        label=_("Rights that"), choices=STANDINGS, empty_label=_("Any"), widget=forms.RadioSelect
    )
    lacks = django_filters.MultipleChoiceFilter(
        label=_("Lacking"), choices=LACKS, widget=forms.CheckboxSelectMultiple
    )
    used = django_filters.ChoiceFilter(
        label=_("Used"),
        choices=[(UNUSED, _("Not yet"))],
        empty_label=_("Any"),
        widget=forms.RadioSelect,
    )
    whose = django_filters.ChoiceFilter(
        label=_("Whose"),
        choices=[(MINE, _("Mine"))],
        empty_label=_("Anyone's"),
        widget=forms.RadioSelect,
    )
    collection_id = django_filters.ModelChoiceFilter(
        label=_("Collection"), queryset=collections_for, empty_label=_("All")
    )

    class Meta:
        model = Photo
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if collections_for(self.request).count() < 2:
            del self.filters["collection_id"]

    def wanted(self, words: str) -> Wanted:
        """Return what these filters and the search box ask for; of a form that makes no sense, the words alone."""
        # Without its form being valid, the filter set would raise.
        asked = self.form.cleaned_data if self.is_valid() else {}
        terms = asked.get("terms")
        is_mine = asked.get("whose") == MINE
        return Wanted(
            words=words,
            person=asked.get("person") or "",
            photographer=asked.get("photographer") or "",
            place=asked.get("place") or "",
            credit=asked.get("credit") or "",
            taken=_span(asked.get("taken")),
            came=_span(asked.get("came")),
            terms_id=0 if terms == WITHOUT else terms.pk if terms else None,
            collection_id=asked["collection_id"].pk if asked.get("collection_id") else None,
            lacks=tuple(asked.get("lacks") or ()),
            standing=asked.get("standing") or "",
            is_unused=asked.get("used") == UNUSED,
            uploader_id=self.request.user.pk if is_mine else None,
            made_by=name_of_journalist(self.request.user) if is_mine else "",
        )


def name_of_journalist(user: Any) -> str:
    """Return the name under which someone's photos are credited; empty if they are no journalist of the paper."""
    journalist = apps.get_model("newsroom.Journalist").objects.filter(user=user).first()
    return journalist.name if journalist else ""


def _span(asked: Any) -> Span:
    """Return the span between two days, of which the last counts whole."""
    return Span(asked.start, _day_after(asked.stop)) if asked else Span()


def _day_after(last: datetime | None) -> datetime | None:
    if last is None:
        return None
    return last.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
