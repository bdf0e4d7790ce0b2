"""Every component of readers' pages on made-up content, so that whoever writes a theme sees all that it must hold.

A room registers its pages in a module `samples.py`. They are made of the templates that readers get, in the paper's
language and with its own nameplate, colours and theme; nothing of them is kept.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.models import Page, Site
from wagtail.permissions import policy_registry

from broadsheet.masthead.locale import papers_words
from broadsheet.masthead.theme_checks import known_faults
from broadsheet.photos.models import Photo
from broadsheet.photos.renditions import Size, Sizes
from broadsheet.press.headers import PREVIEW_HEADERS

MakeContext = Callable[[HttpRequest], dict[str, Any]]


class Sample(NamedTuple):
    """One page of components: its name in addresses, what it shows, its template, and what makes the content."""

    name: str
    title: str | Promise
    template: str
    make: MakeContext
    place: int


class View(NamedTuple):
    """One way of looking at a page. `size` is a class of the newsroom's styles."""

    title: str | Promise
    size: str
    query: str


_samples: dict[str, Sample] = {}
VIEWS = [
    View(_("Phone, light"), "phone", ""),
    View(_("Phone, dark"), "phone", "?colours=dark"),
    View(_("Wide, light"), "wide", ""),
    View(_("Wide, dark"), "wide", "?colours=dark"),
]


def sample(
    name: str, title: str | Promise, template: str, *, place: int = 9
) -> Callable[[MakeContext], MakeContext]:
    """Register the function below as the maker of a sample page's content; `place` is its place among them all."""

    def register(make: MakeContext) -> MakeContext:
        _samples[name] = Sample(name, title, template, make, place)
        return make

    return register


def samples() -> list[Sample]:
    return sorted(_samples.values(), key=lambda one: one.place)


def sample_photo(caption: str, credit: str) -> Photo:
    """Return a photo that is a drawing of ours and stands in no library."""
    seen = gettext("A drawing: a ferry on a river before hills.")
    photo = Photo(pk=0, title=caption, caption=caption, credit=credit, alt_text=seen)
    drawing = Size(static("newsroom/sample.svg"), 1200, 800)
    photo.known_sizes = {"": Sizes(webp=[drawing], avif=[], jpeg=[])}
    return photo


def may_see(request: HttpRequest) -> bool:
    """Say whether someone may see how pages look: whoever may publish."""
    policy = policy_registry.get_by_type(Page)
    return bool(policy.user_has_any_permission(request.user, {"publish"}))


class ComponentsMenuItem(MenuItem):
    """The way to the components, for those who may see them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request)


def components(request: HttpRequest, name: str = "") -> HttpResponse:
    """Show one sample page in each of its views, and lead to the others."""
    if not may_see(request):
        raise PermissionDenied
    shown = _samples.get(name or samples()[0].name)
    if shown is None:
        raise Http404
    title = gettext("How pages look: %(title)s") % {"title": shown.title}
    return render(
        request,
        "newsroom/desk/components.html",
        {
            "page_title": title,
            "header_title": title,
            "header_icon": "view",
            "samples": samples(),
            "shown": shown,
            "views": VIEWS,
            "page": reverse("component_page", args=[shown.name]),
            "faults": known_faults(),
        },
    )


def component_page(request: HttpRequest, name: str) -> HttpResponse:
    """Answer with a sample page itself, as it stands in the frames."""
    if not may_see(request):
        raise PermissionDenied
    site = Site.find_for_request(request)
    if name not in _samples or site is None:
        raise Http404
    found = _samples[name]
    with papers_words(site):
        answer = render(request, found.template, found.make(request))
    links = '<base target="_top">'
    if request.GET.get("colours") == "dark":
        links += f'<link rel="stylesheet" href="{static("newsroom/newsroom_dark.css")}">'
    answer.content = answer.content.replace(b"</head>", f"{links}</head>".encode(), 1)
    for name, value in PREVIEW_HEADERS.items():
        answer[name] = value
    return answer
