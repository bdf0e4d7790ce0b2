"""Reading catalogues of words, and the words in code and templates, without the programs that make them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize


class Message(NamedTuple):
    """What is said once in a context ("" if none), and the plural beside it."""

    context: str
    words: str
    plural: str = ""


class Entry(NamedTuple):
    message: Message
    translations: list[str]
    is_fuzzy: bool

    @property
    def is_translated(self) -> bool:
        return not self.is_fuzzy and all(self.translations)


QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
# Where each function of gettext has its context, words and plural.
PLACES = {
    "gettext": (None, 0, None),
    "pgettext": (0, 1, None),
    "ngettext": (None, 0, 1),
    "npgettext": (0, 1, 2),
}


def read_po(path: Path) -> list[Entry]:
    """Return every entry of a catalogue but its head."""
    blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))
    return [entry for block in blocks if (entry := read_entry(block)) and entry.message.words]


def read_entry(block: str) -> Entry | None:
    parts: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if line.startswith("#"):
            continue
        keyword = re.match(r'(msg\w+(?:\[\d\])?) "', line)
        name = keyword[1] if keyword else name
        piece = QUOTED.search(line)
        parts[name] = parts.get(name, "") + (unescaped(piece[1]) if piece else "")
    if "msgid" not in parts:
        return None
    message = Message(parts.get("msgctxt", ""), parts["msgid"], parts.get("msgid_plural", ""))
    said = [words for name, words in sorted(parts.items()) if name.startswith("msgstr")]
    return Entry(message, said, bool(re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE)))


def unescaped(words: str) -> str:
    marks = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
    return re.sub(r"\\(.)", lambda found: marks[found[1]], words)


def compiled(catalogue: list[Entry]) -> dict[str | tuple[str, int], str]:
    """Return what Python's gettext holds after reading the compiled form of a catalogue."""
    held: dict[str | tuple[str, int], str] = {}
    for message, said, is_fuzzy in catalogue:
        key = f"{message.context}\x04{message.words}" if message.context else message.words
        if is_fuzzy or not any(said):
            continue
        if message.plural:
            held |= {(key, number): words for number, words in enumerate(said)}
        else:
            held[key] = said[0]
    return held


def words_of(package: Path) -> set[Message]:
    """Return everything that code and templates say to people."""
    said: set[Message] = set()
    for path in sorted(package.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            said |= set(words_in(path.read_text(encoding="utf-8")))
    for path in sorted([*package.rglob("*.html"), *package.rglob("templates/**/*.txt")]):
        if "tests" not in path.parts:
            pseudo_code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            for call in re.findall(
                r"\b(?:n?p?gettext|_)\((?:[^()\"']|u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\")*\)",
                pseudo_code,
            ):
                said |= set(words_in(call))
    return said


def words_in(code: str) -> Iterator[Message]:
    tree = ast.parse(code)
    short = {
        alias.asname: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.asname
    }
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name | ast.Attribute):
            continue
        name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr
        name = short.get(name, "gettext" if name == "_" else name)
        places = PLACES.get(re.sub(r"_(lazy|noop)$", "", name))
        # What is put together at run time is looked up, but written down elsewhere.
        if places and isinstance(call.args[places[1]], ast.Constant):
            yield Message(*[literal(call.args, place) for place in places])


def literal(arguments: list[ast.expr], place: int | None) -> str:
    return "" if place is None else str(ast.literal_eval(arguments[place]))
