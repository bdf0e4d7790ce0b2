"""Finding in a page what can be asked next: its links, and its forms with all their fields."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

ADDRESS = re.compile(r'"(/[^"\\\s]+)"')
UNNAMED = ("submit", "button", "image", "reset")


class Field(NamedTuple):
    """A field of a form: its name, its type as HTML has it, what stands in it, and what may be chosen."""

    name: str
    kind: str
    value: str = ""
    options: tuple[str, ...] = ()


@dataclass
class Form:
    """A form as a person finds it on a page at `path`, which is sent to `action`."""

    path: str
    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    @property
    def has_files(self) -> bool:
        return any(one.kind == "file" for one in self.fields)


class Page(HTMLParser):
    """What a page holds that can be asked for: `links` as paths of the same site, and `forms`."""

    def __init__(self, html: str, path: str) -> None:
        super().__init__()
        self.path = path
        self.links: set[str] = set()
        self.forms: list[Form] = []
        self._options: list[str] = []
        self._select: Field | None = None
        self._text: list[str] | None = None
        self._is_data = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        for name in ("href", "src", "data-url", "data-chooser-url", "data-w-swap-src-value"):
            self._note_link(said.get(name, ""))
        self._is_data = tag == "script" and said.get("type") == "application/json"
        if tag == "form":
            action = self._inside(said.get("action", "")) or self.path
            self.forms.append(Form(self.path, action, said.get("method", "get").lower()))
        elif "data-w-block-data-value" in said:
            self._note_all(blocks(said))
        elif tag == "option" and self._select:
            self._options.append(said.get("value", ""))
        elif said.get("name"):
            self._begin(tag, said)
        # Dialogues and side panels wait in the page as text.
        if tag == "button" and said.get("name") and self.forms:
            self._note_all([Field(said["name"], "button", said.get("value", ""))])

    def _begin(self, tag: str, said: dict[str, str]) -> None:
        kind = said.get("type", "text").lower()
        if tag == "input" and kind not in UNNAMED:
            is_off = kind in ("checkbox", "radio") and "checked" not in said
            self._note_all([Field(said["name"], kind, "" if is_off else said.get("value", ""))])
        elif tag == "select":
            self._select, self._options = Field(said["name"], "select"), []
        elif tag == "textarea":
            self._text = []
            self._note_all([Field(said["name"], "textarea")])

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            first = self._options[0] if self._options else ""
            self._note_all([self._select._replace(value=first, options=tuple(self._options))])
            self._select = None
        elif tag == "textarea" and self._text is not None:
            if self.forms and self.forms[-1].fields:
                last = self.forms[-1].fields.pop()
                self.forms[-1].fields.append(last._replace(value="".join(self._text)))
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)
        elif self._is_data:
            # The newsroom's menu is made by scripts, of these.
            for link in ADDRESS.findall(data):
                self._note_link(link)

    def _note_all(self, fields: Any) -> None:
        # The newsroom's side panels have fields outside of the form's own element, but after it.
        if self.forms:
            self.forms[-1].fields += fields

    def _note_link(self, address: str) -> None:
        if path := self._inside(address):
            self.links.add(path)

    def _inside(self, address: str) -> str:
        """Return an address as path and query, if it leads to the same site."""
        try:
            parts = urlsplit(urljoin(f"http://site{self.path}", address.strip()))
        except ValueError:
            return ""
        if not address or parts.scheme != "http" or parts.hostname not in ("site", "localhost"):
            return ""
        return parts.path + (f"?{parts.query}" if parts.query else "")


def blocks(said: dict[str, str]) -> Iterator[Field]:
    """Yield the fields of a body of blocks, which scripts make of what stands in an attribute as JSON."""
    prefix = said.get("id", "")
    try:
        definition = json.loads(said["data-w-block-data-value"])
        value = json.loads(said.get("data-w-block-arguments-value", "[[]]"))[0]
    except (ValueError, IndexError, TypeError, RecursionError):
        return
    kinds = tuple(dict.fromkeys(names_of_blocks(definition)))
    rows = value if isinstance(value, list) else []
    rows = [row for row in rows if isinstance(row, dict)]
    rows += [
        {"type": kind, "value": ""}
        for kind in kinds
        if not any(kind == row.get("type") for row in rows)
    ]
    yield Field(f"{prefix}-count", "number", str(len(rows)))
    for number, row in enumerate(rows):
        here = f"{prefix}-{number}"
        yield Field(f"{here}-type", "select", str(row.get("type", "")), kinds)
        yield Field(f"{here}-order", "number", str(number))
        yield Field(f"{here}-deleted", "text")
        yield Field(f"{here}-id", "text", str(row.get("id", "")))
        yield from flattened(f"{here}-value", row.get("value"))


def names_of_blocks(definition: Any) -> Iterator[str]:
    """Yield the name of each block that a definition, as Wagtail packs it for scripts, has at any depth."""
    if isinstance(definition, dict):
        made_of = definition.get("_args")
        if made_of and isinstance(made_of[0], str) and re.fullmatch(r"[a-z_]+", made_of[0]):
            yield made_of[0]
        for one in definition.values():
            yield from names_of_blocks(one)
    elif isinstance(definition, list):
        for one in definition:
            yield from names_of_blocks(one)


def flattened(name: str, value: Any) -> Iterator[Field]:
    """Yield a block's value as the fields in which a form sends it."""
    if isinstance(value, dict) and "blocks" not in value:
        for key, one in value.items():
            yield from flattened(f"{name}-{key}", one)
    elif isinstance(value, list):
        yield Field(f"{name}-count", "number", str(len(value)))
        for number, one in enumerate(value):
            yield from flattened(f"{name}-{number}-value", one)
    else:
        yield Field(name, "text", value if isinstance(value, str) else json.dumps(value))
