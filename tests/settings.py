"""Settings of the test run: the real ones, with fixed keys and nothing that waits or leaves traces.

The database comes from DATABASE_URL (`make test` runs everything on SQLite and on PostgreSQL);
without it, a SQLite file in the temporary folder of this run.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def _scratch_dir() -> Path:
    """Temporary folder of this run; the process that makes it removes it, its children share it."""
    if "UNIONREG_TEST_DIR" not in os.environ:
        os.environ["UNIONREG_TEST_DIR"] = tempfile.mkdtemp(prefix="unionreg-")
        atexit.register(shutil.rmtree, os.environ["UNIONREG_TEST_DIR"], ignore_errors=True)
    return Path(os.environ["UNIONREG_TEST_DIR"])


_scratch = _scratch_dir()

# Fixed before the real settings read the environment; they win over a developer's `.env`.
_FIXED = {
    "SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only-for-tests",
    "FIELD_KEYS": "k1:" + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "BLIND_INDEX_KEY": "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY=",
    "LOCAL": "true",
    "DEBUG": "false",
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "CSRF_TRUSTED_ORIGINS": "",
    "DEMO_PASSWORD": "demo-password-of-the-tests",
    "MEDIA_ROOT": str(_scratch / "uploads"),
}
os.environ.update(_FIXED)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_scratch / 'unionreg.sqlite3'}")
# Playwright keeps an event loop in the thread of the tests; Django takes it for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from unionreg.settings import *  # noqa: E402, F403
from unionreg.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the live server and a worker process open it on their own.
    # Durability is of no use here and costs most of the time.
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA mmap_size=134217728;"
    )
else:
    # A kept connection would keep PostgreSQL from dropping the test database.
    DATABASES["default"]["CONN_MAX_AGE"] = 0

# Every test client makes the middleware anew, and that would look for all static files each time.
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
