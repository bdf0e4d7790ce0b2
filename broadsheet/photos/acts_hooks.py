"""The addresses of what an editor does with one photo, beside Wagtail's own."""

from django.urls import URLPattern
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from broadsheet.photos.acts_desk import urlpatterns
from broadsheet.photos.terms_desk import TermsViewSet


@hooks.register("register_admin_urls")
def photo_acts() -> list[URLPattern]:
    return urlpatterns


register_snippet(TermsViewSet)
