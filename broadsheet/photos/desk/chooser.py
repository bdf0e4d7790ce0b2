"""The window in which a photo is chosen for a story: found as on the contact sheet, and shown with what the desk knows."""

from typing import Any

from django.core.paginator import Page as Leaf
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.forms.choosers import BaseFilterForm, CollectionFilterMixin, SearchFilterMixin
from wagtail.images.views.chooser import (
    BaseImageChooseView,
    ImageChooseResultsView,
    ImageChooserViewSet,
    ImageChooseView,
)

from broadsheet.photos.desk.finding import Found, Wanted, find_photos, with_words
from broadsheet.photos.desk.rights import policy
from broadsheet.photos.desk.rows import rows_of
from broadsheet.photos.desk.sheet import PhotoPaginator
from broadsheet.photos.models import Photo


class WordsFilter(SearchFilterMixin):
    """The search box of the window: it looks where the contact sheet looks."""

    def filter(self, objects: Any) -> Any:
        # Past Wagtail's own, which goes through every field of every photo.
        objects = super(SearchFilterMixin, self).filter(objects)
        words = self.cleaned_data.get("q")
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        return with_words(objects, words)


class ChooserForm(CollectionFilterMixin, WordsFilter, BaseFilterForm):
    """What the window can be narrowed to."""


class FromTheSheet(BaseImageChooseView):
    """Keys first and no count of all, as on the contact sheet."""

    filter_form_class = ChooserForm
    results_template_name = "photos/desk/chooser_results.html"
    request: HttpRequest

    def get_object_list(self) -> Any:
        if (
            policy()
            .collections_user_has_permission_for(self.request.user, "choose")
            .filter(depth=1)
            .exists()
        ):
            return Photo.objects.all()
        return policy().instances_user_has_permission_for(self.request.user, "choose")

    def get_results_page(self, request: HttpRequest) -> "Leaf[Any]":
        found = self._found
        self.paginator = PhotoPaginator(found.keys, per_page=self.per_page)
        self.paginator.is_all = found.is_all
        page = self.paginator.get_page(request.GET.get("p", 1))
        rows = rows_of(list(page.object_list), request)
        for row in rows:
            row.photo.row = row
        page.object_list = [row.photo for row in rows]
        return page

    @cached_property
    def _found(self) -> Found:
        return find_photos(self.filter_object_list(self.get_object_list()), Wanted())


class ChoosePhoto(FromTheSheet, ImageChooseView):
    """The window."""


class ChoosePhotoResults(FromTheSheet, ImageChooseResultsView):
    """What changes in the window when something else is looked for."""


def take_over(viewset: ImageChooserViewSet) -> None:
    """Have Wagtail's chooser show photos as the desk does. It has no setting for it."""
    viewset.choose_view_class = ChoosePhoto
    viewset.choose_results_view_class = ChoosePhotoResults
