"""Marking a story as breaking, and taking the mark away."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from broadsheet.newsroom.rights import signed_in
from broadsheet.stories import breaking
from broadsheet.stories.desk import trail
from broadsheet.stories.errors import BreakingError
from broadsheet.stories.live_forms import BreakingForm
from broadsheet.stories.models import Story


def mark_breaking(request: HttpRequest, story_id: int) -> HttpResponse:
    story, user = get_object_or_404(Story, pk=story_id), signed_in(request)
    if not story.permissions_for_user(user).can_publish():
        raise PermissionDenied
    if "no_longer" in request.POST:
        breaking.unmark(story, by=user)
        messages.success(request, _("The story is no longer marked as breaking."))
        return redirect("story_list")
    form = BreakingForm(request.POST or None)
    if form.is_valid():
        try:
            breaking.mark(story, until=form.until, by=user)
        except BreakingError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The story leads the front until its mark ends."))
            return redirect("story_list")
    return render(
        request,
        "newsroom/desk/breaking.html",
        {
            "story": story,
            "form": form,
            "is_breaking": breaking.is_breaking(story),
            "header_title": _("Breaking"),
            "breadcrumbs_items": trail(_("Breaking")),
        },
    )
