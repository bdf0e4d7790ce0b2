"""Photos one below the other, each with its title, caption and alt text, to be filled in by keyboard."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.log_actions import log

from broadsheet.incoming.names import plain_words
from broadsheet.masthead.kept_words import PUT_BACK, note_saved
from broadsheet.photos.desk.meanwhile import OnlyWhatChanged
from broadsheet.photos.desk.photo_page import trail
from broadsheet.photos.desk.rights import chosen_photos
from broadsheet.photos.desk.rows import alike_to
from broadsheet.photos.desk.upload import MOST
from broadsheet.photos.models import Photo
from broadsheet.photos.renditions import with_sizes


class DescriptionForm(OnlyWhatChanged, WagtailAdminModelForm):
    """What one photo shows, in words."""

    class Meta:
        model = Photo
        fields = ("title", "caption", "alt_text")
        widgets = {
            "caption": forms.Textarea(attrs={"rows": 3}),
            "alt_text": forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
        }
        help_texts = {"caption": "", "alt_text": gettext_lazy("What is to be seen.")}

    def clean_title(self) -> str:
        return plain_words(self.cleaned_data["title"])


def describe_photos(request: HttpRequest) -> HttpResponse:
    photos = chosen_photos(request, MOST)
    if not photos:
        messages.warning(request, _("Tick at least one photo."))
        return redirect("photo_list")
    keys = [photo.pk for photo in photos]
    if request.method == "POST" and PUT_BACK not in request.POST:
        with transaction.atomic():
            # Held until all are saved, in one order for everyone.
            held = Photo.objects.select_for_update().order_by("pk").in_bulk(keys)
            rows = _forms(request, [held[key] for key in keys if key in held])
            if all(form.is_valid() for form in rows):
                return _save(request, rows)
        messages.error(request, _("Nothing was saved yet: see what is marked below."))
    else:
        rows = _forms(request, photos)
        if request.method == "POST":
            messages.info(request, _("Your words are back. Look them over, and save."))
    along = with_sizes(Photo.objects.all()).in_bulk(keys)
    context: dict[str, Any] = {
        "rows": [
            (along[form.instance.pk], form, alike_to(along[form.instance.pk], request.user))
            for form in rows
            if form.instance.pk in along
        ],
        "name": ".".join(map(str, keys)),
        "is_unsaved": request.method == "POST",
        "header_title": _("Title, caption and alt text"),
        "header_icon": "image",
        "breadcrumbs_items": trail(_("Title, caption and alt text")),
    }
    return render(request, "photos/desk/describe.html", context)


def _forms(request: HttpRequest, photos: list[Photo]) -> list[DescriptionForm]:
    given = request.POST if request.method == "POST" else None
    return [DescriptionForm(given, instance=photo, prefix=f"photo-{photo.pk}") for photo in photos]


def _save(request: HttpRequest, rows: list[DescriptionForm]) -> HttpResponse:
    """Save what was changed: each such photo has its own line in the press's log."""
    changed = [form for form in rows if form.has_changed()]
    for form in changed:
        form.instance.save(update_fields=form.changed_data)
        log(instance=form.instance, action="wagtail.edit", user=request.user)
    words = ngettext("1 photo is saved.", "%(counter)s photos are saved.", len(changed))
    messages.success(request, words % {"counter": len(changed)})
    return note_saved(request, redirect(request.get_full_path()))
