"""What Django says of what it cannot read."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse

from broadsheet.doors.refusing import HEADERS, LONG_FORM, UNREADABLE

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own 400; 413 for a form that holds too much."""
    refusal = LONG_FORM if isinstance(exception, TOO_MUCH) else UNREADABLE
    headers = {name.decode(): value.decode() for name, value in HEADERS}
    page = refusal.page(request.headers.get("Accept-Language", ""))
    return HttpResponse(page, status=refusal.status, headers=headers)
