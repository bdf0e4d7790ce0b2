"""What the browser keeps of a form's words until they are saved, as the server sees it (`newsroom_keeping.js`)."""

from django.http import HttpRequest, HttpResponse

# Names, for the browser's script, the words that have reached the paper and need not be kept any longer.
COOKIE = "newsroom_saved"
COOKIE_SECONDS = 600
# The field of a form by which the script names the words it keeps.
FIELD = "kept-as"
# The field with which the script brings kept words back: the form is shown with them, and nothing is saved.
PUT_BACK = "put-back"


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
