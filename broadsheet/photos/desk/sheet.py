"""The contact sheet: all photos, newest first, forty-eight a page."""

from typing import Any

from django.core.paginator import Page as Leaf
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from broadsheet.photos.desk.filters import PhotoFilters
from broadsheet.photos.desk.finding import Found, find_photos
from broadsheet.photos.desk.rights import may_add, may_enter, refuse_unless, seen_by
from broadsheet.photos.desk.rows import PhotoRow, rows_of


class PhotoPaginator(WagtailPaginator):
    """Pages through keys; says that there are more where it has not counted them."""

    is_all = True

    @property
    def items_count_label(self) -> str:
        if not self.is_all:
            return _("more than 1,000 photos")
        return ngettext("1 photo", "%(counter)s photos", self.count) % {"counter": self.count}


class ContactSheet(BaseListingView):
    """Photos in a grid, each with its credit, its rights, what it lacks and where it ran."""

    page_title = gettext_lazy("Photos")
    header_icon = "image"
    paginate_by = 48
    paginator_class = PhotoPaginator
    is_searchable = True
    index_url_name = "photo_list"
    index_results_url_name = "photo_list_results"
    template_name = "photos/desk/sheet.html"
    results_template_name = "photos/desk/sheet_results.html"
    filterset_class = PhotoFilters
    verbose_name = gettext_lazy("photo")
    verbose_name_plural = gettext_lazy("photos")

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refuse_unless(may_enter(request.user))
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    @cached_property
    def found(self) -> Found:
        return find_photos(seen_by(self.request.user), self.filters.wanted(self.search_query))

    @property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = [HeaderButton(_("My photos"), url=reverse("my_photos"), icon_name="user")]
        if may_add(self.request.user):
            upload = HeaderButton(_("Upload"), url=reverse("upload_photos"), icon_name="upload")
            buttons.insert(0, upload)
        return buttons

    def get_search_form(self) -> SearchForm:
        given = self.request.GET if self.search_kwarg in self.request.GET else None
        return SearchForm(given, placeholder=_("Words of caption, credit, place, names"))

    def get_queryset(self) -> list[int]:
        return self.found.keys

    def paginate_queryset(
        self, queryset: Any, page_size: int
    ) -> tuple[Any, Leaf[Any], list[PhotoRow], bool]:
        paginator, page, keys, has_others = super().paginate_queryset(queryset, page_size)
        paginator.is_all = self.found.is_all
        page.object_list = rows_of(list(keys), self.request)
        return paginator, page, page.object_list, has_others

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        # For browsers without scripts: the same fields once more, under other names in the page.
        again = self.filterset_class(**self.get_filterset_kwargs()).form
        words = self.get_search_form()
        again.auto_id = words.auto_id = "plain_%s"
        return {**context, "found": self.found, "plain_forms": [words, again]}
