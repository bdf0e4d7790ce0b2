"""What shuts people out of a page, in axe's words."""

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# Readers' pages keep what is only advised, too.
ADVISED = (*WCAG, "best-practice")


def faults(
    page: Page, rules: tuple[str, ...] = WCAG, *, within: str = "", frames: bool = True
) -> str:
    """Return what on this page shuts people out, one line or more for each fault; nothing if all is well.

    Args:
        rules: the tags of the rules that are tried, as axe names them.
        within: the part of the page that is looked at, as CSS names it; else all of it.
        frames: look into the frames that the page holds.
    """
    # A page keeps the script until it is left.
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    where = f"{json.dumps({'include': [[within]]})}, " if within else ""
    options = {"runOnly": list(rules), "resultTypes": ["violations"], "iframes": frames}
    # Of what is in order, nothing is brought back.
    found: dict[str, Any] = page.evaluate(
        f"axe.run({where}{json.dumps(options)}).then(({{violations}}) => ({{violations}}))"
    )
    results = AxeResults(found)
    return str(results.generate_report()) if results.violations_count else ""
