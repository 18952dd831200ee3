"""The documents tell the truth: commands, targets, links, settings and the data model exist."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import get_commands

from tools import data_model
from tools.environment import ROOT

LEFT_OUT = {".venv", "var", "node_modules", ".pytest_cache"}
COMMAND = re.compile(r"manage\.py (\w+)")
TARGET = re.compile(r"\bmake ([a-z][a-z-]+)")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SETTING = re.compile(r"`([A-Z][A-Z_]{3,})`")
CODE_BLOCK = re.compile(r"```.*?```", re.DOTALL)
INLINE_CODE = re.compile(r"`[^`\n]+`")
REQUIRED = {
    *("README.md", "README.zh-Hans.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"),
    *("docs/architecture.md", "docs/data-model.md", "docs/import.md", "docs/permissions.md"),
    *("docs/policies.md", "docs/operations.md", "docs/pictures/README.md", "deploy/README.md"),
}


def documents() -> list[Path]:
    """All Markdown files of the repository."""
    found = (p for p in ROOT.rglob("*.md") if not LEFT_OUT & set(p.relative_to(ROOT).parts))
    return sorted(found)


def code_of(path: Path) -> str:
    """What stands in code blocks and between backticks."""
    text = path.read_text(encoding="utf-8")
    blocks = CODE_BLOCK.findall(text)
    return "\n".join([*blocks, *INLINE_CODE.findall(CODE_BLOCK.sub("", text))])


def mentioned(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """(what, file) for everything that matches in code of any document."""
    for path in documents():
        for what in pattern.findall(code_of(path)):
            yield what, str(path.relative_to(ROOT))


def test_documents_are_there() -> None:
    assert [name for name in sorted(REQUIRED) if not (ROOT / name).exists()] == []


def test_management_commands_exist() -> None:
    found = set(mentioned(COMMAND))
    assert {"bootstrap", "evaluate", "import_members"} <= {what for what, _path in found}
    assert [entry for entry in sorted(found) if entry[0] not in get_commands()] == []


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    found = set(mentioned(TARGET))
    assert {"run", "test"} <= {what for what, _path in found}
    assert [entry for entry in sorted(found) if entry[0] not in targets] == []


def broken_links(path: Path) -> list[str]:
    """Links of one document to files that are not there, or to headings that are not in them."""
    text = CODE_BLOCK.sub("", path.read_text(encoding="utf-8"))
    broken = []
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        name, _hash, heading = unquote(link).partition("#")
        target = (path.parent / name) if name else path
        if not target.exists() or (heading and heading not in anchors(target)):
            broken.append(link)
    return broken


def anchors(path: Path) -> set[str]:
    """What one can link to in a document: its headings as a code host writes them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path) -> None:
    assert broken_links(path) == []


def test_broken_links_are_found(tmp_path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One two\n[a](#one-two) [b](#three) [c](none.md) [d](https://x.test/)")
    assert broken_links(page) == ["#three", "none.md"]


def test_settings_of_the_operations_guide_are_read_somewhere() -> None:
    names = set(SETTING.findall((ROOT / "docs" / "operations.md").read_text(encoding="utf-8")))
    assert {"DATABASE_URL", "FIELD_KEYS", "SECRET_KEY"} <= names
    code = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("unionreg", "tools", "deploy")
        for path in (ROOT / folder).rglob("*.py")
    )
    assert [name for name in sorted(names) if f'"{name}"' not in code] == []


def test_data_model_is_that_of_the_models() -> None:
    assert data_model.TARGET.read_text(encoding="utf-8") == data_model.text()


def test_every_picture_is_listed_and_small() -> None:
    folder = ROOT / "docs" / "pictures"
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    pictures = list(folder.glob("*.png"))
    assert {path.name for path in pictures} == listed
    assert sum(path.stat().st_size for path in pictures) < 7_000_000
