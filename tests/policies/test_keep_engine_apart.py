"""The engine knows no app and no database."""

import ast
from pathlib import Path

import policies.engine

ALLOWED = ("django.utils",)
APPS = {
    *("accounts", "dashboards", "federations", "funding", "history", "imports", "members"),
    *("policies", "townships", "unionreg", "django"),
}


def imported(path):
    """Names of the modules a file imports, relative ones left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


def test_the_engine_imports_no_app_and_no_orm():
    files = sorted(Path(policies.engine.__file__).parent.glob("*.py"))
    assert len(files) > 5
    for path in files:
        foreign = [
            name
            for name in imported(path)
            if name.partition(".")[0] in APPS and not name.startswith(ALLOWED)
        ]
        assert foreign == [], path.name
