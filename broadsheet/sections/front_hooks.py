"""What the front's desk and memory add to Wagtail's admin: screens, their place in the menu, and the worker's job."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from broadsheet.newsroom.models import User
from broadsheet.sections import front_desk, front_memory_desk
from broadsheet.sections.arranging import may_arrange
from broadsheet.sections.models import Front


@hooks.register("register_admin_urls")
def front_urls() -> list[URLPattern]:
    return [
        path("front/", front_desk.front_desk, name="front_desk"),
        path("front/preview/", front_desk.front_preview, name="front_preview"),
        path("front/memory/", front_memory_desk.front_memory, name="front_memory"),
        path("front/memory/<int:state_id>/", front_memory_desk.front_state, name="front_state"),
    ]


class FrontMenuItem(MenuItem):
    """The way to the front's desk, for those who may arrange it."""

    def is_shown(self, request: HttpRequest) -> bool:
        front = Front.objects.first()
        user = request.user
        return front is not None and isinstance(user, User) and may_arrange(front, user)


@hooks.register("register_admin_menu_item")
def front_menu_item() -> MenuItem:
    return FrontMenuItem(
        gettext_lazy("Front page"),
        reverse("front_desk"),
        name="front",
        icon_name="home",
        order=92,
    )
