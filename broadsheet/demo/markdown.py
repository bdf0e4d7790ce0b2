"""Turning a story written in Markdown into the blocks of a body. `demo/README.md` says what may stand in one."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

Block = tuple[str, Any]
_markdown = MarkdownIt("commonmark", {"html": False})
_renderer = RendererHTML(_markdown)
_SPEAKER = re.compile(r"^[—–-]+\s*(?P<name>[^,]+)(?:,\s*(?P<role>.+))?$")


class Fenced(NamedTuple):
    """A block between two lines of backticks: its fields as written, with Markdown in `text` made HTML."""

    fields: dict[str, Any]


class PhotoUse(NamedTuple):
    """A picture in the text: the photo's key, and the alt text and caption of this use."""

    key: str
    alt: str
    caption: str


def blocks_of(text: str, links: Mapping[str, str] | None = None) -> Iterator[Block]:
    """Give each block as (kind, value): paragraph, subhead, list, pull_quote, photo with a PhotoUse, or any kind as Fenced.

    Args:
        text: Markdown of headings, paragraphs, lists, quotes and pictures.
        links: addresses to be replaced by others.

    >>> list(blocks_of("## Who pays\\n\\nA *new* span."))
    [('subhead', 'Who pays'), ('paragraph', '<p>A <i>new</i> span.</p>')]
    """
    tokens = _markdown.parse(text)
    position = 0
    while position < len(tokens):
        token = tokens[position]
        end = _end_of(tokens, position)
        inside = tokens[position : end + 1]
        if token.type == "heading_open":
            yield "subhead", inside[1].content
        elif token.type == "paragraph_open":
            yield _paragraph(inside[1], links or {})
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            lines = [
                f"<p>{_inline(one, links or {})}</p>" for one in inside if one.type == "inline"
            ]
            yield "list", {"items": lines, "numbered": token.type.startswith("ordered")}
        elif token.type == "blockquote_open":
            yield "pull_quote", _quote([one for one in inside if one.type == "inline"])
        elif token.type == "fence":
            yield token.info.strip(), _fenced(token, links or {})
        position = end + 1


def paragraphs(text: str, links: Mapping[str, str] | None = None) -> str:
    """Return the paragraphs of a Markdown text as HTML, with links replaced as in `blocks_of`.

    >>> paragraphs("She read *four* reports.")
    '<p>She read <i>four</i> reports.</p>'
    """
    return "".join(value for kind, value in blocks_of(text, links) if kind == "paragraph")


def _end_of(tokens: list[Token], start: int) -> int:
    depth = 0
    for position in range(start, len(tokens)):
        depth += tokens[position].nesting
        if depth == 0:
            return position
    return len(tokens) - 1


def _fenced(fence: Token, links: Mapping[str, str]) -> Fenced:
    fields = tomllib.loads(fence.content)
    if "text" in fields:
        fields["text"] = "".join(_html(block) for block in blocks_of(fields["text"], links))
    return Fenced(fields)


def _html(block: Block) -> str:
    """Return a paragraph or a list as HTML."""
    kind, value = block
    if kind != "list":
        return str(value)
    name = "ol" if value["numbered"] else "ul"
    lines = "".join(f"<li>{line[3:-4]}</li>" for line in value["items"])
    return f"<{name}>{lines}</{name}>"


def _paragraph(inline: Token, links: Mapping[str, str]) -> Block:
    children = inline.children or []
    if len(children) == 1 and children[0].type == "image":
        image = children[0]
        return "photo", PhotoUse(
            str(image.attrs["src"]), image.content, str(image.attrs.get("title", ""))
        )
    return "paragraph", f"<p>{_inline(inline, links)}</p>"


def _inline(inline: Token, links: Mapping[str, str]) -> str:
    for child in inline.children or []:
        if child.type == "link_open":
            address = str(child.attrs["href"])
            child.attrs["href"] = links.get(address, address)
    html = _renderer.renderInline(inline.children or [], _markdown.options, {})
    # Wagtail's editor knows the older names.
    return re.sub(r"<(/?)em>", r"<\1i>", re.sub(r"<(/?)strong>", r"<\1b>", html)).replace("\n", " ")


def _quote(inlines: list[Token]) -> dict[str, str]:
    lines = [line for inline in inlines for line in inline.content.split("\n")]
    found = _SPEAKER.match(lines[-1])
    if not found:
        return {"quote": " ".join(lines), "speaker": "", "role": ""}
    return {
        "quote": " ".join(lines[:-1]),
        "speaker": found["name"].strip(),
        "role": (found["role"] or "").strip(),
    }
