"""Words that are let into a page as they are: only where a reason is written down here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import broadsheet

PACKAGE = Path(broadsheet.__file__).parent
TEMPLATES = sorted(
    path for path in PACKAGE.rglob("*") if "templates" in path.parts and path.is_file()
)
# In templates there is no such place: what is ready for a page is made ready in Python, and listed below.
UNESCAPED = re.compile(r"\|\s*(?:safe|safeseq|escapejs)\b|\{%-?\s*autoescape\s+off")
MARKING = frozenset({"mark_safe", "SafeString", "SafeText", "html_safe"})
FORMATTING = {"format_html": 1, "format_html_join": 2}
MADE_BY_TEMPLATES = "made by a template of ours, which escaped every word in it"
CLEANED = "rich text, cleaned whenever it is shown"
NUMBERS = "numbers and sizes alone"
# Module: how often, and why no word of anybody's gets into a page by it.
KNOWN = {
    "donations/asking/poster.py": (1, NUMBERS),
    "donations/posting/two_parts.py": (2, "one of two forms that stand in it"),
    "donations/reckoning/plots.py": (1, "a drawing of our own figures, written anew as XML"),
    "feeds/full_text.py": (4, f"{CLEANED}; the whole is cleaned once more"),
    "masthead/blocks.py": (1, CLEANED),
    "masthead/models.py": (1, "a drawing, of which every save leaves plain shapes"),
    "masthead/publisher.py": (1, "JSON in which nothing looks like a tag"),
    "masthead/templatetags/editions.py": (1, MADE_BY_TEMPLATES),
    "masthead/templatetags/typography.py": (1, "escaped first; then numbers are held together"),
    "masthead/themes.py": (2, MADE_BY_TEMPLATES),
    "photos/templatetags/photos.py": (3, NUMBERS),
    "press/templatetags/press.py": (2, "marks for the press, and parts, each made by a template"),
    "sections/samples.py": (1, MADE_BY_TEMPLATES),
    "stories/cards.py": (1, MADE_BY_TEMPLATES),
    "stories/metadata.py": (2, "JSON in which nothing looks like a tag"),
    "stories/samples.py": (2, MADE_BY_TEMPLATES),
    "stories/templatetags/stories.py": (2, f"{CLEANED}; the dateline before it is escaped"),
    "stories/templatetags/text_story.py": (1, MADE_BY_TEMPLATES),
}


def marked_in(code: str) -> int:
    """Return how often a module's code says of words that they may stand in a page as they are.

    >>> marked_in("mark_safe(html); SafeString(); SafeString(html)")
    2
    >>> marked_in('format_html("<b>{}</b>", name); format_html(f"<b>{name}</b>")')
    1
    """
    return sum(map(is_marking, ast.walk(ast.parse(code))))


def is_marking(node: ast.AST) -> bool:
    if isinstance(node, ast.FunctionDef):
        return node.name == "__html__"
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
    forms = node.args[: FORMATTING.get(name, 0)]
    # Without arguments, it is nothing.
    return (name in MARKING and bool(node.args)) or not all(map(is_fixed, forms))


def is_fixed(form: ast.expr) -> bool:
    """Say whether a form stands in the code itself, or is a translation of one that does."""
    if isinstance(form, ast.Call) and ast.unparse(form.func) == "_" and len(form.args) == 1:
        return is_fixed(form.args[0])
    return isinstance(form, ast.Constant) and isinstance(form.value, str)


def aliases_in(code: str) -> Iterator[str]:
    """Yield each name under which a module would hide one of these."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom):
            yield from (
                one.name
                for one in node.names
                if one.asname and one.name in MARKING | FORMATTING.keys()
            )


def test_no_words_stand_in_a_page_as_they_are_but_for_a_reason():
    modules = [path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts]
    found = {str(path.relative_to(PACKAGE)): marked_in(path.read_text()) for path in modules}

    known = {name: times for name, (times, _why) in KNOWN.items()}
    assert {name: times for name, times in found.items() if times} == known
    assert [alias for path in modules for alias in aliases_in(path.read_text())] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_template_lets_words_in_as_they_are(template: Path):
    assert UNESCAPED.findall(template.read_text()) == []
