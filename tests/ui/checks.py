"""What every page must hold. Import it in the browser tests of any app:

from tests.ui.checks import problems
assert problems(page) == []
"""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Names of programs, files and keys; everything else a clerk reads is Chinese.
KNOWN_WORDS = frozenset(
    {"Excel", "Word", "WPS", "xlsx", "xls", "csv", "docx", "pdf", "Ctrl", "Esc", "Enter", "MB"}
)
RULE_IDS = re.compile(r"R-[A-Z]{3}-\d{2}")  # the number of a rule is nobody's language

# Words a clerk can see or hear; not those of other languages (`lang`), not users' own data
# (`translate="no"`), not keys.
_READ_WORDS = """() => {
  const skipped = "script, style, template, kbd, [translate=no], [lang]:not(html)";
  const out = [];
  const note = (text, where) => { if (text && text.trim()) out.push([text.trim(), where]); };
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent && !parent.closest(skipped)) note(walker.currentNode.textContent, parent.nodeName);
  }
  for (const element of document.querySelectorAll("*")) {
    if (element.closest(skipped)) continue;
    for (const name of ["title", "alt", "placeholder", "aria-label", "data-l"])
      note(element.getAttribute(name), name);
    if (element.matches("input[type=submit], input[type=button]")) note(element.value, "value");
  }
  return out;
}"""

_INLINE_CODE = """() => {
  const out = [];
  for (const element of document.querySelectorAll("*")) {
    for (const attribute of element.attributes)
      if (attribute.name.startsWith("on")) out.push(`${element.nodeName} ${attribute.name}`);
    if (element.matches("style, script:not([src])")) out.push(`inline ${element.nodeName}`);
  }
  return out;
}"""


def axe_findings(page: Page) -> list[str]:
    """Serious and critical findings of axe: rule and the places where it is broken."""
    # The scripts that draw and name the drop-downs run after the page has come.
    page.wait_for_load_state("networkidle")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.select2-selection')]"
        ".every(one => one.hasAttribute('aria-label'))"
    )
    violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"axe {found['id']}: {node['html'][:160]}"
        for found in violations
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"][:5]
    ]


def english_words(page: Page) -> list[str]:
    """Words in Latin letters that a clerk can read or hear on the page."""
    found = []
    for text, where in page.evaluate(_READ_WORDS):
        strange = set(re.findall(r"[A-Za-z]{2,}", RULE_IDS.sub("", text))) - KNOWN_WORDS
        if strange:
            found.append(f"English {sorted(strange)} in {where}: {text[:80]}")
    return found


def inline_code(page: Page) -> list[str]:
    """Scripts, handlers and style sheets written into the page.

    Style attributes are checked in the page as it was sent (`sent_styles`): scripts may set them.
    """
    found: list[str] = page.evaluate(_INLINE_CODE)
    return found


def sent_styles(html: str) -> list[str]:
    """Style attributes, handlers and inline scripts in HTML as the server sent it."""
    patterns = (r"<[^>]+\sstyle=", r"<[^>]+\son\w+=", r"<style", r"<script(?![^>]*\ssrc=)")
    return [found[0] for pattern in patterns for found in re.finditer(pattern, html)]


def sideways(page: Page) -> list[str]:
    """Whether the page is wider than the window."""
    wide, window = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    return [f"page is {wide} wide, window {window}"] if wide > window else []


def problems(page: Page) -> list[str]:
    """Everything above for a page in Chinese that is open; empty when it is sound."""
    return [*axe_findings(page), *english_words(page), *inline_code(page), *sideways(page)]
