"""Reads a page as the server sent it: links, forms, words, and what is wrong with it."""

import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urlencode

from django.contrib.staticfiles import finders

from tests.ui.checks import KNOWN_WORDS, RULE_IDS, sent_styles

# No end tag follows these.
_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source"})
# Nobody reads or hears what is in here.
_SILENT = frozenset({"script", "style", "template", "kbd"})
_HEARD = ("title", "alt", "placeholder", "aria-label", "data-l")
_UNLABELLED = frozenset({"hidden", "submit", "button", "reset", "image"})
_ID_NUMBER = re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])")
# Units have letters in theirs.
_CREDIT_CODE = re.compile(r"\b9[1-3]\d{6}[0-9A-HJ-NPQRTUWXY]{10}\b")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
# Whoever may change a phone number has to see it.
_EDITED_PHONE = re.compile(r'<input type="(?:text|tel)" name="phone" value="\d+"')


@dataclass
class Form:
    """A form: where it leads and the values it starts with."""

    method: str
    action: str
    values: list[tuple[str, str]] = field(default_factory=list)

    def address(self) -> str:
        """What sending the form as it stands asks for."""
        return f"{self.action.split('?')[0]}?{urlencode(self.values)}"


class Reading(HTMLParser):
    """One page. `texts` are (words, where) that somebody reads or hears in the page's language."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.texts: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.files: list[str] = []
        self.forms: list[Form] = []
        self.language = ""
        self.title = ""
        self.headings = 0
        self.ids: list[str] = []
        self._open: list[tuple[str, bool]] = []  # element, and whether its words count
        self._labels: set[str] = set()
        self._controls: list[dict[str, str]] = []
        self._select = ""
        self._chosen: str | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element says about itself."""
        has = {name: value or "" for name, value in attrs}
        counts = self._counts and tag not in _SILENT and has.get("translate") != "no"
        counts = counts and (tag == "html" or "lang" not in has)
        if counts:
            self._hear(tag, has)
        self._note(tag, has)
        if tag not in _VOID:
            self._open.append((tag, counts))

    def handle_endtag(self, tag: str) -> None:
        """Close the element and what was left open in it."""
        if tag == "form" and self.forms:
            self._in_form = False
        if tag == "select":
            self._end_select()
        names = [name for name, _counts in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        """Collect words."""
        inside = self._open[-1][0] if self._open else ""
        if inside == "title" and len(self._open) < 4:
            self.title += data.strip()
        if self._counts and data.strip():
            self.texts.append((data.strip(), inside))

    _in_form = False

    @property
    def _counts(self) -> bool:
        return self._open[-1][1] if self._open else True

    def _hear(self, tag: str, has: dict[str, str]) -> None:
        self.texts += [(has[name].strip(), name) for name in _HEARD if has.get(name, "").strip()]
        if tag == "input" and has.get("type") in ("submit", "button"):
            self.texts.append((has.get("value", ""), "value"))

    def _note(self, tag: str, has: dict[str, str]) -> None:
        if "id" in has:
            self.ids.append(has["id"])
        if note := getattr(self, f"_note_{tag}", None):
            note(has)
        elif tag in ("link", "script", "img", "use"):
            self._note_file(has)

    def _note_html(self, has: dict[str, str]) -> None:
        self.language = has.get("lang", "")

    def _note_h1(self, _has: dict[str, str]) -> None:
        self.headings += 1

    def _note_a(self, has: dict[str, str]) -> None:
        if "href" in has:
            self.links.append(has["href"])

    def _note_label(self, has: dict[str, str]) -> None:
        self._labels.add(has.get("for", ""))

    def _note_form(self, has: dict[str, str]) -> None:
        self.forms.append(Form(has.get("method", "get").lower(), has.get("action", "")))
        self._in_form = True

    def _note_option(self, has: dict[str, str]) -> None:
        if self._chosen is None or "selected" in has:
            self._chosen = has.get("value", "")

    def _note_input(self, has: dict[str, str]) -> None:
        self._note_control("input", has)
        if self._in_form and _is_sent(has):
            self.forms[-1].values.append((has["name"], has.get("value", "")))

    def _note_select(self, has: dict[str, str]) -> None:
        self._note_control("select", has)
        self._select, self._chosen = has.get("name", ""), None

    def _note_textarea(self, has: dict[str, str]) -> None:
        self._note_control("textarea", has)

    def _note_file(self, has: dict[str, str]) -> None:
        address = has.get("href") or has.get("src") or ""
        if address.startswith("/static/"):
            self.files.append(address.removeprefix("/static/").split("#")[0].split("?")[0])

    def _note_control(self, tag: str, has: dict[str, str]) -> None:
        inside_label = any(name == "label" for name, _counts in self._open)
        self._controls.append({**has, "tag": tag, "inside": "yes" if inside_label else ""})

    def _end_select(self) -> None:
        if self._in_form and self._select and self._chosen is not None:
            self.forms[-1].values.append((self._select, self._chosen))
        self._select = ""

    def unlabelled(self) -> list[str]:
        """Controls that a screen reader cannot name."""
        return [
            f"no label: {has['tag']} {has.get('name') or has.get('id') or has.get('type')}"
            for has in self._controls
            if has.get("type") not in _UNLABELLED
            and not (has["inside"] or has.get("aria-label") or has.get("aria-labelledby"))
            and not (has.get("id") and has["id"] in self._labels)
        ]


def _is_sent(has: dict[str, str]) -> bool:
    """Whether a form that nobody touched sends this input."""
    if not has.get("name") or has.get("type") in ("submit", "button", "file", "image", "reset"):
        return False
    return has.get("type") not in ("checkbox", "radio") or "checked" in has


@cache
def _is_shipped(path: str) -> bool:
    return finders.find(path) is not None


def english_words(page: Reading) -> list[str]:
    """Words in Latin letters that a clerk can read or hear on the page."""
    found = []
    for text, where in page.texts:
        words = _CREDIT_CODE.sub("", RULE_IDS.sub("", text))
        strange = set(re.findall(r"[A-Za-z]{2,}", words)) - KNOWN_WORDS
        if strange:
            found.append(f"English {sorted(strange)} in <{where}>: {text[:80]}")
    return found


def _frame(page: Reading) -> list[str]:
    """The parts that every page has."""
    found = []
    if not page.title.strip(" ·"):
        found.append("no title")
    if page.title.startswith("·"):
        found.append(f"title without the page's own name: {page.title}")
    if page.headings != 1:
        found.append(f"{page.headings} h1")
    double = {name for name in page.ids if page.ids.count(name) > 1}
    return found + [f"id twice: {name}" for name in sorted(double)]


def _exposed(page: Reading) -> list[str]:
    """Personal data in full, and where it is; never the whole number, this is a log too."""
    html = _EDITED_PHONE.sub("", page.html)
    return [
        f"{what} in full: …{html[hit.start() - 60 : hit.start() + 4]!r}…"
        for what, pattern in (("ID number", _ID_NUMBER), ("phone", _PHONE))
        for hit in pattern.finditer(html)
    ]


def problems_in_any_language(page: Reading) -> list[str]:
    """What no page may have, whatever its language."""
    missing = [f"no such file: {path}" for path in set(page.files) if not _is_shipped(path)]
    inline = [f"inline: {found[:120]}" for found in sent_styles(page.html)]
    return [*_frame(page), *missing, *inline, *_exposed(page), *page.unlabelled()]


def problems(page: Reading) -> list[str]:
    """What is wrong with a page that should be in Chinese."""
    language = [] if page.language == "zh-Hans" else [f"lang is {page.language!r}"]
    return [*language, *problems_in_any_language(page), *english_words(page)]
