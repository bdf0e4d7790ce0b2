"""The newsroom's button "Look it up" beside a pasted address, and the answer to its press."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.permission_policies.pages import PagePermissionPolicy

from broadsheet.lib.outside import FetchError, outside
from broadsheet.newsroom.rights import signed_in
from broadsheet.photos.models import Photo
from broadsheet.stories.embed_block import LONGEST_ADDRESS
from broadsheet.stories.embed_lookups import look_up


@require_POST
def look_up_embed(request: HttpRequest) -> JsonResponse:
    """Answer what stands at an address, asked anew: an editor pressed the button because she wants to know now."""
    if not PagePermissionPolicy().user_has_any_permission(
        signed_in(request), ["add", "change", "publish"]
    ):
        raise PermissionDenied
    address = request.POST.get("address", "").strip()
    try:
        if len(address) > LONGEST_ADDRESS:
            raise FetchError(
                _("The address is longer than %(most)d characters. Paste a shorter one.")
                % {"most": LONGEST_ADDRESS}
            )
        outside(address, settings.FETCH_ALLOWED_PRIVATE)
    except FetchError as refusal:
        return JsonResponse({"trouble": str(refusal)})
    found = look_up(address, anew=True)
    return JsonResponse(
        {
            "title": found.title,
            "author": found.author,
            "provider": found.provider,
            "poster": _shown(found.poster),
            "trouble": found.trouble,
        }
    )


def _shown(poster: Photo | None) -> dict[str, Any] | None:
    """Return what Wagtail's chooser shows of a photo."""
    if poster is None:
        return None
    small = get_rendition_or_not_found(poster, "max-165x165")
    return {
        "id": poster.pk,
        "title": poster.title,
        "edit_url": reverse("photo_page", args=[poster.pk]),
        "preview": {"url": small.url, "width": small.width, "height": small.height},
    }


@hooks.register("register_admin_urls")
def embed_urls() -> list[URLPattern]:
    return [path("stories/embeds/look-up/", look_up_embed, name="look_up_embed")]


@hooks.register("insert_editor_js")
def embed_script() -> SafeString:
    return format_html(
        '<script type="module" src="{}" data-embed-look-up="{}" data-button="{}" data-asking="{}" data-found="{}" '
        'data-failed="{}"></script>',
        static("stories/newsroom_embed.js"),
        reverse("look_up_embed"),
        _("Look it up"),
        _("Looking it up …"),
        _("Found. Check title and name."),
        _("The newsroom does not answer. Try again, or type a title: readers get a link."),
    )
