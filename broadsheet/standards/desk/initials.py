"""The screen on which initials are looked at before they are printed."""

from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from broadsheet.masthead.kept_words import PUT_BACK, note_saved
from broadsheet.newsroom.rights import signed_in
from broadsheet.standards import remedies
from broadsheet.standards.desk.acts import decide, seen_in
from broadsheet.standards.desk.forms import InitialsForm
from broadsheet.standards.desk.views import case_at_hand, trail
from broadsheet.standards.errors import StandardsError
from broadsheet.standards.initials import Change, changes_in, versions_with, what_is_left
from broadsheet.standards.looking import may_decide
from broadsheet.standards.models import UnpublishRequest
from broadsheet.stories.models import Story


def put_initials(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show what initials would change in a story; print it, once that is approved."""
    asked = case_at_hand(request, "request", case_id)
    if not may_decide(request.user):
        raise PermissionDenied
    story = asked.story
    if story is None or not asked.may("decide"):
        messages.error(request, _("There is nothing to decide on here now."))
        return redirect("request_screen", case_id)
    form = InitialsForm(request.POST if request.method == "POST" else None)
    is_sent = form.is_bound and PUT_BACK not in request.POST and form.is_valid()
    changes = changes_in(story, form.names) if is_sent else []
    versions = versions_with(story, form.names) if is_sent else 0
    shown_as = digest(story, changes)
    status = 200 if is_sent or not form.is_bound else 422
    if is_sent and request.POST.get("step") == "approve":
        if request.POST.get("shown_as") == shown_as and (changes or versions):
            answer = _print(request, asked, form)
            if answer is not None:
                return answer
        else:
            messages.error(request, _("The story has changed meanwhile. Look at it again."))
        status = 409
    context = {
        "case": asked,
        "story": story,
        "form": form,
        "changes": changes,
        "versions": versions,
        "is_found": bool(changes or (versions and form.cleaned_data["in_versions"])),
        "left": what_is_left(story, form.names) if changes else [],
        "shown_as": shown_as,
        "header_title": _("Initials in place of a name"),
        "header_icon": "check",
        "breadcrumbs_items": trail(_("Initials in place of a name")),
    }
    return render(request, "standards/desk/initials.html", context, status=status)


def _print(
    request: HttpRequest, asked: UnpublishRequest, form: InitialsForm
) -> HttpResponse | None:
    by, in_versions = signed_in(request), form.cleaned_data["in_versions"]
    try:
        said = decide(
            request,
            asked,
            seen_in(request),
            form,
            UnpublishRequest.Remedy.INITIALS,
            lambda now: remedies.put_initials(now, form.names, in_versions=in_versions, by=by),
        )
    except StandardsError as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, said)
    return note_saved(request, redirect("request_screen", asked.pk))


def digest(story: Story, changes: list[Change]) -> str:
    """Return a mark of what was shown: only that is printed when it is approved."""
    return sha256(repr((story.pk, story.live_revision_id, changes)).encode()).hexdigest()
