"""Copies of the checkout in which whole programs can be started."""

import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tools.environment import ROOT


@pytest.fixture
def checkout(tmp_path) -> Path:
    """The files of the repository as they are now, with the packages already installed."""
    target = tmp_path / "checkout"
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    files = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, files.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    (target / ".venv").symlink_to(sys.prefix)
    return target


@pytest.fixture
def empty_database(transactional_db) -> Iterator[dict[str, str]]:
    """Settings for the kind of database that this run tests; SQLite needs none at all."""
    if connection.vendor == "sqlite":
        yield {}
        return
    name = f"run_{uuid.uuid4().hex[:12]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    server = connection.settings_dict
    login = f"{server['USER']}:{server['PASSWORD']}@{server['HOST']}:{server['PORT']}"
    yield {"DATABASE_URL": f"postgres://{login}/{name}"}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
