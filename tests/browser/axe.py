"""axe on a page, with what it found in words. The script is put into a page once, under its strict policy, and asked several times."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

ALL = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"type": "rule", "values": ["color-contrast"]}  # nothing else depends on the theme
ASK = "([rules, within]) => axe.run(within, {runOnly: rules, resultTypes: ['violations']}).then(found => found.violations)"


def findings(page: Page, rules: dict[str, Any], *, within: str = "html") -> list[str]:
    """What axe has against the page as it stands, or against a part of it: rule, help, and the elements."""
    if not page.evaluate("!!window.axe"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(ASK, [rules, within])
    return [f"{v['id']}: {v['help']}\n" + "\n".join(f"  {n['html'][:200]} {n['failureSummary']}" for n in v["nodes"]) for v in found]
