"""What keeps a writer's words when they cannot be saved: the browser keeps them, and asks here how things stand."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token

from broadsheet.newsroom.rights import signed_in


def at_work(request: HttpRequest) -> HttpResponse:
    """Say who is signed in, and give the token that her forms need since then; nobody else gets as far as this."""
    return JsonResponse({"user": signed_in(request).pk, "token": get_token(request)})
