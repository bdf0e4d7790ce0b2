"""The screens of what an editor does with one photo wherever it shows."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from broadsheet.incoming.fields import PictureField
from broadsheet.photos import acts
from broadsheet.photos.desk.rights import may_act, photo_at_hand, refuse_unless
from broadsheet.photos.errors import PhotoError
from broadsheet.photos.models import Photo, Use
from broadsheet.photos.rights import refusal


class ReasonForm(forms.Form):
    """Asks for one sentence."""

    reason = forms.CharField(
        label=gettext_lazy("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class ReplacementForm(forms.Form):
    """Asks for another picture, and for its own words."""

    file = PictureField(label=gettext_lazy("The new picture"))
    credit = forms.CharField(label=gettext_lazy("Its credit"), max_length=255, required=False)
    caption = forms.CharField(
        label=gettext_lazy("Its caption"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    alt_text = forms.CharField(
        label=gettext_lazy("Its alt text"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("What is to be seen, for a reader who cannot see it."),
    )


def photo_for_editor(request: HttpRequest, photo_id: int) -> Photo:
    """Return a photo for someone who decides what readers see.

    Errors:
        Http404: there is none, or it is none of theirs.
        PermissionDenied: this person publishes nothing, or may not change it.
    """
    photo = photo_at_hand(request, photo_id)
    refuse_unless(may_act(request.user, photo))
    return photo


def withdraw_photo(request: HttpRequest, photo_id: int) -> HttpResponse:
    photo = photo_for_editor(request, photo_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and done(form, acts.withdraw, photo, why=form.cleaned_data["reason"]):
        messages.success(
            request,
            _("The photo is withdrawn. Here is every copy, and when it was printed without it."),
        )
        return redirect(on_its_page(photo))
    return screen(request, "withdraw", photo, _("Withdraw everywhere"), form=form)


def give_photo_back(request: HttpRequest, photo_id: int) -> HttpResponse:
    photo = photo_for_editor(request, photo_id)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and done(form, acts.give_back, photo):
        messages.success(request, _("Readers see the photo again."))
        return redirect(on_its_page(photo))
    return screen(request, "give_back", photo, _("Give it back"), form=form)


def replace_photo(request: HttpRequest, photo_id: int) -> HttpResponse:
    photo = photo_for_editor(request, photo_id)
    form = ReplacementForm(request.POST or None, request.FILES or None)
    if form.is_valid() and done(form, acts.replace, photo, **form.cleaned_data):
        messages.success(
            request,
            _(
                "The picture is replaced. Here is every copy, and when it was printed with the new one."
            ),
        )
        return redirect(on_its_page(photo))
    return screen(request, "replace", photo, _("Replace everywhere"), form=form)


def exempt_photo(request: HttpRequest, photo_id: int, use: str) -> HttpResponse:
    """Allow a use that the photo's terms forbid, for the story named in the address, or everywhere."""
    photo = photo_for_editor(request, photo_id)
    if use not in Use.values:
        raise Http404
    story = request.GET.get("story", "")
    wanted = get_object_or_404(Page, pk=story) if story.isdecimal() and len(story) < 19 else None
    if wanted is not None and not wanted.permissions_for_user(request.user).can_publish():
        raise Http404
    form = ReasonForm(request.POST or None)
    words = {"reason": form.cleaned_data["reason"], "by": request.user} if form.is_valid() else {}
    if words and done(form, acts.exempt, photo, use, wanted, **words):
        messages.success(request, _("It is allowed, and the reason is kept with the photo."))
        return (
            redirect("wagtailadmin_pages:edit", wanted.pk)
            if wanted
            else redirect(on_its_page(photo))
        )
    known = {
        "use": Use(use).label,
        "story": wanted,
        "why": refusal(photo, use, wanted.pk if wanted else None),
    }
    return screen(request, "exempt", photo, _("Allow it, with a reason"), form=form, **known)


def on_its_page(photo: Photo) -> str:
    """Return where the photo's own screen lists every copy."""
    return reverse("photo_page", args=[photo.pk]) + "#receipt"


def done(form: forms.Form, act: Any, *args: Any, **words: Any) -> bool:
    """Do an act; say in the form why it was refused, if it was."""
    try:
        act(*args, **words)
    except PhotoError as error:
        form.add_error(None, str(error))
        return False
    return True


def screen(
    request: HttpRequest, name: str, photo: Photo, title: str, **context: Any
) -> HttpResponse:
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    photos = {"url": reverse("photo_list"), "label": _("Photos")}
    its_own = {"url": reverse("photo_page", args=[photo.pk]), "label": photo.title}
    return render(
        request,
        f"photos/acts/{name}.html",
        {
            "photo": photo,
            "header_title": title,
            "breadcrumbs_items": [home, photos, its_own, {"url": "", "label": title}],
            **context,
        },
    )


urlpatterns: list[URLPattern] = [
    path("photos/<int:photo_id>/withdraw/", withdraw_photo, name="photos_withdraw"),
    path("photos/<int:photo_id>/give-back/", give_photo_back, name="photos_give_back"),
    path("photos/<int:photo_id>/replace/", replace_photo, name="photos_replace"),
    path("photos/<int:photo_id>/allow/<slug:use>/", exempt_photo, name="photos_exempt"),
]
