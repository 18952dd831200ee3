"""Writes docs/data-model.md from the models: `python -m tools.data_model` (`--check` compares)."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "data-model.md"
APPS = (
    *("townships", "members", "attachments", "cadres", "federations", "rights", "funding"),
    *("history", "imports", "policies", "compliance", "accounts"),
)

_HEAD = """# Data model

Written by `python -m tools.data_model` from the models; a test compares it with them.
Tables marked *county* carry `county_code` and can be partitioned by it
([architecture.md](architecture.md)); a dashed line is a key inside one county,
`(county_code, x_id)`.
"""


def _models(app: str) -> list[Any]:
    from django.apps import apps

    return [m for m in apps.get_app_config(app).get_models() if not m._meta.proxy]


def _relations(model: Any) -> Iterator[tuple[Any, Any]]:
    for field in model._meta.local_fields:
        if field.is_relation and field.remote_field.model._meta.app_label in APPS:
            yield field, field.remote_field.model


def _diagram(app: str) -> Iterator[str]:
    from unionreg.county import CountyForeignKey

    yield "```mermaid"
    yield "erDiagram"
    for model in _models(app):
        for field, target in _relations(model):
            line = "}o..||" if isinstance(field, CountyForeignKey) else "}o--||"
            yield f"    {model.__name__} {line} {target.__name__} : {field.name}"
        if not list(_relations(model)):
            yield f"    {model.__name__} {{}}"
    yield "```"


def _table(model: Any) -> Iterator[str]:
    from unionreg.county import CountyRow, RegistryKey

    mark = " *(county)*" if issubclass(model, CountyRow) else ""
    mark = " *(registry key)*" if issubclass(model, RegistryKey) else mark
    summary = (model.__doc__ or "").strip().splitlines()[0]
    yield f"### {model.__name__}{mark}"
    yield ""
    yield summary
    yield ""
    names = [field.name for field in model._meta.local_fields]
    yield "`" + "` `".join(names) + "`"
    yield ""


def text() -> str:
    """The document."""
    lines = [_HEAD]
    for app in APPS:
        lines += [f"## {app}", "", *_diagram(app), ""]
        for model in _models(app):
            lines += _table(model)
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Write or check; returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    if "--check" in sys.argv:
        return 0 if TARGET.read_text(encoding="utf-8") == text() else 1
    TARGET.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
