"""A `.env` with random keys for a computer on which nothing has been configured yet."""

import base64
import os
import secrets
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
ENV_FILE = BASE_DIR / ".env"


def local_env_text() -> str:
    """Settings of a local installation: plain http on this computer, fresh random keys."""

    def key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return (
        "# Written once for local use. Production: see deploy/unionreg.env.example.\n"
        "LOCAL=true\n"
        f"SECRET_KEY={secrets.token_urlsafe(50)}\n"
        f"FIELD_KEYS=k1:{key()}\n"
        f"BLIND_INDEX_KEY={key()}\n"
    )


def ensure_local_env() -> None:
    """Write `.env` when neither it nor SECRET_KEY exists; never touch an existing file."""
    if os.environ.get("SECRET_KEY") or ENV_FILE.exists():
        return
    try:
        handle = os.open(ENV_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was a moment quicker
        return
    with os.fdopen(handle, "w", encoding="utf-8") as env_file:
        env_file.write(local_env_text())
    print("unionreg: wrote .env with new random keys for local use", file=sys.stderr)


def remember(name: str, value: str) -> None:
    """Append a setting to `.env`, so that the next start of a local installation knows it."""
    with ENV_FILE.open("a", encoding="utf-8") as env_file:
        env_file.write(f"{name}={value}\n")
