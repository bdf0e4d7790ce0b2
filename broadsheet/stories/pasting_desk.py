"""What the editing screen asks when someone pastes: the clipboard's words as blocks of a story."""

from itertools import groupby
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from broadsheet.lib.cleaning import clean_kept
from broadsheet.stories.blocks import StoryBlocks
from broadsheet.stories.pasting_html import read_html
from broadsheet.stories.pasting_text import Piece, read_text

# Around the number of a block that is no paragraph, in the text that the editor takes in; nobody types it.
MARK = "\ue000"


@require_POST
def paste(request: HttpRequest) -> HttpResponse:
    """Answer with the pasted words: as paragraphs for the text field, and the blocks that stand among them."""
    try:
        html, text = request.POST.get("html", ""), request.POST.get("text", "")
    except RequestDataTooBig:
        return JsonResponse({}, status=413)
    pieces, pictures = read_html(html) if html.strip() else ([], 0)
    if not pieces and not pictures:
        pieces = read_text(text)
    return JsonResponse({**as_blocks(pieces), "notice": notice_of(pictures)})


def as_blocks(pieces: list[Piece]) -> dict[str, Any]:
    """Return the pieces for the editing screen: a text of paragraphs, with a mark where another block belongs."""
    kinds = StoryBlocks().child_blocks
    paragraphs: list[str] = []
    blocks: list[dict[str, Any]] = []

    def place(name: str, value: Any) -> None:
        paragraphs.append(f"<p>{MARK}{len(blocks)}{MARK}</p>")
        state = kinds[name].get_form_state(kinds[name].normalize(value))
        blocks.append({"type": name, "value": state})

    for (kind, numbered), run in groupby(pieces, lambda one: (one.kind, one.numbered)):
        if kind == "list":
            lines = [clean_kept(f"<p>{one.html}</p>") for one in run]
            place("list", {"items": lines, "numbered": numbered})
        elif kind == "subhead":
            for one in run:
                place("subhead", one.words.replace("\n", " "))
        else:
            paragraphs += [f"<p>{one.html}</p>" for one in run]
    return {"html": clean_kept("".join(paragraphs)), "blocks": blocks}


def notice_of(pictures: int) -> str:
    """Return what the editor is told of pictures that were not taken in."""
    if not pictures:
        return ""
    return ngettext(
        "A picture was left out. Bring it in with the +, as a photo with caption and credit.",
        "%(count)d pictures were left out. Bring them in with the +, as photos with caption and credit.",
        pictures,
    ) % {"count": pictures}
