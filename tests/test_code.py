"""What CONTRIBUTING.md promises about the code, checked."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import Model
from wagtail.models import Page

import broadsheet
from broadsheet.press.sources import Source

PACKAGE = Path(broadsheet.__file__).parent
ROOT = PACKAGE.parent
MODULES = sorted(
    path
    for folder in ("broadsheet", "tests", "scripts", "bench", "fuzz")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
# Names that say how code is arranged, not what it does.
SHAPELESS = {"services", "utils", "helpers", "core", "common", "base", "misc", "util", "helper"}
# What writes many rows by one statement.
AT_ONCE = ("update", "bulk_update", "bulk_create", "aupdate")
# Each is read once, not for every promise about it.
WORDS = {path: path.read_text() for path in (*MODULES, *TEMPLATES)}


def named(paths: Iterable[Path]) -> list[str]:
    """Return files as a person looks for them."""
    return [str(path.relative_to(ROOT)) for path in paths]


def sources() -> list[type[Model]]:
    return [model for model in apps.get_models() if issubclass(model, Source)]


def test_every_kind_of_page_tells_the_press_of_its_changes():
    kinds = [
        model
        for model in apps.get_models()
        if issubclass(model, Page) and model.__module__.startswith("broadsheet.")
    ]

    silent = [kind.__name__ for kind in kinds if not issubclass(kind, Source)]

    assert kinds
    assert silent == [], "give these press.sources.Source as their first base"


def test_every_kind_of_source_has_a_name_of_its_own():
    names = [model.source_kind for model in sources()]

    assert len(names) == len(set(names))
    assert [name for name in names if not re.fullmatch(r"[a-z-]+", name)] == []


def test_a_source_notes_its_changes_before_any_other_base_saves():
    behind = [
        model.__name__ for model in sources() if model.__mro__[1] is not Source and late(model)
    ]

    assert behind == [], "Source must stand before Wagtail's and Django's own bases"


def late(model: type[Model]) -> bool:
    """Say whether Django's own `save` is found before the source's."""
    savers = [base for base in model.__mro__[1:] if "save" in vars(base)]
    ours = [base for base in savers if base.__module__.startswith("broadsheet.")]
    return not ours or savers.index(ours[0]) != 0


def test_no_module_is_longer_than_400_lines():
    long = [path for path in MODULES if len(WORDS[path].splitlines()) > 400]

    assert named(long) == [], "split it by subject"


def test_no_module_is_named_after_how_code_is_arranged():
    assert named(path for path in MODULES if path.stem in SHAPELESS) == [], (
        "name it after its subject"
    )


def test_no_change_passes_the_log_by():
    """`queryset.update()` and its like write rows without a line in the log: no page would hear of it.

    Many rows may be changed by one statement where the very function that does it also writes the line.
    """
    silent = [
        f"{path.relative_to(ROOT)}, {change}"
        for path in MODULES
        if "tests" not in path.parts and any(f".{name}(" in WORDS[path] for name in AT_ONCE)
        for change in silent_changes(ast.parse(WORDS[path]))
    ]

    assert silent == [], "save each source by itself, or note the change"


def silent_changes(tree: ast.AST) -> Iterator[str]:
    kinds = "|".join(model.__name__ for model in sources())
    noted = {
        call
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and writes_the_line(function)
        for call in ast.walk(function)
    }
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        if call in noted:
            continue
        asked = ast.unparse(call.func.value)
        on_rows = re.search(rf"\b({kinds})\b.*\b(objects|_base_manager|_default_manager)\b", asked)
        if call.func.attr in AT_ONCE and on_rows:
            yield f"line {call.lineno}: {ast.unparse(call)}"


def writes_the_line(function: ast.FunctionDef) -> bool:
    """Say whether a function notes a change as its own step, not only in some case."""
    steps = [step.value for step in function.body if isinstance(step, ast.Expr)]
    return any(
        isinstance(call, ast.Call) and ast.unparse(call.func) == "note_change" for call in steps
    )


def test_an_unnoted_update_is_found_and_a_noted_one_is_not():
    silent = "def hide():\n    Story.objects.filter(pk=1).update(deck='')\n"
    in_some_case = silent + "    if late:\n        note_change('story:1', touches=[], why='x')\n"

    assert list(silent_changes(ast.parse(silent)))
    assert list(silent_changes(ast.parse(in_some_case)))
    assert not list(
        silent_changes(ast.parse(silent + "    note_change('story:1', touches=[], why='x')\n"))
    )


def test_nothing_is_left_to_be_done_later():
    words = {
        str(path.relative_to(ROOT)): found
        for path in MODULES
        if path != Path(__file__)
        and (found := re.findall(r"#.*\b(?:TODO|FIXME|XXX|HACK)\b(?! \(#\d+\))", WORDS[path]))
    }

    assert words == {}


def test_a_partial_says_what_it_needs():
    """A template that others include or print as a part says in its first lines what must be given to it.

    A block's template is given its value, always.
    """
    partials = included()
    silent = [
        path
        for path in TEMPLATES
        if ("/parts/" in str(path) or str(path) in partials)
        and "{{" in WORDS[path]
        and not re.search(r"\{# Needs?:? .*#\}", "\n".join(WORDS[path].splitlines()[:4]))
    ]

    assert named(silent) == [], "begin with {# Needs: … #}"


def included() -> set[str]:
    """Return each template of ours that another one includes."""
    named = {
        name
        for template in TEMPLATES
        for name in re.findall(r"""\{% include ["']([^"']+)["']""", WORDS[template])
    }
    return {
        str(path) for path in TEMPLATES if any(str(path).endswith(f"/templates/{n}") for n in named)
    }


def test_a_template_holds_no_style_and_no_script_of_its_own():
    """The pages' Content-Security-Policy lets neither run."""
    assert {
        str(path.relative_to(PACKAGE)): found
        for path in TEMPLATES
        if (found := list(styles_and_scripts(WORDS[path])))
    } == {}


def styles_and_scripts(template: str) -> Iterator[str]:
    words = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", template, flags=re.DOTALL)
    yield from re.findall(r"<style\b|\sstyle=|\son[a-z]+=", words)
    yield from re.findall(
        r"<script(?![^>]*\b(?:src=|application/ld\+json|application/json))[^>]*>", words
    )


def test_a_style_and_a_script_in_a_template_are_found():
    assert (
        len(list(styles_and_scripts('<p style="x" onclick="y"><style></style><script>z</script>')))
        == 4
    )
