"""`manage.py check --deploy` with the settings that production uses, on throw-away keys."""

import base64
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def production_environment(folder: str) -> dict[str, str]:
    """Environment of a production system, as deploy/unionreg.env.example describes it."""
    key = base64.b64encode(os.urandom(32)).decode()
    return {
        "PATH": os.environ["PATH"],
        "LOCAL": "false",
        "SECRET_KEY": base64.b64encode(os.urandom(64)).decode(),
        "FIELD_KEYS": f"k1:{key}",
        "BLIND_INDEX_KEY": key,
        "ALLOWED_HOSTS": "union.example.org",
        "CSRF_TRUSTED_ORIGINS": "https://union.example.org",
        "DATABASE_URL": f"sqlite:///{folder}/check.sqlite3",
    }


def main() -> int:
    """Run the check; a warning fails it. Returns the exit code."""
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    with tempfile.TemporaryDirectory() as folder:
        environment = production_environment(folder)
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
