"""Settings of a measured process: the real ones, with keys and a folder of its own.

`BENCH_DIR` is the run's temporary folder, `DATABASE_URL` its empty database.
"""

import os

_FIXED = {
    "SECRET_KEY": "only-for-measuring-only-for-measuring-only-for-measuring",
    "FIELD_KEYS": "k1:" + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "BLIND_INDEX_KEY": "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY=",
    "LOCAL": "true",
    "DEBUG": "false",
    "MEDIA_ROOT": os.path.join(os.environ["BENCH_DIR"], "uploads"),  # noqa: PTH118
}
os.environ.update(_FIXED)

from unionreg.settings import *  # noqa: E402, F403
