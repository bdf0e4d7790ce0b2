"""What keeps a writer's words when they cannot be saved: the browser keeps them, and asks here how things stand."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token

from broadsheet.newsroom.rights import signed_in

# Names, for the browser's script, the words that have reached the paper and need not be kept any longer.
COOKIE = "newsroom_saved"
COOKIE_SECONDS = 600
# The field of a form by which the script names the words it keeps.
FIELD = "kept-as"


def at_work(request: HttpRequest) -> HttpResponse:
    """Say who is signed in, and give the token that her forms need since then; nobody else gets as far as this."""
    return JsonResponse({"user": signed_in(request).pk, "token": get_token(request)})


def note_saved(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tell the browser that what it sent was saved, once it is led on from the form."""
    name = request.POST.get(FIELD, "")
    if 300 <= response.status_code < 400 and name.isalnum() and len(name) <= 40:
        response.set_cookie(
            COOKIE,
            name,
            COOKIE_SECONDS,
            path="/newsroom/",
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response
