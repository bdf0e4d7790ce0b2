"""Write the manual's table of credits: each form in which they come, and how the paper prints it.

The same lines are read and printed in the tests of `broadsheet/photos/credits`.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "docs" / "editors" / "credits.md"
BEGIN, END = "<!-- from the tests: make docs -->", "<!-- end -->"


def tables() -> str:
    """Return a table for each kind of credit, and the lines that are kept as they come."""
    from broadsheet.photos.tests.credit_lines import FORMS, UNREADABLE

    pieces = []
    for kind, forms in FORMS.items():
        lines = [f"| {_cell(form.line)} | {_cell(form.printed)} |" for form in forms]
        pieces.append(
            "\n".join([f"### {kind}\n", "| as it comes | as it is printed |", "|---|---|", *lines])
        )
    kept = "\n".join(f"- {_cell(line)}" for line in UNREADABLE)
    return "\n\n".join([*pieces, f"### Kept as it comes, and marked for the desk\n\n{kept}"])


def _cell(words: str) -> str:
    # As code: nothing in a line is then taken for a link or a mark.
    return "`" + words.replace("|", "\\|") + "`"


def renewed(page: str) -> str:
    """Return the manual's page with the tables as the tests are now."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings")
    import django

    django.setup()
    MANUAL.write_text(renewed(MANUAL.read_text(encoding="utf-8")), encoding="utf-8")
