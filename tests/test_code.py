"""What CONTRIBUTING.md promises about the code, checked."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
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

each_module = pytest.mark.parametrize(
    "module", MODULES, ids=lambda path: str(path.relative_to(ROOT))
)


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


@each_module
def test_no_module_is_longer_than_400_lines(module: Path):
    assert len(module.read_text().splitlines()) <= 400, "split it by subject"


@each_module
def test_no_module_is_named_after_how_code_is_arranged(module: Path):
    assert module.stem not in SHAPELESS, "name it after its subject"


@each_module
def test_no_change_passes_the_log_by(module: Path):
    """`queryset.update()` and its like write rows without a line in the log: no page would hear of it.

    Many rows may be changed by one statement where the very function that does it also writes the line.
    """
    if "tests" in module.parts:
        return

    silent = list(silent_changes(ast.parse(module.read_text())))

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
        if call.func.attr in ("update", "bulk_update", "bulk_create", "aupdate") and on_rows:
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


@each_module
def test_nothing_is_left_to_be_done_later(module: Path):
    if module == Path(__file__):
        return

    words = re.findall(r"#.*\b(?:TODO|FIXME|XXX|HACK)\b(?! \(#\d+\))", module.read_text())

    assert words == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_partial_says_what_it_needs(template: Path):
    """A template that others include or print as a part says in its first lines what must be given to it.

    A block's template is given its value, always.
    """
    words = template.read_text()
    is_partial = "/parts/" in str(template) or str(template) in included()

    if is_partial and "{{" in words:
        assert re.search(r"\{# Needs?:? .*#\}", "\n".join(words.splitlines()[:4])), (
            "begin with {# Needs: … #}"
        )


def included() -> set[str]:
    """Return each template of ours that another one includes."""
    named = {
        name
        for template in TEMPLATES
        for name in re.findall(r"""\{% include ["']([^"']+)["']""", template.read_text())
    }
    return {
        str(path) for path in TEMPLATES if any(str(path).endswith(f"/templates/{n}") for n in named)
    }


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_template_holds_no_style_and_no_script_of_its_own(template: Path):
    """The pages' Content-Security-Policy lets neither run."""
    words = re.sub(
        r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", template.read_text(), flags=re.DOTALL
    )

    assert re.findall(r"<style\b|\sstyle=|\son[a-z]+=", words) == []
    assert (
        re.findall(r"<script(?![^>]*\b(?:src=|application/ld\+json|application/json))[^>]*>", words)
        == []
    )
