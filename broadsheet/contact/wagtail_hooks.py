"""What messages add to the newsroom: their screen, for those to whom any come."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from broadsheet.contact.desk_views import act_on_message, message_screen, messages_screen
from broadsheet.contact.reading import messages_for, reads_any


class MessagesItem(MenuItem):
    """The way to the messages, for those who read some, with how many are new."""

    def is_shown(self, request: HttpRequest) -> bool:
        return reads_any(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if unread := messages_for(request.user).filter(read_at=None).count():
            component.label = format_lazy("{label} ({unread})", label=self.label, unread=unread)
        return component


@hooks.register("register_admin_menu_item")
def messages_item() -> MenuItem:
    return MessagesItem(
        _("Messages"), reverse("messages_screen"), name="messages", icon_name="mail", order=330
    )


@hooks.register("register_admin_urls")
def messages_addresses() -> list[URLPattern]:
    return [
        path("messages/", messages_screen, name="messages_screen"),
        path("messages/<int:message_id>/", message_screen, name="message_screen"),
        path("messages/<int:message_id>/<slug:act>/", act_on_message, name="act_on_message"),
    ]


@hooks.register("insert_global_admin_css")
def messages_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("contact/newsroom_messages.css"))
