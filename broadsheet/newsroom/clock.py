"""The newsroom's clock: the paper's own, for everyone who has not chosen another in their account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.admin import auth
from wagtail.admin.localization import get_localized_response
from wagtail.users.models import UserProfile


def answer_in_the_papers_time(
    view: Any, request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    """Answer as Wagtail does, with the zone that `PaperLocale` has set in place of the server's."""
    person: Any = request.user
    profile = UserProfile.get_for_user(person)
    if not profile.current_time_zone:
        # For this request only: it follows the paper when the paper's zone changes.
        profile.current_time_zone = timezone.get_current_timezone_name()
    person.wagtail_userprofile = profile
    return get_localized_response(view, request, *args, **kwargs)


def follow_the_papers_clock() -> None:
    # Wagtail falls back on the server's zone, by which a story would be scheduled for the wrong hour.
    auth.get_localized_response = answer_in_the_papers_time
