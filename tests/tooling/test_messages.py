"""The Chinese catalogue: every string of the sources is in it, and what is in it is complete."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils.translation import gettext, override, pgettext
from django.utils.translation.template import templatize

from tools.environment import ROOT

CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
LEFT_OUT = {".venv", "var", "tests", "bench", "node_modules", "tools", "migrations"}
MARKERS = {"_", "gettext", "gettext_lazy", "gettext_noop", "pgettext", "pgettext_lazy"}
TEXT = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE = re.compile(rf"\b(_|p?gettext)\(({TEXT}(?:, {TEXT})*)\)")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|(?<!%)%[sd]")

Message = tuple[str | None, str]


def sources(ending: str) -> Iterator[Path]:
    """Files of the program itself."""
    for path in ROOT.rglob(f"*{ending}"):
        if not LEFT_OUT.intersection(path.relative_to(ROOT).parts):
            yield path


def in_python(path: Path) -> Iterator[Message]:
    """(context, text) of each literal handed to gettext."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            if name in MARKERS and texts and len(texts) == len(node.args):
                yield message(name, [str(text) for text in texts])


def in_template(path: Path) -> Iterator[Message]:
    """(context, text) of each translate and blocktranslate tag."""
    for name, arguments in IN_TEMPLATE.findall(templatize(path.read_text(encoding="utf-8"))):
        yield message(name, list(ast.literal_eval(f"({arguments},)")))


def message(function: str, texts: list[str]) -> Message:
    return (texts[0], texts[1]) if function.startswith("p") else (None, texts[0])


def is_translated(found: Message) -> bool:
    context, text = found
    chinese = pgettext(context, text) if context else gettext(text)
    return chinese != text or not re.search(r"[A-Za-z]{2}", PLACEHOLDER.sub("", text))


@pytest.mark.parametrize(("ending", "read"), [(".py", in_python), (".html", in_template)])
def test_every_string_has_a_chinese_translation(ending, read):
    found = {text: path for path in sources(ending) for text in read(path)}
    assert len(found) > 100
    with override("zh-hans"):
        missing = {text: path for text, path in found.items() if not is_translated(text)}
    assert [f"{path.relative_to(ROOT)}: {text}" for text, path in missing.items()] == []


def test_catalogue_is_complete():
    catalogue = polib.pofile(str(CATALOGUE))
    assert [entry.msgid for entry in catalogue if entry.fuzzy or not entry.translated()] == []


def chinese(entry: polib.POEntry) -> str:
    """The translation; Chinese has one plural form."""
    return entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr


def test_translations_keep_the_placeholders():
    for entry in polib.pofile(str(CATALOGUE)):
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        assert set(PLACEHOLDER.findall(chinese(entry))) == wanted, entry.msgid


def test_compiled_catalogue_is_up_to_date():
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    written = polib.pofile(str(CATALOGUE))
    assert {(e.msgctxt, e.msgid): chinese(e) for e in compiled} == {
        (e.msgctxt, e.msgid): chinese(e) for e in written if not e.obsolete
    }


def test_gettext_goes_by_names_that_are_collected():
    """A string handed to gettext under another name is in no catalogue and stays English."""
    found = []
    for path in sources(".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                names = (name for name in node.names if "gettext" in name.name)
                found += [
                    f"{path}: {name.asname}" for name in names if name.asname not in (None, "_")
                ]
    assert found == []
