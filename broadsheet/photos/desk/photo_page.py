"""One photo's own page: the picture, all that is known of it, and where it shows."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.log_actions import log

from broadsheet.incoming.errors import IncomingError
from broadsheet.masthead.kept_words import PUT_BACK, note_saved
from broadsheet.photos.content_credentials import credentials_of
from broadsheet.photos.credits.reading import LONGEST
from broadsheet.photos.desk.credit_parts import (
    CreditPartsForm,
    fields_of,
    read_line,
    understood,
)
from broadsheet.photos.desk.file_said import file_said, label_of
from broadsheet.photos.desk.page_form import PhotoPageForm
from broadsheet.photos.desk.pictures import measures
from broadsheet.photos.desk.rights import (
    may_act,
    may_change,
    may_enter,
    photo_at_hand,
    refuse_unless,
)
from broadsheet.photos.desk.rows import alike_to, marks_of, name_of, pattern_for
from broadsheet.photos.desk.uses import uses_of
from broadsheet.photos.metadata.filling import read_again
from broadsheet.photos.models import Photo
from broadsheet.press.receipts import receipt_of


def photo_page(request: HttpRequest, photo_id: int) -> HttpResponse:
    photo = photo_at_hand(request, photo_id)
    if not may_change(request.user, photo):
        refuse_unless(request.method != "POST")
        return _show(request, photo)
    if request.method != "POST":
        return _show(request, photo, *_forms(request, photo))
    with transaction.atomic():
        # Held until it is saved, so that nobody's change goes under.
        photo = Photo.objects.select_for_update(of=("self",)).get(pk=photo.pk)
        form, parts = _forms(request, photo)
        if PUT_BACK not in request.POST and form.is_valid() and parts.is_valid():
            return _save(request, form, parts)
    if PUT_BACK in request.POST:
        messages.info(request, _("Your words are back. Look them over, and save."))
    else:
        messages.error(request, _("Nothing was saved yet: see what is marked below."))
    # As it is kept: the form has written into the other.
    return _show(request, photo_at_hand(request, photo_id), form, parts)


def _forms(request: HttpRequest, photo: Photo) -> tuple[PhotoPageForm, CreditPartsForm]:
    given = request.POST if request.method == "POST" else None
    return (
        PhotoPageForm(given, instance=photo, user=request.user),
        CreditPartsForm(given, photo=photo),
    )


def _save(request: HttpRequest, form: PhotoPageForm, parts: CreditPartsForm) -> HttpResponse:
    parts.put_into(form.instance)
    photo = form.save()
    log(instance=photo, action="wagtail.edit", user=request.user)
    messages.success(request, _("“%(name)s” is saved.") % {"name": name_of(photo)})
    return note_saved(request, redirect("photo_page", photo.pk))


def _show(
    request: HttpRequest,
    photo: Photo,
    form: PhotoPageForm | None = None,
    parts: CreditPartsForm | None = None,
) -> HttpResponse:
    """Show the page; without forms to whoever may look and change nothing."""
    name, pattern = name_of(photo), pattern_for(request)
    context: dict[str, Any] = {
        "photo": photo,
        "form": form,
        "parts": parts,
        "credit": understood(photo.credit_read, pattern),
        "marks": marks_of(photo),
        "picture": measures(photo.width, photo.height, "large"),
        "has_file": photo.file.storage.exists(photo.file.name),
        "uses": uses_of(photo, request.user),
        "alike": alike_to(photo, request.user),
        "said": file_said(photo),
        "credentials": credentials_of(photo),
        "may_change": form is not None,
        "may_act": may_act(request.user, photo),
        "receipt": receipt_of(photo.source),
        "is_unsaved": bool(form and form.is_bound),
        "media": form.media if form else "",
        "header_title": name,
        "header_icon": "image",
        "breadcrumbs_items": trail(name),
    }
    return render(request, "photos/desk/photo_page.html", context)


@require_POST
def read_file_again(request: HttpRequest, photo_id: int) -> HttpResponse:
    """Fill a photo from its file once more; what somebody wrote stays."""
    photo = photo_at_hand(request, photo_id)
    refuse_unless(may_change(request.user, photo))
    try:
        with transaction.atomic():
            changed = read_again(Photo.objects.select_for_update(of=("self",)).get(pk=photo.pk))
    except IncomingError as refusal:
        messages.error(request, str(refusal))
        return redirect("photo_page", photo.pk)
    if changed:
        log(instance=photo, action="wagtail.edit", user=request.user)
        names = sorted(label_of(name) for name in changed - {"credit_parts"})
        messages.success(
            request, _("Filled from the file: %(names)s.") % {"names": ", ".join(names)}
        )
    else:
        messages.info(request, _("The file says nothing that does not stand here already."))
    return redirect("photo_page", photo.pk)


@require_POST
def credit_understood(request: HttpRequest) -> HttpResponse:
    """Say how a credit line that is being written is understood."""
    refuse_unless(may_enter(request.user))
    credit = read_line(request.POST.get("credit", "")[:LONGEST])
    said = understood(credit, pattern_for(request))
    return JsonResponse({**said._asdict(), "fields": fields_of(credit)})


def trail(label: str, *between: tuple[str, str]) -> list[dict[str, str]]:
    """Return the line of links above a screen: home, photos, what lies between, and the screen itself."""
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("photo_list"), "label": _("Photos")},
        *({"url": url, "label": words} for words, url in between),
        {"url": "", "label": label},
    ]
