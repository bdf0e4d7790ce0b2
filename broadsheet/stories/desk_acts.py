"""What an editor does with one story beside writing it: correct it, and see where it shows."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from broadsheet.newsroom.rights import signed_in
from broadsheet.press.receipts import receipt_of
from broadsheet.stories.corrections import correct
from broadsheet.stories.desk import story_at_hand, trail
from broadsheet.stories.errors import CorrectionError
from broadsheet.stories.forms import CorrectionForm
from broadsheet.stories.models import Story


def correct_story(request: HttpRequest, story_id: int) -> HttpResponse:
    story = get_object_or_404(Story, pk=story_id)
    if not story.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    form = CorrectionForm(request.POST or None)
    if form.is_valid():
        try:
            correct(story, **form.cleaned_data, editor=signed_in(request))
        except CorrectionError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The correction stands on the story and on the corrections page.")
            )
            return redirect("story_receipts", story.pk)
    return render(
        request,
        "newsroom/desk/correct.html",
        {
            "story": story,
            "form": form,
            "corrections": story.corrections.select_related("made_by"),
            "header_title": _("Correct this story"),
            "breadcrumbs_items": trail(_("Correct this story")),
            "media": form.media,
        },
    )


def story_receipts(request: HttpRequest, story_id: int) -> HttpResponse:
    """Show each address and part that shows a story, and when each was printed."""
    story = story_at_hand(request, story_id)
    return render(
        request,
        "newsroom/desk/receipts.html",
        {
            "story": story,
            "receipt": receipt_of(story.source),
            "rights": story.permissions_for_user(request.user),
            "header_title": _("Receipts"),
            "breadcrumbs_items": trail(_("Receipts")),
        },
    )
